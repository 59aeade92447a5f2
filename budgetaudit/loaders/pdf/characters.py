"""The characters of a page and where they stand."""

import ctypes
from typing import Any, NamedTuple

from budgetaudit.loaders.pdf.geometry import Box

ABOVE, BELOW = 0.86, 0.14
"""How far a character reaches above and below its baseline, in font sizes."""
_SOFT_HYPHEN = 2
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
_WIDE = 0x2E80


class Placed(NamedTuple):
    """A character, its box in page space, and how many quarters anticlockwise it is turned."""

    turn: int
    box: Box
    text: str


class Characters(NamedTuple):
    """The printed characters of a page, and how many others have no known text."""

    placed: tuple[Placed, ...]
    unread: int


def characters(lib: Any, text: Any, count: int) -> Characters:
    """The printed characters of a text page of PDFium; white space is read from gaps, not from the text."""
    placed: list[Placed] = []
    unread = high = 0
    measure = _Measure(lib, text)
    for index in range(count):
        code = lib.FPDFText_GetUnicode(text, index)
        if code <= 32 and code != _SOFT_HYPHEN:
            unread += not (code or lib.FPDFText_IsGenerated(text, index))
            continue
        if _HIGH <= code < _LOW:
            high = code
            continue
        char = _character(code, high)
        high = 0
        if not char.isspace():
            placed.append(Placed(*measure(index, code), char))
    return Characters(tuple(placed), unread)


def _character(code: int, high: int) -> str:
    """The character of a code unit and the high surrogate before it; a soft hyphen is a hyphen."""
    if code == _SOFT_HYPHEN:
        return "-"
    if _LOW <= code < _AFTER:
        return chr(0x10000 + ((high - _HIGH) << 10) + code - _LOW) if high else "\ufffd"
    return chr(code)


class _Measure:
    """Measures characters by origin, matrix, font size and ink: the widths fonts declare are often wrong.

    The C variables are made once.
    """

    def __init__(self, lib: Any, text: Any) -> None:
        self.lib, self.text = lib, text
        self.matrix = lib.FS_MATRIX()
        self.ink = tuple(ctypes.c_double() for _ in range(4))
        self.origin = (ctypes.c_double(), ctypes.c_double())
        self.matrix_out = ctypes.byref(self.matrix)
        self.ink_out = tuple(map(ctypes.byref, self.ink))
        self.origin_out = tuple(map(ctypes.byref, self.origin))

    def __call__(self, index: int, code: int) -> tuple[int, Box]:
        """Quarter turns anticlockwise, and the box in page space."""
        lib, text, matrix = self.lib, self.text, self.matrix
        lib.FPDFText_GetMatrix(text, index, self.matrix_out)
        lib.FPDFText_GetCharOrigin(text, index, *self.origin_out)
        lib.FPDFText_GetCharBox(text, index, *self.ink_out)
        size = abs(lib.FPDFText_GetFontSize(text, index)) or 1.0
        along, across = (matrix.a, matrix.d), (matrix.b, matrix.c)
        left, right, bottom, top = (value.value for value in self.ink)
        x, y = (value.value for value in self.origin)
        level = abs(along[0]) >= abs(across[0])
        forward, up = along if level else across
        wide, high = abs(forward) * size * _least_width(code), abs(up) * size
        if level and forward >= 0:
            return 0, (x, y - BELOW * high, max(right, x + wide), y + ABOVE * high)
        if level:
            return 2, (min(left, x - wide), y - ABOVE * high, x, y + BELOW * high)
        if forward > 0:
            return 1, (x - ABOVE * high, y, x + BELOW * high, max(top, y + wide))
        return 3, (x - BELOW * high, min(bottom, y - wide), x + ABOVE * high, y)


def _least_width(code: int) -> float:
    """In font sizes: a full square for a Chinese character, often half of one for a digit."""
    if code >= _WIDE:
        return 0.95
    return 0.45 if 0x21 <= code <= 0x3A else 0.2
