"""A clause as it is read: what it names, what it compares with, which way it points."""

from msgspec import Struct

from budgetaudit.facts import Certainty
from budgetaudit.text import YEAR, regex


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


class Clause(Struct):
    """What has been read since the last comma, bracket or number."""

    start: int
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
    coded: bool = False
    joined: bool = False

    def names(self, mention: Mention, fund: bool) -> None:
        """Takes in a subject: as the base of a comparison, the whole of a share, or what the clause is about."""
        if self.share >= 0:
            self.whole = mention
        elif (self.than >= 0 and not self.past) or self.done >= 0:
            return
        elif not (fund and self.mention):
            if self.mention:
                self.joined = self.joined or (mention.start - self.mention.end in (1, 2) and not mention.codes)
            self.mention = mention


_FILLER = r"(?:了|额|金额|幅度|比例|约|为|各|共|计|率|数|的|达|分别|合计|支出|经费|预算|资金|近|将|均|仅|[:,，])*"
ADJACENT = regex(
    rf"(?:(?:上年度?|去年|{YEAR}年度?|年初|全年|本年)(?:当年|年初|预算|执行|决算|数|安排|支出)*+)?{_FILLER}"
)
"""What may stand between 增加 and its number; never 到 or 至, which give the new value."""
