"""Checks → verdicts: the one place where numbers are compared.

A printed number stands for the interval of half its last digit either way. Two sides that are equal hold; that
differ by no more than their rounding are `rounding`; by more, `broken`. What cannot be told is `unchecked`.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from msgspec import Struct

from budgetaudit.amounts import MONEY, PURE, Interval
from budgetaudit.checks import Check, Observation, Term
from budgetaudit.conditions import applicable
from budgetaudit.facts import Blank, Entry, Fact, Facts, Missing
from budgetaudit.messages import Text, message
from budgetaudit.ratio import Ratio, ratio
from budgetaudit.rulebook import Rule
from budgetaudit.verdicts import Status, Verdict

ZERO = Decimal(0)
OF_NOTHING = message("base.zero")
"""A percentage of nothing can be neither right nor wrong: a statement that may be one is unchecked."""


def decide(rule: Rule, facts: Facts) -> Iterator[Verdict]:
    """Every instance of a rule, decided; one `not applicable` where its conditions fail."""
    where, why = applicable(rule, facts, lambda check: decided(rule, check).status)
    if where is None:
        yield Verdict(Status.INAPPLICABLE, rule, None, why=why)
        return
    for check in rule.kind.checks(where):
        yield observed(rule, check) if isinstance(check, Observation) else decided(rule, check)


def observed(rule: Rule, check: Observation) -> Verdict:
    """The verdict on a statement about structure."""
    if check.holds is None:
        return Verdict(Status.UNCHECKED, rule, check, why=check.why or check.message)
    return Verdict(Status.HELD if check.holds else Status.BROKEN, rule, check)


def decided(rule: Rule, check: Check) -> Verdict:
    """The verdict on an equation or inequality, in the reading that suits it best."""
    verdict = _read(rule, check)
    if verdict.status is Status.HELD or not check.otherwise:
        return verdict
    readings = (verdict, *(_read(rule, other) for other in check.otherwise))
    for status in (Status.HELD, Status.ROUNDING):
        for reading in readings:
            if reading.status is status:
                return reading
    undefined = next((reading for reading in readings if reading.why == OF_NOTHING), None)
    return undefined or next((reading for reading in readings if reading.status is Status.BROKEN), verdict)


def _read(rule: Rule, check: Check) -> Verdict:
    """The verdict on one reading."""
    left, right, over = _side(check.left), _side(check.right), _side(check.over) if check.over else NOTHING
    sure = not (check.over or left.absent or right.absent or left.unread or right.unread)
    if left.value == right.value and left.facts and right.facts and sure:
        return Verdict(Status.HELD, rule, check, left.value, right.value, ZERO)
    why, missing = _obstacle(check, left, right, over)
    if why:
        return Verdict(Status.UNCHECKED, rule, check, why=why, missing=missing)
    if check.over:
        verdict = _share(rule, check, left, ratio(check.right, check.over))
    elif left.value == right.value:
        return Verdict(Status.HELD, rule, check, left.value, right.value, ZERO)
    else:
        verdict = _differing(rule, check, left.value, right.value)
    if check.doubt and verdict.status is Status.BROKEN:
        return Verdict(Status.UNCHECKED, rule, check, why=check.doubt)
    return verdict


class SideTotal(Struct, frozen=True):
    """A side's value in base units, and what it is made of."""

    value: Decimal
    facts: int
    blanks: int
    unread: tuple[Blank, ...]
    absent: tuple[Missing, ...]
    terms: int
    numbers: int

    @property
    def constant(self) -> bool:
        """Whether the side holds a constant of the rule other than 0, or constants only."""
        return self.numbers > 0


NOTHING = SideTotal(ZERO, 0, 0, (), (), 0, 0)


