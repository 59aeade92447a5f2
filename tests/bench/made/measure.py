"""What budgetaudit read of a made filing beside what is true, and what it says."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgetaudit.facts import Fact, Facts
from budgetaudit.verdicts import Audit, Finding

from .document import Known
from .filing import Made


@dataclass(frozen=True, eq=False)
class Measured:
    """One filing, audited: all it printed (`printed`), what was read right, missed, wrong; false findings."""

    seed: int
    form: str
    features: tuple[str, ...]
    printed: int
    facts: int
    missed: tuple[Known, ...]
    wrong: tuple[tuple[Known, Decimal], ...]
    counted: int
    checked: int
    findings: tuple[Finding, ...]
    failure: str = ""

    @property
    def right(self) -> bool:
        """Whether nothing false was said and every number read."""
        return not (self.findings or self.failure or self.missed or self.wrong)


def fen(fact: Fact, money: bool) -> Decimal:
    """A fact's amount in fen, or its count."""
    return fact.amount.base * 100 if money else fact.amount.value


def read(facts: Facts) -> dict[tuple[str, str, str], list[Fact]]:
    """(table, row, column) → facts; the numbers that tell repeated keys apart are left off."""
    found: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for table in facts.tables():
        for row in table.rows:
            for entry in row.entries:
                if isinstance(entry, Fact):
                    column = squeezed(entry.key.column.partition("#")[0])
                    for name in {row.key.partition("#")[0], row.name, row.code}:
                        found[table.name, squeezed(name), column].append(entry)
    return found


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("（", "(").replace("）", ")").replace("“", "").replace("”", "")


def compared(made: Made, facts: Facts) -> tuple[tuple[Known, ...], tuple[tuple[Known, Decimal], ...]]:
    """(numbers of tables that were not read under their names, those that were read with another amount)."""
    found = read(facts)
    missed, wrong = [], []
    for one in made.facts:
        entries = [entry for entry in candidates(found, one)]
        if not entries:
            missed.append(one)
        elif all(fen(entry, one.money) != one.value for entry in entries):
            wrong.append((one, fen(entries[0], one.money)))
    return tuple(missed), tuple(wrong)


def candidates(found: dict[tuple[str, str, str], list[Fact]], one: Known) -> Iterator[Fact]:
    for row in {squeezed(one.row), squeezed(one.name)}:
        yield from found.get((one.table, row, squeezed(one.column)), ())


def measured(made: Made, form: str, audit: Audit, findings: tuple[Finding, ...]) -> Measured:
    missed, wrong = compared(made, audit.facts)
    return Measured(
        made.seed,
        form,
        made.draw.drawn,
        made.printed,
        len(made.facts),
        missed,
        wrong,
        audit.coverage.numbers,
        audit.coverage.checked,
        findings,
    )


def failed(made: Made, form: str, why: str) -> Measured:
    return Measured(made.seed, form, made.draw.drawn, made.printed, len(made.facts), made.facts, (), 0, 0, (), why)
