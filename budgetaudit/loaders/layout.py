"""Rows of cells with spans → a Grid. Shared by the formats that write tables row by row."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from budgetaudit.errors import FilingError
from budgetaudit.filing import Cell, Grid, Place
from budgetaudit.messages import message

MOST_CELLS, MOST_SQUARES, MOST_COLUMNS = 500_000, 4_000_000, 20_000


class RowCell(Struct, frozen=True):
    """A cell before it has its place: text, first column, spans."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    line: int = 0


def grid(rows: Sequence[Iterable[RowCell]], place: Place, height: int = 0, width: int = 0) -> Grid:
    """The rows as a grid; each cell's place is the grid's with its own row and column (and line).

    Where the grid's place has a row and column (a table in a sheet), cells are counted on from there.
    """
    top, left = max(place.row, 1), max(place.column, 1)
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for box in row:
            line = box.line or place.line
            where = Place(place.page, place.paragraph, line, place.sheet, place.table, r + top, box.column + left)
            cells.append(Cell(box.text, r, box.column, box.rowspan, box.colspan, where))
            width = max(width, box.column + box.colspan)
    height = max(height, len(rows))
    check_size(len(cells), height * width, width)
    return Grid(tuple(cells), height, width, place)


def check_size(cells: int, squares: int, width: int = 0) -> None:
    """Refuse tables no person ever printed."""
    if cells > MOST_CELLS or squares > MOST_SQUARES or width > MOST_COLUMNS:
        raise FilingError("", message("table.large", squares=squares))


def trimmed(text: str) -> str:
    """Cell text without the empty lines around it; its indentation is kept."""
    return text.strip("\n") if text and not text.isspace() else ""
