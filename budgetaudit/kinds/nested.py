"""`nested`: codes stand under the codes they belong to, and in their order."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Spot
from budgetaudit.classification import CodeList
from budgetaudit.facts import Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import each_table, unchecked
from budgetaudit.messages import called, label, message, series
from budgetaudit.rulebook import CodesName, TableName

SAYS = {"parents": "nested.parents", "children": "nested.children", "order": "nested.order"}


class Nested(Struct, frozen=True):
    """`ask: parents` – a 款 has its 类 printed and an 项 its 款, in tables that print those levels above others;
    `ask: children` – a 类 or 款 has a code under it, in tables that print the lower level under others, unless the
    list of codes (`list`) has none there;
    `ask: order` – codes ascend, in tables that print each once. `steps` are the lengths of a code level by level."""

    tables: tuple[TableName, ...]
    ask: Literal["parents", "children", "order"]
    steps: tuple[int, ...] = (3, 5, 7)
    list: CodesName = CodesName("functional")

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        return each_table(self.tables, facts, partial(self._table, codes=facts.classification.codes[self.list]))

    def _table(self, table: Table, codes: CodeList) -> Iterator[Observation]:
        rows = [row for row in table.rows if row.code and row.kind is not RowKind.AGAIN]
        if any(row.key != row.code for row in rows):
            yield unchecked(table.part, table.key, called(table.name), message("recurring.units", table=table.called))
            return
        odd = self._odd(rows, codes)
        if not odd:
            yield Observation(True, table.part, table.key, called(table.name), "", ())
            return
        spots = tuple(Spot(label(table.called, row.label), row.code, row.place, table.part) for row in odd)
        names = series(f"{row.code} {row.name}".strip() for row in odd[:5])
        more = message("and.items", count=len(odd)) if len(odd) > 5 else ""
        says = message(SAYS[self.ask], table=table.called, codes=names, more=more)
        yield Observation(False, table.part, table.key, called(table.name), says, spots)

    def _odd(self, rows: Sequence[Row], codes: CodeList) -> Sequence[Row]:
        if self.ask == "order":
            return [after for before, after in pairwise(rows) if after.code < before.code]
        printed = {row.code for row in rows}
        above = self._above(printed)
        if self.ask == "parents":
            levels = {len(code) for code in above}
            return [row for row in rows if any(row.code[:step] not in printed for step in self._steps(row, levels))]
        return [row for row in rows if self._childless(row.code, above, codes)]

    def _above(self, codes: Iterable[str]) -> AbstractSet[str]:
        """What stands above a printed code, itself printed: the levels that the table adds up."""
        printed = frozenset(codes)
        prefixes = (code[:step] for code in printed for step in self.steps if step < len(code))
        return printed.intersection(prefixes)

    def _steps(self, row: Row, levels: AbstractSet[int]) -> Iterator[int]:
        return (step for step in self.steps if step < len(row.code) and step in levels)

    def _childless(self, code: str, above: AbstractSet[str], codes: CodeList) -> bool:
        """Whether a code has none below it, where others of its level have, and the list of codes has some."""
        levels = {len(other) for other in above}
        return code not in above and len(code) in levels and not codes.is_leaf(code)
