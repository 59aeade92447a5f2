"""Ruling lines of a drawn path: strokes, thin filled rectangles, borders of stroked rectangles."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
THIN = 3.0
"""A filled shape at most this thick (points) is a line."""
MAX_SEGMENTS = 50_000
_LINE, _BEZIER, _MOVE = 0, 1, 2


class Rule(NamedTuple):
    """A straight line along one axis: `at` across it, `start` < `end` along it."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    horizontal: tuple[Rule, ...] = ()
    vertical: tuple[Rule, ...] = ()


class _Stroke(NamedTuple):
    """A subpath: its points, moved; whether it has curves."""

    points: tuple[tuple[float, float], ...]
    curved: bool


def moved(box: Box, matrix: Matrix) -> Box:
    """The box around a box after a matrix."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    if b or c:
        xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        return min(xs), min(ys), max(xs), max(ys)
    left, right, top, bottom = a * x0 + e, a * x1 + e, d * y0 + f, d * y1 + f
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


_edges = tuple(ctypes.c_float() for _ in range(4))
_by_reference = tuple(map(ctypes.byref, _edges))


def rules_of_path(lib: Any, item: Any, matrix: Matrix) -> Rules:
    """The ruling lines a path object draws, in the space that `matrix` leads to."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    lib.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    if not (fill.value or stroke.value):
        return Rules()
    lib.FPDFPageObj_GetBounds(item, *_by_reference)
    left, bottom, right, top = _edges
    box = moved((left.value, bottom.value, right.value, top.value), matrix)
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        return rules_of_box(box)
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for subpath in _subpaths(lib, item, matrix):
        rules = _rules_of_subpath(subpath, bool(stroke.value))
        horizontal += rules.horizontal
        vertical += rules.vertical
    return Rules(tuple(horizontal), tuple(vertical))


def rules_of_box(box: Box) -> Rules:
    """A thin box as one line; a dot as both a horizontal and a vertical one, for dotted lines."""
    left, top, right, bottom = box
    across, down = Rule((top + bottom) / 2, left, right), Rule((left + right) / 2, top, bottom)
    dot = max(right - left, bottom - top) <= THIN
    return Rules(
        (across,) if dot or right - left >= bottom - top else (),
        (down,) if dot or right - left < bottom - top else (),
    )


def _rules_of_subpath(subpath: _Stroke, stroked: bool) -> Rules:
    points = subpath.points
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        return rules_of_box(box)
    if not stroked or subpath.curved:
        return Rules()
    sides = [(*p, *q) for p, q in pairwise(points)]
    return Rules(
        tuple(Rule(y, min(x, u), max(x, u)) for x, y, u, v in sides if abs(y - v) < 1 <= abs(x - u)),
        tuple(Rule(x, min(y, v), max(y, v)) for x, y, u, v in sides if abs(x - u) < 1 <= abs(y - v)),
    )


def _subpaths(lib: Any, item: Any, matrix: Matrix) -> Iterator[_Stroke]:
    own = lib.FS_MATRIX()
    lib.FPDFPageObj_GetMatrix(item, ctypes.byref(own))
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(min(lib.FPDFPath_CountSegments(item), MAX_SEGMENTS)):
        segment = lib.FPDFPath_GetPathSegment(item, index)
        kind = lib.FPDFPathSegment_GetType(segment)
        lib.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind == _MOVE:
            if len(points) > 1:
                yield _Stroke(tuple(points), curved)
            points, curved = [], False
        curved = curved or kind == _BEZIER
        points.append(_point(x.value, y.value, own, matrix))
        if lib.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield _Stroke(tuple(points), curved)


def _point(x: float, y: float, own: Any, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    x, y = own.a * x + own.c * y + own.e, own.b * x + own.d * y + own.f
    return a * x + c * y + e, b * x + d * y + f
