"""A draft with its place among the others → a row with its entries."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import COUNT, UNITS, Amount, Unit, count_unit, is_zero_mark, read_amount
from budgetaudit.facts import Blank, Column, Fact, Key, Row, RowKind
from budgetaudit.filing import Cell, Place
from budgetaudit.messages import Text, called, chain, label, message
from budgetaudit.recognise.rows.draft import Draft, RowContext
from budgetaudit.recognise.sheet import GridRow, is_number
from budgetaudit.recognise.vocabulary import Vocabulary

ZERO, ONE = Decimal(0), Decimal(1)
NTH = "行"
"""How the keys of rows end that print no name, before their number."""


class Standing(Struct, frozen=True):
    """What a row is: its key, kind, level, the index of its parent (-1: none) and its own."""

    key: str
    kind: RowKind
    level: int
    parent: int
    at: int


def row(setting: RowContext, draft: Draft, standing: Standing, columns: Sequence[Column]) -> Row:
    """The finished row."""
    own = f"{draft.code} {draft.label}".strip() if draft.code and draft.code not in draft.label else draft.label
    shown = own or draft.name or _nameless(standing)
    table = called(setting.table, sided=bool(setting.side.template.name))
    entries = tuple(
        _entry(setting, draft.line, column, standing.key, label(table, shown, column.name))
        for column in counting(columns, counted(draft, setting.counted))
    )
    first = next((cell for cell in draft.line.cells if cell), None)
    place = first.place if first else Place()
    return Row(
        standing.key,
        draft.code,
        draft.name,
        draft.label,
        standing.kind,
        standing.level,
        standing.parent,
        standing.at,
        entries,
        draft.texts,
        place,
    )


def counting(columns: Sequence[Column], unit: Unit | None) -> Sequence[Column]:
    """The columns as a row reads them that says what it counts: its columns of counts, or all where it has none."""
    if unit is None:
        return columns
    counts = [column for column in columns if column.unit.dimension == COUNT] or columns
    return [replace(column, unit=unit) if column in counts else column for column in columns]


def counted(draft: Draft, endings: Sequence[str]) -> Unit | None:
    """The unit of counting that a row's label ends with (车辆数（辆）); None where it ends with none."""
    end = next((end for end in endings if draft.name.endswith(end)), None)
    return count_unit(end.strip("()")) if end else None


def _nameless(standing: Standing) -> Text:
    """A row that prints no name, by what its key has before its number."""
    number = standing.at + 1
    above, nth, _ = standing.key.rpartition(f"{NTH}{number}")
    return chain((above, message("row.nth", number=number))) if nth else standing.key


def _entry(setting: RowContext, line: GridRow, column: Column, row_key: str, words: Text) -> Fact | Blank:
    cell = line.cells[column.at]
    key = Key(setting.part, setting.table, row_key, column.name)
    if cell is None or cell.row != line.row or not (line.begins(column.at) or _reaches(setting, line, column)):
        return Blank(key, "", words, cell.place if cell else _near(line, column.at))
    text = written(cell, setting.words)
    amount = read(text, column)
    return Blank(key, text, words, cell.place) if amount is None else Fact(key, amount, text, words, cell.place)


def _reaches(setting: RowContext, line: GridRow, column: Column) -> bool:
    """Whether a number stands in a cell that is merged from columns of words and this one of numbers."""
    cell = line.cells[column.at]
    if cell is None or not is_number(cell.text.strip()):
        return False
    covered = [path.at for path in setting.block.amounts if line.cells[path.at] is cell]
    return covered == [column.at]


def written(cell: Cell, words: Vocabulary) -> str:
    """What a cell prints, "" where it is empty or says with a word that there is nothing (无)."""
    text = cell.text.strip()
    return "" if text in words.words("cell_none") else text


def read(text: str, column: Column) -> Amount | None:
    """The amount a cell prints in a column's unit; a dash is zero; a percentage stands only in a column of them."""
    if not text:
        return None
    amount = read_amount(text, column.unit)
    if amount is None:
        return Amount(ZERO, ONE, column.unit) if is_zero_mark(text) else None
    return None if amount.unit is UNITS["%"] and column.unit is not UNITS["%"] else amount


def _near(line: GridRow, column: int) -> Place:
    """The place of an undrawn square: that of the nearest cell in the row, with its own column."""
    cell = next((c for c in line.cells if c), None)
    return replace(cell.place, column=column + 1) if cell else Place()
