"""Rules about structure: what they say on a correct filing, on one with faults, and on published ones."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import forms
import pytest

from budgetaudit.checks import Observation
from budgetaudit.decide import decide
from budgetaudit.examples import filing
from budgetaudit.facts import Facts
from budgetaudit.loaders import read
from budgetaudit.messages import say
from budgetaudit.recognise import recognise
from budgetaudit.rulebook import Rulebook
from budgetaudit.rulefiles import load, shipped
from budgetaudit.verdicts import Status, Verdict

GROUPS = ("CP-", "GS-", "CL-", "PF-", "AN-", "TX-31", "TX-35")
PUBLIC = Path(__file__).parents[2] / "shared" / "filings"
CORRECT = (shipped() / "examples" / "structure.md").read_text("utf-8")
real = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the real filings are not there")


@lru_cache(maxsize=1)
def book() -> Rulebook:
    return load()


def facts(*changes: tuple[str, str]) -> Facts:
    """The correct example filing, with changes."""
    text = CORRECT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return recognise(filing(text), book())


def verdicts(found: Facts) -> Iterator[Verdict]:
    for rule in book().rules:
        if rule.id.startswith(GROUPS) and rule.severity != "off":
            yield from decide(rule, found)


def broken(found: Facts, least: str = "info") -> list[tuple[str, str]]:
    """(rule, message) of what does not hold, at or above a severity."""
    order = ("error", "warning", "info")
    return [
        (verdict.rule.id, say(verdict.check.message))
        for verdict in verdicts(found)
        if verdict.status is Status.BROKEN and isinstance(verdict.check, Observation)
        if order.index(verdict.check.severity or verdict.rule.severity) <= order.index(least)
    ]


def test_a_correct_filing_has_no_finding() -> None:
    assert broken(facts()) == []


def test_every_observation_has_a_place_and_a_sentence() -> None:
    wrong = facts(
        ("截至2023年12月31日", "截至2021年12月31日"), ("厉行节约", "例行节约"), ("五、预算绩效信息", "预算绩效信息")
    )
    checks = [v.check for v in verdicts(wrong) if v.status is Status.BROKEN]
    assert len(checks) == 6
    for check in checks:
        assert isinstance(check, Observation)
        assert check.spots and check.spots[0].place.line > 0
        assert say(check.message).endswith("。") and check.stated


@pytest.mark.parametrize(
    "sentence",
    [
        "到2027年，建成乙项管理体系。",
        "制定2024-2026年乙项规划。",
        "依据《2025年乙项工作要点》（甲发〔2025〕12号）。",
        "2023年，我局完成了乙项管理任务。",
        "2023年预算执行数为60万元，2024年预算安排63万元。",
        "2025年底前完成乙项建设。",
        "做好党的二十届三中全会召开前的各项准备，迎接二十届三中全会。",
        "认真学习贯彻党的二十大精神。",
        "行政事业单位离退休人员生活补助按规定发放。",
        "比2023年预算增加3万元。",
        "截至2023年12月31日完成登记。",
    ],
)
def test_legitimate_years_and_events(sentence: str) -> None:
    assert broken(facts(("按时完成乙项管理各项任务，提高群众满意度。", sentence))) == []


def test_a_stale_year_names_the_same_paragraph_of_the_other_part() -> None:
    ((rule, message),) = broken(facts(("2024年，我单位", "2025年，我单位")), "error")
    assert rule == "GS-03"
    assert "应为2024年" in message
    assert "部门的同一段写的是“2024年，我部门" in message


def test_a_table_that_cannot_be_empty_is_an_error() -> None:
    start = CORRECT.index("单位预算支出总表")
    end = CORRECT.index("单位预算财政拨款收支总表")
    head = CORRECT[start:end].split("| | 合计")[0]
    (finding,) = broken(facts((CORRECT[start:end], head + "\n")), "error")
    assert finding[0] == "CP-02"
    assert finding[1].startswith("单位预算支出总表是空表")


@pytest.mark.parametrize("note", ["注：没有基本支出，空表列示。", "（注：2024年没有使用财政拨款的基本支出。）"])
def test_a_note_does_not_excuse_a_table_whose_amount_another_prints(note: str) -> None:
    start = CORRECT.index("部门预算一般公共预算财政拨款基本支出表")
    end = CORRECT.index("部门预算政府性基金预算财政拨款支出表")
    head = CORRECT[start:end].split("| | 合计")[0]
    (finding,) = broken(facts((CORRECT[start:end], f"{head}\n{note}\n\n")), "error")
    assert finding[0] == "CP-02"
    assert note in finding[1]


def test_a_note_in_the_prose_excuses_an_empty_table() -> None:
    note = "注：无政府性基金预算财政拨款支出，空表列示。"
    assert [rule for rule, _ in broken(facts((note, "")))] == ["CP-02", "CP-02"]
    told = facts((note, ""), ("均为一般公共预算拨款收入。", "均为一般公共预算拨款收入，没有政府性基金预算拨款。"))
    assert broken(told) == []


def test_captions_of_the_department_in_a_units_part() -> None:
    wrong = facts(("| 434001甲市乙局本级 | | | | | 预算年度", "| 434甲市乙局 | | | | | 预算年度"))
    assert broken(wrong) == [
        ("GS-06", "单位政府采购预算的表头写的是“434甲市乙局”，那是部门的名称，应为“434001甲市乙局本级”。")
    ]


@pytest.mark.parametrize("printed", ["甲市乙局", "甲市乙局（本级）", "乙局"])
def test_a_caption_that_is_short_for_the_part_is_no_finding(printed: str) -> None:
    single = CORRECT[: CORRECT.index("# 第二部分 部门所属单位预算")].replace("434甲市乙局 |", f"{printed} |", 3)
    assert [rule for rule, _ in broken(recognise(filing(single), book())) if rule == "GS-06"] == []


def test_after_a_number_printed_twice_the_rest_counts_on() -> None:
    wrong = facts(("七、国有资产", "六、国有资产"), ("八、名词", "七、名词"), ("九、其他", "八、其他"))
    assert [rule for rule, _ in broken(wrong)] == ["GS-10", "GS-10"]


def test_the_lists_of_codes() -> None:
    codes = book().classification.codes["functional"]
    assert {entry.name for entry in codes.of("201")} == {"一般公共服务支出"}
    assert [entry.name for entry in codes.of("20805") if entry.valid(2024)] == ["行政事业单位养老支出"]
    assert codes.replaced(2024)["医疗卫生与计划生育支出"].name == "卫生健康支出"
    assert "医疗卫生与计划生育支出" not in codes.replaced(2017)


XINLE = {
    "error": ["CP-02", "GS-03", "GS-04", "GS-06", "GS-06"],
    "warning": [
        "CP-06", "CP-07", "CP-08", "CP-08", "CP-14", "CP-14", "GS-07", "GS-08", "GS-08", "GS-10", "TX-35", "TX-35",
    ],
}  # fmt: skip


@real
@pytest.mark.real
@pytest.mark.parametrize("name", ["xinle-2021.docx", "xinle-2021.txt", "xinle-2021.pdf"])
def test_the_xinle_filing(name: str) -> None:
    found = recognise(read(PUBLIC / "xinle-2021" / name), book())
    grave = [rule for rule, _ in broken(found, "error")]
    assert sorted(grave) == XINLE["error"]
    assert sorted(rule for rule, _ in broken(found, "warning") if rule not in grave) == XINLE["warning"]


LABELLED = {
    "001": ["CP-03"],
    "007": ["CP-15", "GS-02", "GS-03d"],
    "010": [],
    "012": ["CL-04b", "GS-03b", "GS-03c"],
    "017": [],
    "128": [],
    "154": [],
    "192": [],
    "217": ["GS-10"],
    "278": ["CL-02b", "CP-02", "CP-06"],
    "297": ["CP-01", "CP-04", "CP-06", "CP-07", "CP-15b"],
    "299": ["CP-15b"],
}


@real
@pytest.mark.real
@pytest.mark.parametrize("number", sorted(LABELLED))
def test_published_filings(number: str) -> None:
    """What is expected here was read and found true in the filing itself."""
    (path,) = (one for one in (PUBLIC / "public").glob(f"{number}-*") if one.suffix != ".doc")
    assert sorted(rule for rule, _ in broken(recognise(read(path), book()), "warning")) == LABELLED[number]


FOUR = """
甲大学2023年度部门决算
表1：高等学校收支决算总表
| 收入 | > | 支出 | > |
| 项目 | 决算数 | 项目 | 决算数 |
| 一、财政拨款收入 | 100.00 | 一、教育支出 | 100.00 |
| 收入总计 | 100.00 | 支出总计 | 100.00 |
表2：高等学校收入决算表
| 科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 |
|  | 合计 | 100.00 | 100.00 |
| 205 | 教育支出 | 100.00 | 100.00 |
表3：高等学校支出决算表
| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
|  | 合计 | 100.00 | 60.00 | 40.00 |
| 205 | 教育支出 | 100.00 | 60.00 | 40.00 |
表4：高等学校财政拨款支出决算表
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|  | 合计 | 100.00 | 60.00 | 40.00 |
| 205 | 教育支出 | 100.00 | 60.00 | 40.00 |
"""


def test_a_university_that_prints_its_own_set_of_tables_owes_no_other() -> None:
    lacking = {rule for rule, _ in broken(recognise(forms.filing(FOUR), book()))}
    assert not lacking & {"CP-01", "CP-01b", "CP-05"}
    body = FOUR.replace("甲大学", "甲市乙局").replace("高等学校", "部门")
    assert "CP-01" in {rule for rule, _ in broken(recognise(forms.filing(body), book()))}
