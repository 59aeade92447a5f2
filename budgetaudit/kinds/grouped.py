"""`grouped`: under any group of columns, its 小计 equals the columns beside it, row by row."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from budgetaudit.checks import Check, Observation
from budgetaudit.facts import Facts, Row, Table
from budgetaudit.kinds.shape import added_columns, chosen, plus, printed
from budgetaudit.messages import label
from budgetaudit.rulebook import TableName

HeaderTexts = tuple[str, ...]


class Group(Struct, frozen=True):
    """A group of columns: its header, its total column, the columns that make it up."""

    header: str
    total: int
    parts: tuple[int, ...]


class Grouped(Struct, frozen=True):
    """`totals` are the header texts of a group's total. A group within a group counts by its own total, or by its
    columns where it prints none. Columns said to be 其中, or with a word of `beside` in their header, are no part, nor
    are those that lie `inside` another column printed beside them (一般公共预算 beside 财政拨款)."""

    tables: tuple[TableName, ...]
    totals: tuple[str, ...]
    beside: tuple[str, ...] = ()
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            for table in chosen(self.tables, part):
                groups = tuple(self._groups(table))
                for row in table.rows if groups else ():
                    yield from (_check(table, row, group) for group in groups if _stated(row, group))

    def _groups(self, table: Table) -> Iterator[Group]:
        headers: dict[HeaderTexts, int] = {
            tuple(column.header.split("/")): i
            for i, column in added_columns(table)
            if not column.of_which and not any(word in column.header for word in self.beside)
        }
        for header, total in headers.items():
            if len(header) > 1 and header[-1] in self.totals:
                parts = self._outermost(table, tuple(self._parts(headers, header[:-1])))
                if len(parts) > 1:
                    yield Group(header[-2], total, parts)

    def _outermost(self, table: Table, parts: tuple[int, ...]) -> tuple[int, ...]:
        names = {table.columns[i].name for i in parts}
        inner = {name for outer in names for name in self.inside.get(outer, ())}
        return tuple(i for i in parts if table.columns[i].name not in inner)

    def _parts(self, headers: dict[HeaderTexts, int], above: HeaderTexts) -> Iterator[int]:
        """The columns of a group, its inner groups by their totals."""
        depth = len(above)
        members = {header[depth]: None for header in headers if header[:depth] == above and len(header) > depth}
        for name in members:
            inner = (*above, name)
            if name in self.totals:
                continue
            own = next((headers[(*inner, total)] for total in self.totals if (*inner, total) in headers), None)
            if inner in headers:
                yield headers[inner]
            elif own is not None:
                yield own
            else:
                yield from self._parts(headers, inner)


def _stated(row: Row, group: Group) -> bool:
    return printed((row.entries[group.total], *(row.entries[i] for i in group.parts)))


def _check(table: Table, row: Row, group: Group) -> Check:
    names = " + ".join(table.columns[i].header.rpartition("/")[2] for i in group.parts)
    return Check(
        plus((row.entries[group.total],)),
        plus(row.entries[i] for i in group.parts),
        table.part,
        table.key,
        label(f"{row.code} {row.name}".strip(), group.header),
        right_label=names,
        zeros=True,
    )
