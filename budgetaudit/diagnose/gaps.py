"""Totals above the lines under them. Lines may be withheld (涉密), whether the filing says so or not.

Such a gap proves a mistake only where the filing contradicts itself: another table prints the code or the amount that
is missing, another check breaks on the same numbers, or the sum above does not count the total. Without that it is one
question for each class, and a note where the filing says that it withholds something.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check
from budgetaudit.diagnose.elsewhere import CodeLines, Elsewhere, Excess
from budgetaudit.diagnose.group import Case, NumberAt
from budgetaudit.diagnose.sides import entries, shown, unit_of
from budgetaudit.facts import Fact, Facts, Row, RowKind
from budgetaudit.filing import Grid, Place
from budgetaudit.messages import Text, message, series
from budgetaudit.text import sentences_of, squeeze
from budgetaudit.verdicts import Status, Verdict

Words = tuple[tuple[str, ...], ...]
WholeRow = tuple[str, str, str]
"""Part, table, row."""
NOT = "非"
HOLDS = (Status.HELD, Status.ROUNDING)
MOST = 3
"""How many codes that are missing are named."""


class Gap(Struct, frozen=True, dict=True):
    """A total above its lines, in every column in which it is: indices of the cases, and what is known of it."""

    at: WholeRow
    cases: tuple[int, ...]
    amounts: tuple[Decimal, ...]
    class_row: Row | None
    excess: Excess | None

    @property
    def about(self) -> tuple[str, str]:
        """The part and what the gap lies in: a class, or a table of no codes."""
        part, table, _ = self.at
        return part, self.class_row.code if self.class_row else table


def gaps(
    cases: Sequence[Case], parents: Sequence[int], verdicts: Sequence[Verdict], facts: Facts
) -> tuple[list[Case], list[int]]:
    """The cases, of which those that are gaps say what is known of them; gaps that nothing contradicts are one
    question for each class, gaps of one amount one finding."""
    told, above = list(cases), list(parents)
    first: dict[object, int] = {}
    rows = _uncontradicted(cases, parents)
    counted = _counted(cases, rows, verdicts, facts) if rows else frozenset()
    open_gaps = (_gap(at, members, cases, facts) for at, members in rows.items() if at in counted)
    known = sorted(open_gaps, key=lambda gap: gap.excess is None)
    rules = {cases[index].verdict.rule.withheld for gap in known for index in gap.cases}
    said = {words: _said(words, facts) for words in rules}
    for gap in known:
        names = (gap.about, *((gap.at[0], amount) for amount in gap.amounts))
        root = next((first[name] for name in names if name in first), gap.cases[0])
        for name in names if gap.excess is None else names[1:]:
            first.setdefault(name, root)
        proven = gap.excess is not None or (root not in gap.cases and told[root].finding.severity == "error")
        for index in gap.cases:
            above[index] = root if index != root else -1
            told[index] = _told(told[index], gap, said[told[index].verdict.rule.withheld], proven=proven)
    return told, above


def _uncontradicted(cases: Sequence[Case], parents: Sequence[int]) -> dict[WholeRow, list[int]]:
    """The rows above their lines on whose numbers nothing else breaks, with their cases."""
    rows: dict[WholeRow, list[int]] = {}
    for index, case in enumerate(cases):
        if parents[index] < 0 and (at := _whole(case)) is not None:
            rows.setdefault(at, []).append(index)
    wrong = _Contradicted(cases)
    return {
        at: members
        for at, members in rows.items()
        if at not in wrong.rows and not any(wrong.touches(cases[index]) for index in members)
    }


def _counted(
    cases: Sequence[Case], rows: Mapping[WholeRow, Sequence[int]], verdicts: Sequence[Verdict], facts: Facts
) -> frozenset[WholeRow]:
    """The rows that a sum above them counts as they are printed, and those with no row above them."""
    wholes = {_left(cases[index]): at for at, members in rows.items() for index in members}
    counted = {at for at in rows if not _has_sum_above(at, facts)}
    for verdict in verdicts:
        check = verdict.check
        if verdict.status in HOLDS and isinstance(check, Check) and check.relation == "=":
            counted |= {wholes[line] for line in _lines(check) & wholes.keys()}
    return frozenset(counted)


def _lines(check: Check) -> AbstractSet[NumberAt]:
    """The numbers that a sum of rows adds up."""
    facts = [entry for entry in entries(check) if isinstance(entry, Fact)]
    first = facts[0].key if facts else None
    return {(e.key, e.place) for e in facts[1:] if first and e.key.table == first.table and e.key.row != first.row}


def _has_sum_above(at: WholeRow, facts: Facts) -> bool:
    part, key, row_key = at
    table = facts.part_by_id[part].table(key)
    row = table.by_key.get(row_key) if table else None
    if row is None or table is None or row.kind in (RowKind.TOTAL, RowKind.SUBTOTAL):
        return False
    return row.parent >= 0 or any(other.kind is RowKind.TOTAL and other.filled for other in table.rows)


def _left(case: Case) -> NumberAt:
    check = case.verdict.check
    assert isinstance(check, Check)
    entry = check.left[0].factors[0]
    return entry.key, entry.place if isinstance(entry, Fact) else Place()


def _whole(case: Case) -> WholeRow | None:
    """The row that is larger than the lines under it; None where the case is no such gap."""
    check, difference = case.verdict.check, case.verdict.difference
    if not case.verdict.rule.withheld or not isinstance(check, Check) or not difference or difference < 0:
        return None
    key = check.left[0].factors[0].key
    inside = {(entry.key.part, entry.key.table) for entry in entries(check)} == {(key.part, key.table)}
    return (key.part, key.table, key.row) if inside else None


class _Contradicted:
    """The numbers and rows of tables on which checks break that are no gaps."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.checks = [
            check for case in cases if isinstance(check := case.verdict.check, Check) and _whole(case) is None
        ]

    @cached_property
    def spots(self) -> frozenset[NumberAt]:
        checks = (check for check in self.checks if not check.claim)
        return frozenset((e.key, e.place) for check in checks for e in entries(check) if isinstance(e, Fact))

    @cached_property
    def rows(self) -> frozenset[WholeRow]:
        """The rows whose own sum breaks in another column, downwards or across."""
        firsts = (check.left[0].factors[0].key for check in self.checks if not check.claim and check.left[0].factors)
        return frozenset((key.part, key.table, key.row) for key in firsts)

    def touches(self, case: Case) -> bool:
        check = case.verdict.check
        assert isinstance(check, Check)
        return any((e.key, e.place) in self.spots for e in entries(check) if isinstance(e, Fact))


