"""Silence is not approval: what a document is, what of it was not read, and which exit code says so."""

from pathlib import Path

import pytest
from forms import audited, facts
from typer.testing import CliRunner

from budgetaudit.cli import app
from budgetaudit.errors import FilingError
from budgetaudit.messages import say
from budgetaudit.reporters import Look, render

LINED = "\n".join(f"20103{n:02d} 某某支出 {n}00.50 {n}00.50" for n in range(1, 8))
FORM = """
甲市乙局2026年部门整体绩效目标表
| 部门名称 | 甲市乙局 | > |
| 支出 | 预算金额（万元） | 备注 |
| 基本支出 | 58,118.59 | 无 |
| 一级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量 | ≥3 |
"""
UNKNOWN = """
甲市乙局2026年部门预算
某某明细表
| 事项 | 甲方 | 乙方 |
| 某事 | 12.00 | 3.00 |
| 又一事 | 10.00 | 3.00 |
"""


def told(text: str) -> str:
    report = render("console", audited(text), Look())
    assert isinstance(report, str)
    return report


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("甲市乙局2026年部门预算\n附件：甲市乙局2026年部门预算.pdf", "只有附件（甲市乙局2026年部门预算.pdf）"),
        ("甲市乙局2026年部门预算\n本页没有内容", "没有一个可以核对的数"),
        (FORM, "只有绩效目标表"),
        (UNKNOWN, "有1个表没有认出（某某明细表），其中4个数没有核对"),
        (f"甲市乙局2026年部门预算\n{LINED}", "有14个数不在句子里"),
        ("甲镇2018年预算执行情况和2019年预算草案的报告\n收入合计100万元。", "一级政府的预算"),
    ],
)
def test_what_was_not_checked_is_said(text: str, words: str) -> None:
    report = told(text).replace("\n", "")
    assert words in report and "没有发现问题" not in report


@pytest.mark.parametrize("form", ["json", "html", "markdown", "sarif", "junit"])
def test_every_report_says_it(form: str) -> None:
    report = render(form, audited(UNKNOWN), Look())
    assert isinstance(report, str)
    assert "有1个表没有认出（某某明细表）" in report and "没有发现问题" not in report


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("2026年度甲区单位预算公开情况检查表", "检查表"),
        ("甲市财政项目支出绩效评价报告", "评价报告"),
        ("2017年度部門決算情況說明", "繁体字"),
    ],
)
def test_documents_that_are_no_budget_to_us_are_refused_by_name(title: str, told: str) -> None:
    with pytest.raises(FilingError) as refused:
        facts(f"{title}\n| 项目 | 金额 |\n| 某项 | 12.00 |")
    assert told in say(refused.value.says)


def test_a_page_with_attachments_and_empty_boxes_is_no_blank_form() -> None:
    boxes = "\n\n".join("| 索引号 |  |\n| 文号 |  |\n说明" for _ in range(4))
    assert "只有附件（表.xls）" in told(f"甲市乙局2026年部门预算\n{boxes}\n附件：表.xls").replace("\n", "")


def test_every_printed_amount_is_counted() -> None:
    assert audited(f"甲市乙局2026年部门预算\n{LINED}").coverage.numbers == 14
    assert audited(UNKNOWN).coverage.numbers == 4
    assert audited(FORM).coverage.numbers == 1


def test_dates_addresses_and_ordinals_are_no_amounts() -> None:
    text = "甲市乙局2026年部门预算\n1.1 总则\n发布时间 2026.03.02 10.30.15\n见 v1.25 与 192.168.10.20"
    assert audited(text).coverage.numbers == 0


def test_a_part_not_above_its_whole_is_not_checked_by_that() -> None:
    text = "甲市乙局2026年部门预算\n一、“三公”经费\n2026年“三公”经费预算90.00万元，其中：公务接待费2.00万元。"
    assert audited(text).coverage.checked == 0


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<h1>甲局2026年单位预算</h1><a href='x.pdf'>附件</a>", 3),
        ("<h1>甲局2026年单位预算</h1><p>支出预算100.00万元，其中：基本支出60.00万元，项目支出40.00万元。</p>", 0),
        ("<h1>甲局2026年单位预算</h1><p>支出预算100.00万元，其中：基本支出60.00万元，项目支出30.00万元。</p>", 1),
    ],
)
def test_the_exit_code_says_whether_anything_was_checked(page: str, code: int, tmp_path: Path) -> None:
    file = tmp_path / "页.html"
    file.write_text(f"<meta charset='utf-8'>{page}", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(file)])
    assert result.exit_code == code, result.output
    folder = CliRunner().invoke(app, ["batch", str(tmp_path), "--jobs", "1", "--output", str(tmp_path / "out")])
    assert folder.exit_code == code, folder.output
    assert ("只有附件（x.pdf）" in folder.output) == (code == 3)


def test_a_page_of_links_and_one_with_stray_control_characters(tmp_path: Path) -> None:
    file = tmp_path / "页.html"
    file.write_text("<p>当前位置：首页</p><p><a href='a.html'>2026年甲市乙局部门预算信息公开</a></p>", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(file)])
    assert result.exit_code == 3 and "目录页" in result.stderr
    noisy = "<h1>甲局2026年单位预算</h1>\x02<p>支出预算100.00万元，其中：基本支出60.00万元，项目支出30.00万元。</p>"
    file.write_text(noisy + "<p>某局</p>" * 50, encoding="utf-8")
    assert CliRunner().invoke(app, ["check", str(file)]).exit_code == 1
