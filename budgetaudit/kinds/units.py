"""`units`: the units that a department lists are those that the filing has, and their codes are under its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from budgetaudit.facts import Facts, Part, Table
from budgetaudit.kinds.shape import unchecked
from budgetaudit.rulebook import TableName
from budgetaudit.verdicts import Check, Observation, Spot

DEPARTMENT = "部门"


class Units(Struct, frozen=True):
    """`ask: count` – `listed`, the department's table of units, has as many rows as the filing has unit parts;
    `ask: codes` – each unit's code begins with the department's and is its own. Says nothing of a filing without
    unit parts."""

    ask: Literal["count", "codes"]
    listed: TableName = TableName("")

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        department = next((part for part in facts.parts if part.level == DEPARTMENT), None)
        units = [part for part in facts.parts if part.level != DEPARTMENT]
        if department is None or not units:
            return
        if self.ask == "codes":
            yield from _codes(department, units)
            return
        table = next((table for table in department.tables if table.name == self.listed), None)
        if table is None or not table.rows:
            yield unchecked(department.id, self.listed, self.listed, f"没有{self.listed}")
        else:
            yield _count(department, units, table)


def _count(department: Part, units: Sequence[Part], table: Table) -> Observation:
    rows, parts = len(table.rows), len(units)
    names = "、".join(unit.name for unit in units[:5])
    message = f"{table.name}列有{rows}个单位，文件有{parts}个单位部分（{names}）"
    spots = (Spot(table.title, "", table.place, table.part),)
    return Observation(rows == parts, department.id, table.key, "单位数", message, spots, f"{rows}个", f"{parts}个")


def _codes(department: Part, units: Sequence[Part]) -> Iterator[Observation]:
    """A unit without a printed code, or a department without one, says nothing."""
    times = Counter(unit.code for unit in units)
    for unit in units:
        if not (unit.code and department.code):
            continue
        under = unit.code.startswith(department.code) and unit.code != department.code
        caption = unit.captions.get("code")
        spots = (Spot("单位编码", unit.code, caption.place, unit.id),) if caption else ()
        if not under:
            message = f"{unit.name}的编码{unit.code}不在部门编码{department.code}之下"
        else:
            message = f"单位编码{unit.code}被{times[unit.code]}个单位使用"
        about = f"{unit.code} {unit.name}"
        yield Observation(
            under and times[unit.code] == 1, unit.id, "", about, message, spots, unit.code, f"{department.code}…"
        )
