"""`odd`: numbers that are no mistake in themselves and seldom meant."""

from collections.abc import Iterator
from itertools import product
from typing import Literal

from msgspec import Struct

from budgetaudit.amounts import COUNT
from budgetaudit.checks import Check, Observation, Spot
from budgetaudit.facts import Column, Fact, Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import ADDED, added_columns, each_table, subject
from budgetaudit.messages import SEMICOLON, Text, called, message, series
from budgetaudit.rulebook import ColumnName, TableName

SHOWN, FEWEST = 3, 5
SAYS = {"negative": "odd.negative", "zeros": "odd.zeros", "count": "odd.count", "repeated": "odd.repeated"}
BETWEEN = (RowKind.BALANCE, RowKind.MINUS)


class Odd(Struct, frozen=True):
    """`ask: negative` – an amount below zero; `ask: zeros` – a row that prints nothing but zeros; `ask: count` – a
    number of things that is not whole; `ask: repeated` – every line of a column `now` is what the same column of a
    group `before` prints. Rows and columns with a word of `but` are left out. One observation per table."""

    tables: tuple[TableName, ...]
    ask: Literal["negative", "zeros", "count", "repeated"]
    but: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    now: tuple[ColumnName, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, self._observed)

    def _observed(self, table: Table) -> Iterator[Observation]:
        look = {"zeros": self._zeros, "repeated": self._repeated}.get(self.ask, self._numbers)
        odd_cells = list(look(table))
        spots = tuple(Spot(label, fact.raw, fact.place, table.part) for label, fact in odd_cells)
        few = (message("is", what=label, amount=fact.raw) for label, fact in odd_cells[:SHOWN])
        shown = series(few, SEMICOLON)
        says, about = message(SAYS[self.ask], table=table.called, count=len(odd_cells), shown=shown), called(table.name)
        yield Observation(not odd_cells, table.part, table.key, about, says, spots, shown, message("please.check"))

    def _numbers(self, table: Table) -> Iterator[tuple[Text, Fact]]:
        columns = added_columns(table) if self.ask == "negative" else list(enumerate(table.columns))
        for row in table.rows:
            for at, column in columns:
                entry = row.entries[at]
                if isinstance(entry, Fact) and self._odd(entry, column) and not self._excused(row, column):
                    yield subject(row, column), entry

    def _odd(self, fact: Fact, column: Column) -> bool:
        if self.ask == "negative":
            return fact.amount.value.is_signed() and bool(fact.amount.value)
        return column.unit.dimension == COUNT and fact.amount.value != fact.amount.value.to_integral_value()

    def _zeros(self, table: Table) -> Iterator[tuple[Text, Fact]]:
        for row in table.rows:
            facts = [entry for entry in row.entries if isinstance(entry, Fact)]
            if row.kind in ADDED and facts and not any(fact.amount.value for fact in facts):
                yield subject(row, table.columns[0]), facts[0]

    def _repeated(self, table: Table) -> Iterator[tuple[Text, Fact]]:
        """The lines of this year, where enough of them print an amount and all are those of the year before."""
        at = table.column_index
        for group, now in product(self.before, self.now):
            before = next((name for name in (f"{group}/{now}", group) if name in at), "")
            if not before or now not in at:
                continue
            cells = [(row, row.entries[at[before]], row.entries[at[now]]) for row in table.rows if row.kind in ADDED]
            both = [(row, old, new) for row, old, new in cells if isinstance(old, Fact) and isinstance(new, Fact)]
            amounts = {new.amount.value for _, _, new in both} - {0}
            if len(amounts) >= FEWEST and all(old.amount.value == new.amount.value for _, old, new in both):
                yield from ((subject(row, table.columns[at[now]]), new) for row, _, new in both)

    def _excused(self, row: Row, column: Column) -> bool:
        named = (row.label, column.name, column.header)
        return row.kind in BETWEEN or any(word in name for word in self.but for name in named)
