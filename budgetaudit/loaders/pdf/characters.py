"""The characters of a page and where they stand, upright."""

from collections import Counter
from ctypes import CDLL, byref, c_double, c_float, c_void_p, create_string_buffer
from math import pi

from msgspec import Struct

from budgetaudit.loaders.pdf.geometry import Matrix, moved
from budgetaudit.loaders.pdf.pdfium import Out

ABOVE, BELOW = 0.86, 0.14
"""How far a character reaches above and below its baseline, in font sizes."""
CLOSE = 0.3
"""How far the next character of a run may stand from the end of the last, in font sizes."""
SAMPLES = 64
_UNKNOWN = "\0"
_BLANK = frozenset("\0 \n\r\t")
_TIDY = {code: " " for code in (*range(1, 32), *range(0xD800, 0xE000))} | {2: "-"}
"""Control characters and halves of characters are white space; a hyphen at the end of a line is U+0002."""
_WIDE = "\u2e80"
"""From here on a character fills a square (nearly: rounding must not make it touch the next)."""
_HALF = frozenset(map(chr, range(0x21, 0x3B)))


class Char(Struct, frozen=True):
    """One printed character and its box; `top` < `bottom`."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class PrintedText(Struct, frozen=True):
    """The printed characters of a page, the number of each in PDFium's text, the first of each run of them that are
    set close, and how many others have no known text."""

    chars: tuple[Char, ...]
    indexes: tuple[int, ...]
    runs: tuple[int, ...]
    unread: int


class TextStyle(Struct, frozen=True):
    """The direction and size of a run of text: where one font size leads along the line, and up; if level."""

    along: tuple[float, float]
    up: tuple[float, float]
    level: bool


def turn_of(lib: CDLL, text: c_void_p, count: int) -> int | None:
    """How many quarters anticlockwise most of the text is turned, from samples; None without text."""
    step = max(1, count // SAMPLES)
    angles = [lib.FPDFText_GetCharAngle(text, index) for index in range(0, count, step)]
    turns = Counter(round(-angle / (pi / 2)) % 4 for angle in angles if angle >= 0)
    return turns.most_common(1)[0][0] if turns else None


def characters(lib: CDLL, text: c_void_p, count: int, upright: Matrix) -> PrintedText:
    """The printed characters of a text page of PDFium.

    White space is read from gaps, not from the text. A character that follows another at the distance its
    size makes likely has the same style. One without height is not printed.
    """
    printed: list[Char] = []
    indexes: list[int] = []
    runs: list[int] = []
    unread, width = 0, 0.0
    x_at, y_at, origin_of = c_double(), c_double(), lib.FPDFText_GetCharOrigin
    x_out, y_out = byref(x_at), byref(y_at)
    a, b, c, d, e, f = upright
    last_x = last_y = ahead = rise = fall = 0.0
    style = TextStyle((0.0, 0.0), (0.0, 0.0), True)
    for index, char in enumerate(_texts(lib, text, count)):
        if char == _UNKNOWN:
            unread += not lib.FPDFText_IsGenerated(text, index)
        if char in _BLANK or char.isspace():
            continue
        origin_of(text, index, x_out, y_out)
        x, y = x_at.value, y_at.value
        x, y = a * x + c * y + e, b * x + d * y + f
        step, wide = x - last_x, char >= _WIDE
        close = y == last_y and abs(step - width * ahead) < CLOSE * ahead
        if y != last_y or not 0 <= step < 2 * ahead or (wide and abs(step - ahead) > 0.15 * ahead):
            style = _style(lib, text, index, upright)
            ahead, rise, fall = style.along[0], ABOVE * style.up[1], BELOW * style.up[1]
        last_x, last_y = x, y
        width = 0.95 if wide else 0.5 if char in _HALF else _ink(lib, text, index, upright, style, x)
        if not style.level:
            seen = _slanted(x, y, width, style, char)
        else:
            seen = Char(x, y + rise, x + width * ahead, y - fall, char)
        if seen.bottom > seen.top:
            if not (close and runs):
                runs.append(len(printed))
            printed.append(seen)
            indexes.append(index)
    return PrintedText(tuple(printed), tuple(indexes), tuple(runs), unread)


def _texts(lib: CDLL, text: c_void_p, count: int) -> str:
    """The text of a page, one letter for each of its characters."""
    buffer = create_string_buffer(2 * count + 2)
    if lib.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        whole = buffer.raw[: 2 * count].decode("utf-16-le", errors="replace")
        if len(whole) == count:
            return whole.translate(_TIDY)
    return "".join(chr(lib.FPDFText_GetUnicode(text, index)) for index in range(count)).translate(_TIDY)


def _slanted(x: float, y: float, width: float, style: TextStyle, char: str) -> Char:
    """A character `width` font sizes wide that stands at an origin, on a line that is not level."""
    along, up = style.along, style.up
    xs = [x + s * along[0] + t * up[0] for s in (0, width) for t in (-BELOW, ABOVE)]
    ys = [y + s * along[1] + t * up[1] for s in (0, width) for t in (-BELOW, ABOVE)]
    return Char(min(xs), min(ys), max(xs), max(ys), char)


def _ink(lib: CDLL, text: c_void_p, index: int, upright: Matrix, style: TextStyle, x: float) -> float:
    """The width of a character's ink from its origin, in font sizes."""
    if not style.level:
        return 0.5
    box = Out(c_double, 4)
    lib.FPDFText_GetCharBox(text, index, *box.each)
    left, right, bottom, top = box.values
    return max(0.2, (moved((left, bottom, right, top), upright)[2] - x) / style.along[0])


def _style(lib: CDLL, text: c_void_p, index: int, upright: Matrix) -> TextStyle:
    """The style of a character: the boxes that fonts declare are often wrong, its matrix and font size are not."""
    matrix = Out(c_float, 6)
    lib.FPDFText_GetMatrix(text, index, matrix.whole)
    size = abs(lib.FPDFText_GetFontSize(text, index)) or 1.0
    ma, mb, mc, md, _, _ = matrix.values
    a, b, c, d, _, _ = upright
    along = size * (a * ma + c * mb), size * (b * ma + d * mb)
    up = size * (a * mc + c * md), size * (b * mc + d * md)
    level = along[0] > 0 and abs(along[1]) < 0.1 * along[0]
    return TextStyle(along, (0.0, -abs(up[1])) if level else up, level)
