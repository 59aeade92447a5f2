"""What a loader reads: blocks in reading order, all with their places. Knows nothing of budgets."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from budgetaudit.messages import Text


class Place(Struct, frozen=True):
    """Where a person finds it in the document; numbers count from 1, 0 or "" where the format has none.

    `table`, `row`, `column` count grids, their rows and grid columns (in a workbook `row` and `column` are
    the sheet's own); `line` is the line of a text file;
    `paragraph` counts passages outside tables.
    """

    page: int = 0
    paragraph: int = 0
    line: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0
    column: int = 0


NOWHERE = Place()


class Cell(Struct, frozen=True):
    """One cell of a grid. A merged cell is one cell with a span; `row` and `column` are its first, from 0.

    `text` keeps its paragraphs as lines. `number` holds the printed digits of a cell typed as a number by its
    format (Excel), "" otherwise.
    """

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    place: Place


class Grid(Struct, frozen=True, dict=True):
    """A table as drawn: `height` × `width` squares, each covered by at most one cell."""

    cells: tuple[Cell, ...]
    height: int
    width: int
    place: Place

    @cached_property
    def squares(self) -> Mapping[tuple[int, int], Cell]:
        """(row, column) from 0 → the cell that covers it."""
        return {
            (cell.row + r, cell.column + c): cell
            for cell in self.cells
            for r in range(cell.rowspan)
            for c in range(cell.colspan)
        }

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Text by row and column; a span's text stands in its first square, the others are empty."""
        rows = [[""] * self.width for _ in range(self.height)]
        for cell in self.cells:
            rows[cell.row][cell.column] = cell.text
        return tuple(map(tuple, rows))


class Passage(Struct, frozen=True):
    """A paragraph of prose (a heading, a line of a text export, a footnote, a text box)."""

    text: str
    place: Place
    role: str = "body"
    """body | heading | footnote | textbox | header | footer | link (what a link to a file or to another page says)"""


Block = Grid | Passage


class Filing(Struct, frozen=True):
    """A document as read: its name, fingerprint, format and blocks in reading order.

    `cautions` are sentences for the user about what the loader could not read (a picture, a hidden sheet).
    """

    name: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    cautions: tuple[Text, ...] = ()
