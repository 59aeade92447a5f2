"""Why a printed percentage may be wrong: the known ways, tried in a fixed order on the numbers of the check."""

from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from budgetaudit.checks import Check, Term
from budgetaudit.facts import Fact
from budgetaudit.messages import Text, message
from budgetaudit.verdicts import Verdict

HUNDRED, ONE = Decimal(100), Decimal(1)


def wrong_percentage(verdict: Verdict, check: Check) -> Text:
    """The likeliest explanation of a wrong percentage in one sentence, "" where no pattern fits to the last digit."""
    stated, expected = verdict.stated, verdict.expected
    quantum = quantum_of(check)
    if not check.over or stated is None or expected is None or quantum is None:
        return ""
    base, change = _total(check.over), _total(check.right)
    numbers = Percent(abs(stated), abs(expected), quantum, change * _way(check), base)
    if stated * expected < 0 and numbers.reads(numbers.expected):
        return message("rate.direction")
    return next((words for pattern in PATTERNS if (words := pattern(numbers, check))), "")


class Percent:
    """A stated percentage and what it should be (both without a sign), its last digit, and the two numbers that it is
    computed from: `part`, negative for a fall, and `base`, in base units."""

    def __init__(self, stated: Decimal, expected: Decimal, quantum: Decimal, part: Decimal, base: Decimal) -> None:
        self.stated, self.expected, self.quantum = stated, expected, quantum
        self.part, self.base = part, base

    def reads(self, value: Decimal) -> bool:
        """Whether a value, rounded as printed, is what is stated."""
        return abs(value).quantize(self.quantum, ROUND_HALF_UP) == self.stated

    def cut(self, value: Decimal, quantum: Decimal) -> bool:
        """Whether a value, cut off behind a last digit, is what is stated."""
        return abs(value).quantize(quantum, ROUND_DOWN) == self.stated


def _truncated(numbers: Percent, check: Check) -> Text:
    """Cut off instead of rounded, at the last digit printed or at the point."""
    del check
    if numbers.cut(numbers.expected, numbers.quantum):
        return message("rate.cut")
    if numbers.quantum < 1 and numbers.cut(numbers.expected, ONE):
        return message("rate.zeros")
    return ""


def _this_year(numbers: Percent, check: Check) -> Text:
    """Divided by this year's number, not by last year's."""
    now = numbers.base + numbers.part
    if now and numbers.stated and _is_change(check) and numbers.reads(HUNDRED * numbers.part / now):
        return message("rate.base")
    return ""


def _plain_ratio(numbers: Percent, check: Check) -> Text:
    """Another ratio of the two numbers: this year's to last year's, its inverse, or one a hundred times too small."""
    now = numbers.base + numbers.part
    if _is_change(check) and now and numbers.reads(now / numbers.base):
        return message("rate.ratio")
    if _is_change(check) and now and numbers.reads(numbers.base / now):
        return message("rate.inverse")
    if _is_change(check) and now and numbers.reads(HUNDRED * now / numbers.base):
        return message("rate.whole")
    if numbers.expected and numbers.reads(numbers.part / numbers.base):
        return message("rate.hundred")
    return ""


def _slipped(numbers: Percent, check: Check) -> Text:
    """The decimal point one or two places off."""
    del check
    for power in (1, 2, -1, -2):
        if numbers.expected and numbers.reads(numbers.expected.scaleb(power)):
            return message("rate.point")
    return ""


def _other_whole(numbers: Percent, check: Check) -> Text:
    """The share of another number."""
    for words, entry in check.near:
        if isinstance(entry, Fact) and entry.amount.value and numbers.reads(HUNDRED * numbers.part / entry.amount.base):
            return message("rate.other", words=words, label=entry.label, raw=entry.raw)
    return ""


def _transposed(numbers: Percent, check: Check) -> Text:
    """The right digits, two of them exchanged."""
    del check
    printed = str(numbers.expected.quantize(numbers.quantum, ROUND_HALF_UP))
    stated = str(numbers.stated)
    differing = [i for i, (a, b) in enumerate(zip(stated, printed, strict=False)) if a != b]
    if len(stated) == len(printed) and len(differing) == 2 and sorted(stated) == sorted(printed):
        return message("rate.transposed", printed=printed)
    return ""


PATTERNS: tuple[Callable[[Percent, Check], Text], ...] = (
    _truncated, _this_year, _plain_ratio, _other_whole, _slipped, _transposed,
)  # fmt: skip


def _is_change(check: Check) -> bool:
    """Whether the percentage is one of change: its divisor or its dividend is a sum or a difference, or is named."""
    return (
        len(check.over) > 1
        or len(check.right) > 1
        or any(term.weight < 0 for term in check.right)
        or bool(check.right_label)
    )


def _way(check: Check) -> Decimal:
    """-1 where the percentage is one of a fall, so that base and part together are this year's number."""
    falls = {id(f) for t in check.over if t.weight > 0 for f in t.factors} and len(check.over) > 1
    weights = [term.weight for term in check.over[1:]] if falls else [-term.weight for term in check.right[:1]]
    return Decimal(-1) if weights and weights[0] > 0 and _is_change(check) else ONE


def quantum_of(check: Check) -> Decimal | None:
    """The last digit of the printed percentage; None where the left side is not one printed number."""
    printed = [entry for term in check.left for entry in term.factors if isinstance(entry, Fact)]
    return printed[0].amount.quantum if len(printed) == 1 else None


def _total(terms: tuple[Term, ...]) -> Decimal:
    return sum(_values(terms), Decimal(0))


def _values(terms: tuple[Term, ...]) -> Iterator[Decimal]:
    for term in terms:
        value = term.weight
        for entry in term.factors:
            value *= entry.amount.base if isinstance(entry, Fact) else 0
        yield value
