"""Verdicts → findings: both sides with value, unit, raw text and place, and one sentence that says what is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256

from msgspec.structs import replace

from budgetaudit.amounts import MONEY, PERCENT, UNITS, Unit, plain
from budgetaudit.facts import Blank, Entry, Fact, Missing
from budgetaudit.filing import Place
from budgetaudit.verdicts import Check, Finding, Observation, Side, Spot, Term, Verdict

NOWHERE = Place()


def finding(verdict: Verdict, explanation: str) -> Finding:
    """A broken verdict as a finding, alone: no cause, no twins yet."""
    check = verdict.check
    if isinstance(check, Check):
        return _numeric(verdict, check, explanation)
    assert isinstance(check, Observation)
    return _structural(verdict, check)


def facts_of(terms: Iterable[Term]) -> Iterator[Entry]:
    """Every entry of some terms."""
    return (entry for term in terms for entry in term.factors)


def entries(check: Check) -> tuple[Entry, ...]:
    """Every entry of a check."""
    return tuple([entry for term in (*check.left, *check.right, *check.over) for entry in term.factors])


def unit_of(check: Check) -> Unit:
    """The unit amounts of this check are shown in: that of its first number."""
    if check.over:
        return UNITS["%"]
    printed = [entry.amount.unit for entry in facts_of((*check.left, *check.right)) if isinstance(entry, Fact)]
    money = [unit for unit in printed if unit.dimension == MONEY]
    return (money or printed or [UNITS[""]])[0]


def shown(value: Decimal | None, unit: Unit) -> str:
    """A base value in a unit, as text without an exponent."""
    if value is None:
        return ""
    scaled = value / unit.scale
    if unit.dimension == PERCENT or scaled.as_tuple().exponent not in range(-8, 1):
        scaled = round(scaled, 4)
    text = plain(scaled)
    return text.rstrip("0").rstrip(".") if "." in text and len(text.partition(".")[2]) > 2 else text


def _numeric(verdict: Verdict, check: Check, explanation: str) -> Finding:
    unit = unit_of(check)
    left = _side(check.left, check.left_label, verdict.stated, unit)
    right_terms = (*check.right, *check.over)
    right = _side(right_terms, check.right_label, verdict.expected, unit)
    if check.over:
        right = replace(right, raw=f"{_bracketed(check.right)} ÷ {_bracketed(check.over)}")
    if blanks := _blanks(check):
        label = "、".join(_label(entry) for entry in blanks)
        right = replace(right, label=label, raw="", items=tuple(map(_spot, blanks)))
    difference = shown(verdict.difference, unit)
    sign = "=" if check.relation in ("=", "~") else {"<=": "不大于", ">=": "不小于"}[check.relation]
    message = _message(check, left, right, difference, shown(verdict.bound, unit), sign)
    return Finding(
        id=fingerprint(verdict),
        rule=verdict.rule.id,
        severity=verdict.rule.severity,
        part=check.part,
        table=check.table,
        title=verdict.rule.title,
        message=message,
        left=left,
        right=right,
        expected=right.value,
        difference=difference,
        bound=shown(verdict.bound, unit),
        explanation=explanation,
        subject=check.subject,
        basis=verdict.rule.basis,
    )


def _message(check: Check, left: Side, right: Side, difference: str, bound: str, sign: str) -> str:
    blank = left.raw == "" and left.place != NOWHERE and len(left.items) <= 1
    states = f"{left.label}为空" if blank else f"{left.label}为{left.value}{left.unit}"
    should = _should(right, sign, _blanks(check))
    gap = f"，相差{difference.lstrip('-')}{left.unit}" if difference else ""
    rounding = f"（四舍五入最多可解释{bound}{left.unit}）" if bound and bound.strip("0.") else ""
    about = check.subject.partition(" ↔ ")[0]
    subject = f"{about}：" if about and about not in states else ""
    return f"{subject}{states}，{should}{gap}{rounding}。"


def _blanks(check: Check) -> tuple[Entry, ...]:
    """The cells a sentence restates, in whatever table, where every one of them is empty; () otherwise."""
    restated = (*facts_of(check.right), *check.twins)
    return restated if check.claim and restated and all(isinstance(entry, Blank) for entry in restated) else ()


def _should(right: Side, sign: str, blanks: Sequence[Entry]) -> str:
    if blanks:
        return f"而{right.label}{'均' if len(blanks) > 1 else ''}为空"
    if not right.label:
        return f"应{'为' if sign == '=' else sign}{right.value}{right.unit}"
    if sign == "=":
        return f"而{right.label}为{right.value}{right.unit}"
    return f"应{sign}{right.label} {right.value}{right.unit}"


def _side(terms: Sequence[Term], label: str, value: Decimal | None, unit: Unit) -> Side:
    named = [entry for entry in facts_of(terms)]
    first = next((e for e in named if isinstance(e, Fact)), None) or next(
        (e for e in named if isinstance(e, Blank)), None
    )
    raw = first.raw if first is not None and len(named) == 1 else "".join(_written(terms))
    words = label or (
        _label(named[0]) if len(named) == 1 else "、".join(map(_label, named[:3])) + ("等" if len(named) > 3 else "")
    )
    part = first.key.part if first else ""
    place = first.place if first else NOWHERE
    items = tuple(map(_spot, named))
    return Side(words, shown(value, unit), unit.name, raw, place, part, items)


def _spot(entry: Entry) -> Spot:
    if isinstance(entry, Missing):
        return Spot(_label(entry), "", NOWHERE, entry.key.part)
    return Spot(_label(entry), entry.raw, entry.place, entry.key.part)


def _written(terms: Sequence[Term]) -> Iterator[str]:
    """`2148.32 + 0 − 372.99`: the numbers of a side as printed."""
    shown = [term for term in terms if term.factors or term.weight] or terms[:1]
    for order, term in enumerate(shown):
        factors = " × ".join("空" if not isinstance(e, Fact) else e.raw for e in term.factors) or plain(
            abs(term.weight)
        )
        if term.weight < 0:
            yield " − " if order else "−"
        elif order:
            yield " + "
        if term.factors and abs(term.weight) != 1:
            yield f"{plain(abs(term.weight))} × "
        yield factors


def _bracketed(terms: Sequence[Term]) -> str:
    text = "".join(_written(terms))
    return f"({text})" if len(terms) > 1 else text


def _label(entry: Entry) -> str:
    return str(entry.key) if isinstance(entry, Missing) else entry.label


def _structural(verdict: Verdict, check: Observation) -> Finding:
    spots = check.spots or (Spot(check.subject, check.stated, NOWHERE, check.part),)
    first, second = spots[0], spots[1] if len(spots) > 1 else None
    left = Side(first.label, check.stated or first.raw, "", first.raw, first.place, first.part or check.part, spots)
    right = Side(
        second.label if second else "",
        check.expected,
        "",
        second.raw if second else "",
        second.place if second else NOWHERE,
        (second.part or check.part) if second else "",
    )
    return Finding(
        id=fingerprint(verdict),
        rule=verdict.rule.id,
        severity=check.severity or verdict.rule.severity,
        part=check.part,
        table=check.table,
        title=verdict.rule.title,
        message=check.message,
        left=left,
        right=right,
        expected=check.expected,
        difference="",
        bound="",
        explanation="",
        subject=check.subject,
        basis=verdict.rule.basis,
    )


def fingerprint(verdict: Verdict) -> str:
    """Twelve hex digits from logical names only: rule, part, subject, keys. Pages and lines do not enter."""
    check = verdict.check
    assert check is not None
    names = [verdict.rule.id, check.part, check.table, check.subject]
    if isinstance(check, Check):
        names += [str(entry.key) for entry in entries(check)]
    else:
        names += [check.stated, *(spot.label for spot in check.spots)]
    return sha256("\n".join(names).encode()).hexdigest()[:12]
