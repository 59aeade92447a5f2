"""Performance forms: one form over pages of other widths, points for money spent, sums that the form prints."""

import pytest
from forms import audited, facts

from budgetaudit.facts import Goal
from budgetaudit.verdicts import Finding

UPPER = """
甲市乙局2026年部门预算
丙项目绩效目标表
| 项目名称 | > | 设备购置 | > | > | > | > |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | > | 指标值 | 分值权重（90分） |
| ^ | 产出指标 | 数量指标 | 购置数量 | > | ≤3 | 50 |
| ^ | 效益指标 | 社会效益指标 | 工作效率 | > | ≥95 | 30 |
"""
LOWER = "|  | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥95 | 10 |"
NEXT = """
丁项目绩效目标表
| 项目名称 | > | 宣传 | > | > |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值权重（90分） |
| 产出指标 | 数量指标 | 数量 | ≥3 | 90 |
"""
REVIEW = """
甲市乙局2022年度部门决算
丙项目绩效自评表
| 项目名称 | 丙项目 | > | > | > | > | > |
| 项目资金（万元） |  | 年初预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| ^ | 年度资金总额 | 100 | 95 | 10 | 95% | 9.5 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标（50分） | 数量指标 | 数量 | 10 | 10 | 50 | 50 |
| 效益指标（30分） | 社会效益指标 | 效益 | 提高 | 提高 | 20 | 20 |
| ^ | 生态效益指标 | 绿地 | 提高 | 提高 | 10 | 10 |
| 满意度指标（10分） | 服务对象满意度 | 满意度 | 95% | 95% | 10 | 10 |
| 总分 | > | > | > | > | 100 | 99.5 |
"""


def weights(text: str) -> list[Finding]:
    return [finding for finding in audited(text).findings if finding.rule == "PF-07"]


def goal(text: str) -> Goal:
    return facts(text).parts[0].goals[0]


@pytest.mark.parametrize("between", ["", "数量指\n标\n年度\n指标 产出\n"])
def test_a_form_goes_on_over_a_page_that_is_narrower(between: str) -> None:
    text = f"{UPPER}=== \n{between}{LOWER}\n=== {NEXT}"
    assert [line.weight.raw for line in goal(text).lines if line.weight] == ["50", "30", "10"]
    assert weights(text) == []


def test_a_form_that_another_follows_is_whole_and_can_break() -> None:
    (wrong,) = weights(UPPER + NEXT)
    assert (wrong.left.value, wrong.right.value) == ("80", "90")


def test_a_form_whose_end_was_not_seen_cannot_break() -> None:
    assert weights(UPPER) == []


def test_a_form_of_which_a_piece_was_not_read_cannot_break() -> None:
    assert weights(f"{UPPER}=== \n|  | 满意度指标 | 满意度 | 10 | ≥95 | 可 |\n=== {NEXT}") == []


def test_points_for_money_spent_belong_to_the_sum() -> None:
    form = goal(REVIEW)
    assert (form.spent and form.spent.raw, form.points and form.points.raw) == ("10", "100")
    assert weights(REVIEW) == []


def test_a_level_has_the_points_that_it_prints() -> None:
    (wrong,) = weights(REVIEW.replace("提高 | 20 |", "提高 | 16 |"))
    assert (wrong.left.value, wrong.right.value, wrong.right.label) == ("26", "30", "效益指标（30分）")
    assert [follows.rule for follows in wrong.consequences] == ["PF-07"]


def test_blank_points_for_money_spent_leave_the_sum_unchecked() -> None:
    assert weights(REVIEW.replace("95 | 10 | 95%", "95 |  | 95%")) == []


def test_ninety_and_a_hundred_are_sums_of_a_form_that_prints_none() -> None:
    form = NEXT.replace("分值权重（90分）", "权重")
    for sum_of_weights, errors in ((90, 0), (100, 0), (80, 1)):
        text = f"甲市乙局2026年部门预算\n{form.replace('≥3 | 90', f'≥3 | {sum_of_weights}')}{UPPER}"
        assert len(weights(text)) == errors
