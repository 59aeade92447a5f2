"""A Word table as its elements go by: spans across and down, rows that start late."""

from budgetaudit.errors import FilingError
from budgetaudit.filing import Grid, Place
from budgetaudit.loaders.layout import MOST_CELLS, RowCell, grid, trimmed
from budgetaudit.messages import message

MOST_COLUMNS = 1000


class _Open:
    """A cell being read."""

    __slots__ = ("colspan", "column", "down", "right", "row", "rowspan", "text")

    def __init__(self, row: int, column: int) -> None:
        self.row, self.column = row, column
        self.colspan = self.rowspan = 1
        self.text = self.down = self.right = ""


class WordTable:
    """Rows and cells so far; `cell` is the one being read."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows: list[list[_Open]] = []
        self.above: dict[int, _Open] = {}
        self.column = self.cells = 0
        self.width = 0
        self.in_row = self.dropped = False
        self.cell: _Open | None = None

    def open_row(self) -> None:
        self.rows.append([])
        self.column = 0
        self.in_row, self.dropped = True, False

    def before(self, count: str) -> None:
        """The row starts some columns late."""
        self.column = _number(count)

    def open_cell(self) -> None:
        if not self.in_row:
            self.open_row()
        self.cell = _Open(len(self.rows) - 1, self.column)

    def span(self, count: str) -> None:
        if self.cell:
            self.cell.colspan = max(1, _number(count))

    def merge_down(self, value: str) -> None:
        if self.cell:
            self.cell.down = value or "continue"

    def merge_right(self, value: str) -> None:
        if self.cell:
            self.cell.right = value or "continue"

    def plain_row(self, texts: list[str]) -> None:
        """A whole row of cells without spans."""
        self.open_row()
        row, at = self.rows[-1], len(self.rows) - 1
        for column, text in enumerate(texts):
            cell = _Open(at, column)
            cell.text = trimmed(text)
            row.append(cell)
            self.above[column] = cell
        self._count(len(texts), len(texts))
        self.close_row()

    def close_cell(self, text: str) -> None:
        """File the cell, or stretch the one it continues."""
        cell = self.cell
        if cell is None or self.dropped:
            return
        self.cell = None
        self.column += cell.colspan
        self._count(1, self.column)
        cell.text = trimmed(text)
        if not (cell.right or cell.down) or not self._continued(cell):
            self.rows[-1].append(cell)
            self.above[cell.column] = cell

    def _count(self, cells: int, width: int) -> None:
        """Take note of cells, and of how wide the table has become."""
        self.cells += cells
        self.width = max(self.width, width)
        if self.cells > MOST_CELLS or self.width > MOST_COLUMNS:
            most = message("table.limit", cells=MOST_CELLS, columns=MOST_COLUMNS)
            raise FilingError("", message("table.odd", number=self.number, most=most))

    def _continued(self, cell: _Open) -> bool:
        """Whether the cell belongs to the one on its left or above, which then grows."""
        row = self.rows[-1]
        if cell.right == "continue" and row:
            row[-1].colspan += cell.colspan
            return True
        if cell.down == "continue":
            above = self.above.get(cell.column)
            if above and above.down and _adjoin(above, cell):
                above.rowspan += 1
                above.text = f"{above.text}\n{cell.text}".strip("\n") if cell.text else above.text
                return True
        return False

    def drop_row(self) -> None:
        """The row was deleted under change tracking."""
        self.dropped = True

    def close_row(self) -> None:
        self.in_row = False
        if self.dropped:
            self.rows.pop()
            self.above = {}

    def grid(self) -> Grid:
        rows = [[RowCell(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row] for row in self.rows]
        return grid(rows, Place(table=self.number), width=self.width)


def _adjoin(above: _Open, below: _Open) -> bool:
    return above.row + above.rowspan == below.row and above.colspan == below.colspan


def _number(text: str) -> int:
    return min(int(text), MOST_COLUMNS) if text.isdecimal() else 0
