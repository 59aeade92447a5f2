"""PDF filings: ruled tables with their spans, and the text around them in reading order."""

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block
from budgetaudit.loaders.pdf.blocks import in_reading_order
from budgetaudit.loaders.pdf.layout import Layout, layout
from budgetaudit.loaders.pdf.pages import PdfPage, pages

PICTURED, FEW = 0.3, 12
"""A page that pictures cover to this share, with so few characters (a page number), is taken for a scan."""


def load(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of a PDF in reading order, and what could not be read."""
    layouts: list[Layout] = []
    scanned: list[int] = []
    characters = unread = 0
    for page in pages(data, name):
        layouts.append(layout(page))
        unread += page.unread
        if _scanned(page):
            scanned.append(page.number)
        else:
            characters += len(page.chars)
    if not characters:
        raise FilingError(f"{name}：{_no_text(unread)}")
    cautions = (*_scanned_pages(scanned), *_unmapped(unread, characters))
    return in_reading_order(tuple(layouts)), cautions


def _scanned(page: PdfPage) -> bool:
    return len(page.chars) <= FEW and page.pictured >= PICTURED


def _no_text(unread: int) -> str:
    if unread:
        return "这个 PDF 的文字没有编码信息，无法读取，请用原始 Word 或 Excel 文件，或重新导出 PDF。"
    return "这个 PDF 没有文字层（可能是扫描件），请用原始电子文件，或先做文字识别（OCR）。"


def _scanned_pages(numbers: list[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    listed = "、".join(map(str, numbers))
    return (f"第 {listed} 页只有图片、没有文字（可能是扫描件），其中的内容未读取，请人工核对。",)


def _unmapped(unread: int, characters: int) -> tuple[str, ...]:
    if unread * 100 < characters:
        return ()
    return (f"有 {unread} 个字符没有编码信息，未能读取，请人工核对或改用原始电子文件。",)
