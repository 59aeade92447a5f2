"""Numbers of the prose that others add up to: a total of rounded parts carries the rounding of every part."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from budgetaudit.claims.clause import LINE
from budgetaudit.facts import Claim, Fact, Facts, RelationKind, Role

Sums = Mapping[Decimal, tuple[Fact, ...]]
"""A sum in base units → the printed numbers, all above zero, that add up to it."""


def added_up(facts: Facts) -> Mapping[str, Sums]:
    """Part → the sums of its prose: of the lists that leave nothing out, and of each section's lines of the
    classification."""
    sums: dict[str, dict[Decimal, tuple[Fact, ...]]] = {part.id: {} for part in facts.parts}
    lists = [
        relation.parts
        for relation in facts.relations
        if relation.kind == RelationKind.BREAKDOWN and relation.exhaustive
    ]
    for claims in (*lists, *_lines(facts)):
        addends = tuple(claim.fact for claim in claims if claim.role == Role.AMOUNT and claim.fact.amount.value > 0)
        if len(addends) > 1:
            total = sum((fact.amount.base for fact in addends), Decimal(0))
            sums[addends[0].key.part].setdefault(total, addends)
    return sums


def _lines(facts: Facts) -> Iterable[tuple[Claim, ...]]:
    """The lines of the classification that each section names with an amount."""
    sections: dict[tuple[str, int], list[Claim]] = {}
    for claim in facts.claims:
        if claim.role == Role.AMOUNT and claim.subject.startswith(LINE):
            sections.setdefault((claim.fact.key.part, claim.section), []).append(claim)
    return map(tuple, sections.values())
