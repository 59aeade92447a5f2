"""A clause as it is read: what it names, what it compares with, which way it points."""

from msgspec import Struct

from budgetaudit.facts import Certainty
from budgetaudit.text import YEAR, regex

FREE, LINE = "“", "科目/"
"""How the subjects begin that the lexicon does not have: words as printed, lines of the classification."""


class Mention(Struct, frozen=True):
    """A subject named at a place in the text. `codes` are classification codes or names printed with it; `words` what a
    heading calls it, where it is named in another text; `certainty` how sure it is that this is what is named."""

    name: str
    start: int
    end: int
    near: bool = False
    codes: tuple[str, ...] = ()
    words: str = ""
    certainty: Certainty = Certainty.STATED


class Turn(Struct, frozen=True):
    """A word that says which way a number went: +1, -1, or 0 where it says both or neither."""

    sign: int
    word: str
    start: int
    end: int


class Clause(Struct, frozen=True):
    """What has been read since the last comma, bracket or number, from `start` on.

    `mention` is what it names, `whole` what a share is of. `than`, `share` and `done` are the places of 比, 占, 完成;
    `past` says that the base of a comparison is over, and ends at `past_end`. `turn` says which way a number went.
    `year` is the year it speaks of, `than_year` the one it compares with, `year_end` where the last of them ends.
    `soft` says that its words only come near, `joined` that it names several things as one, `reason` that a purpose or
    a reason is being given, in this clause or since an earlier one. A place is -1, a year 0 where there is none."""

    start: int
    reason: bool = False
    mention: Mention | None = None
    whole: Mention | None = None
    than: int = -1
    past: bool = False
    share: int = -1
    done: int = -1
    turn: Turn | None = None
    year: int = 0
    than_year: int = 0
    year_end: int = -1
    past_end: int = -1
    soft: bool = False
    joined: bool = False


_FILLER = r"(?:了|额|金额|幅度|比例|约|为|各|共|计|率|数|的|达|分别|合计|支出|经费|预算|资金|近|将|均|仅|[:,，])*"
ADJACENT = regex(
    rf"(?:(?:上年度?|去年|{YEAR}年度?|年初|全年|本年)(?:当年|年初|预算|执行|决算|数|安排|支出)*+)?{_FILLER}"
)
"""What may stand between 增加 and its number; never 到 or 至, which give the new value."""
REACHED = ("为", "至", "到", "达", "达到")
"""What stands between 增加 and the new value."""
