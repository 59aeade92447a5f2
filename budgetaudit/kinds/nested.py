"""`nested`: codes stand under the codes they belong to, and in their order."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Spot
from budgetaudit.facts import Facts, Row, Table
from budgetaudit.kinds.shape import each_table, unchecked
from budgetaudit.messages import called, label, message, series
from budgetaudit.rulebook import TableName

SAYS = {"parents": "nested.parents", "children": "nested.children", "order": "nested.order"}


class Nested(Struct, frozen=True):
    """`ask: parents` – a 款 has its 类 printed and an 项 its 款, in tables that print those levels at all;
    `ask: children` – a 类 or 款 has a code under it, in tables that print the lower level;
    `ask: order` – codes ascend, in tables that print each once. `steps` are the lengths of a code level by level."""

    tables: tuple[TableName, ...]
    ask: Literal["parents", "children", "order"]
    steps: tuple[int, ...] = (3, 5, 7)

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, self._table)

    def _table(self, table: Table) -> Iterator[Observation]:
        rows = [row for row in table.rows if row.code]
        if any(row.key != row.code for row in rows):
            yield unchecked(table.part, table.key, called(table.name), message("recurring.units", table=table.called))
            return
        odd = {"parents": self._orphans, "children": self._childless, "order": self._unordered}[self.ask](rows)
        if not odd:
            yield Observation(True, table.part, table.key, called(table.name), "", ())
            return
        spots = tuple(Spot(label(table.called, row.label), row.code, row.place, table.part) for row in odd)
        codes = series(f"{row.code} {row.name}".strip() for row in odd[:5])
        more = message("and.items", count=len(odd)) if len(odd) > 5 else ""
        says = message(SAYS[self.ask], table=table.called, codes=codes, more=more)
        yield Observation(False, table.part, table.key, called(table.name), says, spots)

    def _orphans(self, rows: Sequence[Row]) -> list[Row]:
        codes = {row.code for row in rows}
        lengths = {len(code) for code in codes}
        return [
            row
            for row in rows
            for step in self.steps
            if step < len(row.code) and step in lengths and row.code[:step] not in codes
        ]

    def _childless(self, rows: Sequence[Row]) -> list[Row]:
        codes = {row.code for row in rows}
        deeper = {a: b for a, b in pairwise(self.steps) if any(len(code) == b for code in codes)}
        return [
            row
            for row in rows
            if (step := deeper.get(len(row.code)))
            and not any(len(code) >= step and code.startswith(row.code) for code in codes)
        ]

    def _unordered(self, rows: Sequence[Row]) -> list[Row]:
        return [after for before, after in pairwise(rows) if after.code < before.code]
