"""What the reports say and how they look, from a small audit made by hand."""

import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree

import hand
import jsonschema
import openpyxl
import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from budgetaudit.errors import UsageError
from budgetaudit.facts import Facts
from budgetaudit.filing import Place
from budgetaudit.frames import facts_frame
from budgetaudit.messages import called, message
from budgetaudit.messages import words as in_language
from budgetaudit.reporters import REPORTERS, Look, render, share, suffix
from budgetaudit.reporters import json as json_report
from budgetaudit.reporters.layout import fit
from budgetaudit.reporters.places import Locator, address, locator
from budgetaudit.verdicts import Audit, Coverage, Finding, Unchecked

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def audit() -> Audit:
    return hand.audit(*hand.findings())


def text(audit: Audit, **look: object) -> str:
    report = render("console", audit, Look(**look))  # type: ignore[arg-type]
    assert isinstance(report, str)
    return report


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_console(audit: Audit, golden: Callable[[str, str], None], width: int, lang: str) -> None:
    titles = {"IN-31": "Quantity times price is the amount"}
    report = text(audit, width=width, lang=lang, titles=titles)
    assert max(map(cell_len, report.split("\n"))) <= width
    golden(f"hand-{width}-{lang}.txt", report)


def test_colour_changes_nothing_else(audit: Audit) -> None:
    plain, coloured = (text(audit, width=80, colour=colour) for colour in (False, True))
    assert "\x1b" not in plain and "\x1b[1;31m" in coloured
    assert ESCAPES.sub("", coloured) == plain


def test_marks_of_old_encodings(audit: Audit) -> None:
    report = text(audit, width=80, glyphs=False)
    assert "× 错误 1" in report
    report.encode("gbk")


def test_text_of_the_filing_is_not_markup(audit: Audit) -> None:
    sentence = hand.finding("m", left=hand.side("[red]甲[/red] :smile:", "1", Place(), hand.SENTENCE.text))
    report = text(hand.audit(sentence), width=120)
    assert "[red]甲[/red] :smile:" in report and "甲局[bold]安排" in report


def test_amounts_are_never_cut() -> None:
    long = "-12,345,678,901.23"
    report = text(hand.audit(hand.finding("a", left=hand.side("甲" * 60, long, Place()))), width=40)
    assert f"{long} 万元" in report


def test_verbose_lists_what_is_grouped(audit: Audit) -> None:
    short, long = (text(audit, width=100, verbose=verbose) for verbose in (False, True))
    assert "没有支出总表（XT-01、XT-02；部门；2项）" in short and "XT-01 部门 合计" not in short
    assert "XT-01 部门 合计：没有支出总表" in long
    assert "IN-10 购置空调，相差 0.01万元" in long and "IN-10" not in short


def test_reasons_that_differ_in_a_name_are_one_line() -> None:
    whys = [
        *(message("absent.row", table=called("收入总表"), row=str(code)) for code in range(201, 208)),
        message("absent.table", table=called("支出总表")),
        message("absent.column", table=called("支出总表"), column="甲"),
        message("absent.column", table=called("支出总表"), column="乙"),
    ]
    unchecked = tuple(Unchecked("XT-07", "甲", "部门", "", why) for why in whys)
    report = text(replace(hand.audit(), unchecked=unchecked), width=200)
    assert "收入总表没有“201、202、203、204等7项”这一行（XT-07；部门；7项）" in report
    assert "没有支出总表（XT-07；部门；1项）" in report and "支出总表没有“甲、乙”这一列（XT-07；部门；2项）" in report


def test_clean_and_empty(audit: Audit) -> None:
    assert "✓ 没有发现问题" in text(hand.audit())
    assert "没有可以核对的内容" in text(Audit(audit.facts, {}, (), (), (), Coverage(0, 0, ())))


def test_json_follows_its_schema(audit: Audit) -> None:
    report = json.loads(render("json", audit, Look()))
    jsonschema.validate(report, json_report.schema())
    assert report["filing"]["parts"] == [{"id": "部门", "level": "部门", "name": "甲局", "code": "434"}]
    assert report["counts"] == {
        "held": 41, "rounding": 1, "broken": 3, "unchecked": 2, "not_applicable": 5,
        "errors": 1, "warnings": 0, "infos": 1,
    }  # fmt: skip
    assert [(one["id"], one["cause"]) for one in report["findings"]] == [("f1", ""), ("f2", "f1"), ("f3", "")]
    assert report["findings"][0]["left"]["place"] == {"table": 1, "row": 2, "column": 4}
    assert report["findings"][0]["left"]["value"] == "12.54"
    assert report["coverage"]["unchecked"][0]["raw"] == "0.50"


def test_reports_are_the_same_every_time(audit: Audit) -> None:
    for name in REPORTERS:
        assert render(name, audit, Look(width=80)) == render(name, audit, Look(width=80)), name


def test_workbook(audit: Audit) -> None:
    data = render("xlsx", audit, Look())
    assert isinstance(data, bytes)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["汇总", "问题", "读出的数字", "未能核对", "未涉及的数字"]
    for sheet in book:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in cells if str(cell.value).startswith("=")]


