"""Which columns lie inside the others (其中): what the header says, and the sums that the rows close.

A header 其中 over some columns is printed in two layouts: 合计 | 基本 | 项目 | 其中{经营, 上缴}, where the columns
under it are counted in those beside them already, and 合计 | 基本 | 其中{项目, 经营}, where they are not. Each is a
reading; the one in which the total of more rows closes is the table's. A column may lie inside without a word on it,
where it says by whose money what the others say by purpose: then every row that prints it has to tell, and several do.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.facts import Column, Fact, Row, RowKind

SEPARATOR = "/"


class Group(Struct, frozen=True):
    """Columns, by their index: the total, what stands beside the 其中 header, what stands under it."""

    whole: int
    outer: tuple[int, ...]
    inner: tuple[int, ...]


class InsideWords(Struct, frozen=True):
    """`totals` are the names of a column that sums the others, `marks` the words for 其中; `perhaps` are the names of
    columns that may lie inside the others without a word on it."""

    totals: Sequence[str]
    marks: Sequence[str]
    perhaps: Sequence[str] = ()


def marked(columns: tuple[Column, ...], rows: Sequence[Row], words: InsideWords) -> tuple[Column, ...]:
    """The columns; those that lie inside the others marked so."""
    inside = {
        at
        for said in (True, False)
        for group in _groups(columns, words, said=said)
        if (_closes_without(group, rows) if said else _closes_only_without(group, rows))
        for at in group.inner
    }
    return tuple(replace(column, of_which=True) if at in inside else column for at, column in enumerate(columns))


def _groups(columns: Sequence[Column], words: InsideWords, *, said: bool) -> Iterator[Group]:
    """A total, the columns after it, and those of them that stand under 其中 (`said`), or may lie inside without it."""
    starts = [at for at, column in enumerate(columns) if column.header.split(SEPARATOR)[-1] in words.totals]
    for start, end in pairwise([*starts, len(columns)]):
        members = [at for at in range(start + 1, end) if not columns[at].of_which]
        inner = tuple(
            at for at in members if (_under(columns[at], words.marks) if said else columns[at].name in words.perhaps)
        )
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


def _closes_only_without(group: Group, rows: Sequence[Row]) -> bool:
    """Whether every row that prints such a column closes without them and none with them, two lines at least."""
    telling = [row for row in rows if any(_value(row, at) for at in group.inner)]
    above = {row.parent for row in rows}
    lines = [row for row in telling if row.kind is RowKind.DETAIL and row.index not in above]
    return len(lines) > 1 and all(
        _closes(row, group.whole, group.outer) and not _closes(row, group.whole, (*group.outer, *group.inner))
        for row in telling
    )


def _closes(row: Row, whole: int, parts: Sequence[int]) -> bool:
    """Whether the printed numbers add up within what their rounding explains; blanks are zero."""
    entries = [row.entries[at] for at in (whole, *parts)]
    bound = sum((entry.amount.half for entry in entries if isinstance(entry, Fact)), Decimal(0))
    return abs(_value(row, whole) - sum((_value(row, at) for at in parts), Decimal(0))) <= bound


def _value(row: Row, at: int) -> Decimal:
    entry = row.entries[at]
    return entry.amount.base if isinstance(entry, Fact) else Decimal(0)
