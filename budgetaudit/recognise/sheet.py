"""Grids cut into sheets: a title and captions above, a header, body rows. No template is chosen here."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from budgetaudit.amounts import is_zero_mark, read_amount
from budgetaudit.facts import Caption
from budgetaudit.filing import Cell, Grid, Passage, Place
from budgetaudit.patterns import regex
from budgetaudit.recognise.vocabulary import Vocabulary, squash, strip_label, without_year
from budgetaudit.values import NamedTuple, dataclass, replace

_CODE = regex(r"'?\d{3}(?:\d{2}){0,4}")
_UNIT = regex(r"(元|千元|万元|百万元|亿元)")
_ENTITY = regex(r"(?!(?:19|20)\d\d年)(\d{3,9})-?([一-鿿][一-鿿()0-9A-Za-z]{2,60})")
_PUBLIC_NUMBER = regex(
    r"(?:部门|单位)?(?:公开|预算|决算|附|续)?表?\d{1,2}(?:-\d)?表?|(?:附表|表)[一二三四五六七八九十\d]+"
)

_SPLIT_UNIT = regex(r"(?<=[万亿千百])\s+(?=[万元])|(?<=[:：])[ \u3000]+(?=[^\s:：]+(?:\s|$))")
_SIDE_BY_SIDE = regex(r"\s{2,}|[\n\t]|\s(?=[^\s:：]{2,12}[:：])")
_UNIT_AT_END = regex(r"(?:金额)?单位:(元|万元|千元|亿元)$")
_NOT_ENTITY = regex(r"(?:金额)?单位:.*$|^\[\d+\]")
_BEGINS_YEAR, _YEAR = regex(r"(20\d\d)"), regex(r"(?:19|20)\d\d")
_COUNTING, _COUNTED = regex(r"^栏次|^第|栏$"), regex(r"(\d{1,2})(?:=.*)?$")
_LAST_DIGITS, _CUT_SHORT = regex(r"\d{1,2}"), regex(r"\.\d?$|,\d{1,2}$")


class Line(NamedTuple):
    """A row of a grid: the cell that covers each column, the text that begins in each column ("" elsewhere), the cells
    with text that begin in this row. `row` is its index in its grid."""

    cells: tuple[Cell | None, ...]
    row: int
    texts: tuple[str, ...]
    own: tuple[Cell, ...]

    def begins(self, column: int) -> bool:
        """Whether the cell that covers this square begins in it."""
        cell = self.cells[column]
        return cell is not None and cell.row == self.row and (column == 0 or self.cells[column - 1] is not cell)

    def covering(self, column: int) -> str:
        """The text of whatever cell covers this square."""
        cell = self.cells[column]
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as found on paper, not yet named."""

    titles: tuple[Caption, ...]
    captions: dict[str, Caption]
    head: tuple[Line, ...]
    formulas: Line | None
    body: tuple[Line, ...]
    width: int
    grids: tuple[Grid, ...]
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()
    used: tuple[Passage, ...] = ()


def lines_of(grid: Grid) -> list[Line]:
    """The rows of a grid; rows of nothing are kept (an empty table's blank row), columns of nothing too."""
    width, height = grid.width, grid.height
    cover: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    texts = [[""] * width for _ in range(height)]
    own: list[list[Cell]] = [[] for _ in range(height)]
    for cell in grid.cells:
        _, row, column, rowspan, colspan, _ = cell
        text = cell.text.strip()
        if text:
            texts[row][column] = text
            own[row].append(cell)
        if rowspan == colspan == 1:
            cover[row][column] = cell
            continue
        for r in range(row, min(row + rowspan, height)):
            for c in range(column, min(column + colspan, width)):
                cover[r][c] = cell
    return [
        Line(tuple(cells), row, tuple(words), tuple(mine))
        for row, (cells, words, mine) in enumerate(zip(cover, texts, own, strict=True))
    ]


