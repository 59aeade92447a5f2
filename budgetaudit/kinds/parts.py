"""`parts`: a labelled row is the sum of the rows printed as its parts, or no less than its 其中 rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from budgetaudit.amounts import COUNT
from budgetaudit.checks import Check, Observation
from budgetaudit.facts import Entry, Fact, Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import (
    ADDED,
    TOTALS,
    added_columns,
    doubt_rows,
    each_table,
    entries,
    plus,
    printed,
    subject,
    weighed,
)
from budgetaudit.lookup import top_level
from budgetaudit.messages import message
from budgetaudit.rulebook import ColumnName, RowName, TableName


class Parts(Struct, frozen=True):
    """`of: parts` – a row without code equals its parts; `of: which` – its 其中 rows together are at most the row.

    `rows` restricts it to some parents (those that print nothing say nothing), `counts: true` takes columns of
    quantities too, `subtotals: true` subtotals (小计, a body's own total) with the rows they stand above or below, and
    with `alone: true` no other rows. `columns` restricts it to some columns.
    """

    tables: tuple[TableName, ...]
    of: Literal["parts", "which"] = "parts"
    rows: tuple[RowName, ...] = ()
    counts: bool = False
    subtotals: bool = False
    alone: bool = False
    columns: tuple[ColumnName, ...] = ()

    @property
    def inferred(self) -> bool:
        """Always: indents and numbering say which rows are parts."""
        return True

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, self._parents)

    def _parents(self, table: Table) -> Iterator[Check]:
        kinds = (*ADDED, RowKind.SUBTOTAL) if self.of == "parts" else (RowKind.OF_WHICH,)
        children: dict[int, list[Row]] = {}
        for row in () if self.alone else table.rows:
            if row.parent >= 0 and row.kind in kinds and not (row.code and self.of == "parts"):
                children.setdefault(row.parent, []).append(row)
        if self.subtotals:
            children |= _stretches(table, children)
        for index, under in children.items():
            parent = table.rows[index]
            if self._meant(parent) and parent.filled:
                yield from self._columns(table, parent, under)

    def _meant(self, parent: Row) -> bool:
        if self.rows and parent.key not in self.rows:
            return False
        return self.of == "which" or self.subtotals or parent.kind not in TOTALS

    def _columns(self, table: Table, parent: Row, under: list[Row]) -> Iterator[Check]:
        columns = list(enumerate(table.columns)) if self.counts else added_columns(table)
        for i, column in columns:
            if self.columns and column.name not in self.columns:
                continue
            if not printed(entries(under, i)) or _counts_apart(parent.entries[i], entries(under, i)):
                continue
            whole, sum_ = plus((parent.entries[i],)), weighed(under, i)
            many = message("sum.rows", count=len(under))
            names = " + ".join(row.name for row in under) if len(under) < 5 else many
            about = subject(parent, column)
            if self.of == "parts":
                yield Check(whole, sum_, table.part, table.key, about, right_label=names, doubt=doubt_rows(table))
            else:
                yield Check(sum_, whole, table.part, table.key, about, "<=", left_label=names)


def _counts_apart(whole: Entry, parts: Sequence[Entry]) -> bool:
    """Whether these count different things (平方米, 台), or the whole is given no count: nothing adds up then."""
    units = {one.amount.unit for one in (whole, *parts) if isinstance(one, Fact)}
    counts = {unit.name for unit in units if unit.dimension == COUNT}
    return bool(counts) and (len(counts - {""}) > 1 or not (isinstance(whole, Fact) and whole.amount.value))


def _stretches(table: Table, with_parts: Mapping[int, object]) -> dict[int, list[Row]]:
    """The rows between one subtotal and the next: below it where a subtotal stands first, else above it."""
    tops = [row for row in table.rows if top_level(table, row)]
    marks = [row.index for row in tops if row.kind in TOTALS]
    subtotals = [row.index for row in tops if row.kind is RowKind.SUBTOTAL and row.index not in with_parts]
    details = [row for row in tops if row.kind in ADDED]
    below = bool(subtotals and details) and subtotals[0] < details[0].index
    rows_under: dict[int, list[Row]] = {}
    for index in subtotals:
        end = min((mark for mark in marks if mark > index), default=len(table.rows))
        start = max((mark for mark in marks if mark < index), default=-1)
        low, high = (index, end) if below else (start, index)
        rows_under[index] = [row for row in details if low < row.index < high]
    return rows_under
