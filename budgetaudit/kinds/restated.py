"""`restated`, `summed`: a number in the prose is that of the tables."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check, Observation, Term
from budgetaudit.facts import Certainty, Claim, Facts, Missing, Part, Role
from budgetaudit.kinds.added import added_up
from budgetaudit.kinds.describe import describe
from budgetaudit.kinds.elsewhere import Elsewhere
from budgetaudit.kinds.shape import unchecked
from budgetaudit.lookup import terms
from budgetaudit.messages import Text, called, message, series
from budgetaudit.selectors import Expression

ONE = Decimal(1)


class Restated(Struct, frozen=True):
    """For each subject what of the tables its sentence may repeat: the claim is one of these numbers. Each reading is
    a cell, or a list of cells that print one number. Where the first reading is undecided, a difference from
    the others proves nothing; with `first`, where it is decided, the others are not looked at. With `past` (words of
    columns of another year), a claim may also restate any other cell that shares its words."""

    claims: Mapping[str, tuple[tuple[Expression, ...], ...]]
    role: str = Role.AMOUNT
    relation: str = "="
    first: bool = False
    past: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        sums = added_up(facts)
        printed = {part.id: Elsewhere(part, self.past) for part in facts.parts}
        for claim in facts.claims:
            if claim.role == self.role and claim.subject in self.claims:
                part = facts.part_by_id[claim.fact.key.part]
                check = self._check(claim, facts, printed[part.id])
                yield replace(check, sums=sums[part.id]) if isinstance(check, Check) else check

    def _check(self, claim: Claim, facts: Facts, printed: Elsewhere) -> Check | Observation:
        part = printed.part
        groups = [[(cell, terms(cell, facts, part)) for cell in cells] for cells in self.claims[claim.subject]]
        if self.first and any(_has_cells(side) for _, side in groups[0]):
            groups = groups[:1]
        readings = [(cell, side) for group in groups for cell, side in group if _has_cells(side)]
        why = _why(groups[0][0][1])
        if not readings:
            return unchecked(part.id, "", claim.fact.label, why)
        doubt: Text = "" if any(_has_cells(side) for _, side in groups[0]) else why
        if claim.certainty is Certainty.GUESSED:
            doubt = message("restated.guessed", name=claim.fact.label)
        checks = [
            replace(one_reading(claim, side, part, self.relation), doubt=doubt, right_label=_sum_label(cell, side))
            for cell, side in readings
        ]
        stated = together(checks)
        return replace(stated, otherwise=(*stated.otherwise, *self._elsewhere(claim, printed)))

    def _elsewhere(self, claim: Claim, printed: Elsewhere) -> Iterator[Check]:
        """Other cells that share the words of a claim: it may restate them, and contradicts none."""
        for cell in printed.cells(claim) if self.past else ():
            reading = one_reading(claim, (Term(ONE, (cell,)),), printed.part, self.relation)
            yield replace(reading, doubt=message("restated.elsewhere"))


class Summed(Struct, frozen=True):
    """The amounts of `parts`, stated in one paragraph, add up to the number of the tables (readings in `cells`)."""

    parts: tuple[str, ...]
    cells: tuple[Expression, ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            stated = [next(facts.claimed(subject, part=part.id), None) for subject in self.parts]
            claims = [claim for claim in stated if claim]
            if len(claims) == len(self.parts) and len({id(claim.passage) for claim in claims}) == 1:
                yield from self._check(claims, facts, part)

    def _check(self, claims: list[Claim], facts: Facts, part: Part) -> Iterator[Check]:
        left = tuple(Term(ONE, (claim.fact,)) for claim in claims)
        readings = [terms(cell, facts, part) for cell in self.cells]
        names = series(claim.subject for claim in claims)
        label = message("sum.listed", names=names)
        checks = [
            replace(one_reading(claims[0], side, part, "="), left=left, left_label=label, subject=names)
            for side in readings
            if _has_cells(side)
        ]
        if checks:
            yield together(checks)


def _sum_label(cell: Expression, side: tuple[Term, ...]) -> Text:
    """What several numbers together are called."""
    if len(side) == 1:
        return ""
    if len(cell.selectors) > 1:
        return describe(side)
    return message("sum.table", table=called(cell.selectors[0].table), count=len(side))


def _has_cells(side: tuple[Term, ...]) -> bool:
    """Whether a side has a printed or blank cell, and lacks nothing but rows."""
    entries = [entry for term in side for entry in term.factors]
    if any(isinstance(entry, Missing) and not entry.row_only for entry in entries):
        return False
    return any(not isinstance(entry, Missing) for entry in entries)


def _why(side: tuple[Term, ...]) -> Text:
    return next((e.why for term in side for e in term.factors if isinstance(e, Missing)), message("restated.none"))


def one_reading(claim: Claim, right: tuple[Term, ...], part: Part, relation: str) -> Check:
    """The claim against some numbers."""
    first = next(entry for term in right for entry in term.factors)
    label = claim.fact.label
    return Check((Term(ONE, (claim.fact,)),), right, part.id, first.key.table, label, relation, claim=True)


def together(checks: list[Check]) -> Check:
    first, *others = checks
    twins = tuple(entry for other in others for term in other.right for entry in term.factors)
    return replace(first, otherwise=tuple(others), twins=twins)
