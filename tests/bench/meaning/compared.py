"""What is said of a filing before and after a change."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgetaudit import audit as auditing
from budgetaudit.amounts import UNITS
from budgetaudit.errors import BudgetAuditError
from budgetaudit.facts import Fact
from budgetaudit.filing import Filing
from budgetaudit.messages import say
from budgetaudit.reporters.summary import flat
from budgetaudit.rulebook import Rulebook
from budgetaudit.text import narrow, unnumbered
from budgetaudit.verdicts import Audit, Finding

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Said:
    """Findings, consequences too, as (severity, rule, part, table, subject, difference); numbers of standard tables as
    (part, table, row, column, value in base units)."""

    findings: Counter[tuple[str, ...]]
    numbers: Counter[tuple[str, ...]]


@dataclass(frozen=True)
class Difference:
    """What one change did to one filing. `failure` says why nothing was said of it afterwards ("" mostly)."""

    filing: str
    change: str
    gone: tuple[tuple[str, ...], ...] = ()
    new: tuple[tuple[str, ...], ...] = ()
    moved: tuple[tuple[str, ...], ...] = ()
    unread: tuple[tuple[str, ...], ...] = ()
    failure: str = ""

    @property
    def none(self) -> bool:
        return not (self.gone or self.new or self.moved or self.failure)


def said(done: Audit) -> Said:
    findings = Counter(
        (one.severity, one.rule, one.part, narrow(one.table), unnumbered(narrow(say(one.subject))), _difference(one))
        for one in flat(done)
    )
    numbers = Counter(
        (*map(narrow, (fact.key.part, fact.key.table, fact.key.row, fact.key.column)), _plain(fact.amount.base))
        for table in done.facts.tables()
        if table.name
        for row in table.rows
        for fact in row.entries
        if isinstance(fact, Fact)
    )
    return Said(findings, numbers)


def _difference(finding: Finding) -> str:
    """The difference in base units, "" where there is none."""
    unit = UNITS.get(finding.left.unit)
    return _plain(Decimal(finding.difference) * unit.scale) if finding.difference and unit else finding.difference


def _plain(value: Decimal) -> str:
    """The same text for 1.0 and 1.00."""
    return f"{value.normalize():f}"


def compared(name: str, change: str, before: Said, filing: Filing, rules: Rulebook) -> Difference:
    """What is said of a changed filing, beside what was said of it before."""
    try:
        after = said(auditing.audit(filing, rules))
    except BudgetAuditError as error:
        return Difference(name, change, failure=str(error))
    except Exception as error:  # a crash is a result here
        return Difference(name, change, failure=f"crash: {type(error).__name__}: {error}")
    old, new = before.findings - after.findings, after.findings - before.findings
    moved = Counter(one[1:] for one in old.elements()) & Counter(one[1:] for one in new.elements())
    return Difference(
        name,
        change,
        _sorted(_without(old, moved)),
        _sorted(_without(new, moved)),
        _sorted(one for one in new if one[1:] in moved),
        _sorted((before.numbers - after.numbers).elements()),
    )


def _without(counted: Counter[tuple[str, ...]], moved: Counter[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The findings that are not the same but for their severity."""
    left = Counter(moved)
    for one in counted.elements():
        if left[one[1:]]:
            left[one[1:]] -= 1
        else:
            yield one


def _sorted(findings: Iterator[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    def rank(one: tuple[str, ...]) -> int:
        return SEVERITIES.index(one[0]) if one[0] in SEVERITIES else len(SEVERITIES)

    return tuple(sorted(findings, key=lambda one: (rank(one), one)))
