"""`sum`: a column of each row is the sum of other columns, or a row is the sum of other rows in each column."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from budgetaudit.checks import Check, Observation
from budgetaudit.facts import Blank, Column, Fact, Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import (
    ADDED,
    added_columns,
    doubt_rows,
    each_table,
    filled_in,
    of_which,
    plus,
    printed,
    rows_of,
    subject,
    top_rows,
    unchecked,
    unfilled,
    weighed,
    with_readings,
)
from budgetaudit.messages import Text, called, message, series
from budgetaudit.rulebook import ColumnName, RowName, TableName
from budgetaudit.selectors import is_wild, pattern

NO_COLUMN, NO_ROW = ColumnName(""), RowName("")


class Sum(Struct, frozen=True):
    """Either `column` = the columns of the first list in `of` whose first column is printed, in every row; or `row` =
    the rows of the first list in `rows` whose first row is printed, in every column (or in `columns`). The lists
    after it are other readings.

    `beside` names columns that are no part of the sum; any other column of money that `of` does not name leaves a
    difference unchecked, since it may be a part; not those beside a total (one of `totals`) under one header.
    """

    tables: tuple[TableName, ...]
    column: ColumnName = NO_COLUMN
    of: tuple[tuple[ColumnName, ...], ...] = ()
    beside: tuple[ColumnName, ...] = ()
    totals: tuple[str, ...] = ()
    row: RowName = NO_ROW
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[ColumnName, ...] = ()

    @property
    def inferred(self) -> bool:
        """Whether a total is compared with the rows of a level, not with rows that it names."""
        return bool(self.rows) and self.rows[0][0] in WORDS

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, self._across if self.column else self._down)

    def _across(self, table: Table) -> Iterator[Check | Observation]:
        """Every row, in every group of columns that prints the whole: the whole against its parts."""
        at = table.column_index
        groups = dict.fromkeys(_group(column.name) for column in table.columns)
        wholes: dict[str, int] = {}
        for group in groups:
            for name in self.column.split("|"):
                if group + name in at:
                    wholes.setdefault(group, at[group + name])
        if not wholes:
            why = message("absent.column", table=table.called, column=self.column)
            yield unchecked(table.part, table.key, called(table.name), why)
        for group, whole in wholes.items():
            yield from self._group(table, group, whole)

    def _group(self, table: Table, group: str, whole: int) -> Iterator[Check | Observation]:
        readings = tuple(dict.fromkeys(self._readings(table, group, whole)))
        if not readings:
            why = message("absent.column", table=table.called, column=group + self.of[0][0])
            yield unchecked(table.part, table.key, group or called(table.name), why)
            return
        used = {i for parts in readings for i in parts}
        filled = any(type(row.entries[i]) is Fact for row in table.rows for i in used)
        doubt = self._strangers(table, group, whole, used)
        for row in table.rows:
            if printed([row.entries[whole], *[row.entries[i] for i in used]]):
                checks = (self._row(table, row, whole, parts) for parts in readings)
                yield with_readings(checks, doubt, zeros=filled)

    def _readings(self, table: Table, group: str, whole: int) -> Iterator[tuple[int, ...]]:
        """The columns of each list whose first column is printed."""
        at = table.column_index
        for names in self.of:
            named = tuple(i for name in names if (i := at.get(group + name, whole)) != whole)
            parts = tuple(i for i in named if not table.columns[i].of_which)
            if parts and at.get(group + names[0]) in parts:
                yield parts

    def _row(self, table: Table, row: Row, whole: int, parts: tuple[int, ...]) -> Check:
        near = tuple(
            [
                (message("near.column", name=column.name), row.entries[i])
                for i, column in enumerate(table.columns)
                if column.of_which and type(row.entries[i]) is Fact
            ]
        )
        names = " + ".join([table.columns[i].name for i in parts])
        return Check(
            plus((row.entries[whole],)),
            plus([row.entries[i] for i in parts]),
            table.part,
            table.key,
            subject(row, table.columns[whole]),
            right_label=names,
            near=near,
        )

    def _strangers(self, table: Table, group: str, whole: int, used: set[int]) -> Text:
        """A column of money in the group that is neither whole nor part nor known to stand beside them, nor inside a
        part by the header above both."""
        named = {name for names in self.of for name in names} | set(self.beside) | set(self.column.split("|"))
        for i, column in added_columns(table):
            if (
                i in {whole, *used}
                or column.of_which
                or _group(column.name) != group
                or self._inside(table, column, used)
            ):
                continue
            if column.name.removeprefix(group) not in named:
                return message("unknown.column", table=table.called, column=column.header)
        return ""

    def _inside(self, table: Table, column: Column, used: set[int]) -> bool:
        """Whether one of the used columns is the total of the group of headers in which a column stands."""
        above = column.header.rpartition("/")[0]
        return bool(above) and any(table.columns[i].header in {f"{above}/{word}" for word in self.totals} for i in used)

    def _down(self, table: Table) -> Iterator[Check | Observation]:
        """Every column: the total against its rows."""
        whole = next((table.by_key[n] for n in self.row.split("|") if n in table.by_key), None)
        if whole is None:
            why = message("absent.row", table=table.called, row=series(self.row.split("|")))
            yield unchecked(table.part, table.key, called(table.name), why)
            return
        if not whole.filled:
            yield unfilled(table, whole)
            return
        listed = (self._rows(table, whole, names) for names in self.rows)
        readings = tuple(dict.fromkeys(rows for rows in listed if any(table.rows[i].filled for i in rows)))
        if not readings:
            why = message("unfilled.parts", table=table.called, row=whole.name or whole.key)
            yield unchecked(table.part, table.key, called(table.name), why)
            return
        doubt = doubt_rows(table)
        used = {index for rows in readings for index in rows} | {whole.index}
        for i, column in added_columns(table):
            if (self.columns and column.name not in self.columns) or not printed(
                table.rows[index].entries[i] for index in used
            ):
                continue
            if "balances" in self.rows[0] and type(whole.entries[i]) is Blank:
                continue  # what is carried over is not divided into these columns, so their total is not printed
            checks = (self._column(table, whole, rows, (i, column)) for rows in readings)
            parts = printed(table.rows[index].entries[i] for index in used - {whole.index})
            yield with_readings(checks, doubt or ("" if parts else message("blank.parts")), zeros=True)

    def _column(self, table: Table, whole: Row, used: tuple[int, ...], at: tuple[int, Column]) -> Check:
        index, column = at
        rows = [table.rows[i] for i in used]
        many = message("sum.rows", count=len(rows))
        label = many if len(rows) > 4 else " + ".join(row.name or row.key for row in rows)
        return Check(
            plus((whole.entries[index],)),
            weighed(filled_in(table, rows, index), index),
            table.part,
            table.key,
            subject(whole, column),
            right_label=label,
            near=of_which(table, index),
        )

    def _rows(self, table: Table, whole: Row, names: tuple[str, ...]) -> tuple[int, ...]:
        """The rows a list names, without the total itself; none where its first is not printed."""
        indexes: set[int] = set()
        for n, name in enumerate(names):
            rows = {row.index for row in _named(table, whole, name) if row.index != whole.index}
            if not rows and n == 0:
                return ()
            indexes |= rows
        return tuple(sorted(indexes))


def _named(table: Table, whole: Row, name: str) -> tuple[Row, ...]:
    """The rows that a name, a pattern or one of the words above stands for."""
    if name in WORDS:
        return tuple(WORDS[name](table, whole))
    if is_wild(name):
        fits = pattern(name).fullmatch
        return tuple(row for row in table.rows if fits(row.key))
    first = next((table.by_key[key] for key in name.split("|") if key in table.by_key), None)
    return (first,) if first else ()


def _of_kind(table: Table, kind: RowKind) -> Iterable[Row]:
    return (row for row in table.rows if row.kind is kind and row.parent < 0)


def _leaves(table: Table) -> Iterable[Row]:
    return (row for row in table.rows if row.kind in ADDED and not any(c.kind in ADDED for c in table.children(row)))


WORDS: Mapping[str, Callable[[Table, Row], Iterable[Row]]] = {
    "details": rows_of,
    "described": lambda table, whole: (row for row in rows_of(table, whole) if len(row.texts) > 1),
    "rest": lambda table, whole: rows_of(table, whole)[1:],
    "top": lambda table, _: top_rows(table),
    "leaves": lambda table, _: _leaves(table),
    "balances": lambda table, _: _of_kind(table, RowKind.BALANCE),
    "subtotals": lambda table, _: _of_kind(table, RowKind.SUBTOTAL),
    "besides": lambda table, _: _of_kind(table, RowKind.BESIDE),
    "untyped": lambda table, _: (row for row in table.rows if row.kind is RowKind.UNTYPED),
}
"""Words for rows: the lines this total adds up (by where it stands); those of them that say more than a name; all but
the first of them (a unit's own total); every top-level row; the rows without parts; carry-over and the like; subtotals;
rows beside the total; rows that are not understood."""


def _group(name: str) -> str:
    """The group a column's name begins with, `上年结转/`, "" where it has none."""
    group, slash, _ = name.rpartition("/")
    return group + slash
