"""What was not checked and what only rounding explains: one line per reason, one per table."""

from collections import Counter
from collections.abc import Iterator

from budgetaudit.facts import Facts
from budgetaudit.reporters import Look
from budgetaudit.reporters.places import Locator
from budgetaudit.reporters.words import LANGUAGES, in_words
from budgetaudit.text import regex
from budgetaudit.verdicts import Audit, Check, Finding, Number, Observation, Side, Unchecked, Verdict

QUOTED = regex(r"“([^”]{0,1000})”")
NAMED = 4


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
    """One line per reason: why, the rules, the parts, how many instances. Reasons that differ only in the row or
    column they name are one."""
    words = LANGUAGES[look.lang]
    groups: dict[str, list[Unchecked]] = {}
    for one in audit.unchecked:
        groups.setdefault(QUOTED.sub("", one.why), []).append(one)
    for group in groups.values():
        why = _alike([one.why for one in group])
        rules = words["list"].join(dict.fromkeys(one.rule for one in group))
        parts = words["list"].join(dict.fromkeys(one.part for one in group if one.part))
        about = words["stop"].join(filter(None, (rules, parts, words["times"].format(len(group)))))
        yield f"{in_words(why, look.lang)}{words['open']}{about}{words['close']}"
    if look.verbose:
        for one in audit.unchecked:
            about = " ".join(filter(None, (one.rule, one.part, one.subject)))
            yield f"  {about}{words['colon']}{in_words(one.why, look.lang)}"


def uncovered(audit: Audit, look: Look, where: Locator) -> Iterator[str]:
    """The numbers that took part in no check: one line per reason with the tables and sections they stand in; each
    number by itself when verbose."""
    words = LANGUAGES[look.lang]
    groups: dict[str, list[Number]] = {}
    for one in audit.coverage.unchecked:
        groups.setdefault(one.why, []).append(one)
    for why, group in groups.items():
        told = f"{in_words(why, look.lang)}{words['colon']}{words['numbered'].format(len(group))}"
        if look.verbose:
            yield told
            yield from (f"  {one.part}  {one.label}  {one.raw}  {where.say(one.place)}" for one in group)
        else:
            yield f"{told}{words['open']}{_spread(group, look, where)}{words['close']}"


def _spread(group: list[Number], look: Look, where: Locator) -> str:
    """Where numbers stand, and how many in each place; the first few places."""
    words = LANGUAGES[look.lang]
    counts = Counter(f"{one.part}{where.named(one.place)}" for one in group)
    shown = [f"{name} {count}" for name, count in list(counts.items())[:NAMED]]
    rest = len(counts) - len(shown)
    return words["stop"].join([*shown, words["others"].format(rest)] if rest else shown)


def _alike(whys: list[str]) -> str:
    """One sentence for reasons that differ only in what they quote."""
    quotes = list(dict.fromkeys(quote for why in whys for quote in QUOTED.findall(why)))
    if len(set(whys)) == 1 or len(QUOTED.findall(whys[0])) != 1:
        return whys[0]
    named = "、".join(quotes[:NAMED]) + (f"等{len(quotes)}项" if len(quotes) > NAMED else "")
    return QUOTED.sub(lambda _: f"“{named}”", whys[0])


def rounded(audit: Audit, look: Look, where: Locator) -> Iterator[str]:
    """One line per table; each instance under it when verbose."""
    words = LANGUAGES[look.lang]
    titles = {(table.part, table.key): where.named(table.place) for table in audit.facts.tables()}
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in audit.rounding:
        part, table = _whose(verdict)
        groups.setdefault((part, titles.get((part, table)) or table or words["prose"]), []).append(verdict)
    for (part, table), verdicts in groups.items():
        yield f"{part} {table}{words['colon']}{words['places'].format(len(verdicts))}".strip()
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


def tells(side: Side) -> bool:
    """Whether the printed text tells more than the amount does."""
    return bool(side.raw) and side.raw not in (side.value, f"{side.value}{side.unit}", side.label)
