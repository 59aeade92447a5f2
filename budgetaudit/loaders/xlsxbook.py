"""What the sheets of a workbook share: their list, strings, number formats and borders."""

import pyexpat
from zipfile import ZipFile

from budgetaudit.loaders import package
from budgetaudit.loaders.numberformats import BUILT_IN
from budgetaudit.loaders.package import Attributes, value
from budgetaudit.text import regex

EXCEL = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
FALSE = frozenset({"0", "false", ""})
_ESCAPE = regex(r"_x([0-9A-Fa-f]{4})_")


class Workbook:
    """A workbook but for the cells of its sheets."""

    def __init__(self, archive: ZipFile, main: str, name: str) -> None:
        self.archive, self.name = archive, name
        self.sheets: list[tuple[str, bool, str]] = []
        """title, visible, path"""
        self.epoch_1904 = False
        self.uncomputed = 0
        """formulas whose result was not saved"""
        paths = package.relations(archive, main, name, "Id")
        parts = package.relations(archive, main, name)

        def sheet(attrs: Attributes) -> None:
            visible = attrs.get("state", "visible") == "visible"
            self.sheets.append((attrs.get("name", ""), visible, paths.get(value(attrs, "id"), "")))

        def properties(attrs: Attributes) -> None:
            self.epoch_1904 = attrs.get("date1904", "") not in FALSE

        self.run(self.part(main), {"sheet": sheet, "workbookPr": properties}, {})
        self.strings = _strings(self, self.part(parts.get("sharedStrings", "")))
        self.styles = _styles(self, self.part(parts.get("styles", "")))

    def part(self, path: str) -> bytes:
        """A part, b"" where there is none."""
        return package.part(self.archive, path, self.name) if path else b""

    def run(self, xml: bytes, starts: package.Starts, ends: package.Ends, parser: object = None) -> None:
        """Run through a part, whatever prefix its elements have."""
        if xml:
            x = package.prefix(xml, EXCEL, "")
            named_starts = {x + tag: act for tag, act in starts.items()}
            named_ends = {x + tag: act for tag, act in ends.items()}
            package.run(parser or pyexpat.ParserCreate(), xml, named_starts, named_ends, self.name)  # type: ignore[arg-type]


def unescaped(text: str) -> str:
    """Excel writes control characters as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\r", "")


def _strings(book: Workbook, xml: bytes) -> list[str]:
    """The shared strings; rich text is joined, readings of characters (rPh) are left out."""
    strings: list[str] = []
    texts: list[str] = []
    parser = pyexpat.ParserCreate()
    starts, ends = package.words(parser, texts, "t")
    kept = [0]

    def reading(_: Attributes) -> None:
        kept[0] = len(texts)

    def after_reading() -> None:
        del texts[kept[0] :]

    def close() -> None:
        strings.append(unescaped("".join(texts)))
        texts.clear()

    book.run(xml, {**starts, "rPh": reading}, {**ends, "rPh": after_reading, "si": close}, parser)
    return strings


class _Styles:
    """The styles part as it goes by."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
        self.borders: list[set[str]] = []
        self.cells: list[tuple[str, bool]] = []
        self.in_cells = False

    def code(self, attrs: Attributes) -> None:
        self.codes[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")

    def border(self, _: Attributes) -> None:
        self.borders.append(set())

    def side(self, side: str) -> package.Start:
        def line(attrs: Attributes) -> None:
            if self.borders and attrs.get("style", "none") != "none":
                self.borders[-1].add(side)

        return line

    def open_cells(self, _: Attributes) -> None:
        self.in_cells = True

    def close_cells(self) -> None:
        self.in_cells = False

    def cell(self, attrs: Attributes) -> None:
        if self.in_cells:
            number = attrs.get("borderId", "0")
            index = int(number) if number.isdecimal() else 0
            sides = self.borders[index] if index < len(self.borders) else set()
            self.cells.append((self.codes.get(attrs.get("numFmtId", "0"), ""), is_ruled(sides)))


def is_ruled(sides: set[str]) -> bool:
    """Whether lines on these sides draw a cell of a table; a single level one may be its neighbour's."""
    return bool({"left", "right"} & sides) or {"top", "bottom"} <= sides


def _styles(book: Workbook, xml: bytes) -> list[tuple[str, bool]]:
    """Cell style → its number format and whether it is ruled."""
    styles = _Styles()
    starts: dict[str, package.Start] = {
        "numFmt": styles.code,
        "border": styles.border,
        "left": styles.side("left"),
        "start": styles.side("left"),
        "right": styles.side("right"),
        "end": styles.side("right"),
        "top": styles.side("top"),
        "bottom": styles.side("bottom"),
        "cellXfs": styles.open_cells,
        "xf": styles.cell,
    }
    book.run(xml, starts, {"cellXfs": styles.close_cells})
    return styles.cells