def cut(grid: Grid, words: Vocabulary) -> Iterator[Sheet]:
    """The sheets of one grid: a title row inside begins another."""
    lines = lines_of(grid)
    starts = [0, *(i for i, line in enumerate(lines) if i and _starts_table(lines, i, words))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if any(line.own for line in lines[start:end]):
            yield sheet(lines[start:end], grid, words)


def _starts_table(lines: Sequence[Line], index: int, words: Vocabulary) -> bool:
    """A row of one text that names a table, with no header above it still waiting for its body."""
    own = lines[index].own
    if len(own) != 1 or not words.templates_for(own[0].text):
        return False
    if own[0].colspan < max(2, len(lines[index].cells) // 2) and len(lines[index].cells) > 2:
        return False
    return any(is_data(line, words) for line in lines[:index]) and not strip_label(own[0].text, ())[1]


def sheet(lines: Sequence[Line], grid: Grid, words: Vocabulary) -> Sheet:
    """Split rows into captions, header, numbering row and body."""
    titles: list[Caption] = []
    captions: dict[str, Caption] = {}
    at = 0
    while at < len(lines) and at < 8 and (not lines[at].own or _caption_row(lines[at], words, titles, captions)):
        at += 1
    head, formulas, rest = _header(lines[at:], words)
    return Sheet(tuple(titles), captions, head, formulas, rest, grid.width, (grid,))


def _caption_row(line: Line, words: Vocabulary, titles: list[Caption], captions: dict[str, Caption]) -> bool:
    """Whether the row holds nothing but a title, a table number, unit, entity, year or date; if so they are noted."""
    own = line.own
    if len(own) > 5:
        return False
    found = [caption_of(cell.text, words) for cell in own]
    named = [(cell, _is_title(cell, line, words)) for cell in own]
    if sum(title for _, title in named) > 1:
        return False
    if not all(part or title for part, (_, title) in zip(found, named, strict=True)):
        lone = own[0]
        if len(own) == 1 and lone.colspan >= max(2, len(line.cells) - 1) and len(squash(lone.text)) < 60:
            titles.append(Caption(squash(lone.text), lone.text, lone.place))
            return True
        return False
    if len(own) == 1 and not found[0] and own[0].colspan == 1 and len(line.cells) > 2:
        return False
    for cell, part in zip(own, found, strict=True):
        if part:
            for name, caption in captions_of(cell.text, words, cell.place).items():
                captions.setdefault(name, caption)
        else:
            titles.append(Caption(squash(cell.text), cell.text, cell.place))
    return True


def _is_title(cell: Cell, line: Line, words: Vocabulary) -> bool:
    """A title stands over the table: its cell spans columns or is alone in its row."""
    over = cell.colspan * 2 >= len(line.cells) or (len(line.own) == 1 and cell.colspan > 1) or len(line.cells) < 3
    return over and bool(words.templates_for(cell.text))


@lru_cache(maxsize=8192)
def caption_of(text: str, words: Vocabulary) -> Mapping[str, str]:
    """What a line above a table states: unit, entity, code, year, date, number. {} if it is no caption at all."""
    plain = squash(text)
    if not plain or len(plain) > 120:
        return {}
    found: dict[str, str] = {}
    for piece in map(squash, _pieces(text)):
        read = _caption_piece(piece[1:-1] if piece[0] + piece[-1] == "()" else piece, words)
        if not read:
            return found if found.get("unit") and len(plain) < 50 else {}
        found.update(read)
    return found


def captions_of(text: str, words: Vocabulary, place: Place) -> dict[str, Caption]:
    """What a line above a table states, each with the piece of the line that states it."""
    pieces = _pieces(text)
    return {
        name: Caption(value, next((p.strip() for p in pieces if value in squash(p)), text.strip()), place)
        for name, value in caption_of(text, words).items()
    }


def _pieces(text: str) -> list[str]:
    """A caption line cut where captions stand side by side; a unit broken over lines is whole again."""
    whole = _SPLIT_UNIT.sub("", text.strip())
    cut = _SIDE_BY_SIDE.split(whole)
    return [piece for piece in cut if piece and piece.strip()]


def _caption_piece(piece: str, words: Vocabulary) -> dict[str, str]:
    """What one piece of a caption line states."""
    name, colon, value = piece.partition(":")
    if not colon:
        return _uncaptioned(piece)
    if name in words.words("caption_unit") and _UNIT.fullmatch(value):
        return {"unit": value}
    if name in words.words("caption_year") and (year := _BEGINS_YEAR.match(value)):
        return {"year": year[1]}
    if name in words.words("caption_date"):
        return {"date": value}
    return _entity(value) if name in words.words("caption_entity") else {}


def _uncaptioned(piece: str) -> dict[str, str]:
    """A piece without a name: a table number, code and entity, a bare unit."""
    if _PUBLIC_NUMBER.fullmatch(piece):
        return {"number": piece}
    if code := _ENTITY.fullmatch(piece):
        return {"code": code[1], "entity": code[2]}
    return {"unit": piece} if _UNIT.fullmatch(piece) else {}


def _entity(value: str) -> dict[str, str]:
    """The body a caption names, with its code and a unit printed on the same line."""
    unit = _UNIT_AT_END.search(value)
    code = _ENTITY.fullmatch(value)
    found = {"entity": code[2] if code else _NOT_ENTITY.sub("", value)}
    if code:
        found["code"] = code[1]
    if unit:
        found["unit"] = unit[1]
    return found


def is_data(line: Line, words: Vocabulary) -> bool:
    """Whether a row prints numbers as data: an amount or a zero mark beside a label or code."""
    own = line.own
    return any(is_number(cell.text) for cell in own) and not _numbering(own, words)


@lru_cache(maxsize=16384)
def is_number(text: str) -> bool:
    return read_amount(text) is not None or is_zero_mark(text)


def _numbering(own: Sequence[Cell], words: Vocabulary) -> bool:
    """A row that counts the columns: 栏次 1 2 3=4+5 …"""
    texts = [squash(cell.text) for cell in own]
    texts = [t for t in texts if t not in words.words("numbering_row") and t not in words.words("header_code_part")]
    digits = [_COUNTED.match(_COUNTING.sub("", t)) for t in texts]
    if len(texts) < 2 or not all(digits):
        return len(texts) == 1 and len(own) > 1 and texts[0] == "1"
    numbers = [int(d[1]) for d in digits if d]
    return all(b - a == 1 for a, b in pairwise(numbers))


def _header(lines: Sequence[Line], words: Vocabulary) -> tuple[tuple[Line, ...], Line | None, tuple[Line, ...]]:
    """(header rows, numbering row, body rows)."""
    formulas: Line | None = None
    at = 0
    head: list[Line] = []
    while at < len(lines) and at < 12:
        line = lines[at]
        if _numbering(line.own, words):
            formulas = line
            at += 1
            break
        if not _is_head(line, head, words):
            break
        head.append(line)
        at += 1
    if not any(line.own for line in head):
        return (), formulas, tuple(lines[at - len(head) if not formulas else at :])
    return tuple(head), formulas, tuple(lines[at:])


def _is_head(line: Line, head: Sequence[Line], words: Vocabulary) -> bool:
    own = line.own
    if not own:
        return bool(head) and any(cell and cell.row < line.row for cell in line.cells)
    if any(is_number(cell.text) and not _YEAR.fullmatch(cell.text.strip()) for cell in own):
        return False
    texts = [without_year(squash(cell.text))[0] for cell in own]
    if head and _is_total_label(own, texts, words):
        return False
    if head and _CODE.fullmatch(texts[0]):
        return False
    known = sum(_is_header_word(text, words) for text in texts)
    spanned = any(cell and cell.row < line.row and cell.text.strip() for cell in line.cells)
    under_group = bool(head) and any(cell.colspan > 1 for cell in head[-1].own)
    if not head:
        return (known * 2 >= len(texts) and not _is_total_label(own, texts, words)) or (known >= 1 and len(own) >= 2)
    return known * 2 >= len(texts) or (spanned and known > 0) or (under_group and known * 3 >= len(texts))


def _is_header_word(text: str, words: Vocabulary) -> bool:
    if text in words.header_words or not text:
        return True
    return strip_label(text, words.words("row_of_which"))[0] in words.header_words


def _is_total_label(own: Sequence[Cell], texts: Sequence[str], words: Vocabulary) -> bool:
    """A lone 合计 under the name column is the total of an empty table, not a header."""
    return len(own) == 1 and own[0].column <= 3 and texts[0] in words.words("row_total")


def head_key(sheet: Sheet) -> tuple[str, ...]:
    """The header's texts, for telling whether a table goes on."""
    return tuple(without_year(squash(cell.text))[0] for line in sheet.head for cell in line.own)


def joined(first: Sheet, more: Sheet) -> Sheet:
    """A table and its continuation, columns aligned at the right where the widths differ; a row that the page break cut
    in two is one row again."""
    body = tuple(_fit(line, first.width) for line in more.body) if more.width != first.width else more.body
    above = first.body
    if above and body:
        body = _spanned(above[-1], body)
    if above and body and _cut(above[-1], body[0]):
        above, body = (*above[:-1], _mended(above[-1], body[0])), body[1:]
    return replace(
        first,
        body=(*above, *body),
        grids=(*first.grids, *more.grids),
        after=more.after,
        used=(*first.used, *more.used),
    )


def _spanned(upper: Line, lower: Sequence[Line]) -> tuple[Line, ...]:
    """A cell that spans rows up to the page's end goes on in the empty cell below it on the next page."""
    goes_on: dict[Cell, Cell] = {}
    for cell, below in zip(upper.cells, lower[0].cells, strict=False):
        if cell and below and cell.text.strip() and not below.text.strip() and max(cell.rowspan, below.rowspan) > 1:
            goes_on[below] = below._replace(text=cell.text)
    if not goes_on:
        return tuple(lower)
    return tuple(
        line._replace(cells=tuple(goes_on.get(cell, cell) if cell else None for cell in line.cells)) for line in lower
    )


def _cut(upper: Line, lower: Line) -> bool:
    """Whether a page break cut a row: below stand only the last digits of numbers above and the rest of its label, or
    nothing but the rest of a label whose bracket is still open."""
    pairs = [(a, b) for a, b in zip(upper.texts, lower.texts, strict=True) if b]
    rests = [(a, b) for a, b in pairs if is_number(b)]
    if not rests:
        return len(pairs) == 1 and squash(pairs[0][0]).count("(") > squash(pairs[0][0]).count(")")
    return all(_LAST_DIGITS.fullmatch(b) and _CUT_SHORT.search(a) and is_number(a + b) for a, b in rests)


def _mended(upper: Line, lower: Line) -> Line:
    cells = list(upper.cells)
    texts = tuple(a + b for a, b in zip(upper.texts, lower.texts, strict=True))
    for column, (cell, text) in enumerate(zip(upper.cells, texts, strict=True)):
        if cell and upper.texts[column] != text:
            cells[column] = cell._replace(text=text)
    return upper._replace(cells=tuple(cells), texts=texts)


def _fit(line: Line, width: int) -> Line:
    """The row stretched to a width: labels stay left, amounts go right."""
    gap = width - len(line.cells)
    if gap < 0:
        return line._replace(cells=line.cells[:width], texts=line.texts[:width])
    numeric = next((i for i, text in enumerate(line.texts) if text and is_number(text)), len(line.cells))
    return line._replace(
        cells=(*line.cells[:numeric], *([None] * gap), *line.cells[numeric:]),
        texts=(*line.texts[:numeric], *([""] * gap), *line.texts[numeric:]),
    )
