"""A wrong unit of measure: all that compares with a table is broken, and holds once the table is scaled."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import MONEY, Unit, plain
from budgetaudit.checks import Check, Term
from budgetaudit.decide import decided, factor
from budgetaudit.diagnose.group import Case
from budgetaudit.diagnose.sides import entries
from budgetaudit.facts import Entry, Fact
from budgetaudit.messages import PartId, called, message
from budgetaudit.verdicts import Status, Verdict

FEWEST = 2
PROSE = "文字"
HOLDS = (Status.HELD, Status.ROUNDING)
SEVERITIES = ("error", "warning", "info")
Name = tuple[str, str]
"""Part and table."""


class Slip(Struct, frozen=True):
    """A table, the factor that mends it, and the cases that it mends."""

    table: Name
    factor: Decimal
    mended: tuple[int, ...]


def unit_slips(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> tuple[list[Case], list[int]]:
    """The cases, of which those that one wrong unit explains follow from one; -1 for all others."""
    explained, parents = list(cases), [-1] * len(cases)
    confirmed = Confirmed(verdicts)
    free = {i for i, case in enumerate(cases) if isinstance(case.verdict.check, Check) and not case.verdict.check.over}
    while (slip := _worst(cases, free, confirmed)) is not None:
        root = min(slip.mended, key=lambda i: _rank(cases[i]))
        for index in slip.mended:
            parents[index] = root if index != root else -1
        explained[root] = _explained(explained[root], slip)
        free -= set(slip.mended)
    return explained, parents


class Confirmed:
    """How many held checks compare each table with another of its part, counted at the first use of `times`."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self.verdicts = verdicts

    @cached_property
    def times(self) -> Counter[Name]:
        agreed: Counter[Name] = Counter()
        for verdict in self.verdicts:
            check = verdict.check
            if verdict.status in HOLDS and isinstance(check, Check) and check.relation == "=" and verdict.stated:
                names = {_name(entry) for entry in entries(check) if _money(entry)}
                agreed.update(names if len(names) > 1 and len({part for part, _ in names}) == 1 else ())
        return agreed


def _worst(cases: Sequence[Case], free: set[int], confirmed: Confirmed) -> Slip | None:
    """The table whose scaling mends most, and undoes least."""
    slips = [
        Slip(name, times, tuple(i for i in sorted(free) if _mends(cases[i], name, times)))
        for name, times in dict.fromkeys(suspect for i in sorted(free) for suspect in _suspects(cases[i]))
    ]
    enough = [slip for slip in slips if len(slip.mended) >= FEWEST]
    return max(enough, key=lambda slip: len(slip.mended) - confirmed.times[slip.table], default=None)


def _suspects(case: Case) -> list[tuple[Name, Decimal]]:
    """The tables of an equation whose sides are a power of ten apart, each with what would mend it."""
    check = case.verdict.check
    if not isinstance(check, Check) or check.relation not in ("=", "~"):
        return []
    times = factor(check)
    if times is None:
        return []
    left, right = (
        {_name(e) for term in side for e in term.factors if _money(e) and e.key.table != PROSE}
        for side in (check.left, check.right)
    )
    return [*((name, times) for name in sorted(left - right)), *((name, 1 / times) for name in sorted(right - left))]


def _mends(case: Case, name: Name, times: Decimal) -> bool:
    check = case.verdict.check
    if not isinstance(check, Check) or not any(_name(entry) == name for entry in entries(check)):
        return False
    scaled = replace(
        check, left=_scaled(check.left, name, times), right=_scaled(check.right, name, times), otherwise=()
    )
    return decided(case.verdict.rule, scaled).status in HOLDS


def _scaled(terms: tuple[Term, ...], name: Name, times: Decimal) -> tuple[Term, ...]:
    return tuple(Term(term.weight, tuple(_entry(entry, name, times) for entry in term.factors)) for term in terms)


def _entry(entry: Entry, name: Name, times: Decimal) -> Entry:
    if not isinstance(entry, Fact) or not _money(entry) or _name(entry) != name:
        return entry
    unit = entry.amount.unit
    return replace(entry, amount=entry.amount.with_unit(Unit(unit.name, unit.scale * times, MONEY)))


def _money(entry: Entry) -> bool:
    return isinstance(entry, Fact) and entry.amount.unit.dimension == MONEY


def _name(entry: Entry) -> Name:
    return entry.key.part, entry.key.table


def _rank(case: Case) -> tuple[int, bool]:
    return SEVERITIES.index(case.finding.severity), case.verdict.rule.kind_name != "scale"


def _explained(case: Case, slip: Slip) -> Case:
    part, table = slip.table
    more = slip.factor > 1
    text = message(
        "slip.times" if more else "slip.divided",
        part=PartId(part),
        table=called(table),
        factor=plain(slip.factor if more else 1 / slip.factor),
        count=len(slip.mended),
    )
    return replace(case, finding=replace(case.finding, explanation=text))
