"""The printed part of a page: text outside it cannot be seen, as where a sheet was cut into pages."""

from collections.abc import Iterator
from ctypes import CDLL, c_float, c_void_p

from budgetaudit.loaders.pdf.geometry import Box, holds
from budgetaudit.loaders.pdf.pdfium import Out

SAMPLES = 8
_TEXT = 1


def printed_area(lib: CDLL, page: c_void_p) -> Box | None:
    """The box, in page space, that clips the text of a page, or None where samples of it differ."""
    count = lib.FPDFPage_CountObjects(page)
    step = max(1, count // SAMPLES)
    samples = (c_void_p(lib.FPDFPage_GetObject(page, index)) for index in range(0, count, step))
    areas = {_clip(lib, item) for item in samples if lib.FPDFPageObj_GetType(item) == _TEXT}
    return areas.pop() if len(areas) == 1 else None


def all_clipped(lib: CDLL, page: c_void_p, area: Box) -> bool:
    """Whether every piece of text outside the area is clipped by it, so that none of it can be seen."""
    return all(_clip(lib, item) == area for item in _outside(lib, page, area))


def _outside(lib: CDLL, page: c_void_p, area: Box) -> Iterator[c_void_p]:
    edges = Out(c_float, 4)
    for index in range(lib.FPDFPage_CountObjects(page)):
        item = c_void_p(lib.FPDFPage_GetObject(page, index))
        if lib.FPDFPageObj_GetType(item) != _TEXT:
            continue
        lib.FPDFPageObj_GetBounds(item, *edges.each)
        left, bottom, right, top = edges.values
        if not holds(area, (left + right) / 2, (bottom + top) / 2):
            yield item


def _clip(lib: CDLL, item: c_void_p) -> Box | None:
    """The box around the first path that clips an object, to the nearest point; None without such a path."""
    clip = c_void_p(lib.FPDFPageObj_GetClipPath(item))
    if lib.FPDFClipPath_CountPaths(clip) < 1:
        return None
    point = Out(c_float, 2)
    points = []
    for index in range(lib.FPDFClipPath_CountPathSegments(clip, 0)):
        segment = c_void_p(lib.FPDFClipPath_GetPathSegment(clip, 0, index))
        lib.FPDFPathSegment_GetPoint(segment, *point.each)
        points.append((round(point.values[0]), round(point.values[1])))
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