def test_workbook_keeps_printed_digits(audit: Audit) -> None:
    data = render("xlsx", audit, Look())
    assert isinstance(data, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["读出的数字"]
    values = {row[8].value: (row[6].value, row[6].number_format) for row in sheet.iter_rows(min_row=2)}
    assert values["0.50"] == (0.5, "#,##0.00")
    assert values["44"] == (44, "#,##0")
    assert values["-1234567.89"] == (-1234567.89, "#,##0.00")


def test_frame_of_facts() -> None:
    frame = facts_frame(hand.facts())
    assert list(frame["value"]) == [Decimal(n) for n in ("44", "12.54", "12.54", "0.50", "-1234567.89")]
    assert set(frame["source"]) == {"表"}


def test_formats() -> None:
    assert suffix("json") == ".json"
    with pytest.raises(UsageError, match="是不是“json”"):
        suffix("jsn")


PLACES = [
    (Place(), ""),
    (Place(table=1, row=2, column=4), "《部门政府采购预算》第2行第4列"),
    (Place(table=9, row=2, column=4), "第2行第4列（文件中第9个表）"),
    (Place(table=1, row=2, column=4, line=20), "《部门政府采购预算》第2行第4列（文本第20行）"),
    (Place(table=1, row=2, column=4, page=3), "《部门政府采购预算》第2行第4列（第3页）"),
    (Place(sheet="表1", row=2, column=28), "第2行第28列（工作表“表1”AB2）"),
    (hand.SENTENCE.place, "“六、政府采购预算情况”一节（文本第12行）"),
    (Place(paragraph=3), "第3段"),
    (Place(paragraph=3, page=2), "第2页"),
]


@pytest.mark.parametrize(("place", "words"), PLACES)
def test_places(place: Place, words: str) -> None:
    assert where(hand.facts()).say(place) == words


def where(facts: Facts) -> Locator:
    return locator(facts, in_language("zh"))


def test_addresses() -> None:
    assert [address(Place(row=1, column=n)) for n in (1, 26, 27, 702, 703)] == [
        "A1",
        "Z1",
        "AA1",
        "ZZ1",
        "AAA1",
    ]


@pytest.mark.parametrize("width", [8, 9, 14, 20, 60])
def test_lines_fit(width: int) -> None:
    told = "项目支出（含“双电源”改造）719.00万元，比上年增加3.57万元；see https://example.org/a-very-long-address。"
    lines = fit(told, width)
    assert "".join(lines).replace(" ", "") == told.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)
    assert not [line for line in lines if line[0] in "，；）”" and width > 14]


def test_share_never_says_all_too_early() -> None:
    assert [share(9999, 10000), share(1, 1), share(0, 0), share(1, 3)] == ["99.9%", "100%", "0%", "33.3%"]


def test_consequences_stand_under_their_cause(audit: Audit) -> None:
    lines = text(audit, width=100).split("\n")
    at = lines.index("  由此引起的1项")
    assert lines[at + 1].startswith("    ✗ 错误 TX-21 ")


def test_finding_without_sides() -> None:
    empty = hand.side("", "", Place())
    bare: Finding = hand.finding("b", left=empty, right=empty, difference="", explanation="")
    assert "表述" not in text(hand.audit(bare), width=80)


HOSTILE = "<script>alert(1)</script> [x](http://e) `a` *b* {0} & \x07"


@pytest.fixture
def hostile() -> Audit:
    """A filing that prints markup of every kind."""
    side = hand.side(HOSTILE, "1", Place(), HOSTILE)
    return hand.audit(hand.finding("h", message=HOSTILE, left=side, subject=HOSTILE), *hand.findings())


def test_html_escapes_the_filing(hostile: Audit) -> None:
    page = render("html", hostile, Look())
    assert isinstance(page, str)
    assert "<script" not in page and "&lt;script&gt;" in page
    assert 'src="' not in page and 'href="' not in page


def test_html_says_what_the_console_says(audit: Audit) -> None:
    page = render("html", audit, Look())
    assert isinstance(page, str)
    for words in ("单价重复了金额", "《部门政府采购预算》第2行第4列", "由此引起的1项", "没有支出总表", "551.76 万元"):
        assert words in page


def test_markdown(audit: Audit, hostile: Audit, golden: Callable[[str, str], None]) -> None:
    report = render("markdown", audit, Look())
    assert isinstance(report, str)
    golden("hand.md", report)
    page = render("md", hostile, Look())
    assert isinstance(page, str)
    assert "<script" not in page and "\\[x\\](http" in page and "\\`a\\`" in page


def test_sarif(hostile: Audit) -> None:
    report = json.loads(render("sarif", hostile, Look()))
    results = report["runs"][0]["results"]
    assert [one["level"] for one in results] == ["error", "error", "error", "note"]
    assert "\\[x\\](http://e)" in results[0]["message"]["text"] and "{{0}}" in results[0]["message"]["text"]
    assert results[1]["partialFingerprints"] == {"budgetaudit/v1": "f1"}
    assert results[2]["locations"][0]["physicalLocation"]["region"] == {"startLine": 12}


def test_junit(hostile: Audit) -> None:
    report = render("junit", hostile, Look())
    assert isinstance(report, str)
    suite = ElementTree.fromstring(report)[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("5", "3", "2")
    assert "<script>" in str(suite.findall("testcase")[0].find("failure").get("message"))  # type: ignore[union-attr]
