"""A filing before it is printed: headings, paragraphs and tables, every number of a table with its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from .draw import Draw


@dataclass(frozen=True)
class Known:
    """A number that a cell prints: part, table, row, column as budgetaudit names them, and its amount in fen (or a
    count where `money` is false). `name` is the row's printed name without code and ordinal."""

    part: str
    table: str
    row: str
    name: str
    column: str
    value: int
    money: bool = True


@dataclass(frozen=True)
class Cell:
    """A cell: its text, how many columns and rows it covers, what number it prints."""

    text: str
    across: int = 1
    down: int = 1
    known: Known | None = None


Row = list[Cell | None]
"""Cells left to right; None where a cell is covered from above (one for each column that the cell above has)."""


@dataclass(frozen=True)
class Para:
    """A paragraph; level 1, 2, 3 for a heading, 0 for text. `kind` is contents, title, caption, note or text."""

    text: str
    level: int = 0
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A table: `head` rows are repeated where it goes on over a page, with `above` (title, caption) where asked."""

    name: str
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    above: tuple[Para, ...] = ()
    again: str = "none"

    @property
    def rows(self) -> tuple[Row, ...]:
        return (*self.head, *self.body)

    @property
    def width(self) -> int:
        return sum(cell.across for cell in self.rows[0] if cell)


Block = Para | Sheet


@dataclass(frozen=True)
class Style:
    """How numbers are printed in tables: unit, decimals, thousands commas, zeros."""

    unit: str
    decimals: int
    comma: bool
    zero: str

    def money(self, fen: int) -> str:
        """The amount as printed. The caller sees to it that no digit is lost."""
        if not fen and self.zero != "0.00":
            return self.zero
        return figure(exact(fen, self.unit), self.decimals, self.comma)

    def cell(self, fen: int, known: Known | None) -> Cell:
        text = self.money(fen)
        return Cell(text, known=known if text else None)


def exact(fen: int, unit: str) -> Decimal:
    """An amount in its unit, exactly."""
    return Decimal(fen).scaleb(-6 if unit == "万元" else -2)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def figure(value: Decimal, decimals: int, comma: bool) -> str:
    return f"{rounded(value, decimals):,f}" if comma else f"{rounded(value, decimals):f}"


def style(draw: Draw) -> Style:
    unit, _, decimals = draw.pick("unit", "万元.2", "万元.6", "万元.4", "元.2", "元.0").partition(".")
    comma = draw.pick("comma", "yes", "no") == "yes"
    zero = draw.pick("zero", ("blank", 4.0), ("0.00", 2.0), ("dash", 0.5))
    return Style(unit, int(decimals), comma, {"blank": "", "0.00": "0.00", "dash": "-"}[zero])


@dataclass(frozen=True)
class Leaf:
    """A column of amounts: header, canonical name (in its group), amount of a row."""

    text: str
    name: str
    value: Callable[[Sequence], int]


@dataclass(frozen=True)
class Group:
    """Columns below one header."""

    text: str
    columns: tuple["Column", ...]


Column = Leaf | Group


def leaves(columns: Sequence[Column]) -> list[Leaf]:
    return [leaf for one in columns for leaf in ([one] if isinstance(one, Leaf) else leaves(one.columns))]


def depth(columns: Sequence[Column]) -> int:
    return max((1 if isinstance(one, Leaf) else 1 + depth(one.columns) for one in columns), default=1)


@dataclass
class Header:
    """A header being laid out: `rows` cells, or None where one is covered."""

    high: int
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = [[] for _ in range(self.high)]

    def add(self, columns: Sequence[Column], at: int = 0) -> "Header":
        for one in columns:
            if isinstance(one, Leaf):
                self.label(one.text, at)
            else:
                self.rows[at].append(Cell(one.text, len(leaves(one.columns))))
                self.add(one.columns, at + 1)
        return self

    def label(self, text: str, at: int = 0, across: int = 1) -> "Header":
        """A header cell from row `at` down to the last."""
        self.rows[at].append(Cell(text, across, self.high - at))
        for row in self.rows[at + 1 :]:
            row.extend([None] * across)
        return self


def with_text(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text)
