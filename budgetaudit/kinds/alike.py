"""`alike`: no two rows of a list print the same thing."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.facts import Fact, Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import each_table
from budgetaudit.rulebook import TableName
from budgetaudit.verdicts import Check, Observation, Spot


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
        yield Observation(True, table.part, table.key, table.name, "", ())
    for rows in groups:
        spots = tuple(Spot(f"{table.key} · {row.label}", row.label, row.place, table.part) for row in rows)
        message = f"{table.key}中“{rows[0].label}”有{len(rows)}行完全相同"
        yield Observation(False, table.part, table.key, rows[0].label, message, spots, f"{len(rows)}行", "1行")
