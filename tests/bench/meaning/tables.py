"""Changes of tables that change nothing: pages, merged cells, blanks, order of columns, units, notes, words."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from msgspec.structs import replace

from budgetaudit.amounts import UNITS, is_zero_mark, read_amount
from budgetaudit.facts import Column, Table
from budgetaudit.filing import Block, Cell, Filing, Grid, Passage, Place
from budgetaudit.recognise.vocabulary import SideWords, vocabulary
from budgetaudit.text import HAN, regex, squeeze

from . import grids
from .seen import Seen

LEAST = 3
"""The fewest rows left on either page."""
ALIKE = (
    frozenset({"基本支出", "项目支出"}),
    frozenset({"人员经费", "公用经费"}),
    frozenset({"事业收入", "经营收入", "上级补助", "附属上缴", "其他收入"}),
)
"""Columns that may stand in any order."""
_NAME = regex(rf"{HAN}{{2,14}}")


def page_break(
    again: Callable[[Seen, Grid], tuple[Sequence[Block], Grid | None]],
) -> Callable[[Seen], Filing | None]:
    """Each table goes on over a page in its middle; `again` tells what is printed atop the page, and what of the grid
    is printed again."""

    def change(seen: Seen) -> Filing | None:
        def pages(grid: Grid) -> Sequence[Block]:
            head = seen.head(grid)
            cuts = [row for row in grids.edges(grid, head + LEAST) if row + LEAST <= grid.height]
            if not cuts or not any("".join(row).strip() for row in grid.texts[:head]):
                return (grid,)
            at = cuts[len(cuts) // 2]
            between, top = again(seen, grid)
            rest = grids.rows(grid, at, grid.height)
            return (grids.rows(grid, 0, at), *between, grids.under(top, rest) if top else rest)

        return seen.with_grids(pages)

    return change


def nothing(seen: Seen, grid: Grid) -> tuple[Sequence[Block], Grid | None]:
    return (), None


def head(seen: Seen, grid: Grid) -> tuple[Sequence[Block], Grid | None]:
    return (), grids.rows(grid, 0, seen.head(grid))


def title_and_head(seen: Seen, grid: Grid) -> tuple[Sequence[Block], Grid | None]:
    """Title and head, as a spreadsheet prints them atop each page; the title where it is a line of its own."""
    table = seen.tables[id(grid)][0]
    title = table.captions.get("title")
    printed = {block.place: block for block in seen.filing.blocks if isinstance(block, Passage)}
    line = printed.get(title.place) if title and squeeze(title.raw) else None
    return ((line,) if line and squeeze(line.text) == squeeze(title.raw) else ()), grids.rows(grid, 0, seen.head(grid))


def page_number(seen: Seen, grid: Grid) -> tuple[Sequence[Block], Grid | None]:
    return (Passage("— 7 —", Place()),), None


def split_head(seen: Seen) -> Filing | None:
    """Merged cells of heads taken apart: each column says its group, a header of two rows stands in the upper."""

    def apart(grid: Grid) -> Sequence[Block]:
        end = seen.head(grid)
        captions = {caption.place for table in seen.tables[id(grid)] for caption in table.captions.values()}
        above = {cell.row for cell in grid.cells if cell.place in captions}

        def header(cell: Cell) -> bool:
            return cell.row + cell.rowspan <= end and cell.row not in above and cell.colspan < grid.width

        return (grids.split(grid, header, lambda cell: cell.text),)

    return seen.with_grids(apart)


def split_body(seen: Seen) -> Filing | None:
    """Merged cells of names taken apart: the name stands in the first square."""

    def apart(grid: Grid) -> Sequence[Block]:
        start = seen.head(grid)

        def named(cell: Cell) -> bool:
            return cell.row >= start and bool(cell.text.strip()) and not _printed_number(cell.text)

        return (grids.split(grid, named, lambda _: ""),)

    return seen.with_grids(apart)


def _printed_number(text: str) -> bool:
    return read_amount(text) is not None or is_zero_mark(text)


def blank_row(seen: Seen) -> Filing | None:
    def blank(grid: Grid) -> Sequence[Block]:
        rows = grids.edges(grid, seen.head(grid) + 1)
        return (grids.blank_row(grid, rows[len(rows) // 2]) if rows else grid,)

    return seen.with_grids(blank)


def blank_rows_below(seen: Seen) -> Filing | None:
    def blank(grid: Grid) -> Sequence[Block]:
        last = id(grid) in seen.last
        return (grids.blank_row(grids.blank_row(grid, grid.height), grid.height + 1) if last else grid,)

    return seen.with_grids(blank)


def blank_column(seen: Seen) -> Filing | None:
    return seen.with_grids(lambda grid: (grids.blank_column(grid),))


def note_below(seen: Seen) -> Filing | None:
    note = Passage("注：本表由财务部门填报。", Place())
    return seen.with_grids(lambda grid: (grid, note) if id(grid) in seen.last else (grid,))


def title_inside(seen: Seen) -> Filing | None:
    """The title, and the captions between it and its table, stand in the table's first rows, over all columns."""
    blocks: list[Block] = []
    for block in seen.filing.blocks:
        lines = _title_lines(blocks, seen.tables.get(id(block), ()))
        blocks = [*blocks[: len(blocks) - len(lines)], _topped(block, lines)]
    return seen.with_blocks(blocks)


