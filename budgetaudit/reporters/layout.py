"""Lines that fit a terminal: Chinese breaks anywhere but before a closing mark, numbers and words do not."""

from collections.abc import Iterator

from rich.cells import cell_len

from budgetaudit.text import regex

_PIECE = regex(r"[!-~±·]+| +|[^!-~±· ]")
_CLOSING = frozenset("，。；：、！？）》”’】%,.;:!?)]}…")
_OPENING = frozenset("（《“‘【([{")


def fit(text: str, width: int, first: int | None = None) -> list[str]:
    """Text as lines of at most `width` cells; the first line has room for `first`.

    >>> fit("政府采购预算56.5万元，比表少", 14)
    ['政府采购预算', '56.5万元，比表', '少']
    """
    room = width if first is None else first
    paragraphs = text.split("\n")
    return _fit(paragraphs[0], width, room) + [
        line for paragraph in paragraphs[1:] for line in _fit(paragraph, width, width)
    ]


def _fit(text: str, width: int, room: int) -> list[str]:
    if cell_len(text) <= room:
        return [text.rstrip()]
    lines, line = [], ""
    for word in _unbreakable(text, width):
        size = cell_len(word)
        if size > room and (line or room < width):
            lines.append(line.rstrip())
            word = word.lstrip()
            line, room, size = "", width, cell_len(word)
        line, room = line + word, room - size
    return [*lines, line.rstrip()]


def _unbreakable(text: str, width: int) -> Iterator[str]:
    """Runs that stay together: a number, a word, a character with the marks that cling to it."""
    run = ""
    for piece in _PIECE.findall(text):
        clings = piece[0] in _CLOSING or (run and run[-1] in _OPENING)
        if run and not clings:
            yield from _chopped(run, width)
            run = ""
        run += piece
    yield from _chopped(run, width)


def _chopped(run: str, width: int) -> Iterator[str]:
    """A run wider than a whole line has to be cut after all."""
    if cell_len(run) <= width:
        yield run
        return
    piece, room = "", width
    for char in run:
        size = cell_len(char)
        if size > room and piece:
            yield piece
            piece, room = "", width
        piece, room = piece + char, room - size
    yield piece


def padded(text: str, width: int) -> str:
    """Text with blanks in front up to `width` cells."""
    return " " * (width - cell_len(text)) + text
