"""The characters of a page and where they stand, upright."""

import ctypes
from collections import Counter
from math import pi
from typing import Any, NamedTuple

from budgetaudit.loaders.pdf.geometry import Matrix, moved

ABOVE, BELOW = 0.86, 0.14
"""How far a character reaches above and below its baseline, in font sizes."""
SAMPLES = 64
_UNKNOWN = "\0"
_TIDY = {code: " " for code in (*range(1, 32), *range(0xD800, 0xE000))} | {2: "-"}
"""Control characters and halves of characters are white space; a hyphen at the end of a line is U+0002."""
_WIDE = "\u2e80"
"""From here on a character fills a square (nearly: rounding must not make it touch the next)."""
_DIGITS = frozenset(map(chr, range(0x21, 0x3B)))


class Char(NamedTuple):
    """One printed character and its box; `top` < `bottom`."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Style(NamedTuple):
    """The direction and size of a run of text: where one font size leads along the line, and up; if level."""

    along: tuple[float, float]
    up: tuple[float, float]
    level: bool


def turn_of(lib: Any, text: Any, count: int) -> int | None:
    """How many quarters anticlockwise most of the text is turned, from samples; None without text."""
    step = max(1, count // SAMPLES)
    angles = [lib.FPDFText_GetCharAngle(text, index) for index in range(0, count, step)]
    turns = Counter(round(-angle / (pi / 2)) % 4 for angle in angles if angle >= 0)
    return turns.most_common(1)[0][0] if turns else None


def characters(lib: Any, text: Any, count: int, upright: Matrix) -> tuple[tuple[Char, ...], int]:
    """The printed characters of a text page of PDFium, and how many others have no known text.

    White space is read from gaps, not from the text.
    """
    found: list[Char] = []
    unread = 0
    measure = _Measure(lib, text, upright)
    for index, char in enumerate(_texts(lib, text, count)):
        if char == _UNKNOWN:
            unread += not lib.FPDFText_IsGenerated(text, index)
        elif not char.isspace():
            found.append(measure(index, char))
    return tuple(found), unread


def _texts(lib: Any, text: Any, count: int) -> str:
    """The text of a page, one letter for each of its characters."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    as_units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    if lib.FPDFText_GetText(text, 0, count, as_units) == count + 1:
        whole = buffer.raw[: 2 * count].decode("utf-16-le", errors="replace")
        if len(whole) == count:
            return whole.translate(_TIDY)
    return "".join(chr(lib.FPDFText_GetUnicode(text, index)) for index in range(count)).translate(_TIDY)


class _Measure:
    """Measures characters by origin, matrix and font size: the boxes that fonts declare are often wrong.

    A character that follows another on its line has the same style. The C variables are made once.
    """

    def __init__(self, lib: Any, text: Any, upright: Matrix) -> None:
        self.lib, self.text, self.upright = lib, text, upright
        self.x, self.y = origin = ctypes.c_double(), ctypes.c_double()
        self.origin_out = tuple(map(ctypes.byref, origin))
        self.last = (0.0, 0.0)
        self.style = Style((0.0, 0.0), (0.0, 0.0), True)

    def __call__(self, index: int, char: str) -> Char:
        self.lib.FPDFText_GetCharOrigin(self.text, index, *self.origin_out)
        a, b, c, d, e, f = self.upright
        x, y = self.x.value, self.y.value
        x, y = a * x + c * y + e, b * x + d * y + f
        if y != self.last[1] or not 0 <= x - self.last[0] < 2 * self.style.along[0]:
            self.style = _style(self.lib, self.text, index, self.upright)
        self.last = x, y
        along, up, level = self.style
        width = 0.95 if char >= _WIDE else self._width(index, char, x)
        if level:
            return Char(x, y + ABOVE * up[1], x + width * along[0], y - BELOW * up[1], char)
        xs = [x + s * along[0] + t * up[0] for s in (0, width) for t in (-BELOW, ABOVE)]
        ys = [y + s * along[1] + t * up[1] for s in (0, width) for t in (-BELOW, ABOVE)]
        return Char(min(xs), min(ys), max(xs), max(ys), char)

    def _width(self, index: int, char: str, x: float) -> float:
        """In font sizes: half a square for a digit and its marks, or about; else the ink."""
        if char in _DIGITS or not self.style.level:
            return 0.5
        ink = tuple(ctypes.c_double() for _ in range(4))
        self.lib.FPDFText_GetCharBox(self.text, index, *map(ctypes.byref, ink))
        left, right, bottom, top = (edge.value for edge in ink)
        return max(0.2, (moved((left, bottom, right, top), self.upright)[2] - x) / self.style.along[0])


def _style(lib: Any, text: Any, index: int, upright: Matrix) -> Style:
    matrix = lib.FS_MATRIX()
    lib.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
    size = abs(lib.FPDFText_GetFontSize(text, index)) or 1.0
    a, b, c, d, _, _ = upright
    forward, rise = (size * matrix.a, size * matrix.b), (size * matrix.c, size * matrix.d)
    along = a * forward[0] + c * forward[1], b * forward[0] + d * forward[1]
    up = a * rise[0] + c * rise[1], b * rise[0] + d * rise[1]
    level = along[0] > 0 and abs(along[1]) < 0.1 * along[0]
    return Style(along, (0.0, -abs(up[1])) if level else up, level)
