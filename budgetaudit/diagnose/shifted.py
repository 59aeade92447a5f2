"""A number that stands one row or column away from where it should: the other side's value is the neighbour's."""

from collections.abc import Iterator

from budgetaudit.checks import Check, Term
from budgetaudit.diagnose.sides import entries, facts_of
from budgetaudit.facts import Blank, Fact, Facts, Table
from budgetaudit.messages import Text, message
from budgetaudit.verdicts import Verdict


def shifted(verdict: Verdict, facts: Facts) -> Text:
    """The sentence on a neighbour that has the value of the other side, "" where there is none."""
    check = verdict.check
    if not isinstance(check, Check) or check.relation != "=" or check.over:
        return ""
    own = entries(check)
    for side, value in ((check.left, verdict.expected), (check.right, verdict.stated)):
        cell = _cell(side)
        part = facts.part_by_id.get(cell.key.part) if cell and value else None
        table = part.table(cell.key.table) if part and cell else None
        for other in _neighbours(table, cell) if table and cell else ():
            if other.amount.base == value and other not in own:
                return message("shifted", label=other.label, raw=other.raw)
    return ""


def _cell(side: tuple[Term, ...]) -> Fact | Blank | None:
    """The one cell of a side."""
    cells = list(facts_of(side))
    return cells[0] if len(cells) == 1 and isinstance(cells[0], Fact | Blank) else None


def _neighbours(table: Table, cell: Fact | Blank) -> Iterator[Fact]:
    """The numbers left and right of a cell, above and below it."""
    row, at = table.by_key.get(cell.key.row), table.column_index.get(cell.key.column)
    if row is None or at is None:
        return
    beside = [row.entries[i] for i in (at - 1, at + 1) if 0 <= i < len(row.entries)]
    above = [table.rows[i].entries[at] for i in (row.index - 1, row.index + 1) if 0 <= i < len(table.rows)]
    yield from (entry for entry in (*beside, *above) if isinstance(entry, Fact))
