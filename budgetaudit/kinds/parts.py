"""`parts`: a labelled row is the sum of the rows printed as its parts, or no less than its 其中 rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from budgetaudit.facts import Facts, Row, RowKind, Table
from budgetaudit.kinds.shape import (
    ADDED,
    TOTALS,
    added_columns,
    chosen,
    doubt_rows,
    entries,
    plus,
    printed,
    subject,
    unfit,
    weighed,
)
from budgetaudit.rulebook import RowName, TableName
from budgetaudit.verdicts import Check, Observation


@dataclass(frozen=True, slots=True)
class Parts:
    """`of: parts` – a row without code equals its parts; `of: which` – its 其中 rows together are at most the row.

    `rows` restricts it to some parents (those that print nothing say nothing), `counts: yes` takes columns of quantities too.
    """

    tables: tuple[TableName, ...]
    of: Literal["parts", "which"] = "parts"
    rows: tuple[RowName, ...] = ()
    counts: bool = False

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            yield from unfit(self.tables, part)
            for table in chosen(self.tables, part):
                yield from self._parents(table)

    def _parents(self, table: Table) -> Iterator[Check]:
        kinds = (*ADDED, RowKind.SUBTOTAL) if self.of == "parts" else (RowKind.OF_WHICH,)
        children: dict[int, list[Row]] = {}
        for row in table.rows:
            if row.parent >= 0 and row.kind in kinds and not (row.code and self.of == "parts"):
                children.setdefault(row.parent, []).append(row)
        for index, under in children.items():
            parent = table.rows[index]
            if self._meant(parent) and parent.filled:
                yield from self._columns(table, parent, under)

    def _meant(self, parent: Row) -> bool:
        if self.rows and parent.key not in self.rows:
            return False
        return self.of == "which" or parent.kind not in TOTALS or parent.parent >= 0

    def _columns(self, table: Table, parent: Row, under: list[Row]) -> Iterator[Check]:
        columns = list(enumerate(table.columns)) if self.counts else added_columns(table)
        for i, column in columns:
            if not printed(entries(under, i)):
                continue
            whole, sum_ = plus((parent.entries[i],)), weighed(under, i)
            names = " + ".join(row.name for row in under) if len(under) < 5 else f"{len(under)}行之和"
            about = subject(parent, column)
            if self.of == "parts":
                yield Check(
                    whole, sum_, table.part, table.key, about, right_label=names, doubt=doubt_rows(table)
                )
            else:
                yield Check(sum_, whole, table.part, table.key, about, "<=", left_label=names)
