"""Why two numbers may differ: the known ways in which a figure goes wrong, tried in a fixed order."""

from collections.abc import Callable
from decimal import Decimal

from budgetaudit.amounts import plain
from budgetaudit.claims import explain as claims
from budgetaudit.diagnose.sides import facts_of, shown, unit_of
from budgetaudit.facts import Fact
from budgetaudit.verdicts import Check, Verdict

ONE = Decimal(1)


def explain(verdict: Verdict) -> str:
    """The likeliest explanation of a broken check in one sentence, "" where no pattern fits exactly."""
    check = verdict.check
    if not isinstance(check, Check) or verdict.stated is None or verdict.expected is None:
        return ""
    return next((text for pattern in PATTERNS if (text := pattern(verdict, check))), "")


def _near(verdict: Verdict, check: Check) -> str:
    """The difference, or the stated value, is a number that the kind named as a suspect."""
    unit = unit_of(check)
    for words, entry in check.near:
        if not isinstance(entry, Fact) or not entry.amount.value:
            continue
        if verdict.difference and abs(verdict.difference) == abs(entry.amount.base):
            return f"差额{shown(abs(verdict.difference), unit)}正好等于{words}“{entry.label}”（{entry.raw}）"
        if verdict.stated == entry.amount.base and verdict.stated != verdict.expected:
            return f"这个数与{words}“{entry.label}”（{entry.raw}）相同"
    return ""


def _price_is_total(_: Verdict, check: Check) -> str:
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
                return (
                    f"“{factor.key.column}”重复了“{whole.key.column}”{whole.raw}；"
                    f"按{whole.raw} ÷ {other.raw}推算应为{should}"
                )
    return ""


def _addend(verdict: Verdict, check: Check) -> str:
    """The difference is one of the addends: counted twice or left out."""
    if not verdict.difference:
        return ""
    unit = unit_of(check)
    for side, other in ((check.right, verdict.difference), (check.left, -verdict.difference)):
        if len(side) < 2:
            continue
        for entry in facts_of(side):
            if isinstance(entry, Fact) and entry.amount.base and abs(entry.amount.base) == abs(other):
                how = "可能被重复计入" if other > 0 else "不计它则两边正好相等"
                return f"差额{shown(abs(other), unit)}正好等于“{entry.label}”（{entry.raw}），{how}"
    return ""


def _copied(verdict: Verdict, check: Check) -> str:
    """A total that repeats one of its addends although others are not zero."""
    amounts = [e for e in facts_of(check.right) if isinstance(e, Fact) and e.amount.base]
    if check.relation != "=" or check.over or len(amounts) < 2 or not verdict.stated:
        return ""
    same = next((e for e in amounts if e.amount.base == verdict.stated), None)
    return f"这个合计与“{same.label}”（{same.raw}）相同，可能只抄了这一行" if same else ""


def _scale(verdict: Verdict, check: Check) -> str:
    """Off by a power of ten."""
    stated, expected = verdict.stated, verdict.expected
    if not stated or not expected or check.over:
        return ""
    for power, words in (
        (4, "元与万元混用"),
        (8, "元与亿元混用"),
        (1, "小数点错了一位"),
        (2, "小数点错了两位"),
        (3, "小数点错了三位"),
    ):
        factor = Decimal(10) ** power
        if stated == expected * factor or expected == stated * factor:
            return f"两数正好相差{plain(factor)}倍，可能是{words}"
    return ""


def _sign(verdict: Verdict, _: Check) -> str:
    if verdict.stated and verdict.expected is not None and verdict.stated == -verdict.expected:
        return "两数绝对值相同、符号相反，可能是增减方向写反"
    return ""


def _transposed(verdict: Verdict, check: Check) -> str:
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
        return f"{a}与{b}数字相同、顺序不同，可能是数字颠倒"
    return ""


def _percentage(verdict: Verdict, check: Check) -> str:
    """The known ways in which a percentage goes wrong."""
    return claims.explain(check, verdict)


PATTERNS: tuple[Callable[[Verdict, Check], str], ...] = (
    _price_is_total,
    _percentage,
    _near,
    _sign,
    _scale,
    _addend,
    _copied,
    _transposed,
)
