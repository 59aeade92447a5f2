"""Excel workbooks of the years to 2003 (.xls, .et where it is one)."""

from io import StringIO

import xlrd
from xlrd.book import Book
from xlrd.formatting import XF
from xlrd.sheet import Sheet as XlsSheet

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block
from budgetaudit.loaders import sheets
from budgetaudit.loaders.layout import MOST_CELLS
from budgetaudit.loaders.numberformats import shown
from budgetaudit.loaders.sheets import SheetCell, SheetRegion, Worksheet
from budgetaudit.loaders.xlsxbook import is_ruled
from budgetaudit.messages import Text, message

SIDES = ("left", "right", "top", "bottom")


def load(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """The visible sheets in their order."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO(),
            ignore_workbook_corruption=True,
        )  # fmt: skip
    except Exception as error:  # xlrd lets struct, index, assertion and its own errors through
        raise FilingError(name, message("file.xls")) from error
    looks = [_look(book, xf) for xf in book.xf_list]
    visible = (sheet for sheet in book.sheets() if not sheet.visibility)
    return (
        sheets.blocks(_sheet(book, sheet, looks) for sheet in visible),
        sheets.cautions(sheet.name for sheet in book.sheets() if sheet.visibility),
    )


def _look(book: Book, xf: XF) -> tuple[str, bool]:
    """The number format of a cell style, and whether it is ruled."""
    sides = {side for side in SIDES if getattr(xf.border, f"{side}_line_style")}
    known = book.format_map.get(xf.format_key)
    return (known.format_str if known else ""), is_ruled(sides)


def _sheet(book: Book, sheet: XlsSheet, looks: list[tuple[str, bool]]) -> Worksheet:
    squares: dict[tuple[int, int], SheetCell] = {}
    for r in range(sheet.nrows):
        for c, cell in enumerate(sheet.row(r)):
            known = cell.xf_index is not None and cell.xf_index < len(looks)
            code, ruled = looks[cell.xf_index] if known else ("", False)
            text = _shown(book, sheet, cell, code)
            if text or ruled:
                squares[r, c] = SheetCell(text, ruled)
        if len(squares) > MOST_CELLS:
            raise sheets.too_large(sheet.name)
    merges = tuple(SheetRegion(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    return Worksheet(sheet.name, squares, merges)


def _shown(book: Book, sheet: XlsSheet, cell: xlrd.sheet.Cell, code: str) -> str:
    """The cell's text as the sheet shows it."""
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        text = shown(repr(cell.value), code, bool(book.datemode))
        return text if sheet.show_zero_values or text.strip("0.%-") else ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERR"))
    return str(cell.value).replace("\r", "")
