"""The printed part of a page: text outside it cannot be seen, as where a sheet was cut into pages."""

import ctypes
from collections.abc import Iterator
from typing import Any

from budgetaudit.loaders.pdf.geometry import Box, holds

SAMPLES = 8
_TEXT = 1


def printed_area(lib: Any, page: Any) -> Box | None:
    """The box, in page space, that clips the text of a page, or None where samples of it differ."""
    count = lib.FPDFPage_CountObjects(page)
    step = max(1, count // SAMPLES)
    samples = (lib.FPDFPage_GetObject(page, index) for index in range(0, count, step))
    areas = {_clip(lib, item) for item in samples if lib.FPDFPageObj_GetType(item) == _TEXT}
    return areas.pop() if len(areas) == 1 else None


def all_clipped(lib: Any, page: Any, area: Box) -> bool:
    """Whether every piece of text outside the area is clipped by it, so that none of it can be seen."""
    return all(_clip(lib, item) == area for item in _outside(lib, page, area))


def _outside(lib: Any, page: Any, area: Box) -> Iterator[Any]:
    edges = tuple(ctypes.c_float() for _ in range(4))
    out = tuple(map(ctypes.byref, edges))
    for index in range(lib.FPDFPage_CountObjects(page)):
        item = lib.FPDFPage_GetObject(page, index)
        if lib.FPDFPageObj_GetType(item) != _TEXT:
            continue
        lib.FPDFPageObj_GetBounds(item, *out)
        left, bottom, right, top = (edge.value for edge in edges)
        if not holds(area, (left + right) / 2, (bottom + top) / 2):
            yield item


def _clip(lib: Any, item: Any) -> Box | None:
    """The box around the first path that clips an object, to the nearest point; None without such a path."""
    clip = lib.FPDFPageObj_GetClipPath(item)
    if lib.FPDFClipPath_CountPaths(clip) < 1:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(lib.FPDFClipPath_CountPathSegments(clip, 0)):
        segment = lib.FPDFClipPath_GetPathSegment(clip, 0, index)
        lib.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append((round(x.value), round(y.value)))
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
