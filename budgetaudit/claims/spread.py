"""“甲、乙分别为1万元、2万元” is read as “甲为1万元、乙为2万元”; every letter knows where it was printed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from msgspec import Struct

from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.series import FAR, NEXT, Series, further, series_behind
from budgetaudit.claims.text import Paragraph, Piece
from budgetaudit.claims.tokens import tokens
from budgetaudit.text import DATED, HAN, YEAR, regex

EACH = regex("分别")
BOUND = regex(r"[，。；:()！？]")
CLAUSE = regex(r"[，、；:]")
_RECENT = r"(?:上年|本年|去年|今年|其中)*+"
LEADING = regex(rf"^{_RECENT}{YEAR}(?:年?度?{_RECENT}{YEAR})*+")
WORDS, DIGIT = regex(rf"{HAN}{{2}}"), regex(r"\d")
YEARS = regex(rf"(?:{DATED}|上年度?|本年度?|去年|今年)+")

Span = tuple[int, int]


class Piecewise(Struct, frozen=True):
    """Part of a text: letters that stand there, or (`letters`) such that are put in for it."""

    start: int
    end: int
    letters: str = ""


class Rewrite(Struct, frozen=True):
    """What stands at `old` is read as `new`; without `new` its numbers cannot be told apart."""

    old: Span
    new: tuple[Piecewise, ...]


class Spread(Struct, frozen=True):
    """The paragraph to be read, and where numbers stand in it that cannot be told apart."""

    paragraph: Paragraph
    apart: tuple[Span, ...] = ()


def spread(paragraph: Paragraph, lexicon: Lexicon) -> Spread:
    """The paragraph with every number beside its name."""
    if not EACH.search(paragraph.text):
        return Spread(paragraph)
    return _rewritten(paragraph, list(_rewrites(paragraph.text, lexicon)))


def _rewrites(text: str, lexicon: Lexicon) -> Iterator[Rewrite]:
    names: tuple[Span, ...] = ()
    done = 0
    for sign in EACH.finditer(text):
        series = series_behind(text, sign.end(), lexicon) if sign.start() >= done else None
        if series is None:
            continue
        if text.find("。", done, sign.start()) >= 0:
            names = ()
        start, close = _named(text, sign.start(), lexicon)
        count = len(series.values)
        if text[start:close]:
            names = _names(text, start, close, count, lexicon)
        elif len(names) != count:
            names = _before(text, close, count, lexicon)
        yield Rewrite((start, series.end), _pairs(names, (close, sign.start()), series))
        while more := further(text, series, lexicon):
            series = more
            yield Rewrite((series.start, series.end), _pairs(names, (0, 0), series))
        done = series.end


# the names


def _named(text: str, end: int, lexicon: Lexicon) -> Span:
    """Where the names before 分别 begin and end: behind a stop or 其中, before 比上年."""
    least = max(0, end - FAR)
    start = max((bound.end() for bound in BOUND.finditer(text, least, end)), default=least)
    close = end
    for word in tokens(text, lexicon.words, start, end):
        if word.kind == "intro":
            start = word.end
        elif word.kind == "than" or (word.kind == "year" and word.start > start):
            close = min(close, word.start)
    return start, max(start, close)


def _names(text: str, start: int, end: int, count: int, lexicon: Lexicon) -> tuple[Span, ...]:
    """So many names: parted at every 、 and 和, or at 、 and the last 和, or at 、 only; never within a known one."""
    words = (word for word in tokens(text, lexicon.words, start, end) if word.kind in ("subj", "code", "num"))
    whole_words = [(word.start, word.end) for word in words]
    joints = NEXT.finditer(text, start, end)
    cuts = [cut for cut in joints if not any(a <= cut.start() < b for a, b in whole_words)]
    dots = [cut for cut in cuts if cut[0] == "、"]
    for chosen in (cuts, [*dots, *[cut for cut in cuts[-1:] if cut[0] != "、"]], dots):
        if len(chosen) == count - 1:
            edges = [start, *(at for cut in chosen for at in cut.span()), end]
            names = tuple(zip(edges[::2], edges[1::2], strict=True))
            return names if all(_is_name(text[a:b]) for a, b in names) else ()
    return ()


def _is_name(words: str) -> bool:
    """Whether words name something, and not a year or a number alone: years may stand before it."""
    name = LEADING.sub("", words)
    return bool(WORDS.search(name)) and not DIGIT.search(name) and not YEARS.fullmatch(words)


def _before(text: str, end: int, count: int, lexicon: Lexicon) -> tuple[Span, ...]:
    """The names of the numbers before, in the sentence or its list, if there are so many and nothing else."""
    start = max(text.rfind("。", max(0, end - 2 * FAR), end) + 1, end - 2 * FAR)
    for word in tokens(text, lexicon.words, start, end):
        if word.kind == "intro":
            start = word.end
    names: list[Span] = []
    for clause in (span for span in _clauses(text, start, end) if span[0] < span[1]):
        number = next((w for w in tokens(text, lexicon.words, *clause) if w.kind == "num" and w.unit), None)
        if number is None or not _is_name(text[clause[0] : number.start]):
            return ()
        names.append((clause[0], number.start))
    return tuple(names) if len(names) == count else ()


def _clauses(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for cut in CLAUSE.finditer(text, start, end):
        yield at, cut.start()
        at = cut.end()
    yield at, end


# the new text


def _pairs(names: tuple[Span, ...], than: Span, series: Series) -> tuple[Piecewise, ...]:
    """Name, words, number; and again."""
    if len(names) != len(series.values):
        return ()
    pieces: list[Piecewise] = []
    first, unit = series.values[0], series.values[-1].unit
    for name, value in zip(names, series.values, strict=True):
        turned = value.start != value.number
        words = Piecewise(series.start, series.turn if turned else first.number)
        pieces += [Piecewise(*name), Piecewise(*than), words, Piecewise(value.start, value.stop)]
        pieces += [] if value.unit else [Piecewise(value.stop - 1, value.stop, unit)]
        pieces += [Piecewise(value.stop, value.end), Piecewise(value.end - 1, value.end, "、")]
    return tuple(pieces[:-1])


def _rewritten(paragraph: Paragraph, rewrites: list[Rewrite]) -> Spread:
    """The paragraph with the rewrites made, and the places in the new text of those that are without `new`."""
    pieces: list[Piecewise] = []
    apart: list[int] = []
    at = 0
    for rewrite in rewrites:
        pieces.append(Piecewise(at, rewrite.old[0]))
        apart += [len(pieces)] if not rewrite.new else []
        pieces += rewrite.new or (Piecewise(*rewrite.old),)
        at = rewrite.old[1]
    pieces.append(Piecewise(at, len(paragraph.text)))
    texts = [piece.letters or paragraph.text[piece.start : piece.end] for piece in pieces]
    starts = list(accumulate(map(len, texts), initial=0))
    placed = zip(pieces, texts, starts, strict=False)
    origins = tuple(origin for piece, text, start in placed for origin in _origins(paragraph, piece, text, start))
    new = Paragraph("".join(texts), origins, paragraph.passages)
    return Spread(new, tuple((starts[i], starts[i + 1]) for i in apart))


def _origins(paragraph: Paragraph, piece: Piecewise, text: str, start: int) -> Iterator[Piece]:
    """Where the letters of a piece were printed; those put in stand at the letter that they follow."""
    if piece.letters:
        yield from (Piece(start + i, *paragraph.origin(piece.start)) for i in range(len(text)))
    elif text:
        yield Piece(start, *paragraph.origin(piece.start))
        first = bisect_right(paragraph.pieces, piece.start, key=lambda old: old.at)
        last = bisect_left(paragraph.pieces, piece.end, key=lambda old: old.at)
        for old in paragraph.pieces[first:last]:
            yield Piece(start + old.at - piece.start, old.passage, old.start)
