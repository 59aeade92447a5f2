"""`consolidate`: the department's tables are the sum of its units' tables; with one unit they are the same."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Spot, Term
from budgetaudit.facts import Entry, Fact, Facts, Part, Row, RowKind, Table
from budgetaudit.kinds.shape import ZERO, added_columns, plus, printed, subject, unchecked
from budgetaudit.messages import Text, called, message, phrase
from budgetaudit.rulebook import TableName
from budgetaudit.selectors import Selector

DEPARTMENT = "部门"
WHOLE, UNITS = message("department"), message("units")
"""What the two sides are called."""


class Family(Struct, frozen=True):
    """The department's table of a name and its units' tables."""

    whole: Table
    units: tuple[Table, ...]
    doubt: Text


class Consolidate(Struct, frozen=True):
    """`ask: cells` – each number is the sum of the units'; `ask: rows` – a row that only one side prints has no
    amount; `ask: tables` – a table is filled on both sides or on neither.

    `eliminated`: money between the department's own units; where a unit has some, a difference proves nothing.
    `listed`: the table that lists the units; where it has more rows than there are unit parts, neither.
    """

    tables: tuple[TableName, ...]
    ask: Literal["cells", "rows", "tables"] = "cells"
    eliminated: tuple[Selector, ...] = ()
    listed: TableName = TableName("")

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        department = next((part for part in facts.parts if part.level == DEPARTMENT), None)
        units = tuple(part for part in facts.parts if part.level != DEPARTMENT)
        if department is None or not units:
            return
        for name in self.tables:
            if self.ask == "tables":
                yield from _presence(name, department, units)
            else:
                yield from self._table(name, department, units)

    def _table(self, name: str, department: Part, units: tuple[Part, ...]) -> Iterator[Check | Observation]:
        whole = _filled(department, name)
        parts = tuple(table for unit in units if (table := _filled(unit, name)))
        if whole is None or not parts:
            if whole is not None or parts:
                about, side = called(name), WHOLE if whole is None else UNITS
                yield unchecked(department.id, name, about, message("consolidate.lacks", side=side, table=about))
            return
        family = Family(whole, parts, self._doubt(name, department, units))
        if self.ask == "cells":
            yield from _cells(family)
        else:
            yield from _rows(family)

    def _doubt(self, name: str, department: Part, units: tuple[Part, ...]) -> Text:
        """Why the units may not add up to the department although nothing is wrong."""
        for unit in units:
            if name not in {table.name for table in unit.tables}:
                return message("consolidate.unit", unit=unit.name, table=called(name))
        listing = next((table for table in department.tables if table.name == self.listed), None)
        if listing is not None and len(listing.rows) > len(units):
            rows, parts = len(listing.rows), len(units)
            return message("consolidate.listed", table=called(self.listed), rows=rows, parts=parts)
        if listing is None and not _complete(department, units):
            return message("consolidate.unknown")
        if len(units) > 1 and any(_moves(selector, unit) for selector in self.eliminated for unit in units):
            return message("consolidate.eliminated")
        return ""


def _complete(department: Part, units: tuple[Part, ...]) -> bool:
    """Whether one unit prints a grand total just as the department does: then there is no other."""
    return len(units) == 1 and bool(_grand(department) & _grand(units[0]))


def _grand(part: Part) -> set[tuple[str, str, str]]:
    """The grand totals of a part's tables, as printed."""
    return {
        (entry.key.table, entry.key.column, entry.raw)
        for table in part.tables
        for row in table.rows
        if row.kind is RowKind.TOTAL
        for entry in row.entries
        if type(entry) is Fact and entry.amount.value
    }


def _filled(part: Part, name: str) -> Table | None:
    """The one filled table of a name; None where there is none or more than one."""
    filled = [table for table in part.tables if table.name == name and not table.empty]
    return filled[0] if len(filled) == 1 else None


def _moves(selector: Selector, unit: Part) -> bool:
    """Whether a unit prints an amount other than zero where the selector points."""
    return any(
        type(entry) is Fact and bool(entry.amount.value) and selector.names(entry.key)
        for table in unit.tables
        if table.name == selector.table
        for row in table.rows
        for entry in row.entries
    )