def _side(terms: Iterable[Term]) -> SideTotal:
    """The sum of the terms; blanks, unread cells and absent rows are zero in it, and counted."""
    total, facts, blanks, count, numbers = ZERO, 0, 0, 0, 0
    absent: tuple[Missing, ...] = ()
    unread: tuple[Blank, ...] = ()
    for term in terms:
        count += 1
        value = term.weight
        numbers += not term.factors and term.weight != 0
        for entry in term.factors:
            if type(entry) is Fact:
                amount = entry.amount
                value *= amount.value * amount.unit.scale
                facts += 1
            elif type(entry) is Blank:
                blanks += 1
                value = ZERO
                unread += (entry,) if entry.raw else ()
            elif type(entry) is Missing:
                absent += (entry,)
                value = ZERO
        total += value
    return SideTotal(total, facts, blanks, unread, absent, count, numbers if facts or blanks or absent else count)


def _obstacle(check: Check, left: SideTotal, right: SideTotal, over: SideTotal) -> tuple[Text, tuple[Entry, ...]]:
    """Why the check cannot be decided, and the numbers that are wanting; "" where it can."""
    absent = (*left.absent, *right.absent, *over.absent)
    if wanting := _wanting(absent, (*left.unread, *right.unread, *over.unread)):
        return wanting
    if not (left.facts or right.facts or left.constant or right.constant):
        return (absent[0].why if absent else message("blank.both")), absent
    for side, other in ((left, right), (right, left)):
        if side.absent and not (side.facts or side.blanks or other.constant):
            return side.absent[0].why, side.absent
    if not check.claim and not check.zeros:
        why = _blank(check, left, right) or _blank(check, right, left)
        if why:
            return why, ()
    if check.over and not over.facts:
        return message("blank.base"), over.absent
    return _units(check, left, right)


def _wanting(absent: Iterable[Missing], unread: tuple[Blank, ...]) -> tuple[Text, tuple[Entry, ...]] | None:
    """What no sum can do without: numbers whose table or column is not there, cells that were not understood."""
    if gone := tuple(entry for entry in absent if not entry.row_only):
        return gone[0].why, gone
    if unread:
        return message("unread.cell", what=unread[0].label, raw=unread[0].raw), unread
    return None


def _blank(check: Check, side: SideTotal, other: SideTotal) -> Text:
    """Why a side that prints nothing cannot be taken as zero: a single blank can, against an equality."""
    if side.facts or not side.blanks or not other.value:
        return ""
    if check.relation != "=" or check.over:
        return message("blank.one")
    return message("blank.parts") if side.terms > 1 else ""


def _units(check: Check, left: SideTotal, right: SideTotal) -> tuple[Text, tuple[Entry, ...]]:
    """Money is not compared with numbers whose unit of measure is not printed; seen where they differ."""
    if check.over or left.value == right.value:
        return "", ()
    measures = {_measure(term) for term in chain(check.left, check.right)} - {""}
    if len(measures) > 1 and MONEY in measures:
        return (message("unit.one") if PURE in measures else message("unit.both")), ()
    return (message("unit.both"), ()) if len(measures - {PURE}) > 1 else ("", ())


def _measure(term: Term) -> str:
    """What a product measures: money, or else the first unit that is not a bare number. "" for a constant."""
    units = [entry.amount.unit for entry in term.factors if type(entry) is Fact]
    if any(unit.dimension == MONEY for unit in units):
        return MONEY
    return next((unit.name for unit in units if unit.dimension != PURE), PURE if units else "")


def _differing(rule: Rule, check: Check, left: Decimal, right: Decimal) -> Verdict:
    """Sides that differ: within their rounding, on the right side of an inequality, or broken."""
    gap = left - right
    if _right_way(check, gap) or (check.relation == "~" and factor(check) is None):
        return Verdict(Status.HELD, rule, check, left, right, gap)
    bound = rounding_bound(check)
    if bound < abs(gap) <= bound + rule.tolerance:
        return Verdict(Status.ROUNDING, rule, check, left, right, gap, bound + rule.tolerance, rule.why)
    status = Status.ROUNDING if abs(gap) <= bound else Status.BROKEN
    return Verdict(status, rule, check, left, right, gap, bound, _blank_total(check))


