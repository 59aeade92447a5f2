"""One page → its tables with their cells' texts, and the lines of text outside them."""

from collections.abc import Iterable

from msgspec import Struct

from budgetaudit.loaders.pdf.characters import Char
from budgetaudit.loaders.pdf.geometry import Box, Rulings, area
from budgetaudit.loaders.pdf.implied import implied
from budgetaudit.loaders.pdf.lattice import Lattice, Square, lattices
from budgetaudit.loaders.pdf.pages import PdfPage
from budgetaudit.loaders.pdf.parting import parted
from budgetaudit.loaders.pdf.text import VisualLine, beside, cell_text, lines


class RuledTable(Struct, frozen=True):
    """A table on a page: its box, its size and the text of each of its cells."""

    box: Box
    height: int
    width: int
    cells: tuple[tuple[Square, str], ...]


class Layout(Struct, frozen=True):
    """What stands on a page, each from the top down."""

    number: int
    width: float
    height: float
    tables: tuple[RuledTable, ...]
    lines: tuple[VisualLine, ...]


def layout(page: PdfPage) -> Layout:
    """The tables of a page and the lines outside them. A table without any text is a drawing."""
    frames = _frames(page)
    inside, outside = _sorted_out(page.chars, frames)
    if more := lattices(implied(outside, page.rules, (frame.box for frame in frames)), Rulings()):
        frames = tuple(sorted((*frames, *more), key=lambda frame: frame.box[1]))
        inside, outside = _sorted_out(page.chars, frames)
    tables = (_table(frame, held) for frame, held in zip(frames, inside, strict=True) if held)
    return Layout(page.number, page.width, page.height, tuple(tables), beside(lines(outside)))


def _frames(page: PdfPage) -> tuple[Lattice, ...]:
    return tuple(part for whole in lattices(page.rules, page.white) for part in parted(whole))


Held = dict[int, list[Char]]


def _sorted_out(chars: Iterable[Char], frames: tuple[Lattice, ...]) -> tuple[list[Held], list[Char]]:
    """The characters of each table by cell, and those in none. Of nested tables the smallest holds them."""
    inside: list[Held] = [{} for _ in frames]
    outside: list[Char] = []
    smallest_first = sorted(range(len(frames)), key=lambda index: area(frames[index].box))
    for char in chars:
        x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
        for index in smallest_first:
            cell = frames[index].find(x, y)
            if cell is not None:
                inside[index].setdefault(cell, []).append(char)
                break
        else:
            outside.append(char)
    return inside, outside


def _table(frame: Lattice, held: Held) -> RuledTable:
    cells = tuple(
        (square, cell_text(held[index], _width(frame.box_of(index))) if index in held else "")
        for index, square in enumerate(frame.squares)
    )
    return RuledTable(frame.box, len(frame.ys) - 1, len(frame.xs) - 1, cells)


def _width(box: Box) -> float:
    return box[2] - box[0]
