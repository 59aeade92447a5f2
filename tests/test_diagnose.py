"""Many broken checks with one cause are one finding, and say what it is."""

import pytest

from budgetaudit.audit import audit
from budgetaudit.examples import filing
from budgetaudit.messages import say
from budgetaudit.recognise import recognise
from budgetaudit.rulebook import Rulebook
from budgetaudit.rulefiles import load, shipped
from budgetaudit.verdicts import Finding

CAPTION = "| 434甲市乙局 | | 预算年度：2024 | | | 单位：{} | |\n| 科目编码 | 科目名称 | 合计 | 本年收入"
ROWS = """| 221 | 住房保障支出 | 7.00 | 7.00 | | | |
| 22102 | 住房改革支出 | 7.00 | 7.00 | | | |
| 2210201 | 住房公积金 | 6.00 | 6.00 | | | |
| 2210203 | 购房补贴 | 1.00 | 1.00 | | | |
"""


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load()


def graver(rulebook: Rulebook, *changes: tuple[str, str]) -> list[Finding]:
    """The errors and warnings of an example filing with some of its text replaced."""
    text = (shipped() / "examples" / "simple.md").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return [one for one in audit(filing(text), rulebook).findings if one.severity != "info"]


@pytest.mark.parametrize(("unit", "how"), [("元", "乘以10000"), ("亿元", "除以10000"), ("百万元", "除以100")])
def test_a_table_in_the_wrong_unit_is_one_finding(rulebook: Rulebook, unit: str, how: str) -> None:
    (found,) = graver(rulebook, (CAPTION.format("万元"), CAPTION.format(unit)))
    assert found.rule == "GS-13" and found.severity == "error"
    assert f"收入总表各数{how}后" in say(found.explanation)
    assert len(found.consequences) > 20


def test_a_single_number_in_the_wrong_unit_keeps_its_own_rule(rulebook: Rulebook) -> None:
    found = graver(
        rulebook,
        ("| 2210203 | 购房补贴 | 1.00 | 1.00 | 1.00 | | |", "| 2210203 | 购房补贴 | 10000.00 | 1.00 | 1.00 | | |"),
    )
    assert found and all("计量单位可能写错" not in say(one.explanation) for one in found)


def less(rulebook: Rulebook, *changes: tuple[str, str]) -> Finding:
    """What is said of the expenditure table without one of its classes."""
    found = graver(rulebook, (ROWS, ""), *changes)
    return next(one for one in found if one.rule == "IN-09")


def test_a_total_larger_than_its_rows_lacks_what_another_table_prints(rulebook: Rulebook) -> None:
    found = less(rulebook)
    assert found.severity == "error"
    assert "收入总表印有2210201 住房公积金、2210203 购房补贴，本表没有" in say(found.explanation)


def test_words_on_other_secrets_excuse_nothing(rulebook: Rulebook) -> None:
    found = less(
        rulebook, ("乙局负责乙项工作。", "乙局负责乙项工作。非涉密项目已全部公开。机构设置属涉密内容，不予公开。")
    )
    assert found.severity == "error"


def test_a_filing_that_says_what_it_withholds_is_only_noted(rulebook: Rulebook) -> None:
    found = graver(rulebook, (ROWS, ""), ("乙局负责乙项工作。", "涉密项目按要求不予公开。"))
    assert "IN-09" not in {one.rule for one in found}


def test_a_blank_subtotal_is_summed_by_its_parts(rulebook: Rulebook) -> None:
    (found,) = graver(rulebook, ("| 2、公务用车购置及运维费 | 6.00 | 6.00 |", "| 2、公务用车购置及运维费 | | |"))
    assert found.rule == "IN-45a"


@pytest.mark.parametrize(
    ("name", "place"),
    [("甲市乙局", ""), ("苏州市数据局", "江苏"), ("新乐市某局（河北省石家庄市）", "河北")],
)
def test_the_province_is_known_by_its_places(rulebook: Rulebook, name: str, place: str) -> None:
    text = (shipped() / "examples" / "simple.md").read_text("utf-8").replace("甲市乙局", name)
    assert recognise(filing(text), rulebook).region == place


def test_a_value_in_the_next_column_is_said(rulebook: Rulebook) -> None:
    old = "| 2210203 | 购房补贴 | 1.00 | 1.00 | |\n\n部门预算一般公共预算财政拨款基本支出表"
    new = "| 2210203 | 购房补贴 | 1.00 | | 1.00 |\n\n部门预算一般公共预算财政拨款基本支出表"
    found = graver(rulebook, (old, new))
    told = [deeper.explanation for one in found for deeper in (one, *one.consequences)]
    assert any("可能填错了行或列" in say(explanation) for explanation in told)


PROJECTS = """# 甲市乙局2024年部门预算

项目支出表

| 单位：万元 | |{0}
| 项目名称 | 合计 |{1}
| 合计 | 90.00 |{2}
| 甲项目 | 40.00 |{3}
| 丙项目 | 60.00 |{4}
"""


@pytest.mark.parametrize(
    ("beside", "severity", "certainty"),
    [
        (("", "", "", "", ""), "warning", "guessed"),
        (("|", "财政拨款 |", "100.00 |", "40.00 |", "60.00 |"), "error", "confirmed"),
    ],
)
def test_a_sum_of_rows_is_an_error_only_where_another_sum_confirms_the_rows(
    rulebook: Rulebook, beside: tuple[str, ...], severity: str, certainty: str
) -> None:
    findings = audit(filing(PROJECTS.format(*beside)), rulebook).findings
    wrong = next(finding for finding in findings if finding.rule == "IN-42")
    assert (wrong.severity, wrong.certainty) == (severity, certainty)
    assert ("请先对照原表" in say(wrong.explanation)) is (severity == "warning")
