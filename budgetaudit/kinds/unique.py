"""`unique`: a code stands at most once in a table (or once for each unit that the table lists)."""

from collections.abc import Iterator
from dataclasses import dataclass

from budgetaudit.facts import Facts, Row, Table
from budgetaudit.kinds.shape import chosen, unfit
from budgetaudit.rulebook import TableName
from budgetaudit.verdicts import Check, Observation, Spot


@dataclass(frozen=True, slots=True)
class Unique:
    """One observation per table. Rows whose key has a block's name in front are told apart by it."""

    tables: tuple[TableName, ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            yield from unfit(self.tables, part)
            for table in chosen(self.tables, part):
                yield from _table(table)


def _table(table: Table) -> Iterator[Observation]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        if row.code and row.filled:
            found.setdefault((row.key.rpartition("/")[0], row.code), []).append(row)
    repeated = [rows for rows in found.values() if len(rows) > 1]
    if not repeated:
        yield Observation(True, table.part, table.key, table.name, "", ())
    for rows in repeated:
        code = rows[0].code
        spots = tuple(Spot(f"{table.key} · {row.label}", row.code, row.place, table.part) for row in rows)
        message = f"{table.key}中科目{code}出现了{len(rows)}次"
        yield Observation(
            False, table.part, table.key, f"{code} {rows[0].name}", message, spots, f"{len(rows)}次", "1次"
        )
