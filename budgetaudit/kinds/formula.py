"""`formula`: what the numbering row (栏次) says of a column, `3=4+5`, is so in every row."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from budgetaudit.checks import Check, Observation, Term
from budgetaudit.facts import Column, Facts, Table
from budgetaudit.kinds.shape import MINUS, ONE, chosen, printed, subject
from budgetaudit.messages import message
from budgetaudit.rulebook import TableName
from budgetaudit.text import regex

_NUMBERED = regex(r"(\d{1,3})(?:=(.*))?")
_TERM = regex(r"([+-]?)(\d{1,3})")


class Formula(Struct, frozen=True):
    """Only sums and differences of columns; a formula with anything else in it, or with a column that is not a
    column of numbers, is not read."""

    tables: tuple[TableName, ...] = (TableName("*"),)

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        for part in facts.parts:
            for table in chosen(self.tables, part):
                yield from _table(table)


def _table(table: Table) -> Iterator[Check]:
    numbered: dict[str, int] = {}
    said: list[tuple[int, str]] = []
    for i, column in enumerate(table.columns):
        match = _NUMBERED.fullmatch(column.formula)
        if match:
            numbered.setdefault(match[1], i)
            if match[2]:
                said.append((i, match[2]))
    for whole, formula in said:
        terms = _terms(formula, numbered)
        if terms and all(table.columns[i].unit == table.columns[whole].unit for i, _ in terms):
            yield from _rows(table, whole, terms)


def _terms(formula: str, numbered: Mapping[str, int]) -> list[tuple[int, bool]]:
    """(column, taken off?) of each term; [] where the formula is not a plain sum of known columns."""
    signed_numbers = _TERM.findall(formula)
    if "".join(sign + number for sign, number in signed_numbers) != formula:
        return []
    if not signed_numbers or any(number not in numbered for _, number in signed_numbers):
        return []
    return [(numbered[number], sign == "-") for sign, number in signed_numbers]


def _rows(table: Table, whole: int, terms: list[tuple[int, bool]]) -> Iterator[Check]:
    column: Column = table.columns[whole]
    for row in table.rows:
        right = tuple(Term(MINUS if off else ONE, (row.entries[i],)) for i, off in terms)
        if printed((row.entries[whole], *(row.entries[i] for i, _ in terms))):
            yield Check(
                (Term(ONE, (row.entries[whole],)),),
                right,
                table.part,
                table.key,
                subject(row, column),
                right_label=message("formula", formula=column.formula),
            )
