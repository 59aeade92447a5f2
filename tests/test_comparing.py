# ruff: noqa: E501 - sentences are quoted whole
"""What a number of the prose is compared with: small filings, and what is said of their sentences."""

from forms import audited

from budgetaudit.messages import say
from budgetaudit.verdicts import Finding

HEAD = "# 甲市乙局2026年部门预算公开\n\n# 第一部分 部门预算情况说明\n\n"


def told(prose: str, tables: str, *rules: str) -> list[Finding]:
    """What these rules (all on prose if none is named) say of a filing, consequences after their cause."""
    wanted = rules or ("TX", "FA")
    roots = audited(f"{HEAD}{prose}\n\n# 第二部分 部门预算表\n\n{tables}").findings
    every = (finding for root in roots for finding in (root, *root.consequences))
    return [finding for finding in every if finding.rule.startswith(wanted)]


def errors(prose: str, tables: str, *rules: str) -> list[tuple[str, str]]:
    """The errors among them: rule, and the difference."""
    return [(one.rule, one.difference) for one in told(prose, tables, *rules) if one.severity == "error"]


def summary(income: str, spending: str, *lines: str) -> str:
    """收支总表 in 元, with a total on each side; `lines` are further rows."""
    rows = "\n".join(lines)
    return (
        "部门收支总表\n\n单位：元\n\n| 收入 | > | 支出 | > |\n| 项目 | 预算数 | 项目 | 预算数 |\n"
        f"{rows}\n| 收入总计 | {income} | 支出总计 | {spending} |\n"
    )


# rounding as people do it

ROUNDED = summary(
    "13616271.00",
    "13616271.00",
    "| 一、财政拨款收入 | 12376671.00 | 一、文化旅游体育与传媒支出 | 11214600.00 |",
    "| 二、事业收入 | 697800.00 | 二、社会保障和就业支出 | 1507100.00 |",
    "| 三、其他收入 | 541800.00 | 三、卫生健康支出 | 894571.00 |",
)


def test_a_total_of_rounded_parts_carries_the_rounding_of_each() -> None:
    prose = "2026年收入预算1361万元，其中：财政拨款收入1237万元，事业收入70万元，其他收入54万元。"
    assert errors(prose, ROUNDED) == [("TX-03", "-0.6671")]
    listed = "\n\n财政拨款支出主要内容如下：\n\n1.文化旅游体育与传媒支出（类）997万元。\n\n2.社会保障和就业支出（类）151万元。\n\n3.卫生健康支出（类）89万元。"
    assert errors(f"{prose}{listed}", ROUNDED, "TX-01", "TX-03") == []


def test_a_total_that_its_parts_do_not_add_up_to_is_wrong() -> None:
    prose = "2026年收入预算1361万元，其中：财政拨款收入1238万元，事业收入70万元，其他收入54万元。"
    assert ("TX-01", "-0.6271") in errors(prose, ROUNDED)


def test_a_nought_or_a_whole_number_among_decimals_is_not_rounded() -> None:
    prose = "2026年收入预算1361.63万元，其中：财政拨款收入1238万元，事业收入69.78万元，其他收入54.18万元。"
    assert ("TX-03", "0.3329") in errors(prose, ROUNDED)


def test_percentages_off_by_less_than_a_last_digit_are_one_note() -> None:
    prose = "会议费2100.00万元，比上年增加101.00万元，增长5.0%。\n\n培训费1500.00万元，比上年增加204.00万元，增长15.8%。\n\n差旅费1500.00万元，比上年增加204.00万元，增长15.9%。"
    notes = [(one.severity, one.left.value, len(one.consequences)) for one in told(prose, ROUNDED, "TX-11")]
    assert notes == [("error", "15.9", 0), ("info", "5", 1), ("info", "15.8", 0)]


# value before name: lines of the classification

ALL_MONEY = """部门支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| | 合计 | 320.00 | 120.00 | 200.00 |
| 206 | 科学技术支出 | 320.00 | 120.00 | 200.00 |
| 20603 | 应用研究 | 320.00 | 120.00 | 200.00 |
| 2060301 | 机构运行 | 120.00 | 120.00 | |
| 2060302 | 社会公益研究 | 200.00 | | 200.00 |
"""
GENERAL = """一般公共预算支出表

单位：万元

| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 | 项目支出 |
| | 合计 | 150.00 | 80.00 | 20.00 | 50.00 |
| 206 | 科学技术支出 | 150.00 | 80.00 | 20.00 | 50.00 |
| 20603 | 应用研究 | 150.00 | 80.00 | 20.00 | 50.00 |
| 2060301 | 机构运行 | 100.00 | 80.00 | 20.00 | |
| 2060302 | 社会公益研究 | 50.00 | | | 50.00 |
"""
PROJECTS = """项目支出表

单位：万元

| 项目名称 | 合计 |
| 社会公益研究 | 130.00 |
| 实验平台运行 | 70.00 |
| 合计 | 200.00 |
"""
TABLES = f"{ALL_MONEY}\n{GENERAL}\n{PROJECTS}"


