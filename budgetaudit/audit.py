"""The straight line: filing → facts → checks → verdicts → findings → audit."""

from collections import Counter
from collections.abc import Sequence
from time import perf_counter

from budgetaudit.claims import read_claims
from budgetaudit.coverage import coverage
from budgetaudit.decide import decide
from budgetaudit.diagnose import diagnose
from budgetaudit.facts import Facts
from budgetaudit.filing import Filing
from budgetaudit.notices import notices
from budgetaudit.recognise import recognise, refuse_blank
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Audit, Status, Unchecked, Verdict


def audit(filing: Filing, rulebook: Rulebook) -> Audit:
    """Everything there is to say about one filing. Raises FilingError where it is no budget or final account."""
    start = perf_counter()
    facts = read_claims(recognise(filing, rulebook), rulebook)
    refuse_blank(facts)
    verdicts = tuple(verdict for rule in rulebook.rules if rule.severity != "off" for verdict in decide(rule, facts))
    return _concluded(facts, verdicts, len(rulebook.rules), start)


def _concluded(facts: Facts, verdicts: Sequence[Verdict], rules: int, start: float) -> Audit:
    counts = Counter(verdict.status for verdict in verdicts)
    covered = coverage(facts, verdicts)
    return Audit(
        facts=facts,
        counts={status: counts[status] for status in Status},
        findings=diagnose(verdicts, facts),
        unchecked=tuple(_unchecked(v) for v in verdicts if v.status is Status.UNCHECKED),
        rounding=tuple(v for v in verdicts if v.status is Status.ROUNDING),
        coverage=covered,
        notices=notices(facts, covered),
        rules_tried=rules,
        seconds=perf_counter() - start,
    )


def _unchecked(verdict: Verdict) -> Unchecked:
    check = verdict.check
    if check is None:
        return Unchecked(verdict.rule.id, verdict.rule.title, "", "", verdict.why)
    return Unchecked(verdict.rule.id, verdict.rule.title, check.part, check.subject, verdict.why)
