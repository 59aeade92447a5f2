"""Where the cells of a row stand."""

from collections.abc import Iterator

from .document import Cell, Row


def placed(row: Row) -> Iterator[tuple[int, Cell | None]]:
    """The cells of a row with their columns; None for a column that is covered from above."""
    column = 0
    for cell in row:
        yield column, cell
        column += cell.across if cell else 1
