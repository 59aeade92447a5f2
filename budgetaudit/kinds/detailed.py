"""`detailed`: a code table goes down to the level that must be disclosed."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.checks import Observation, Spot
from budgetaudit.classification import CodeList
from budgetaudit.facts import Facts, Part, Row, Table
from budgetaudit.kinds.reading import nonzero, titled
from budgetaudit.messages import message, phrase, series
from budgetaudit.rulebook import CodesName

SHOWN = 4


class Detailed(Struct, frozen=True):
    """Every filled row of `parent` digits in these tables has a row of `child` digits that begins with its code, unless
    the list of codes (`list`) divides it no further.

    A table with a code that does not begin with `starts` is of another classification and is not looked at.
    """

    tables: tuple[str, ...]
    starts: str
    parent: int
    child: int
    list: CodesName = CodesName("functional")

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            for table in part.tables:
                if table.name in self.tables:
                    yield from self._table(table, part, facts.classification.codes[self.list])

    def _table(self, table: Table, part: Part, listed: CodeList) -> Iterator[Observation]:
        codes = [row.code for row in table.rows]
        if not all(code.startswith(self.starts) for code in codes if code):
            return
        parents = [
            row for row in table.rows if len(row.code) == self.parent and nonzero(row) and not listed.is_leaf(row.code)
        ]
        bare = [row for row in parents if not any(self._below(code, row) for code in codes)]
        if not parents:
            return
        title = titled(table)
        named = series(f"{row.code} {row.name}" for row in bare[:SHOWN])
        more = message("and.items", count=len(bare)) if len(bare) > SHOWN else ""
        says = message("detailed", table=title, items=named, more=more, digits=self.child)
        spots = tuple(Spot(phrase(title, row.code), row.label or row.name, row.place, part.id) for row in bare)
        expected = message("digits.code", digits=self.child)
        yield Observation(not bare, part.id, table.key, title, says, spots, named, expected)

    def _below(self, code: str, row: Row) -> bool:
        return len(code) >= self.child and code.startswith(row.code)
