"""Text exports of Word filings.

A cell is a tab and its paragraphs, a row ends with a blank line, a table with two; or, as Word and Excel save
plain text, a row is a line and its cells have tabs between them.
The second and later paragraphs of a cell carry no tab. Spans are not written: `headers` puts them back.
"""

from collections.abc import Iterator

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block, Passage, Place
from budgetaudit.loaders.encodings import caution, decoded
from budgetaudit.loaders.headers import WrittenCell, WrittenRows, spread
from budgetaudit.loaders.layout import grid, trimmed
from budgetaudit.loaders.lostcells import completed
from budgetaudit.messages import Text, message

MOST_LINES = 500_000
TextLine = tuple[int, str]


def load(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """Prose lines and tables in reading order, each with its line in the file."""
    text = decoded(data)
    if text is None:
        raise FilingError(name, message("text.encoding"))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", MOST_LINES)
    if len(lines) > MOST_LINES:
        raise FilingError(name, message("text.lines", most=MOST_LINES))
    return tuple(_blocks(lines)), caution(text)


def _blocks(lines: list[str]) -> Iterator[Block]:
    passages = tables = at = 0
    while at < len(lines):
        rows, end = _tabbed(lines, at) or _table(lines, at)
        if rows:
            tables += 1
            boxes, width = spread(rows)
            yield grid(boxes, Place(line=at + 1, table=tables), len(rows), width)
            at = end
        else:
            if words := lines[at].strip():
                passages += 1
                yield Passage(words, Place(paragraph=passages, line=at + 1))
            at += 1


def _tabbed(lines: list[str], at: int) -> tuple[WrittenRows, int] | None:
    """Rows written as lines with tabs inside, if at least two begin here."""
    end = at
    while end < len(lines) and "\t" in lines[end]:
        end += 1
    run = lines[at:end]
    if len(run) < 2 or not all("\t" in line.lstrip("\t") for line in run[:2]):
        return None
    rows = [[WrittenCell(trimmed(cell), at + i + 1) for cell in line.split("\t")] for i, line in enumerate(run)]
    return completed(rows), end


def _table(lines: list[str], at: int) -> tuple[list[list[WrittenCell]], int]:
    """The rows of the table that begins at a line, and the line after it."""
    rows: list[list[WrittenCell]] = []
    while at < len(lines) and lines[at].startswith("\t"):
        row: list[WrittenCell] = []
        while at < len(lines) and lines[at].startswith("\t"):
            end = _end_of_cell(lines, at)
            text = "\n".join([lines[at][1:], *lines[at + 1 : end]])
            row.append(WrittenCell(trimmed(text), at + 1))
            at = end
        rows.append(row)
        at += 1
    return rows, at


def _end_of_cell(lines: list[str], at: int) -> int:
    """The line after a cell: at the next cell or the blank line that ends the row."""
    at += 1
    while at < len(lines) and lines[at] and not lines[at].startswith("\t"):
        at += 1
    return at
