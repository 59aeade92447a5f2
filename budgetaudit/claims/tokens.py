"""What a paragraph is cut into: words found by dictionary, the longest first, and numbers, years and codes by pattern.

What is none of them is left out. Nothing is remembered from one token to the next."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.text import YEAR, Dictionary, dictionary, regex

TokenKind = Literal[
    "skip", "subj", "line", "year", "code", "bound", "num", "intro", "why", "both", "soft", "flat", "up", "down",
    "share", "done", "than", "past", "open", "close", "stop", "semi", "comma", "dot", "colon",
]  # fmt: skip


class Token(Struct, frozen=True):
    """A word, number or mark at `start` to `end` of a text. The `text` of a number is its digits alone, its `unit` is
    "" where none is printed; `bare` says that it counts days, floors and the like."""

    kind: TokenKind
    text: str
    start: int
    end: int
    unit: str = ""
    bare: bool = False


class ProseWords(Struct, frozen=True):
    """Every word that prose is read by: subjects, what joins a sentence (by its first letter, in the order in which the
    kinds count), units of counting, and filler."""

    subjects: Dictionary
    joining: Mapping[str, tuple[tuple[TokenKind, str], ...]]
    units: Dictionary
    filler: Dictionary


JOINING: tuple[tuple[TokenKind, str], ...] = (
    ("intro", "引出"), ("why", "原因"), ("both", "增减"), ("soft", "大致"), ("flat", "持平"), ("up", "增加"),
    ("down", "减少"), ("share", "占"), ("done", "完成"), ("than", "比较"),
)  # fmt: skip
"""Kinds of words that join a sentence and the word lists that have them. Where one place has words of two kinds, the
first kind counts, however long the words."""
PAST = ("相比", "相较", "比较", "对比")
MARKS: Mapping[TokenKind, str] = {
    "open": "(", "close": ")", "stop": "。！？", "semi": "；", "comma": "，", "dot": "、", "colon": ":",
}  # fmt: skip

_SKIPPED = regex(
    r"[〔\[]\d{4}[〕\]]第?\d+号?|\d{4}-\d{1,2}-\d{1,2}|0\d{2,3}[-—–]\d{7,8}|\d{1,2}月\d{1,2}日|\d{1,2}月底?"
    r"|第\d+|(?<![A-Za-z])[A-Za-z]++\d[\w.-]*|\d+[×xX*]\d+|\d{1,2}:\d{2}|\d{1,3}(?:[,，]\d{3}){10,}+"
)
"""Dates, numbers of documents, telephones, models, sizes, times, and runs of digits that are too long for an amount."""
_DATED = regex(
    rf"(?P<year>{YEAR}(?:[-—–至~]{YEAR})?年?(?:度|末|底)?(?=年|\D)(?![,.]\d|万|元|辆|个|人|项|台|次|家)"
    r"|上一?年度?|去年|本年度?(?!度|支|收|部|单)|当年(?=预|安|$))"
    r"|(?P<code>(?<![\d.,])\d{7}(?![\d.,万亿元%辆人次个])|(?<![\d.,])2\d{4}(?![\d.,万亿元%辆人次个年])"
    r"|\((?:\d{3}|\d{5}|\d{7})\))"
)
_NUMBER = regex(r"[-+]?(?:\d{1,3}(?:[,，]\d{3}){1,9}(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)")
_LIMIT = regex(r"(?:≥|≤|>|<|=|不[少低]于|不[高超多大]过|不[高多大]于|超过|达到|力争){0,9}+")
_LIMITED = regex(r"(?:\([含不]?[^()]{0,6}\))?(?:及?以[上下内]|左右|起)")
_BEFORE_LIMITED = "≥≤><=于过到争"
_TURNED_TO = tuple(f"{letter}到" for letter in "加少长升降整高低减")
_BARE = (*"年月日号时天层周届级岁米吨亩分期批楼线路条字后", "小时", "公里")
_BASE = regex(rf"[于上]?(?:上年|去年|上一|本年|前年|往年|年初|预算数|{YEAR})")
_MONEY = ("万元", "亿元", "千元", "百万元", "元", "%", "‰")
_FIGURES = frozenset("〔[第上去本当(≥≤><=不超达力+-") | frozenset(map(chr, (*range(65, 91), *range(97, 123))))
"""What numbers, years, codes and limits begin with, besides digits."""
_REACH = 2
"""How many letters before a token may decide what it is."""
_GLUE = frozenset(".、,，:()-《》")


def words_of(subjects: Iterable[str], lists: Mapping[str, Iterable[str]]) -> ProseWords:
    """The dictionaries of the subjects' names and of the word lists of rules/claims/words.yaml."""
    joining = [(kind, word) for kind, name in JOINING for word in _longest(lists.get(name, ()))]
    joining += [("past", word) for word in PAST]
    joining += [(kind, mark) for kind, marks in MARKS.items() for mark in marks]
    by_letter: dict[str, tuple[tuple[TokenKind, str], ...]] = {}
    for kind, word in joining:
        by_letter[word[0]] = (*by_letter.get(word[0], ()), (kind, word))
    units = dictionary(f"{many}{unit}" for unit in lists.get("单位", ()) for many in ("", "万", "亿"))
    return ProseWords(dictionary(subjects), by_letter, units, dictionary(lists.get("套话", ())))


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(filter(None, words), key=len, reverse=True)


