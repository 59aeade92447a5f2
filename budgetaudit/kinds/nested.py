"""`nested`: codes stand under the codes they belong to, and in their order."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from budgetaudit.facts import Facts, Row, Table
from budgetaudit.kinds.shape import each_table, unchecked
from budgetaudit.rulebook import TableName
from budgetaudit.verdicts import Check, Observation, Spot


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
            yield unchecked(table.part, table.key, table.name, f"{table.key}按单位或明细列示，科目反复出现")
            return
        odd = {"parents": self._orphans, "children": self._childless, "order": self._unordered}[self.ask](
            rows
        )
        if not odd:
            yield Observation(True, table.part, table.key, table.name, "", ())
            return
        spots = tuple(Spot(f"{table.key} · {row.label}", row.code, row.place, table.part) for row in odd)
        codes = "、".join(f"{row.code} {row.name}".strip() for row in odd[:5])
        more = f"等{len(odd)}个科目" if len(odd) > 5 else ""
        says = {
            "parents": "的上级科目没有列出，请补列上级科目行。",
            "children": "下没有列出下级科目，请补列。",
            "order": "没有按科目编码顺序排列。",
        }[self.ask]
        yield Observation(
            False, table.part, table.key, table.name, f"{table.key}中{codes}{more}{says}", spots
        )

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
