"""Pages that a converter made of letters at fixed positions: their lines are rebuilt by position."""

import re
from operator import attrgetter

from lxml.html import HtmlElement
from msgspec import Struct

from budgetaudit.text import regex

_MEASURE = regex(r"(left|top|font-size)\s*:\s*(-?\d+)(?:\.\d+)?\s*(px|pt)?", re.IGNORECASE)
FEWEST = 200


class PlacedText(Struct, frozen=True):
    """Some letters at a position, in the page's own measure."""

    page: int
    top: int
    left: int
    size: int
    text: str


def lines(body: HtmlElement) -> list[str]:
    """The lines of a page whose text is placed piece by piece; none where it is an ordinary page."""
    pages: dict[HtmlElement | None, int] = {}
    pieces = []
    for element in body.iterdescendants("div", "span", "p"):
        if "absolute" in (element.get("style") or "") and not len(element.findall(".//div")):
            page = pages.setdefault(element.getparent(), len(pages))
            if piece := _piece(element, page):
                pieces.append(piece)
    letters = sum(len(piece.text) for piece in pieces)
    if len(pieces) < FEWEST or letters > 20 * len(pieces):
        return []
    return [text for text in map(_joined, _grouped(pieces)) if text]


def _piece(element: HtmlElement, page: int) -> PlacedText | None:
    measures = {key.lower(): int(number) for key, number, _ in _MEASURE.findall(element.get("style") or "")}
    text = element.text_content().replace("\xa0", " ").strip("\r\n")
    if "left" not in measures or "top" not in measures or not text:
        return None
    return PlacedText(page, measures["top"], measures["left"], measures.get("font-size", 12), text)


def _grouped(pieces: list[PlacedText]) -> list[list[PlacedText]]:
    """Pieces of one height on one page, together, from the top."""
    groups: list[list[PlacedText]] = []
    for piece in sorted(pieces, key=attrgetter("page", "top", "left", "size", "text")):
        last = groups[-1][0] if groups else None
        if last and last.page == piece.page and piece.top - last.top <= max(2, last.size // 3):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _joined(group: list[PlacedText]) -> str:
    """The pieces of a line from the left; a gap wider than a letter becomes a space."""
    text, end = "", 0
    for piece in sorted(group, key=lambda piece: piece.left):
        wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in piece.text)
        if text and piece.left - end > piece.size:
            text += " "
        text += piece.text
        end = piece.left + wide * piece.size // 2
    return text.strip()
