"""Pages as laid out → blocks of a filing in reading order."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.filing import Block, Cell, Grid, Passage, Place
from budgetaudit.loaders.pdf.furniture import furniture, headers_and_footers, text_lines
from budgetaudit.loaders.pdf.layout import Layout, Table
from budgetaudit.loaders.pdf.paragraphs import Edges, Placed, continues, joined_text, text_edges
from budgetaudit.loaders.pdf.text import Line


class Drawn(Struct, frozen=True):
    """A table and the number of its page."""

    table: Table
    page: int


def in_reading_order(layouts: tuple[Layout, ...]) -> tuple[Block, ...]:
    """The tables and paragraphs of all pages; each header and footer once, at the end."""
    repeated = furniture(layouts)
    items = (item for page in layouts for item in _items(page, text_lines(page, repeated)))
    passages, tables = count(1), count(1)
    body = (
        _grid(group, next(tables)) if isinstance(group, Drawn) else _passage(group, next(passages))
        for group in _groups(items, text_edges(layouts, repeated))
    )
    return (*body, *headers_and_footers(layouts, repeated))


def _items(page: Layout, lines: tuple[Line, ...]) -> Iterator[Placed | Drawn]:
    """The tables and lines of a page from the top down."""
    heights: list[tuple[float, int, Line | Table]] = [(line.middle, 1, line) for line in lines]
    heights += [(table.box[1], 0, table) for table in page.tables]
    for _, _, item in sorted(heights, key=lambda one: one[:2]):
        yield Placed(item, page) if isinstance(item, Line) else Drawn(item, page.number)


def _groups(items: Iterable[Placed | Drawn], edges: Mapping[int, Edges]) -> Iterator[list[Placed] | Drawn]:
    """Lines gathered into paragraphs; a table ends a paragraph."""
    paragraph: list[Placed] = []
    for item in items:
        if isinstance(item, Placed) and paragraph and continues(paragraph, item, edges):
            paragraph.append(item)
            continue
        if paragraph:
            yield paragraph
        paragraph = [item] if isinstance(item, Placed) else []
        if isinstance(item, Drawn):
            yield item
    if paragraph:
        yield paragraph


def _grid(drawn: Drawn, number: int) -> Grid:
    place = Place(page=drawn.page, table=number)
    cells = tuple(
        Cell(text, s.row, s.column, s.rowspan, s.colspan, replace(place, row=s.row + 1, column=s.column + 1))
        for s, text in drawn.table.cells
    )
    return Grid(cells, drawn.table.height, drawn.table.width, place)


def _passage(paragraph: list[Placed], number: int) -> Passage:
    text = joined_text([placed.line for placed in paragraph])
    return Passage(text, Place(page=paragraph[0].page.number, paragraph=number))
