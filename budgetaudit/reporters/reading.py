"""What was read from a filing: parts, tables and how they were known, numbers of tables and prose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len

from budgetaudit.facts import Blank, Caption, Claim, Fact, Facts, Part, Role, Row, Table, UnreadNumber
from budgetaudit.filing import Passage
from budgetaudit.reporters import VISIBLE, Look
from budgetaudit.reporters.layout import padded
from budgetaudit.reporters.places import locator
from budgetaudit.reporters.view import part_name

SHORT = 60
SIGNED = (Role.DELTA, Role.CHANGE, Role.RATE)


def overview(facts: Facts, look: Look) -> str:
    """Parts with their tables, and how each was recognised."""
    return _text(_overview(facts, look))


def _overview(facts: Facts, look: Look) -> Iterator[str]:
    words, filing = look.words, facts.filing
    year = words["year"].format(year=facts.year) if facts.year else words["no_year"]
    period = f"{year}  {look.say(facts.kind_text) or words['no_kind']}  {filing.format}"
    yield f"{filing.name}  {period}  sha256 {filing.sha256[:16]}"
    for part in facts.parts:
        yield ""
        claims = sum(claim.fact.key.part == part.id for claim in facts.claims)
        unread = sum(number.part == part.id for number in facts.unread)
        counts = words["read_counts"].format(
            tables=len(part.tables), passages=len(part.passages), read=claims, unread=unread
        )
        yield f"{part_name(part, look)}{words['colon']}{counts}"
        yield from (f"  {raw}" for raw in _captions(part.captions))
        yield from _aligned([_table_line(table, part, look) for table in part.tables])
    for caution in filing.cautions:
        yield f"{words['cautions']}{words['colon']}{look.say(caution)}"


def _table_line(table: Table, part: Part, look: Look) -> tuple[str, ...]:
    """A table in one line; of its captions only those that its part does not have."""
    words = look.words
    numbers = sum(isinstance(entry, Fact) for row in table.rows for entry in row.entries)
    size = words["size"].format(rows=len(table.rows), columns=len(table.columns), numbers=numbers)
    name = table.key if table.name else words["unrecognised"]
    title = " ".join(table.title.split())
    how = look.say(table.known_by)
    recognised = how if title in how else f"{title} {how}"
    own = " ".join(raw for raw in _captions(table.captions) if raw not in _captions(part.captions))
    return f"  {name}", size, table.unit.name, recognised.strip(), own


def _captions(captions: Mapping[str, Caption]) -> tuple[str, ...]:
    """What is printed above a table or a part, each once; the title apart."""
    return tuple(dict.fromkeys(caption.raw for name, caption in captions.items() if name != "title"))


def tables(facts: Facts, wanted: str, look: Look) -> str:
    """Every number of the tables of that name, row by row; "" where there is none."""
    asked = [table for table in facts.tables() if _called(table, wanted)]
    return _text(line for table in asked for line in _table(table, facts, look))


def _called(table: Table, wanted: str) -> bool:
    return wanted in (table.key, table.name, table.family) or (len(wanted) > 1 and wanted in table.title)


def _table(table: Table, facts: Facts, look: Look) -> Iterator[str]:
    where = locator(facts, look.words)
    at = where.say(table.place)
    yield f"{table.part} {table.key or table.title}  {table.unit.name}  {at}  {look.say(table.known_by)}"
    columns = [f"{column.name}{'*' if column.of_which else ''}" for column in table.columns]
    rows = [("  ", "", *columns), *(_row(row, look.words) for row in table.rows)]
    yield from _aligned(rows, right_from=2)
    yield ""


def _row(row: Row, words: Mapping[str, str]) -> tuple[str, ...]:
    label = "  " * (row.level + 1) + (row.key if row.key == row.name else f"{row.key} {row.name}")
    texts = " ".join(row.texts.values()) if not row.entries else ""
    return label, words[f"row_{row.kind}"], *(_entry(entry) for entry in row.entries), *filter(None, [texts])


def _entry(entry: Fact | Blank) -> str:
    return entry.raw if isinstance(entry, Fact) else entry.raw or "·"


def claims(facts: Facts, look: Look) -> str:
    """Every number of the prose: what it was taken for, or why it was not read."""
    return _text(_claims(facts, look))


def _claims(facts: Facts, look: Look) -> Iterator[str]:
    words = look.words
    where = locator(facts, words)
    for part in facts.parts:
        yield part_name(part, look)
        read = [number for number in facts.claims if number.fact.key.part == part.id]
        unread = [number for number in facts.unread if number.part == part.id]
        for passage, numbers in _by_passage(part, [*read, *unread]):
            yield f"  {where.say(passage.place)}{words['colon']}{_short(passage.text)}"
            for number in numbers:
                yield f"    {_said(number, look)}"


def _by_passage(
    part: Part, read: Sequence[Claim | UnreadNumber]
) -> Iterator[tuple[Passage, tuple[Claim | UnreadNumber, ...]]]:
    """Numbers with their passage, both in reading order."""
    groups: dict[Passage, list[Claim | UnreadNumber]] = {passage: [] for passage in part.passages}
    for number in read:
        groups.setdefault(number.passage, []).append(number)
    for passage, numbers in groups.items():
        if numbers:
            yield passage, tuple(sorted(numbers, key=lambda number: number.start))


def _said(number: Claim | UnreadNumber, look: Look) -> str:
    words = look.words
    if isinstance(number, UnreadNumber):
        return f"{number.raw}  {words['unread']}{words['colon']}{look.say(number.why)}"
    sign = {1: words["up"], -1: words["down"]}.get(number.sign, "") if number.role in SIGNED else ""
    return f"{number.fact.raw}  {number.subject} · {words.get(number.role, number.role)}{sign}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def _aligned(rows: Sequence[tuple[str, ...]], right_from: int = 99) -> Iterator[str]:
    """Columns as wide as their widest text; numbers to the right."""
    count = max((len(row) for row in rows), default=0)
    widths = [max((cell_len(row[at]) for row in rows if at < len(row)), default=0) for at in range(count)]
    for row in rows:
        cells = (
            padded(text, widths[at]) if at >= right_from else text + " " * (widths[at] - cell_len(text))
            for at, text in enumerate(row)
        )
        yield "  ".join(cells).rstrip()


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines).translate(VISIBLE)
