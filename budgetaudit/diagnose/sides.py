"""Verdicts → findings: both sides with value, unit, raw text and place, and one sentence that says what is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import MONEY, PERCENT, UNITS, Unit, plain
from budgetaudit.checks import Check, Observation, Spot, Term
from budgetaudit.facts import Blank, Entry, Fact, Missing
from budgetaudit.filing import Place
from budgetaudit.messages import AND, Chain, Message, PartId, Text, called, chain, keyed, mentions, message, series
from budgetaudit.verdicts import Finding, Side, Verdict

NOWHERE = Place()
SHOULD = {"<=": ("should.most", "should.most.of"), ">=": ("should.least", "should.least.of")}
"""What an inequality asks: so much, or as much as something else."""


def finding(verdict: Verdict, explanation: Text) -> Finding:
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


def _numeric(verdict: Verdict, check: Check, explanation: Text) -> Finding:
    unit = unit_of(check)
    left = _side(check.left, check.left_label, verdict.stated, unit)
    right_terms = (*check.right, *check.over)
    right = _side(right_terms, check.right_label, verdict.expected, unit)
    if check.over:
        right = replace(right, raw=chain((_bracketed(check.right), " ÷ ", _bracketed(check.over))))
    if blanks := _blanks(check):
        right = replace(right, label=series(map(_label, blanks)), raw="", items=tuple(map(_spot, blanks)))
    difference, bound = shown(verdict.difference, unit), shown(verdict.bound, unit)
    return Finding(
        id=fingerprint(verdict),
        rule=verdict.rule.id,
        severity=verdict.rule.severity,
        part=check.part,
        table=check.table,
        title=verdict.rule.title,
        message=_message(check, left, right, Gap(difference, bound)),
        left=left,
        right=right,
        expected=right.value,
        difference=difference,
        bound=bound,
        explanation=explanation,
        subject=check.subject,
        basis=verdict.rule.basis,
    )


class Gap(Struct, frozen=True):
    """By how much two sides differ, and what rounding explains; texts in their unit."""

    difference: str
    bound: str


def _message(check: Check, left: Side, right: Side, gap: Gap) -> Message:
    """What is stated, what stands against it, the gap, and what rounding explains of it."""
    blank = left.raw == "" and left.place != NOWHERE and len(left.items) <= 1
    bound = gap.bound if gap.bound.strip("0.") else ""
    return message(
        "differs",
        about=_about(check.subject, left.label),
        stated=message("is.blank", what=left.label) if blank else message("is", what=left.label, amount=_amount(left)),
        against=_against(check, right),
        gap=message("off.by", amount=gap.difference.lstrip("-") + left.unit) if gap.difference else "",
        rounding=message("rounding.most", amount=bound + left.unit) if bound else "",
    )


def _about(subject: Text, label: Text) -> Text:
    """What a check is about, unless its stated side says so already; of two things the first."""
    about = subject.pieces[0] if isinstance(subject, Chain) and subject.between == AND else subject
    return message("about", subject=about) if about and not mentions(label, about) else ""


def _amount(side: Side) -> Text:
    return chain((side.value, side.unit))


def _blanks(check: Check) -> tuple[Entry, ...]:
    """The cells a sentence restates, in whatever table, where every one of them is empty; () otherwise."""
    restated = (*facts_of(check.right), *check.twins)
    return restated if check.claim and restated and all(isinstance(entry, Blank) for entry in restated) else ()


def _against(check: Check, right: Side) -> Message:
    """What the stated side should be, or what the other is."""
    if blanks := _blanks(check):
        return message("against.blanks" if len(blanks) > 1 else "against.blank", what=right.label)
    plainly, of = SHOULD.get(check.relation, ("should.be", "against"))
    if not right.label:
        return message(plainly, amount=_amount(right))
    return message(of, what=right.label, amount=_amount(right))


def _side(terms: Sequence[Term], label: Text, value: Decimal | None, unit: Unit) -> Side:
    named = [entry for entry in facts_of(terms)]
    first = next((e for e in named if isinstance(e, Fact)), None) or next(
        (e for e in named if isinstance(e, Blank)), None
    )
    raw = first.raw if first is not None and len(named) == 1 else _written(terms)
    part = first.key.part if first else ""
    place = first.place if first else NOWHERE
    return Side(label or _named(named), shown(value, unit), unit.name, raw, place, part, tuple(map(_spot, named)))


def _named(entries: Sequence[Entry]) -> Text:
    """The first few of some numbers."""
    if len(entries) == 1:
        return _label(entries[0])
    few = series(map(_label, entries[:3]))
    return message("and.more", names=few) if len(entries) > 3 else few


def _spot(entry: Entry) -> Spot:
    if isinstance(entry, Missing):
        return Spot(_label(entry), "", NOWHERE, entry.key.part)
    return Spot(_label(entry), entry.raw, entry.place, entry.key.part)


def _written(terms: Sequence[Term]) -> Text:
    """`2148.32 + 0 − 372.99`: the numbers of a side as printed."""
    used = [term for term in terms if term.factors or term.weight] or terms[:1]
    return chain(tuple(piece for order, term in enumerate(used) for piece in _term(term, first=not order)))


def _term(term: Term, first: bool) -> Iterator[Text]:
    if term.weight < 0:
        yield "−" if first else " − "
    elif not first:
        yield " + "
    if term.factors and abs(term.weight) != 1:
        yield f"{plain(abs(term.weight))} × "
    printed = tuple(entry.raw if isinstance(entry, Fact) else message("blank") for entry in term.factors)
    yield chain(printed, " × ") if printed else plain(abs(term.weight))


def _bracketed(terms: Sequence[Term]) -> Text:
    text = _written(terms)
    return chain(("(", text, ")")) if len(terms) > 1 else text


def _label(entry: Entry) -> Text:
    if not isinstance(entry, Missing):
        return entry.label
    key = entry.key
    return chain((PartId(key.part), ":", called(key.table), f"[{key.row}, {key.column}]"))


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
    names = [verdict.rule.id, check.part, check.table, keyed(check.subject)]
    if isinstance(check, Check):
        names += [str(entry.key) for entry in entries(check)]
    else:
        names += [keyed(check.stated), *(keyed(spot.label) for spot in check.spots)]
    return sha256("\n".join(names).encode()).hexdigest()[:12]
