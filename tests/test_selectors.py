"""The selector grammar, and what selectors find."""

from decimal import Decimal

import pytest

from budgetaudit.facts import Key
from budgetaudit.selectors import SelectorError, parse, parse_expression

WRONG = {
    "支出总表[合计, 合计": "character 12: expected ']'",
    "支出总表[合计]": "character 8: expected ', column' after the row",
    "[合计, 合计]": "character 1: expected the name of a table",
    ":支出总表[合计, 合计]": "character 1: expected a part before ':'",
    "支出总表[合计, 合计] 外": "character 13: nothing may follow ']', found '外'",
    "支出总表[, 合计]": "character 6: expected a name, a code, a pattern or '*'",
    "支出总表[a||b, 合计]": "character 6: expected a name, a code, a pattern or '*'",
}


@pytest.mark.parametrize(("text", "problem"), WRONG.items(), ids=WRONG)
def test_mistakes_name_the_character(text: str, problem: str) -> None:
    with pytest.raises(SelectorError) as caught:
        parse(text)
    assert str(caught.value) == f"selector {text!r}, {problem}"


FITS = {
    "支出总表[2010301, 基本支出]": True,
    "支出总表[201*, 基本支出]": True,
    "支出总表[???????, *]": True,
    "支出总表[???, *]": False,
    "部门:支出总表[*, *]": True,
    "单位:支出总表[*, *]": False,
    "支出总表": True,
    "*:支出*[合计|2010301, 合计|基本支出]": True,
    "收入总表": False,
}


@pytest.mark.parametrize(("text", "fits"), FITS.items(), ids=FITS)
def test_what_a_selector_names(text: str, fits: bool) -> None:
    assert parse(text).names(Key("部门", "支出总表", "2010301", "基本支出"), "部门") is fits


def test_text_of_a_selector_is_no_pattern_but_its_own() -> None:
    assert not parse("支出总表[(.+), 基本支出]").names(Key("部门", "支出总表", "2010301", "基本支出"))


def test_expressions() -> None:
    found = parse_expression("a[1, x] + 0.5 * b[2, y]? - c.d[Σ*, z]")
    assert [(weight, one and one.table) for weight, one in found.terms] == [
        (Decimal(1), "a"),
        (Decimal("0.5"), "b"),
        (Decimal(-1), "c.d"),
    ]
    assert [one.optional for one in found.selectors] == [False, True, False]
    assert parse_expression("0").terms == ((Decimal(0), None),)
