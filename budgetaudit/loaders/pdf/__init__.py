"""PDF filings: ruled tables with their spans, and the text around them in reading order."""

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block
from budgetaudit.loaders.pdf.blocks import in_reading_order
from budgetaudit.loaders.pdf.layout import Layout, layout
from budgetaudit.loaders.pdf.pages import PdfPage, pages
from budgetaudit.messages import Text, message, series

PICTURED, FEW = 0.3, 12
"""A page that pictures cover to this share, with so few characters (a page number), is taken for a scan."""


def load(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
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
        raise FilingError(name, message("pdf.coded" if unread else "pdf.scan"))
    cautions = (*_scanned_pages(scanned), *_unmapped(unread, characters))
    return in_reading_order(tuple(layouts)), cautions


def _scanned(page: PdfPage) -> bool:
    return len(page.chars) <= FEW and page.pictured >= PICTURED


def _scanned_pages(numbers: list[int]) -> tuple[Text, ...]:
    return (message("caution.scanned", pages=series(map(str, numbers))),) if numbers else ()


def _unmapped(unread: int, characters: int) -> tuple[Text, ...]:
    return (message("caution.unmapped", count=unread),) if unread * 100 >= characters else ()
