"""`units`: the units that a department lists are those that the filing has, and their codes are under its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Spot
from budgetaudit.facts import Facts, Part, Table
from budgetaudit.kinds.shape import unchecked
from budgetaudit.messages import called, message, series
from budgetaudit.rulebook import TableName

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
            listed = called(self.listed)
            yield unchecked(department.id, self.listed, listed, message("absent.table", table=listed))
        else:
            yield _count(department, units, table)


def _count(department: Part, units: Sequence[Part], table: Table) -> Observation:
    rows, parts = len(table.rows), len(units)
    names = series(unit.name for unit in units[:5])
    says = message("units.count", table=called(table.name), rows=rows, parts=parts, names=names)
    spots, about = (Spot(table.title, "", table.place, table.part),), message("units.number")
    sides = message("count.of", count=rows), message("count.of", count=parts)
    return Observation(rows == parts, department.id, table.key, about, says, spots, *sides)


def _codes(department: Part, units: Sequence[Part]) -> Iterator[Observation]:
    """A unit without a printed code, or a department without one, says nothing."""
    times = Counter(unit.code for unit in units)
    for unit in units:
        if not (unit.code and department.code):
            continue
        under = unit.code.startswith(department.code) and unit.code != department.code
        caption = unit.captions.get("code")
        spots = (Spot(message("units.code"), unit.code, caption.place, unit.id),) if caption else ()
        says = message("units.shared", code=unit.code, count=times[unit.code])
        if not under:
            says = message("units.outside", name=unit.name, code=unit.code, department=department.code)
        about, holds = f"{unit.code} {unit.name}", under and times[unit.code] == 1
        yield Observation(holds, unit.id, "", about, says, spots, unit.code, f"{department.code}…")