def _topped(block: Block, lines: Sequence[Passage]) -> Block:
    """A grid with lines, the lowest first, as its first rows."""
    for line in lines if isinstance(block, Grid) else ():
        row = Grid((Cell(line.text, 0, 0, 1, block.width, block.place),), 1, block.width, block.place)
        block = grids.under(row, block)
    return block


def _title_lines(above: Sequence[Block], tables: Sequence[Table]) -> Sequence[Passage]:
    """The lines right above a grid up to its title, the lowest first; none where the title is no line there."""
    titles = {table.captions["title"].place for table in tables if "title" in table.captions}
    lines = list(takewhile(lambda block: isinstance(block, Passage), reversed(above[-3:])))
    at = next((at for at, line in enumerate(lines) if line.place in titles), None)
    return [] if at is None else [line for line in lines[: at + 1] if isinstance(line, Passage)]


def spaced_title(seen: Seen) -> Filing | None:
    """Titles of tables printed wide: 收 支 总 表."""
    known = [table for table in seen.facts.tables() if table.name and "title" in table.captions]
    titles = {table.captions["title"].place for table in known}

    def wide(passage: Passage) -> str:
        plain = passage.text.strip()
        return " ".join(plain) if passage.place in titles and _NAME.fullmatch(plain) else passage.text

    return seen.with_passages(wide)


def spaced_names(seen: Seen) -> Filing | None:
    """合计 → 合　计, 工资福利支出 → 工资福 利支出."""

    def spaced(cell: Cell) -> str:
        text = cell.text
        if not _NAME.fullmatch(text):
            return text
        return "　".join(text) if len(text) < 4 else f"{text[: len(text) // 2]} {text[len(text) // 2 :]}"

    return seen.with_grids(lambda grid: (grids.rewritten(grid, spaced),))


def wrapped_names(seen: Seen) -> Filing | None:
    """Names over two lines of their cell."""

    def wrapped(cell: Cell) -> str:
        text = cell.text
        return f"{text[:-2]}\n{text[-2:]}" if len(text) > 4 and _NAME.fullmatch(text) else text

    return seen.with_grids(lambda grid: (grids.rewritten(grid, wrapped),))


def dashes(seen: Seen) -> Filing | None:
    """A dash for each zero of money."""

    def dash(cell: Cell) -> str:
        fact = seen.numbers.get(cell.place)
        zero = fact is not None and not fact.amount.value and fact.amount.unit.dimension == "money"
        return "—" if zero else cell.text

    return seen.with_grids(lambda grid: (grids.rewritten(grid, dash),))


def thousands(seen: Seen) -> Filing | None:
    """Thousands marks in all amounts of tables, or in none where there were some."""
    marked = any("," in fact.raw for fact in seen.numbers.values())

    def rewritten(cell: Cell) -> str:
        fact = seen.numbers.get(cell.place)
        if fact is None or fact.amount.unit.dimension != "money" or is_zero_mark(cell.text):
            return cell.text
        return cell.text.replace(",", "") if marked else _digits(fact.amount.value, ",f")

    return seen.with_grids(lambda grid: (grids.rewritten(grid, rewritten),))


