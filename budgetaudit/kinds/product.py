"""`product`: in each row one column is the product of others (数量 × 单价 = 合计)."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Term
from budgetaudit.facts import Entry, Fact, Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import ONE, each_table, plus, subject, unchecked
from budgetaudit.messages import called, message
from budgetaudit.rulebook import ColumnName, TableName


class Product(Struct, frozen=True):
    """`column` = the product of `factors`, in each detail row that prints all of them; a row that prints only some
    is unchecked, one that prints no factor says nothing."""

    tables: tuple[TableName, ...]
    column: ColumnName
    factors: tuple[ColumnName, ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, self._rows)

    def _rows(self, table: Table) -> Iterator[Check | Observation]:
        names = (self.column, *self.factors)
        missing = next((name for name in names if name not in table.column_index), "")
        if missing:
            why = message("absent.column", table=table.called, column=missing)
            yield unchecked(table.part, table.key, called(table.name), why)
            return
        at = [table.column_index[name] for name in names]
        for row in table.rows:
            whole, *factors = (row.entries[i] for i in at)
            if row.kind is RowKind.DETAIL and any(type(factor) is Fact for factor in factors):
                yield self._row(table, row, whole, tuple(factors))

    def _row(self, table: Table, row: Row, whole: Entry, factors: tuple[Entry, ...]) -> Check | Observation:
        about = subject(row, table.columns[table.column_index[self.column]])
        for name, entry in zip((self.column, *self.factors), (whole, *factors), strict=True):
            if type(entry) is not Fact:
                return unchecked(table.part, table.key, about, message("blank.cell", column=name))
        return Check(
            plus((whole,)),
            (Term(ONE, factors),),
            table.part,
            table.key,
            about,
            right_label=" × ".join(self.factors),
        )
