"""A filing as a PDF: text and ruled tables on pages; tables go on over pages as their `again` says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

import make_font
import pdfs

from .document import Block, Cell, Para, Row, Sheet
from .draw import Draw
from .placed import placed

LEFT, TOP, BOTTOM = 60, 60, 60
SIZE = 10.5
NUMBER = frozenset("0123456789.,-")


def wide(text: str) -> float:
    """The width of a text in squares."""
    return sum(1 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def wrapped(text: str, squares: float) -> list[str]:
    """A text cut into lines of at most so many squares."""
    lines, line = [], ""
    for char in text:
        if line and wide(line) + wide(char) > squares:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


@dataclass
class Pages:
    """The pages being filled."""

    size: tuple[int, int]
    numbers: bool
    done: list[pdfs.Sheet] = field(default_factory=list)
    y: float = 0

    def __post_init__(self) -> None:
        self.turn()

    @property
    def page(self) -> pdfs.Sheet:
        return self.done[-1]

    @property
    def width(self) -> float:
        return self.size[0] - 2 * LEFT

    def turn(self) -> None:
        """Begin a page."""
        self.done.append(pdfs.Sheet(self.size))
        self.y = TOP
        if self.numbers:
            self.page.text(self.size[0] / 2 - 5, self.size[1] - 30, f"{len(self.done)}", 9)

    def room(self, high: float) -> bool:
        return self.y + high <= self.size[1] - BOTTOM

    def write(self, text: str, left: float, size: float = SIZE, high: float = 18) -> None:
        if not self.room(high):
            self.turn()
        self.page.text(left, self.y + size, text, size)
        self.y += high


def as_pdf(blocks: Sequence[Block], draw: Draw) -> bytes:
    """The PDF form."""
    size = (595, 842) if draw.pick("page", ("portrait", 2.0), "landscape") == "portrait" else (842, 595)
    pages = Pages(size, draw.has("page_numbers", 0.7))
    fresh = draw.has("table_on_new_page", 0.5)
    for block in blocks:
        if isinstance(block, Para):
            paragraph(pages, block)
        else:
            if block.above and (fresh or not pages.room(160)):
                pages.turn()
            above(pages, block)
            table(pages, block)
    return pdfs.pdf(pages.done, font=make_font.font())


def above(pages: Pages, block: Sheet) -> None:
    """Title and caption of a table. They stand in `above` for the PDF only."""
    for one in block.above:
        caption(pages, one.text)


def caption(pages: Pages, text: str) -> None:
    """A line above a table: the unit of measure to the right, a title in the middle, a number to the left."""
    left, _, right = text.rpartition("    ")
    if "单位" in text and text.endswith("元"):
        if left:
            pages.page.text(LEFT, pages.y + 9, left, 9)
        pages.write(right, pages.size[0] - LEFT - 9 * wide(right), 9, 14)
    elif not re.fullmatch(r"(公开|附)?表?\d+表?：?", text):
        pages.write(text, max(LEFT, pages.size[0] / 2 - 7 * wide(text)), 14, 22)
    else:
        pages.write(text, LEFT, 10, 16)


def paragraph(pages: Pages, block: Para) -> None:
    """A paragraph or heading, wrapped."""
    if block.kind == "title":
        pages.y += 10
        for line in wrapped(block.text, pages.width / 18):
            pages.write(line, pages.size[0] / 2 - 9 * wide(line), 18, 30)
        return
    if block.kind == "caption":
        caption(pages, block.text)
        return
    size = {1: 15, 2: 12}.get(block.level, SIZE)
    indent = "" if block.kind in ("contents", "note") or block.level == 1 else "　　"
    for at, line in enumerate(wrapped(indent + block.text, pages.width / size)):
        pages.write(
            line.lstrip("　") if not at else line, LEFT + (2 * size if indent and not at else 0), size, size * 1.7
        )


def table(pages: Pages, block: Sheet) -> None:
    """A table; where the page is full it goes on over the next."""
    size: float = 8 if block.width <= 8 else 6
    widths = columns(block, pages.width / size)
    size = min(size, pages.width / sum(widths))
    heights = [row_height(row, widths, size) for row in block.rows]
    start, repeated = 0, 0
    while start < len(block.rows):
        stop, used = start, 0.0
        while stop < len(block.rows) and (pages.room(used + heights[stop]) or stop == start):
            used += heights[stop]
            stop += 1
        draw_rows(pages, block, range(start, stop), widths, heights, size)
        start = stop
        if start < len(block.rows):
            pages.turn()
            repeated += 1
            if block.again == "title and header":
                above(pages, block)
            if block.again != "nothing" and start >= len(block.head):
                draw_rows(pages, block, range(len(block.head)), widths, heights, size)
    pages.y += 8


def columns(block: Sheet, squares: float) -> list[float]:
    """Column widths in squares: what each needs, shrunk or spread to the page; no number is wrapped."""
    need, least = [2.0] * block.width, [3.0] * block.width
    for column, cell in (one for row in block.rows for one in placed(row)):
        if cell and cell.across == 1 and cell.text:
            number = set(cell.text) <= NUMBER
            limit = 9 if number else 14 if block.width < 6 else 8
            need[column] = max(need[column], min(wide(cell.text), limit) + 1)
            least[column] = max(least[column], wide(cell.text) + 0.8 if number else 0)
    factor = min(squares / sum(need), 1.6)
    made = [max(one * factor, number) for one, number in zip(need, least, strict=True)]
    over, spare = sum(made) - squares, sum(made) - sum(least)
    cut = min(1, over / spare) if over > 0 and spare else 0
    return [one - cut * (one - number) for one, number in zip(made, least, strict=True)]


def row_height(row: Row, widths: Sequence[float], size: float) -> float:
    lines = [
        len(wrapped(cell.text, sum(widths[at : at + cell.across]) - 0.6))
        for at, cell in placed(row)
        if cell and cell.down == 1
    ]
    return max(lines, default=1) * size * 1.25 + 5


def draw_rows(
    pages: Pages, block: Sheet, rows: range, widths: Sequence[float], heights: Sequence[float], size: float
) -> None:
    """A run of rows with their lines. A cell that begins on the page before is an empty box here."""
    tops = {rows.start: pages.y}
    for at in rows:
        tops[at + 1] = tops[at] + heights[at]
    edges = [LEFT + size * sum(widths[:at]) for at in range(len(widths) + 1)]
    for at in rows:
        for column, cell in boxes(block, rows, at):
            bottom = tops[min(at + cell.down, rows.stop)]
            left, right = edges[column], edges[column + cell.across]
            pages.page.box(left, tops[at], right, bottom)
            fill(pages, cell, (left, tops[at], right, bottom), size)
    pages.y = tops[rows.stop]


def boxes(block: Sheet, rows: range, at: int) -> Iterator[tuple[int, Cell]]:
    """The cells that begin in a row, and in the first row of a page those that go on from the page before."""
    for column, cell in placed(block.rows[at]):
        if cell:
            yield column, cell
        elif at == rows.start:
            high = next((n for n in range(1, len(block.rows) - at) if dict(placed(block.rows[at + n])).get(column)), 1)
            yield column, Cell("", 1, high)


def fill(pages: Pages, cell: Cell, box: tuple[float, float, float, float], size: float) -> None:
    """The text of a cell: numbers to the right, the rest to the left."""
    left, top, right, bottom = box
    lines = wrapped(cell.text, (right - left) / size - 0.6)
    y = top + (bottom - top - len(lines) * size * 1.25) / 2 + size
    for line in lines:
        number = line and set(line) <= NUMBER and cell.known
        if line.strip():
            pages.page.text(right - size * wide(line) - 2 if number else left + 2, y, line, size)
        y += size * 1.25
