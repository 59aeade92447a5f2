"""`rollup`: in a table of budget codes, a parent (类, 款) is the sum of the codes printed under it."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.checks import Check, Observation
from budgetaudit.facts import Facts, Row, RowKind, Table
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
from budgetaudit.messages import Text, message
from budgetaudit.rulebook import TableName


class Rollup(Struct, frozen=True):
    """Every coded row that has coded rows under it, in every column of money. A parent without children, one that
    prints nothing in any column, and one whose own name stands again under it (其他支出 as class, 款 and 项, without
    their codes) is no statement here."""

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
        again = any(row.code == parent.code for row in under)
        if again or not parent.filled or not any(row.filled for row in under):
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
                    doubt=doubt or _open_row(table, parent),
                    zeros=True,
                )


def _open_row(table: Table, parent: Row) -> Text:
    """Why the sum under a 款 may fail without being wrong: a row among its items that may be one of them."""
    if parent.parent < 0:
        return ""
    for row in table.rows[parent.index + 1 :]:
        if row.kind is RowKind.UNTYPED and row.filled and row.parent == parent.parent:
            return message("untyped.row", table=table.called, row=row.label)
        if row.level <= parent.level:
            break
    return ""
