"""`restated`, `itemised`, `summed`: a number in the prose is that of the tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check, Observation, Term
from budgetaudit.claims.state import LINE
from budgetaudit.facts import Blank, Claim, Entry, Fact, Facts, Missing, Part, Role, Row, Table
from budgetaudit.kinds.added import added_up
from budgetaudit.kinds.describe import describe
from budgetaudit.kinds.reading import without
from budgetaudit.kinds.shape import unchecked
from budgetaudit.lookup import terms
from budgetaudit.messages import Text, called, message, series
from budgetaudit.rulebook import ColumnName, TableName
from budgetaudit.selectors import Expression

ONE = Decimal(1)


class Restated(Struct, frozen=True):
    """For each subject what of the tables its sentence may repeat: the claim is one of these numbers. Each reading is
    a cell, or a list of cells that print one number. Where the first reading is undecided, a difference from
    the others proves nothing; with `first`, where it is decided, the others are not looked at."""

    claims: Mapping[str, tuple[tuple[Expression, ...], ...]]
    role: str = Role.AMOUNT
    relation: str = "="
    first: bool = False

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        sums = added_up(facts)
        for claim in facts.claims:
            if claim.role == self.role and claim.subject in self.claims:
                part = facts.part_by_id[claim.fact.key.part]
                check = self._check(claim, facts, part)
                yield replace(check, sums=sums[part.id]) if isinstance(check, Check) else check

    def _check(self, claim: Claim, facts: Facts, part: Part) -> Check | Observation:
        groups = [[(cell, terms(cell, facts, part)) for cell in cells] for cells in self.claims[claim.subject]]
        if self.first and any(_has_cells(side) for _, side in groups[0]):
            groups = groups[:1]
        readings = [(cell, side) for group in groups for cell, side in group if _has_cells(side)]
        why = _why(groups[0][0][1])
        if not readings:
            return unchecked(part.id, "", claim.fact.label, why)
        doubt: Text = "" if any(_has_cells(side) for _, side in groups[0]) else why
        checks = [
            replace(one_reading(claim, side, part, self.relation), doubt=doubt, right_label=_sum_label(cell, side))
            for cell, side in readings
        ]
        return _together(checks)


class Summed(Struct, frozen=True):
    """The amounts of `parts`, stated in one paragraph, add up to the number of the tables (readings in `cells`)."""

    parts: tuple[str, ...]
    cells: tuple[Expression, ...]

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            stated = [next(facts.claimed(subject, part=part.id), None) for subject in self.parts]
            claims = [claim for claim in stated if claim]
            if len(claims) == len(self.parts) and len({id(claim.passage) for claim in claims}) == 1:
                yield from self._check(claims, facts, part)

    def _check(self, claims: list[Claim], facts: Facts, part: Part) -> Iterator[Check]:
        left = tuple(Term(ONE, (claim.fact,)) for claim in claims)
        readings = [terms(cell, facts, part) for cell in self.cells]
        names = series(claim.subject for claim in claims)
        label = message("sum.listed", names=names)
        checks = [
            replace(one_reading(claims[0], side, part, "="), left=left, left_label=label, subject=names)
            for side in readings
            if _has_cells(side)
        ]
        if checks:
            yield _together(checks)


def _sum_label(cell: Expression, side: tuple[Term, ...]) -> Text:
    """What several numbers together are called."""
    if len(side) == 1:
        return ""
    if len(cell.selectors) > 1:
        return describe(side)
    return message("sum.table", table=called(cell.selectors[0].table), count=len(side))


def _has_cells(side: tuple[Term, ...]) -> bool:
    """Whether a side has a printed or blank cell, and lacks nothing but rows."""
    entries = [entry for term in side for entry in term.factors]
    if any(isinstance(entry, Missing) and not entry.row_only for entry in entries):
        return False
    return any(not isinstance(entry, Missing) for entry in entries)


def _why(side: tuple[Term, ...]) -> Text:
    return next((e.why for term in side for e in term.factors if isinstance(e, Missing)), message("restated.none"))


def one_reading(claim: Claim, right: tuple[Term, ...], part: Part, relation: str) -> Check:
    """The claim against some numbers."""
    first = next(entry for term in right for entry in term.factors)
    label = claim.fact.label
    return Check((Term(ONE, (claim.fact,)),), right, part.id, first.key.table, label, relation, claim=True)


def _together(checks: list[Check]) -> Check:
    first, *others = checks
    twins = tuple(entry for other in others for term in other.right for entry in term.factors)
    return replace(first, otherwise=tuple(others), twins=twins)


class Itemised(Struct, frozen=True):
    """A line of the classification named in the prose (类款项, a code) has the amount that a table prints for it.

    `tables` are looked through in order; `sections` name the parts of the prose where `tables` beyond the first
    suffice to prove a difference. Lines that no table prints are unchecked; so are differences from `partial` tables,
    which print only a part of an amount. `adjusted`: an amount in whole units may be one off, moved so that the lines
    add up. Names are compared without the words of `tails` at their end."""

    tables: tuple[TableName, ...]
    columns: tuple[ColumnName, ...]
    sections: tuple[str, ...] = ()
    partial: tuple[TableName, ...] = ()
    tails: tuple[str, ...] = ()
    adjusted: bool = False

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            lines = _lines([table for name in self.tables for table in part.tables if table.name == name], self.tails)
            for claim in facts.claims:
                amount_here = claim.fact.key.part == part.id and claim.role == Role.AMOUNT
                if amount_here and claim.subject.startswith(LINE):
                    yield self._check(claim, part, lines)

    def _check(self, claim: Claim, part: Part, lines: "Lines") -> Check | Observation:
        printed = [
            (table.name, entry)
            for table, row in lines.named(claim.subject.removeprefix(LINE))
            for entry in self._entries(table, row)
        ]
        if not printed:
            return unchecked(part.id, "", claim.fact.label, message("restated.unlisted"))
        whole = any(name == self.tables[0] for name, _ in printed) or self._fiscal(claim, part)
        doubt = "" if whole else message("restated.without", table=called(self.tables[0]))
        if {name for name, _ in printed} <= set(self.partial):
            doubt = message("restated.only", table=called(printed[0][0]))
        checks = [
            replace(one_reading(claim, (Term(ONE, (entry,)), *shift), part, "="), doubt=doubt)
            for shift in self._shifts(claim)
            for _, entry in printed
        ]
        return _together(checks)

    def _shifts(self, claim: Claim) -> tuple[tuple[Term, ...], ...]:
        """Nothing; or also one whole unit up or down."""
        amount = claim.fact.amount
        if not self.adjusted or amount.quantum != 1:
            return ((),)
        return ((), (Term(amount.unit.scale, ()),), (Term(-amount.unit.scale, ()),))

    def _entries(self, table: Table, row: Row) -> Iterator[Fact | Blank]:
        for column in self.columns:
            entry: Entry = table.find(row.key, column)
            if isinstance(entry, Fact):
                yield entry

    def _fiscal(self, claim: Claim, part: Part) -> bool:
        if claim.section >= len(part.sections):
            return False
        section = part.sections[claim.section]
        return any(name in self.sections for name in (section.name, *section.path))


class Lines(Struct, frozen=True):
    """Rows by code, and by name as compared."""

    rows: Mapping[str, Sequence[tuple[Table, Row]]]
    tails: tuple[str, ...]

    def named(self, item: str) -> Iterator[tuple[Table, Row]]:
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


def _lines(tables: Iterable[Table], tails: tuple[str, ...]) -> Lines:
    rows: dict[str, list[tuple[Table, Row]]] = {}
    for table in tables:
        for row in table.rows:
            if row.code:
                rows.setdefault(row.code, []).append((table, row))
                rows.setdefault(without(row.name, tails), []).append((table, row))
    return Lines(rows, tails)
