"""Root causes: which finding follows from which.

An empty table is the cause of what compares with it. One number whose single change would mend several broken checks
is their common cause (the smallest sets of Fellegi and Holt 1976, of size one); a number that held checks confirm is
not suspected.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import astuple

from budgetaudit.checks import Check, Observation
from budgetaudit.diagnose.sides import entries
from budgetaudit.facts import Fact, Key
from budgetaudit.filing import Place
from budgetaudit.messages import Text
from budgetaudit.verdicts import Finding, Status, Verdict

NumberAt = tuple[Key, Place]


class Case(Struct, frozen=True):
    """A broken verdict and its finding."""

    verdict: Verdict
    finding: Finding

    @property
    def numbers(self) -> tuple[object, ...]:
        """The check's printed numbers and their difference, equal for two rules on the same numbers; () if none."""
        check = self.verdict.check
        if not isinstance(check, Check):
            return ()
        spots = sorted((str(e.key), astuple(e.place)) for e in entries(check) if isinstance(e, Fact))
        return (tuple(spots), abs(self.verdict.difference or 0), bool(check.over))

    @property
    def twin_key(self) -> tuple[object, ...]:
        """Equal for the same discrepancy in another part: rule, table, subject, difference and printed texts."""
        check, finding = self.verdict.check, self.finding
        raws: tuple[Text, ...] = ()
        if isinstance(check, Check):
            raws = tuple(e.raw for e in entries(check) if isinstance(e, Fact))
        elif isinstance(check, Observation):
            raws = (check.stated, check.expected, *(s.raw for s in check.spots))
        return (finding.rule, finding.table, finding.subject, finding.difference, raws)


def causes(cases: Sequence[Case], verdicts: Sequence[Verdict], given: Sequence[int]) -> list[int]:
    """For every case the index of the case it follows from, -1 for a root. `given` are the indices found before."""
    parents = list(given)
    _from_empty_tables(cases, parents)
    _from_one_place(cases, parents)
    _from_one_row(cases, parents)
    _from_one_table(cases, parents)
    _from_one_number(cases, verdicts, parents)
    return parents


def _from_empty_tables(cases: Sequence[Case], parents: list[int]) -> None:
    """An unannounced empty table comes first; findings on the same table of that part, or comparing with it, follow."""
    for root, case in enumerate(cases):
        if case.verdict.rule.kind_name != "noted" or not case.finding.table:
            continue
        key = (case.finding.part, case.finding.table)
        for index, other in enumerate(cases):
            if index != root and parents[index] < 0 and parents[root] < 0 and _touches(other, key):
                parents[index] = root


def _touches(case: Case, key: tuple[str, str]) -> bool:
    part, table = key
    check = case.verdict.check
    if isinstance(check, Check):
        return any(e.key.part == part and e.key.table == table for e in entries(check))
    same = case.finding.table == table and case.verdict.rule.kind_name in ("consolidate", "present", "noted")
    return same and (
        case.finding.part == part or any(s.part == part for s in case.finding.left.items) or case.finding.part == "部门"
    )


def _from_one_place(cases: Sequence[Case], parents: list[int]) -> None:
    """Two rules that say of one passage that it states the same thing wrongly are one finding."""
    firsts: dict[tuple[object, ...], int] = {}
    for index, case in enumerate(cases):
        check = case.verdict.check
        if isinstance(check, Observation) and check.spots and check.stated and not check.table and parents[index] < 0:
            first = firsts.setdefault((check.part, check.spots[0].place, check.stated), index)
            if first != index and index not in parents:
                parents[index] = first


def _from_one_row(cases: Sequence[Case], parents: list[int]) -> None:
    """A row that breaks a rule in several columns is one finding; so is the same gap in the same row of two tables."""
    firsts: dict[tuple[object, ...], int] = {}
    for index, case in enumerate(cases):
        row = _row(case)
        if row is None or parents[index] >= 0 or index in parents:
            continue
        names = ((row.part, row.table, row.row), (row.part, row.row, case.verdict.difference))
        first = [firsts[case.finding.rule, *name] for name in names if (case.finding.rule, *name) in firsts]
        if first:
            parents[index] = first[0]
        for name in names:
            firsts.setdefault((case.finding.rule, *name), first[0] if first else index)


