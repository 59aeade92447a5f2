"""Rows of a table whose empty cells an export dropped: each cell put back into its column.

A row shorter than the table is laid over its columns so that words stand in columns of words and numbers in columns of
numbers, in their order, no number without the words before it. Where that can be done in several ways, ordinals choose
(八、 stands under 七、), then sums; what they leave open is written into every column where it may stand, so that
nobody takes it for a number.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import read_amount
from budgetaudit.loaders.headers import WrittenCell, WrittenRows
from budgetaudit.text import COUNTING, ordinal, regex

FEWEST, WIDEST = 2, 10
BETWEEN = " … "
_NUMBER = regex(r"[-−]?[\d,]+(?:\.\d+)?%?")
_ORDINAL = regex(rf"([{COUNTING}]{{1,3}})[、.]")

Laid = tuple[int, ...]
"""The column of each cell of a row."""


class Columns(Struct, frozen=True):
    """Which columns hold numbers."""

    numeric: tuple[bool, ...]

    def ways(self, row: Sequence[WrittenCell]) -> list[Laid]:
        """All ways to lay a row's cells over the columns. Numbers before the first words (codes) stand leftmost."""
        kinds = [_is_number(cell) for cell in row]
        codes = next((at for at, number in enumerate(kinds) if not number), 0)
        found: list[Laid] = [()]
        for at, number in enumerate(kinds):
            longer = (
                (*way, column)
                for way in found
                for column in range(way[-1] + 1 if way else 0, len(self.numeric) - len(kinds) + at + 1)
                if self.numeric[column] == number and (at >= codes or column == at)
            )
            found = list(longer)
        return [way for way in found if self._labelled(way, codes)]

    def _labelled(self, way: Laid, codes: int) -> bool:
        """Whether the column of words before every number is filled in the row."""
        before = (
            max((c for c in range(at) if not self.numeric[c]), default=-1) for at in way[codes:] if self.numeric[at]
        )
        return all(column < 0 or column in way for column in before)


def completed(rows: WrittenRows) -> WrittenRows:
    """The rows with their lost cells; as they are where none was lost, or the columns cannot be told."""
    width = max(map(len, rows), default=0)
    top = next((at for at, row in enumerate(rows) if any(map(_is_number, row))), len(rows))
    short = [row for row in rows[top:] if len(row) < width]
    empty = any(not cell.text.strip() for row in rows for cell in row)
    if empty or len(short) < FEWEST or width > WIDEST:
        return rows
    columns = _columns(rows[:top], [row for row in rows[top:] if len(row) == width], width)
    return rows if columns is None else (*rows[:top], *_laid(rows[top:], columns))


def _columns(head: WrittenRows, full: WrittenRows, width: int) -> Columns | None:
    """What the columns hold: as the full rows show; without any, columns headed as the first one hold words."""
    if full:
        return Columns(tuple(2 * sum(_is_number(row[at]) for row in full) > len(full) for at in range(width)))
    last = next((row for row in reversed(head) if len(row) == width), None)
    return Columns(tuple(cell.text.strip() != last[0].text.strip() for cell in last)) if last else None


def _laid(rows: WrittenRows, columns: Columns) -> list[Sequence[WrittenCell]]:
    """The rows, each as all its ways agree; where they do not, as sums tell: all as far left or all as far right."""
    ways = [*_ways(rows, columns)]
    readings = {tuple(row[side] for row in ways) for side in (0, -1)}
    closing = [reading for reading in readings if _closes(rows, reading, columns)]
    if len(closing) == 1:
        ways = [[way] for way in closing[0]]
    return [_written(row, several, len(columns.numeric)) for row, several in zip(rows, ways, strict=True)]


def _ways(rows: WrittenRows, columns: Columns) -> Iterator[list[Laid]]:
    """The ways of each row that go on with the ordinals of the columns."""
    last: dict[int, int] = {}
    for row in rows:
        ways = columns.ways(row) or [tuple(range(len(row)))]
        ways = [way for way in ways if _goes_on(row, way, last)] or ways
        sure = ((cell, {way[at] for way in ways}) for at, cell in enumerate(row))
        last |= {column: n for cell, at in sure if (n := _counted(cell)) and len(at) == 1 for column in at}
        yield ways


def _closes(rows: WrittenRows, reading: Sequence[Laid], columns: Columns) -> bool:
    """Whether in every column of numbers the last row is the sum of the others."""
    laid = [dict(zip(way, row, strict=True)) for row, way in zip(rows, reading, strict=True)]
    numeric = [column for column, number in enumerate(columns.numeric) if number and column in laid[-1]]
    return bool(numeric) and all(
        sum((_value(row[column]) for row in laid[:-1] if column in row), Decimal(0)) == _value(laid[-1][column])
        for column in numeric
    )


def _value(cell: WrittenCell) -> Decimal:
    amount = read_amount(cell.text)
    return amount.value if amount else Decimal(0)


def _goes_on(row: Sequence[WrittenCell], way: Laid, last: dict[int, int]) -> bool:
    """Whether every ordinal is the next of its column."""
    pairs = ((_counted(cell), last.get(column, 0)) for cell, column in zip(row, way, strict=True))
    return all(not number or number == before + 1 for number, before in pairs)


def _counted(cell: WrittenCell) -> int:
    match = _ORDINAL.match(cell.text.strip())
    return ordinal(match[1]) if match else 0


def _written(row: Sequence[WrittenCell], ways: Sequence[Laid], width: int) -> tuple[WrittenCell, ...]:
    """The whole row: a cell whose column all ways agree on stands there, others in each column where they may."""
    cells = [WrittenCell("", row[0].line) for _ in range(width)]
    open_numbers = [cell.text.strip() for at, cell in enumerate(row) if len({way[at] for way in ways}) > 1]
    for at, cell in enumerate(row):
        columns = {way[at] for way in ways}
        unsure = replace(cell, text=BETWEEN.join(open_numbers))
        for column in columns:
            cells[column] = cell if len(columns) == 1 else unsure
    return tuple(cells)


def _is_number(cell: WrittenCell) -> bool:
    return _NUMBER.fullmatch(cell.text.strip()) is not None
