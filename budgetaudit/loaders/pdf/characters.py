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
    measure, code_at = _Measure(lib, text), lib.FPDFText_GetUnicode
    for index in range(count):
        code = code_at(text, index)
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
        self.lib, self.text, self.matrix = lib, text, lib.FS_MATRIX()
        self.left, self.right, self.bottom, self.top = ink = tuple(ctypes.c_double() for _ in range(4))
        self.x, self.y = origin = ctypes.c_double(), ctypes.c_double()
        self.matrix_out = ctypes.byref(self.matrix)
        self.ink_out = tuple(map(ctypes.byref, ink))
        self.origin_out = tuple(map(ctypes.byref, origin))

    def __call__(self, index: int, code: int) -> tuple[int, Box]:
        """Quarter turns anticlockwise, and the box in page space."""
        lib, text, matrix = self.lib, self.text, self.matrix
        lib.FPDFText_GetMatrix(text, index, self.matrix_out)
        lib.FPDFText_GetCharOrigin(text, index, *self.origin_out)
        lib.FPDFText_GetCharBox(text, index, *self.ink_out)
        size = abs(lib.FPDFText_GetFontSize(text, index)) or 1.0
        x, y, forward, across = self.x.value, self.y.value, matrix.a, matrix.b
        if abs(forward) >= abs(across):
            wide, high = abs(forward) * size * _least_width(code), abs(matrix.d) * size
            if forward >= 0:
                return 0, (x, y - BELOW * high, max(self.right.value, x + wide), y + ABOVE * high)
            return 2, (min(self.left.value, x - wide), y - ABOVE * high, x, y + BELOW * high)
        wide, high = abs(across) * size * _least_width(code), abs(matrix.c) * size
        if across > 0:
            return 1, (x - ABOVE * high, y, x + BELOW * high, max(self.top.value, y + wide))
        return 3, (x - BELOW * high, min(self.bottom.value, y - wide), x + ABOVE * high, y)


def _least_width(code: int) -> float:
    """In font sizes: a full square for a Chinese character, often half of one for a digit."""
    if code >= _WIDE:
        return 0.95
    return 0.45 if 0x21 <= code <= 0x3A else 0.2
