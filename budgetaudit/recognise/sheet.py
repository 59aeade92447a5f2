"""Grids cut into sheets: a title and captions above, a header, body rows. No template is chosen here."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import is_zero_mark, read_amount
from budgetaudit.facts import Caption
from budgetaudit.filing import Cell, Grid, Passage
from budgetaudit.recognise.captions import caption_of, captions_of
from budgetaudit.recognise.vocabulary import Vocabulary, strip_label, without_year
from budgetaudit.text import YEAR, regex, unquoted

_CODE = regex(r"'?\d{3}(?:\d{2}){0,4}")
_YEAR = regex(rf"19\d\d|{YEAR}")
_COUNTING, _COUNTED = regex(r"^栏次|^第|栏$"), regex(r"(\d{1,2})(?:=.*)?$")


class GridRow(Struct, frozen=True):
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


class Sheet(Struct, frozen=True):
    """A table as found on paper, not yet named."""

    titles: tuple[Caption, ...]
    captions: dict[str, Caption]
    head: tuple[GridRow, ...]
    formulas: GridRow | None
    body: tuple[GridRow, ...]
    width: int
    grids: tuple[Grid, ...]
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()
    used: tuple[Passage, ...] = ()


def lines_of(grid: Grid) -> list[GridRow]:
    """The rows of a grid; rows of nothing are kept (an empty table's blank row), columns of nothing too."""
    width, height = grid.width, grid.height
    cover: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    texts = [[""] * width for _ in range(height)]
    own: list[list[Cell]] = [[] for _ in range(height)]
    for cell in grid.cells:
        row, column, rowspan, colspan = cell.row, cell.column, cell.rowspan, cell.colspan
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
        GridRow(tuple(cells), row, tuple(words), tuple(mine))
        for row, (cells, words, mine) in enumerate(zip(cover, texts, own, strict=True))
    ]


