"""Spans put back into a table that was written as rows of cells without them.

A cell covered from above is written as an empty cell; a cell that spans columns is written once, so
its row is short. A short row on top is a line of information about the table (`单位：万元`), spread
evenly, or a header row, whose cells share out the cells of the row below.
"""

from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.loaders.layout import RowCell
from budgetaudit.text import regex

_INFORMATION = regex(r"[:：]|^\d{3}|^[(（]?单位|年度$")
_AMOUNT = regex(r"[-−]?[\d,]+(\.\d+)?%?")
_TOTALS = frozenset({"合计", "小计", "总计"})
MOST_SHARED = 60


class WrittenCell(Struct, frozen=True):
    """A cell as written: its text, and its line in the file."""

    text: str
    line: int = 0


WrittenRows = Sequence[Sequence[WrittenCell]]


def spread(rows: WrittenRows) -> tuple[list[list[RowCell]], int]:
    """The rows with every cell in its columns, and the width of the table."""
    width = max(map(len, rows), default=0)
    top = 0
    while top < len(rows) - 1 and _is_information(rows[top], width):
        top += 1
    bottom = _last_header(rows, top, width)
    boxes = [_evenly(row, width) for row in rows[:top]]
    boxes += _headers(rows[top:bottom], width)
    boxes += _filled_down([_body(row, width) for row in rows[bottom:]])
    return boxes, width


def _is_information(row: Sequence[WrittenCell], width: int) -> bool:
    """Whether a row on top says what table this is, rather than being a header over the next."""
    if len(row) >= width:
        return False
    return len(row) == 1 or any(_INFORMATION.search(cell.text) and not cell.text.startswith("其中") for cell in row)


def _last_header(rows: WrittenRows, top: int, width: int) -> int:
    """Where the body begins: after the short rows on top and the full row that their cells share out."""
    at = top
    while at < len(rows) and 1 < len(rows[at]) < width:
        at += 1
    is_header = top < at < len(rows) and len(rows[at]) == width and not _states_amounts(rows[at])
    return at + 1 if is_header else top


def _states_amounts(row: Sequence[WrittenCell]) -> bool:
    return any(_AMOUNT.fullmatch(cell.text.strip()) for cell in row)


def _evenly(row: Sequence[WrittenCell], width: int) -> list[RowCell]:
    """Cells spread over the width, as even as whole columns allow."""
    count = len(row)
    edges = [max(0, -((count - 2 * i * width) // (2 * count))) for i in range(count)] + [width]
    return [RowCell(cell.text, edges[i], edges[i + 1] - edges[i], line=cell.line) for i, cell in enumerate(row)]


def _body(row: Sequence[WrittenCell], width: int) -> list[RowCell]:
    """A short row of the body: its first cell takes the columns that are missing."""
    missing = width - len(row)
    first = [RowCell(cell.text, 0, 1 + missing, line=cell.line) for cell in row[:1]]
    return first + [RowCell(cell.text, i + missing, line=cell.line) for i, cell in enumerate(row) if i]


def _filled_down(rows: list[list[RowCell]]) -> list[list[RowCell]]:
    """Body rows whose first cell stands for several: an empty one before a name continues the one above."""
    filled: list[list[RowCell]] = []
    anchor: tuple[int, RowCell] | None = None
    for r, row in enumerate(rows):
        first = row[0] if row else RowCell("", 0)
        if anchor and not first.text and len(row) > 1 and _names(row[1]) and first.colspan == anchor[1].colspan:
            at, box = anchor
            anchor = at, replace(box, rowspan=box.rowspan + 1)
            filled[at][0] = anchor[1]
            filled.append(row[1:])
        else:
            anchor = (r, first) if r and _names(first) else None
            filled.append(list(row))
    return filled


def _names(box: RowCell) -> bool:
    """Whether a cell holds words, rather than nothing, a number or a code."""
    return any(sign.isalpha() for sign in box.text)


def _headers(rows: WrittenRows, width: int) -> list[list[RowCell]]:
    """Header rows from the lowest, whose cells are single columns, up."""
    if not rows:
        return []
    placed = [[RowCell(cell.text, i, line=cell.line) for i, cell in enumerate(rows[-1])]]
    for row in reversed(rows[:-1]):
        below = placed[0]
        parents = _parents(row, below, width)
        placed[0] = [box for box in below if box.text or not _covered(box, parents)]
        placed.insert(0, [_grown(box, below) for box in parents])
    return placed


def _covered(box: RowCell, parents: Sequence[RowCell]) -> bool:
    """Whether an empty cell is the lower part of the one above."""
    return any(p.column == box.column and p.colspan == box.colspan for p in parents)


def _grown(parent: RowCell, below: Sequence[RowCell]) -> RowCell:
    """The parent with what it covers below, if that is one empty cell."""
    for box in below:
        if not box.text and box.column == parent.column and box.colspan == parent.colspan:
            return replace(parent, rowspan=1 + box.rowspan)
    return parent


def _parents(row: Sequence[WrittenCell], below: Sequence[RowCell], width: int) -> list[RowCell]:
    """The cells of a header row over the cells they share out."""
    if len(below) > MOST_SHARED or not len(row) <= len(below):
        return _evenly(row, width)
    shares = _shares(tuple(cell.text for cell in row), tuple(box.text for box in below))
    if shares is None:
        return _evenly(row, width)
    boxes, at = [], 0
    for cell, share in zip(row, shares, strict=True):
        run = below[at : at + share]
        boxes.append(RowCell(cell.text, run[0].column, sum(box.colspan for box in run), line=cell.line))
        at += share
    return boxes


def _shares(parents: tuple[str, ...], children: tuple[str, ...]) -> tuple[int, ...] | None:
    """How many cells below each parent takes: the cheapest way to share all of them out in order.

    An empty child is the lower part of one parent. Children that begin alike (项目 … 项目 …) begin
    a share, and so does a total; words in common with the parent bind; otherwise shares are even.
    """
    starts = {text for text in children if text and (children.count(text) > 1 or text in _TOTALS)}

    @cache
    def best(parent: int, child: int) -> tuple[int, tuple[int, ...]] | None:
        left = len(children) - child
        if parent == len(parents):
            return (0, ()) if not left else None
        options = []
        for share in range(1, left - (len(parents) - parent - 1) + 1):
            run = children[child : child + share]
            if share > 1 and not all(run):
                break
            if rest := best(parent + 1, child + share):
                options.append((_cost(parents[parent], run, starts) + rest[0], (share, *rest[1])))
        return min(options) if options else None

    cheapest = best(0, 0)
    return cheapest[1] if cheapest else None


def _cost(parent: str, run: tuple[str, ...], starts: set[str]) -> int:
    """How unlikely it is that the run of cells stands below the parent."""
    common = sum(bool(_pairs(child) & _pairs(parent)) for child in run)
    repeated = len(run) > len(set(run))
    begins = len(run) > 1 and run[0] in starts
    return len(run) ** 2 - 8 * common + 1000 * repeated - 400 * begins


def _pairs(text: str) -> set[str]:
    """Each two letters that stand together."""
    letters = "".join(text.split())
    return {letters[i : i + 2] for i in range(len(letters) - 1)}
