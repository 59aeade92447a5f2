"""What clips the text of a page: a letter outside it cannot be seen, as where a sheet was cut into pages or a text is
longer than its cell."""

from collections.abc import Iterator, Set
from ctypes import CDLL, c_float, c_void_p
from functools import reduce
from itertools import pairwise

from budgetaudit.loaders.pdf.characters import Char, PrintedText
from budgetaudit.loaders.pdf.geometry import Box, Matrix, holds, moved
from budgetaudit.loaders.pdf.pdfium import Out

MOST_SEGMENTS = 500
_RECTANGLES = (4, 5)


def shown(lib: CDLL, text: c_void_p, printed: PrintedText, texts: Set[int], upright: Matrix) -> tuple[Char, ...]:
    """The characters whose middle lies within all that clips them. `texts` are the addresses of the page's texts (not
    those in form objects). A run of letters set close has one clip where its first and last have the same."""
    clips = Clips(lib, text, texts, upright)
    kept: list[Char] = []
    for start, end in pairwise((*printed.runs, len(printed.chars))):
        box = clips.box(printed.indexes[start])
        if box == clips.box(printed.indexes[end - 1]):
            run = printed.chars[start:end]
            kept += run if box is None else (char for char in run if _within(box, char))
        else:
            each = ((printed.chars[at], clips.box(printed.indexes[at])) for at in range(start, end))
            kept += (char for char, box in each if box is None or _within(box, char))
    return tuple(kept)


def _within(box: Box, char: Char) -> bool:
    return holds(box, (char.left + char.right) / 2, (char.top + char.bottom) / 2)


class Clips:
    """Reads what clips characters. All paths of a clip are read once for those whose last path is the same."""

    def __init__(self, lib: CDLL, text: c_void_p, texts: Set[int], upright: Matrix) -> None:
        self.lib, self.text, self.texts, self.upright = lib, text, texts, upright
        self.point = Out(c_float, 2)
        self.by_text: dict[int, Box | None] = {}
        self.by_path: dict[tuple[int, Box | None], Box | None] = {}

    def box(self, index: int) -> Box | None:
        """The box, in upright space, within all paths that clip a character; None without such a path."""
        address = self.lib.FPDFText_GetTextObject(self.text, index)
        if address not in self.texts:
            return None
        if address not in self.by_text:
            self.by_text[address] = self._read(c_void_p(self.lib.FPDFPageObj_GetClipPath(c_void_p(address))))
        return self.by_text[address]

    def _read(self, clip: c_void_p) -> Box | None:
        count = self.lib.FPDFClipPath_CountPaths(clip)
        if count < 1:
            return None
        key = (count, self._path(clip, count - 1))
        if key not in self.by_path:
            boxes = [box for at in range(count) if (box := self._path(clip, at))]
            self.by_path[key] = moved(reduce(_common, boxes), self.upright) if boxes else None
        return self.by_path[key]

    def _path(self, clip: c_void_p, number: int) -> Box | None:
        """The box around one path; None where it has no points, or more than a frame has."""
        count = self.lib.FPDFClipPath_CountPathSegments(clip, number)
        if not 0 < count <= MOST_SEGMENTS:
            return None
        points = [*self._points(clip, number, 3 if count in _RECTANGLES else count)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    def _points(self, clip: c_void_p, number: int, count: int) -> Iterator[tuple[float, float]]:
        for at in range(count):
            segment = c_void_p(self.lib.FPDFClipPath_GetPathSegment(clip, number, at))
            self.lib.FPDFPathSegment_GetPoint(segment, *self.point.each)
            yield self.point.values[0], self.point.values[1]


def _common(box: Box, other: Box) -> Box:
    return max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])
