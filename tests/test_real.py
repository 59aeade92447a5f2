"""The real filings in ../shared/filings, where that folder is: what must be found, and what must not."""

import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import forms
import pytest

from budgetaudit import loaders
from budgetaudit.audit import audit
from budgetaudit.errors import FilingError
from budgetaudit.facts import Caption
from budgetaudit.messages import say
from budgetaudit.reporters.summary import flat
from budgetaudit.text import narrow
from budgetaudit.verdicts import Audit, Finding, Status

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import labels

FILINGS = Path(__file__).parents[2] / "shared" / "filings"
PUBLIC = FILINGS / "public"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FILINGS.is_dir(), reason="the real filings are not here: ../shared/filings"),
]


@cache
def audited(path: Path) -> Audit:
    return audit(loaders.read(path), forms.rules())


def public(number: str) -> Audit:
    return audited(next(path for path in sorted(PUBLIC.glob(f"{number}-*")) if path.suffix in (".pdf", ".html")))


def said(finding: Finding) -> str:
    sides = (finding.left, finding.right)
    stated = "".join(say(text) for side in sides for text in (side.label, side.value, side.raw))
    return narrow(say(finding.message) + stated)


ERRORS = (
    ("单位1", "CP-02", ("支出总表", "空表")),
    ("单位1", "DU-06", ("支出总表", "2148.32")),
    ("单位1", "TX-02", ("2148.32", "2521.31", "372.99")),
    ("单位1", "TX-03", ("上年结转结余", "372.99", "空")),
    ("部门", "IN-31", ("购置空调", "551.76", "12.54", "539.22")),
    ("部门", "TX-21", ("56.5", "56.062", "0.438")),
    ("部门", "TX-24", ("拟购置固定资产", "56.5", "56.062")),
    ("部门", "IN-35", ("3251.8", "2080.59", "1171.21")),
    ("单位1", "GS-03", ("2022年", "2021年")),
    ("单位1", "GS-04", ("六中全会",)),
    ("单位1", "GS-06", ("政府采购预算", "434新乐市人民政府办公室", "434001新乐市人民政府办公室本级")),
    ("单位1", "GS-06", ("固定资产占用情况表", "434新乐市人民政府办公室")),
)
"""Every error of the Xinle filing, once: part, rule, figures and words."""

WARNINGS = (
    ("单位1", "TX-12", "增减96.61"),
    ("单位1", "GS-10", "预算绩效信息"),
    ("部门", "TX-35", "正科级"),
    ("部门", "CP-14", "专项资金绩效目标"),
    ("单位1", "GS-07", "新乐市人民政府办公室"),
    ("单位1", "GS-08", "部门固定资产占用情况表"),
    ("部门", "CP-07", "上年"),
    ("部门", "CP-06", "因公出国"),
    ("部门", "TX-37", "2020年"),
    ("部门", "CP-08", "货物"),
    ("单位1", "CP-08", "货物"),
)
NOTES = ("CP-11", "CP-19", "CP-20", "GS-09", "GS-11", "GS-14", "GS-16", "GS-17", "TX-31")


@pytest.mark.parametrize("name", ["xinle-2021.docx", "xinle-2021.txt"])
def test_xinle_errors_are_these(name: str) -> None:
    errors = [one for one in flat(audited(FILINGS / "xinle-2021" / name)) if one.severity == "error"]
    for part, rule, words in ERRORS:
        found = [e for e in errors if (e.part, e.rule) == (part, rule) and all(narrow(w) in said(e) for w in words)]
        assert len(found) == 1, (part, rule, words, [said(e) for e in errors if e.rule == rule])
    assert len(errors) == len(ERRORS), [said(e) for e in errors]


@pytest.mark.parametrize("name", ["xinle-2021.docx", "xinle-2021.txt"])
def test_xinle_warnings_and_notes_are_these(name: str) -> None:
    found = list(flat(audited(FILINGS / "xinle-2021" / name)))
    warnings = [one for one in found if one.severity == "warning"]
    for part, rule, words in WARNINGS:
        assert any((w.part, w.rule) == (part, rule) and narrow(words) in said(w) for w in warnings), (part, rule, words)
    assert len(warnings) <= len(WARNINGS) + 1, [said(w) for w in warnings]
    assert set(NOTES) <= {one.rule for one in found if one.severity == "info"}


def test_xinle_consequences_hang_on_their_cause() -> None:
    found = audited(FILINGS / "xinle-2021" / "xinle-2021.docx").findings
    empty = next(one for one in found if one.rule == "CP-02" and "支出总表" in say(one.message))
    assert [one.rule for one in empty.consequences] == ["DU-06"]
    sentence = next(one for one in found if one.rule == "TX-02")
    assert [one.rule for one in sentence.consequences] == ["TX-03"]


