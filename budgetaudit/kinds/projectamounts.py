"""`projects`: a project that the prose names has the amount of the table."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check, Observation, Term
from budgetaudit.claims.clause import FREE, LINE
from budgetaudit.facts import Certainty, Claim, Fact, Facts, Part, Role, Row, RowKind, Table
from budgetaudit.kinds.itemised import places
from budgetaudit.kinds.reading import without
from budgetaudit.kinds.restated import one_reading, together
from budgetaudit.kinds.shape import unchecked
from budgetaudit.messages import Text, keyed, message
from budgetaudit.rulebook import ColumnName, TableName
from budgetaudit.text import as_prose, regex

ONE = Decimal(1)
NUMBER = regex(r"^[\d、.()，:]*")
LEAST = 4
"""A shorter name may be that of anything."""


class ProjectRow(Struct, frozen=True):
    """A row of a project table: the body that it stands under ("" for none), and its amounts, the one meant first."""

    body: str
    cells: tuple[Fact, ...]


class Projects(Struct, frozen=True):
    """The amount of a thing that the prose calls as a row of `tables` is called is that of the row, in the first of
    `columns` that it fills. In a section about a body that the table lists (`body` is the column that names the body of
    a row), it is a row of that body. Names are compared without year and without the words of `tails` at their end; a
    name that several rows have, and that of a part of another thing, prove nothing; nor do words that end in one of
    `but`. In `lists` a bare name that is also a line of the classification is a project."""

    tables: tuple[TableName, ...]
    columns: tuple[ColumnName, ...]
    body: str = ""
    lists: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            rows = self._rows(part)
            bodies = {row.body for listed in rows.values() for row in listed} - {""}
            for claim in facts.claims if rows else ():
                if claim.role == Role.AMOUNT and claim.fact.key.part == part.id and self._named(claim, part):
                    name = keyed(claim.fact.label)
                    listed = rows.get(project_name(name, self.tails))
                    if listed and not name.endswith(self.but):
                        yield self._check(claim, part, listed, _about(claim, part, bodies))

    def _named(self, claim: Claim, part: Part) -> bool:
        """Whether a claim may be about a project."""
        if claim.subject.startswith(FREE):
            return True
        bare = claim.subject.startswith(LINE) and claim.certainty is not Certainty.STATED
        return bare and not set(self.lists).isdisjoint(places(claim, part))

    def _check(self, claim: Claim, part: Part, listed: Sequence[ProjectRow], body: str) -> Check | Observation:
        here = [row for row in listed if not body or row.body == body]
        if not here:
            return unchecked(part.id, "", claim.fact.label, message("restated.body", body=body))
        doubt: Text = message("restated.many", count=len(here)) if len(here) > 1 else ""
        owner = next((name for name in claim.within if name.startswith((FREE, LINE))), "")
        doubt = message("restated.part", whole=owner.removeprefix(LINE).strip("“”")) if owner else doubt
        own = [replace(_reading(claim, row.cells[0], part), doubt=doubt) for row in here]
        why = doubt or message("restated.elsewhere")
        others = [replace(_reading(claim, cell, part), doubt=why) for row in here for cell in row.cells[1:]]
        return together([*own, *others])

    def _bodies(self, table: Table) -> Iterator[tuple[str, Row]]:
        """Every row with the body that it names or stands under."""
        body = ""
        for row in table.rows:
            if row.kind in (RowKind.SUBTOTAL, RowKind.TOTAL):
                body = row.name
            yield row.texts.get(self.body, body), row

    def _rows(self, part: Part) -> Mapping[str, list[ProjectRow]]:
        """Name as compared → the rows of that name."""
        rows: dict[str, list[ProjectRow]] = {}
        for table in part.tables:
            for body, row in self._bodies(table) if table.name in self.tables else ():
                first = (table.find(row.key, column) for column in self.columns)
                cells = dict.fromkeys(entry for entry in (*first, *row.entries) if isinstance(entry, Fact))
                name = project_name(row.name, self.tails)
                if cells and len(name) >= LEAST:
                    rows.setdefault(name, []).append(ProjectRow(body, tuple(cells)))
        return rows


def _reading(claim: Claim, cell: Fact, part: Part) -> Check:
    return one_reading(claim, (Term(ONE, (cell,)),), part, "=")


def _about(claim: Claim, part: Part, bodies: Collection[str]) -> str:
    """The one of some bodies that the sections of a claim name, the innermost first; "" where they name none."""
    at = claim.section
    while 0 <= at < len(part.sections):
        title = as_prose(part.sections[at].title)
        named = [body for body in bodies if as_prose(body) in title]
        if named:
            return max(named, key=len)
        at = part.sections[at].parent
    return ""


def project_name(name: str, tails: tuple[str, ...]) -> str:
    """A project's name as compared: without number, year and the words that it may end with."""
    return NUMBER.sub("", without(name, tails), count=1)
