"""Tables that a converter fused, taken apart again: cut where the column structure changes.

Two tables that stand with nothing between them come out of some converters as one, whose upper rows have
no column edge in common with the lower ones. A line of information on top (`单位：万元`) stays.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from budgetaudit.filing import Block, Cell, Grid, Place
from budgetaudit.text import regex

_INFORMATION = regex(r"^[^。]{0,12}(单位|年度|时间|日期|编制|部门)[^。]{0,8}[:：]|^\d{3,}")


def separated(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with fused tables cut apart, and tables numbered anew if any was."""
    before = tuple(blocks)
    after = tuple(piece for block in before for piece in _pieces(block))
    if len(after) == len(before):
        return before
    numbered: list[Block] = []
    number = 0
    for block in after:
        if isinstance(block, Grid):
            number += 1
            numbered.append(_renumbered(block, number))
        else:
            numbered.append(block)
    return tuple(numbered)


def _pieces(block: Block) -> Iterator[Block]:
    cuts = _cuts(block) if isinstance(block, Grid) else []
    if not isinstance(block, Grid) or not cuts:
        yield block
        return
    for top, bottom in zip([0, *cuts], [*cuts, block.height], strict=True):
        yield _part(block, top, bottom)


def _cuts(grid: Grid) -> list[int]:
    """The rows before which to cut: no column edge and no cell is on both sides."""
    edges: dict[int, list[int]] = {}
    for cell in grid.cells:
        last = cell.row + cell.rowspan - 1
        if cell.column:
            span = edges.setdefault(cell.column, [cell.row, last])
            span[1] = max(span[1], last)
        if cell.rowspan > 1:
            edges[-len(edges) - 1] = [cell.row, last]
    cuts: list[int] = []
    reach = -1
    for first, last in sorted(edges.values()):
        if reach >= 0 and first > reach:
            cuts.append(reach + 1)
        reach = max(reach, last)
    return [cut for cut in cuts if not (cut == 1 and _is_information(grid))]


def _is_information(grid: Grid) -> bool:
    return any(cell.row == 0 and _INFORMATION.search(cell.text) for cell in grid.cells)


def _part(grid: Grid, top: int, bottom: int) -> Grid:
    """Some rows as a table of its own, without the columns that only its neighbours have."""
    cells = [cell for cell in grid.cells if top <= cell.row < bottom]
    starts = sorted({cell.column for cell in cells} | {cell.column + cell.colspan for cell in cells})
    new = {column: i for i, column in enumerate(starts)}
    moved = tuple(_moved(cell, top, new) for cell in cells)
    return Grid(moved, bottom - top, max(len(starts) - 1, 1), grid.place)


def _moved(cell: Cell, top: int, new: dict[int, int]) -> Cell:
    row, column = cell.row - top, new[cell.column]
    span = new[cell.column + cell.colspan] - column
    place = replace(cell.place, row=row + 1, column=column + 1)
    return Cell(cell.text, row, column, cell.rowspan, span, place)


def _renumbered(grid: Grid, number: int) -> Grid:
    def numbered(place: Place) -> Place:
        return replace(place, table=number)

    cells = tuple(replace(cell, place=numbered(cell.place)) for cell in grid.cells)
    return Grid(cells, grid.height, grid.width, numbered(grid.place))
