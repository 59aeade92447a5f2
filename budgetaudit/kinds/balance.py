"""`identity`: numbers of one sentence whose sums are the same by definition. `one_unit`: a number that the prose prints
twice has one unit of measure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from budgetaudit.amounts import MONEY
from budgetaudit.checks import Check
from budgetaudit.facts import Claim, Facts, Role
from budgetaudit.kinds.stated import about, term
from budgetaudit.messages import message

Named = Mapping[str, list[Claim]]


class Identity(Struct, frozen=True):
    """What a paragraph calls by the subjects of `left` is together what it calls by those of `right`. Each is named
    once there, those of `optional` at most once; none of `unless` is. `words`: only where the printed names end in one
    of these."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    optional: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Check]:
        for named in _by_passage(facts):
            if self._complete(named):
                left, right = ([claim for name in names for claim in named.get(name, ())] for names in self._sides())
                sides = tuple(map(term, left)), tuple(map(term, right))
                label = message("stated.sum") if len(right) > 1 else ""
                part = left[0].fact.key.part
                yield Check(*sides, part, "", about(left[0]), claim=True, right_label=label)

    def _sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.left, self.right

    def _complete(self, named: Named) -> bool:
        """Whether a paragraph names all that the identity is of, and each once."""
        for name in (*self.left, *self.right):
            claims = named.get(name, [])
            if len(claims) > 1 or (not claims and name not in self.optional):
                return False
            if self.words and not all(str(claim.fact.label).endswith(self.words) for claim in claims):
                return False
        return not any(name in named for name in self.unless)


def _by_passage(facts: Facts) -> Iterator[Named]:
    """The amounts of each paragraph by what they are of."""
    passages: dict[int, dict[str, list[Claim]]] = {}
    for claim in facts.claims:
        if claim.role == Role.AMOUNT:
            passages.setdefault(id(claim.passage), {}).setdefault(claim.subject, []).append(claim)
    yield from passages.values()


class OneUnit(Struct, frozen=True):
    """An amount that the prose prints again with the same digits has the same unit of measure."""

    def checks(self, facts: Facts) -> Iterator[Check]:
        seen: dict[tuple[str, str, Decimal], Claim] = {}
        for claim in facts.claims:
            amount = claim.fact.amount
            if claim.role in (Role.AMOUNT, Role.AGAIN) and amount.unit.dimension == MONEY and amount.value:
                first = seen.setdefault((claim.fact.key.part, claim.subject, amount.value), claim)
                if first is not claim:
                    yield Check((term(claim),), (term(first),), claim.fact.key.part, "", about(claim), claim=True)
