"""Which columns lie inside the others (其中): what the header says, and the sums that the rows close.

A header 其中 over some columns is printed in two layouts: 合计 | 基本 | 项目 | 其中{经营, 上缴}, where the columns
under it are counted in those beside them already, and 合计 | 基本 | 其中{项目, 经营}, where they are not. Each is a
reading; the one in which the total of more rows closes is the table's.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.facts import Column, Fact, Row

SEPARATOR = "/"


class Group(Struct, frozen=True):
    """Columns, by their index: the total, what stands beside the 其中 header, what stands under it."""

    whole: int
    outer: tuple[int, ...]
    inner: tuple[int, ...]


def marked(columns: tuple[Column, ...], rows: Sequence[Row], totals: Sequence[str], marks: Sequence[str]
) -> tuple[Column, ...]:  # fmt: skip
    """The columns; those under a header 其中 (`marks`) marked as inside the others where the rows add up so.

    `totals` are the names of a column that sums the others.
    """
    inside = {at for group in _groups(columns, totals, marks) if _closes_without(group, rows) for at in group.inner}
    return tuple(replace(column, of_which=True) if at in inside else column for at, column in enumerate(columns))


def _groups(columns: Sequence[Column], totals: Sequence[str], marks: Sequence[str]) -> Iterator[Group]:
    """A total, the columns after it, and those of them that stand under 其中."""
    starts = [at for at, column in enumerate(columns) if column.header.split(SEPARATOR)[-1] in totals]
    for start, end in pairwise([*starts, len(columns)]):
        members = [at for at in range(start + 1, end) if not columns[at].of_which]
        inner = tuple(at for at in members if _under(columns[at], marks))
        outer = tuple(at for at in members if at not in inner)
        if inner and outer:
            yield Group(start, outer, inner)


def _under(column: Column, marks: Sequence[str]) -> bool:
    """Whether a header above the column's own is 其中 alone."""
    return any(part.strip(":：") in marks for part in column.header.split(SEPARATOR)[:-1])


def _closes_without(group: Group, rows: Sequence[Row]) -> bool:
    """Whether more rows close without the columns under 其中 than with them; where no row tells, the header does."""
    without = beside = 0
    for row in rows:
        if any(_value(row, at) for at in group.inner):
            without += _closes(row, group.whole, group.outer)
            beside += _closes(row, group.whole, (*group.outer, *group.inner))
    return without >= beside


def _closes(row: Row, whole: int, parts: Sequence[int]) -> bool:
    """Whether the printed numbers add up within what their rounding explains; blanks are zero."""
    entries = [row.entries[at] for at in (whole, *parts)]
    bound = sum((entry.amount.half for entry in entries if isinstance(entry, Fact)), Decimal(0))
    return abs(_value(row, whole) - sum((_value(row, at) for at in parts), Decimal(0))) <= bound


def _value(row: Row, at: int) -> Decimal:
    entry = row.entries[at]
    return entry.amount.base if isinstance(entry, Fact) else Decimal(0)
