# ruff: noqa: E501 - sentences are quoted whole
"""What a number of the prose is compared with: small filings, and what is said of their sentences."""

from forms import audited

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