def tokens(text: str, words: ProseWords, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a text; or of a stretch of it, read as if the text ended there."""
    shift = max(0, start - _REACH)
    text = text[shift:end]
    at, last = start - shift, len(text)
    while at < last:
        token = token_at(text, at, words)
        if token:
            yield replace(token, start=token.start + shift, end=token.end + shift) if shift else token
        at = token.end if token else at + 1


def token_at(text: str, at: int, words: ProseWords) -> Token | None:
    """The token that begins at a place."""
    letter = text[at : at + 1]
    figures = letter in _FIGURES or letter.isdecimal()
    skipped = _SKIPPED.match(text, at) if figures else None
    if skipped:
        return Token("skip", skipped[0], at, skipped.end())
    for subject in words.subjects.at(text, at):
        return Token("subj", subject, at, at + len(subject))
    figure = _figure(text, at, words.units) if figures else None
    return figure or _joining(text, at, words.joining.get(letter, ()))


def _joining(text: str, at: int, candidates: Iterable[tuple[TokenKind, str]]) -> Token | None:
    """A word that joins a sentence, or a mark."""
    for kind, word in candidates:
        if text.startswith(word, at) and _goes_on(kind, text, end := at + len(word)):
            return Token(kind, word, at, end + (kind == "intro" and text.startswith(":", end)))
    return None


def _goes_on(kind: TokenKind, text: str, end: int) -> bool:
    """Whether what follows a word leaves it what it is: 占 is not 占用, 完成 not 完成数, 与 wants a year."""
    if kind == "share":
        return not text.startswith(("用", "地"), end)
    if kind == "done":
        return not text.startswith(("数", "额"), end)
    return kind != "than" or _BASE.match(text, end) is not None


def _figure(text: str, at: int, units: Dictionary) -> Token | None:
    """A year, a code, a number that sets a limit (不超过5%, 50万元以上, 3元/人), or any other number."""
    dated = _DATED.match(text, at)
    if dated:
        return Token("year" if dated["year"] else "code", dated[0], at, dated.end())
    limit = _LIMIT.match(text, at)
    begins = limit.end() if limit else at
    number = _NUMBER.match(text, begins)
    if not number:
        return None
    end = number.end()
    if _limits(text, begins):
        unit = _unit(text, end, ("万元", "亿元", "元", "%"), units)
        return Token("bound", text[at : end + len(unit)], at, end + len(unit))
    limited = _limited(text, end, units)
    if limited:
        return Token("bound", text[at:limited], at, limited)
    unit = _unit(text, end, _MONEY, units) or _ten_thousand(text, end)
    end += len(unit)
    bare = next((word for word in _BARE if text.startswith(word, end)), "")
    return Token("num", number[0], at, end + len(bare), unit, bool(bare))


def _limits(text: str, at: int) -> bool:
    """Whether the words before a number make it a limit; 增加到 gives a new value."""
    before = text[at - 1] if at else ""
    return before in _BEFORE_LIMITED and bool(before) and not text.endswith(_TURNED_TO, 0, at)


def _limited(text: str, at: int, units: Dictionary) -> int:
    """Where the words end that make a number before `at` a limit; 0 where there are none."""
    for unit in ("万元", "万", "元", "年", "%", *_counted(text, at, units)):
        end = at + len(unit)
        if text.startswith(unit, at):
            said = _LIMITED.match(text, end)
            if said or (unit.endswith("元") and text.startswith("/", end)):
                return said.end() if said else end + 1
    return 0


def _unit(text: str, at: int, money: Iterable[str], units: Dictionary) -> str:
    """The unit printed at a place, "" where there is none."""
    unit = next((unit for unit in money if text.startswith(unit, at)), "")
    return unit or next(_counted(text, at, units), "")


def _counted(text: str, at: int, units: Dictionary) -> Iterator[str]:
    """The units of counting at a place, none that is the beginning of an amount of money (个元)."""
    return (unit for unit in units.at(text, at) if not text.startswith("元", at + len(unit)))


def _ten_thousand(text: str, at: int) -> str:
    """万 alone, for 万元."""
    rest = text[at + 1 : at + 2]
    return "万" if text.startswith("万", at) and not (rest.isdecimal() or rest in ("人", "次")) else ""


def joins(text: str, words: ProseWords, start: int = 0, end: int | None = None) -> bool:
    """Whether a text, or a stretch of it, only joins: filler, digits and marks."""
    text = text[start:end]
    at, last = 0, len(text)
    while at < last:
        step = next(map(len, words.filler.at(text, at)), 0)
        if not step and text[at] not in _GLUE and not text[at].isdecimal():
            return False
        at += step or 1
    return end is None or start <= end
