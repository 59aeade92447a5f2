"""Small filings on which rules are tried: written as text, changed number by number."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from msgspec.structs import replace

from budgetaudit.amounts import is_zero_mark, read_amount
from budgetaudit.facts import Blank, Fact, Facts, Part, Row, Table
from budgetaudit.filing import Block, Cell, Filing, Grid, Passage, Place
from budgetaudit.selectors import Selector, parse

BAR, HEADING, GONE = "|", "# ", "×"


def filing(text: str, name: str = "例.md") -> Filing:
    """A filing written as text: `# heading`, lines of prose, tables of `| cell | cell |`."""
    return Filing(name, "", "md", tuple(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    tables = 0
    numbered = enumerate(text.splitlines(), 1)
    for drawn, lines in groupby(numbered, lambda line: line[1].lstrip().startswith(BAR)):
        if drawn:
            tables += 1
            yield _grid([line.strip().strip(BAR).split(BAR) for _, line in lines], tables)
        else:
            yield from (_passage(line, at) for at, line in lines if line.strip())


def _passage(line: str, at: int) -> Passage:
    role = "heading" if line.startswith(HEADING) else "body"
    return Passage(line.removeprefix(HEADING).strip(), Place(line=at), role)


ACROSS = ">"
"""A cell that the one before it spans."""


def _grid(rows: list[list[str]], number: int) -> Grid:
    width = max(map(len, rows))
    cells = tuple(
        Cell(text.strip(), r, c, 1, 1 + _spanned(row[c + 1 :]), Place(table=number, row=r + 1, column=c + 1))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text.strip() != ACROSS
    )
    return Grid(cells, len(rows), width, Place(table=number))


def _spanned(after: list[str]) -> int:
    return next((n for n, text in enumerate(after) if text.strip() != ACROSS), len(after))


def changed(facts: Facts, changes: Mapping[str, str]) -> Facts:
    """The same facts with other numbers: selector → what is printed there, "" for a blank, `×` for no such row."""
    parsed = [(parse(selector), printed) for selector, printed in changes.items()]
    return replace(facts, parts=tuple(_part(part, parsed) for part in facts.parts))


def _part(part: Part, changes: list[tuple[Selector, str]]) -> Part:
    tables = tuple(_table(table, part, changes) for table in part.tables)
    return replace(part, tables=tables)


def _table(table: Table, part: Part, changes: list[tuple[Selector, str]]) -> Table:
    names = ("", part.id, part.level)
    mine = [
        (replace(selector, part=""), printed)
        for selector, printed in changes
        if selector.table == table.name and selector.part in names
    ]
    if not mine:
        return table
    gone = [selector for selector, printed in mine if printed == GONE]
    rows = [row for row in table.rows if not any(_names_row(selector, table, row) for selector in gone)]
    places = {row.index: i for i, row in enumerate(rows)}
    kept = (
        replace(row, index=places[row.index], parent=places.get(row.parent, -1), entries=_entries(row, table, mine))
        for row in rows
    )
    return replace(table, rows=tuple(kept))


def _names_row(selector: Selector, table: Table, row: Row) -> bool:
    return any(selector.names(replace(entry.key, table=table.name)) for entry in row.entries)


def _entries(row: Row, table: Table, changes: list[tuple[Selector, str]]) -> tuple[Fact | Blank, ...]:
    return tuple(_entry(entry, table, changes) for entry in row.entries)


def _entry(entry: Fact | Blank, table: Table, changes: list[tuple[Selector, str]]) -> Fact | Blank:
    key = replace(entry.key, table=table.name)
    for selector, printed in changes:
        if selector.names(key):
            unit = table.columns[table.column_index[key.column]].unit
            amount = read_amount("0" if is_zero_mark(printed) else printed, unit)
            if amount is None:
                return Blank(entry.key, printed, entry.label, entry.place)
            return Fact(entry.key, amount, printed, entry.label, entry.place)
    return entry
