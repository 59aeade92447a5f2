"""Pages of a PDF as values: characters, ruling lines and pictures, upright, in points from the top left.

The only module that talks to PDFium.
"""

import ctypes
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, NamedTuple

from budgetaudit.errors import FilingError
from budgetaudit.loaders.pdf.paths import Box, Matrix, Rule, Rules, moved, rules_of_path

MAX_PAGES = 3000
MAX_CHARACTERS = 200_000
MAX_OBJECTS = 200_000
MAX_DEPTH = 8
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_PASSWORD, _SECURITY = 4, 5
_SOFT_HYPHEN = 2
_WIDE = 0x2E80
ABOVE, BELOW = 0.86, 0.14
"""How far a character reaches above and below its baseline, in font sizes."""


class Char(NamedTuple):
    """One printed character and its box; `top` < `bottom`."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    """One page. `pictured` is the share of it that pictures cover; `unread` counts unmapped characters."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rules: Rules
    pictured: float
    unread: int


@cache
def _pdfium() -> Any:
    """The PDFium library, started once per process."""
    import pypdfium2_raw

    pypdfium2_raw.FPDF_InitLibrary()
    return pypdfium2_raw


def pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF one after the other; each is closed before the next is opened."""
    lib = _pdfium()
    with _document(lib, data, name) as (document, count):
        for index in range(count):
            handle = lib.FPDF_LoadPage(document, index)
            if not handle:
                raise FilingError(f"{name}：PDF 第 {index + 1} 页已损坏，请重新导出该文件。")
            try:
                yield _page(lib, handle, index + 1, name)
            finally:
                lib.FPDF_ClosePage(handle)


@contextmanager
def _document(lib: Any, data: bytes, name: str) -> Iterator[tuple[Any, int]]:
    document = lib.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = lib.FPDF_GetLastError() in (_PASSWORD, _SECURITY)
        reason = (
            "PDF 已加密，请先去除打开密码。" if locked else "PDF 已损坏或不完整，请重新下载或重新导出该文件。"
        )
        raise FilingError(f"{name}：{reason}")
    try:
        count = lib.FPDF_GetPageCount(document)
        if not count:
            raise FilingError(f"{name}：PDF 没有可读的页面，请重新导出该文件。")
        if count > MAX_PAGES:
            raise FilingError(f"{name}：PDF 共 {count} 页，超过 {MAX_PAGES} 页的上限，请拆分后再检查。")
        yield document, count
    finally:
        lib.FPDF_CloseDocument(document)


def _page(lib: Any, handle: Any, number: int, name: str) -> Page:
    text = lib.FPDFText_LoadPage(handle)
    try:
        drawn, unread = _characters(lib, text, partial(_too_much, name, number))
    finally:
        lib.FPDFText_ClosePage(text)
    turns = Counter(turn for turn, _, _ in drawn)
    turn = turns.most_common(1)[0][0] if turns else lib.FPDFPage_GetRotation(handle)
    upright, width, height = _upright(lib, handle, turn)
    rules, pictured = _drawings(lib, handle, upright, partial(_too_much, name, number))
    placed = (Char(*moved(box, upright), char) for _, box, char in drawn)
    chars = tuple(char for char in placed if _visible(char, width, height))
    return Page(number, width, height, chars, rules, pictured / (width * height or 1), unread)


def _visible(char: Char, width: float, height: float) -> bool:
    """Whether a character stands on the page: what lies beyond its edge, nobody can see."""
    return 0 < char.left + char.right < 2 * width and 0 < char.top + char.bottom < 2 * height


def _too_much(name: str, number: int, what: str, limit: int) -> FilingError:
    return FilingError(
        f"{name}：PDF 第 {number} 页的{what}超过 {limit} 个的上限，无法读取，请重新导出该文件。"
    )


def _upright(lib: Any, handle: Any, turn: int) -> tuple[Matrix, float, float]:
    """The matrix that sets text turned `turn` quarters upright, and the size of the page then."""
    box = lib.FS_RECTF()
    lib.FPDF_GetPageBoundingBox(handle, ctypes.byref(box))
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    matrices: tuple[Matrix, ...] = (
        (1, 0, 0, -1, -left, top),
        (0, 1, 1, 0, -bottom, -left),
        (-1, 0, 0, 1, right, -bottom),
        (0, -1, -1, 0, top, right),
    )
    width, height = abs(right - left), abs(top - bottom)
    return matrices[turn], *((height, width) if turn % 2 else (width, height))


def _characters(lib: Any, text: Any, too_much: Any) -> tuple[list[tuple[int, Box, str]], int]:
    """(quarter turns, box in page space, text) of each printed character; how many could not be mapped."""
    count = lib.FPDFText_CountChars(text)
    if count > MAX_CHARACTERS:
        raise too_much("文字", MAX_CHARACTERS)
    found, unread, high = [], 0, 0
    placed = _Measure(lib, text)
    unicode_at = lib.FPDFText_GetUnicode
    for index in range(count):
        code = unicode_at(text, index)
        if code <= 32 and code != _SOFT_HYPHEN:
            unread += not (code or lib.FPDFText_IsGenerated(text, index))
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        char = _character(code, high)
        high = 0
        if not char.isspace():
            found.append((*placed(index, code), char))
    return found, unread


def _character(code: int, high: int) -> str:
    """The character of a code unit, with the high surrogate before it if any; a soft hyphen is a hyphen."""
    if code == _SOFT_HYPHEN:
        return "-"
    if 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else "\ufffd"
    return chr(code)


class _Measure:
    """Where characters stand: from origin, matrix, font size and ink, since the widths and heights that fonts
    declare are often wrong. The C variables are made once."""

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
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        left, right, bottom, top = (value.value for value in self.ink)
        x, y = (value.value for value in self.origin)
        if abs(a) >= abs(b):
            high, wide = abs(d) * size, abs(a) * size * _least_width(code)
            if a >= 0:
                return 0, (x, y - BELOW * high, max(right, x + wide), y + ABOVE * high)
            return 2, (min(left, x - wide), y - ABOVE * high, x, y + BELOW * high)
        high, wide = abs(c) * size, abs(b) * size * _least_width(code)
        if b > 0:
            return 1, (x - ABOVE * high, y, x + BELOW * high, max(top, y + wide))
        return 3, (x - BELOW * high, min(bottom, y - wide), x + ABOVE * high, y)


def _least_width(code: int) -> float:
    """The least width in font sizes: a full square for a Chinese character, often half of one for a digit."""
    if code >= _WIDE:
        return 0.95
    return 0.45 if 0x21 <= code <= 0x3A else 0.2


def _drawings(lib: Any, handle: Any, upright: Matrix, too_much: Any) -> tuple[Rules, float]:
    """The ruling lines of a page and the area its pictures cover."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    area = 0.0
    for seen, (kind, item, matrix) in enumerate(_objects(lib, handle, upright)):
        if seen > MAX_OBJECTS:
            raise too_much("图形", MAX_OBJECTS)
        if kind == _PATH:
            rules = rules_of_path(lib, item, matrix)
            horizontal += rules.horizontal
            vertical += rules.vertical
        elif kind == _IMAGE:
            left, top, right, bottom = moved(_bounds(lib, item), matrix)
            area += (right - left) * (bottom - top)
    return Rules(tuple(horizontal), tuple(vertical)), area


def _bounds(lib: Any, item: Any) -> Box:
    edges = tuple(ctypes.c_float() for _ in range(4))
    lib.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges))
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _objects(lib: Any, page: Any, upright: Matrix) -> Iterator[tuple[int, Any, Matrix]]:
    """Paths and pictures of a page, those inside form objects too, each with its matrix to upright space."""
    top = (lib.FPDFPage_CountObjects(page), partial(lib.FPDFPage_GetObject, page), upright, 0)
    waiting = [top]
    while waiting:
        count, item_at, matrix, depth = waiting.pop()
        for index in range(count):
            item = item_at(index)
            kind = lib.FPDFPageObj_GetType(item)
            if kind in (_PATH, _IMAGE):
                yield kind, item, matrix
            elif kind == _FORM and depth < MAX_DEPTH:
                inner = (lib.FPDFFormObj_CountObjects(item), partial(lib.FPDFFormObj_GetObject, item))
                waiting.append((*inner, _product(_matrix(lib, item), matrix), depth + 1))


def _matrix(lib: Any, item: Any) -> Matrix:
    found = lib.FS_MATRIX()
    lib.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
