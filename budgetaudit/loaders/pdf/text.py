"""Characters → lines of text, by position on the page and not by the order in which they were drawn."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct

from budgetaudit.amounts import read_amount
from budgetaudit.loaders.pdf.characters import Char
from budgetaudit.text import regex

LATIN_GAP, WIDE_GAP, FAR_GAP = 0.25, 0.5, 2.0
"""Gaps, in text sizes, that read as a space between letters or Chinese characters, or as a new piece."""
FAR = "    "
READING = attrgetter("left", "top", "right", "bottom", "text")
"""The order in which the characters of a line are read."""
_WIDE_MARKS = frozenset("“”‘’—…·")
_LATE_MARK = regex(r"\d{4}[,，]")
"""A number whose first thousands mark comes too late: more likely two numbers."""
_NUMBER_PART = regex(r"[-+−－(（]?[\d,.，．]+[)）%]?")


class LinePiece(Struct, frozen=True):
    """A stretch of a line without a wide gap."""

    left: float
    right: float
    text: str


class VisualLine(Struct, frozen=True):
    """One visual line of text: its pieces, its top and bottom, and the usual height of its characters."""

    pieces: tuple[LinePiece, ...]
    top: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        return FAR.join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return self.pieces[-1].right

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def lines(chars: Iterable[Char], far: float = FAR_GAP) -> tuple[VisualLine, ...]:
    """The lines that characters stand on, from the top down, each read from the left.

    A gap of `far` text sizes begins a new piece.
    """
    rows: list[list[Char]] = []
    middle, reach = 0.0, 0.0
    for char in sorted(chars, key=lambda char: char.top + char.bottom):
        here = (char.top + char.bottom) / 2
        if rows and here - middle <= reach:
            rows[-1].append(char)
        else:
            rows.append([char])
            middle, reach = here, 0.45 * (char.bottom - char.top)
    return tuple(_line(row, far) for row in rows)


def _line(row: list[Char], far: float) -> VisualLine:
    row.sort(key=READING)
    size = sorted(char.bottom - char.top for char in row)[len(row) // 2]
    top, bottom = min(char.top for char in row), max(char.bottom for char in row)
    return VisualLine(tuple(_pieces(row, far)), top, bottom, size)


def _pieces(row: list[Char], far: float) -> Iterator[LinePiece]:
    """The pieces of a row of characters from the left; one printed twice for false bold counts once."""
    texts, left, right = [row[0].text], row[0].left, row[0].right
    for before, char in pairwise(row):
        gap, size = char.left - before.right, char.bottom - char.top
        if gap > LATIN_GAP * size:
            if gap > far * size:
                yield LinePiece(left, right, "".join(texts))
                texts, left = [], char.left
            elif _spaced(before.text, char.text, gap / size):
                texts.append(" ")
        elif char.text == before.text and char.left - before.left < 0.1 * size:
            continue
        texts.append(char.text)
        right = char.right
    yield LinePiece(left, right, "".join(texts))


def _spaced(before: str, after: str, gap: float) -> bool:
    """Whether a gap between two characters is a space; quotation marks may be as wide as Chinese ones."""
    if before in _WIDE_MARKS or after in _WIDE_MARKS:
        return False
    return gap > WIDE_GAP or (before.isascii() and after.isascii())


def beside(visual_lines: tuple[VisualLine, ...]) -> tuple[VisualLine, ...]:
    """The lines, where a label that breaks over two lines beside other text is one piece of one line."""
    merged: list[VisualLine] = []
    index = 0
    while index < len(visual_lines):
        if len(visual_lines) > index + 2 and _halfway(*visual_lines[index : index + 3]):
            first, between, last = visual_lines[index : index + 3]
            merged.append(_row(first, last.pieces[0], between.pieces, last.bottom))
            index += 3
        elif len(visual_lines) > index + 1 and (rest := _rest(*visual_lines[index : index + 2])):
            first, second = visual_lines[index : index + 2]
            others = tuple(piece for piece in second.pieces if piece is not rest)
            merged.append(_row(first, rest, others, second.bottom))
            index += 2
        else:
            merged.append(visual_lines[index])
            index += 1
    return tuple(merged)


def _halfway(first: VisualLine, between: VisualLine, last: VisualLine) -> bool:
    """Whether `between` stands beside a label of two lines, halfway down."""
    if len(first.pieces) > 1 or len(last.pieces) > 1 or last.top - first.bottom > 0.6 * first.size:
        return False
    left, right = min(first.left, last.left), max(first.right, last.right)
    stacked = first.left < last.right and last.left < first.right
    apart = all(piece.right < left or piece.left > right for piece in between.pieces)
    return stacked and apart and between.middle - first.middle < 1.2 * first.size


def _rest(first: VisualLine, second: VisualLine) -> LinePiece | None:
    """The short piece of `second` that ends a label begun on the line above, beside other text."""
    close = second.top - first.bottom < 0.4 * first.size and abs(second.size - first.size) < 0.1 * first.size
    if not close or len(first.pieces) > 1 or len(second.pieces) == 1:
        return None
    under = [piece for piece in second.pieces if piece.left < first.right and piece.right > first.left]
    if len(under) != 1 or under[0].right - under[0].left > (first.right - first.left) / 2:
        return None
    off = min(abs(under[0].left - first.left), abs(under[0].right - first.right))
    return under[0] if off < 0.5 * first.size else None


def _row(first: VisualLine, rest: LinePiece, others: tuple[LinePiece, ...], bottom: float) -> VisualLine:
    label = LinePiece(min(first.left, rest.left), max(first.right, rest.right), first.pieces[0].text + rest.text)
    return VisualLine(
        tuple(sorted((label, *others), key=attrgetter("left", "right", "text"))), first.top, bottom, first.size
    )


def cell_text(chars: Sequence[Char], width: float) -> str:
    """The text of a cell `width` wide: its lines, but a number that was broken over lines in one piece."""
    if len({char.top for char in chars}) == 1:
        return FAR.join(piece.text for piece in _pieces(sorted(chars, key=READING), FAR_GAP))
    texts: list[str] = []
    last: VisualLine | None = None
    for line in lines(chars):
        if last and _continues_number(texts[-1], last, line, width):
            texts[-1] += line.text
        else:
            texts.append(line.text)
        last = line
    return "\n".join(texts)


def _continues_number(text: str, last: VisualLine, line: VisualLine, width: float) -> bool:
    """Whether a line is the rest of a number: the break shows it, or the cell is too narrow for the whole."""
    if not (_NUMBER_PART.fullmatch(text) and _NUMBER_PART.fullmatch(line.text)):
        return False
    shown = line.text[0] in ".,，．" or text[-1] in ".,，．"
    full = last.right - last.left + 1.5 * last.size > width
    whole = text + line.text
    return (shown or full) and read_amount(whole) is not None and not _LATE_MARK.search(whole)
