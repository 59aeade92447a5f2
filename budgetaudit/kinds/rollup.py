"""`rollup`: in a table of budget codes, a parent (类, 款) is the sum of the codes printed under it."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.checks import Check, Observation
from budgetaudit.facts import Facts, Row, Table
from budgetaudit.kinds.shape import (
    ADDED,
    added_columns,
    doubt_rows,
    each_table,
    entries,
    plus,
    printed,
    subject,
    weighed,
)
from budgetaudit.messages import message
from budgetaudit.rulebook import TableName


class Rollup(Struct, frozen=True):
    """Every coded row that has coded rows under it, in every column of money. A parent without children, or
    one that prints nothing in any column, is no statement here."""

    tables: tuple[TableName, ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, _parents)


def _parents(table: Table) -> Iterator[Check]:
    children: dict[int, list[Row]] = {}
    for row in table.rows:
        if row.code and row.parent >= 0 and row.kind in ADDED and table.rows[row.parent].code:
            children.setdefault(row.parent, []).append(row)
    doubt = doubt_rows(table)
    for index, under in children.items():
        parent = table.rows[index]
        if not parent.filled or not any(row.filled for row in under):
            continue
        for i, column in added_columns(table):
            if printed((parent.entries[i], *entries(under, i))):
                yield Check(
                    plus((parent.entries[i],)),
                    weighed(under, i),
                    table.part,
                    table.key,
                    subject(parent, column),
                    right_label=message("sum.below", count=len(under)),
                    doubt=doubt,
                    zeros=True,
                )
