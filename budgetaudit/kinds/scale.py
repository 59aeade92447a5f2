"""`scale`: numbers that stand for the same thing are not whole powers of ten apart."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Term
from budgetaudit.facts import Entry, Fact, Facts, Part
from budgetaudit.kinds.shape import unchecked
from budgetaudit.lookup import terms
from budgetaudit.messages import AND, PartId, chain, message
from budgetaudit.selectors import Expression


class Scale(Struct, frozen=True):
    """In each of `groups` the numbers need not be equal, but none is 100, 1000, 10 000 or 100 million times the
    first one printed: then a unit of measure is wrong."""

    groups: tuple[tuple[Expression, ...], ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            checks = [check for group in self.groups for check in _compared(group, facts, part)]
            if not checks:
                yield unchecked(part.id, "", PartId(part.id), message("scale.few"))
            yield from checks


def _compared(group: tuple[Expression, ...], facts: Facts, part: Part) -> Iterator[Check]:
    printed = [(side, fact) for cell in group if (side := terms(cell, facts, part)) and (fact := _number(side))]
    for side, fact in printed[1:]:
        first, whole = printed[0]
        if whole.key.table != fact.key.table:
            yield Check(first, side, part.id, fact.key.table, chain((whole.label, fact.label), AND), "~")


def _number(side: tuple[Term, ...]) -> Fact | None:
    """The one number of a side, if it is printed and not zero."""
    entries: list[Entry] = [entry for term in side for entry in term.factors]
    only = entries[0] if len(entries) == 1 else None
    return only if isinstance(only, Fact) and only.amount.value != Decimal(0) else None
