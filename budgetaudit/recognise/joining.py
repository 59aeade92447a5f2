"""A table that goes on over a page: its pieces are one sheet again."""

from collections.abc import Sequence

from msgspec.structs import replace

from budgetaudit.filing import Cell
from budgetaudit.recognise.sheet import GridRow, Sheet, is_number
from budgetaudit.text import regex, unquoted

_LAST_DIGITS, _CUT_SHORT = regex(r"\d{1,2}"), regex(r"\.\d?$|,\d{1,2}$")


def joined(first: Sheet, more: Sheet) -> Sheet:
    """A table and its continuation, columns aligned at the right where the widths differ; a row that the page break cut
    in two is one row again."""
    body = tuple(_fit(line, first.width) for line in more.body) if more.width != first.width else more.body
    above = first.body
    if above and body:
        body = _spanned(above[-1], body)
    if above and body and _cut(above[-1], body[0]):
        above, body = (*above[:-1], _mended(above[-1], body[0])), body[1:]
    return replace(
        first,
        body=(*above, *body),
        grids=(*first.grids, *more.grids),
        after=more.after,
        used=(*first.used, *more.used),
    )


def _spanned(upper: GridRow, lower: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """A cell that spans rows up to the page's end goes on in the empty cell below it on the next page."""
    goes_on: dict[Cell, Cell] = {}
    for cell, below in zip(upper.cells, lower[0].cells, strict=False):
        if cell and below and cell.text.strip() and not below.text.strip() and max(cell.rowspan, below.rowspan) > 1:
            goes_on[below] = replace(below, text=cell.text)
    if not goes_on:
        return tuple(lower)
    return tuple(
        replace(line, cells=tuple(goes_on.get(cell, cell) if cell else None for cell in line.cells)) for line in lower
    )


def _cut(upper: GridRow, lower: GridRow) -> bool:
    """Whether a page break cut a row: below stand only the last digits of numbers above and the rest of its label, or
    nothing but the rest of a label whose bracket is still open."""
    pairs = [(a, b) for a, b in zip(upper.texts, lower.texts, strict=True) if b]
    rests = [(a, b) for a, b in pairs if is_number(b)]
    if not rests:
        return len(pairs) == 1 and unquoted(pairs[0][0]).count("(") > unquoted(pairs[0][0]).count(")")
    return all(_LAST_DIGITS.fullmatch(b) and _CUT_SHORT.search(a) and is_number(a + b) for a, b in rests)


def _mended(upper: GridRow, lower: GridRow) -> GridRow:
    cells = list(upper.cells)
    texts = tuple(a + b for a, b in zip(upper.texts, lower.texts, strict=True))
    for column, (cell, text) in enumerate(zip(upper.cells, texts, strict=True)):
        if cell and upper.texts[column] != text:
            cells[column] = replace(cell, text=text)
    return replace(upper, cells=tuple(cells), texts=texts)


def _fit(line: GridRow, width: int) -> GridRow:
    """The row stretched to a width: labels stay left, amounts go right."""
    gap = width - len(line.cells)
    if gap < 0:
        return replace(line, cells=line.cells[:width], texts=line.texts[:width])
    numeric = next((i for i, text in enumerate(line.texts) if text and is_number(text)), len(line.cells))
    return replace(
        line,
        cells=(*line.cells[:numeric], *([None] * gap), *line.cells[numeric:]),
        texts=(*line.texts[:numeric], *([""] * gap), *line.texts[numeric:]),
    )
