"""Which printed numbers took part in a decided check, and which in none."""

from collections.abc import Iterator, Sequence

from budgetaudit.checks import Check
from budgetaudit.facts import Fact, Facts, Key
from budgetaudit.filing import Place
from budgetaudit.messages import message
from budgetaudit.verdicts import Coverage, Status, UncheckedNumber, Verdict

NumberIdentity = tuple[Key, Place, str]
DECIDED = frozenset({Status.HELD, Status.ROUNDING, Status.BROKEN})


def coverage(facts: Facts, verdicts: Sequence[Verdict]) -> Coverage:
    """Every number of the tables and the prose, by whether a decided check covers it."""
    covered = {spot for verdict in verdicts if verdict.status in DECIDED for spot in _spots(verdict)}
    printed = list(_printed(facts))
    left = tuple(_uncovered(fact) for fact in printed if _spot(fact) not in covered)
    unread = tuple(
        UncheckedNumber(
            f"“{u.passage.text[max(0, u.start - 12) : u.end + 6]}”",
            u.raw,
            u.passage.place,
            u.part,
            message("number.unread", why=u.why),
        )
        for u in facts.unread
    )
    return Coverage(len(printed) + len(unread), len(printed) - len(left), (*left, *unread))


def _spots(verdict: Verdict) -> Iterator[NumberIdentity]:
    check = verdict.check
    if isinstance(check, Check):
        for term in (*check.left, *check.right, *check.over):
            for entry in term.factors:
                if type(entry) is Fact:
                    yield _spot(entry)


def _spot(fact: Fact) -> NumberIdentity:
    """What tells one printing of a number from another."""
    return fact.key, fact.place, fact.raw


def _printed(facts: Facts) -> Iterator[Fact]:
    for table in facts.tables():
        for row in table.rows:
            yield from (entry for entry in row.entries if type(entry) is Fact)
    yield from (claim.fact for claim in facts.claims)


def _uncovered(fact: Fact) -> UncheckedNumber:
    return UncheckedNumber(fact.label, fact.raw, fact.place, fact.key.part, message("number.free"))
