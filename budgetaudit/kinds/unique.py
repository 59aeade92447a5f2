"""`unique`: a code stands at most once in a table (or once for each unit that the table lists)."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Spot
from budgetaudit.facts import Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import each_table, unchecked
from budgetaudit.messages import called, label, message
from budgetaudit.rulebook import TableName

COMMON = 5
"""Where more than one code in so many is repeated, the table lists its codes several times on purpose."""


class Unique(Struct, frozen=True):
    """One observation per table. Rows whose key has a block's name in front are told apart by it, and rows by their
    texts; a table in which codes commonly return lists something else and is not judged."""

    tables: tuple[TableName, ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, _table)


def _table(table: Table) -> Iterator[Observation]:
    same_rows: dict[tuple[object, ...], list[Row]] = {}
    for row in table.rows:
        if row.code and row.filled and row.kind is not RowKind.AGAIN:
            identity = (row.key.rpartition("/")[0], row.code, *sorted(row.texts.items()))
            same_rows.setdefault(identity, []).append(row)
    repeated = [rows for rows in same_rows.values() if len(rows) > 1]
    if len(repeated) * COMMON > len({row.code for row in table.rows if row.code}):
        yield unchecked(table.part, table.key, called(table.name), message("recurring", table=table.called))
        return
    if not repeated:
        yield Observation(True, table.part, table.key, called(table.name), "", ())
    for rows in repeated:
        yield _repeated(table, rows)


def _repeated(table: Table, rows: list[Row]) -> Observation:
    code, times = rows[0].code, message("times.count", count=len(rows))
    spots = tuple(Spot(label(table.called, row.label), row.code, row.place, table.part) for row in rows)
    says, once = message("unique", table=table.called, code=code, times=times), message("times.count", count=1)
    about = f"{code} {rows[0].name}".strip()
    return Observation(False, table.part, table.key, about, says, spots, times, once)
