"""`equal`: numbers printed in several places are the same. `compare`: one is at most, or at least, another."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain as chained
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check, Observation, Term
from budgetaudit.facts import Fact, Facts, Key, Missing, Part, Table
from budgetaudit.kinds.describe import describe, expressed
from budgetaudit.kinds.shape import OTHER, unchecked, with_readings
from budgetaudit.lookup import Hit, has_table, many, parts, table_in, terms
from budgetaudit.messages import AND, Text, called, chain, label, message
from budgetaudit.rulebook import ColumnName, RowName
from budgetaudit.selectors import Expression, Selector

RowColumn = tuple[str, str]
"""The row and column that a wildcard stands for, "" where it is not wild."""


class Joined(Struct, frozen=True):
    """The terms that an expression with wildcards names and their labels, by row and column; the tables looked in."""

    terms: Mapping[RowColumn, tuple[Term, ...]]
    labels: Mapping[RowColumn, str]
    tables: tuple[Table, ...]


class Options(Struct, frozen=True):
    """How wildcards are matched."""

    relation: str
    columns: frozenset[str]
    absent_is_zero: bool
    blank_is_zero: bool = False
    rest: str = ""


Absent = Literal["unchecked", "zero"]


class Equal(Struct, frozen=True):
    """Every expression in `cells` equals the first; in each of `pairs` the first equals the second, or else one of
    those after it (other readings).

    Of several equations that print nothing only the first is reported, and none where another could be checked. Wild
    rows and columns are matched with each other, one by one; `columns` restricts a wild column. A row that one
    of them does not print is unchecked, or zero with `absent: zero` (for tables that print every code that has an
    amount). `rest` is the row of the first (其他支出) that may hold what has no row of its own there.
    """

    cells: tuple[Expression, ...] = ()
    pairs: tuple[tuple[Expression, ...], ...] = ()
    columns: tuple[ColumnName, ...] = ()
    absent: Absent = "unchecked"
    rest: RowName = RowName("")

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        options = Options("=", frozenset(self.columns), self.absent == "zero", rest=self.rest)
        pairs = (*((self.cells[0], cell) for cell in self.cells[1:]), *self.pairs)
        for part in _runs_in(pairs, facts):
            results = [check for pair in pairs for check in _compared(pair, facts, part, options)]
            decidable = [check for check in results if isinstance(check, Check)]
            yield from decidable or results[:1]


class Compare(Struct, frozen=True):
    """`left` stands in `relation` (<= or >=) to `right`; wildcards are matched as in `equal`. `blank: zero` where both
    are cells of one table, whose blanks are zeros."""

    left: Expression
    right: Expression
    relation: Literal["<=", ">="]
    columns: tuple[ColumnName, ...] = ()
    absent: Absent = "unchecked"
    blank: Absent = "unchecked"

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        options = Options(self.relation, frozenset(self.columns), self.absent == "zero", self.blank == "zero")
        pair = (self.left, self.right)
        for part in _runs_in((pair,), facts):
            yield from _compared(pair, facts, part, options)


def _compared(
    pair: tuple[Expression, ...], facts: Facts, part: Part, options: Options
) -> Iterator[Check | Observation]:
    """The first expression against the others, in a part."""
    if any(cell.wild for cell in pair):
        return _joined(pair, facts, part, options)
    return iter((_single(pair, facts, part, options),))


def _runs_in(pairs: tuple[tuple[Expression, ...], ...], facts: Facts) -> tuple[Part, ...]:
    """Each part; but only once where every selector names its part."""
    named = all(selector.part for pair in pairs for cell in pair for selector in cell.selectors)
    return facts.parts[:1] if named else facts.parts


def _single(pair: tuple[Expression, ...], facts: Facts, part: Part, options: Options) -> Check | Observation:
    first, *others = (terms(cell, facts, part) for cell in pair)
    table = _table(pair)
    sides = (first, *others)
    if not any(map(_prints, sides)):
        return unchecked(part.id, table, expressed(pair[0]), _why(*sides))
    checks = (
        Check(
            first,
            other,
            part.id,
            table,
            chain((_name(first, pair[0]), _name(other, cell)), AND),
            options.relation,
            left_label=_label(first, pair[0]),
            right_label=_label(other, cell),
        )
        for cell, other in zip(pair[1:], others, strict=True)
    )
    return with_readings(checks, "", zeros=options.blank_is_zero)


def _table(pair: tuple[Expression, ...]) -> str:
    """The table that an equation is about: the first it names."""
    return next((selector.table for cell in pair for selector in cell.selectors), "")


def _why(*sides: tuple[Term, ...]) -> Text:
    """Why nothing is printed on either side."""
    absent = [entry for side in sides for term in side for entry in term.factors if isinstance(entry, Missing)]
    return absent[0].why if absent else message("blank.both")


def _name(side: tuple[Term, ...], cell: Expression) -> Text:
    return describe(side) if any(term.factors for term in side) else expressed(cell)


def _label(side: tuple[Term, ...], cell: Expression) -> Text:
    """The words for a side that is no single number."""
    return _name(side, cell) if len(side) != 1 or not side[0].factors or side[0].weight != 1 else ""


def _joined(pair: tuple[Expression, ...], facts: Facts, part: Part, options: Options) -> Iterator[Check | Observation]:
    """Row by row and column by column, over all places that either of two expressions prints. Tables that share no
    code list different things: there a row that is absent is not zero."""
    table = _table(pair)
    left, right = _find(pair[0], facts, part, options), _find(pair[1], facts, part, options)
    if isinstance(left, Missing) or isinstance(right, Missing):
        absent = left if isinstance(left, Missing) else right
        assert isinstance(absent, Missing)
        yield unchecked(part.id, table, expressed(pair[0]), absent.why)
        return
    if not any(place[0][:1].isdigit() and place in right.terms for place in left.terms):
        options = replace(options, absent_is_zero=False)
    checks = tuple(_placed(pair, part, options, (left, right)))
    if not checks and not pair[1].selectors:
        yield Observation(True, part.id, table, expressed(pair[0]), "", ())
    yield from checks


def _placed(
    pair: tuple[Expression, ...], part: Part, options: Options, sides: tuple[Joined, Joined]
) -> Iterator[Check]:
    """One check for each place where something is printed."""
    left, right = sides
    table = _table(pair)
    for place in dict.fromkeys((*left.terms, *right.terms)):
        row = left.labels.get(place) or right.labels.get(place, "")
        left_terms, right_terms = _at(left, place, pair[0], options), _at(right, place, pair[1], options)
        if _prints(left_terms) or _prints(right_terms):
            about = label(*filter(None, (row, place[1])))
            check = Check(left_terms, right_terms, part.id, table, about, options.relation, zeros=options.blank_is_zero)
            yield replace(check, otherwise=_with_rest(check, place, sides, options))


def _with_rest(check: Check, place: RowColumn, sides: tuple[Joined, Joined], options: Options) -> tuple[Check, ...]:
    """The other reading of the row that holds the rest, and of a row that is not printed: all of these together."""
    left, right = sides
    rest = (options.rest, place[1])
    if not options.absent_is_zero or rest not in left.terms or (place != rest and place in left.terms):
        return ()
    held = [terms for at, terms in right.terms.items() if at[1] == place[1] and (at == rest or at not in left.terms)]
    return (replace(check, left=left.terms[rest], right=tuple(chained.from_iterable(held)), doubt=OTHER),)


def _prints(side: tuple[Term, ...]) -> bool:
    return any([Fact in map(type, term.factors) for term in side])


def _find(cell: Expression, facts: Facts, part: Part, options: Options) -> Joined | Missing:
    """What an expression prints; a number in it counts at every place."""
    terms_at: dict[RowColumn, tuple[Term, ...]] = {}
    labels: dict[RowColumn, str] = {}
    tables: list[Table] = []
    for weight, selector in cell.terms:
        if selector is None:
            continue
        for meant_part in parts(selector, facts, part):
            hits = many(selector, meant_part)
            if isinstance(hits, Missing):
                if selector.optional and has_table(meant_part, selector.table):
                    continue
                return hits
            table = table_in(meant_part, selector.table)
            tables += [table] if isinstance(table, Table) else []
            _gather(terms_at, labels, weight, _allowed(hits, options))
    return Joined(terms_at, labels, tuple(tables))


def _allowed(hits: Mapping[RowColumn, Hit], options: Options) -> Mapping[RowColumn, Hit]:
    if not options.columns:
        return hits
    return {place: hit for place, hit in hits.items() if not place[1] or place[1] in options.columns}


def _gather(
    terms_at: dict[RowColumn, tuple[Term, ...]],
    labels: dict[RowColumn, str],
    weight: Decimal,
    hits: Mapping[RowColumn, Hit],
) -> None:
    for place, hit in hits.items():
        terms_at[place] = (*terms_at.get(place, ()), *[Term(weight, (entry,)) for entry in hit.entries])
        labels.setdefault(place, hit.label)


def _at(side: Joined, place: RowColumn, cell: Expression, options: Options) -> tuple[Term, ...]:
    """The terms of a side at a place: those printed there, the numbers of the rule, or what is wanting."""
    if place in side.terms:
        return side.terms[place]
    constants = tuple(Term(weight, ()) for weight, selector in cell.terms if selector is None)
    if constants or (options.absent_is_zero and _complete(side, place[0])):
        return constants or (Term(Decimal(0), ()),)
    selector = cell.selectors[0]
    return (Term(Decimal(1), (_missing(selector, side, place),)),)


def _complete(side: Joined, row: str) -> bool:
    """Whether a side prints codes as long as `row`, so that a code it does not print has no amount."""
    return not side.tables or any(
        len(other.code) == len(row) and other.filled for table in side.tables for other in table.rows
    )


def _missing(selector: Selector, side: Joined, place: RowColumn) -> Missing:
    part = side.tables[0].part if side.tables else ""
    key = Key(part, selector.table, place[0] or selector.rows[0], place[1] or selector.columns[0])
    return Missing(key, message("absent.row", table=called(selector.table), row=key.row), row_only=True)