def _absent(name: str, department: Part, units: tuple[Part, ...], there: list[Table]) -> Iterator[Observation]:
    """One observation where only one side has the table, with numbers, though both have most of the set."""
    sides = [{table.family for part in parts for table in part.tables} for parts in ((department,), units)]
    full = next((table for table in there if not table.empty), None)
    if full is None or len(sides[0] & sides[1]) * 2 < len(sides[0] | sides[1]):
        return
    below = full.part == department.id
    table, amount = called(name), _total(full)
    says = message("consolidate.absent", **_sides(below), table=table, amount=_bracketed(amount))
    part = units[0].id if below else department.id
    spots = (Spot(full.title, "", full.place, full.part),)
    yield Observation(
        False, part, name, table, says, spots, message("table.not"), message("table.there"), severity="warning"
    )


def _sides(below: bool) -> dict[str, Text]:
    """Who lacks a table, and who has it: `below` where the units lack it."""
    lacking, other = (UNITS, WHOLE) if below else (WHOLE, UNITS)
    return {"lacking": lacking, "other": other}


def _bracketed(amount: Text) -> Text:
    return message("bracketed", what=amount) if amount else ""


def _presence(name: str, department: Part, units: tuple[Part, ...]) -> Iterator[Observation]:
    """One observation where a table is filled on one side only."""
    own = [table for table in department.tables if table.name == name]
    theirs = [table for unit in units for table in unit.tables if table.name == name]
    if not own or not theirs:
        yield from _absent(name, department, units, own or theirs)
        return
    filled, below = (any(not table.empty for table in tables) for tables in (own, theirs))
    if not filled and not below:
        return
    if filled == below:
        yield Observation(True, department.id, name, called(name), "", ())
        return
    empty, full = (theirs, own) if filled else (own, theirs)
    amount = _total(next(table for table in full if not table.empty))
    says = message("consolidate.empty", **_sides(filled), table=called(name), amount=_bracketed(amount))
    spots = tuple(Spot(table.title, "", table.place, table.part) for table in (*empty, *full))
    sides = message("table.empty"), amount or message("table.filled")
    yield Observation(False, empty[0].part, empty[0].key, called(name), says, spots, *sides)


def _total(table: Table) -> Text:
    """The first amount of a table, with its label."""
    first = next((entry for row in table.rows for entry in row.entries if type(entry) is Fact), None)
    return phrase(first.label, str(first.amount)) if first else ""


def _cells(family: Family) -> Iterator[Check]:
    """Rows that both sides print, column by column."""
    columns = _columns(family)
    for row in family.whole.rows:
        below = [(table, unit_row) for table in family.units if (unit_row := table.by_key.get(row.key))]
        if below:
            yield from _row(family, row, below, columns)


def _row(
    family: Family, row: Row, below: Sequence[tuple[Table, Row]], columns: Sequence[tuple[int, str]]
) -> Iterator[Check]:
    for i, column in columns:
        unit_entries: list[Entry] = [
            under.entries[table.column_index[column]] for table, under in below if column in table.column_index
        ]
        if unit_entries and printed((row.entries[i], *unit_entries)):
            yield Check(
                plus((row.entries[i],)),
                plus(unit_entries),
                family.whole.part,
                family.whole.key,
                subject(row, family.whole.columns[i]),
                left_label=WHOLE,
                right_label=message("sum.units", count=len(unit_entries)) if len(unit_entries) > 1 else UNITS,
                zeros=True,
                doubt=family.doubt,
            )


def _columns(family: Family) -> list[tuple[int, str]]:
    """Index and name of the columns compared: those that add up over units, all of them where there is one unit."""
    if len(family.units) == 1:
        return [(i, column.name) for i, column in enumerate(family.whole.columns)]
    return [(i, column.name) for i, column in added_columns(family.whole)]


def _rows(family: Family) -> Iterator[Check | Observation]:
    """A row that only one side prints, in its first filled column, against nothing."""
    below = {row.key: (table, row) for table in reversed(family.units) for row in reversed(table.rows)}
    above = family.whole.by_key
    alone = [
        _alone(family, family.whole, row, message("consolidate.below"))
        for row in family.whole.rows
        if row.key not in below and row.filled
    ]
    for key, (table, row) in below.items():
        if key not in above and row.filled:
            alone.append(_alone(family, table, row, message("consolidate.above")))
    if not alone:
        yield Observation(True, family.whole.part, family.whole.key, called(family.whole.name), "", ())
    yield from alone


def _alone(family: Family, table: Table, row: Row, label: Text) -> Check:
    at = next(i for i, entry in enumerate(row.entries) if type(entry) is Fact)
    return Check(
        plus((row.entries[at],)),
        (Term(ZERO, ()),),
        table.part,
        table.key,
        subject(row, table.columns[at]),
        right_label=label,
        doubt=family.doubt,
    )
