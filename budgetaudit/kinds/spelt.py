"""`spelt`: a name is written in one way wherever it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import ne
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Place
from budgetaudit.kinds.reading import PROSE, prose
from budgetaudit.kinds.shape import unchecked
from budgetaudit.messages import message
from budgetaudit.rulebook import ColumnName, TableName
from budgetaudit.text import regex, squeeze

BRACKETS = regex(r"[（(][^（()）]*[）)]|^\[?\d+\]?-?")
PIECES, BEGINNING = 2, 6
TextAt = tuple[str, Place]
Sought = tuple[tuple[str, ...], list[TextAt]]
"""Names, and the texts in which they may be written otherwise."""


class Spelt(Struct, frozen=True):
    """`ask: body` – the names of the parts, and of the bodies in `listed`, differ from no text by one of `joints`
    alone (和, 与); `ask: project` – no text differs by one inner letter from the name of a project that has a
    performance form, of at least `shortest` letters; `other` are letters that make it
    another name (一, 二)."""

    ask: Literal["body", "project"]
    listed: TableName = TableName("")
    column: ColumnName = ColumnName("")
    joints: str = ""
    shortest: int = 8
    other: str = ""

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            wanted = self._bodies(part, facts) if self.ask == "body" else self._projects(part)
            sought = [(names, texts) for names, texts in wanted if names and texts]
            if not sought:
                yield unchecked(part.id, "", message("spelt.name"), message("spelt.none"))
            else:
                yield from self._part(part, sought)

    def _part(self, part: Part, sought: list[Sought]) -> Iterator[Observation]:
        known = {name for names, _ in sought for name in names}
        misspelt: dict[tuple[str, str], dict[TextAt, None]] = {}
        for names, texts in sought:
            index = Index.of(names)
            for text in texts:
                for name, other in index.near_misses(text[0]):
                    if other not in known and self._same(name, other):
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
        yield tuple(name for name in sorted(bare) if len(name) >= self.shortest), texts

    def _projects(self, part: Part) -> Iterator[Sought]:
        """The names in all the prose, and in the forms of their title; their beginnings in the forms alone."""
        by_title: dict[str, dict[str, None]] = {}
        for goal in part.goals:
            name = BRACKETS.sub("", goal.name)
            if len(name) >= self.shortest:
                by_title.setdefault(goal.table.title, {})[name] = None
        texts = [(squeeze(passage.text), passage.place) for passage in prose(part)]
        yield tuple(dict.fromkeys(name for names in by_title.values() for name in names)), texts
        for title, names in by_title.items():
            wanted = dict.fromkeys(piece for name in names for piece in (name, name[:BEGINNING]))
            yield tuple(wanted), list(_cells(part, title))


def _cells(part: Part, title: str) -> Iterator[TextAt]:
    """What stands in the forms of a title."""
    for table in part.tables:
        if table.title == title and not table.columns:
            for grid in table.grids:
                yield from ((squeeze(cell.text), cell.place) for cell in grid.cells)


class Index(Struct, frozen=True):
    """Names by the first `length` letters of each of their halves, so that a text is read once for all of them."""

    length: int
    halves: Mapping[str, Sequence[tuple[str, int]]]
    """beginning of a half → the names that have it, and where in the name it stands"""

    @classmethod
    def of(cls, names: Iterable[str]) -> "Index":
        starts = [(name, start) for name in names for start in range(0, len(name), -(-len(name) // PIECES))]
        length = min((min(len(name) - start, -(-len(name) // PIECES)) for name, start in starts), default=1)
        halves: dict[str, list[tuple[str, int]]] = {}
        for name, start in starts:
            halves.setdefault(name[start : start + length], []).append((name, start))
        return cls(length, halves)

    def near_misses(self, text: str) -> Iterator[tuple[str, str]]:
        """Each name with the pieces of the text that differ from it in exactly one letter."""
        for at in range(len(text) - self.length + 1):
            for name, start in self.halves.get(text[at : at + self.length], ()):
                window = text[max(at - start, 0) : at - start + len(name)]
                if at >= start and len(window) == len(name) and sum(map(ne, name, window)) == 1:
                    yield name, window
