"""Whether a line of text carries on the paragraph of the line before it, also over a page break."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from msgspec import Struct

from budgetaudit.loaders.pdf.furniture import Furniture, text_lines
from budgetaudit.loaders.pdf.layout import Layout
from budgetaudit.loaders.pdf.text import VisualLine
from budgetaudit.text import COUNTING, NUMBERED, SENTENCE_ENDS, regex

_HEADING = regex(rf"第[{COUNTING}百零\d]+[部章节条项]|{NUMBERED}|注\d*[：:]|附?表\s*[\d{COUNTING}]")
ENOUGH = 2
"""Long lines that a page needs to show its own text edges."""
_LEADER = regex(r"[.…·．]{4}[\s\d]*$")
_TOKEN = regex(r"[（《“‘【〔]{0,9}(?:[!-~]++|.)(?:[，。、；：！？）》”’】〕％]|[,.;:!?)%][!-~]*+)*")
"""What a line is not broken within: a run of letters and digits, closing marks, and what clings to them."""
_MARK = regex(r"[，,。；;：:！!？?]")
_ENDS = SENTENCE_ENDS + "：:"

TextEdges = tuple[float, float]
"""Left and right edge of the running text."""


class PlacedLine(Struct, frozen=True):
    """A line of text and the page it stands on."""

    line: VisualLine
    page: Layout


def text_edges(layouts: tuple[Layout, ...], repeated: Furniture) -> Mapping[int, TextEdges]:
    """The edges of the running text on each page, from its long lines or else from all pages of its size."""
    long = {page.number: _long_lines(page, repeated) for page in layouts}
    pooled: dict[tuple[int, int], list[VisualLine]] = {}
    for page in layouts:
        pooled.setdefault(_size(page), []).extend(long[page.number])
    return {
        page.number: _edges(long_lines if len(long_lines) >= ENOUGH else pooled[_size(page)])
        for page in layouts
        if (long_lines := long[page.number]) or pooled[_size(page)]
    }


def _long_lines(page: Layout, repeated: Furniture) -> list[VisualLine]:
    lines = text_lines(page, repeated)
    return [line for line in lines if len(line.pieces) == 1 and line.right - line.left > page.width / 2]


def _size(page: Layout) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _edges(long_lines: list[VisualLine]) -> TextEdges:
    lefts, rights = sorted(line.left for line in long_lines), sorted(line.right for line in long_lines)
    return lefts[len(lefts) // 10], _crowded(rights, long_lines[0].size)


def _crowded(rights: list[float], width: float) -> float:
    """The largest value that has the most others at most `width` below it."""
    crowds = (bisect_right(rights, value) - bisect_left(rights, value - width) for value in rights)
    return max(zip(crowds, rights, strict=True))[1]


def continues(paragraph: Sequence[PlacedLine], after: PlacedLine, edges: Mapping[int, TextEdges]) -> bool:
    """Whether `after` carries on the paragraph: its last line is full, and this one stands where it would."""
    before = paragraph[-1]
    line, follower = before.line, after.line
    if before.page.number not in edges or after.page.number not in edges or len(line.pieces) > 1:
        return False
    if before.page is not after.page and _size(before.page) != _size(after.page):
        return False
    right, left = edges[before.page.number][1], edges[after.page.number][0]
    near = before.page is not after.page or follower.top - line.bottom < 1.8 * line.size
    alike = 0.8 < follower.size / line.size < 1.25
    reaches = follower.right > right - 2 * line.size
    if not (near and alike) or _begins_anew(line.text, follower.text, reaches):
        return False
    if line.right + _first_token(follower) > right - 0.3 * line.size:
        return _placed(line, follower, left, first=len(paragraph) == 1)
    return _unfinished(line, follower, (left, right))


def _unfinished(line: VisualLine, follower: VisualLine, edges: TextEdges) -> bool:
    """Whether a long line that is not quite full stops in mid sentence, and the next begins at the edge."""
    left, right = edges
    long = line.right > left + 0.75 * (right - left) and line.text[-1] not in _ENDS
    same = abs(follower.size - line.size) < 0.05 * line.size
    return long and same and follower.left < left + 0.8 * line.size and not _HEADING.match(follower.text)


def _placed(line: VisualLine, follower: VisualLine, left: float, first: bool) -> bool:
    """Whether a line begins at the edge, left of an indented first line, below a later line, or centred."""
    step = (follower.left - line.left) / line.size
    below = step < -0.8 if first else abs(step) < 0.3
    return follower.left < left + 0.8 * line.size or below or _centred(line, follower)


def _centred(line: VisualLine, follower: VisualLine) -> bool:
    """Whether two lines stand on one axis, as the lines of a long title do."""
    return abs(line.left + line.right - follower.left - follower.right) < line.size


def _begins_anew(text: str, follower: str, reaches: bool) -> bool:
    """Whether the words tell that a paragraph ended with `text`: a heading or a title follows. A line of prose that
    does not reach the edge ends in a full stop; one that begins with a number and has no mark at all is a heading."""
    ended = text[-1] in _ENDS
    if _LEADER.search(text) or (ended and not reaches and follower[-1] not in _ENDS):
        return True
    heading = _HEADING.match(follower)
    bare = heading and not reaches and not _MARK.search(follower, heading.end())
    return bool(heading and (ended or bare or _HEADING.match(text)))


def _first_token(line: VisualLine) -> float:
    """The width of what a line begins with and cannot be broken: it may not have fitted on the one before."""
    token = _TOKEN.match(line.text)
    return sum(line.size * (0.55 if char.isascii() else 1.0) for char in token[0]) if token else 0.0


def joined_text(lines: list[VisualLine]) -> str:
    """The text of a paragraph: its lines, with a space where two words of letters meet."""
    text = lines[0].text
    for line in lines[1:]:
        words = text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
        text += " " + line.text if words else line.text
    return text
