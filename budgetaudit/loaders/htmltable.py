"""Tables of web pages: spans, tables within tables, and tables that only lay out the page."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from budgetaudit.loaders.layout import RowCell, check_size, trimmed
from budgetaudit.text import regex

MOST_SPAN = 1000
_SPACE = regex(r"[ \t\r\n\f]+")
_LINES = frozenset(["p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "dt", "dd"])
_SILENT = frozenset(("table", "script", "style"))


def is_layout(table: HtmlElement) -> bool:
    """Whether the table only places other things: it has one cell, or its inner tables hold more than it."""
    own = sum(1 for row in _rows(table) for _ in _cells(row))
    inner = [t for t in table.iterdescendants("table") if _owner(t) is table]
    return own <= 1 or own < sum(1 for t in inner for _ in t.iterdescendants("td", "th"))


def nested(table: HtmlElement) -> Iterator[HtmlElement]:
    """The tables directly inside the cells of a table."""
    return (inner for inner in table.iterdescendants("table") if _owner(inner) is table)


def rows(table: HtmlElement) -> list[list[RowCell]]:
    """The rows of a table; a cell stands in the first column that no cell above reaches into."""
    cells_by_row: list[list[RowCell]] = []
    taken: dict[int, int] = {}
    """column → rows still covered from above"""
    lines = list(_rows(table))
    for r, row in enumerate(lines):
        column, boxes = 0, []
        below = {c: left - 1 for c, left in taken.items() if left > 1}
        for cell in _cells(row):
            while taken.get(column):
                column += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan") or len(lines)
            width, height = max(width, 1), min(height, len(lines) - r)
            check_size(0, (column + width) * len(lines))
            boxes.append(RowCell(text_of(cell), column, width, height))
            below |= dict.fromkeys(range(column, column + width), height - 1) if height > 1 else {}
            column += width
        cells_by_row.append(boxes)
        taken = below
    return cells_by_row


def text_of(cell: HtmlElement) -> str:
    """The text of a cell, a paragraph a line, without that of tables inside it."""
    parts: list[str] = []
    _gather(cell, parts)
    lines = "".join(parts).split("\n")
    return trimmed("\n".join(line.strip(" ").replace("\xa0", " ") for line in lines))


def _gather(element: HtmlElement, parts: list[str]) -> None:
    parts.append(_SPACE.sub(" ", element.text or ""))
    for child in element:
        if child.tag in _LINES and parts and "".join(parts[-2:]).strip(" "):
            parts.append("\n")
        if child.tag not in _SILENT:
            _gather(child, parts)
        if child.tag in _LINES and (child.tail or "").strip():
            parts.append("\n")
        parts.append(_SPACE.sub(" ", child.tail or ""))


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    return (row for row in table.iterdescendants("tr") if _owner(row) is table)


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    yield from row.iterchildren("td", "th")


def _owner(element: HtmlElement) -> HtmlElement | None:
    return next(element.iterancestors("table"), None)


def _span(cell: HtmlElement, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(int(text), MOST_SPAN) if text.isdecimal() else 1
