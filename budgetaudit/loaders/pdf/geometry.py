"""Boxes, matrices and ruling lines, in points; upright space begins at the top left."""

from msgspec import Struct

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Ruling(Struct, frozen=True):
    """A straight line along one axis: `at` across it, `start` < `end` along it."""

    at: float
    start: float
    end: float


class Rulings(Struct, frozen=True):
    """Horizontal and vertical ruling lines."""

    horizontal: tuple[Ruling, ...] = ()
    vertical: tuple[Ruling, ...] = ()


def moved(box: Box, matrix: Matrix) -> Box:
    """The box around a box after a matrix."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    if not (b or c):
        left, right, top, bottom = a * x0 + e, a * x1 + e, d * y0 + f, d * y1 + f
    elif not (a or d):
        left, right, top, bottom = c * y0 + e, c * y1 + e, b * x0 + f, b * x1 + f
    else:
        xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        return min(xs), min(ys), max(xs), max(ys)
    if left > right:
        left, right = right, left
    return (left, top, right, bottom) if top <= bottom else (left, bottom, right, top)


def product(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def overlap(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
