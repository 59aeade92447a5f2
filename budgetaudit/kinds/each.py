"""`each`: an amount for each of so many things (per car, per square metre) is at most, or at least, a limit."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from budgetaudit.amounts import UNITS, Amount, plain
from budgetaudit.checks import Check, Observation, Term
from budgetaudit.facts import Entry, Fact, Facts, Key, Missing
from budgetaudit.filing import Place
from budgetaudit.kinds.describe import TIMES, describe, expressed
from budgetaudit.kinds.shape import unchecked
from budgetaudit.lookup import terms
from budgetaudit.messages import chain, message
from budgetaudit.selectors import Expression

YUAN = UNITS["元"]


class Each(Struct, frozen=True):
    """`amount` stands in `relation` to `count` × `limit`, in 元; said only where both are printed."""

    amount: Expression
    count: Expression
    limit: Decimal
    relation: Literal["<=", ">="] = "<="

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            sides = terms(self.amount, facts, part), terms(self.count, facts, part)
            amount, count = ([entry for term in side for entry in term.factors] for side in sides)
            wanting = next((entry for entry in (*amount, *count) if not _printed(entry)), None)
            if wanting is not None or not (amount and count):
                why = wanting.why if isinstance(wanting, Missing) else message("blank.one")
                yield unchecked(part.id, "", expressed(self.amount), why)
                continue
            right = tuple(Term(term.weight, (self._price(part.id), *term.factors)) for term in sides[1])
            name, about = chain((f"{plain(self.limit)}{YUAN.name}", describe(sides[1])), TIMES), describe(sides[0])
            yield Check(sides[0], right, part.id, amount[0].key.table, about, self.relation, right_label=name)

    def _price(self, part: str) -> Fact:
        """The rule's own number, so that a count of things becomes an amount of money."""
        amount = Amount(self.limit, Decimal(0), YUAN)
        return Fact(Key(part, "", "", ""), amount, plain(self.limit), f"{plain(self.limit)}{YUAN.name}", Place())


def _printed(entry: Entry) -> bool:
    return isinstance(entry, Fact) and entry.amount.value != 0
