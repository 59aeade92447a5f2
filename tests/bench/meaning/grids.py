"""What can be done to a grid: rows cut off, columns moved, blanks let in, spans taken apart."""

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from budgetaudit.filing import Cell, Grid

Rewrite = Callable[[Cell], str]
"""A cell → the text that stands in it afterwards."""


def rewritten(grid: Grid, rewrite: Rewrite) -> Grid:
    """The grid with other texts in its cells. A cell typed as a number prints its text from then on."""
    return _of(grid, (replace(cell, text=rewrite(cell)) for cell in grid.cells), grid.height, grid.width)


def rows(grid: Grid, start: int, end: int) -> Grid:
    """The rows from `start` up to `end`. No cell may reach over either edge."""
    kept = (replace(cell, row=cell.row - start) for cell in grid.cells if start <= cell.row < end)
    return _of(grid, kept, end - start, grid.width)


def under(upper: Grid, lower: Grid) -> Grid:
    """Two grids of one width as one."""
    moved = (replace(cell, row=cell.row + upper.height) for cell in lower.cells)
    return _of(upper, (*upper.cells, *moved), upper.height + lower.height, upper.width)


def edges(grid: Grid, start: int) -> list[int]:
    """The rows from `start` on above which no cell reaches over."""
    inside = {cell.row + n for cell in grid.cells for n in range(1, cell.rowspan)}
    return [row for row in range(start, grid.height) if row not in inside]


def blank_row(grid: Grid, at: int) -> Grid:
    """The grid with a row of empty cells above row `at` (its height: at the end), where no cell reaches over."""
    moved = (replace(cell, row=cell.row + (cell.row >= at)) for cell in grid.cells)
    empty = (Cell("", at, column, 1, 1, grid.place) for column in range(grid.width))
    return _of(grid, (*moved, *empty), grid.height + 1, grid.width)


def blank_column(grid: Grid) -> Grid:
    """The grid with a column of empty cells at its right."""
    empty = (Cell("", row, grid.width, 1, 1, grid.place) for row in range(grid.height))
    return _of(grid, (*grid.cells, *empty), grid.height, grid.width + 1)


def swapped(grid: Grid, one: int, other: int) -> Grid:
    """The grid with two columns exchanged, in which no cell may be wider than a column, but for those over both."""
    places = {one: other, other: one}

    def moved(cell: Cell) -> Cell:
        return replace(cell, column=places.get(cell.column, cell.column)) if cell.colspan == 1 else cell

    return _of(grid, map(moved, grid.cells), grid.height, grid.width)


def swappable(grid: Grid, one: int, other: int) -> bool:
    """Whether a cell that covers one of two columns covers no other column, or both."""
    return all(
        cell.colspan == 1 or len(covered & {one, other}) != 1
        for cell in grid.cells
        for covered in ({*range(cell.column, cell.column + cell.colspan)},)
    )


def split(grid: Grid, wanted: Callable[[Cell], bool], across: Callable[[Cell], str]) -> Grid:
    """The wanted cells with spans taken apart: the text above, `across` at its right, nothing below."""

    def squares(cell: Cell) -> Iterable[Cell]:
        if cell.rowspan == cell.colspan == 1 or not wanted(cell):
            yield cell
            return
        for r in range(cell.rowspan):
            for c in range(cell.colspan):
                text = "" if r else across(cell) if c else cell.text
                yield Cell(text, cell.row + r, cell.column + c, 1, 1, cell.place)

    return _of(grid, (square for cell in grid.cells for square in squares(cell)), grid.height, grid.width)


def _of(grid: Grid, cells: Iterable[Cell], height: int, width: int) -> Grid:
    ordered: Sequence[Cell] = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(ordered), height, width, grid.place)
