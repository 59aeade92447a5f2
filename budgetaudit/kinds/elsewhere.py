"""Value before name: the cells of a part whose label shares the words of a sentence, wherever they stand."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from budgetaudit.facts import Claim, Fact, Part, Row, RowKind, Table
from budgetaudit.messages import keyed
from budgetaudit.text import as_prose, unnumbered

Printed = tuple[Table, Row]
HEADS = (RowKind.TOTAL, RowKind.SUBTOTAL, RowKind.UNTYPED)
LEAST = 4
"""A shorter name of a body stands in a text by chance."""


class Elsewhere(Struct, frozen=True, dict=True):
    """The tables of a part as they are looked through for the words of a sentence. Columns named with a word of `past`
    are of another year."""

    part: Part
    past: tuple[str, ...]

    @cached_property
    def _rows(self) -> Mapping[str, Sequence[Printed]]:
        """Rows by their key."""
        rows: dict[str, list[Printed]] = {}
        for table in self.part.tables:
            for row in table.rows:
                rows.setdefault(row.key, []).append((table, row))
        return rows

    @cached_property
    def _heads(self) -> Sequence[tuple[Table, Row, str]]:
        """Totals ("") and rows of bodies (their name), in which a column is a number of its own."""
        return [
            (table, row, "" if row.kind is RowKind.TOTAL else as_prose(row.name))
            for table in self.part.tables
            for row in table.rows
            if row.filled and (row.kind in HEADS or not row.code)
        ]

    def cells(self, claim: Claim) -> Iterator[Fact]:
        """The amounts that share the words of a claim: of a row called so; of a column or table called so, in a total
        or in the row of a body that the text names. None for a nought, which stands everywhere."""
        if not claim.fact.amount.value:
            return
        names = {claim.subject, unnumbered(as_prose(keyed(claim.fact.label)))}
        for name in names:
            yield from (entry for printed in self._rows.get(name, ()) for entry in self.current(*printed))
        text = self._text(claim)
        for table, row, body in self._heads:
            if not body or (len(body) >= LEAST and body in text):
                yield from self._under(table, row, names)

    def current(self, table: Table, row: Row) -> Iterator[Fact]:
        """Every amount of a row that is not of another year."""
        for column, entry in zip(table.columns, row.entries, strict=True):
            if isinstance(entry, Fact) and not any(word in column.header for word in self.past):
                yield entry

    def _under(self, table: Table, row: Row, names: set[str]) -> Iterator[Fact]:
        """The amounts of a row in columns of these names; all of them in a table that lists what is called so."""
        listed = table.name[:-1] in names
        for column, entry in zip(table.columns, row.entries, strict=True):
            called = not names.isdisjoint((column.name, *column.header.split("/")))
            if isinstance(entry, Fact) and (called or listed) and not any(word in column.header for word in self.past):
                yield entry

    def _text(self, claim: Claim) -> str:
        """The passage of a claim and the headings above it."""
        texts = [claim.passage.text]
        at = claim.section
        while 0 <= at < len(self.part.sections):
            texts.append(self.part.sections[at].title)
            at = self.part.sections[at].parent
        return as_prose("\n".join(texts))