def test_a_line_contradicts_the_table_of_its_section() -> None:
    prose = "# 一、一般公共预算支出情况\n\n科学技术支出（类）152.00万元。"
    (one,) = told(prose, TABLES, "TX-27")
    assert (one.severity, one.difference, one.right.value) == ("error", "2.00", "150.00")
    prose = "# 一、支出预算情况\n\n科学技术支出（类）322.00万元。"
    assert errors(prose, TABLES) == [("TX-27", "2.00")]


def test_a_line_may_be_any_of_its_cells() -> None:
    prose = "# 一、一般公共预算支出情况\n\n应用研究（款）{}万元。"
    for amount in ("320.00", "200.00", "150.00", "80.00", "20.00", "50.00"):
        assert told(prose.format(amount), TABLES, "TX-27") == []


def test_a_part_of_a_line_contradicts_nothing() -> None:
    prose = "# 一、一般公共预算支出情况\n\n1.人员经费：①机构运行（2060301）60.00万元，用于工资。"
    assert told(prose, TABLES, "TX-27") == []
    prose = "# 一、一般公共预算支出情况\n\n1.机构运行（2060301）60.00万元，用于工资。"
    assert errors(prose, TABLES) == [("TX-27", "-40.00")]


def test_a_project_called_like_a_line_is_the_project() -> None:
    prose = "# 一、项目支出情况\n\n项目支出200.00万元，具体包括：\n\n1.社会公益研究{}万元，用于研究。\n\n2.实验平台运行70.00万元，用于运行。"
    assert errors(prose.format("130.00"), TABLES) == []
    assert errors(prose.format("131.00"), TABLES, "TX-27") == [("TX-27a", "1.00")]


def test_a_project_in_the_wrong_unit_is_found() -> None:
    prose = "# 一、项目支出情况\n\n项目支出200.00万元，具体包括：\n\n1.社会公益研究项目130.00元，用于研究。"
    (one,) = [one for one in told(prose, TABLES, "TX-27a") if one.severity == "error"]
    assert "元与万元混用" in say(one.explanation)


def test_a_part_of_a_project_is_not_a_project_of_its_name() -> None:
    prose = "# 一、项目支出情况\n\n1.实验平台运行70.00万元，主要包括：社会公益研究30.00万元，用于研究；设备40.00万元，用于设备。"
    assert told(prose, TABLES, "TX-27") == []


UNITS = """项目支出表

单位：万元

| 项目名称 | 合计 |
| 甲市乙局 | 60.00 |
| 甲市乙局（本级） | 40.00 |
| 综合管理 | 40.00 |
| 甲市丙中心 | 20.00 |
| 物业管理 | 20.00 |
"""


def test_a_project_of_one_body_is_not_that_of_another() -> None:
    prose = "# 一、甲市{}\n\n1.综合管理30.00万元，用于管理。"
    assert errors(prose.format("丙中心"), UNITS, "TX-27") == []
    assert errors(prose.format("乙局（本级）"), UNITS, "TX-27") == [("TX-27a", "-10.00")]


# names of what is spent, and balances

ACCOUNTS = summary(
    "1200.00",
    "1200.00",
    "| 1、财政拨款 | 900.00 | 1、一般公共服务支出 | 1130.00 |",
    "| 2、事业收入 | 250.00 | | |",
    "| 本年收入合计 | 1150.00 | 本年支出合计 | 1130.00 |",
    "| 用事业基金弥补收支差额 | 0.00 | 结转下年 | 20.00 |",
    "| 上年实户资金余额 | 50.00 | {} | 50.00 |",
).replace("单位：元", "单位：万元")


