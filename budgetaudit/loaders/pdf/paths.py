"""What a drawn path leaves: ruling lines (strokes, thin fills, borders of rectangles) and shaded boxes."""

from collections.abc import Iterator
from ctypes import CDLL, c_float, c_int, c_void_p
from itertools import pairwise

from msgspec import Struct

from budgetaudit.loaders.pdf.geometry import Box, Matrix, Ruling, Rulings, moved, product
from budgetaudit.loaders.pdf.pdfium import Out

THIN = 3.0
"""A filled shape at most this thick (points) is a line."""
MAX_SEGMENTS = 50_000
_WHITE = 250
_LINE, _BEZIER, _MOVE = 0, 1, 2


class DrawnPath(Struct, frozen=True):
    """The ruling lines of a path, whether they are white, and the box it fills with a colour."""

    rules: Rulings = Rulings()
    white: bool = False
    shade: Box | None = None


class _Subpath(Struct, frozen=True):
    points: tuple[tuple[float, float], ...]
    curved: bool


class Paths:
    """Reads path objects of PDFium; the C variables it needs are made once."""

    def __init__(self, lib: CDLL) -> None:
        self.lib = lib
        self.modes, self.edges, self.colour = Out(c_int, 2), Out(c_float, 4), Out(c_int, 4)

    def read(self, item: c_void_p, matrix: Matrix) -> DrawnPath:
        """What a path object draws, in the space that `matrix` leads to."""
        self.lib.FPDFPath_GetDrawMode(item, *self.modes.each)
        fill, stroke = self.modes.values
        if not (fill or stroke):
            return DrawnPath()
        box, white = moved(self.box(item), matrix), self._white(item, bool(stroke))
        if _thin(box):
            return DrawnPath(rules_of_box(box), white)
        if fill and not stroke and white:
            return DrawnPath()
        parts = [_rules(subpath, bool(stroke)) for subpath in self._subpaths(item, matrix)]
        rules = Rulings(
            tuple(rule for rules in parts for rule in rules.horizontal),
            tuple(rule for rules in parts for rule in rules.vertical),
        )
        return DrawnPath(rules, white, box if fill and not stroke else None)

    def box(self, item: c_void_p) -> Box:
        """The bounds of an object in its own space."""
        self.lib.FPDFPageObj_GetBounds(item, *self.edges.each)
        left, bottom, right, top = self.edges.values
        return left, bottom, right, top

    def _white(self, item: c_void_p, stroke: bool) -> bool:
        read = self.lib.FPDFPageObj_GetStrokeColor if stroke else self.lib.FPDFPageObj_GetFillColor
        known = read(item, *self.colour.each)
        red, green, blue, alpha = self.colour.values
        return bool(known) and (not alpha or (red >= _WHITE and green >= _WHITE and blue >= _WHITE))

    def _subpaths(self, item: c_void_p, matrix: Matrix) -> Iterator[_Subpath]:
        lib, whole = self.lib, product(matrix_of(self.lib, item), matrix)
        points: list[tuple[float, float]] = []
        curved = False
        point = Out(c_float, 2)
        for index in range(min(lib.FPDFPath_CountSegments(item), MAX_SEGMENTS)):
            segment = c_void_p(lib.FPDFPath_GetPathSegment(item, index))
            kind = lib.FPDFPathSegment_GetType(segment)
            lib.FPDFPathSegment_GetPoint(segment, *point.each)
            if kind == _MOVE:
                if len(points) > 1:
                    yield _Subpath(tuple(points), curved)
                points, curved = [], False
            curved = curved or kind == _BEZIER
            points.append(_moved_point(point.values[0], point.values[1], whole))
            if lib.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1:
            yield _Subpath(tuple(points), curved)


def matrix_of(lib: CDLL, item: c_void_p) -> Matrix:
    """The matrix of an object."""
    parts = Out(c_float, 6)
    lib.FPDFPageObj_GetMatrix(item, parts.whole)
    a, b, c, d, e, f = parts.values
    return a, b, c, d, e, f


def rules_of_box(box: Box) -> Rulings:
    """A thin box as one line; a dot as both a horizontal and a vertical one, for dotted lines."""
    left, top, right, bottom = box
    across, down = Ruling((top + bottom) / 2, left, right), Ruling((left + right) / 2, top, bottom)
    dot = max(right - left, bottom - top) <= THIN
    wide = right - left >= bottom - top
    return Rulings((across,) if dot or wide else (), (down,) if dot or not wide else ())


def _rules(subpath: _Subpath, stroked: bool) -> Rulings:
    points = subpath.points
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    if _thin(box):
        return rules_of_box(box)
    if not stroked or subpath.curved:
        return Rulings()
    sides = [(*p, *q) for p, q in pairwise(points)]
    return Rulings(
        tuple(Ruling(y, min(x, u), max(x, u)) for x, y, u, v in sides if abs(y - v) < 1 <= abs(x - u)),
        tuple(Ruling(x, min(y, v), max(y, v)) for x, y, u, v in sides if abs(x - u) < 1 <= abs(y - v)),
    )


def _thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= THIN


def _moved_point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
