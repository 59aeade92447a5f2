"""`itemised`: a line of the classification that the prose names has the amount that a table prints for it.

Value before name: a number that stands in any cell of its line restates that cell. One that stands in none contradicts
the table of its own section, and only if it is about the whole line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from budgetaudit.checks import Check, Ground, Observation, Term
from budgetaudit.claims.clause import FREE, LINE
from budgetaudit.facts import Claim, Fact, Facts, Part, Role, Row, Table
from budgetaudit.kinds.elsewhere import Elsewhere, Printed
from budgetaudit.kinds.reading import without
from budgetaudit.kinds.restated import one_reading, together
from budgetaudit.kinds.shape import unchecked
from budgetaudit.messages import Text, called, message
from budgetaudit.rulebook import ColumnName, TableName
from budgetaudit.text import as_prose, regex

ONE = Decimal(1)
REACH, LONGEST = 40, 40
"""How many passages back a line may stand that leads to a list, and how long it may be."""
AMOUNT = regex(r"\d[万亿]?元")


class Itemised(Struct, frozen=True):
    """A line of the classification named in the prose (类款项, a code) has the amount that a table prints for it.

    It is that of any of its cells, but those of columns named with a word of `past`; a nought is only that of the cell
    meant. Where it is none, it contradicts the first of `tables` that prints the line, in the first of `columns`; but
    where it stands in a section or list that is a key of `own`, the first of those tables. What is a part of something
    that has a name of its own, or stands in a section or list of `narrow`, may be a part of its line or a project with
    its name, and contradicts nothing; nor do lines that no table prints, or only one of `partial` tables, which print
    but a part of an amount. `adjusted`: an amount in whole units may be one off, moved so that the lines add up. Names
    are compared without the words of `tails` at their end."""

    tables: tuple[TableName, ...]
    columns: tuple[ColumnName, ...]
    own: Mapping[str, tuple[TableName, ...]] = field(default_factory=dict)
    narrow: tuple[str, ...] = ()
    partial: tuple[TableName, ...] = ()
    past: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    adjusted: bool = False

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            lines, printed = _lines(part.tables, self.tails), Elsewhere(part, self.past)
            for claim in facts.claims:
                amount_here = claim.fact.key.part == part.id and claim.role == Role.AMOUNT
                if amount_here and claim.subject.startswith(LINE):
                    yield self._check(claim, printed, lines)

    def _check(self, claim: Claim, printed: Elsewhere, lines: "Lines") -> Check | Observation:
        part = printed.part
        rows = list(lines.named(claim.subject.removeprefix(LINE)))
        meant, doubt = self._meant(rows, places(claim, part, self.own))
        cells = (entry for row in rows for entry in printed.current(*row) if claim.fact.amount.value)
        elsewhere = [entry for entry in cells if entry not in meant]
        if not meant and not elsewhere:
            return unchecked(part.id, "", claim.fact.label, message("restated.unlisted"))
        grounds = (Ground(message("ground.name", name=claim.fact.label), claim.certainty, question=True),)
        own = [
            replace(one_reading(claim, (Term(ONE, (entry,)), *shift), part, "="), doubt=doubt, grounds=grounds)
            for shift in self._shifts(claim)
            for entry in meant
        ]
        others = [one_reading(claim, (Term(ONE, (entry,)),), part, "=") for entry in elsewhere]
        why = doubt or message("restated.elsewhere")
        return together([*own, *(replace(other, doubt=why) for other in others)])

    def _meant(self, rows: Sequence[Printed], names: Sequence[str]) -> tuple[list[Fact], Text]:
        """The cells that a claim contradicts unless it is one of them, and why that would prove nothing."""
        tables = next((tables for tables in map(self.own.get, names) if tables and _printed(rows, tables)), ())
        chosen = _printed(rows, tables or self.tables)
        cells = [entry for table, row in chosen for entry in self._first(table, row)]
        return cells, self._doubt(names, {table.name for table, _ in chosen}, own=bool(tables))

    def _doubt(self, names: Sequence[str], tables: set[str], *, own: bool) -> Text:
        """Why a difference from the cells meant proves nothing; "" where it does."""
        owner = next((name for name in names if name.startswith(FREE) or name in self.narrow), "")
        if owner:
            return message("restated.part", whole=owner.strip("“”"))
        if tables and tables <= set(self.partial) and not own:
            return message("restated.only", table=called(min(tables)))
        return "" if own or self.tables[0] in tables else message("restated.without", table=called(self.tables[0]))

    def _shifts(self, claim: Claim) -> tuple[tuple[Term, ...], ...]:
        """Nothing; or also one whole unit up or down."""
        amount = claim.fact.amount
        if not self.adjusted or amount.quantum != 1:
            return ((),)
        return ((), (Term(amount.unit.scale, ()),), (Term(-amount.unit.scale, ()),))

    def _first(self, table: Table, row: Row) -> Iterator[Fact]:
        """The amount in the first of the columns that has one."""
        entries = (table.find(row.key, column) for column in self.columns)
        yield from [entry for entry in entries if isinstance(entry, Fact)][:1]


def places(claim: Claim, part: Part, words: Collection[str] = ()) -> tuple[str, ...]:
    """The subjects that a claim is a part of, and what it stands under, innermost first: the one of `words` that the
    line above its list has (财政拨款支出主要内容如下：), its sections."""
    if claim.section >= len(part.sections):
        return claim.within
    section = part.sections[claim.section]
    led = _led(claim, part, words) if words else ""
    return (*claim.within, *filter(None, (led, section.name, *reversed(section.path))))


def _led(claim: Claim, part: Part, words: Collection[str]) -> str:
    """The word in the nearest line above a claim that only leads to what follows; "" where there is none."""
    at = part.order.get(id(claim.passage), 0)
    for passage in reversed(part.passages[max(0, at - REACH) : at]):
        text = as_prose(passage.text)
        if passage.role == "heading":
            return ""
        if len(text) <= LONGEST and not AMOUNT.search(text):
            return max((word for word in words if word in text), key=len, default="")
    return ""


def _printed(rows: Sequence[Printed], tables: Sequence[str]) -> list[Printed]:
    """The rows of these tables, in the order of the tables."""
    return [(table, row) for name in tables for table, row in rows if table.name == name]


class Lines(Struct, frozen=True):
    """Rows by code, and by name as compared."""

    rows: Mapping[str, Sequence[Printed]]
    tails: tuple[str, ...]

    def named(self, item: str) -> Iterator[Printed]:
        """The rows that a code or a chain of names means."""
        *above, name = item.split("/")
        wanted = [without(upper, self.tails) for upper in above]
        for table, row in self.rows.get(item if item.isdigit() else without(name, self.tails), ()):
            if not above or self._below(table, row, wanted):
                yield table, row

    def _below(self, table: Table, row: Row, above: list[str]) -> bool:
        """Whether the names above an item are those of the rows above, where the table prints any."""
        names = set()
        while row.parent >= 0:
            row = table.rows[row.parent]
            names.add(without(row.name, self.tails))
        return not names or names.issuperset(above)


def _lines(tables: Sequence[Table], tails: tuple[str, ...]) -> Lines:
    rows: dict[str, list[Printed]] = {}
    for table in tables:
        for row in table.rows:
            for name in filter(None, (row.code, without(row.name, tails))):
                rows.setdefault(name, []).append((table, row))
    return Lines(rows, tails)
