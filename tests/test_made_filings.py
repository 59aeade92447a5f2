"""Filings made so that all agrees: nothing is said of them, every number of their tables is read, a change is found."""

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "bench"))

from made.adder import verified
from made.changes import FAMILIES
from made.document import Cell, Known, Sheet
from made.filing import make
from made.forms import printed
from made.say import faithful
from made_filings import FORMS, Asked, changed, known, ordered, tried

SEEDS = tuple((seed, FORMS[seed % 4]) for seed in range(1, 13))
"""Three filings in each form. Features known to go wrong are left out (data/made_filings.yaml)."""


@pytest.mark.parametrize(("seed", "form"), SEEDS)
def test_nothing_is_said_of_a_filing_that_agrees(seed: int, form: str) -> None:
    result = tried(seed, Asked(form, known=True))
    said = [f"{one.severity} {one.rule} {one.message}" for one in result.findings]
    assert (said, result.failure) == ([], "")


@pytest.mark.parametrize(("seed", "form"), SEEDS)
def test_every_number_of_its_tables_is_read_under_its_name(seed: int, form: str) -> None:
    result = tried(seed, Asked(form, known=True))
    assert (result.missed, result.wrong) == ((), ())
    assert result.checked >= 0.9 * result.printed


@pytest.mark.parametrize(("seed", "form"), SEEDS[:4])
def test_a_change_is_found(seed: int, form: str) -> None:
    """The families that arithmetic proves in every filing: a number of a code table, a total."""
    wanted = ("项 changed", "款 changed", "合计 changed", "×10")
    rows = changed(seed, Asked(form, known=True), wanted)
    assert [(family, found) for family, _, found in rows] == [(family, True) for family in wanted]


@pytest.mark.parametrize(("form", "feature"), [(form, one) for form, those in known().items() for one in those])
def test_what_is_left_out_is_a_feature(form: str, feature: str) -> None:
    """Some filing draws it: whoever strikes an option in the generator strikes it in the data too."""
    name, _, option = feature.partition("=")
    for seed in range(60):
        asked = Asked("html" if form == "all" else form, fixed=((name, option),))
        made, printed_in = ordered(seed, asked)
        printed(printed_in, made.blocks, made.draw)
        if feature in made.draw.drawn:
            return
    pytest.fail(f"no filing draws {feature}")


def test_a_filing_is_the_same_whenever_it_is_made() -> None:
    assert make(7).blocks == make(7).blocks
    assert make(7).blocks != make(8).blocks


def test_the_adder_sees_one_wrong_number() -> None:
    made = make(7)
    sheet = next(block for block in made.blocks if isinstance(block, Sheet) and block.name == "支出总表")
    cell = next(cell for row in sheet.body for cell in row if cell and cell.known and len(cell.known.row) == 7)
    assert cell.known
    facts = tuple(replace(one, value=one.value + 100) if one is cell.known else one for one in made.facts)
    with pytest.raises(AssertionError, match="支出总表"):
        verified(facts, made.blocks)


def test_the_adder_sees_a_cell_that_prints_something_else() -> None:
    known_ = Known("部门", "支出总表", "合计", "合计", "合计", 123_400)
    sheet = Sheet("支出总表", (), ([Cell("1234.01", known=known_)],))
    with pytest.raises(AssertionError, match=r"1234\.01"):
        verified((known_,), (sheet,))


def test_prose_is_rounded_half_up() -> None:
    assert faithful("12.35", Decimal("12.345")) and faithful("12", Decimal("12.345"))
    assert not faithful("12.34", Decimal("12.345001")) and not faithful("12.3", Decimal("12.35"))


def test_every_family_of_changes_finds_something_to_change() -> None:
    made = make(7)
    random = made.draw.stream("test")
    without = {family for family, seeded in FAMILIES.items() if seeded(made.blocks, random) is None}
    assert without <= {
        "project",
        "procurement item",
        "empty table's note lost",
        "basic and project swapped",
        "caption: other unit",
    }
