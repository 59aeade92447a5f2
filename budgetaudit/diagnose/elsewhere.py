"""What other tables of a part print of the lines under a total: codes that its table lacks, a class's own amount."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from budgetaudit.facts import Fact, Part, Row, RowKind, Table

ZERO = Decimal(0)
CLASS = 3
LINES = (RowKind.DETAIL, RowKind.MINUS)


class CodeLines(Struct, frozen=True, dict=True):
    """The lines of a table by code."""

    table: Table

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Row, ...]]:
        lines: dict[str, list[Row]] = {}
        for row in self.table.rows:
            if row.code and row.kind in LINES:
                lines.setdefault(row.code, []).append(row)
        return {code: tuple(rows) for code, rows in lines.items()}

    @cached_property
    def above(self) -> frozenset[str]:
        """Everything that a printed code begins with."""
        return frozenset(code[:end] for code in self.by_code for end in range(1, len(code)))

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        return tuple(code for code in self.by_code if code not in self.above)

    def amount(self, code: str, column: str) -> Decimal:
        """What the table prints of a code in a column: its own lines, or those below it."""
        rows = self.by_code.get(code, ())
        if not rows and code in self.above:
            rows = tuple(row for leaf in self.leaves if leaf.startswith(code) for row in self.by_code[leaf])
        at = self.table.column_index.get(column)
        return sum((value(row, at) for row in rows), ZERO) if at is not None else ZERO

    def may_lack(self, code: str, within: str) -> bool:
        """Whether a line of this code would fill a gap under `within`: neither codes above it (below `within`) nor
        codes below it have lines."""
        return code not in self.above and not any(
            code[:end] in self.by_code for end in range(len(within) + 1, len(code))
        )


class Excess(Struct, frozen=True):
    """Codes of which another table prints more than this one does, and by how much in all."""

    table: Table
    rows: tuple[Row, ...]
    amount: Decimal


class Elsewhere(Struct, frozen=True, dict=True):
    """The tables of a part, as far as they have codes."""

    part: Part

    @cached_property
    def tables(self) -> tuple[CodeLines, ...]:
        return tuple(CodeLines(table) for table in self.part.tables if any(row.code for row in table.rows))

    def excesses(self, own: CodeLines, under: str, column: str) -> Iterator[Excess]:
        """By table, the leaves under a code (all of the same list where it is "") of which it prints more."""
        list_ = {code[0] for code in own.by_code}
        for other in self.tables:
            if other.table.key == own.table.key or column not in other.table.column_index:
                continue
            codes = [c for c in other.leaves if c.startswith(under) and c[0] in list_ and own.may_lack(c, under)]
            gaps = {c: other.amount(c, column) - own.amount(c, column) for c in codes}
            more = sorted((c for c in codes if gaps[c] > 0), key=lambda c: c in own.by_code)
            if more:
                yield Excess(other.table, tuple(other.by_code[c][0] for c in more), sum((gaps[c] for c in more), ZERO))

    def class_of(self, own: CodeLines, gap: Decimal, column: str) -> Row | None:
        """The class that lacks just the gap: another table prints, in its row, what the lines here fall short of."""
        short = [row for row in self._classes(own) if own.amount(row.code, column) + gap in _values(row)]
        return short[0] if len({row.code for row in short}) == 1 else None

    def _classes(self, own: CodeLines) -> Iterator[Row]:
        for other in self.tables:
            if other.table.key != own.table.key:
                yield from (row for code, rows in other.by_code.items() if len(code) == CLASS for row in rows)


def value(row: Row, at: int) -> Decimal:
    entry = row.entries[at]
    return entry.amount.base if isinstance(entry, Fact) else ZERO


def _values(row: Row) -> Sequence[Decimal]:
    return [entry.amount.base for entry in row.entries if isinstance(entry, Fact)]
