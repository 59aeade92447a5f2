"""Which rows of a list of bodies and their projects are bodies: the reading in which most sums close.

A body's row stands above its projects and prints their sum. The words of its name only suggest it (a project may be
called after a body, a body may have an ending that nobody listed). The sums tell: the rows fall into stretches, each a
row and those that it sums, one after the other from the first row to the last, and the rows at their heads add up to
the printed total. Of the readings that the print allows, the one that leaves fewest sums open is the list's.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from budgetaudit.facts import Fact, Row, RowKind

ZERO = Decimal(0)


class Reading(Struct, frozen=True):
    """Rows taken for heads, by their position among the list's lines; how many sums close so, and how many do not."""

    heads: tuple[int, ...]
    closed: int
    open: int

    @property
    def told(self) -> bool:
        """Whether the sums bear it out: one that closes almost nothing is no reading of the list."""
        return self.closed >= self.open


def bodies(rows: Sequence[Row], named: Sequence[int]) -> Reading:
    """The reading of a list, its heads by their index in `rows`; `named` are the rows named like a body."""
    lines = [row.index for row in rows if row.parent < 0 and row.kind is not RowKind.TOTAL]
    total = next((row for row in rows if row.kind is RowKind.TOTAL), None)
    at = {index: position for position, index in enumerate(lines)}
    sums = _Sums([rows[index] for index in lines], total)
    usual = sums.reading(tuple(at[index] for index in named if index in at))
    best = _better(usual, sums.tiled(frozenset(usual.heads)))
    return Reading(tuple(lines[position] for position in best.heads), best.closed, best.open)


def _better(usual: Reading, tiled: Reading) -> Reading:
    """What the names say, unless the sums say clearly otherwise."""
    if not usual.open or tiled.open >= usual.open:
        return usual
    clear = tiled.closed > tiled.open if usual.heads else tiled.closed > 2 and not tiled.open
    return tiled if clear else usual


class _Sums(Struct, frozen=True, dict=True):
    """The lines of a list and its total row."""

    lines: Sequence[Row]
    total: Row | None

    @cached_property
    def columns(self) -> tuple["_Column", ...]:
        """The columns in which no number is negative."""
        count = len(self.lines[0].entries) if self.lines else 0
        made = (_Column.of(at, self.lines, self.total) for at in range(count))
        return tuple(column for column in made if min(column.values, default=ZERO) >= 0)

    @cached_property
    def plain(self) -> tuple[bool, ...]:
        """Whether a line prints no more words than the first, which is a head: what says more is a project."""
        return tuple(len(row.texts) <= len(self.lines[0].texts) for row in self.lines)

    def reading(self, heads: tuple[int, ...]) -> Reading:
        """The sums that close with these heads; with none, those of a list of projects only."""
        ends = [*heads[1:], len(self.lines)]
        closed = [self._closes(head, end) for head, end in zip(heads, ends, strict=False)] if heads else []
        if heads and heads[0] > 0:
            closed.append(False)
        closed += self._total(heads or range(len(self.lines)))
        return Reading(heads, sum(closed), len(closed) - sum(closed))

    def tiled(self, named: frozenset[int]) -> Reading:
        """The stretches from the first line to the last that leave fewest sums open. Where one does not close, the next
        head is one from which on all closes best, first of all one that is named like a body."""
        count = len(self.lines)
        costs, after = [0] * (count + 1), [count] * (count + 1)
        best = (0, True, count)
        for head in range(count - 1, -1, -1):
            costs[head], after[head] = 1 + best[0], best[2]
            if (end := self._end(head)) and costs[end] < costs[head]:
                costs[head], after[head] = costs[end], end
            if head + 1 < count and self.plain[head + 1]:
                best = min(best, (costs[head + 1], head + 1 not in named, head + 1))
        return self.reading(tuple(self._path(after)))

    def _path(self, after: Sequence[int]) -> Iterator[int]:
        head = 0
        while head < len(self.lines):
            yield head
            head = after[head]

    def _end(self, head: int) -> int:
        """Where the stretch ends that a line sums, 0 where it sums none: as most columns say."""
        ends = Counter(end for column in self.columns if (end := column.end(head)))
        end = max(ends, key=lambda at: (ends[at], -at), default=0)
        return end if end == len(self.lines) or (end and self.plain[end]) else 0

    def _closes(self, head: int, end: int) -> bool:
        told = [column.closes(head, end) for column in self.columns if column.values[head]]
        return bool(told) and 2 * sum(told) > len(told)

    def _total(self, heads: Sequence[int]) -> list[bool]:
        """Whether the heads add up to the total, where there is one."""
        told = [column.totals(heads) for column in self.columns if column.total]
        return [2 * sum(told) > len(told)] if told else []


class _Column(Struct, frozen=True, dict=True):
    """What a column prints in each line, and in the total; half a unit of its last digit."""

    values: tuple[Decimal, ...]
    total: Decimal
    half: Decimal

    @staticmethod
    def of(at: int, lines: Sequence[Row], total: Row | None) -> "_Column":
        facts = [entry for row in lines if isinstance(entry := row.entries[at], Fact)]
        half = max((fact.amount.half for fact in facts), default=ZERO)
        return _Column(tuple(_value(row, at) for row in lines), _value(total, at) if total else ZERO, half)

    @cached_property
    def before(self) -> tuple[Decimal, ...]:
        """The sum of all lines before each, and of all."""
        return tuple(accumulate(self.values, initial=ZERO))

    def end(self, head: int) -> int:
        """Where the lines that sum to a line end, those of nothing behind them included; 0 where none do."""
        if not self.values[head]:
            return 0
        wanted = self.before[head + 1] + self.values[head]
        at = bisect_left(self.before, wanted)
        near = min((at - 1, min(at, len(self.values))), key=lambda end: abs(self.before[end] - wanted))
        end = bisect_right(self.before, self.before[near]) - 1
        return end if end > head + 1 and self.closes(head, end) else 0

    def closes(self, head: int, end: int) -> bool:
        gap = self.before[end] - self.before[head + 1] - self.values[head]
        return abs(gap) <= self.half * (end - head)

    def totals(self, heads: Sequence[int]) -> bool:
        gap = sum((self.values[head] for head in heads), ZERO) - self.total
        return abs(gap) <= self.half * (len(heads) + 1)


def _value(row: Row, at: int) -> Decimal:
    entry = row.entries[at]
    return entry.amount.base if isinstance(entry, Fact) else ZERO
