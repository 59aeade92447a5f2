"""What sentences say about their own numbers: parts and whole, change, share, completion, direction."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from budgetaudit.checks import Check, Term
from budgetaudit.claims.clause import LINE
from budgetaudit.facts import Certainty, Claim, Fact, Facts, Relation, RelationKind, Role
from budgetaudit.lookup import terms
from budgetaudit.messages import Text, message
from budgetaudit.selectors import Expression

ONE, HUNDRED = Decimal(1), Decimal(100)
LISTED = message("stated.list")
SIDES = {"大": ">=", "高": ">=", "多": ">=", "小": "<=", "低": "<=", "少": "<="}


def term(claim: Claim, weight: Decimal = ONE) -> Term:
    """A claim's printed value."""
    return Term(weight, (claim.fact,))


def signed(claim: Claim) -> tuple[Term, ...]:
    """The readings of a change: as its words point; both ways where they do not."""
    return (term(claim, Decimal(claim.sign)),) if claim.sign else (term(claim), term(claim, -ONE))


def about(claim: Claim) -> Text:
    """What a check on a claim is about."""
    return claim.fact.label


def readings(checks: list[Check]) -> Check:
    """Several readings as one check."""
    first, *others = checks
    return replace(first, otherwise=tuple(others))


class Breakdown(Struct, frozen=True):
    """The parts a sentence lists add up to its whole; where the list need not be complete, to no more. In different
    units of measure they are only of one size: one of the units may be the mistake.

    `wholes`: only of these subjects; `but`: of all subjects except these. `of`: amounts, counts, or changes.
    `rest`: numbers of the tables that may belong to the whole and be left out by the sentence: a second reading."""

    of: Literal["amount", "change"] = "amount"
    wholes: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    rest: Mapping[str, tuple[Expression, ...]] = field(default_factory=dict)

    def checks(self, facts: Facts) -> Iterator[Check]:
        for relation in facts.relations:
            whole = relation.whole
            if relation.kind != RelationKind.BREAKDOWN or whole is None:
                continue
            if (whole.role == Role.DELTA) != (self.of == "change"):
                continue
            if self._wanted(whole.subject):
                yield self._check(relation, whole, facts)

    def _wanted(self, subject: str) -> bool:
        return subject in self.wholes if self.wholes else subject not in self.but

    def _check(self, relation: Relation, whole: Claim, facts: Facts) -> Check:
        if any(_mixed(whole, part) for part in relation.parts):
            return replace(next(self._trees(relation, facts)), relation="~")
        others = (check for other in relation.otherwise for check in self._trees(other, facts))
        doubt = LISTED if relation.certainty is Certainty.GUESSED else ""
        checks = (*self._trees(relation, facts), *others)
        return readings([replace(check, subject=about(whole), doubt=doubt) for check in checks])

    def _trees(self, relation: Relation, facts: Facts) -> Iterator[Check]:
        """One tree of the sentence, with every sign that its changes may have."""
        whole, left_out = relation.whole, self._left_out(relation, facts)
        assert whole
        sides = [signed(claim) if whole.role == Role.DELTA else (term(claim),) for claim in relation.parts]
        rest = dict.fromkeys(((), left_out))
        for left in signed(whole) if whole.role == Role.DELTA else (term(whole),):
            for right, more in product(product(*sides), rest):
                yield Check(
                    (left,),
                    (*right, *more),
                    relation.part,
                    "",
                    about(whole),
                    "=" if relation.exhaustive else ">=",
                    claim=True,
                    right_label=message("stated.sum"),
                )

    def _left_out(self, relation: Relation, facts: Facts) -> tuple[Term, ...]:
        """What the tables print of the whole beyond the subjects listed."""
        named = {claim.subject for claim in relation.parts}
        part = facts.part_by_id[relation.part]
        return tuple(
            number
            for subject, cells in self.rest.items()
            if relation.exhaustive and subject not in named and not any(name.startswith(LINE) for name in named)
            for cell in cells[:1]
            for number in terms(cell, facts, part)
            if all(isinstance(entry, Fact) for entry in number.factors)
        )