def cut(grid: Grid, words: Vocabulary) -> Iterator[Sheet]:
    """The sheets of one grid: a title row inside begins another."""
    lines = lines_of(grid)
    starts = [0, *(i for i, line in enumerate(lines) if i and _starts_table(lines, i, words))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if any(line.own for line in lines[start:end]):
            yield sheet(lines[start:end], grid, words)


def _starts_table(lines: Sequence[GridRow], index: int, words: Vocabulary) -> bool:
    """A row of one text that names a table, with no header above it still waiting for its body."""
    own = lines[index].own
    if len(own) != 1 or not words.templates_for(own[0].text):
        return False
    if own[0].colspan < max(2, len(lines[index].cells) // 2) and len(lines[index].cells) > 2:
        return False
    return any(is_data(line, words) for line in lines[:index]) and not strip_label(own[0].text, ())[1]


def sheet(lines: Sequence[GridRow], grid: Grid, words: Vocabulary) -> Sheet:
    """Split rows into captions, header, numbering row and body."""
    titles: list[Caption] = []
    captions: dict[str, Caption] = {}
    at = 0
    while at < len(lines) and at < 8 and (not lines[at].own or _caption_row(lines[at], words, titles, captions)):
        at += 1
    head, formulas, rest = _header(lines[at:], words)
    return Sheet(tuple(titles), captions, head, formulas, rest, grid.width, (grid,))


def _caption_row(line: GridRow, words: Vocabulary, titles: list[Caption], captions: dict[str, Caption]) -> bool:
    """Whether the row holds nothing but a title, a table number, unit, entity, year or date; if so they are noted."""
    own = line.own
    if len(own) > 5:
        return False
    stated = [caption_of(cell.text, words) for cell in own]
    named = [(cell, _is_title(cell, line, words)) for cell in own]
    if sum(title for _, title in named) > 1:
        return False
    if not all(part or title for part, (_, title) in zip(stated, named, strict=True)):
        lone = own[0]
        wide = len(own) == 1 and lone.colspan >= max(2, len(line.cells) - 1) and len(unquoted(lone.text)) < 60
        if wide and unquoted(lone.text) not in words.header_words:
            titles.append(Caption(unquoted(lone.text), lone.text, lone.place))
            return True
        return False
    if len(own) == 1 and not stated[0] and own[0].colspan == 1 and len(line.cells) > 2:
        return False
    for cell, part in zip(own, stated, strict=True):
        if part:
            for name, caption in captions_of(cell.text, words, cell.place).items():
                captions.setdefault(name, caption)
        else:
            titles.append(Caption(unquoted(cell.text), cell.text, cell.place))
    return True


def _is_title(cell: Cell, line: GridRow, words: Vocabulary) -> bool:
    """A title stands over the table: its cell spans columns or is alone in its row."""
    over = cell.colspan * 2 >= len(line.cells) or (len(line.own) == 1 and cell.colspan > 1) or len(line.cells) < 3
    return over and bool(words.templates_for(cell.text))


def is_data(line: GridRow, words: Vocabulary) -> bool:
    """Whether a row prints numbers as data: an amount or a zero mark beside a label or code."""
    own = line.own
    return any(is_number(cell.text) for cell in own) and not _numbering(own, words)


@lru_cache(maxsize=16384)
def is_number(text: str) -> bool:
    return read_amount(text) is not None or is_zero_mark(text)


def _numbering(own: Sequence[Cell], words: Vocabulary) -> bool:
    """A row that counts the columns: 栏次 1 2 3=4+5 …"""
    texts = [unquoted(cell.text) for cell in own]
    texts = [t for t in texts if t not in words.words("numbering_row") and t not in words.words("header_code_part")]
    digits = [_COUNTED.match(_COUNTING.sub("", t)) for t in texts]
    if len(texts) < 2 or not all(digits):
        return len(texts) == 1 and len(own) > 1 and texts[0] == "1"
    numbers = [int(d[1]) for d in digits if d]
    return all(b - a == 1 for a, b in pairwise(numbers))


def _header(
    lines: Sequence[GridRow], words: Vocabulary
) -> tuple[tuple[GridRow, ...], GridRow | None, tuple[GridRow, ...]]:
    """(header rows, numbering row, body rows)."""
    formulas: GridRow | None = None
    at = 0
    head: list[GridRow] = []
    while at < len(lines) and at < 12:
        line = lines[at]
        if _numbering(line.own, words):
            formulas = line
            at += 1
            break
        if not (_is_head(line, head, words) or _within_head(lines[at : at + 2], head, words)):
            break
        head.append(line)
        at += 1
    if not any(line.own for line in head) or (not formulas and _heads_nothing(head, lines[at:])):
        return (), formulas, tuple(lines[at - len(head) if not formulas else at :])
    return tuple(head), formulas, tuple(lines[at:])


def _within_head(lines: Sequence[GridRow], head: Sequence[GridRow], words: Vocabulary) -> bool:
    """Whether a row of nothing parts the rows of a header: several more headers stand below it."""
    if not head or len(lines) < 2 or lines[0].own or len(lines[1].own) < 2:
        return False
    return _is_head(lines[1], head, words)


def _heads_nothing(head: Sequence[GridRow], body: Sequence[GridRow]) -> bool:
    """Whether what was taken for a header says nothing of the columns of numbers: labels of rows without a number."""
    headed = {at for line in head for at, cell in enumerate(line.cells) if cell and cell.text.strip()}
    numbers = {at for line in body for at, text in enumerate(line.texts) if text and is_number(text)}
    return bool(numbers) and not headed & numbers


def _is_head(line: GridRow, head: Sequence[GridRow], words: Vocabulary) -> bool:
    own = line.own
    if not own:
        return bool(head) and any(cell and cell.row < line.row for cell in line.cells)
    if any(is_number(cell.text) and not _YEAR.fullmatch(cell.text.strip()) for cell in own):
        return False
    texts = [without_year(unquoted(cell.text))[0] for cell in own]
    if head and (_is_total_label(own, texts, words) or _CODE.fullmatch(texts[0])):
        return False
    if all(strip_label(text, words.words("row_of_which"))[1] for text in texts):
        return False  # 四、其他收入: items of a page on which a table goes on
    known = sum(_is_header_word(text, words) for text in texts)
    mostly = _mostly_known(texts, words) or _mostly_known(dict.fromkeys(texts), words)
    spanned = any(cell and cell.row < line.row and cell.text.strip() for cell in line.cells)
    under_group = bool(head) and any(cell.colspan > 1 for cell in head[-1].own)
    if not head:
        return (mostly and not _is_total_label(own, texts, words)) or (known >= 1 and len(own) >= 2)
    return mostly or (spanned and known > 0) or (under_group and known * 3 >= len(texts))


def _mostly_known(texts: Collection[str], words: Vocabulary) -> bool:
    return 2 * sum(_is_header_word(text, words) for text in texts) >= len(texts)


def _is_header_word(text: str, words: Vocabulary) -> bool:
    if text in words.header_words or not text:
        return True
    return strip_label(text, words.words("row_of_which"))[0] in words.header_words


def _is_total_label(own: Sequence[Cell], texts: Sequence[str], words: Vocabulary) -> bool:
    """A lone 合计 under the name column is the total of an empty table, not a header."""
    return len(own) == 1 and own[0].column <= 3 and texts[0] in words.words("row_total")


def headed_as(first: Sheet, more: Sheet) -> Sheet:
    """A sheet; where it begins with the header of the one before it, what stands below that is no more header."""
    height = len(first.head)
    same = 0 < height < len(more.head) and not more.formulas and head_key(first) == head_key(more, height)
    return replace(more, head=more.head[:height], body=(*more.head[height:], *more.body)) if same else more


def height(sheet: Sheet) -> int:
    """How many rows its body has up to the last that prints something."""
    return max((at for at, line in enumerate(sheet.body, 1) if line.own), default=0)


def head_key(sheet: Sheet, height: int | None = None) -> tuple[str, ...]:
    """The texts of a header, or of its first rows, for telling whether a table goes on."""
    return tuple(without_year(unquoted(cell.text))[0] for line in sheet.head[:height] for cell in line.own)
