"""What was not checked and what only rounding explains: one line per reason, one per table."""

from collections import Counter
from collections.abc import Iterator

from budgetaudit.checks import Check, Observation
from budgetaudit.facts import Facts
from budgetaudit.messages import Message, PartId, Text, message, series
from budgetaudit.reporters import Look
from budgetaudit.reporters.places import Locator
from budgetaudit.verdicts import Audit, Finding, Side, Unchecked, UncheckedNumber, Verdict

NAMES = ("row", "column", "section")
"""The holes in which reasons may differ and still be one."""
NAMED = 4


def titled(finding: Finding | Unchecked, look: Look) -> str:
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
    words = look.words
    groups: dict[Text, list[Unchecked]] = {}
    for instance in audit.unchecked:
        groups.setdefault(_nameless(instance.why), []).append(instance)
    for group in groups.values():
        why = _alike([instance.why for instance in group])
        rules = words["list"].join(dict.fromkeys(instance.rule for instance in group))
        parts = words["list"].join(
            dict.fromkeys(look.say(PartId(instance.part)) for instance in group if instance.part)
        )
        about = words["stop"].join(filter(None, (rules, parts, words["times"].format(count=len(group)))))
        yield f"{look.say(why)}{words['open']}{about}{words['close']}"
    if look.verbose:
        for instance in audit.unchecked:
            about = " ".join(filter(None, (instance.rule, *map(look.say, (PartId(instance.part), instance.subject)))))
            yield f"  {about}{words['colon']}{look.say(instance.why)}"


def uncovered(audit: Audit, look: Look, where: Locator) -> Iterator[str]:
    """The numbers that took part in no check: one line per reason with the tables and sections they stand in; each
    number by itself when verbose."""
    words = look.words
    groups: dict[Text, list[UncheckedNumber]] = {}
    for number in audit.coverage.unchecked:
        groups.setdefault(number.why, []).append(number)
    for why, group in groups.items():
        line = f"{look.say(why)}{words['colon']}{words['numbered'].format(count=len(group))}"
        if look.verbose:
            yield line
            yield from (f"  {_number(number, look)}  {where.say(number.place)}" for number in group)
        else:
            yield f"{line}{words['open']}{_spread(group, look, where)}{words['close']}"


def _number(number: UncheckedNumber, look: Look) -> str:
    return "  ".join((look.say(PartId(number.part)), look.say(number.label), number.raw))


def _spread(group: list[UncheckedNumber], look: Look, where: Locator) -> str:
    """Where numbers stand, and how many in each place; the first few places."""
    words = look.words
    places = (message("part.place", part=PartId(number.part), place=where.named(number.place)) for number in group)
    counts = Counter(map(look.say, places))
    shown = [f"{name} {count}" for name, count in list(counts.items())[:NAMED]]
    rest = len(counts) - len(shown)
    return words["stop"].join([*shown, words["others"].format(count=rest)] if rest else shown)


def _nameless(why: Text) -> Text:
    """A reason without the row or column it names."""
    return why.filled(**dict.fromkeys(NAMES, "")) if isinstance(why, Message) else why


def _alike(whys: list[Text]) -> Text:
    """One sentence for reasons that differ only in what they name."""
    first = whys[0]
    holes = [name for name, _ in first.holes if name in NAMES] if isinstance(first, Message) else []
    if not isinstance(first, Message) or len(set(whys)) == 1 or len(holes) != 1:
        return first
    names = list(dict.fromkeys(dict(why.holes)[holes[0]] for why in whys if isinstance(why, Message)))
    few = series(names[:NAMED])
    return first.filled(**{holes[0]: message("and.count", names=few, count=len(names)) if len(names) > NAMED else few})


def rounded(audit: Audit, look: Look, where: Locator) -> Iterator[str]:
    """One line per table; each instance under it when verbose."""
    words = look.words
    titles = {(table.part, table.key): where.named(table.place) for table in audit.facts.tables()}
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in audit.rounding:
        part, table = _whose(verdict)
        name = titles.get((part, table)) or table or words["prose"]
        groups.setdefault((part, name), []).append(verdict)
    for (part, table), verdicts in groups.items():
        yield f"{look.say(PartId(part))} {table}{words['colon']}{words['places'].format(count=len(verdicts))}".strip()
        if look.verbose:
            yield from (f"  {_rounding(verdict, audit.facts, look)}" for verdict in verdicts)


def _whose(verdict: Verdict) -> tuple[str, str]:
    check = verdict.check
    return (check.part, check.table) if check else ("", "")


def _rounding(verdict: Verdict, facts: Facts, look: Look) -> str:
    words = look.words
    subject = verdict.check.subject if isinstance(verdict.check, Check | Observation) else ""
    gap = amount_in_unit(verdict, facts)
    return f"{verdict.rule.id} {look.say(subject)}{words['comma']}{words['difference']} {gap}"


def amount_in_unit(verdict: Verdict, facts: Facts) -> str:
    """The difference in the unit of its table, as printed there."""
    part, name = _whose(verdict)
    table = next((t for t in facts.tables(part=part) if name in (t.key, t.name)), None)
    if verdict.difference is None:
        return ""
    if table is None or not table.unit.scale:
        return f"{verdict.difference:f}"
    return f"{(verdict.difference / table.unit.scale).normalize():f}{table.unit.name}"


def tells(side: Side, look: Look) -> bool:
    """Whether the printed text tells more than the amount does."""
    label, value, raw = map(look.say, (side.label, side.value, side.raw))
    return bool(raw) and raw not in (value, f"{value}{side.unit}", label)
