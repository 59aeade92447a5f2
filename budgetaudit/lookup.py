"""Selectors → numbers of a filing."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from budgetaudit.checks import Term
from budgetaudit.facts import Blank, Entry, Facts, Key, Missing, Part, Row, RowKind, Table
from budgetaudit.messages import called, message
from budgetaudit.selectors import NAMED, SUM, Expression, Selector, is_wild, pattern

ZERO = Decimal(0)
ALL = "*"
SUMMED = (RowKind.DETAIL, RowKind.MINUS)


class Hit(Struct, frozen=True):
    """The entries that a selector with wildcards matches in one row and column, and the row's label."""

    row: str
    column: str
    entries: tuple[Entry, ...]
    label: str


def parts(selector: Selector, facts: Facts, part: Part) -> tuple[Part, ...]:
    """The parts a selector reads when a rule runs in `part`: `part` itself, or the parts that the selector names."""
    if not selector.part:
        return (part,)
    return tuple(other for other in facts.parts if selector.part in (other.id, other.level, "*"))


def table_in(part: Part, name: str) -> Table | Missing:
    """The one filled table of a name in a part, or why there is none."""
    tables = part.by_name.get(name, ())
    if len(tables) == 1 and not tables[0].empty:
        return tables[0]
    filled = [table for table in tables if not table.empty]
    if len(filled) == 1:
        return filled[0]
    key = Key(part.id, name, "", "")
    if not tables:
        return Missing(key, message("absent.table", table=called(name)))
    if not filled:
        return Missing(key, tables[0].nothing)
    return Missing(key, message("many.tables", count=len(filled), table=called(name)))


def entries_of(selector: Selector, part: Part) -> tuple[Entry, ...]:
    """The entries of a selector without wildcards: one, or those that `Σpattern` adds up; one Missing where none is."""
    table = table_in(part, selector.table)
    if isinstance(table, Missing):
        key = Key(part.id, selector.table, selector.rows[0], selector.columns[0])
        return (Missing(key, table.why),)
    column = _column(selector, table)
    for row in selector.rows:
        if row.startswith(SUM):
            entries = tuple(_find(table, detail.key, column) for detail in _summed(table, row))
            if entries:
                return entries
        elif row in table.by_key:
            return (_meant(table, row, column),)
    return (_find(table, selector.rows[0], column),)


def _meant(table: Table, row: str, column: str) -> Entry:
    """The entry at a row that is named by its code; Missing where the row bears another name than the code's."""
    entry, printed_row = _find(table, row, column), table.by_key[row]
    if not printed_row.renamed or isinstance(entry, Missing):
        return entry
    why = message("renamed.row", table=table.called, code=row, name=printed_row.name)
    return Missing(entry.key, why, row_only=True)


def _find(table: Table, row: str, column: str) -> Entry:
    """The entry at a row and column; Missing where the row is a total that prints nothing in any column."""
    entry = table.find(row, column)
    if type(entry) is Blank:
        printed_row = table.by_key[row]
        if printed_row.kind in (RowKind.TOTAL, RowKind.SUBTOTAL) and not printed_row.filled:
            return Missing(entry.key, message("unfilled.row", table=table.called, row=row), row_only=True)
    return entry


def has_table(part: Part, name: str) -> bool:
    """Whether a part has a table of this name, filled or empty."""
    return name in part.by_name


def _column(selector: Selector, table: Table) -> str:
    """The first of the alternatives that the table prints."""
    if len(selector.columns) == 1:
        return selector.columns[0]
    return next((name for name in selector.columns if name in table.column_index), selector.columns[0])


def _summed(table: Table, name: str) -> Iterator[Row]:
    """The top-level detail rows that `Σpattern` adds up."""
    fits = pattern(name.removeprefix(SUM)).fullmatch
    for row in table.rows:
        if row.kind in SUMMED and fits(row.key) and top_level(table, row):
            yield row


def top_level(table: Table, row: Row) -> bool:
    """Whether a row is a part of nothing but totals."""
    while row.parent >= 0:
        row = table.rows[row.parent]
        if row.kind not in (RowKind.TOTAL, RowKind.SUBTOTAL):
            return False
    return True


def terms(expression: Expression, facts: Facts, part: Part) -> tuple[Term, ...]:
    """An expression without wildcards as weighted numbers."""
    weighted: list[Term] = []
    for weight, selector in expression.terms:
        if selector is None:
            weighted.append(Term(weight, ()))
            continue
        for place in parts(selector, facts, part):
            for entry in entries_of(selector, place):
                zero = selector.optional and type(entry) is Missing and has_table(place, selector.table)
                weighted.append(Term(ZERO, ()) if zero else Term(weight, (entry,)))
    return tuple(weighted)


def many(selector: Selector, part: Part) -> dict[tuple[str, str], Hit] | Missing:
    """What a selector with wildcards matches, by (row, column), each "" where not wild; Missing without a table."""
    table = table_in(part, selector.table)
    if isinstance(table, Missing):
        return table
    by_row, by_column = wild_row(selector), wild_column(selector)
    rows = [(row.key, f"{row.code} {row.name}".strip()) for row in _rows(selector, table)]
    hits: dict[tuple[str, str], Hit] = {}
    for column in _columns(selector, table):
        for row, label in rows:
            at = (row if by_row else "", column if by_column else "")
            if at not in hits:
                hits[at] = Hit(row, column, (_find(table, row, column),), label)
    return hits


def every(selector: Selector, part: Part) -> tuple[Entry, ...]:
    """All entries that a selector matches, with wildcards or without; they may be Missing."""
    if not selector.wild:
        return entries_of(selector, part)
    hits = many(selector, part)
    return (hits,) if isinstance(hits, Missing) else tuple(hit.entries[0] for hit in hits.values())


def wild_row(selector: Selector) -> bool:
    return any(is_wild(name) for name in selector.rows)


def wild_column(selector: Selector) -> bool:
    return any(is_wild(name) for name in selector.columns)


def _rows(selector: Selector, table: Table) -> Iterator[Row]:
    if selector.rows == (ALL,):
        return iter(table.rows)
    named = {name.removeprefix(NAMED) for name in selector.rows if name.startswith(NAMED)}
    fits = [pattern(name).fullmatch for name in selector.rows if not name.startswith(NAMED)]
    return (row for row in table.rows if row.name in named or any(fit(row.key) for fit in fits))


def _columns(selector: Selector, table: Table) -> list[str]:
    if not wild_column(selector):
        return [_column(selector, table)]
    if selector.columns == (ALL,):
        return list(table.column_index)
    fits = [pattern(name).fullmatch for name in selector.columns]
    return [name for name in table.column_index if any(fit(name) for fit in fits)]
