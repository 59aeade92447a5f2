"""What a clause names: a subject of the lexicon if nothing else is said of it, else the words themselves."""

from budgetaudit.claims.clause import FREE, LINE, Clause, Mention
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.setting import Setting
from budgetaudit.claims.tokens import joins
from budgetaudit.facts import Certainty
from budgetaudit.text import CIRCLED, COUNTING, HAN, ORDINAL, YEAR, regex

BRACKETED = regex(r"\([^()]*\)")
LEADING = regex(
    rf"^(?:{ORDINAL}|[{CIRCLED}]|[{COUNTING}]是|其中:?|[、，:和及与的]|{YEAR}年度?|.{{4,40}}说明(?={YEAR}))++"
)
PLAIN = regex(r"(?<!\d)\d+[家个]|[\d\W_]+")
_WORDS = regex(rf"{HAN}{{2}}")
LONGEST = 40
SHORT = 4
"""What is put behind 本 or 我 is no longer."""


def named(clause: Clause, here: Setting, end: int) -> Mention | None:
    """What a clause is about up to a place; None where it names nothing of its own."""
    start = clause.past_end if clause.past else clause.start
    mention = clause.mention
    if mention and mention.end <= end and mention.start >= start and _alone(mention, clause, here, (start, end)):
        return mention
    words = LEADING.sub("", BRACKETED.sub("", here.text[start:end]))
    if joins(words, here.lexicon.words) or not _WORDS.search(words) or _own_name(words, here):
        return None
    return _free(words, here, start, end)


def named_before(clause: Clause, here: Setting, end: int) -> Mention | None:
    """What a clause is about up to a word that says how it changed; the base of a comparison is no part of it."""
    compared = 0 <= clause.than < end and not clause.past
    return named(clause, here, clause.than if compared else end)


def qualifies(lead: str, here: Setting) -> bool:
    """Whether the words before a subject leave it what it is."""
    rest = LEADING.sub("", lead)
    return joins(rest, here.lexicon.words) or _own_name(rest, here)


def names_nothing(words: str, here: Setting) -> bool:
    """Whether words only join."""
    return not here.lexicon.words.filler.without(PLAIN.sub("", words))


def _alone(mention: Mention, clause: Clause, here: Setting, span: tuple[int, int]) -> bool:
    """Whether a subject is all that a clause names."""
    lead = BRACKETED.sub("", here.text[span[0] : mention.start])
    tail = BRACKETED.sub("", here.text[mention.end : span[1]])
    return joins(tail, here.lexicon.words) and qualifies(lead, here) and not clause.joined


def _own_name(words: str, here: Setting) -> bool:
    """Whether the words only name the part itself."""
    lexicon, name = here.lexicon, here.prose.name
    rest = lexicon.words.filler.without(PLAIN.sub("", words))
    if not rest or _says_we(rest, words, lexicon):
        return True
    if not rest.endswith(lexicon.organs):
        return rest == name
    return not name or _within(rest, name) or _within(name, rest) or rest[:4] == name[:4]


def _says_we(rest: str, words: str, lexicon: Lexicon) -> bool:
    """Whether words name the body that speaks (本院, 我校, 全局), whatever it is called. `rest` are those that join
    nothing."""
    ourselves = lexicon.ourselves
    if len(rest) > 1 and rest in ourselves:
        return True
    kind = next((rest.removeprefix(word) for word in ourselves if rest.startswith(word)), "")
    if not kind and any(word + rest in words for word in ourselves):
        kind = rest
    return 0 < len(kind) <= SHORT and kind.endswith(lexicon.organs)


def _free(words: str, here: Setting, start: int, end: int) -> Mention:
    """A name the lexicon does not have: a line of the classification, or the words as printed."""
    name = words
    for tail in here.lexicon.tails:
        if name.endswith(tail) and len(name) > len(tail) + 1:
            name = name.removesuffix(tail)
    if "-" in name and all(len(piece) > 1 for piece in name.split("-")):
        return Mention(f"{LINE}{name.replace('-', '/')}", start, end, codes=(name,))
    titles = here.prose.titles
    title = titles.get(name) or titles.get(words)
    if title:
        return Mention(f"{LINE}{title}", start, end, codes=(title,), certainty=Certainty.USUAL)
    return Mention(f"{FREE}{name[:LONGEST]}”", start, end)


def _within(short: str, full: str) -> bool:
    """Whether every letter of a short name stands in the full name, in order."""
    letters = iter(full)
    return len(short) >= 2 and all(letter in letters for letter in short)