class Change(Struct, frozen=True):
    """What a number was, its change and what it is agree. `check: rate`: the percentage is that of the change;
    `amount`: before and change make now; `flat`: what is said to be unchanged is."""

    check: Literal["rate", "amount", "flat"]

    def checks(self, facts: Facts) -> Iterator[Check]:
        near: tuple[tuple[Text, Fact], ...] = ()
        for relation in facts.relations:
            if relation.kind == (RelationKind.FLAT if self.check == "flat" else RelationKind.CHANGE):
                checks = [
                    check
                    for now in _nows(relation)
                    for before in _befores(relation)
                    for check in self._readings(relation, now, before)
                ]
                if checks:
                    yield readings([replace(check, near=near) for check in checks])
            if "rate" in relation.named:
                near = ((message("near.before"), relation.named["rate"].fact),)

    def _readings(self, relation: Relation, now: Claim, before: Claim | None) -> Iterator[Check]:
        delta, rate = (relation.named.get(role) for role in ("delta", "rate"))
        base = Check((), (), relation.part, "", about(now), claim=True)
        if self.check == "flat" and before:
            yield replace(base, left=(term(now),), right=(term(before),))
        elif self.check == "amount" and before and delta:
            for change in signed(delta):
                right = (term(before), change)
                yield replace(base, left=(term(now),), right=right, right_label=message("stated.added"))
        elif self.check == "rate" and rate and (delta or before):
            yield from _rates(base, now, before, delta, rate)
            if before and relation.word:
                yield from _rates(base, now, None, replace(before, sign=rate.sign), rate)


def _nows(relation: Relation) -> tuple[Claim, ...]:
    return (relation.named["now"], *relation.parts)


def _befores(relation: Relation) -> tuple[Claim | None, ...]:
    """What it was: the year's budget, its outturn, where both are given, the last first; None where it is not said."""
    before = [claim for name, claim in relation.named.items() if name.startswith("before")]
    return tuple(reversed(before)) or (None,)


def _rates(base: Check, now: Claim, before: Claim | None, delta: Claim | None, rate: Claim) -> Iterator[Check]:
    """The rate against change over what was before; a fall is stated without a minus."""
    base = replace(base, subject=about(rate), left=(term(rate),), doubt=_mixed(now, delta or before))
    for sign in (Decimal(rate.sign),) if rate.sign else (ONE, -ONE):
        if delta:
            for change in signed(delta):
                was = (term(before),) if before else (term(now), replace(change, weight=-change.weight))
                right = replace(change, weight=sign * change.weight)
                yield replace(base, right=(right,), over=was, right_label=message("stated.rate"))
        elif before:
            right_terms = (term(now, sign), term(before, -sign))
            label = message("stated.difference")
            yield replace(base, right=right_terms, over=(term(before),), right_label=label)


def _mixed(claim: Claim, other: Claim | None) -> Text:
    """Why numbers in different units of money prove nothing about a rate: one of the units is the mistake."""
    return message("stated.mixed") if other and claim.fact.amount.unit != other.fact.amount.unit else ""


class Hundred(Struct, frozen=True):
    """The shares that a sentence gives of every part of one whole are 100 % together; no more where parts may be left
    out."""

    def checks(self, facts: Facts) -> Iterator[Check]:
        for relation in facts.relations:
            if relation.kind == RelationKind.SHARES:
                left = tuple(term(claim) for claim in relation.parts)
                sign = "=" if relation.exhaustive else "<="
                yield Check(left, (Term(HUNDRED, ()),), relation.part, "", about(relation.parts[0]), sign, claim=True)


class Direction(Struct, frozen=True):
    """决算数大于、小于、等于预算数 as the two numbers stand."""

    def checks(self, facts: Facts) -> Iterator[Check]:
        for relation in facts.relations:
            if relation.kind == RelationKind.DIRECTION:
                plans = [relation.named[name] for name in ("plan", "revised") if name in relation.named]
                yield readings([_beside(relation, plan) for plan in plans])


def _beside(relation: Relation, plan: Claim) -> Check:
    """The outturn beside one of the plans."""
    now, sign = relation.named["now"], SIDES.get(relation.word[:1], "=")
    said = message("stated.direction", plan=plan.fact.label, word=relation.word)
    return Check((term(now),), (term(plan),), relation.part, "", about(now), sign, claim=True, right_label=said)
