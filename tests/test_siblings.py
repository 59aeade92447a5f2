"""Files of one body about one year are compared with each other, by check and by batch."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from budgetaudit.cli import app
from budgetaudit.siblings import Stated, contradictions

TEXT = """甲市乙局2025年部门预算

一、“三公”经费

2025年“三公”经费预算{total}万元，其中：因公出国（境）费0.00万元；公务接待费{meals}万元；公务用车购置及运行费2.00万元。
"""


def pair(folder: Path, **changes: str) -> list[str]:
    """Two files, the second with changes; their paths."""
    right = {"total": "3.00", "meals": "1.00"}
    (folder / "甲.txt").write_text(TEXT.format(**right), encoding="utf-8")
    changed = TEXT.format(**{**right, **changes})
    (folder / "乙.txt").write_text(changed.replace("部门预算", changes.get("title", "部门预算")), encoding="utf-8")
    return [str(folder / "甲.txt"), str(folder / "乙.txt")]


@pytest.mark.parametrize("command", ["check", "batch"])
def test_two_files_of_one_body_contradict_each_other(command: str, tmp_path: Path) -> None:
    files = pair(tmp_path, total="3.40", meals="1.40")
    words = files if command == "check" else [str(tmp_path), "--jobs", "1", "--output", str(tmp_path / "out")]
    told = CliRunner().invoke(app, [command, *words, "--fail-on", "warning"])
    assert told.exit_code == 1
    assert "同一单位同一年度的文件，有2个数不同" in told.output
    assert "三公经费 3.00万元／3.40万元" in told.output or "三公经费 3.40万元／3.00万元" in told.output


@pytest.mark.parametrize("changes", [{}, {"title": "单位预算", "total": "3.40", "meals": "1.40"}])
def test_files_that_agree_or_are_of_different_scope(changes: dict[str, str], tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["check", *pair(tmp_path, **changes), "--fail-on", "warning"])
    assert "同一单位同一年度" not in told.output


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        (("3.00万元",), ("3.0万元",), False),
        (("3.00万元",), ("30000元",), False),
        (("3.00万元",), ("5.00万元",), True),
        (("3.00万元", "4.00万元"), ("5.00万元",), False),
        (("3.00万元",), ("12%",), False),
    ],
)
def test_what_cannot_be_one_number(one: tuple[str, ...], other: tuple[str, ...], wrong: bool) -> None:
    files = [Stated("甲", "甲局 · 2025", {"三公经费": one}), Stated("乙", "甲局 · 2025", {"三公经费": other})]
    assert bool(contradictions(files)) == wrong


def test_an_amount_that_the_other_file_prints_for_something_else_proves_nothing() -> None:
    one = Stated("甲", "甲局 · 2025", {"三公经费": ("3.00万元",), "项目支出": ("5.00万元",)})
    other = Stated("乙", "甲局 · 2025", {"三公经费": ("5.00万元",), "项目支出": ("5.00万元",)})
    assert contradictions([one, other]) == ()
    assert contradictions([one, Stated("丙", "", {"三公经费": ("9.00万元",)})]) == ()
