"""The one grammar that names numbers: `[part:]table[row, column]`, in rules, waivers and on the command line.

`部门:支出总表[2010301, 基本支出]`. A row or column is a name, a code, a pattern (`201*`, `???` where `?` is one
digit), or `*`; `~name` as a row is every row of that name, whatever its code. `a|b` is the first of the two that is
printed. `Σpattern` as a row is the sum of the detail rows it fits. A `?` behind the brackets says that the number is
zero where its table is empty or does not print it. Selectors and numbers joined by `+` and `-` are an expression;
`2 * selector` weighs.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property, lru_cache

from msgspec import Struct

from budgetaudit.errors import BudgetAuditError
from budgetaudit.facts import Key
from budgetaudit.text import regex

SUM, NAMED = "Σ", "~"


class SelectorError(BudgetAuditError):
    """A selector that does not parse: what, at which character."""

    def __init__(self, text: str, at: int, problem: str) -> None:
        super().__init__(f"“{text}”第{at + 1}个字符处：{problem}。")


@lru_cache(maxsize=1024)
def pattern(name: str) -> re.Pattern[str]:
    """What a name with `*` (anything) and `?` (one digit) fits."""
    pieces = {"*": ".*", "?": "[0-9]"}
    return regex("".join(pieces.get(char) or re.escape(char) for char in name))


def is_wild(name: str) -> bool:
    """Whether a name may fit several rows, columns or tables."""
    return "*" in name or "?" in name or name.startswith(NAMED)


class Selector(Struct, frozen=True, dict=True):
    """A parsed selector. `rows` and `columns` are alternatives, in order of preference; `part` is "" for each part."""

    part: str
    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    text: str
    optional: bool = False

    @cached_property
    def wild(self) -> bool:
        """Whether the selector names many numbers at once."""
        return any(is_wild(name) and not name.startswith(SUM) for name in (*self.rows, *self.columns))

    def names(self, key: Key, level: str = "") -> bool:
        """Whether the selector names the number of a key, or its table where the key has no row and column; `level` is
        that of the key's part."""
        return (
            (self.part in ("", "*", key.part, level) or pattern(self.part).fullmatch(key.part) is not None)
            and _fits((self.table,), key.table)
            and _fits(self.rows, key.row)
            and _fits(self.columns, key.column)
        )


def _fits(names: tuple[str, ...], name: str) -> bool:
    """Whether one of some names is `*` or this name, or fits it as a pattern."""
    return any(
        wanted in ("*", name) or pattern(wanted.removeprefix(SUM)).fullmatch(name) is not None for wanted in names
    )


class Expression(Struct, frozen=True, dict=True):
    """Selectors with weights, added up; None stands for the number 1."""

    terms: tuple[tuple[Decimal, Selector | None], ...]
    text: str

    @cached_property
    def selectors(self) -> tuple[Selector, ...]:
        return tuple(selector for _, selector in self.terms if selector)

    @cached_property
    def wild(self) -> bool:
        """Whether any selector of the expression names many numbers at once."""
        return any(selector.wild for selector in self.selectors)


def parse(text: str) -> Selector:
    """A selector; a whole table where no brackets follow its name."""
    head, bracket, rest = text.partition("[")
    part, colon, table = head.rpartition(":")
    part, table = part.strip(), table.strip()
    if colon and not part:
        raise SelectorError(text, 0, "“:”前应写部分")
    if not table:
        raise SelectorError(text, len(head) - len(head.rpartition(":")[2]), "应写表名")
    if not bracket:
        return Selector(part, table, ("*",), ("*",), text.strip())
    inner, close, after = rest.partition("]")
    start = len(head) + 1
    if not close:
        raise SelectorError(text, len(text), "缺少“]”")
    if after.strip() not in ("", "?"):
        raise SelectorError(text, start + len(inner) + 1, f"“]”后面不能再有“{after.strip()}”")
    rows, columns = _inside(text, start, inner)
    return Selector(part, table, rows, columns, text.strip(), after.strip() == "?")


def _inside(text: str, start: int, inner: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The alternatives of row and column between the brackets."""
    row, comma, column = inner.partition(",")
    if not comma:
        raise SelectorError(text, start + len(inner), "行名后应写“, 列名”")
    return _names(text, start, row), _names(text, start + len(row) + 1, column)


def _names(text: str, start: int, piece: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in piece.split("|"))
    if not all(names):
        raise SelectorError(text, start, "应写名称、编码、通配或“*”")
    return names


_JOINT = regex(r"(?:(?<=\])|(?<=\]\?)|(?<=\d)[ ])\s*([+-])\s*")
_WEIGHT = regex(r"\s*(\d+(?:\.\d+)?)\s*(?:\*\s*(?=\S)|$)")


def parse_expression(text: str) -> Expression:
    """`a[r, c] + 0.5 * b[r, c] - c[r, c]`, or a number."""
    return Expression(tuple(_signed(text)), text.strip())


def _signed(text: str) -> Iterator[tuple[Decimal, Selector | None]]:
    sign = Decimal(1)
    for piece in _JOINT.split(text):
        if piece in ("+", "-"):
            sign = Decimal(1) if piece == "+" else Decimal(-1)
            continue
        weight = _WEIGHT.match(piece)
        rest = piece[weight.end() :] if weight else piece
        yield sign * Decimal(weight[1] if weight else 1), parse(rest) if rest or not weight else None
