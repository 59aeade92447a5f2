"""Pages as laid out → blocks of a filing in reading order."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.filing import Block, Cell, Grid, Passage, Place
from budgetaudit.loaders.pdf.furniture import furniture, headers_and_footers, text_lines
from budgetaudit.loaders.pdf.layout import Layout, RuledTable
from budgetaudit.loaders.pdf.paragraphs import PlacedLine, TextEdges, continues, joined_text, text_edges
from budgetaudit.loaders.pdf.text import VisualLine


class TableBlock(Struct, frozen=True):
    """A table and the number of its page."""

    table: RuledTable
    page: int


def in_reading_order(layouts: tuple[Layout, ...], before: int = 0, tables_before: int = 0) -> tuple[Block, ...]:
    """The tables and paragraphs of all pages; each header and footer once, at the end. Passages and tables are counted
    on from those before."""
    repeated = furniture(layouts)
    items = (item for page in layouts for item in _items(page, text_lines(page, repeated)))
    passages, tables = count(before + 1), count(tables_before + 1)
    body = (
        _grid(group, next(tables)) if isinstance(group, TableBlock) else _passage(group, next(passages))
        for group in _groups(items, text_edges(layouts, repeated))
    )
    return (*body, *headers_and_footers(layouts, repeated))


def _items(page: Layout, lines: tuple[VisualLine, ...]) -> Iterator[PlacedLine | TableBlock]:
    """The tables and lines of a page from the top down."""
    heights: list[tuple[float, int, VisualLine | RuledTable]] = [(line.middle, 1, line) for line in lines]
    heights += [(table.box[1], 0, table) for table in page.tables]
    for _, _, item in sorted(heights, key=lambda placed: placed[:2]):
        yield PlacedLine(item, page) if isinstance(item, VisualLine) else TableBlock(item, page.number)


def _groups(
    items: Iterable[PlacedLine | TableBlock], edges: Mapping[int, TextEdges]
) -> Iterator[list[PlacedLine] | TableBlock]:
    """Lines gathered into paragraphs; a table ends a paragraph."""
    paragraph: list[PlacedLine] = []
    for item in items:
        if isinstance(item, PlacedLine) and paragraph and continues(paragraph, item, edges):
            paragraph.append(item)
            continue
        if paragraph:
            yield paragraph
        paragraph = [item] if isinstance(item, PlacedLine) else []
        if isinstance(item, TableBlock):
            yield item
    if paragraph:
        yield paragraph


def _grid(drawn: TableBlock, number: int) -> Grid:
    place = Place(page=drawn.page, table=number)
    cells = tuple(
        Cell(text, s.row, s.column, s.rowspan, s.colspan, replace(place, row=s.row + 1, column=s.column + 1))
        for s, text in drawn.table.cells
    )
    return Grid(cells, drawn.table.height, drawn.table.width, place)


def _passage(paragraph: list[PlacedLine], number: int) -> Passage:
    text = joined_text([placed.line for placed in paragraph])
    return Passage(text, Place(page=paragraph[0].page.number, paragraph=number))
