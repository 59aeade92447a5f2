"""Waived findings stay in the report, as notes with their reason."""

from datetime import date
from pathlib import Path

import hand
import pytest
from test_cli import WRONG, run

from budgetaudit.errors import RuleError
from budgetaudit.messages import say
from budgetaudit.waivers import load, waive

TODAY = date(2026, 6, 1)


def written(folder: Path, text: str) -> Path:
    path = folder / "waivers.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "entry",
    [
        "finding: f1",
        "rule: IN-31",
        "rule: IN-31\n  part: 部门",
        "rule: IN-31\n  table: 政府采购*",
        "rule: IN-31\n  until: 2026-06-01",
    ],
)
def test_covered(entry: str, tmp_path: Path) -> None:
    waivers = load(written(tmp_path, f"- {entry}\n  why: 已核实\n"), TODAY)
    audit, idle = waive(hand.audit(*hand.findings()), waivers)
    first = audit.findings[0]
    assert (first.severity, first.consequences[0].severity) == ("info", "info")
    assert say(first.explanation) == f"已豁免：已核实（{tmp_path}/waivers.yaml:1）"
    assert not idle and {finding.severity for finding in audit.findings} == {"info"}


@pytest.mark.parametrize("entry", ["finding: f9", "rule: IN-31\n  part: 单位1", "rule: IN-3"])
def test_not_covered(entry: str, tmp_path: Path) -> None:
    waivers = load(written(tmp_path, f"- {entry}\n  why: 已核实\n"), TODAY)
    audit, idle = waive(hand.audit(*hand.findings()), waivers)
    assert "error" in {finding.severity for finding in audit.findings} and idle == waivers


def test_past(tmp_path: Path) -> None:
    assert not load(written(tmp_path, "- rule: IN-31\n  until: 2026-05-31\n  why: 甲\n"), TODAY)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- rule: IN-31\n", "waivers.yaml:1: 缺少“why”"),
        ("- why: 甲\n", "waivers.yaml:1: 缺少“finding”或“rule”"),
        ("- rule: IN-31\n  why:\n", "没有写理由"),
        ("- rul: IN-31\n  why: 甲\n", "是不是“rule”"),
        ("- rule: IN-31\n  why: 甲\n  until: soon\n", "waivers.yaml:3: “soon”不是"),
    ],
)
def test_mistakes(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=told):
        load(written(tmp_path, text), TODAY)


def test_on_the_command_line(tmp_path: Path) -> None:
    path = written(tmp_path, "- {rule: IN-31, why: 已核实}\n- {rule: ZZ-1, why: 无}\n")
    done = run("check", WRONG, "--select", "IN-31", "--waivers", path)
    assert done.returncode == 0 and "已豁免：已核实" in done.stdout
    assert "没有对应的问题" in done.stderr
