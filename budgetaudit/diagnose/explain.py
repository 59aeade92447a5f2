"""Why two numbers may differ: the known ways in which a figure goes wrong, tried in a fixed order."""

from collections.abc import Callable
from decimal import Decimal

from budgetaudit.amounts import plain
from budgetaudit.checks import Check
from budgetaudit.diagnose.percentages import wrong_percentage
from budgetaudit.diagnose.sides import facts_of, shown, unit_of
from budgetaudit.facts import Fact
from budgetaudit.messages import Text, message
from budgetaudit.verdicts import Verdict

ONE = Decimal(1)
TENS = ((4, "tens.wan"), (8, "tens.yi"), (1, "tens.one"), (2, "tens.two"), (3, "tens.three"))
"""By what power of ten two numbers differ, and what that says: units first, then the decimal point."""


def explain(verdict: Verdict) -> Text:
    """The likeliest explanation of a broken check in one sentence, "" where no pattern fits exactly."""
    check = verdict.check
    if not isinstance(check, Check) or verdict.stated is None or verdict.expected is None:
        return ""
    return next((text for pattern in PATTERNS if (text := pattern(verdict, check))), "")


def near(verdict: Verdict, check: Check) -> Text:
    """The difference, or the stated value, is a number that the kind named as a suspect."""
    unit = unit_of(check)
    for words, entry in check.near:
        if not isinstance(entry, Fact) or not entry.amount.value:
            continue
        if verdict.difference and abs(verdict.difference) == abs(entry.amount.base):
            gap = shown(abs(verdict.difference), unit)
            return message("gap.near", gap=gap, words=words, label=entry.label, raw=entry.raw)
        if verdict.stated == entry.amount.base and verdict.stated != verdict.expected:
            return message("same.near", words=words, label=entry.label, raw=entry.raw)
    return ""


def _price_is_total(_: Verdict, check: Check) -> Text:
    """单价 × 数量 ≠ 合计 where one factor repeats the total: the other factor implies what it should be."""
    for term, total in ((t, o) for t in (*check.left, *check.right) for o in (*check.left, *check.right) if o is not t):
        if len(term.factors) != 2 or len(total.factors) != 1:
            continue
        whole = total.factors[0]
        factors = [f for f in term.factors if isinstance(f, Fact)]
        if not isinstance(whole, Fact) or len(factors) != 2:
            continue
        for factor, other in ((factors[0], factors[1]), (factors[1], factors[0])):
            if factor.amount.value == whole.amount.value and other.amount.value not in (0, 1):
                implied = whole.amount.value / other.amount.value
                should = plain(round(implied, 4).normalize())
                return message(
                    "price.total",
                    factor=factor.key.column,
                    whole=whole.key.column,
                    raw=whole.raw,
                    other=other.raw,
                    should=should,
                )
    return ""


def _addend(verdict: Verdict, check: Check) -> Text:
    """The difference is one of the addends: counted twice or left out."""
    if not verdict.difference:
        return ""
    unit = unit_of(check)
    for side, other in ((check.right, verdict.difference), (check.left, -verdict.difference)):
        if len(side) < 2:
            continue
        for entry in facts_of(side):
            if isinstance(entry, Fact) and entry.amount.base and abs(entry.amount.base) == abs(other):
                name = "gap.twice" if other > 0 else "gap.without"
                return message(name, gap=shown(abs(other), unit), label=entry.label, raw=entry.raw)
    return ""


def _copied(verdict: Verdict, check: Check) -> Text:
    """A total that repeats one of its addends although others are not zero."""
    amounts = [e for e in facts_of(check.right) if isinstance(e, Fact) and e.amount.base]
    if check.relation != "=" or check.over or len(amounts) < 2 or not verdict.stated:
        return ""
    same = next((e for e in amounts if e.amount.base == verdict.stated), None)
    return message("copied", label=same.label, raw=same.raw) if same else ""


def _scale(verdict: Verdict, check: Check) -> Text:
    """Off by a power of ten."""
    stated, expected = verdict.stated, verdict.expected
    if not stated or not expected or check.over:
        return ""
    for power, name in TENS:
        factor = Decimal(10) ** power
        if stated == expected * factor or expected == stated * factor:
            return message(name, factor=plain(factor))
    return ""


def _sign(verdict: Verdict, _: Check) -> Text:
    if verdict.stated and verdict.expected is not None and verdict.stated == -verdict.expected:
        return message("sign")
    return ""


def _transposed(verdict: Verdict, check: Check) -> Text:
    """The same digits in another order."""
    unit = unit_of(check)
    a, b = shown(verdict.stated, unit).replace("-", ""), shown(verdict.expected, unit).replace("-", "")
    width = max(len(a.partition(".")[2]), len(b.partition(".")[2]))
    x, y = (t.replace(".", "") + "0" * (width - len(t.partition(".")[2])) for t in (a, b))
    if (
        len(x) == len(y) > 2
        and x != y
        and sorted(x) == sorted(y)
        and sum(p != q for p, q in zip(x, y, strict=True)) == 2
    ):
        return message("transposed", one=a, other=b)
    return ""


PATTERNS: tuple[Callable[[Verdict, Check], Text], ...] = (
    _price_is_total,
    wrong_percentage,
    near,
    _sign,
    _scale,
    _addend,
    _copied,
    _transposed,
)