def test_xinle_discrepancies_printed_twice_are_one_finding() -> None:
    found = audited(FILINGS / "xinle-2021" / "xinle-2021.docx").findings
    for rule in ("IN-31", "TX-21", "TX-24"):
        (one,) = [finding for finding in found if finding.rule == rule]
        assert [spot.part for spot in one.also] == ["单位1"], rule


def test_xinle_explanations() -> None:
    found = {one.rule: say(one.explanation) for one in flat(audited(FILINGS / "xinle-2021" / "xinle-2021.docx"))}
    assert "0.285" in found["IN-31"]
    assert "其中" in found["IN-35"]
    assert "372.99" in found["TX-02"]


def test_xinle_holds_where_it_should() -> None:
    counts = audited(FILINGS / "xinle-2021" / "xinle-2021.docx").counts
    assert counts[Status.HELD] > 1000
    assert counts[Status.ROUNDING] == 0


def test_xinle_is_two_parts_of_24_tables() -> None:
    parts = audited(FILINGS / "xinle-2021" / "xinle-2021.docx").facts.parts
    assert [(part.id, part.level, part.code, part.name) for part in parts] == [
        ("部门", "部门", "434", "新乐市人民政府办公室"),
        ("单位1", "单位", "434001", "新乐市人民政府办公室本级"),
    ]
    for part in parts:
        families = Counter(table.family for table in part.tables if not table.name.endswith(".支出"))
        assert all(table.name for table in part.tables)
        assert sum(families.values()) == 24
        assert families["绩效目标表"] == families["绩效指标表"] == 6


def cells(number: str, rule: str, severity: str = "error") -> list[str]:
    return [said(one) for one in flat(public(number)) if one.severity == severity and one.rule.startswith(rule)]


def test_suzhou_total_without_a_class() -> None:
    """苏州自规 公开07: 合计 9,078.52, the classes add to 9,466.77."""
    assert any("9078.52" in one and "9466.77" in one for one in cells("192", "IN"))


def test_changchun_subtotal_of_this_year() -> None:
    """长春 支出总表: 款 1378.41 against its 项 903.85."""
    assert any("支出总表" in one and "1378.41" in one and "903.85" in one for one in cells("278", "IN"))


def test_fuzhou_withheld_item() -> None:
    """福州巡特警: 款 7,927.40 against the 项 listed; no table prints what is missing: a question, asked once."""
    assert any("7927.4" in one and "7608.16" in one for one in cells("217", "IN", "warning"))
    assert [one.rule for one in public("217").findings if one.severity == "warning" and one.rule == "IN-10"] == [
        "IN-10"
    ]


KNOWN = labels.labels(PUBLIC / "labels.yaml") if PUBLIC.is_dir() else {}
RIGHT = [
    (name, label) for name, several in KNOWN.items() for label in several if label["status"] in ("clean", "rounding")
]


@pytest.mark.parametrize(("name", "label"), RIGHT, ids=[f"{n[:3]} {one['where']}" for n, one in RIGHT])
def test_what_is_right_is_no_error(name: str, label: labels.Label) -> None:
    done = audited(PUBLIC / name)
    for finding in flat(done):
        if finding.severity == "error":
            assert labels.strength(finding, label) < 3, said(finding)


WRONG = [(name, label) for name, several in KNOWN.items() for label in several if label["status"] == "error"]


@pytest.mark.parametrize(("name", "label"), WRONG, ids=[f"{n[:3]} {one['where']}" for n, one in WRONG])
def test_known_errors_are_found(name: str, label: labels.Label) -> None:
    found = [one for one in flat(audited(PUBLIC / name)) if one.severity in ("error", "warning")]
    assert any(labels.strength(one, label) == 3 for one in found), label["printed"]


def captions(done: Audit) -> list[Caption]:
    return [caption for table in done.facts.tables() for caption in table.captions.values()]


@pytest.mark.parametrize("path", sorted(PUBLIC.glob("*.pdf")), ids=lambda path: path.name[:3])
def test_every_public_filing_is_audited(path: Path) -> None:
    done = audited(path)
    assert done.facts.year >= 2015 or not any("20" in caption.raw for caption in captions(done))
    assert done.facts.kind in ("预算", "决算")
    assert sum(done.counts.values()) > 50
    for finding in flat(done):
        assert finding.message, finding
        assert not re.search(r"None|Decimal|Traceback", said(finding)), said(finding)


@pytest.mark.parametrize("path", sorted((FILINGS / "odd").iterdir()) if FILINGS.is_dir() else [], ids=lambda p: p.name)
def test_odd_files_are_read_or_refused_in_a_sentence(path: Path) -> None:
    try:
        audited(path)
    except FilingError as error:
        assert str(error).endswith("。")
