"""`budgetaudit show FILE --steps`: the value that every stage of the straight line makes of one filing, in their order.

A misreading is seen in the first stage whose value is wrong. Each stage is printed under the function that made it.
"""

from collections import Counter
from collections.abc import Iterator

from budgetaudit.claims import read_claims
from budgetaudit.commands.prosesteps import prose_steps
from budgetaudit.coverage import coverage
from budgetaudit.decide import decide
from budgetaudit.diagnose import diagnose
from budgetaudit.facts import Facts, Goal, Key, Section, Table
from budgetaudit.filing import NOWHERE, Filing, Grid, Passage, Place
from budgetaudit.messages import say
from budgetaudit.recognise import recognise
from budgetaudit.recognise.parts import spans
from budgetaudit.recognise.stream import StreamItem, items
from budgetaudit.recognise.vocabulary import vocabulary
from budgetaudit.reporters import VISIBLE
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Status, Verdict

SHORT = 70


def steps(filing: Filing, rulebook: Rulebook) -> Iterator[str]:
    """The lines to print. Raises FilingError where the filing is no budget or final account."""
    for line in _steps(filing, rulebook):
        yield line.translate(VISIBLE)


def _steps(filing: Filing, rulebook: Rulebook) -> Iterator[str]:
    words = vocabulary(rulebook)
    yield _head("loaders.read", "Filing: blocks in reading order")
    yield from (f"  {_block(block)}" for block in filing.blocks)
    stream = items(filing.blocks, words)
    yield _head("recognise.stream.items", "TitledSheet: grids cut into sheets, joined over pages, named")
    yield from (f"  {_item(item)}" for item in stream if not isinstance(item, Passage))
    yield _head("recognise.parts.spans", "PartSpan: the department's part and the units'")
    yield from (f"  {span.level} {span.code} {span.name}: {len(span.items)} items" for span in spans(stream, words))
    facts = recognise(filing, rulebook)
    yield _head("recognise.years.year_and_kind", f"{facts.year} {facts.kind or '?'}")
    yield _head("recognise.nature.nature", f"{facts.nature or 'a budget or final account'} of a {facts.scope}")
    yield from (f"  names the file {name}" for name in facts.attachments)
    yield _head("recognise.recognise", "Facts: tables of typed rows, and sections")
    for part in facts.parts:
        yield f"  {part.id} {part.code} {part.name}"
        yield from (f"  {line}" for table in part.tables for line in _table(table))
        yield from (f"  {_section(section)}" for section in part.sections)
    yield _head("recognise.goals.read_goals", "Goal: performance forms, over pages")
    yield from (f"  {line}" for part in facts.parts for goal in part.goals for line in _goal(goal))
    yield from _prose(facts, rulebook)
    yield from _verdicts(read_claims(facts, rulebook), rulebook)


def _prose(facts: Facts, rulebook: Rulebook) -> Iterator[str]:
    for function, value, lines in prose_steps(facts, rulebook):
        yield _head(function, value)
        yield from (f"  {line}" for line in lines)
    read = read_claims(facts, rulebook)
    yield _head("claims.read_claims", "Claim, Relation, UnreadNumber: what the prose states")
    for claim in read.claims:
        yield f"  {_at(claim.fact.place)} {_key(claim.fact.key)} = {claim.fact.raw} {'-+'[claim.sign > 0]}"
    yield from (f"  {relation.part} {relation.kind}" for relation in read.relations)
    yield from (f"  {_at(number.passage.place)} ? {number.raw}" for number in read.unread)


def _verdicts(facts: Facts, rulebook: Rulebook) -> Iterator[str]:
    verdicts = [verdict for rule in rulebook.rules if rule.severity != "off" for verdict in decide(rule, facts)]
    yield _head("decide.decide", "Verdict: every instance of every rule (how many held, what did not)")
    counts = Counter((verdict.rule.id, verdict.status) for verdict in verdicts)
    yield from (f"  {rule} {status} ×{count}" for (rule, status), count in counts.items())
    yield from (f"  {_verdict(verdict)}" for verdict in verdicts if verdict.status is Status.BROKEN)
    yield _head("diagnose.diagnose", "Finding: broken checks grouped by their cause")
    for finding in diagnose(verdicts, facts):
        yield f"  {finding.severity} {finding.rule} {finding.id} {finding.part} +{len(finding.consequences)}"
    numbers = coverage(facts, verdicts)
    yield _head("coverage.coverage", f"Coverage: {numbers.checked} of {numbers.numbers} numbers took part in a check")


def _head(function: str, value: str) -> str:
    return f"\n== budgetaudit.{function} → {value}"


def _at(place: Place) -> str:
    """A place by the names of its fields, without those that the format does not have."""
    names = {name: getattr(place, name) for name in place.__struct_fields__ if getattr(place, name)}
    return " ".join(f"{name} {value}" for name, value in names.items()) if place != NOWHERE else "-"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


def _key(key: Key) -> str:
    return f"{key.part}:{key.table}[{key.row}, {key.column}]"


def _block(block: Passage | Grid) -> str:
    if isinstance(block, Passage):
        return f"Passage {block.role} {_at(block.place)}: {_short(block.text)}"
    return f"Grid {_at(block.place)}: {block.height}×{block.width}, {len(block.cells)} cells"


def _item(item: StreamItem) -> str:
    if isinstance(item, Passage):
        return f"Passage {_at(item.place)}"
    sheet, template = item.known.sheet, item.known.template
    named = f"{template.name} by {say(item.known.known_by)}" if template else f"? {_short(item.known.title.raw)}"
    captions = " ".join(f"{name}={caption.value}" for name, caption in item.captions.items() if name != "title")
    size = f"{len(sheet.head)} header rows, {len(sheet.body)} rows × {sheet.width} columns, {len(sheet.grids)} grids"
    return f"{_at(sheet.grids[0].place)}: {named}: {size} {captions}".rstrip()


def _table(table: Table) -> Iterator[str]:
    yield f"  Table {table.key} ({table.unit.name}) {_at(table.place)}"
    for column in table.columns:
        inside = " of which" if column.of_which else ""
        yield f"    column {column.at + 1} {column.name}{inside} ← {column.header} {column.formula}".rstrip()
    for row in table.rows:
        printed = " | ".join(entry.raw or "·" for entry in row.entries)
        yield f"    {'  ' * row.level}{row.key} {row.name} <{row.kind}> ^{row.parent}: {printed}"


def _goal(goal: Goal) -> Iterator[str]:
    end = "cut" if goal.cut else "closed" if goal.closed else "open"
    yield f"Goal {goal.table.part}:{goal.table.key} {_at(goal.place)} {_short(goal.name)} ({end}) {goal.scale}".rstrip()
    for funds in goal.funds:
        yield f"  funds {funds.total.raw} = {' + '.join(fact.raw for fact in funds.parts) or '?'}"
    for line in goal.lines:
        weight = line.weight.raw if line.weight else "?"
        yield f"  {line.first} / {line.second} / {_short(line.third)}: {_short(line.value)} weight {weight}"
    for name, fact in (("spent", goal.spent), ("points", goal.points)):
        if fact:
            yield f"  {name} {fact.raw}"


def _section(section: Section) -> str:
    title = section.heading.text if section.heading else ""
    return f"  Section {section.index} ^{section.parent} {section.name or '?'}: {_short(title)}"


def _verdict(verdict: Verdict) -> str:
    check = verdict.check
    about = f"{check.part}:{check.table}" if check else ""
    return f"{verdict.rule.id} {about}: {verdict.stated} against {verdict.expected}, off by {verdict.difference}"
