"""Each mistake in a rule file, and its exact message."""

import re
from pathlib import Path

import pytest
import yaml
from forms import audited, facts
from msgspec.structs import replace
from ruamel.yaml import YAML

from budgetaudit.conditions import in_force
from budgetaudit.errors import RuleError
from budgetaudit.rulefiles import load, shipped
from budgetaudit.rulefiles.schema import schema

RULE = """\
- id: ZZ-01
  title: 甲
  title_en: A
  kind: {kind}
  severity: error
"""
EQUAL = RULE.format(kind="equal")


def attempt(tmp_path: Path, text: str, name: str = "x.yaml") -> str:
    """The message of loading one more rule file."""
    path = tmp_path / "rules" / "checks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load([path])
    return str(caught.value)


MISTAKES = {
    "unknown key": (
        EQUAL.replace("severity", "severty"),
        "rules/checks/x.yaml:5: 没有“severty”这个键；是不是“severity”？",
    ),
    "unknown kind": (
        RULE.format(kind="equals"),
        "rules/checks/x.yaml:4: 没有“equals”这个种类；是不是“equal”？",
    ),
    "unknown severity": (
        EQUAL.replace("error", "eror") + "  cells: ['支出总表[合计, 合计]', '0']\n",
        "rules/checks/x.yaml:5: 没有“eror”这个级别；是不是“error”？",
    ),
    "duplicate key": (EQUAL + "  title: 乙\n", "rules/checks/x.yaml:6: “title”重复。"),
    "missing key": ("- id: ZZ-01\n  kind: equal\n", "rules/checks/x.yaml:1: 缺少“title”。"),
    "no kind": ("- id: ZZ-01\n  title: 甲\n", "rules/checks/x.yaml:1: 缺少“kind”。"),
    "kind's own missing key": (
        RULE.format(kind="product") + "  tables: 政府采购表\n  column: 合计\n",
        "rules/checks/x.yaml:1: 缺少“factors”。",
    ),
    "unknown entry": (
        "- tabel: 甲表\n",
        "rules/checks/x.yaml:1: 没有“tabel”这个条目；是不是“table”？",
    ),
    "misspelt table": (
        EQUAL + "  cells: ['支出总表[合计, 合计]', '支出总[合计, 合计]']\n",
        "rules/checks/x.yaml:6: 没有“支出总”这个表；是不是“支出总表”？",
    ),
    "misspelt column": (
        EQUAL + "  cells:\n    - 支出总表[合计, 基本支]\n    - 支出总表[合计, 合计]\n",
        "rules/checks/x.yaml:7: 没有“基本支”这个支出总表的列；是不是“基本支出”？",
    ),
    "misspelt row": (
        EQUAL + "  cells: ['收支总表.收入[收入总, 预算数]', '0']\n",
        "rules/checks/x.yaml:6: 没有“收入总”这个收支总表.收入的行；是不是“收入总计”？",
    ),
    "broken selector": (
        EQUAL + "  cells: ['支出总表[合计, 合计', '0']\n",
        "rules/checks/x.yaml:6: “支出总表[合计, 合计”第12个字符处：缺少“]”。",
    ),
    "unknown condition": (
        EQUAL + "  when: {al_fiscal: yes}\n  cells: ['支出总表[合计, 合计]', '0']\n",
        "rules/checks/x.yaml:6: 没有“al_fiscal”这个条件；是不是“all_fiscal”？",
    ),
    "bad years": (
        EQUAL + "  when: {years: recent}\n",
        "rules/checks/x.yaml:6: 年度应写作 2019-2024 或 2022-，写的是“recent”。",
    ),
    "tolerance without why": (
        EQUAL + "  tolerance: 0.01万元\n",
        "rules/checks/x.yaml:6: 写了“tolerance”就要写“why”。",
    ),
    "not YAML": ("- id: [ZZ\n", "rules/checks/x.yaml:2: YAML格式有误：did not find expected ',' or ']'。"),
    "a list is needed": ("id: ZZ-01\n", "rules/checks/x.yaml:1: 此处应为列表。"),
    "same id again": (
        EQUAL.replace("ZZ-01", "IN-01") + "  cells: ['支出总表[合计, 合计]', '0']\n",
        "rules/checks/x.yaml:1: 规则编号“IN-01”在 rules/checks/in.yaml:3 已用过，请换一个编号。",
    ),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_named_with_file_line_and_the_nearest_right_name(tmp_path: Path, text: str, message: str) -> None:
    assert attempt(tmp_path, text) == message


def test_a_kinds_choices_are_closed(tmp_path: Path) -> None:
    text = RULE.format(kind="compare") + "  left: '0'\n  relation: '='\n  right: '0'\n"
    assert attempt(tmp_path, text) == "rules/checks/x.yaml:7: 没有“=”这个取值；是不是“>=”？"


TABLES = {
    "unknown key": (
        "- table: 甲表\n  tittles: [甲]\n",
        "rules/checks/x.yaml:2: 没有“tittles”这个键；是不是“titles”？",
    ),
    "unknown row kind": (
        "- table: 甲表\n  rows: label\n  lines:\n    合计: {kind: totl}\n",
        "rules/checks/x.yaml:4: 没有“totl”这个行的种类；是不是“total”？",
    ),
    "unknown role": (
        "- table: 甲表\n  columns:\n    数: {role: amout}\n",
        "rules/checks/x.yaml:3: 没有“amout”这个用途；是不是“amount”？",
    ),
    "a parent that is no row": (
        "- table: 甲表\n  lines:\n    合计: [合计]\n    其中: {parent: 合}\n",
        "rules/checks/x.yaml:4: 没有“合”这个行；是不是“合计”？",
    ),
}


@pytest.mark.parametrize(("text", "message"), TABLES.values(), ids=TABLES)
def test_templates_are_closed_too(tmp_path: Path, text: str, message: str) -> None:
    assert attempt(tmp_path, text) == message


def test_scalars_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text("- table: 甲表\n  titles: [no, 1:30, 0201, 2024]\n", "utf-8")
    template = next(one for one in load([path]).templates if one.name == "甲表")
    assert template.titles == ("no", "1:30", "0201", "2024")


def test_a_users_rule_joins_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(EQUAL + "  cells: ['支出总表[合计, 合计]', '收入总表[合计, 合计]']\n", "utf-8")
    rulebook = load([path])
    assert rulebook.rules[-1].id == "ZZ-01"
    assert rulebook.digest != load().digest


def test_a_missing_folder_is_said() -> None:
    with pytest.raises(RuleError, match="找不到这个规则文件夹或文件"):
        load([Path("/nowhere/rules")])


def test_shipped_rules_load_and_each_is_a_statement() -> None:
    rulebook = load()
    assert shipped().is_dir()
    assert len(rulebook.rules) > 100
    for rule in rulebook.rules:
        assert rule.title and rule.title_en and rule.source.startswith("rules/checks/")


def test_the_schema_knows_every_kind() -> None:
    titles = {one.get("title") for one in schema()["items"]["anyOf"]}
    assert {"sum", "rollup", "equal", "compare", "product", "consolidate", "formula"} <= titles


def test_a_pack_gives_names_and_severities(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "- pack: mine\n  title: 某省\n  severities: {IN-41: 'off'}\n"
        "  tables:\n    支出总表: {titles: [某省支出表], columns: {合计: [总数]}}\n",
        "utf-8",
    )
    rulebook = load(packs=[str(path)])
    table = next(template for template in rulebook.templates if template.name == "支出总表")
    assert "某省支出表" in table.titles and table.pack == "mine"
    assert any(column.name == "合计" and "总数" in column.aliases for column in table.columns)
    assert next(rule for rule in rulebook.rules if rule.id == "IN-41").severity == "off"


def test_the_strict_pack_makes_heuristics_warnings() -> None:
    assert next(rule for rule in load(packs=["strict"]).rules if rule.id == "XT-30").severity == "warning"


PACKS = {
    "unknown rule": (
        "- pack: p\n  title: 甲\n  severities: {IN-411: info}\n",
        "没有“IN-411”这个规则；是不是“IN-41”？",
    ),
    "unknown table": (
        "- pack: p\n  title: 甲\n  tables:\n    支出总: {titles: [甲]}\n",
        "没有“支出总”这个表；是不是“支出总表”？",
    ),
}


@pytest.mark.parametrize(("text", "message"), PACKS.values(), ids=PACKS)
def test_a_pack_that_names_nothing_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load(packs=[str(path)])
    assert str(caught.value) == f"{path}:1: {message}"


def test_an_unknown_pack_is_named() -> None:
    with pytest.raises(RuleError, match="没有“strickt”这个规则包；是不是“strict”"):
        load(packs=["strickt"])


@pytest.mark.parametrize(("pack", "rule", "severity"), [("hebei", "CP-11", "warning"), ("shanghai", "GS-03b", "error")])
def test_the_packs_of_places_are_laid_over_the_rules(pack: str, rule: str, severity: str) -> None:
    before, after = ({one.id: one.severity for one in book.rules} for book in (load(), load(packs=[pack])))
    assert before[rule] != severity == after[rule]
    assert before.keys() == after.keys()


@pytest.mark.parametrize("path", sorted(shipped().rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_parser_of_yaml_reads_the_same(path: Path) -> None:
    written = path.read_text("utf-8")
    expected = repr(yaml.load(written, yaml.SafeLoader))
    assert repr(yaml.load(written, yaml.CSafeLoader)) == expected
    assert repr(YAML(typ="safe", pure=True).load(written)) == expected  # YAML 1.2: `yes` is a text there


@pytest.mark.parametrize(("answer", "value"), [("true", "yes"), ("yes", "yes"), ("false", "no"), ("no", "no")])
def test_a_condition_is_answered_in_either_way(tmp_path: Path, answer: str, value: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(EQUAL + f"  when: {{all_fiscal: {answer}}}\n", "utf-8")
    rule = next(rule for rule in load([path]).rules if rule.id == "ZZ-01")
    assert [(asked.name, asked.value) for asked in rule.conditions] == [("all_fiscal", value)]


WORDS = "- id: MY-01\n  title: 甲\n  title_en: a\n  kind: wording\n  severity: info\n  patterns: {'(': 乙}\n"
HOSTILE = {
    "nested": ("[" * 100_000, ":1: 嵌套过深。"),
    "nested in lines": ("- [\n" + "[{甲: \n" * 40, ":26: 嵌套过深。"),
    "spellings": ("- subject: 甲\n  family: 乙\n  aliases: ['" + "{a,b,c,d,e,f,g,h}" * 9 + "']\n", "超过 10000 种写法"),
    "pattern": (WORDS, "正则表达式“(”有误"),
    "bomb": ("- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n", "1: "),
}


@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_rules_are_errors(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError, match=re.escape(message)) as caught:
        load([path])
    assert str(caught.value).startswith(f"{path}:")


def test_every_rule_with_a_basis_says_since_when() -> None:
    for rule in load().rules:
        assert bool(rule.basis) == bool(rule.since), rule.id


@pytest.mark.parametrize(
    ("year", "kind", "bound"),
    [(2016, "预算", False), (2017, "预算", True), (2015, "决算", False), (2016, "决算", True), (0, "预算", True)],
)
def test_a_duty_binds_what_was_published_since(year: int, kind: str, bound: bool) -> None:
    assert in_force("2016-10", replace(facts("甲市乙局2026年部门预算"), year=year, kind=kind)) == bound


def test_no_rule_about_a_duty_speaks_of_a_filing_older_than_it_or_of_a_government() -> None:
    words = "部门预算\n一、收入说明\n2026年收入100万元。\n" + "本部门按规定编制预算，各项工作正常开展。\n" * 40
    duties = {rule.id for rule in load().rules if rule.basis}
    for title, told in (("甲市乙局2026年", True), ("甲市乙局2014年", False)):
        findings = audited(title + words.replace("2026年", title[4:9])).findings
        assert any(finding.rule in duties for finding in findings) == told
    government = audited("甲镇2018年预算执行情况和2019年预算草案的报告\n" + words.partition("\n")[2])
    assert not any(finding.rule in duties for finding in government.findings)


def test_since_is_a_month(tmp_path: Path) -> None:
    assert "施行的月份应写作 2016-10，写的是“2016年”" in attempt(
        tmp_path, RULE.format(kind="goals") + "  ask: weights\n  since: 2016年\n"
    )