def _gap(at: WholeRow, members: Sequence[int], cases: Sequence[Case], facts: Facts) -> Gap:
    amounts = tuple(cases[index].verdict.difference or Decimal(0) for index in members)
    columns = [cases[index].verdict.check.left[0].factors[0].key.column for index in members]  # type: ignore[union-attr]
    part, key, row_key = at
    table = facts.part_by_id[part].table(key)
    if table is None or row_key not in table.by_key:
        return Gap(at, tuple(members), amounts, None, None)
    whole, own, others = table.by_key[row_key], CodeLines(table), Elsewhere(facts.part_by_id[part])
    looked = zip(amounts, columns, strict=True)
    known = whole if whole.code else next((row for a, c in looked if (row := others.class_of(own, a, c))), None)
    under = known.code if known else ""
    missing = (
        excess
        for amount, column in zip(amounts, columns, strict=True)
        for excess in others.excesses(own, under, column)
        if excess.amount == amount or (known and excess.amount > amount)
    )
    return Gap(at, tuple(members), amounts, known, next(missing, None))


def _told(case: Case, gap: Gap, said: str, *, proven: bool) -> Case:
    """The case with what is known of its gap; `said` is the sentence on what is withheld."""
    finding = case.finding
    if said:
        return _as(case, "info", message("withheld.said", words=said))
    if gap.excess:
        named = series(f"{row.code} {row.name}".strip() for row in gap.excess.rows[:MOST])
        return _as(case, finding.severity, message("gap.elsewhere", table=gap.excess.table.called, codes=named))
    if proven:
        return case
    severity = "warning" if finding.severity == "error" else finding.severity
    return _as(case, severity, finding.explanation or _question(case, gap))


def _as(case: Case, severity: str, explanation: Text) -> Case:
    return replace(case, finding=replace(case.finding, severity=severity, explanation=explanation))


def _question(case: Case, gap: Gap) -> Text:
    check = case.verdict.check
    if gap.class_row is None or not isinstance(check, Check):
        return message("withheld.perhaps")
    unit = unit_of(check)
    amount = shown(case.verdict.difference, unit) + unit.name
    return message("withheld.class", name=f"{gap.class_row.code} {gap.class_row.name}".strip(), gap=amount)


def _said(words: Words, facts: Facts) -> str:
    """The first sentence of a filing that says so, "" where none does."""
    return next((sentence for sentence in _sentences(facts) if _says(sentence, words)), "")


def _says(sentence: str, words: Words) -> bool:
    """Whether a sentence says why, what and how something is withheld, what in one clause with why or how."""
    why, what, how = words
    if not (_has(sentence, why) and _has(sentence, how)):
        return False
    return any(_has(clause, what) and _has(clause, (*why, *how)) for clause in sentence.split(","))


def _has(text: str, words: Sequence[str]) -> bool:
    """Whether a text has a word that is not denied (非涉密)."""
    return any(word in text.replace(NOT + word, "") for word in words)


def _sentences(facts: Facts) -> Iterator[str]:
    """Everything the filing says, sentence by sentence, without spaces."""
    for block in facts.filing.blocks:
        for text in (cell.text for cell in block.cells) if isinstance(block, Grid) else (block.text,):
            yield from sentences_of(squeeze(text))
