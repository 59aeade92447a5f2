"""Facts as a tidy pandas frame: one printed number a row, for exports and for those who compute."""

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from budgetaudit.facts import Fact, Facts

COLUMNS = (
    "part",
    "table",
    "title",
    "code",
    "row",
    "column",
    "value",
    "quantum",
    "unit",
    "raw",
    "place",
    "source",
)


def facts_frame(facts: Facts) -> pd.DataFrame:
    """Every number read, tables first, then the prose. Values are Decimals, exactly as printed."""
    return pd.DataFrame([*_cells(facts), *_claims(facts)], columns=pd.Index(COLUMNS), dtype=object)


def _cells(facts: Facts) -> Iterator[tuple[object, ...]]:
    for table in facts.tables():
        for row in table.rows:
            for column, entry in zip(table.columns, row.entries, strict=True):
                if isinstance(entry, Fact):
                    names = (
                        table.part,
                        table.key or table.name,
                        table.title,
                        row.code,
                        row.name,
                        column.name,
                    )
                    yield (*names, *_amount(entry), entry.place, "表")


def _claims(facts: Facts) -> Iterator[tuple[object, ...]]:
    for claim in facts.claims:
        names = (claim.fact.key.part, "", "", "", claim.subject, claim.role)
        yield (*names, *_amount(claim.fact), claim.fact.place, "文字")


def _amount(fact: Fact) -> tuple[Decimal, Decimal, str, str]:
    return fact.amount.value, fact.amount.quantum, fact.amount.unit.name, fact.raw
