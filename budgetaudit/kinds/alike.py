"""`alike`: no two rows of a list print the same thing."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Spot
from budgetaudit.facts import Fact, Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import each_table
from budgetaudit.messages import called, label, message
from budgetaudit.rulebook import TableName


class Alike(Struct, frozen=True):
    """One observation per group of detail rows that are alike in name, texts and every number, or one that holds."""

    tables: tuple[TableName, ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, _table)


def _table(table: Table) -> Iterator[Observation]:
    alike: dict[tuple[object, ...], list[Row]] = {}
    for row in table.rows:
        if row.kind is RowKind.DETAIL and row.filled and row.name:
            numbers = (entry.amount.value if type(entry) is Fact else None for entry in row.entries)
            alike.setdefault((row.name, *sorted(row.texts.items()), *numbers), []).append(row)
    groups = [rows for rows in alike.values() if len(rows) > 1]
    if not groups:
        yield Observation(True, table.part, table.key, called(table.name), "", ())
    for rows in groups:
        spots = tuple(Spot(label(table.called, row.label), row.label, row.place, table.part) for row in rows)
        says = message("alike", table=table.called, row=rows[0].label, count=len(rows))
        sides = message("rows.count", count=len(rows)), message("rows.count", count=1)
        yield Observation(False, table.part, table.key, rows[0].label, says, spots, *sides)
