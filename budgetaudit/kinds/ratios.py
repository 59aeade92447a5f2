"""`ratio`: a printed share or rate of completion is what its two numbers give."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from budgetaudit.checks import Check, Ground, Term
from budgetaudit.facts import Certainty, Claim, Fact, Facts, Part, Relation, RelationKind, RowKind
from budgetaudit.kinds.stated import LISTED, about, readings, term
from budgetaudit.lookup import terms
from budgetaudit.messages import Text, message
from budgetaudit.selectors import Expression

ONE, HUNDRED = Decimal(1), Decimal(100)
SMALL = 12
"""A table of so few rows may be divided in any of them."""

Whole = tuple[tuple[Term, ...], Text]
"""What a share may be of, and why a difference would prove nothing."""


class StatedRatio(Struct, frozen=True):
    """A percentage is what its two numbers give: `of: share`, the part of a whole; `of: completion`, done of planned,
    where that is zero of the revised plan.
    `adjusted`: the last digit may have been moved by one so that shares add up to 100. `wholes` are the numbers of the
    tables that a whole may be which a sentence names."""

    of: Literal["share", "completion"]
    adjusted: bool = False
    wholes: Mapping[str, tuple[Expression, ...]] = field(default_factory=dict)

    def checks(self, facts: Facts) -> Iterator[Check]:
        for relation in facts.relations:
            if relation.kind == self.of:
                yield from self._share(relation, facts) if self.of == "share" else (self._completion(relation),)

    def _share(self, relation: Relation, facts: Facts) -> Iterator[Check]:
        near = tuple(_totals(facts, relation.part))
        rate, part = relation.whole, relation.named["part"]
        assert rate
        total = tuple(term(claim) for name, claim in relation.named.items() if name.startswith("sum"))
        here = facts.part_by_id[relation.part]
        printed: list[Whole] = [(cell, "") for cell in self._printed(relation.word, facts, here)]
        stated: list[Whole] = [((term(claim),), _annexed(rate, claim, here)) for claim in relation.parts]
        stated += [(total, "")] if total else []
        far = _far(relation)
        wholes = [*printed, *stated] if far else [*stated, *printed]
        base = Check(
            (), (term(part),), relation.part, "", about(rate), claim=True, near=near, grounds=() if printed else far
        )
        last = rate.fact.amount.quantum
        shifts = ((), (Term(last, ()),), (Term(-last, ()),)) if self.adjusted else ((),)
        if relation.certainty is Certainty.GUESSED:
            wholes = [(over, LISTED) for over, _ in wholes]
        lefts = [(term(rate), *shift) for shift in shifts]
        pairs = [replace(base, left=left, over=over, doubt=doubt) for left in lefts for over, doubt in wholes]
        if pairs:
            yield readings(pairs)

    def _printed(self, whole: str, facts: Facts, part: Part) -> list[tuple[Term, ...]]:
        """What the tables print of a whole."""
        return _filled(self.wholes.get(whole, ()), facts, part)

    def _completion(self, relation: Relation) -> Check:
        rate, now, plan = (relation.named[role] for role in ("rate", "now", "plan"))
        of = plan if plan.fact.amount.value else relation.named.get("revised", plan)
        return Check((term(rate),), (term(now),), relation.part, "", about(rate), over=(term(of),), claim=True)


def _filled(cells: Iterable[Expression], facts: Facts, part: Part) -> list[tuple[Term, ...]]:
    """Those of some cells that are filled in."""
    named = [terms(cell, facts, part) for cell in cells]
    return [cell for cell in named if all(isinstance(entry, Fact) for term in cell for entry in term.factors)]


def _annexed(rate: Claim, whole: Claim, part: Part) -> Text:
    """Why a whole that only a later section names proves nothing, where the section is none that filings have: a report
    that is annexed has totals of its own."""
    section = part.sections[whole.section] if whole.section < len(part.sections) else None
    annexed = section is not None and whole.section > rate.section and not section.name
    return message("stated.elsewhere") if annexed else ""


def _far(relation: Relation) -> tuple[Ground, ...]:
    """Which number the whole of a share is, is a guess where none stands in its section and no other share tells."""
    rate = relation.whole
    claims = [claim for name, claim in relation.named.items() if name.startswith("sum")] + list(relation.parts)
    if rate is None or not claims or relation.exhaustive or any(claim.section == rate.section for claim in claims):
        return ()
    return (
        Ground(
            message("ground.whole", name=claims[0].fact.label, raw=claims[0].fact.raw), Certainty.GUESSED, question=True
        ),
    )


def _totals(facts: Facts, part: str) -> Iterator[tuple[Text, Fact]]:
    """Totals that a share may by mistake be of: those that sentences divide, and those of tables."""
    for relation in facts.relations:
        if relation.kind == RelationKind.BREAKDOWN and relation.part == part and relation.whole:
            yield message("near.prose"), relation.whole.fact
    for table in facts.tables(part=part):
        for row in table.rows:
            if row.kind is RowKind.TOTAL or len(table.rows) <= SMALL:
                yield from ((message("near.table"), entry) for entry in row.entries[:1] if isinstance(entry, Fact))
