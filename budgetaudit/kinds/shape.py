"""What kinds share: the tables a rule means, the rows and columns that add up, checks ready made."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from msgspec.structs import replace

from budgetaudit.amounts import MONEY, PERCENT
from budgetaudit.checks import Check, Observation, Spot, Term
from budgetaudit.facts import Blank, Column, Entry, Fact, Facts, Part, Row, RowKind, Table
from budgetaudit.kinds.reading import nonzero
from budgetaudit.lookup import top_level
from budgetaudit.messages import Text, called, label, message

ZERO, ONE, MINUS = Decimal(0), Decimal(1), Decimal(-1)
ALL, UNNAMED, MAYBE = "*", "?", "?"
ADDED = (RowKind.DETAIL, RowKind.MINUS)
TOTALS = (RowKind.TOTAL, RowKind.SUBTOTAL)


def chosen(names: Iterable[str], part: Part) -> Iterator[Table]:
    """The filled tables of a part with one of these names (`*` any, `?` those that no template knows, `收入总表?` one
    that not every filing has)."""
    wanted = frozenset(name.removesuffix(MAYBE) or name for name in names)
    for table in part.tables:
        wanted_here = table.name in wanted or ALL in wanted or (UNNAMED in wanted and not table.name)
        if wanted_here and not table.empty:
            yield table


def missing_tables(names: Iterable[str], part: Part) -> Iterator[Observation]:
    """An undecided observation for each named table that a part lacks or leaves empty, but for those that not every
    filing has."""
    for name in names:
        tables = part.by_name.get(name, ())
        if name == ALL or name.endswith(MAYBE) or any(not table.empty for table in tables):
            continue
        table = called(name)
        yield unchecked(part.id, name, table, message("empty.table" if tables else "absent.table", table=table))


def each_table(
    names: tuple[str, ...], facts: Facts, judge: Callable[[Table], Iterable[Check | Observation]]
) -> Iterator[Check | Observation]:
    """What a kind says of each of its tables, part by part, after the tables that a part lacks."""
    for part in facts.parts:
        yield from missing_tables(names, part)
        for table in chosen(names, part):
            yield from judge(table)


def unchecked(part: str, table: str, subject: Text, why: Text) -> Observation:
    """An observation that is neither true nor false, and why."""
    return Observation(None, part, table, subject, "", (), why=why)


def added_columns(table: Table) -> list[tuple[int, Column]]:
    """The columns whose rows add up: money (or bare numbers where the table prints no unit), no rates."""
    money = table.unit.dimension == MONEY
    return [
        (i, column)
        for i, column in enumerate(table.columns)
        if column.unit.dimension != PERCENT and (not money or column.unit.dimension == MONEY)
    ]


def entries(rows: Iterable[Row], column: int) -> tuple[Entry, ...]:
    return tuple([row.entries[column] for row in rows])


def weighed(rows: Iterable[Row], column: int) -> tuple[Term, ...]:
    """The cells of rows in a column, added; rows that are taken off (减：) with a minus."""
    return tuple([Term(MINUS if row.kind is RowKind.MINUS else ONE, (row.entries[column],)) for row in rows])


def filled_in(table: Table, rows: Iterable[Row], column: int) -> list[Row]:
    """Rows as a sum takes them: a row that is blank in a column is replaced by its parts where they print a number."""
    taken: list[Row] = []
    for row in rows:
        own = [child for child in table.children(row) if child.kind in ADDED] if _left_blank(row, column) else []
        taken += own if printed(entries(own, column)) else [row]
    return taken


def _left_blank(row: Row, column: int) -> bool:
    entry = row.entries[column]
    return type(entry) is Blank and not entry.unread


def plus(cells: Iterable[Entry]) -> tuple[Term, ...]:
    return tuple([Term(ONE, (entry,)) for entry in cells])


def printed(cells: Iterable[Entry]) -> bool:
    """Whether any of the numbers is printed."""
    return Fact in map(type, cells)


def top_rows(table: Table) -> tuple[Row, ...]:
    """The rows that the table's total adds up: parts of nothing but totals."""
    return tuple(row for row in table.rows if row.kind in ADDED and top_level(table, row))


def rows_of(table: Table, whole: Row) -> tuple[Row, ...]:
    """The rows that a total or subtotal adds up: those said to be its parts, or else the top-level rows that stand
    since the total before it, or else (a total that stands first) those that follow it."""
    own = tuple(row for row in table.children(whole) if row.kind in ADDED)
    if own:
        return own
    tops = top_rows(table)
    walls = [row.index for row in table.rows if row.kind in TOTALS and top_level(table, row)]
    before = max((i for i in walls if i < whole.index), default=-1)
    since = tuple(row for row in tops if before < row.index < whole.index)
    if since:
        return since
    after = min((i for i in walls if i > whole.index), default=len(table.rows))
    return tuple(row for row in tops if whole.index < row.index < after)


OTHER = message("other.reading")
"""The doubt of each reading after the first: such a reading may hold, and never breaks a check by itself."""


def unfilled(table: Table, row: Row) -> Observation:
    """A total that prints nothing at all, above or below numbers: wrong, unless another row of totals is filled."""
    name = row.name or row.key
    elsewhere = any(other.kind in TOTALS and other.filled for other in table.rows)
    if elsewhere or not any(map(nonzero, rows_of(table, row))):
        return unchecked(table.part, table.key, name, message("unfilled.row", table=table.called, row=name))
    spot = Spot(label(table.called, name), row.label, row.place, table.part)
    says = message("unfilled.total", table=table.called, row=name)
    sides = message("blank"), message("sum.parts")
    return Observation(False, table.part, table.key, name, says, (spot,), *sides)


def with_readings(checks: Iterable[Check], doubt: Text, zeros: bool) -> Check:
    """Several readings of one statement as one check: the first is judged, the others can only make it hold."""
    first, *others = checks
    otherwise = tuple([replace(other, doubt=doubt or OTHER, zeros=zeros) for other in others])
    return replace(first, doubt=doubt, zeros=zeros, otherwise=otherwise)


def doubt_rows(table: Table) -> Text:
    """Why a sum of this table's rows may fail without being wrong: a filled row that was not understood."""
    rows = (row for row in table.rows if row.kind is RowKind.UNTYPED and row.filled)
    untyped = next((row for row in rows if row.parent < 0 or table.rows[row.parent].parent >= 0), None)
    return message("untyped.row", table=table.called, row=untyped.label) if untyped else ""


def of_which(table: Table, column: int) -> tuple[tuple[Text, Entry], ...]:
    """The 其中 rows of a column: the usual explanation of a sum that is too large."""
    return tuple(
        [
            (message("near.item", name=row.name), row.entries[column])
            for row in table.rows
            if row.kind is RowKind.OF_WHICH and type(row.entries[column]) is Fact
        ]
    )


def subject(row: Row, column: Column) -> Text:
    """`2010301 行政运行 · 基本支出`."""
    return label(f"{row.code} {row.name}".strip() if row.name != row.code else row.code, column.name)
