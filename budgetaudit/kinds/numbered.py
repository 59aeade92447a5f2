"""`numbered`: the rows of a table are numbered one by one."""

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Table
from budgetaudit.filing import Cell, Grid
from budgetaudit.kinds.reading import titled
from budgetaudit.messages import SEMICOLON, message, phrase, series
from budgetaudit.text import squeeze

TOP, DIGITS, LONGEST, SHOWN = 4, 4, 9, 3


class Numbered(Struct, frozen=True):
    """In a column headed by one of `heads` (序号, 行次) every number is one more than that above it, or begins anew
    at 1. One observation per table; a table on several pages is read page by page."""

    heads: tuple[str, ...]

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            seen: set[int] = set()
            for table in part.tables:
                grids = [grid for grid in table.grids if id(grid) not in seen]
                seen |= set(map(id, grids))
                columns = [column for grid in grids for column in self._columns(grid)]
                if columns:
                    yield _observed(table, columns)

    def _columns(self, grid: Grid) -> Iterator[list[Cell]]:
        for head in grid.cells:
            if head.row >= TOP:
                break
            if len(head.text) < LONGEST and squeeze(head.text) in self.heads:
                below = [cell for cell in grid.cells if cell.column == head.column and cell.row > head.row]
                numbers = [cell for cell in below if _number(cell) is not None]
                if len(numbers) > 1:
                    yield numbers


def _number(cell: Cell) -> int | None:
    text = squeeze(cell.text)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def _observed(table: Table, columns: list[list[Cell]]) -> Observation:
    breaks = [pair for cells in columns for pair in pairwise(cells) if _breaks(*pair)]
    name = titled(table)
    pairs = ((squeeze(above.text), squeeze(here.text)) for above, here in breaks[:SHOWN])
    shown = series((message("numbered.pair", above=above, here=here) for above, here in pairs), SEMICOLON)
    says, about = message("numbered.rows", table=name, shown=shown), phrase(name, message("numbered.column"))
    spots = tuple(Spot(about, squeeze(cell.text), cell.place, table.part) for _, cell in breaks)
    return Observation(not breaks, table.part, table.key, about, says, spots, shown, message("numbered.expected"))


def _breaks(above: Cell, here: Cell) -> bool:
    before, number = _number(above), _number(here)
    return before is not None and number not in (before + 1, 1)
