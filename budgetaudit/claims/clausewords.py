"""The words of a clause: each takes the clause as read so far and gives it with the word read.

Subjects and codes, years and comparisons, which way a number went. Nothing is remembered from clause to clause, but
whether a reason is being given."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from budgetaudit.claims.clause import LINE, Clause, Mention, Turn
from budgetaudit.claims.setting import Setting
from budgetaudit.claims.tokens import Token, TokenKind, joins
from budgetaudit.facts import Certainty
from budgetaudit.text import regex

LEVEL = regex(r"([^()]{1,200}(?:\([\u4e00-\u9fff]{2,20}\)[^()]{0,200})?)\((\d{0,3})([类款项])\)")
CHAINED = regex(r"([\u4e00-\u9fff、()]{2,60}(?:-[\u4e00-\u9fff、()]{2,60})*)")
OUTTURN = regex(r"决算(?:数|额)?(?:[与和同](?:年初|全年|调整)?预算数?(?:基本)?)?$")
JOINTS = ("和", "及", "与", "、", "以及")
SIGNS = {"up": 1, "down": -1}


def clause_with(clause: Clause, word: Token, here: Setting) -> Clause:
    """The clause with one more word; as it is where the word is none of a clause."""
    if word.kind in JOINING:
        return JOINING[word.kind](clause, word)
    read = WORDS.get(word.kind)
    return read(clause, word, here) if read else clause


def contrasts(clause: Clause, word: Token, text: str) -> bool:
    """Whether 大于, 增加 or 持平 compares the outturn with the budget (决算数小于预算数), and no year with another."""
    outturn = OUTTURN.search(text, max(0, word.start - 14), word.start)
    return outturn is not None and not 0 <= clause.than < outturn.start()


def _subject(clause: Clause, word: Token, here: Setting) -> Clause:
    """A subject, unless the words only go on with the one named already (会议费｜预算支出)."""
    alias, mention, lexicon = word.text, clause.mention, here.lexicon
    between = here.text[mention.end : word.start] if mention else ""
    goes_on = mention and clause.share < 0 and between not in JOINTS
    if goes_on and joins(between + alias, lexicon.words):
        return clause
    name = "" if here.text.startswith("决算", word.end) else _near(alias, here)
    near = bool(name) and alias not in lexicon.names
    name = name or lexicon.names.get(alias, "")
    if not name:
        return clause
    certainty = Certainty.GUESSED if near and not here.context.named else Certainty.STATED
    meant = Mention(name, word.start, word.end, near, certainty=certainty)
    return _naming(clause, meant, fund=lexicon.subjects[name].fund)


def _near(alias: str, here: Setting) -> str:
    """The subject that a short name means here, by the family that the text is about: 收支/财拨 is within 收支."""
    family = here.context.family
    subjects = here.lexicon.near.get(alias, ())
    fits = (one.name for one in subjects if family == one.family or family.startswith(f"{one.family}/"))
    return next(fits, "")


def _naming(clause: Clause, mention: Mention, fund: bool = False) -> Clause:
    """Takes in a subject: as the base of a comparison, the whole of a share, or what the clause is about."""
    if clause.share >= 0:
        return replace(clause, whole=mention)
    if (clause.than >= 0 and not clause.past) or clause.done >= 0 or (fund and clause.mention):
        return clause
    before = clause.mention
    beside = before is not None and mention.start - before.end in (1, 2) and not mention.codes
    return replace(clause, mention=mention, joined=clause.joined or beside)


def _line(clause: Clause, word: Token) -> Clause:
    """A chain of 类, 款, 项 names."""
    levels = LEVEL.findall(word.text)
    codes = [code for _, code, _ in levels if code]
    code = "".join(codes) if len(codes) == len(levels) else ""
    label = "/".join(name for name, _, _ in levels)
    names = tuple(f"{level}:{name}" for name, _, level in levels)
    return _naming(clause, Mention(f"{LINE}{label}", word.start, word.end, codes=(code, *names)))


def _code(clause: Clause, word: Token, here: Setting) -> Clause:
    """A classification code, and the name before or after it."""
    code, text = word.text.strip("()"), here.text
    before = text[clause.start : word.start]
    if word.text.startswith("(") and before:
        start, end = clause.start, word.end
    else:
        after = CHAINED.match(text, word.end + (text[word.end : word.end + 1] == "-"))
        start, end = word.start, after.end() if after else word.end
        if not after and not before:
            return clause
    return _naming(clause, Mention(f"{LINE}{code}", start, end, codes=(code,)))


def _year(clause: Clause, word: Token, here: Setting) -> Clause:
    """The year a clause speaks of, or compares with."""
    first = word.text[0]
    if here.text[word.end : word.end + 1] in ("末", "底"):
        return clause
    if first in "本当" and clause.year:
        return replace(clause, year_end=word.end)
    digits = word.text[:4]
    year = int(digits) if digits.isdigit() else here.prose.year - (first in "上去")
    if clause.than >= 0:
        return replace(clause, year_end=word.end, than_year=year)
    return replace(clause, year_end=word.end, year=year)


def _turn(clause: Clause, word: Token, here: Setting) -> Clause:
    """增加, 减少, 增减, unless it compares the outturn with the budget."""
    if contrasts(clause, word, here.text):
        return clause
    return replace(clause, turn=Turn(SIGNS.get(word.kind, 0), word.text, word.start, word.end))


def _than(clause: Clause, word: Token) -> Clause:
    """比上年: what follows up to a number or 相比 is the base. No reason is being given any more."""
    return replace(clause, than=clause.than if clause.than >= 0 else word.start, reason=False)


def _past(clause: Clause, word: Token) -> Clause:
    """相比: the base is over."""
    compares = clause.than >= 0 or clause.year
    return replace(clause, past=True, past_end=word.end) if compares else clause


WORDS: Mapping[TokenKind, Callable[[Clause, Token, Setting], Clause]] = {
    "subj": _subject, "code": _code, "year": _year, "up": _turn, "down": _turn, "both": _turn,
}  # fmt: skip
"""Words that are read by what stands around them."""
JOINING: Mapping[TokenKind, Callable[[Clause, Token], Clause]] = {
    "line": _line,
    "than": _than,
    "past": _past,
    "share": lambda clause, word: replace(clause, share=word.start),  # 占: what follows is the whole
    "done": lambda clause, word: replace(clause, done=word.end),  # 完成: what follows is the plan
    "soft": lambda clause, _: replace(clause, soft=True),  # 基本持平 proves nothing
    "why": lambda clause, _: replace(clause, reason=True),  # 主要用于: no claims until the sentence goes on
}
"""Words that are read alone."""
