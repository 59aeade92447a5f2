"""`blanks`: what is left blank in a table that prints the like elsewhere."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Spot
from budgetaudit.facts import Blank, Fact, Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import ADDED, added_columns, each_table
from budgetaudit.messages import called, label, message, series
from budgetaudit.rulebook import TableName


class Blanks(Struct, frozen=True):
    """`ask: whole` – a row is not blank where its own parts print an amount; `ask: zero` – in one column nothing is
    both printed as 0 and left blank. One observation per table."""

    tables: tuple[TableName, ...]
    ask: Literal["whole", "zero"]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, self._observed)

    def _observed(self, table: Table) -> Iterator[Observation]:
        find = _wholes if self.ask == "whole" else _zeros
        blank_rows = {row.index: row for at, _ in added_columns(table) for row in find(table, at)}.values()
        blank = message("left.blank")
        spots = tuple(Spot(label(table.called, row.label), blank, row.place, table.part) for row in blank_rows)
        names = series(f"“{row.name}”" for row in blank_rows)
        says = message("blanks.whole" if self.ask == "whole" else "blanks.zero", table=table.called, names=names)
        sides = blank, message("blanks.expected")
        yield Observation(not blank_rows, table.part, table.key, called(table.name), says, spots, *sides)


def _wholes(table: Table, at: int) -> Iterator[Row]:
    """Blank rows of which a part prints an amount; counts of things (辆) have no sum."""
    for row in table.rows:
        below = (fact for child in table.children(row) if child.kind in ADDED and (fact := _summand(table, child, at)))
        if _empty(row, at) and any(fact.amount.value for fact in below):
            yield row


def _zeros(table: Table, at: int) -> Iterator[Row]:
    """Blank lines in a column in which other lines print zero."""
    rows = [row for row in table.rows if row.kind is RowKind.DETAIL]
    if any((fact := _summand(table, row, at)) and not fact.amount.value for row in rows):
        yield from (row for row in rows if _empty(row, at))


def _summand(table: Table, row: Row, at: int) -> Fact | None:
    """The number of a row in its column, where it is one of what the column holds."""
    entry = row.entries[at]
    same = isinstance(entry, Fact) and entry.amount.unit.dimension == table.columns[at].unit.dimension
    return entry if isinstance(entry, Fact) and same else None


def _empty(row: Row, at: int) -> bool:
    entry = row.entries[at]
    return isinstance(entry, Blank) and not entry.raw.strip()
