"""The drawings of a page: its ruling lines, visible and white, and how much of it pictures cover."""

from collections.abc import Callable, Iterable, Iterator
from ctypes import CDLL, c_void_p
from functools import partial

from msgspec import Struct

from budgetaudit.errors import FilingError
from budgetaudit.loaders.pdf.geometry import Box, Matrix, Ruling, Rulings, area, holds, moved, product
from budgetaudit.loaders.pdf.paths import Paths, matrix_of
from budgetaudit.messages import Text, message

MAX_OBJECTS = 200_000
MAX_RULES = 100_000
MAX_DEPTH = 8
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5


class Drawings(Struct, frozen=True):
    """Lines one can see, white lines on white paper, the area of the pictures."""

    rules: Rulings
    white: Rulings
    pictured: float
    texts: frozenset[int] = frozenset()
    """the addresses of the pieces of text, those inside form objects left out"""


def drawings(lib: CDLL, page: c_void_p, upright: Matrix, too_much: Callable[[Text, int], FilingError]) -> Drawings:
    """What is drawn on a page, in upright space. A white line on a shaded box is visible."""
    seen: list[Rulings] = []
    white: list[Rulings] = []
    shades: list[Box] = []
    texts: set[int] = set()
    paths, pictured, rules = Paths(lib), 0.0, 0
    for number, (kind, item, matrix) in enumerate(_objects(lib, page, upright)):
        if kind == _TEXT:
            texts.add(item.value or 0)
            continue
        if kind == _IMAGE:
            pictured += area(moved(paths.box(item), matrix))
            continue
        drawn = paths.read(item, matrix)
        (white if drawn.white else seen).append(drawn.rules)
        if drawn.shade:
            shades.append(drawn.shade)
        rules += len(drawn.rules.horizontal) + len(drawn.rules.vertical)
        if number > MAX_OBJECTS or rules > MAX_RULES:
            raise too_much(message("pdf.rules"), MAX_RULES)
    unseen = _merged(white)
    return Drawings(_merged([*seen, _on_shades(unseen, shades)]), unseen, pictured, frozenset(texts))


def _objects(lib: CDLL, page: c_void_p, upright: Matrix) -> Iterator[tuple[int, c_void_p, Matrix]]:
    """Texts, and paths and pictures, those inside form objects too, each with its matrix to upright space."""
    waiting = [(lib.FPDFPage_CountObjects(page), partial(lib.FPDFPage_GetObject, page), upright, 0)]
    while waiting:
        count, item_at, matrix, depth = waiting.pop()
        for index in range(count):
            item = c_void_p(item_at(index))
            kind = lib.FPDFPageObj_GetType(item)
            if kind in (_PATH, _IMAGE) or (kind == _TEXT and not depth):
                yield kind, item, matrix
            elif kind == _FORM and depth < MAX_DEPTH:
                inner = product(matrix_of(lib, item), matrix)
                held = partial(lib.FPDFFormObj_GetObject, item)
                waiting.append((lib.FPDFFormObj_CountObjects(item), held, inner, depth + 1))


def _merged(parts: Iterable[Rulings]) -> Rulings:
    kept = tuple(parts)
    return Rulings(
        tuple(rule for part in kept for rule in part.horizontal),
        tuple(rule for part in kept for rule in part.vertical),
    )


def _on_shades(rules: Rulings, shades: list[Box]) -> Rulings:
    """The lines whose middle lies on a shaded box."""

    def shaded(x: float, y: float) -> bool:
        return any(holds(box, x, y) for box in shades)

    def middle(rule: Ruling) -> float:
        return (rule.start + rule.end) / 2

    return Rulings(
        tuple(rule for rule in rules.horizontal if shaded(middle(rule), rule.at)),
        tuple(rule for rule in rules.vertical if shaded(rule.at, middle(rule))),
    )
