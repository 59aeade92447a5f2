"""Broken verdicts → findings grouped by root cause.

One discrepancy is one finding: the same rule broken alike in a unit's copy is noted under `also`; checks that one
wrong number explains together, and what an empty table makes impossible, follow their cause as consequences.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from budgetaudit.checks import Spot
from budgetaudit.diagnose.certainty import weighed
from budgetaudit.diagnose.explain import explain
from budgetaudit.diagnose.gaps import gaps
from budgetaudit.diagnose.group import Case, causes
from budgetaudit.diagnose.lastdigit import last_digits
from budgetaudit.diagnose.misread import misread
from budgetaudit.diagnose.shifted import shifted
from budgetaudit.diagnose.sides import finding
from budgetaudit.diagnose.slip import unit_slips
from budgetaudit.facts import Facts
from budgetaudit.verdicts import Finding, Status, Verdict

SEVERITIES = ("error", "warning", "info")


def diagnose(verdicts: Sequence[Verdict], facts: Facts) -> tuple[Finding, ...]:
    """The findings of a filing: roots in part order, worst first, each with its consequences."""
    broken = [v for v in verdicts if v.status is Status.BROKEN and v.rule.severity != "off"]
    cases = _merged([Case(verdict, _single(verdict, facts)) for verdict in broken])
    explained, parents = gaps(*last_digits(*unit_slips(cases, verdicts)), verdicts, facts)
    explained, parents = misread(explained, parents, verdicts)
    roots = _attached(weighed(explained, verdicts), causes(explained, verdicts, parents))
    order = {part.id: i for i, part in enumerate(facts.parts)}
    return tuple(sorted(roots, key=lambda f: (order.get(f.part, -1), _rank(f))))


def _single(verdict: Verdict, facts: Facts) -> Finding:
    """A broken verdict as a finding by itself, with the likeliest explanation."""
    alone = finding(verdict, explain(verdict))
    return alone if alone.explanation else replace(alone, explanation=shifted(verdict, facts))


def _rank(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)


def _merged(cases: Sequence[Case]) -> list[Case]:
    """The same discrepancy once: twins in other parts become `also`, other rules on the same numbers are dropped."""
    kept: dict[tuple[object, ...], int] = {}
    same: dict[tuple[object, ...], int] = {}
    out: list[Case] = []
    for case in cases:
        if case.numbers and case.numbers in same:
            at = same[case.numbers]
            if _rank(case.finding) < _rank(out[at].finding):
                out[at] = replace(out[at], finding=replace(out[at].finding, severity=case.finding.severity))
            continue
        twin = case.twin_key
        if twin in kept and out[kept[twin]].finding.part != case.finding.part:
            at = kept[twin]
            spot = Spot(case.finding.left.label, case.finding.left.raw, case.finding.left.place, case.finding.part)
            out[at] = replace(out[at], finding=replace(out[at].finding, also=(*out[at].finding.also, spot)))
            continue
        kept.setdefault(twin, len(out))
        if case.numbers:
            same[case.numbers] = len(out)
        out.append(case)
    return out


def _attached(cases: Sequence[Case], parents: Sequence[int]) -> list[Finding]:
    """Findings with their consequences inside, roots only."""
    children: dict[int, list[int]] = {}
    for child, parent in enumerate(parents):
        if parent >= 0:
            children.setdefault(parent, []).append(child)

    def grown(index: int, cause: str) -> Finding:
        own = cases[index].finding
        below = tuple(grown(child, own.id) for child in children.get(index, []))
        worst = min(
            (own.severity, *(b.severity for b in below)),
            key=lambda s: SEVERITIES.index(s) if s in SEVERITIES else 9,
        )
        return replace(own, cause=cause, consequences=below, severity=worst if below and not cause else own.severity)

    return [grown(index, "") for index, parent in enumerate(parents) if parent < 0]


__all__ = ["diagnose"]
