"""`filled`: what a form asks for is filled in."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Observation
from budgetaudit.facts import Facts, Part, RowKind, Section, Table
from budgetaudit.kinds.reading import HEADING, at_table, spot, titled
from budgetaudit.messages import message
from budgetaudit.text import squeeze


class Filled(Struct, frozen=True):
    """`ask`: `section` (a numbered heading has something under it), `column` (a column of `tables` is not
    wholly blank), `total` (a table of records has a total row).

    Headings of `styles` are looked at, those inside the sections `skip`, and with a word of `unless`, are not.
    """

    ask: Literal["section", "column", "total"]
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            if self.ask == "section":
                yield from self._sections(part)
                continue
            for table in part.tables:
                if table.name in self.tables and sum(row.filled for row in table.rows) > 1:
                    yield from self._columns(table) if self.ask == "column" else _total(table)

    def _sections(self, part: Part) -> Iterator[Observation]:
        for section, after in zip(part.sections, (*part.sections[1:], None), strict=False):
            wanted = section.style in self.styles and section.number and not set(section.path) & set(self.skip)
            if wanted and not any(word in section.title for word in self.unless):
                yield from _under(section, after, part)

    def _columns(self, table: Table) -> Iterator[Observation]:
        rows = [row for row in table.rows if row.filled]
        for name in self.columns:
            if not any(name in row.texts for row in rows) and not _heads(table, name):
                continue
            holds = any(squeeze(row.texts.get(name, "")) for row in rows)
            says = message("filled.column", table=titled(table), column=name, count=len(rows))
            where, sides = (at_table(table),), (message("left.blank"), message("filled.in", column=name))
            yield Observation(holds, table.part, table.key, name, says, where, *sides)


def _under(section: Section, after: Section | None, part: Part) -> Iterator[Observation]:
    """Only a heading before the next one of its list is surely empty: what stands last may go on elsewhere."""
    if section.heading is None:
        return
    empty = not section.passages and not section.tables
    if empty and (after is None or (after.style, after.ordinal) != (section.style, section.ordinal + 1)):
        return
    title = squeeze(section.heading.text)
    says = message("filled.section", title=title, follows=after.title if after else "")
    where = (spot(section.heading, part.id, HEADING, title),)
    sides = message("filled.nothing"), message("filled.content")
    yield Observation(not empty, part.id, "", title, says, where, *sides)


def _heads(table: Table, name: str) -> bool:
    """Whether a column of that name is printed at the head of a table."""
    top = (cell for grid in table.grids for cell in grid.cells if cell.row < 4)
    return any(squeeze(cell.text).endswith(name) for cell in top)


def _total(table: Table) -> Iterator[Observation]:
    rows = [row for row in table.rows if row.filled]
    holds = any(row.kind is RowKind.TOTAL for row in rows)
    says = message("filled.total", table=titled(table), count=len(rows))
    total, where = message("row.total"), (at_table(table),)
    yield Observation(holds, table.part, table.key, total, says, where, message("none.of", what=total), total)
