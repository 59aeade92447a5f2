"""What was not checked and what only rounding explains: one line per reason, one per table."""

from collections.abc import Iterator

from budgetaudit.facts import Facts
from budgetaudit.reporters import Look
from budgetaudit.reporters.words import LANGUAGES, in_words
from budgetaudit.verdicts import Audit, Check, Finding, Observation, Unchecked, Verdict


def titled(finding: Finding, look: Look) -> str:
    """The rule's statement in the reader's language."""
    return look.titles.get(finding.rule) or finding.title if look.lang == "en" else finding.title


def flat(audit: Audit) -> Iterator[Finding]:
    """Every finding, each root followed by its consequences."""
    for finding in audit.findings:
        yield finding
        yield from descendants(finding)


def descendants(finding: Finding) -> Iterator[Finding]:
    """What follows from a finding, and what follows from that."""
    for consequence in finding.consequences:
        yield consequence
        yield from descendants(consequence)


def reasons(audit: Audit, look: Look) -> Iterator[str]:
    """One line per reason: why, the rules, the parts, how many instances."""
    words = LANGUAGES[look.lang]
    groups: dict[str, list[Unchecked]] = {}
    for one in audit.unchecked:
        groups.setdefault(one.why, []).append(one)
    for why, group in groups.items():
        rules = words["list"].join(dict.fromkeys(one.rule for one in group))
        parts = words["list"].join(dict.fromkeys(one.part for one in group if one.part))
        about = words["stop"].join(filter(None, (rules, parts, words["times"].format(len(group)))))
        yield f"{in_words(why, look.lang)}{words['open']}{about}{words['close']}"
    if look.verbose:
        for one in audit.unchecked:
            about = " ".join(filter(None, (one.rule, one.part, one.subject)))
            yield f"  {about}{words['colon']}{in_words(one.why, look.lang)}"


def rounded(audit: Audit, look: Look) -> Iterator[str]:
    """One line per table; each instance under it when verbose."""
    words = LANGUAGES[look.lang]
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in audit.rounding:
        groups.setdefault(_whose(verdict), []).append(verdict)
    for (part, table), verdicts in groups.items():
        hint = "" if look.verbose else f"{words['open']}{words['more']}{words['close']}"
        yield f"{part} {table}{words['colon']}{words['places'].format(len(verdicts))}{hint}".strip()
        if look.verbose:
            yield from (f"  {_rounding(verdict, audit.facts, look)}" for verdict in verdicts)


def _whose(verdict: Verdict) -> tuple[str, str]:
    check = verdict.check
    return (check.part, check.table) if check else ("", "")


def _rounding(verdict: Verdict, facts: Facts, look: Look) -> str:
    words = LANGUAGES[look.lang]
    subject = verdict.check.subject if isinstance(verdict.check, Check | Observation) else ""
    gap = amount_in_unit(verdict, facts)
    return f"{verdict.rule.id} {subject}{words['comma']}{words['difference']} {gap}"


def amount_in_unit(verdict: Verdict, facts: Facts) -> str:
    """The difference in the unit of its table, as printed there."""
    part, name = _whose(verdict)
    table = next((t for t in facts.tables(part=part) if name in (t.key, t.name)), None)
    if verdict.difference is None:
        return ""
    if table is None or not table.unit.scale:
        return f"{verdict.difference:f}"
    return f"{(verdict.difference / table.unit.scale).normalize():f}{table.unit.name}"
