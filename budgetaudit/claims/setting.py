"""Where a paragraph stands, and what it is read by: nothing of it changes while the paragraph is read."""

from collections.abc import Mapping

from msgspec import Struct

from budgetaudit.claims.clause import Mention
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.precision import Habit, habit
from budgetaudit.claims.spread import Span, spread
from budgetaudit.claims.text import Paragraph


class ProseContext(Struct, frozen=True):
    """What does not change from paragraph to paragraph of a part: the part's id and its name as prose writes it, the
    filing's year and kind, and the names of classification lines (as in prose → as in the classification)."""

    lexicon: Lexicon
    part: str
    name: str
    year: int
    kind: str
    titles: Mapping[str, str]


class ParagraphContext(Struct, frozen=True):
    """Where a paragraph stands. `section` is the index of its section; `family` the family of subjects it is about;
    `heading` the heading's subject; `carried` the list that an earlier paragraph opened; `prior` the topic that the
    paragraph before ended with; `other` the unit that the section is about, "" if it is the part itself; `beside` how
    the amounts of its section are written; `named` says that the paragraph itself names its family."""

    section: int = 0
    family: str = ""
    heading: Mention | None = None
    carried: int | None = None
    prior: int | None = None
    other: str = ""
    beside: Habit = Habit()
    named: bool = False


class Setting(Struct, frozen=True):
    """A paragraph where it stands. `printed` is its text, `paragraph` has every number beside its name; the numbers in
    the stretches `apart` of its `text` cannot be told apart. `habit` is how it prints amounts."""

    prose: ProseContext
    context: ParagraphContext
    printed: str
    paragraph: Paragraph
    text: str
    apart: tuple[Span, ...]
    habit: Habit

    @property
    def lexicon(self) -> Lexicon:
        """The words that it is read by."""
        return self.prose.lexicon


def setting(prose: ProseContext, context: ParagraphContext, paragraph: Paragraph) -> Setting:
    """A paragraph as it is read."""
    rewritten = spread(paragraph, prose.lexicon)
    text = rewritten.paragraph.text
    return Setting(prose, context, paragraph.text, rewritten.paragraph, text, rewritten.apart, habit(text))
