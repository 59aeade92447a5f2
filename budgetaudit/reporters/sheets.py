"""Workbooks: tables with a frozen header, filters and widths that fit. Text stays text, never a formula."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from rich.cells import cell_len

from budgetaudit.text import regex

HEADER = PatternFill("solid", fgColor="D9E2F3")
FILLS = {
    "错误": PatternFill("solid", fgColor="F8CBAD"),
    "警告": PatternFill("solid", fgColor="FFE699"),
    "提示": PatternFill("solid", fgColor="DDEBF7"),
}
ILLEGAL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MOST_TEXT, MOST_ROWS = 32_000, 1_048_576
A4, PAGE = 9, 220
LINE, TALLEST = 14, 400
MODIFIED = regex(rb"(<dcterms:(?:created|modified)[^<>]*>)[^<]*")


class PrintedNumber(Struct, frozen=True):
    """A number that keeps its printed digits."""

    value: Decimal
    quantum: Decimal

    @property
    def format(self) -> str:
        exponent = self.quantum.as_tuple().exponent
        digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return "#,##0" + ("." + "0" * digits if digits else "")


def as_number(text: str) -> "PrintedNumber | str":
    """A printed amount as a number; other text as it is."""
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return text
    exponent = value.as_tuple().exponent
    return PrintedNumber(value, Decimal(1).scaleb(exponent)) if isinstance(exponent, int) else text


class Book:
    """A workbook being written a row at a time."""

    def __init__(self) -> None:
        self.book = Workbook(write_only=True)

    def sheet(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
        """A sheet with these columns (name, width), its header frozen and filtered."""
        sheet = self.book.create_sheet(name)
        sheet.freeze_panes = "A2"
        _printed_wide(sheet, sum(width for _, width in columns))
        for number, (_, width) in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([self._head(sheet, name) for name, _ in columns])
        count = 1
        for row in islice(rows, MOST_ROWS - 1):
            count += 1
            if (lines := _lines(row, columns)) > 1:
                sheet.row_dimensions[count].height = min(lines * LINE, TALLEST)
            sheet.append([self._cell(sheet, value) for value in row])
            sheet.row_dimensions.pop(count, None)  # it is written: of a thousand filings this is a great deal
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"

    def save(self, target: Path | io.BytesIO) -> None:
        """The workbook with fixed dates: the same content gives the same bytes."""
        with tempfile.TemporaryFile() as raw:
            self.book.save(raw)
            freeze(raw, target)

    def _head(self, sheet: Any, name: str) -> Any:
        cell = WriteOnlyCell(sheet, name)
        cell.font, cell.fill = Font(bold=True), HEADER
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        return cell

    def _cell(self, sheet: Any, value: Any) -> Any:
        """Numbers as numbers with their printed digits; anything else as text that cannot be a formula."""
        if isinstance(value, PrintedNumber):
            exact: Any = value.value
            cell = WriteOnlyCell(sheet, exact)
            cell.number_format = value.format
            cell.alignment = Alignment(vertical="top")
            return cell
        if isinstance(value, int):
            cell = WriteOnlyCell(sheet, value)
            cell.alignment = Alignment(vertical="top")
            return cell
        text = ILLEGAL.sub("", str(value or ""))[:MOST_TEXT]
        cell = WriteOnlyCell(sheet, text)
        if text:
            cell.data_type = "s"
            cell.quotePrefix = text[0] in "=+-@"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if text in FILLS:
            cell.fill = FILLS[text]
        return cell


def _lines(row: Sequence[Any], columns: Sequence[tuple[str, int]]) -> int:
    """How many lines the fullest cell of a row takes: not every program computes the height of a row."""
    texts = ((value, width) for value, (_, width) in zip(row, columns, strict=False) if isinstance(value, str))
    return max(
        (sum(cell_len(line) // (width - width // 8) + 1 for line in text.split("\n")) for text, width in texts),
        default=1,
    )


def _printed_wide(sheet: Any, width: int) -> None:
    """On paper: pages that lie, as many side by side as can be read, the header on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = -(-width // PAGE), 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def freeze(raw: BinaryIO, target: Path | io.BytesIO) -> None:
    """A zip with fixed dates in it, written to the target a piece at a time."""
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            copy = zipfile.ZipInfo(member.filename, (2021, 1, 1, 0, 0, 0))
            copy.compress_type, copy.file_size = zipfile.ZIP_DEFLATED, member.file_size
            if member.filename == "docProps/core.xml":
                new.writestr(copy, MODIFIED.sub(rb"\g<1>2021-01-01T00:00:00Z", old.read(member)))
                continue
            with old.open(member) as source, new.open(copy, "w") as out:
                shutil.copyfileobj(source, out)
