"""`suited`: the budget lines of a body are those of its nature."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check, Observation
from budgetaudit.facts import Facts, Part
from budgetaudit.kinds.equal import Equal
from budgetaudit.kinds.shape import unchecked
from budgetaudit.messages import called, message, series
from budgetaudit.rulebook import ColumnName, TableName
from budgetaudit.selectors import Expression, parse_expression
from budgetaudit.text import squeeze

NOTHING = parse_expression("0")


class Suited(Struct, frozen=True):
    """Where every row of `listed` says one of `natures` in `column`, `cells` are zero or not printed."""

    listed: TableName
    column: ColumnName
    natures: tuple[str, ...]
    cells: tuple[Expression, ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            said = self._said(part)
            if said and said <= set(self.natures):
                label = message("suited.where", column=self.column, natures=series(sorted(said)))
                for check in self._zero(replace(facts, parts=(part,))):
                    yield replace(check, right_label=label) if isinstance(check, Check) else check
            else:
                why = message("suited.unsaid", table=called(self.listed), column=self.column)
                if said:
                    why = message("suited.others", column=self.column, natures=series(sorted(said)))
                yield unchecked(part.id, self.listed, self.column, why)

    def _zero(self, facts: Facts) -> Iterator[Check | Observation]:
        for cell in self.cells:
            yield from Equal(pairs=((cell, NOTHING),)).checks(facts)

    def _said(self, part: Part) -> set[str]:
        """The natures of all bodies listed; a body without one says nothing about any."""
        rows = [row for table in part.tables if table.name == self.listed for row in table.rows]
        said = {squeeze(row.texts.get(self.column, "")) for row in rows}
        return set() if "" in said else said
