"""`phrased`: how a sentence states a change: with a direction, a unit, an amount, and 持平 for none."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import PURE
from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Claim, Facts, Relation, RelationKind, Role
from budgetaudit.kinds.reading import NARRATIVE
from budgetaudit.messages import message
from budgetaudit.text import squeeze

CLAUSE_ENDS = "，,；;。：:"
MOVES = (Role.DELTA, Role.RATE, Role.CHANGE)
SAYS = {
    "direction": "phrased.direction",
    "unit": "phrased.unit",
    "zero": "phrased.zero",
    "from_zero": "phrased.from_zero",
    "of_zero": "phrased.of_zero",
    "amount": "phrased.amount",
}


class Phrased(Struct, frozen=True):
    """`ask`: `direction` (not 增减), `unit` (not 增长13.95。), `zero` (not 增加0万元), `from_zero` (no percentage of
    nothing), `amount` (较上年减少 says by how much). `subjects`: only of these."""

    ask: Literal["direction", "unit", "zero", "from_zero", "of_zero", "amount"]
    subjects: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            asked = [claim for claim in self._asked(facts) if claim.fact.key.part == part.id]
            faults = [claim for claim in asked if self._fault(claim)]
            if not faults and asked:
                yield Observation(True, part.id, "", NARRATIVE, "", ())
            for claim in faults:
                yield self._observe(claim)

    def _asked(self, facts: Facts) -> Iterator[Claim]:
        """The claims the question is about."""
        if self.ask == "from_zero":
            changes = (r for r in facts.relations if r.kind == RelationKind.CHANGE and "rate" in r.named)
            yield from (_rate(r) for r in changes if {"before", "delta"} & set(r.named))
        elif self.ask == "of_zero":
            done = (relation.named for relation in facts.relations if relation.kind == RelationKind.COMPLETION)
            yield from (_of_plan(named["rate"], named["plan"]) for named in done)
        elif self.ask == "amount":
            silent = (_turned(r, r.whole) for r in facts.relations if r.kind == RelationKind.SILENT and r.whole)
            moved = (claim for claim in facts.claims if claim.role in MOVES)
            yield from (claim for claim in (*silent, *moved) if self._wanted(claim))
        else:
            roles = (Role.DELTA,) if self.ask == "zero" else (*MOVES, Role.SHARE)
            yield from (claim for claim in facts.claims if claim.role in roles)

    def _wanted(self, claim: Claim) -> bool:
        return not self.subjects or claim.subject in self.subjects

    def _fault(self, claim: Claim) -> bool:
        amount = claim.fact.amount
        if self.ask == "direction":
            return claim.sign == 0
        if self.ask == "unit":
            return amount.unit.dimension == PURE or claim.role == Role.CHANGE
        if self.ask == "zero":
            return not amount.value
        return claim.role in (Role.SILENT, Role.OF_NOTHING)

    def _observe(self, claim: Claim) -> Observation:
        words = claim.fact.raw if claim.role == Role.SILENT else _clause(claim)
        says = message(SAYS[self.ask], label=claim.fact.label, words=words)
        spot = Spot(claim.fact.label, words, claim.passage.place, claim.fact.key.part)
        return Observation(False, claim.fact.key.part, "", claim.fact.label, says, (spot,), words)


def _of_plan(rate: Claim, plan: Claim) -> Claim:
    """A rate of completion; its role is "of nothing" where the plan is zero."""
    return rate if plan.fact.amount.value else replace(rate, role=Role.OF_NOTHING)


def _turned(relation: Relation, claim: Claim) -> Claim:
    """The claim that is said to have changed, with the words that say so."""
    return replace(claim, role=Role.SILENT, fact=replace(claim.fact, raw=relation.word))


def _clause(claim: Claim) -> str:
    """The clause a number stands in."""
    text = claim.passage.text
    begins = 1 + max(text.rfind(mark, 0, claim.start) for mark in CLAUSE_ENDS)
    return squeeze(text[begins : claim.end])


def _rate(relation: Relation) -> Claim:
    """The percentage of a change; its role is "of nothing" where the number before was zero."""
    rate, before, delta = (relation.named.get(role) for role in ("rate", "before", "delta"))
    assert rate
    if before:
        return rate if before.fact.amount.value else replace(rate, role=Role.OF_NOTHING)
    grown = delta and delta.sign > 0 and delta.fact.amount.base == relation.named["now"].fact.amount.base
    return replace(rate, role=Role.OF_NOTHING) if grown else rate
