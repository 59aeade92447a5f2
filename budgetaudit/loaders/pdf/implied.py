"""Tables without column lines: the lines that their rules and the text between them imply.

Columns are parted by white space that runs down through all rows. Only clear cases count: three rules of one
length, no two numbers in one cell, and no doubt which row a line of text belongs to.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from budgetaudit.loaders.pdf.characters import Char
from budgetaudit.loaders.pdf.geometry import Box, Ruling, Rulings, holds
from budgetaudit.loaders.pdf.lattice import SNAP, joined
from budgetaudit.loaders.pdf.text import LinePiece, VisualLine, lines
from budgetaudit.text import regex

FEWEST_RULES, SHORTEST = 3, 100.0
TIGHT, GUTTER = 0.3, 0.6
"""Gaps, in text sizes, that part two pieces of a row, and that part two columns."""
_NUMBER = regex(r"[-−－(（]?\d[\d,，.．]*[%％)）]?")

GapSpan = tuple[float, float]


class TextRegion(Struct, frozen=True):
    """What may be a table: its lines of text and the levels of its rules, from the top, and its sides."""

    lines: tuple[VisualLine, ...]
    levels: tuple[float, ...]
    left: float
    right: float


def implied(chars: Sequence[Char], rules: Rulings, tables: Iterable[Box]) -> Rulings:
    """The lines implied by the text outside drawn tables; none where that is not clear."""
    boxes = tuple(tables)
    spare = [
        rule
        for rule in joined(rules.horizontal)
        if rule.end - rule.start >= SHORTEST
        and not any(holds(box, (rule.start + rule.end) / 2, rule.at) for box in boxes)
    ]
    if len(spare) < FEWEST_RULES:
        return Rulings()
    regions = _ruled(lines(chars, TIGHT), spare)
    found = [rulings for region in regions if (rulings := drawn(region))]
    return Rulings(
        tuple(rule for rulings in found for rule in rulings.horizontal),
        tuple(rule for rulings in found for rule in rulings.vertical),
    )


def _ruled(text_lines: Sequence[VisualLine], spare: Sequence[Ruling]) -> Iterator[TextRegion]:
    """The regions between rules of one length; a title between two rules parts two tables."""
    usual = sorted(line.size for line in text_lines)[len(text_lines) // 2] if text_lines else 0.0
    for _, same in groupby(sorted(spare, key=lambda rule: (_extent(rule), rule.at)), key=_extent):
        group = list(same)
        left, right = group[0].start, group[0].end
        levels = [group[0].at]
        for above, below in pairwise(rule.at for rule in group):
            if any(_title(line, usual) for line in _within(text_lines, (left, above, right, below))):
                yield from _region(text_lines, levels, left, right)
                levels = []
            levels.append(below)
        yield from _region(text_lines, levels, left, right)


def _extent(rule: Ruling) -> tuple[int, int]:
    """Where a rule begins and ends, roughly."""
    return round(rule.start / SNAP / 2), round(rule.end / SNAP / 2)


def _region(
    text_lines: Sequence[VisualLine], levels: Sequence[float], left: float, right: float
) -> Iterator[TextRegion]:
    if len(levels) >= FEWEST_RULES:
        inside = _within(text_lines, (left - SNAP, levels[0], right + SNAP, levels[-1]))
        yield TextRegion(inside, tuple(levels), left, right)


def _within(text_lines: Sequence[VisualLine], box: Box) -> tuple[VisualLine, ...]:
    return tuple(line for line in text_lines if holds(box, (line.left + line.right) / 2, line.middle))


def _title(line: VisualLine, usual: float) -> bool:
    """Whether a line is a title: one piece in larger type than is usual on the page."""
    return len(line.pieces) == 1 and line.size > 1.15 * usual


def _numbers(pieces: Iterable[LinePiece]) -> int:
    return sum(bool(_NUMBER.fullmatch(piece.text)) for piece in pieces)


def drawn(region: TextRegion) -> Rulings | None:
    """The lines of a region: rules between its rows, and column lines wherever no text stands across."""
    head = next((i for i, line in enumerate(region.lines) if _numbers(line.pieces) >= 2), None)
    if head is None or not region.lines:
        return None
    columns = _columns(region.lines[:head], region.lines[head:])
    if len(columns) < 2 or any(_crowded(line, columns) for line in region.lines[head:]):
        return None
    rows = _rows(region)
    if not rows:
        return None
    cuts = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    verticals = (
        Ruling(cut, above, below) for above, below in pairwise(rows) for cut in _free(region, cuts, above, below)
    )
    sides = (Ruling(side, rows[0], rows[-1]) for side in (region.left, region.right))
    return Rulings(tuple(Ruling(row, region.left, region.right) for row in rows), (*verticals, *sides))


def _free(region: TextRegion, cuts: Sequence[float], above: float, below: float) -> Iterator[float]:
    """The column lines that cross no text of a row: a heading over several columns is one cell."""
    pieces = [piece for line in region.lines if above < line.middle < below for piece in line.pieces]
    return (cut for cut in cuts if not any(piece.left < cut < piece.right for piece in pieces))


def _columns(heading: Sequence[VisualLine], body: Sequence[VisualLine]) -> list[GapSpan]:
    """The spans of the columns: where the rows and the last line of the heading have text.

    Neighbours that no row fills both are one column, its texts aligned in two ways.
    """
    rows = (*heading[-1:], *body)
    spans = _united([(p.left, p.right) for row in rows for p in row.pieces], GUTTER * body[0].size)
    columns: list[GapSpan] = []
    for span in spans:
        if columns and not any(_fills(row, columns[-1]) and _fills(row, span) for row in rows):
            columns[-1] = (columns[-1][0], span[1])
        else:
            columns.append(span)
    return columns


def _fills(row: VisualLine, span: GapSpan) -> bool:
    return any(span[0] < piece.right and piece.left < span[1] for piece in row.pieces)


def _united(spans: Iterable[GapSpan], gap: float) -> list[GapSpan]:
    """Spans nearer than the gap become one."""
    united: list[GapSpan] = []
    for left, right in sorted(spans):
        if united and left < united[-1][1] + gap:
            united[-1] = (united[-1][0], max(united[-1][1], right))
        else:
            united.append((left, right))
    return united


def _crowded(line: VisualLine, columns: Sequence[GapSpan]) -> bool:
    """Whether two numbers of a row stand in one column: then the columns are not the true ones."""
    held = [[p for p in line.pieces if left <= (p.left + p.right) / 2 <= right] for left, right in columns]
    return any(_numbers(pieces) > 1 or (_numbers(pieces) and len(pieces) > 1) for pieces in held)


def _rows(region: TextRegion) -> list[float]:
    """The levels between rows: rules, and between the lines of rows that no rule parts; none where a label breaks
    over lines among such rows, as it could belong to either."""
    levels = list(region.levels)
    for band in pairwise(region.levels):
        held = [line for line in region.lines if band[0] < line.middle < band[1]]
        if sum(_numbers(line.pieces) > 0 and len(line.pieces) > 1 for line in held) > 1:
            if any(len(line.pieces) == 1 for line in held):
                return []
            levels += [(above.bottom + below.top) / 2 for above, below in pairwise(held)]
    return sorted(levels)
