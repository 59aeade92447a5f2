# ruff: noqa: E501 - tables are drawn a line a row
"""What stands in cells, on pages and above tables: read, unread, blank; joined, cut, hidden; named."""

import pytest
from forms import audited, facts

from budgetaudit.facts import Blank
from budgetaudit.messages import say
from budgetaudit.verdicts import Finding

HEAD = "# 甲市乙局2026年部门预算\n"
SPENT = "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n"


def found(text: str) -> list[tuple[str, str]]:
    """Rules broken and how gravely."""
    return [(one.rule, one.severity) for one in _findings(text)]


def _findings(text: str) -> tuple[Finding, ...]:
    return audited(HEAD + text).findings


# unread, blank, zero

UNREAD = (
    "支出总表\n单位：万元\n"
    + SPENT
    + "| 201 | 一般公共服务支出 | {} | 10.00 | 10.00 |\n| 合计 | > | {} | 10.00 | 10.00 |"
)


@pytest.mark.parametrize(
    ("cell", "total", "broken"),
    [
        ("20.00", "20.00", set()),
        ("2O.00", "20.00", set()),
        ("20.0.0", "20.0.0", set()),
        ("详见附件", "20.00", set()),
        ("", "20.00", {"IN-11"}),
        ("无", "20.00", {"IN-11"}),
        ("21.00", "20.00", {"IN-09"}),
    ],
)
def test_what_was_not_understood_is_neither_blank_nor_zero(cell: str, total: str, broken: set[str]) -> None:
    text = UNREAD.format(cell, total)
    assert {rule for rule, severity in found(text) if severity == "error"} == broken


def test_why_a_sum_with_an_unread_cell_is_unchecked() -> None:
    why = {say(one.why) for one in audited(HEAD + UNREAD.format("2O.00", "20.00")).unchecked}
    assert "“支出总表 · 201 一般公共服务支出 · 合计”写的是“2O.00”，读不懂" in why


def test_a_table_whose_numbers_are_unread_is_not_empty() -> None:
    text = UNREAD.format("2O.00", "2O.00").replace("10.00", "1O.00") + "\n收入总表\n单位：万元\n"
    text += "| 科目编码 | 科目名称 | 合计 | 一般公共预算 |\n| 201 | 一般公共服务支出 | 20.00 | 20.00 |"
    (table,) = facts(HEAD + text).tables("支出总表")
    assert not table.empty and all(isinstance(entry, Blank) for row in table.rows for entry in row.entries)
    assert not [rule for rule, _ in found(text) if rule == "CP-02"]


EMPTY = "一般公共预算支出表\n单位：万元\n{}| 213 | 农林水支出 | 9.00 | {} | {} |\n| 合计 | > | 9.00 | {} | {} |\n一般公共预算基本支出表\n单位：万元\n| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |\n| 合计 | > |  |  |  |"


@pytest.mark.parametrize(
    ("spent", "grave"),
    [(("", "9.00"), "info"), (("4.00", "5.00"), "error")],
    ids=["nothing to detail", "an amount without its detail"],
)
def test_a_table_must_be_filled_where_its_amount_is_printed(spent: tuple[str, str], grave: str) -> None:
    assert found(EMPTY.format(SPENT, *spent, *spent)) == [("CP-02", grave)]


CHAIN = """一般公共预算基本支出表
单位：万元
| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
| 301 | 工资福利支出 | {} | {} | |
| 30101 | 基本工资 | 5.01 | 5.01 | |
| 30102 | 津贴补贴 | 5.01 | 5.01 | |
| 30103 | 奖金 | 5.01 | 5.01 | |
| 302 | 商品和服务支出 | 2.00 | | 2.00 |
| 30201 | 办公费 | 2.00 | | 2.00 |
| 合计 | > | 17.03 | 15.03 | 2.00 |"""


@pytest.mark.parametrize(("wages", "rules"), [("15.01", set()), ("16.03", {"IN-21"})])
def test_a_total_may_add_up_the_items_where_a_class_is_rounded_from_its_own_value(wages: str, rules: set[str]) -> None:
    assert {rule for rule, severity in found(CHAIN.format(wages, wages)) if severity == "error"} == rules