def test_what_is_spent_of_an_income_is_not_the_income() -> None:
    prose = "2026年预算支出1130.00万元，其中一般公共预算拨款支出900.00万元、事业收入支出230.00万元、上年实户资金余额支出0.00万元，较上年增加80.00万元。"
    assert told(prose, ACCOUNTS.format("未安排支出的实户资金"), "TX") == []
    prose = "2026年预算收入1200.00万元，其中一般公共预算拨款收入900.00万元、事业收入230.00万元。"
    assert errors(prose, ACCOUNTS.format("未安排支出的实户资金"), "TX-03") == [("TX-03", "-20.00")]


def test_what_stands_between_the_year_and_the_total_may_belong_to_the_total() -> None:
    for name in ("未安排支出的实户资金", "留待以后使用的钱"):
        assert errors("", ACCOUNTS.format(name), "IN-04") == []
    assert errors(
        "", ACCOUNTS.format("结余分配").replace("| 50.00 |\n| 收入总计", "| 60.00 |\n| 收入总计"), "IN-04"
    ) == [("IN-04", "-10.00")]


# shares


def test_a_share_may_be_of_what_the_tables_print_of_its_whole() -> None:
    annex = "# 二、附件\n\n项目实际支出60.00万元，预算执行率75.00%。"
    prose = f"# 一、财政拨款支出情况\n\n2026年财政拨款支出{{}}万元，占总支出50.00%。\n\n{annex}"
    assert told(prose.format("160.00"), TABLES, "TX-27b") == []
    assert errors(prose.format("200.00"), TABLES, "TX-27b") == [("TX-27b", "-12.5")]


def test_a_share_of_a_far_whole_is_a_question() -> None:
    prose = "# 一、支出预算情况\n\n2026年预算支出60.00万元。\n\n# 二、财政拨款支出情况\n\n2026年财政拨款支出160.00万元，占总支出50.00%。"
    (one,) = told(prose, PROJECTS, "TX-27b")
    assert one.severity == "warning" and say(one.explanation).startswith("若占的是“预算支出”（60.00万元），则两处不符")


# whose number it is


def test_money_of_things_evaluated_is_not_the_body_s_own() -> None:
    prose = "# 一、预算绩效情况\n\n本部门全面实施绩效目标管理，涉及项目2个，涉及预算资金{}万元。拟对某政策资金等1个项目开展重点绩效评价，涉及预算资金14000.00万元，一般公共预算支出0.00万元。"
    assert errors(prose.format("200.00"), f"{ROUNDED}{TABLES}", "TX-0", "TX-26") == []
    assert errors(prose.format("2000.00"), f"{ROUNDED}{TABLES}", "TX-26") == [("TX-26", "638.3729")]


def test_a_short_name_in_a_text_about_something_else_is_not_the_total() -> None:
    prose = "# 一、附件\n\n某项目全年预算数为80.00万元。项目实际支出60.00万元，预算执行率75.00%。"
    assert errors(prose, TABLES, "TX-0") == []
    prose = "# 一、支出预算情况\n\n2026年支出预算320.00万元。\n\n# 二、收入预算情况\n\n本部门支出60.00万元，收入预算320.00万元。"
    assert [rule for rule, _ in errors(prose, TABLES, "TX-04")] == ["TX-04"]


BODIES = """部门支出总表

单位：万元

| 单位名称 | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| | | 合计 | 320.00 | 120.00 | 200.00 |
| 甲市乙局（本级） | | | 300.00 | 110.00 | 190.00 |
| | 2060301 | 机构运行 | 300.00 | 110.00 | 190.00 |
| 甲市丙观测场 | | | 20.00 | 10.00 | 10.00 |
| | 2060302 | 社会公益研究 | 20.00 | 10.00 | 10.00 |
"""


def test_a_number_of_a_body_that_the_text_names_is_that_of_its_row() -> None:
    prose = "# 一、甲市丙观测场情况\n\n甲市丙观测场预算支出20.00万元，包括基本支出10.00万元、项目支出{}万元。"
    assert errors(prose.format("10.00"), BODIES, "TX-05") == []
    assert errors(prose.format("190.00"), BODIES, "TX-05") != []


def test_a_line_contradicts_the_table_of_what_leads_to_its_list() -> None:
    listed = "1.科学技术支出（类）152.00万元，用于研究。"
    prose = f"# 一、编制说明\n\n财政拨款支出主要内容如下：\n\n{listed}"
    assert errors(prose, TABLES, "TX-27") == [("TX-27", "2.00")]
    assert errors(f"# 一、编制说明\n\n{listed}", TABLES, "TX-27") == [("TX-27", "-168.00")]
