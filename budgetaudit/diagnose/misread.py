"""A column that breaks a sum in every row that prints it: perhaps it is none of the columns that are added.

One wrong number breaks one row. Where a sum of columns fails in all rows that print a certain column, and in each of
them by just that column's number, the table has another reading, in which the column lies inside the others: one
question about the table, no error in every row.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from budgetaudit.checks import Check
from budgetaudit.diagnose.group import Case
from budgetaudit.diagnose.sides import facts_of
from budgetaudit.facts import Fact
from budgetaudit.messages import message
from budgetaudit.verdicts import Status, Verdict

FEWEST = 3
"""So many different amounts at least: one wrong line and the rows that sum it differ by one amount."""
TOLD = (Status.HELD, Status.ROUNDING, Status.BROKEN)
RuleColumn = tuple[str, str, str, str]
"""Rule, part, table, column."""


def misread(cases: Sequence[Case], parents: Sequence[int], verdicts: Sequence[Verdict]) -> tuple[list[Case], list[int]]:
    """The cases, of which those of such a column follow from the first, a warning."""
    told, above = list(cases), list(parents)
    closed: dict[RuleColumn, list[int]] = {}
    for index, case in enumerate(cases):
        if parents[index] < 0 and (column := _closing(case.verdict)):
            closed.setdefault(column, []).append(index)
    printed = _printed(verdicts, frozenset(closed))
    for column, members in closed.items():
        amounts = {cases[index].verdict.difference for index in members}
        if len(amounts) >= FEWEST and len(members) == printed[column]:
            text = message("misread.column", column=column[3], count=len(members))
            for index in members:
                finding = replace(told[index].finding, severity="warning", explanation=text)
                told[index] = replace(told[index], finding=finding)
                above[index] = members[0] if index != members[0] else -1
    return told, above


def _addends(verdict: Verdict) -> list[Fact]:
    """The printed numbers other than zero of a sum of columns; none where it is no such sum."""
    check = verdict.check
    if not isinstance(check, Check) or check.claim or check.relation != "=" or len(check.left) != 1:
        return []
    facts = [entry for entry in facts_of(check.right) if isinstance(entry, Fact) and entry.amount.value]
    whole = check.left[0].factors[0].key if check.left[0].factors else None
    across = all(whole and (e.key.table, e.key.row) == (whole.table, whole.row) for e in facts)
    return facts if across else []


def _column(verdict: Verdict, fact: Fact) -> RuleColumn:
    return verdict.rule.id, fact.key.part, fact.key.table, fact.key.column


def _closing(verdict: Verdict) -> RuleColumn | None:
    """The one column without which a broken sum closes."""
    gap = -verdict.difference if verdict.difference else None
    closing = [fact for fact in _addends(verdict) if gap is not None and fact.amount.base == gap]
    return _column(verdict, closing[0]) if len(closing) == 1 else None


def _printed(verdicts: Sequence[Verdict], suspects: frozenset[RuleColumn]) -> Counter[RuleColumn]:
    """In how many rows the sum adds each suspected column."""
    counted: Counter[RuleColumn] = Counter()
    for verdict in verdicts if suspects else ():
        if verdict.status in TOLD:
            counted.update(suspects.intersection(_column(verdict, fact) for fact in _addends(verdict)))
    return counted
