"""Changes that change nothing: every change of bench/same_meaning.py on a few filings, and a bench that sees more."""

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "bench"))

from meaning import grids
from meaning.compared import Difference, compared, said
from meaning.seen import numbered
from msgspec.structs import replace
from same_meaning import CHANGES, differences, loaded, rulebook

from budgetaudit.audit import audit
from budgetaudit.filing import Cell, Grid

SEEDS = {4: tuple(CHANGES), 7: ("万元 for 元",), 8: ("1. for 一、",)}
"""Made filings and the changes that each gives occasion for."""


@cache
def tried() -> tuple[Difference, ...]:
    return tuple(
        one
        for seed, changes in SEEDS.items()
        for one in differences(str(seed), loaded("html", seed), rulebook(), changes)
    )


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_changes_nothing_changes_no_finding(change: str) -> None:
    made = [one for one in tried() if one.change == change]
    assert made
    assert [(one.gone, one.new, one.moved, one.unread, one.failure) for one in made] == [((), (), (), (), "")]


def test_another_number_is_seen() -> None:
    """The comparison sees a change that does change something."""
    form = numbered(loaded("html", 4))
    before = audit(form, rulebook())
    fact = next(
        entry
        for table in before.facts.tables()
        if table.name == "支出总表"
        for entry in table.rows[0].entries
        if entry.raw
    )

    def other(cell: Cell) -> str:
        return f"9{cell.text}" if cell.place == fact.place else cell.text

    blocks = tuple(grids.rewritten(block, other) if isinstance(block, Grid) else block for block in form.blocks)
    seen = compared("4", "another number", said(before), replace(form, blocks=blocks), rulebook())
    assert seen.new and seen.unread
