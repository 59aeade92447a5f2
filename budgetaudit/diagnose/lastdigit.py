"""Percentages that are off by less than one unit of their last digit: cut off, or one too high. A habit of writing, not
a contradiction: one note a filing."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from budgetaudit.checks import Check
from budgetaudit.diagnose.group import Case
from budgetaudit.diagnose.percentages import quantum_of
from budgetaudit.verdicts import Verdict

NOTE = "info"


def last_digits(cases: Sequence[Case], given: Sequence[int]) -> tuple[list[Case], list[int]]:
    """The cases, of which all such percentages are notes that follow from the first; `given` are the parents so far."""
    softened, parents = list(cases), list(given)
    first = -1
    for index, case in enumerate(cases):
        if _nearly(case.verdict):
            softened[index] = replace(case, finding=replace(case.finding, severity=NOTE))
            parents[index] = first if parents[index] < 0 else parents[index]
            first = index if first < 0 else first
    return softened, parents


def _nearly(verdict: Verdict) -> bool:
    """Whether a printed percentage is less than one unit of its last digit from all that it may be."""
    check, gap, bound = verdict.check, verdict.difference, verdict.bound
    if not isinstance(check, Check) or not check.over or gap is None or bound is None:
        return False
    quantum = quantum_of(check)
    return quantum is not None and abs(gap) - (bound - quantum / Decimal(2)) < quantum
