"""The selector grammar, and what selectors find."""

from decimal import Decimal

import pytest

from budgetaudit.facts import Key
from budgetaudit.selectors import SelectorError, parse, parse_expression

WRONG = {
    "支出总表[合计, 合计": "第12个字符处：缺少“]”",
    "支出总表[合计]": "第8个字符处：行名后应写“, 列名”",
    "[合计, 合计]": "第1个字符处：应写表名",
    ":支出总表[合计, 合计]": "第1个字符处：“:”前应写部分",
    "支出总表[合计, 合计] 外": "第13个字符处：“]”后面不能再有“外”",
    "支出总表[, 合计]": "第6个字符处：应写名称、编码、通配或“*”",
    "支出总表[a||b, 合计]": "第6个字符处：应写名称、编码、通配或“*”",
}


@pytest.mark.parametrize(("text", "problem"), WRONG.items(), ids=WRONG)
def test_mistakes_name_the_character(text: str, problem: str) -> None:
    with pytest.raises(SelectorError) as caught:
        parse(text)
    assert str(caught.value) == f"“{text}”{problem}。"


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
