"""`within`: a number in the prose is not absurdly larger than the tables allow. `ordered`: of two numbers one contains
the other. `projects`: a project that the prose names has the amount of the table."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check, Term
from budgetaudit.claims.state import FREE
from budgetaudit.facts import Claim, Fact, Facts, Part, Role
from budgetaudit.kinds.describe import describe
from budgetaudit.kinds.reading import without
from budgetaudit.kinds.restated import one_reading
from budgetaudit.lookup import terms
from budgetaudit.messages import keyed
from budgetaudit.rulebook import ColumnName, TableName
from budgetaudit.selectors import Expression
from budgetaudit.text import regex

ONE = Decimal(1)
NUMBER = regex(r"^[\d、.()，:]*")


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


class Projects(Struct, frozen=True):
    """The amount of a thing that the prose calls as a row of `tables` is called is that of the row. Names are compared
    without year and without the words of `tails` at their end; a name that several rows have, proves nothing; nor do
    words that end in one of `but`."""

    tables: tuple[TableName, ...]
    columns: tuple[ColumnName, ...]
    but: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Check]:
        for part in facts.parts:
            rows = self._rows(part)
            for claim in facts.claims:
                if claim.role == Role.AMOUNT and claim.fact.key.part == part.id and claim.subject.startswith(FREE):
                    name = keyed(claim.fact.label)
                    entries = rows.get(project_name(name, self.tails), [])
                    if len(entries) == 1 and not name.endswith(self.but):
                        yield one_reading(claim, (Term(ONE, (entries[0],)),), part, "=")

    def _rows(self, part: Part) -> dict[str, list[Fact]]:
        amounts: dict[str, list[Fact]] = {}
        for table in part.tables:
            for row in table.rows if table.name in self.tables else ():
                entries = (table.find(row.key, column) for column in self.columns)
                entry = next((entry for entry in entries if isinstance(entry, Fact)), None)
                name = project_name(row.name, self.tails)
                if entry and len(name) >= 4:
                    amounts.setdefault(name, []).append(entry)
        return amounts


def project_name(name: str, tails: tuple[str, ...]) -> str:
    """A project's name as compared: without number, year and the words that it may end with."""
    return NUMBER.sub("", without(name, tails), count=1)
