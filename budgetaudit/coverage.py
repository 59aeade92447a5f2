"""Which printed numbers took part in a decided check, and which in none."""

from collections.abc import Iterable, Iterator, Sequence

from budgetaudit.facts import Fact, Facts
from budgetaudit.filing import Place
from budgetaudit.verdicts import Check, Coverage, Number, Status, Verdict

DECIDED = frozenset({Status.HELD, Status.ROUNDING, Status.BROKEN})


def coverage(facts: Facts, verdicts: Sequence[Verdict]) -> Coverage:
    """Every number of the tables and the prose, by whether a decided check covers it."""
    covered = {spot for verdict in verdicts if verdict.status in DECIDED for spot in _spots(verdict)}
    printed = list(_printed(facts))
    left = tuple(number for spot, number in printed if spot not in covered)
    unread = tuple(
        Number(
            f"“{u.passage.text[max(0, u.start - 12) : u.end + 6]}”",
            u.raw,
            u.passage.place,
            u.part,
            f"未读懂：{u.why}",
        )
        for u in facts.unread
    )
    return Coverage(len(printed) + len(unread), len(printed) - len(left), (*left, *unread))


def _spots(verdict: Verdict) -> Iterator[tuple[str, Place, str]]:
    check = verdict.check
    if not isinstance(check, Check):
        return
    for terms in (check.left, check.right, check.over):
        for term in terms:
            for entry in term.factors:
                if type(entry) is Fact:
                    yield (str(entry.key), entry.place, entry.raw)


def _printed(facts: Facts) -> Iterator[tuple[tuple[str, Place, str], Number]]:
    cells: Iterable[Fact] = (
        entry for table in facts.tables() for row in table.rows for entry in row.entries if type(entry) is Fact
    )
    for fact in (*cells, *(claim.fact for claim in facts.claims)):
        why = "没有规则涉及这个数"
        yield (
            (str(fact.key), fact.place, fact.raw),
            Number(fact.label, fact.raw, fact.place, fact.key.part, why),
        )
