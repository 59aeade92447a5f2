"""Characters → lines of text, by position on the page and not by the order in which they were drawn."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from budgetaudit.amounts import read_amount
from budgetaudit.loaders.pdf.pages import Char

LATIN_GAP, WIDE_GAP, FAR_GAP = 0.25, 0.5, 2.0
"""Gaps, in heights of the text, that read as a space between letters, between Chinese characters, and as several."""
FAR = "    "
_NUMBER_PART = re.compile(r"[-+−－(（]?[\d,.，．]+[)）%]?")


class Line(NamedTuple):
    """One visual line of text, its box and the usual height of its characters."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def lines(chars: Iterable[Char]) -> tuple[Line, ...]:
    """The lines that characters stand on, from the top down, each read from the left."""
    rows: list[list[Char]] = []
    middle, reach = 0.0, 0.0
    for char in sorted(chars, key=lambda char: char.top + char.bottom):
        here = (char.top + char.bottom) / 2
        if rows and here - middle <= reach:
            rows[-1].append(char)
        else:
            rows.append([char])
            middle, reach = here, 0.45 * (char.bottom - char.top)
    return tuple(_line(row) for row in rows)


def _line(row: list[Char]) -> Line:
    row.sort()
    pieces = [row[0].text]
    for before, char in pairwise(row):
        size = min(before.bottom - before.top, char.bottom - char.top)
        gap = char.left - before.right
        if char.text == before.text and char.left - before.left < 0.1 * size:
            continue
        if gap > LATIN_GAP * size:
            pieces.append(_space(gap / size, before.text, char.text))
        pieces.append(char.text)
    top, bottom = min(char.top for char in row), max(char.bottom for char in row)
    size = sorted(char.bottom - char.top for char in row)[len(row) // 2]
    return Line("".join(pieces), row[0].left, top, max(char.right for char in row), bottom, size)


def _space(gap: float, before: str, after: str) -> str:
    if gap > FAR_GAP:
        return FAR
    return " " if gap > WIDE_GAP or (before.isascii() and after.isascii()) else ""


def cell_text(chars: Iterable[Char], width: float) -> str:
    """The text of a cell `width` wide: its lines, but a number that was broken over lines in one piece."""
    texts: list[str] = []
    last: Line | None = None
    for line in lines(chars):
        if last and _continues_number(texts[-1], last, line, width):
            texts[-1] += line.text
        else:
            texts.append(line.text)
        last = line
    return "\n".join(texts)


def _continues_number(text: str, last: Line, line: Line, width: float) -> bool:
    """Whether a line is the rest of a number: both are parts of one, and the break shows it or the cell forced it."""
    if not (_NUMBER_PART.fullmatch(text) and _NUMBER_PART.fullmatch(line.text)):
        return False
    shown = line.text[0] in ".,，．" or text[-1] in ".,，．"
    full = last.right - last.left + 1.5 * last.size > width
    return (shown or full) and read_amount(text + line.text) is not None
