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


# titles: whoever's table it is, however the title ends

BODIES = [
    "大学",
    "镇",
    "乡",
    "街道",
    "中学",
    "小学",
    "幼儿园",
    "党校",
    "妇联",
    "文联",
    "残联",
    "侨联",
    "科协",
    "供销社",
    "报社",
    "电视台",
    "政协",
    "人大",
    "开发区",
    "高新区",
    "林场",
    "农场",
    "监狱",
    "少年宫",
    "体校",
    "公园",
    "水库",
    "灌区",
    "气象台",
    "出版社",
    "新区",
    "园区",
    "保护区",
    "研究室",
    "督查室",
    "领导小组",
    "法院",
    "医院",
    "收费站",
    "项目办",
]
SPENT_ROWS = SPENT + "| 205 | 教育支出 | 20.00 | 10.00 | 10.00 |\n| 合计 | > | 20.00 | 10.00 | 10.00 |"
EARNED_ROWS = "| 收入 | > | 支出 | > |\n| 项目 | 预算数 | 项目 | 预算数 |\n| 一、财政拨款 | 60.00 | 一、教育支出 | 60.00 |\n| 收入总计 | 60.00 | 支出总计 | 60.00 |"
SANGONG_ROWS = "| 项目 | 预算数 |\n| 合计 | 3.00 |\n| 1.因公出国（境）费用 | 0 |\n| 2.公务接待费 | 1.00 |\n| 3.公务用车购置及运行维护费 | 2.00 |"


def named(title: str, rows: str) -> str:
    """The canonical name of a table under a title."""
    (first, *_) = facts(f"# 2026年单位预算公开\n{title}\n单位：万元\n{rows}").tables()
    return first.family


@pytest.mark.parametrize("body", BODIES)
def test_a_title_may_begin_with_any_body_s_name(body: str) -> None:
    assert named(f"甲市乙{body}收支预算总表", EARNED_ROWS) == "收支总表"
    assert named(f"甲市乙{body}支出预算表", SPENT_ROWS) == "支出总表"


TITLES = {
    "“三公”经费情况统计表": (SANGONG_ROWS, "三公经费表"),
    "财政拨款安排的“三公”经费支出决算表": (SANGONG_ROWS, "三公经费表"),
    "“三公”经费、行政参公单位机关运行经费情况表": (SANGONG_ROWS, "三公经费表"),
    "行政经费及“三公”经费预算表": (SANGONG_ROWS, "三公经费表"),
    "一般公共预算及政府性基金财政拨款“三公”经费支出决算表": (SANGONG_ROWS, "三公经费表"),
    "支出决算公开表": (SPENT_ROWS, "支出总表"),
    "2026年部综合预算支出总表": (SPENT_ROWS, "支出总表"),
    "财政拨款支出情况公开表": (SPENT_ROWS, "财政拨款支出表"),
    "一般公共预算财政拨款支出公开表": (SPENT_ROWS, "一般公共预算支出表"),
}


@pytest.mark.parametrize(("title", "table"), TITLES.items(), ids=TITLES)
def test_a_title_may_end_in_many_ways(title: str, table: tuple[str, str]) -> None:
    assert named(title, table[0]) == table[1]


NO_TITLES = {
    "another budget": ("社会保险基金支出表", SPENT_ROWS),
    "last year's": ("上年结转支出表", SPENT_ROWS),
    "a sentence": ("支出预算情况说明", SPENT_ROWS),
    "rows of something else": ("甲公司收支表", "| 项目 | 金额 |\n| 门票 | 60.00 |\n| 电费 | 20.00 |"),
    "a list of checks": ("部门预算公开检查表（收支）", EARNED_ROWS),
}


@pytest.mark.parametrize(("title", "rows"), NO_TITLES.values(), ids=NO_TITLES)
def test_what_is_about_something_else_or_filled_otherwise_is_no_such_table(title: str, rows: str) -> None:
    assert named(title, rows) == ""


def test_a_title_repeated_on_the_last_page_is_not_the_next_table_s() -> None:
    text = f"收支总表\n单位：万元\n{EARNED_ROWS}\n=== page\n收支总表\n单位：万元\n| 收入 | > | 支出 | > |\n| 项目 | 预算数 | 项目 | 预算数 |\n| 上年结转 | 1.00 | 结转下年 | 1.00 |\n=== page\n支处预算标\n{SPENT_ROWS}"
    assert [table.family for table in facts(HEAD + text).tables()] == ["收支总表", "收支总表", ""]


UNIVERSITY = f"收支预算总表\n单位：万元\n{EARNED_ROWS}\n收入预算表\n单位：万元\n| 科目编码 | 科目名称 | 合计 | 财政拨款收入 |\n| 205 | 教育支出 | 60.00 | 60.00 |\n支出预算表\n单位：万元\n{SPENT_ROWS}\n财政拨款支出预算表\n单位：万元\n{SPENT_ROWS}"


def test_a_university_publishes_four_tables() -> None:
    assert "CP-01" not in {one.rule for one in audited(f"# 甲大学2026年部门预算\n{UNIVERSITY}").findings}
    assert "CP-01" in {one.rule for one in audited(f"# 甲市乙局2026年部门预算\n{UNIVERSITY}").findings}


def test_final_accounts_name_budgets_and_are_none() -> None:
    text = "# 2024年度一般公共预算财政拨款“三公”经费支出决算情况说明\n“三公”经费支出决算1.00万元。"
    assert facts(text).kind == "决算"
