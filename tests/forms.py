"""Filings written as text, and what was recognised in them written back as text.

A filing: lines are passages (`# ` begins a heading), runs of `| … | … |` lines are grids. In a cell `>` is covered by
the cell to its left, `^` by the cell above, `\\n` breaks a line. `=== ` begins a new page.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from msgspec.structs import replace

from budgetaudit import rulefiles
from budgetaudit.audit import audit
from budgetaudit.claims import read_claims
from budgetaudit.facts import Entry, Fact, Facts, Row, Table
from budgetaudit.filing import Block, Cell, Filing, Grid, Passage, Place
from budgetaudit.recognise import recognise
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Audit


@cache
def rules() -> Rulebook:
    """The shipped rulebook, read once."""
    return rulefiles.load()


def filing(text: str, name: str = "样例.docx") -> Filing:
    """The filing that a text draws."""
    return Filing(name, "0" * 64, "docx", tuple(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    page, tables = 1, 0
    numbered = enumerate((line.strip() for line in text.splitlines()), 1)
    for drawn, lines in groupby(numbered, lambda pair: pair[1].startswith("|")):
        if drawn:
            tables += 1
            yield grid([line for _, line in lines], Place(page=page, table=tables))
            continue
        for at, line in lines:
            if line.startswith("==="):
                page += 1
            elif line:
                role = "heading" if line.startswith("# ") else "body"
                yield Passage(line.removeprefix("# "), Place(page=page, paragraph=at), role)


def grid(lines: Sequence[str], place: Place) -> Grid:
    """The grid that lines of `| a | b |` draw."""
    drawn = (line for line in lines if not re.fullmatch(r"\|[\s:]*-{3,}[\s:|-]*", line))
    rows = [[text.strip() for text in line.strip("|").split("|")] for line in drawn]
    width = max(map(len, rows))
    square = [[*row, *[""] * (width - len(row))] for row in rows]
    starts = ((r, c) for r, row in enumerate(square) for c, text in enumerate(row) if text not in (">", "^"))
    cells = tuple(_cell(square, r, c, place) for r, c in starts)
    return Grid(cells, len(square), width, place)


def _cell(square: Sequence[Sequence[str]], r: int, c: int, place: Place) -> Cell:
    across = next((n for n in range(1, len(square[r]) - c) if square[r][c + n] != ">"), len(square[r]) - c)
    down = next((n for n in range(1, len(square) - r) if square[r + n][c] != "^"), len(square) - r)
    text = square[r][c].replace("\\n", "\n")
    return Cell(text, r, c, down, across, replace(place, row=r + 1, column=c + 1))


def facts(text: str) -> Facts:
    """What is recognised in a drawn filing."""
    return recognise(filing(text), rules())


def read(text: str) -> Facts:
    """What is recognised in it, claims included."""
    return read_claims(facts(text), rules())


def audited(text: str) -> Audit:
    return audit(filing(text), rules())


def drawn(found: Facts) -> str:
    """Every table as text: its key, unit and columns, then its rows indented under their parents."""
    lines: list[str] = []
    for part in found.parts:
        if len(found.parts) > 1:
            lines += [f"{part.id} {part.code} {part.name}".rstrip()]
        for table in part.tables:
            lines += _table(table)
    return "\n".join(lines)


def _table(table: Table) -> Iterator[str]:
    name = table.key if table.name else f"? {table.key}"
    columns = " | ".join(_column(table, at) for at in range(len(table.columns)))
    yield f"{name} [{table.unit.name}] {columns}".rstrip()
    for row in table.rows:
        yield "  " * (_depth(table, row) + 1) + _row(row)
    yield from (f"  注：{note.text}" for note in table.notes)


def _column(table: Table, at: int) -> str:
    column = table.columns[at]
    unit = "" if column.unit == table.unit else f" ({column.unit.name or '个'})"
    formula = f" {column.formula}" if "=" in column.formula else ""
    return column.name + unit + (" 其中" if column.of_which else "") + formula


def _depth(table: Table, row: Row) -> int:
    return 0 if row.parent < 0 else 1 + _depth(table, table.rows[row.parent])


def _row(row: Row) -> str:
    kind = "" if row.kind == "detail" else f" ({row.kind})"
    name = "" if row.name in row.key else f" {row.name}"
    texts = "".join(f" {key}={' '.join(value.split())}" for key, value in row.texts.items())
    values = " | ".join(map(_value, row.entries))
    return f"{row.key}{name}{kind}{texts}" + (f": {values}" if values.replace("|", "").strip() else "")


def _value(entry: Entry) -> str:
    return str(entry.amount.value) if isinstance(entry, Fact) else ""
