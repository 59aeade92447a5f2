"""`repeated`: a number that is stated twice. `consistent`: the department's prose and its units'."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.checks import Check
from budgetaudit.facts import Claim, Facts, RelationKind, Role
from budgetaudit.kinds.stated import about, term
from budgetaudit.messages import message


class Repeated(Struct, frozen=True):
    """A number that a paragraph, or (for `subjects`) the text, states twice is the same both times."""

    subjects: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Check]:
        for relation in facts.relations:
            if relation.kind == RelationKind.REPEAT and relation.whole:
                for other in relation.parts:
                    yield _same(relation.whole, other)
        for subject in self.subjects:
            for part in facts.parts:
                claims = list(facts.claimed(subject, part=part.id))
                yield from (_same(claims[0], other) for other in claims[1:])


def _same(claim: Claim, other: Claim) -> Check:
    return Check((term(claim),), (term(other),), claim.fact.key.part, "", about(claim), claim=True)


class Consistent(Struct, frozen=True):
    """What the department's prose says is what its units' says: the same where there is one unit, else their sum."""

    subjects: tuple[str, ...]
    role: str = Role.AMOUNT

    def checks(self, facts: Facts) -> Iterator[Check]:
        units = [part for part in facts.parts if part.level == "单位"]
        whole = next((part for part in facts.parts if part.level == "部门"), None)
        if not whole or not units:
            return
        for subject in self.subjects:
            whole_claim = next(facts.claimed(subject, self.role, whole.id), None)
            unit_claims = [next(facts.claimed(subject, self.role, unit.id), None) for unit in units]
            stated = [claim for claim in unit_claims if claim]
            if whole_claim and len(stated) == len(units):
                right = tuple(map(term, stated))
                label = message("sum.texts") if len(stated) > 1 else ""
                yield Check(
                    (term(whole_claim),), right, whole.id, "", about(whole_claim), claim=True, right_label=label
                )
