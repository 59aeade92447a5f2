"""`sum`: a column of each row is the sum of other columns, or a row is the sum of other rows in each column."""

from collections.abc import Iterator
from dataclasses import dataclass

from budgetaudit.facts import Column, Fact, Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import (
    added_columns,
    chosen,
    doubt_rows,
    entries,
    of_which,
    plus,
    printed,
    rows_of,
    subject,
    top_rows,
    unchecked,
    unfit,
    weighed,
)
from budgetaudit.rulebook import ColumnName, RowName, TableName
from budgetaudit.selectors import is_wild, pattern
from budgetaudit.verdicts import Check, Observation

NO_COLUMN, NO_ROW = ColumnName(""), RowName("")
DETAILS, TOP, BALANCES = "details", "top", "balances"
"""Words for rows: the lines this total adds up (by where it stands), every top-level row, carry-over and the like."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Either `column` = the columns of the first list in `of` whose first column is printed, in every row; or `row` =
    the rows of the first list in `rows` whose first row is printed, in every column (or in `columns`).

    `beside` names columns that are no part of the sum; any other column of money that `of` does not name leaves a
    difference unchecked, since it may be a part.
    """

    tables: tuple[TableName, ...]
    column: ColumnName = NO_COLUMN
    of: tuple[tuple[ColumnName, ...], ...] = ()
    beside: tuple[ColumnName, ...] = ()
    row: RowName = NO_ROW
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[ColumnName, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            yield from unfit(self.tables, part)
            for table in chosen(self.tables, part):
                yield from self._across(table) if self.column else self._down(table)

    def _across(self, table: Table) -> Iterator[Check | Observation]:
        """Every row: its whole against its parts."""
        at = table.column_index
        whole = next((at[name] for name in self.column.split("|") if name in at), None)
        parts = next(([at[n] for n in names if n in at] for names in self.of if names[0] in at), [])
        if whole is None or not parts:
            missing = self.column if whole is None else self.of[0][0]
            yield unchecked(table.part, table.key, table.name, f"{table.key}没有“{missing}”这一列")
            return
        parts = [i for i in parts if i != whole]
        filled = any(type(row.entries[i]) is Fact for row in table.rows for i in parts)
        doubt = self._strangers(table, whole, parts)
        for row in table.rows:
            check = self._row(table, row, whole, parts)
            if check:
                yield check._replace(zeros=filled, doubt=doubt)

    def _row(self, table: Table, row: Row, whole: int, parts: list[int]) -> Check | None:
        found = tuple(row.entries[i] for i in parts)
        if not printed((row.entries[whole], *found)):
            return None
        near = tuple(
            (f"其中列{column.name}", row.entries[i])
            for i, column in enumerate(table.columns)
            if column.of_which and type(row.entries[i]) is Fact
        )
        names = " + ".join(table.columns[i].name for i in parts)
        return Check(
            plus((row.entries[whole],)),
            plus(found),
            table.part,
            table.key,
            subject(row, table.columns[whole]),
            right_label=names,
            near=near,
        )

    def _strangers(self, table: Table, whole: int, parts: list[int]) -> str:
        """A column of money that is neither whole nor part nor known to stand beside them."""
        known = {name for names in self.of for name in names} | set(self.beside) | set(self.column.split("|"))
        for i, column in added_columns(table):
            if i not in (whole, *parts) and not column.of_which and column.name not in known:
                return f"{table.key}有未认识的列“{column.header}”"
        return ""

    def _down(self, table: Table) -> Iterator[Check | Observation]:
        """Every column: the total against its rows."""
        whole = next((table.by_key[n] for n in self.row.split("|") if n in table.by_key), None)
        if whole is None:
            yield unchecked(table.part, table.key, table.name, f"{table.key}没有“{self.row}”这一行")
            return
        rows = next((found for names in self.rows if (found := self._rows(table, whole, names))), ())
        if not rows:
            yield unchecked(table.part, table.key, table.name, f"{table.key}没有“{whole.name}”的分项")
            return
        doubt = doubt_rows(table)
        for i, column in added_columns(table):
            if self.columns and column.name not in self.columns:
                continue
            if printed((whole.entries[i], *entries(rows, i))):
                yield self._column(table, whole, rows, (i, column))._replace(doubt=doubt)

    def _column(self, table: Table, whole: Row, rows: tuple[Row, ...], at: tuple[int, Column]) -> Check:
        index, column = at
        label = f"{len(rows)}行之和" if len(rows) > 4 else " + ".join(row.name or row.key for row in rows)
        return Check(
            plus((whole.entries[index],)),
            weighed(rows, index),
            table.part,
            table.key,
            subject(whole, column),
            right_label=label,
            near=of_which(table, index),
        )

    def _rows(self, table: Table, whole: Row, names: tuple[str, ...]) -> tuple[Row, ...]:
        """The rows a list names, without the total itself; none where its first is not printed."""
        found: dict[int, Row] = {}
        for n, name in enumerate(names):
            rows = tuple(row for row in _named(table, whole, name) if row.index != whole.index)
            if not rows and n == 0:
                return ()
            found.update((row.index, row) for row in rows)
        return tuple(found[i] for i in sorted(found))


def _named(table: Table, whole: Row, name: str) -> tuple[Row, ...]:
    """The rows that a name, a pattern or one of the three words stands for."""
    if name == DETAILS:
        return rows_of(table, whole)
    if name == TOP:
        return top_rows(table)
    if name == BALANCES:
        return tuple(row for row in table.rows if row.kind is RowKind.BALANCE and row.parent < 0)
    if is_wild(name):
        fits = pattern(name).fullmatch
        return tuple(row for row in table.rows if fits(row.key))
    first = next((table.by_key[one] for one in name.split("|") if one in table.by_key), None)
    return (first,) if first else ()