def _digits(value: Decimal, form: str = "f") -> str:
    return format(value, form)


def other_unit(old: str, new: str) -> Callable[[Seen], Filing | None]:
    """All tables in another unit, digit for digit the same amount; where no sum is right only as rounded."""
    factor = UNITS[old].scale / UNITS[new].scale

    def change(seen: Seen) -> Filing | None:
        tables = [table for table in seen.facts.tables() if table.name and not table.empty]
        stated = {table.captions["unit"].place for table in tables if "unit" in table.captions}
        heads = " ".join(column.header for table in tables for column in table.columns)
        if seen.rounded or not stated or old in heads or {table.unit.name for table in tables} != {old}:
            return None

        def amount(cell: Cell) -> str:
            fact = seen.numbers.get(cell.place)
            if fact is None or fact.amount.unit.name != old or is_zero_mark(cell.text):
                return cell.text.replace(old, new) if cell.place in stated else cell.text
            return _digits((fact.amount.value * factor).quantize(min(fact.amount.quantum * factor, Decimal(1))))

        def caption(passage: Passage) -> str:
            return passage.text.replace(old, new) if passage.place in stated else passage.text

        changed = [
            grids.rewritten(block, amount) if isinstance(block, Grid) else replace(block, text=caption(block))
            for block in seen.filing.blocks
        ]
        return seen.with_blocks(changed)

    return change


def column_order(seen: Seen) -> Filing | None:
    """Two columns of one rank, side by side, exchanged."""
    pairs = {id(grid): pair for table in seen.facts.tables() for pair in _pairs(table, seen) for grid in table.grids}

    def changed(grid: Grid) -> Sequence[Block]:
        return (grids.swapped(grid, *pairs[id(grid)]) if id(grid) in pairs else grid,)

    return seen.with_grids(changed)


def _pairs(table: Table, seen: Seen) -> Iterator[tuple[int, int]]:
    """The first pair of columns of a table that may change places."""
    if len(seen.tables.get(id(table.grids[0]), ())) != 1 or len({grid.width for grid in table.grids}) != 1:
        return
    for one, other, *more in _windows(table.columns):
        alike = any({one.name, other.name} <= names for names in ALIKE)
        plain = not (one.formula or other.formula or any(column.of_which for column in more))
        level = one.header.split("/")[:-1] == other.header.split("/")[:-1] and other.at == one.at + 1
        if alike and plain and level and all(grids.swappable(grid, one.at, other.at) for grid in table.grids):
            yield one.at, other.at
            return


def _windows(columns: Sequence[Column]) -> Iterator[Sequence[Column]]:
    return (columns[at : at + 3] for at in range(len(columns) - 1))


def synonyms(seen: Seen) -> Filing | None:
    """Each header of an amount that a table's template knows by another name has that name."""
    words = vocabulary(seen.rules)
    sides = {side.template.name: side for several in words.sides.values() for side in several}
    renamed = {
        (grid, column.at): other
        for grid, tables in seen.tables.items()
        for table in tables
        if table.name in sides
        for column in table.columns
        if (other := _synonym(column, sides[table.name]))
    }

    def changed(grid: Grid) -> Sequence[Block]:
        end = seen.head(grid)

        def header(cell: Cell) -> str:
            other = renamed.get((id(grid), cell.column), ("", ""))
            return other[1] if cell.row < end and squeeze(cell.text) == other[0] else cell.text

        return (grids.rewritten(grid, header),)

    return seen.with_grids(changed)


def _synonym(column: Column, side: SideWords) -> tuple[str, str] | None:
    """A column's printed header and another name of it; None where it has none, or where it is a total."""
    spec = side.columns.get(column.header)
    if spec is None or spec.of_which or spec.name in ("合计", "小计") or spec.role != "amount":
        return None
    plain = [alias for alias in spec.aliases if "/" not in alias and "其中" not in alias and "（" not in alias]
    others = [alias for alias in plain if alias != column.header and alias in side.columns]
    return (column.header, others[0]) if others else None