def factor(check: Check) -> Decimal | None:
    """The power of ten by which the left side must be multiplied to equal the right, where units of measure differ by
    it (100, 1000, 10 000, 100 million, or one over these); None where there is none."""
    left, right = _side(check.left).value, _side(check.right).value
    if not left or not right:
        return None
    here, there = (rounding_bound(Check(side, (), "", "", "")) for side in (check.left, check.right))
    for times in (Decimal(10) ** power for power in (2, 3, 4, 8)):
        if abs(left * times - right) <= here * times + there:
            return times
        if abs(left - right * times) <= here + there * times:
            return 1 / times
    return None


def _blank_total(check: Check) -> Text:
    for terms, why in ((check.left, message("blank.left")), (check.right, message("blank.right"))):
        entries = tuple(entry for term in terms for entry in term.factors)
        if entries and all(type(entry) is Blank for entry in entries):
            return why
    return ""


def rounding_bound(check: Check) -> Decimal:
    """The most that rounding explains of left − right: half a last digit of each number; more for a stated sum."""
    weights: dict[int, tuple[Decimal, Fact]] = {}
    products = ZERO
    for sign, terms in ((Decimal(1), check.left), (Decimal(-1), check.right)):
        for term in terms:
            weight, factors = term.weight, term.factors
            if len(factors) > 1:
                products += _product_bound(weight, factors)
            elif factors and type(factors[0]) is Fact:
                so_far = weights.get(id(factors[0]), (ZERO, factors[0]))[0]
                weights[id(factors[0])] = (so_far + sign * weight, factors[0])
    if check.sums:
        products += sum((_carried(term, check.sums) for term in check.left), ZERO)
    return products + sum((abs(weight) * fact.amount.half for weight, fact in weights.values()), ZERO)


def _carried(term: Term, sums: Mapping[Decimal, tuple[Fact, ...]]) -> Decimal:
    """What rounding explains of a stated number beyond its own last digit, where it is the sum of others."""
    stated = term.factors[0] if len(term.factors) == 1 else None
    return abs(term.weight) * (_half(stated, sums) - stated.amount.half) if isinstance(stated, Fact) else ZERO


def _half(fact: Fact, sums: Mapping[Decimal, tuple[Fact, ...]]) -> Decimal:
    """How far a number may be from what is printed: half its last digit, or as far as the parts it sums up."""
    parts = sums.get(fact.amount.base, ())
    return max(fact.amount.half, sum((_half(part, sums) for part in parts), ZERO))


def _product_bound(weight: Decimal, factors: tuple[Entry, ...]) -> Decimal:
    """How far a product may stand from the product of the printed values."""
    middle, reach = weight, Interval(weight, weight)
    for entry in factors:
        if type(entry) is not Fact:
            return ZERO
        middle *= entry.amount.base
        reach = reach.times(entry.amount.interval)
    return max(reach.high - middle, middle - reach.low)


def _share(rule: Rule, check: Check, left: SideTotal, share: Ratio | None) -> Verdict:
    """A printed percentage against 100 × right ÷ over."""
    if share is None:
        return Verdict(Status.UNCHECKED, rule, check, why=OF_NOTHING)
    stated, gap = left.value, left.value - share.value
    if not gap or _right_way(check, gap) or _printed(check.left, share) == stated:
        return Verdict(Status.HELD, rule, check, stated, share.value, gap)
    slack = rounding_bound(Check(check.left, (), "", "", ""))
    bound = slack + max(share.high - share.value, share.value - share.low)
    meets = share.low - slack <= stated <= share.high + slack
    return Verdict(Status.ROUNDING if meets else Status.BROKEN, rule, check, stated, share.value, gap, bound)


def _printed(left: tuple[Term, ...], share: Ratio) -> Decimal | None:
    """The ratio rounded as the stated percentage is printed; None where that is not one number."""
    entries = tuple(entry for term in left for entry in term.factors)
    if len(entries) != 1 or type(entries[0]) is not Fact or abs(left[0].weight) != 1:
        return None
    return share.rounded(entries[0].amount.quantum * entries[0].amount.unit.scale)


def _right_way(check: Check, gap: Decimal) -> bool:
    return (check.relation == "<=" and gap < 0) or (check.relation == ">=" and gap > 0)
