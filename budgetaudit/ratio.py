"""A percentage of printed numbers, and all that it may be once their rounding is allowed for."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from msgspec import Struct

from budgetaudit.checks import Term
from budgetaudit.facts import Entry, Fact

HUNDRED, ZERO = Decimal(100), Decimal(0)
MOST = 6
"""Beyond so many distinct numbers the corners are not all tried; each side is then bounded by itself."""


class Ratio(Struct, frozen=True):
    """100 × right ÷ over as printed, and the least and most it may be."""

    value: Decimal
    low: Decimal
    high: Decimal

    def rounded(self, quantum: Decimal) -> Decimal:
        """The value as it would be printed with this last digit: half goes away from zero."""
        return self.value.quantize(quantum, ROUND_HALF_UP)


def ratio(right: tuple[Term, ...], over: tuple[Term, ...]) -> Ratio | None:
    """100 × right ÷ over; None where `over` is zero.

    A quotient of sums is monotone in every number in it, so it is least and most at corners of the box of their
    intervals; a number that stands above and below the line is one number there, not two.
    """
    below = _total(over, {})
    if not below:
        return None
    value = HUNDRED * _total(right, {}) / below
    corners = tuple(_corners(right, over))
    if not corners:
        return Ratio(value, Decimal("-Infinity"), Decimal("Infinity"))
    return Ratio(value, min(corners), max(corners))


def _corners(right: tuple[Term, ...], over: tuple[Term, ...]) -> Iterator[Decimal]:
    """The quotient at each corner; none where the denominator may be zero or has both signs."""
    facts = {id(entry): entry for term in (*right, *over) for entry in term.factors if type(entry) is Fact}
    if len(facts) > MOST:
        yield from _apart(right, over)
        return
    ends = [(entry.amount.interval.low, entry.amount.interval.high) for entry in facts.values()]
    corners = [dict(zip(facts, choice, strict=True)) for choice in product(*ends)]
    below = [_total(over, corner) for corner in corners]
    if min(below) <= 0 <= max(below):
        return
    for corner, denominator in zip(corners, below, strict=True):
        yield HUNDRED * _total(right, corner) / denominator


def _apart(right: tuple[Term, ...], over: tuple[Term, ...]) -> Iterator[Decimal]:
    """Bounds from each side by itself: wider than need be where a number stands in both."""
    above, below = _reach(right), _reach(over)
    if below[0] <= 0 <= below[1]:
        return
    yield from (HUNDRED * top / bottom for top in above for bottom in below)


def _reach(terms: tuple[Term, ...]) -> tuple[Decimal, Decimal]:
    middle = _total(terms, {})
    slack = sum((_half(term) for term in terms), ZERO)
    return middle - slack, middle + slack


def _half(term: Term) -> Decimal:
    corners = [entry.amount.interval for entry in term.factors if type(entry) is Fact]
    if len(corners) != len(term.factors) or not corners:
        return ZERO
    reach = corners[0]
    for other in corners[1:]:
        reach = reach.times(other)
    return abs(term.weight) * (reach.high - reach.low) / 2


def _total(terms: tuple[Term, ...], values: dict[int, Decimal]) -> Decimal:
    """The sum of the terms with some numbers given another value; blanks and absent numbers are zero."""
    total = ZERO
    for term in terms:
        value = term.weight
        for entry in term.factors:
            value *= _value(entry, values)
        total += value
    return total


def _value(entry: Entry, values: dict[int, Decimal]) -> Decimal:
    if type(entry) is not Fact:
        return ZERO
    given = values.get(id(entry))
    return entry.amount.base if given is None else given
