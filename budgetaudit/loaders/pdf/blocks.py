"""Pages as laid out → blocks of a filing: grids, and lines joined into paragraphs, also over page breaks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from budgetaudit.filing import Block, Cell, Grid, Passage, Place
from budgetaudit.loaders.pdf.layout import Layout, Table
from budgetaudit.loaders.pdf.text import Line

MARGIN = 0.12
"""The share of a page's height, at its top and bottom, where headers, footers and page numbers stand."""
_PAGE_NUMBER = re.compile(
    r"[-—–－─~·\s]*(?:第\s*)?\d{1,4}\s*页?[-—–－─~·\s]*"
    r"|(?:第\s*)?\d{1,4}\s*页?\s*[/／,，共]\s*(?:共\s*)?\d{1,4}\s*页?"
)
_DIGITS = re.compile(r"\d+")
_HEADING = re.compile(
    r"第[一二三四五六七八九十百零\d]+[部章节条项]|[一二三四五六七八九十]+[、．.]"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[、．.](?!\d)|[①-⑳]|[注附表]\d*[：:]"
)
_LEADER = re.compile(r"[.…·．]{4,}[\s\d]*$")
_STARTS_NO_LINE = "，。、；：！？）》”’】〕%％,.;:!?)"
_TOKEN = re.compile(r"[0-9A-Za-z.,%％+\-]+|.")
_ENDS = "。！？；：:;!?"


class Placed(NamedTuple):
    """A line of text with its page, and whether a table stands between it and the line before."""

    line: Line
    layout: Layout
    apart: bool


def in_reading_order(layouts: tuple[Layout, ...]) -> tuple[Block, ...]:
    """The tables and paragraphs of all pages in reading order; each header and footer once, at the end."""
    furniture = _furniture(layouts)
    found: list[Block] = []
    paragraph: list[Placed] = []
    tables = passages = 0
    edges = _text_edges(layouts, furniture)
    for page, item in _items(layouts, furniture):
        if isinstance(item, Line):
            placed = Placed(item, page, False)
            if paragraph and not _continues(paragraph[-1], placed, edges):
                passages += 1
                found.append(_passage(paragraph, passages))
                paragraph = []
            paragraph.append(placed)
            continue
        if paragraph:
            passages += 1
            found.append(_passage(paragraph, passages))
            paragraph = []
        tables += 1
        found.append(_grid(item, page.number, tables))
    if paragraph:
        found.append(_passage(paragraph, passages + 1))
    return (*found, *_set_aside(layouts, furniture))


def _items(layouts: tuple[Layout, ...], furniture: frozenset[str]) -> Iterator[tuple[Layout, Line | Table]]:
    for page in layouts:
        kept = [(line.middle, 1, line) for line in page.lines if not _is_furniture(line, page, furniture)]
        placed: list[tuple[float, int, Line | Table]] = [*kept, *((t.box[1], 0, t) for t in page.tables)]
        for _, _, item in sorted(placed, key=lambda one: one[:2]):
            yield page, item


def _grid(table: Table, page: int, number: int) -> Grid:
    place = Place(page=page, table=number)
    cells = tuple(
        Cell(text, s.row, s.column, s.rowspan, s.colspan, place._replace(row=s.row + 1, column=s.column + 1))
        for s, text in table.cells
    )
    return Grid(cells, table.height, table.width, place)


def _passage(paragraph: list[Placed], number: int) -> Passage:
    text = paragraph[0].line.text
    for placed in paragraph[1:]:
        gap = " " if text[-1:].isascii() and text[-1:].isalpha() and placed.line.text[:1].isalpha() else ""
        text += gap + placed.line.text
    return Passage(text, Place(page=paragraph[0].layout.number, paragraph=number))


def _text_edges(
    layouts: tuple[Layout, ...], furniture: frozenset[str]
) -> dict[tuple[int, int], tuple[float, float]]:
    """Left and right edge of the running text for each size of page: where its long lines begin and end."""
    spans: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for page in layouts:
        for line in page.lines:
            if line.right - line.left > page.width / 2 and not _is_furniture(line, page, furniture):
                spans.setdefault(_size(page), []).append((line.left, line.right))
    return {size: _usual(found) for size, found in spans.items()}


def _size(page: Layout) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _usual(spans: list[tuple[float, float]]) -> tuple[float, float]:
    lefts, rights = sorted(left for left, _ in spans), sorted(right for _, right in spans)
    return lefts[len(lefts) // 10], rights[len(rights) * 3 // 4]


def _continues(before: Placed, after: Placed, edges: dict[tuple[int, int], tuple[float, float]]) -> bool:
    """Whether a line carries on the paragraph of the line before it."""
    left, right = edges.get(_size(before.layout), (0.0, 0.0))
    line, size = before.line, before.line.size
    if not right or _size(before.layout) != _size(after.layout) or _LEADER.search(line.text):
        return False
    same_size = 0.8 < after.line.size / (size or 1) < 1.25
    indented = after.line.left > left + 0.8 * size
    near = after.layout is not before.layout or after.line.top - line.bottom < 1.8 * size
    reaches = line.right + _first_token(after.line) > right - 0.3 * size
    new = bool(_HEADING.match(after.line.text)) and line.text[-1] in _ENDS
    return same_size and near and reaches and not indented and not new


def _first_token(line: Line) -> float:
    """The width of what the line begins with and cannot be broken: it may not have fitted on the line before."""
    token = _TOKEN.match(line.text)
    end = token.end() if token else 0
    while end < len(line.text) and line.text[end] in _STARTS_NO_LINE:
        end += 1
    return sum(line.size * (0.55 if char.isascii() else 1.0) for char in line.text[:end])


def _furniture(layouts: tuple[Layout, ...]) -> frozenset[str]:
    """What is printed at the same place on most pages, in the margins: headers and footers."""
    seen = Counter(key for page in layouts for key in {_key(line, page) for line in _marginal(page)})
    return frozenset(key for key, times in seen.items() if times >= max(3, 0.6 * len(layouts)))


def _marginal(page: Layout) -> Iterable[Line]:
    return (line for line in page.lines if not MARGIN < line.middle / page.height < 1 - MARGIN)


def _key(line: Line, page: Layout) -> str:
    side = "header" if line.middle < page.height / 2 else "footer"
    return f"{side}{round(line.top / 4)}{_DIGITS.sub('#', line.text)}"


def _is_furniture(line: Line, page: Layout, furniture: frozenset[str]) -> bool:
    if MARGIN < line.middle / page.height < 1 - MARGIN:
        return False
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or _key(line, page) in furniture


def _set_aside(layouts: tuple[Layout, ...], furniture: frozenset[str]) -> Iterator[Passage]:
    """Each header and footer once, page numbers not at all."""
    done: set[str] = set()
    for page in layouts:
        for line in _marginal(page):
            key = _key(line, page)
            if key in furniture - done and not _PAGE_NUMBER.fullmatch(line.text):
                done.add(key)
                yield Passage(line.text, Place(page=page.number), key[:6])
