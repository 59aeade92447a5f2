"""Rows printed a second time: the total atop a further page, a code at the level below where it is divided no further.

Such a row is no part of any sum. A code that is printed twice may also be two lines; the sum they stand in tells.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from budgetaudit.facts import Fact, Row, RowKind
from budgetaudit.recognise.rows.draft import Draft

ZERO = Decimal(0)


def totals_again(drafts: Sequence[Draft], kinds: Sequence[RowKind]) -> list[RowKind]:
    """The kinds of rows; a total that prints what an earlier one does, and behind which the codes go on where they
    stopped, is that one again."""
    printed: set[tuple[str, ...]] = set()
    told: list[RowKind] = []
    for index, (draft, kind) in enumerate(zip(drafts, kinds, strict=True)):
        again = kind is RowKind.TOTAL and draft.line.texts in printed and _goes_on(drafts, index)
        told.append(RowKind.AGAIN if again else kind)
        printed |= {draft.line.texts} if kind is RowKind.TOTAL else set()
    return told


def _goes_on(drafts: Sequence[Draft], index: int) -> bool:
    """Whether the codes around a row ascend."""
    around = drafts[max(index - 1, 0) : index + 2]
    return len(around) == 3 and bool(around[0].code) and around[0].code < around[2].code


def codes_again(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows; a line that repeats the one above it, code, name and numbers, is that one again where the sum of which
    both would be lines closes with one of them and not with both."""
    suspects: dict[int, list[int]] = {}
    for above, row in pairwise(rows):
        if row.code and row.filled and _same(above, row):
            suspects.setdefault(row.parent, []).append(row.index)
    again = {index for parent, twice in suspects.items() if _counted_once(rows, parent, twice) for index in twice}
    return tuple(replace(row, kind=RowKind.AGAIN) if row.index in again else row for row in rows)


def _same(one: Row, other: Row) -> bool:
    named = (one.code, one.name, one.kind, one.parent, one.texts) == (
        other.code, other.name, other.kind, other.parent, other.texts
    )  # fmt: skip
    return named and [entry.raw for entry in one.entries] == [entry.raw for entry in other.entries]


def _counted_once(rows: Sequence[Row], parent: int, twice: Sequence[int]) -> bool:
    whole = rows[parent] if parent >= 0 else next((row for row in rows if row.kind is RowKind.TOTAL), None)
    if whole is None:
        return False
    lines = [row for row in rows if row.parent == parent and row.code]
    once = [row for row in lines if row.index not in twice]
    return closes(whole, once) and not closes(whole, lines)


def closes(whole: Row, lines: Sequence[Row]) -> bool:
    """Whether the lines add up to the whole in most columns that print anything."""
    told = [_adds_up(whole, lines, at) for at in range(len(whole.entries)) if _value(whole, at)]
    return 2 * sum(told) > len(told)


def _adds_up(whole: Row, lines: Sequence[Row], at: int) -> bool:
    facts = [entry for row in (whole, *lines) if isinstance(entry := row.entries[at], Fact)]
    gap = _value(whole, at) - sum((_value(row, at) for row in lines), ZERO)
    return abs(gap) <= sum((fact.amount.half for fact in facts), ZERO)


def _value(row: Row, at: int) -> Decimal:
    entry = row.entries[at]
    return entry.amount.base if isinstance(entry, Fact) else ZERO
