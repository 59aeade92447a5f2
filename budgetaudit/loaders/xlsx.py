"""Excel workbooks (.xlsx, .xlsm, .et where it is one), their parts read directly: numbers keep their formats.

Squares are kept sparsely: a cell at XFD1048576 costs no more than any other.
"""

import pyexpat
import re

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block
from budgetaudit.loaders import package, sheets
from budgetaudit.loaders.layout import MOST_CELLS
from budgetaudit.loaders.numberformats import shown
from budgetaudit.loaders.package import Attributes
from budgetaudit.loaders.sheets import SheetCell, SheetRegion, Worksheet
from budgetaudit.loaders.xlsxbook import FALSE, Workbook, unescaped
from budgetaudit.messages import Text, message
from budgetaudit.text import regex

_REFERENCE = regex(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)
ROW, COLUMN = 1_048_576, 16_384


def load(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """The visible sheets in their order."""
    archive = package.opened(data, name)
    main = package.main_part(archive, name, "xl/workbook.xml")
    if main.endswith(".bin"):
        raise FilingError(name, message("file.xlsb"))
    book = Workbook(archive, main, name)
    blocks = sheets.blocks(_Cells(book, title).read(path) for title, visible, path in book.sheets if visible)
    hidden = [title for title, visible, _ in book.sheets if not visible]
    return blocks, sheets.cautions(hidden) + _uncomputed(book.uncomputed)


def _uncomputed(count: int) -> tuple[Text, ...]:
    """Say that some formulas have no result in the file."""
    return (message("caution.formulas", count=count),) if count else ()


class _Cells:
    """The cells of one sheet as they go by."""

    def __init__(self, book: Workbook, title: str) -> None:
        self.book, self.title = book, title
        self.squares: dict[tuple[int, int], SheetCell] = {}
        self.merges: list[SheetRegion] = []
        self.row, self.column = -1, -1
        self.kind, self.style = "n", ""
        self.texts: list[str] = []
        self.zeros, self.computed = True, False

    def read(self, path: str) -> Worksheet:
        """The sheet in a part."""
        parser = pyexpat.ParserCreate()
        starts, ends = package.words(parser, self.texts, "v", "t")
        acts = {
            "row": self.on_row,
            "c": self.on_cell,
            "f": self.on_formula,
            "mergeCell": self.on_merge,
            "sheetView": self.on_view,
        }
        self.book.run(self.book.part(path), {**starts, **acts}, {**ends, "c": self.after_cell}, parser)
        return Worksheet(self.title, self.squares, tuple(self.merges))

    def on_view(self, attrs: Attributes) -> None:
        self.zeros = attrs.get("showZeros", "1") not in FALSE

    def on_row(self, attrs: Attributes) -> None:
        number = attrs.get("r", "")
        self.row = int(number) - 1 if number.isdecimal() else self.row + 1
        self.column = -1

    def on_cell(self, attrs: Attributes) -> None:
        self.column += 1
        if place := _place(attrs.get("r", "")):
            self.row, self.column = place
        self.kind, self.style = attrs.get("t", "n"), attrs.get("s", "0")
        self.texts.clear()
        self.computed = False

    def on_formula(self, _: Attributes) -> None:
        self.computed = True

    def after_cell(self) -> None:
        self.book.uncomputed += self.computed and not self.texts and self.kind == "n"
        code, ruled = self._look()
        text = self._shown("".join(self.texts), code) if self.texts else ""
        if (text or ruled) and 0 <= self.row < ROW and 0 <= self.column < COLUMN:
            self.squares[self.row, self.column] = SheetCell(text, ruled)
            if len(self.squares) > MOST_CELLS:
                raise sheets.too_large(self.title)

    def _look(self) -> tuple[str, bool]:
        styles = self.book.styles
        index = int(self.style) if self.style.isdecimal() else 0
        return styles[index] if index < len(styles) else ("", False)

    def _shown(self, raw: str, code: str) -> str:
        """The cell's text as the sheet shows it."""
        if self.kind == "s":
            strings = self.book.strings
            return strings[int(raw)] if raw.isdecimal() and int(raw) < len(strings) else ""
        if self.kind == "n":
            text = shown(raw, code, self.book.epoch_1904)
            return text if self.zeros or text.strip("0.%-") else ""
        if self.kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        return unescaped(raw)

    def on_merge(self, attrs: Attributes) -> None:
        first, _, last = attrs.get("ref", "").partition(":")
        start, end = _place(first), _place(last)
        if start and end and len(self.merges) < MOST_CELLS:
            self.merges.append(SheetRegion(*start, *end))


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a reference such as AB12."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
