"""`spelt`: a name is written in one way wherever it stands."""

from collections.abc import Iterable, Iterator
from operator import ne
from typing import Literal

from msgspec import Struct, field

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Place
from budgetaudit.kinds.goals import goals
from budgetaudit.kinds.goalsheets import Labels
from budgetaudit.kinds.reading import PROSE, prose
from budgetaudit.kinds.shape import unchecked
from budgetaudit.messages import message
from budgetaudit.rulebook import ColumnName, TableName
from budgetaudit.text import regex, squeeze

BRACKETS = regex(r"[（(][^（()）]*[）)]|^\[?\d+\]?-?")
PIECES, BEGINNING = 2, 6
PlacedText = tuple[str, Place]
Sought = tuple[str, list[PlacedText]]
"""A name, and the texts in which it may be written otherwise."""


class Spelt(Struct, frozen=True):
    """`ask: body` – the names of the parts, and of the bodies in `listed`, differ from no text by one of `joints`
    alone (和, 与); `ask: project` – no text differs by one inner letter from the name of a project that has a
    performance form (in `tables`, read by `labels`), of at least `shortest` letters; `other` are letters that make it
    another name (一, 二)."""

    ask: Literal["body", "project"]
    listed: TableName = TableName("")
    column: ColumnName = ColumnName("")
    joints: str = ""
    tables: tuple[TableName, ...] = ()
    labels: Labels = field(default_factory=dict)
    shortest: int = 8
    other: str = ""

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            wanted = self._bodies(part, facts) if self.ask == "body" else self._projects(part)
            sought = [(name, texts) for name, texts in wanted if name and texts]
            if not sought:
                yield unchecked(part.id, "", message("spelt.name"), message("spelt.none"))
            else:
                yield from self._part(part, sought)

    def _part(self, part: Part, sought: list[Sought]) -> Iterator[Observation]:
        names = {name for name, _ in sought}
        misspelt: dict[tuple[str, str], dict[PlacedText, None]] = {}
        for name, texts in sought:
            for text in texts:
                for other in near_misses(name, text[0]):
                    if other not in names and self._same(name, other):
                        misspelt.setdefault((name, other), {})[text] = None
        for (name, other), where in misspelt.items():
            says = message("spelt", name=name, count=len(where), other=other)
            spots = tuple(Spot(PROSE, other, place, part.id) for _, place in where)
            yield Observation(False, part.id, "", name, says, spots, other, name)
        if not misspelt:
            yield Observation(True, part.id, "", message("spelt.name"), "", ())

    def _same(self, name: str, other: str) -> bool:
        """Whether two names that differ in one letter are meant to be one."""
        at = next(i for i, letter in enumerate(name) if letter != other[i])
        pair = name[at] + other[at]
        if self.ask == "body":
            return set(pair) <= set(self.joints)
        inner = 0 < at < len(name) - 1
        return inner and all("一" <= letter <= "鿿" and letter not in self.other for letter in pair)

    def _bodies(self, part: Part, facts: Facts) -> Iterator[Sought]:
        texts = [(squeeze(passage.text), passage.place) for passage in prose(part)]
        rows = (row for table in part.tables if table.name == self.listed for row in table.rows)
        names = [*(other.name for other in facts.parts), *(row.texts.get(self.column, "") for row in rows)]
        bare = {BRACKETS.sub("", squeeze(name)) for name in names}
        return ((name, texts) for name in sorted(bare) if len(name) >= self.shortest)

    def _projects(self, part: Part) -> Iterator[Sought]:
        """Each name in all the prose and its form; its beginning in its form alone."""
        texts = [(squeeze(passage.text), passage.place) for passage in prose(part)]
        for goal in goals(part, self.tables, self.labels):
            name = BRACKETS.sub("", goal.name)
            if len(name) >= self.shortest:
                own = list(_cells(part, goal.table.title))
                yield name, [*texts, *own]
                yield name[:BEGINNING], own


def _cells(part: Part, title: str) -> Iterator[PlacedText]:
    """What stands in the forms of a title."""
    for table in part.tables:
        if table.title == title and not table.columns:
            for grid in table.grids:
                yield from ((squeeze(cell.text), cell.place) for cell in grid.cells)


def near_misses(name: str, text: str) -> Iterable[str]:
    """The pieces of a text that differ from a name in exactly one letter; each shares one half with the name."""
    size, misses = len(name), dict[str, None]()
    step = -(-size // PIECES)
    for start in range(0, size, step):
        piece = name[start : start + step]
        at = text.find(piece)
        while at >= 0:
            window = text[max(at - start, 0) : at - start + size]
            if at >= start and len(window) == size and sum(map(ne, name, window)) == 1:
                misses[window] = None
            at = text.find(piece, at + 1)
    return misses
