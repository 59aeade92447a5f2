"""What a clause names: a subject of the lexicon if nothing else is said of it, else the words themselves."""

from budgetaudit.claims.clause import Mention
from budgetaudit.claims.state import FREE, LINE, State
from budgetaudit.claims.tokens import Token, joins
from budgetaudit.facts import Certainty
from budgetaudit.text import HAN, ORDINAL, YEAR, regex

BRACKETED = regex(r"\([^()]*\)")
LEADING = regex(rf"^(?:{ORDINAL}|其中:?|[、，:和及与的]|{YEAR}年度?|.{{4,40}}说明(?={YEAR}))++")
PLAIN = regex(r"(?<!\d)\d+[家个]|[\d\W_]+")
_WORDS = regex(rf"{HAN}{{2}}")
LONGEST = 40
SHORT = 4
"""What is put behind 本 or 我 is no longer."""


class Naming(State):
    """Reading what a clause is about."""

    def named(self, word: Token, before: int = -1) -> Mention | None:
        """What the clause is about up to a number (or up to `before`); None where it names nothing of its own."""
        clause = self.clause
        end = before if before >= 0 else word.start
        start = clause.past_end if clause.past else clause.start
        if before >= 0 and 0 <= clause.than < end and not clause.past:
            end = clause.than
        mention = clause.mention
        if mention and mention.end <= end and mention.start >= start and self._alone(mention, start, end):
            return mention
        words = LEADING.sub("", BRACKETED.sub("", self.text[start:end]))
        if joins(words, self.lexicon.words) or not _WORDS.search(words) or self._own_name(words):
            return None
        return self._free(words, start, end)

    def _alone(self, mention: Mention, start: int, end: int) -> bool:
        """Whether a subject is all that a clause names."""
        lead = BRACKETED.sub("", self.text[start : mention.start])
        tail = BRACKETED.sub("", self.text[mention.end : end])
        return joins(tail, self.lexicon.words) and self.qualifies(lead) and not self.clause.joined

    def qualifies(self, lead: str) -> bool:
        """Whether the words before a subject leave it what it is."""
        rest = LEADING.sub("", lead)
        return joins(rest, self.lexicon.words) or self._own_name(rest)

    def names_nothing(self, words: str) -> bool:
        """Whether words only join."""
        return not self.lexicon.words.filler.without(PLAIN.sub("", words))

    def _own_name(self, words: str) -> bool:
        """Whether the words only name the part itself."""
        rest, name = self.lexicon.words.filler.without(PLAIN.sub("", words)), self.prose.name
        if not rest or self._says_we(rest, words):
            return True
        if not rest.endswith(self.lexicon.organs):
            return rest == name
        return not name or _within(rest, name) or _within(name, rest) or rest[:4] == name[:4]

    def _says_we(self, rest: str, words: str) -> bool:
        """Whether words name the body that speaks (本院, 我校, 全局), whatever it is called. `rest` are those that join
        nothing."""
        ourselves = self.lexicon.ourselves
        if len(rest) > 1 and rest in ourselves:
            return True
        kind = next((rest.removeprefix(word) for word in ourselves if rest.startswith(word)), "")
        if not kind and any(word + rest in words for word in ourselves):
            kind = rest
        return 0 < len(kind) <= SHORT and kind.endswith(self.lexicon.organs)

    def _free(self, words: str, start: int, end: int) -> Mention:
        """A name the lexicon does not have: a line of the classification, or the words as printed."""
        name = words
        for tail in self.lexicon.tails:
            if name.endswith(tail) and len(name) > len(tail) + 1:
                name = name.removesuffix(tail)
        if "-" in name and all(len(piece) > 1 for piece in name.split("-")):
            return Mention(f"{LINE}{name.replace('-', '/')}", start, end, codes=(name,))
        title = self.prose.titles.get(name) or self.prose.titles.get(words)
        if title:
            return Mention(f"{LINE}{title}", start, end, codes=(title,), certainty=Certainty.USUAL)
        return Mention(f"{FREE}{name[:LONGEST]}”", start, end)


def _within(short: str, full: str) -> bool:
    """Whether every letter of a short name stands in the full name, in order."""
    letters = iter(full)
    return len(short) >= 2 and all(letter in letters for letter in short)
