"""Pages of a PDF as values: characters, ruling lines and pictures, upright, in points from the top left.

Only this module and those it calls talk to PDFium.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL, c_float, c_size_t, c_void_p

from msgspec import Struct

from budgetaudit.errors import FilingError
from budgetaudit.loaders.pdf.characters import Char, characters, turn_of
from budgetaudit.loaders.pdf.clips import shown
from budgetaudit.loaders.pdf.drawings import drawings
from budgetaudit.loaders.pdf.geometry import Matrix, Rulings
from budgetaudit.loaders.pdf.pdfium import Out, pdfium
from budgetaudit.messages import Text, message

MAX_PAGES = 3000
MAX_CHARACTERS = 200_000
_PASSWORD, _SECURITY = 4, 5


class PdfPage(Struct, frozen=True):
    """One page: its characters, lines one can see and white ones; the share of it that pictures cover; the
    number of characters without known text."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rules: Rulings
    white: Rulings
    pictured: float
    unread: int


def pages(data: bytes, name: str) -> Iterator[PdfPage]:
    """The pages of a PDF one after the other; each is closed before the next is opened."""
    lib = pdfium()
    with _document(lib, data, name) as (document, count):
        for index in range(count):
            handle = c_void_p(lib.FPDF_LoadPage(document, index))
            if not handle:
                raise FilingError(name, message("pdf.page", page=index + 1))
            try:
                yield _page(lib, handle, index + 1, name)
            finally:
                lib.FPDF_ClosePage(handle)


@contextmanager
def _document(lib: CDLL, data: bytes, name: str) -> Iterator[tuple[c_void_p, int]]:
    document = c_void_p(lib.FPDF_LoadMemDocument64(data, c_size_t(len(data)), None))
    if not document:
        locked = lib.FPDF_GetLastError() in (_PASSWORD, _SECURITY)
        raise FilingError(name, message("pdf.locked" if locked else "pdf.damaged"))
    try:
        count = lib.FPDF_GetPageCount(document)
        if not count:
            raise FilingError(name, message("pdf.pageless"))
        if count > MAX_PAGES:
            raise FilingError(name, message("pdf.pages", count=count, most=MAX_PAGES))
        yield document, count
    finally:
        lib.FPDF_CloseDocument(document)


def _page(lib: CDLL, handle: c_void_p, number: int, name: str) -> PdfPage:
    def too_much(what: Text, limit: int) -> FilingError:
        return FilingError(name, message("pdf.much", page=number, what=what, most=limit))

    text = c_void_p(lib.FPDFText_LoadPage(handle))
    try:
        count = lib.FPDFText_CountChars(text)
        if count > MAX_CHARACTERS:
            raise too_much(message("pdf.characters"), MAX_CHARACTERS)
        turn = turn_of(lib, text, count)
        upright, width, height = _upright(lib, handle, turn)
        drawn = drawings(lib, handle, upright, too_much)
        printed = characters(lib, text, count, upright)
        chars = shown(lib, text, printed, drawn.texts, upright)
    finally:
        lib.FPDFText_ClosePage(text)
    seen = _seen(chars, width, height)
    pictured = drawn.pictured / (width * height or 1)
    return PdfPage(number, width, height, seen, drawn.rules, drawn.white, pictured, printed.unread)


def _upright(lib: CDLL, handle: c_void_p, turn: int | None) -> tuple[Matrix, float, float]:
    """The matrix that sets text turned `turn` quarters upright, and the size of the page then."""
    if turn is None:
        turn = lib.FPDFPage_GetRotation(handle)
    box = Out(c_float, 4)
    lib.FPDF_GetPageBoundingBox(handle, box.whole)
    left, top, right, bottom = box.values
    matrices: tuple[Matrix, ...] = (
        (1, 0, 0, -1, -left, top),
        (0, 1, 1, 0, -bottom, -left),
        (-1, 0, 0, 1, right, -bottom),
        (0, -1, -1, 0, top, right),
    )
    width, height = abs(right - left), abs(top - bottom)
    return matrices[turn], *((height, width) if turn % 2 else (width, height))


def _seen(chars: tuple[Char, ...], width: float, height: float) -> tuple[Char, ...]:
    """The characters without those beyond the edge of the page, which nobody can see."""
    return tuple(
        char for char in chars if 0 < char.left + char.right < 2 * width and 0 < char.top + char.bottom < 2 * height
    )
