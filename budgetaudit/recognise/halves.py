"""A table cut down its length: the left half on one page, the right half on the next, are one sheet again."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from budgetaudit.amounts import read_amount
from budgetaudit.filing import Cell
from budgetaudit.recognise.sheet import GridRow, Sheet

Moved = dict[tuple[Cell, int], Cell]


def beside(first: Sheet, more: Sheet) -> Sheet:
    """The two halves as one, row by row. A header that reached the cut goes on over the columns behind it that have no
    header of their own above them, or with which its first column is the sum of the others."""
    heads = max(len(first.head), len(more.head))
    left, right = (_padded(half.head, heads, half.width) for half in (first, more))
    moved: Moved = {}
    head = [_side_by_side(a, b, moved) for a, b in zip(left, right, strict=True)]
    body = tuple(_side_by_side(a, b, moved) for a, b in zip(first.body, more.body, strict=False))
    return replace(
        first,
        head=tuple(_carried_on(head, at, first.width, body) for at in range(heads)),
        body=body,
        width=first.width + more.width,
        grids=(*first.grids, *more.grids),
        after=more.after,
        used=(*first.used, *more.used),
    )


def _padded(lines: Sequence[GridRow], height: int, width: int) -> tuple[GridRow, ...]:
    """Header lines, with lines of nothing above so that there are `height`."""
    return (*[GridRow((None,) * width, 0, ("",) * width, ())] * (height - len(lines)), *lines)


def _side_by_side(left: GridRow, right: GridRow, moved: Moved) -> GridRow:
    """One row of both; `moved` keeps the cells of the right one in their new squares, so that spans stay one cell."""
    width, down = len(left.cells), left.row - right.row

    def placed(cell: Cell) -> Cell:
        new = replace(cell, row=cell.row + down, column=cell.column + width)
        return moved.setdefault((cell, down), new)

    cells = tuple(placed(cell) if cell else None for cell in right.cells)
    own = tuple(map(placed, right.own))
    return GridRow((*left.cells, *cells), left.row, (*left.texts, *right.texts), (*left.own, *own))


def _carried_on(head: Sequence[GridRow], at: int, cut: int, body: Sequence[GridRow]) -> GridRow:
    """A header line; its last header of the left half carried on over the cut."""
    line, group = head[at], head[at].cells[cut - 1]
    inside = _grouped(line, cut)
    if at + 1 == len(head) or group is None or len(inside) < 2:
        return line
    behind = tuple(_ungrouped(head, at, cut))
    blank = all(not line.cells[column] or not line.covering(column).strip() for column in behind)
    if not behind or not (blank or _needed(body, inside, behind)):
        return line
    cells = tuple(group if column in behind else cell for column, cell in enumerate(line.cells))
    return replace(line, cells=cells)


def _grouped(line: GridRow, cut: int) -> Sequence[int]:
    """The columns before the cut over which its last header stands, merged or printed again over each."""
    last = line.covering(cut - 1).strip()
    start = next((at for at in reversed(range(cut)) if line.covering(at).strip() != last), -1) + 1
    return range(start, cut) if last else ()


def _ungrouped(head: Sequence[GridRow], at: int, cut: int) -> Iterator[int]:
    """The columns behind the cut over which a header line has no header apart from the column's own."""
    for column in range(cut, len(head[at].cells)):
        cell = head[at].cells[column]
        if cell and cell.text.strip() and cell is not head[-1].cells[column]:
            return
        yield column


def _needed(body: Sequence[GridRow], inside: Sequence[int], behind: Sequence[int]) -> bool:
    """Whether in all rows the first column of a group is the sum of the others and those behind, and not without."""
    first, *others = inside
    rows = [line for line in body if line.texts[first]]
    within, without = ([_closes(line, first, parts) for line in rows] for parts in ((*others, *behind), others))
    return bool(rows) and all(within) and not all(without)


def _closes(line: GridRow, whole: int, parts: Sequence[int]) -> bool:
    amounts = [read_amount(line.texts[column]) for column in (whole, *parts)]
    total, *others = [amount.value if amount else Decimal(0) for amount in amounts]
    return abs(total - sum(others)) <= sum(amount.quantum for amount in amounts if amount) / 2
