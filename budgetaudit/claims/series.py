"""Numbers in a row: “分别为1万元、2万元”, “增加1万元、2万元”."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.tokens import joins, token_at, tokens
from budgetaudit.text import regex

NEXT = regex(r"、|，|和|及|与|以及")
"""What stands between two numbers or names."""
NOTE = regex(r"\([^()]{0,40}\)")
MIDDLE = frozenset({"year", "than", "past", "up", "down", "share", "done", "subj", "colon"})
TURNS = frozenset({"up", "down"})
FAR = 160
"""A series begins no further from 分别, and its names stand no further before it."""


class Value(Struct, frozen=True):
    """A number of a series. `start` is where it begins (with its own 增加 if it has one), `number` where its digits do;
    `stop` is the end of number and unit, `end` that of the bracket behind. `unit` is "" where none is printed."""

    start: int
    number: int
    stop: int
    end: int
    unit: str


class Series(Struct, frozen=True):
    """Numbers in a row and the words before them, from `start`; their 增加 begins at `turn`."""

    start: int
    turn: int
    values: tuple[Value, ...]

    @property
    def end(self) -> int:
        return self.values[-1].end


def series_behind(text: str, at: int, lexicon: Lexicon) -> Series | None:
    """The numbers behind `at`; None where a name stands before them, or there is only one."""
    turn, last = 0, at
    for word in tokens(text, lexicon.words, at, at + FAR):
        if not joins(text, lexicon.words, last, word.start):
            return None
        if word.kind == "num":
            values = tuple(_values(text, word.start, lexicon))
            whole = len(values) > 1 and values[-1].unit
            return Series(at, turn or word.start, values) if whole else None
        if word.kind not in MIDDLE:
            return None
        turn = turn or (word.start if word.kind in TURNS else 0)
        last = word.end
    return None


def _values(text: str, at: int, lexicon: Lexicon) -> Iterator[Value]:
    kind = ""
    while True:
        word = token_at(text, at, lexicon.words)
        if word and word.kind in TURNS:
            word = token_at(text, word.end, lexicon.words)
        if not word or word.kind != "num" or word.bare:
            return
        unit = word.unit
        if kind and unit and (unit == "%") != (kind == "%"):
            return
        kind = kind or unit
        note = NOTE.match(text, word.end)
        end = note.end() if note else word.end
        yield Value(at, word.start, word.end, end, unit)
        joint = NEXT.match(text, end)
        if not joint:
            return
        at = joint.end()


def further(text: str, series: Series, lexicon: Lexicon) -> Series | None:
    """As many numbers again behind a comma: ，增长5%、6%."""
    if not text.startswith("，", series.end):
        return None
    more = series_behind(text, series.end + 1, lexicon)
    return more if more and len(more.values) == len(series.values) else None
