"""`within`: a number in the prose is not absurdly larger than the tables allow. `ordered`: of two numbers one contains
the other."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check, Term
from budgetaudit.facts import Claim, Fact, Facts, Part, Role
from budgetaudit.kinds.describe import describe
from budgetaudit.kinds.restated import one_reading
from budgetaudit.lookup import terms
from budgetaudit.selectors import Expression

ONE = Decimal(1)


class Within(Struct, frozen=True):
    """Amounts of `subjects` are at most `times` the number of the tables: beyond that the unit of measure is wrong."""

    subjects: tuple[str, ...]
    cells: tuple[Expression, ...]
    times: Decimal

    def checks(self, facts: Facts) -> Iterator[Check]:
        for claim in facts.claims:
            if claim.role == Role.AMOUNT and claim.subject in self.subjects:
                part = facts.part_by_id[claim.fact.key.part]
                yield from self._check(claim, facts, part)

    def _check(self, claim: Claim, facts: Facts, part: Part) -> Iterator[Check]:
        for cell in self.cells:
            weighed = [Term(self.times * term.weight, term.factors) for term in terms(cell, facts, part)]
            if all(isinstance(entry, Fact) for term in weighed for entry in term.factors):
                yield replace(one_reading(claim, tuple(weighed), part, "<="), right_label=describe(weighed))
                return


class Ordered(Struct, frozen=True):
    """`subjects` from the least to the greatest: each number in the prose is at most the next."""

    subjects: tuple[str, ...]

    def checks(self, facts: Facts) -> Iterator[Check]:
        for part in facts.parts:
            stated = [next(facts.claimed(subject, part=part.id), None) for subject in self.subjects]
            claims = [claim for claim in stated if claim]
            for less, more in pairwise(claims):
                right = (Term(ONE, (more.fact,)),)
                yield Check((Term(ONE, (less.fact,)),), right, part.id, "", less.fact.label, "<=", claim=True)