MANY = 5
"""From so many rows of one table on, breaks of one rule are one finding: a column has slipped, not every cell."""


def _from_one_table(cases: Sequence[Case], parents: list[int]) -> None:
    """A rule that many rows of a table break alike is one finding, headed by the first of them."""
    broken: dict[tuple[str, str, str], list[int]] = {}
    for index, case in enumerate(cases):
        if parents[index] < 0 and (row := _row(case)) is not None:
            broken.setdefault((case.finding.rule, row.part, row.table), []).append(index)
    for members in broken.values():
        if len(members) >= MANY:
            for index in members[1:]:
                parents[index] = members[0]


def _row(case: Case) -> Key | None:
    """The row of a table whose stated number a linear check is about."""
    check = case.verdict.check
    if not isinstance(check, Check) or check.claim or len(check.left) != 1 or len(check.left[0].factors) != 1:
        return None
    key = check.left[0].factors[0].key
    return key if len(check.right) > 1 or check.right_label else None


def _from_one_number(cases: Sequence[Case], verdicts: Sequence[Verdict], parents: list[int]) -> None:
    suspects: dict[NumberAt, list[int]] = {}
    for index, case in enumerate(cases):
        check = case.verdict.check
        if parents[index] >= 0 or not isinstance(check, Check) or check.relation != "=":
            continue
        for spot, _ in _weights(check).items():
            suspects.setdefault(spot, []).append(index)
    shared = {spot: members for spot, members in suspects.items() if len(members) > 1}
    confirmed = _confirmed(verdicts, shared)
    ranked = sorted(shared.items(), key=lambda item: (-len(item[1]), _shown(item[0])))
    for spot, members in ranked:
        free = [i for i in members if parents[i] < 0 and not any(p == i for p in parents)]
        if len(free) < 2 or spot in confirmed or len({_wanted(cases[i], spot) for i in free}) != 1:
            continue
        root = min(free, key=lambda i: ("error", "warning", "info").index(cases[i].finding.severity))
        for index in free:
            if index != root:
                parents[index] = root


def _shown(spot: NumberAt) -> tuple[str, tuple[object, ...]]:
    """The key by which suspected numbers are sorted: their logical name, then their place."""
    return str(spot[0]), astuple(spot[1])


def _confirmed(verdicts: Sequence[Verdict], suspects: Mapping[NumberAt, object]) -> set[NumberAt]:
    """The suspected numbers that take part in a held check of more than zero."""
    confirmed: set[NumberAt] = set()
    keys = {key for key, _ in suspects}
    for verdict in verdicts:
        if verdict.status is Status.HELD and isinstance(verdict.check, Check) and verdict.stated:
            facts = [entry for entry in entries(verdict.check) if type(entry) is Fact and entry.key in keys]
            confirmed |= {(fact.key, fact.place) for fact in facts} & suspects.keys()
    return confirmed


def _weights(check: Check) -> dict[NumberAt, Decimal]:
    """Each number's weight in left − right, for linear checks; {} otherwise."""
    if check.over or any(len(term.factors) > 1 for term in (*check.left, *check.right)):
        return {}
    weights: dict[NumberAt, Decimal] = {}
    for terms, sign in ((check.left, 1), (check.right, -1)):
        for term in terms:
            for entry in term.factors:
                if isinstance(entry, Fact):
                    spot = (entry.key, entry.place)
                    weights[spot] = weights.get(spot, Decimal(0)) + sign * term.weight
    return weights


def _wanted(case: Case, spot: NumberAt) -> Decimal | None:
    """By how much the number would have to change to mend this case."""
    check = case.verdict.check
    if not isinstance(check, Check) or case.verdict.difference is None:
        return None
    weight = _weights(check).get(spot)
    return -case.verdict.difference / weight if weight else None
