"""How sure the reading is that a finding rests on (DESIGN §11), and what becomes of one that nothing else confirms.

Filings are redundant. Which rows make up a total is inferred from the layout; where the same rule holds elsewhere
in tables of that name, one of the numbers closes another sum, the whole difference is a number of the table (其中
added again), or another rule breaks by the very same amount, that reading is confirmed. Where nothing closes, the
table may as well have been misread: then a break is a question about the table, no error.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Certainty, Check, Ground
from budgetaudit.diagnose.explain import near
from budgetaudit.diagnose.group import Case, NumberAt
from budgetaudit.diagnose.sides import entries
from budgetaudit.facts import Fact
from budgetaudit.messages import message
from budgetaudit.verdicts import Finding, Status, Verdict

HOLDS = (Status.HELD, Status.ROUNDING)
SURE = (Certainty.STATED, Certainty.CONFIRMED)

RuleOnTable = tuple[str, str, str]
"""Rule, part and table, all tables of one name together."""


class Evidence(Struct, frozen=True):
    """How many held equations each suspected number takes part in, how often each broken rule holds in a table, and by
    which rules' breaks the same difference (in base units) comes out in a part."""

    numbers: Counter[NumberAt]
    rules: Counter[RuleOnTable]
    gaps: Mapping[tuple[str, Decimal], frozenset[str]]


def weighed(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> list[Case]:
    """The cases with what their findings rest on; an error whose reading is not sure is a warning that says so."""
    evidence = _evidence(cases, verdicts)
    return [replace(case, finding=_graded(case, evidence)) for case in cases]


def _evidence(cases: Sequence[Case], verdicts: Iterable[Verdict]) -> Evidence:
    suspects = {number for case in cases for number in _numbers(case.verdict)}
    rules = {_where(case.verdict) for case in cases}
    gaps: dict[tuple[str, Decimal], frozenset[str]] = {}
    for case in cases:
        if gap := _gap(case.verdict):
            gaps[gap] = gaps.get(gap, frozenset()) | {case.verdict.rule.id}
    evidence = Evidence(Counter(), Counter(), gaps)
    for verdict in verdicts:
        if verdict.status in HOLDS and verdict.stated and isinstance(verdict.check, Check):
            if verdict.check.relation == "=":
                evidence.numbers.update(suspects.intersection(_numbers(verdict)))
            if (where := _where(verdict)) in rules:
                evidence.rules[where] += 1
    return evidence


def _gap(verdict: Verdict) -> tuple[str, Decimal] | None:
    """The part and the size of a difference; None where there is none."""
    return (verdict.check.part, abs(verdict.difference)) if verdict.check and verdict.difference else None


def _numbers(verdict: Verdict) -> list[NumberAt]:
    check = verdict.check
    printed = entries(check) if isinstance(check, Check) else ()
    return [(entry.key, entry.place) for entry in printed if isinstance(entry, Fact)]


def _where(verdict: Verdict) -> RuleOnTable:
    check = verdict.check
    return (verdict.rule.id, check.part, check.table.partition("#")[0]) if check else (verdict.rule.id, "", "")


def _graded(case: Case, evidence: Evidence) -> Finding:
    grounds = tuple(_grounds(case.verdict, evidence))
    finding = replace(case.finding, grounds=grounds)
    if finding.severity != "error" or finding.certainty in SURE:
        return finding
    why = message("unsure.why", why=finding.explanation) if finding.explanation else ""
    given = next((ground for ground in grounds if ground.certainty is finding.certainty and ground.question), None)
    asked = message("unsure.claim", step=given.step, why=why) if given else message("unsure", why=why)
    return replace(finding, severity="warning", explanation=asked)


def _grounds(verdict: Verdict, evidence: Evidence) -> Iterator[Ground]:
    check = verdict.check
    if not isinstance(check, Check):
        return
    elsewhere = evidence.rules[_where(verdict)]
    yield from (_confirmed(ground) if elsewhere else ground for ground in check.grounds)
    if getattr(verdict.rule.kind, "inferred", False):
        numbers = _numbers(verdict)
        confirmed = sum(number in evidence.numbers for number in numbers)
        alike = evidence.gaps.get(_gap(verdict) or ("", Decimal(0)), frozenset())
        sure = confirmed or elsewhere or len(alike) > 1 or near(verdict, check)
        step = message("ground.rows", confirmed=confirmed, numbers=len(numbers), elsewhere=elsewhere)
        yield Ground(step, Certainty.CONFIRMED if sure else Certainty.GUESSED)


def _confirmed(ground: Ground) -> Ground:
    """A usual reading, where the same rule holds elsewhere when it is read so."""
    return replace(ground, certainty=Certainty.CONFIRMED) if ground.certainty is Certainty.USUAL else ground


__all__ = ["weighed"]
