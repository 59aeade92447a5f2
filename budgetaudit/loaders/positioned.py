"""Pages that a converter made of texts and lines at fixed positions: read as the pages of a PDF are."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml.html import HtmlElement
from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.filing import Block
from budgetaudit.loaders.pdf.blocks import in_reading_order
from budgetaudit.loaders.pdf.characters import Char
from budgetaudit.loaders.pdf.geometry import Rulings
from budgetaudit.loaders.pdf.implied import TextRegion, drawn
from budgetaudit.loaders.pdf.layout import layout
from budgetaudit.loaders.pdf.pages import PdfPage
from budgetaudit.loaders.pdf.paths import THIN, rules_of_box
from budgetaudit.loaders.pdf.text import VisualLine, lines
from budgetaudit.text import regex

SIZE, LEADING = 12.0, 1.0
_MEASURE = regex(r"(left|top|width|height|font-size)\s*:\s*(-?\d+(?:\.\d+)?)\s*(?:px|pt)?", re.IGNORECASE)
_BORDER = regex(r"border(-left|-right|-top|-bottom)?\s*:\s*(?!none|0(?:px|pt)?\s*[;\s])", re.IGNORECASE)
_WIDE = "\u2e80"


class Counted(Struct, frozen=True):
    """How many pages, passages and tables stand before."""

    pages: int
    passages: int
    tables: int


class PlacedBox(Struct, frozen=True):
    """What stands at a position: where, how large (0: unknown), its size of type, its text, and whether it has borders
    or a colour."""

    left: float
    top: float
    width: float
    height: float
    size: float
    text: str
    drawn: bool

    @property
    def chars(self) -> Iterator[Char]:
        """The letters of the text, each on a full or half square; white space only takes room."""
        left = self.left
        for letter in self.text:
            wide = self.size if letter >= _WIDE else self.size / 2
            if not letter.isspace():
                yield Char(left, self.top, left + 0.95 * wide, self.top + LEADING * self.size, letter)
            left += wide


def _is_placed(element: HtmlElement) -> bool:
    style = element.get("style") or ""
    return "left" in style and "top" in style


def blocks(elements: Sequence[HtmlElement], before: Counted) -> tuple[Block, ...]:
    """The tables and prose of pages, in reading order, counted on from what stands before."""
    layouts = tuple(layout(_page(element, before.pages + number)) for number, element in enumerate(elements, 1))
    return in_reading_order(layouts, before.passages, before.tables)


def _page(element: HtmlElement, number: int) -> PdfPage:
    boxes = [box for child in element if _is_placed(child) and (box := _placed(child))]
    chars = tuple(char for box in boxes for char in box.chars)
    rules = _rules(boxes)
    size = _measures(element)
    width = size.get("width") or max((char.right for char in chars), default=1.0) + SIZE
    height = size.get("height") or max((char.bottom for char in chars), default=1.0) + SIZE
    page = PdfPage(number, width, height, chars, rules, Rulings(), 0.0, 0)
    return page if rules.horizontal else replace(page, rules=_unruled(lines(chars)))


def _measures(element: HtmlElement) -> dict[str, float]:
    return {name.lower(): float(number) for name, number in _MEASURE.findall(element.get("style") or "")}


def _placed(element: HtmlElement) -> PlacedBox | None:
    found, style = _measures(element), element.get("style") or ""
    if "left" not in found or "top" not in found:
        return None
    text = element.text_content().replace("\xa0", " ").strip("\r\n")
    bordered = _BORDER.search(style) is not None or "background" in style
    sizes = found.get("width", 0.0), found.get("height", 0.0), found.get("font-size", SIZE)
    return PlacedBox(found["left"], found["top"], *sizes, text, bordered)


def _rules(boxes: Sequence[PlacedBox]) -> Rulings:
    """The lines that boxes without text draw: thin ones as such, the others by their four sides."""
    parts = [rules_of_box(side) for box in boxes if box.drawn and not box.text.strip() for side in _sides(box)]
    return Rulings(
        tuple(rule for part in parts for rule in part.horizontal),
        tuple(rule for part in parts for rule in part.vertical),
    )


def _sides(box: PlacedBox) -> Iterator[tuple[float, float, float, float]]:
    left, top, right, bottom = box.left, box.top, box.left + box.width, box.top + box.height
    if min(box.width, box.height) <= THIN:
        yield left, top, right, bottom
        return
    yield from ((left, top, right, top), (left, bottom, right, bottom))
    yield from ((left, top, left, bottom), (right, top, right, bottom))


def _unruled(text_lines: Sequence[VisualLine]) -> Rulings:
    """The lines that tables without any would have: where lines of several pieces follow each other."""
    runs = (list(run) for several, run in groupby(text_lines, key=lambda line: len(line.pieces) > 1) if several)
    parts = [rulings for run in runs if len(run) > 2 and (rulings := drawn(_region(run)))]
    return Rulings(
        tuple(rule for part in parts for rule in part.horizontal),
        tuple(rule for part in parts for rule in part.vertical),
    )


def _region(run: Sequence[VisualLine]) -> TextRegion:
    left, right = min(line.left for line in run), max(line.right for line in run)
    levels = (run[0].top - 1, run[-1].bottom + 1)
    return TextRegion(tuple(run), levels, left - 1, right + 1)
