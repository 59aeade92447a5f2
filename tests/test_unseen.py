# ruff: noqa: E501 - sentences are quoted whole
"""Prose of other places, all of it right: nothing is said of it; with one number changed, that is found."""

import pytest
from forms import audited

FINAL = "# 甲市乙局2024年度部门决算\n\n# 第三部分 2024年度部门决算情况说明\n\n"
BUDGET = "# 甲市乙局2025年部门预算\n\n# 第二部分 2025年部门预算情况说明\n\n"

CASES = {
    "two ways to divide one total, each by itself": (
        FINAL,
        "2024年财政拨款支出2400万元，支出分类如下：\n\n1.按功能分类：农林水支出2000万元，占83.33%；社会保障和就业支出250万元，占10.42%；卫生健康支出50万元，占2.08%；住房保障支出100万元，占4.17%。\n\n2.按经济分类：工资福利支出1200万元，占50%；商品和服务支出900万元，占37.5%；对个人和家庭的补助100万元，占4.17%；资本性支出200万元，占8.33%。",
        "住房保障支出100万元",
        "住房保障支出110万元",
        "TX-05b",
    ),
    "one sentence for each way to divide it": (
        FINAL,
        "本年支出1508.2万元。按支出性质分：基本支出1300.2万元（其中人员经费1180.2万元，公用经费120万元），项目支出208万元。按经济分类分：工资福利支出1100万元，商品和服务支出298.2万元，对个人和家庭的补助80万元，资本性支出30万元。",
        "商品和服务支出298.2",
        "商品和服务支出289.2",
        "TX-05b",
    ),
    "what is carried on is no spending": (
        FINAL,
        "2024年度本部门政府性基金预算财政拨款年初结转和结余30.00万元，本年收入500.00万元，本年支出480.00万元，其中：基本支出0.00万元，项目支出480.00万元，年末结转和结余50.00万元。",
        "本年支出480.00",
        "本年支出408.00",
        "TX-05b",
    ),
    "其中 behind a full stop divides one of the sentence's numbers": (
        FINAL,
        "2024年政府采购计划金额500.00万元，实际采购金额460.00万元，节约资金40.00万元，节约率8.00%。其中：货物类采购160.00万元，工程类采购200.00万元，服务类采购100.00万元。",
        "服务类采购100.00",
        "服务类采购110.00",
        "TX-25b",
    ),
    "last year's end is what the change is from": (
        FINAL,
        "年末结转和结余320.00万元，上年末结转和结余为280.00万元，本年增加40.00万元，增长14.29%。",
        "",
        "",
        "",
    ),
    "a project's years and its money of this year": (
        BUDGET,
        "1.水库项目。总投资3,600万元，其中中央资金2,000万元、省级资金1,000万元、县级资金600万元。分三年实施：2024年1,000万元，2025年1,500万元，2026年1,100万元。本年预算安排1,500万元，比上年增加500万元，增长50%。\n\n2.饮水项目。上年结转100万元，本年安排300万元，合计400万元。",
        "增加500万元",
        "增加550万元",
        "TX-11",
    ),
    "spending at the end of income's sentence": (
        BUDGET,
        "甲市乙局2025年收支总预算2,860.50万元。收入包括：一般公共预算拨款收入2,500.50万元、政府性基金预算拨款收入300.00万元、上年结转60.00万元；支出包括：社会保障和就业支出210.00万元、卫生健康支出95.50万元、农林水支出2,400.00万元、住房保障支出155.00万元。",
        "卫生健康支出95.50",
        "卫生健康支出99.50",
        "TX-02",
    ),
    "shares of a whole under another heading": (
        BUDGET,
        "# （一）规模变化情况\n\n2025年一般公共预算当年拨款2,500.50万元。\n\n# （二）结构情况\n\n社会保障和就业支出210.00万元，占8.40%；卫生健康支出95.50万元，占3.82%；农林水支出2,040.00万元，占81.58%；住房保障支出155.00万元，占6.20%。",
        "农林水支出2,040.00",
        "农林水支出2,004.00",
        "TX-27b",
    ),
    "shares of the three public expenses, their sum unprinted": (
        FINAL,
        "2024年度“三公”经费财政拨款支出决算中，因公出国（境）费支出决算2.00万元，占10.00%；公务用车购置及运行维护费支出决算14.00万元，占70.00%；公务接待费支出决算4.00万元，占20.00%。",
        "占70.00%",
        "占77.00%",
        "TX-27b",
    ),
    "compared with the plan, then with last year": (
        FINAL,
        "公务用车运行维护费支出15.00万元，比年初预算减少5.00万元，下降25.00%，比上年减少2.00万元，下降11.76%。",
        "减少2.00",
        "减少2.20",
        "TX-11",
    ),
    "收、支总计均为": (
        FINAL,
        "2024年度收、支总计均为1,286.57万元。与上年度相比,收、支总计各增加156.23万元,增长13.82%。",
        "增加156.23",
        "增加165.23",
        "TX-11",
    ),
    "money behind a reason that goes on with the list": (
        BUDGET,
        "本年收入2,950万元，主要包括：一般公共预算拨款收入2,500万元，占84.75%，比2024年预算增加100万元，增长4.17%，增长原因主要是项目支出增加，政府性基金预算拨款收入400万元，占13.56%，比2024年预算减少100万元，下降20.00%，单位资金收入50万元，占1.69%，与2024年预算持平。",
        "减少100万元",
        "减少110万元",
        "TX-11",
    ),
    "a project's plan, outturn and rate in a sentence that does not name it": (
        FINAL,
        "“河道清淤”项目自评得分93.5分。全年预算数为300.00万元，执行数为285.00万元，完成预算的95.00%。“水质监测”项目自评得分98.0分。项目全年预算数100.00万元，执行数100.00万元，完成预算的100.00%。",
        "执行数为285.00",
        "执行数为258.00",
        "FA-10",
    ),
    "items counted by ① ②": (
        FINAL,
        "本年收入80,000.00万元。①财政拨款收入40,000.00万元，占50.00%，较上年增加2,000.00万元，增长5.26%；②事业收入35,000.00万元，占43.75%；③经营收入0万元；④其他收入5,000.00万元，占6.25%。",
        "④其他收入5,000.00",
        "④其他收入6,000.00",
        "TX-27b",
    ),
}


def findings(head: str, text: str) -> set[str]:
    """The rules on numbers of the prose that say anything grave of a text."""
    roots = audited(f"{head}{text}").findings
    every = (finding for root in roots for finding in (root, *root.consequences))
    return {one.rule for one in every if one.severity != "info" and one.rule.startswith(("TX", "FA"))}


@pytest.mark.parametrize("case", CASES)
def test_right_prose_is_left_alone(case: str) -> None:
    head, text, *_ = CASES[case]
    assert findings(head, text) == set()


@pytest.mark.parametrize("case", [name for name, case in CASES.items() if case[4]])
def test_a_number_changed_in_it_is_found(case: str) -> None:
    head, text, old, new, rule = CASES[case]
    assert old in text
    assert rule in findings(head, text.replace(old, new, 1))
