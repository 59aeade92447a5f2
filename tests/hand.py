"""A small audit made by hand, for tests of what is printed: a root with a consequence, a note, a rounding."""

from decimal import Decimal
from types import MappingProxyType

from budgetaudit.amounts import UNITS, Amount
from budgetaudit.checks import Check, Spot, Term
from budgetaudit.facts import Blank, Column, Fact, Facts, Key, Part, Row, RowKind, Section, Table
from budgetaudit.filing import Cell, Filing, Grid, Passage, Place
from budgetaudit.messages import called, message
from budgetaudit.rulebook import Rule
from budgetaudit.verdicts import Audit, Coverage, Finding, Side, Status, Unchecked, UncheckedNumber, Verdict

WAN = UNITS["万元"]
SENTENCE = Passage("2021年，甲局[bold]安排政府采购预算56.5万元。", Place(paragraph=7, line=12), "body")
HEADING = Passage("六、政府采购预算情况", Place(paragraph=6, line=11), "heading")


def fact(row: str, column: str, printed: str, at: int) -> Fact:
    value = Decimal(printed)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    key = Key("部门", "政府采购表", row, column)
    place = Place(table=1, row=2, column=at)
    return Fact(key, Amount(value, Decimal(1).scaleb(exponent), WAN), printed, f"政府采购表 · {row} · {column}", place)


def table() -> Table:
    columns = tuple(Column(name, name, "", at, WAN) for at, name in enumerate(("数量", "单价", "合计"), 1))
    blank = Blank(
        Key("部门", "政府采购表", "=1+1", "数量"),
        "",
        "政府采购表 · =1+1 · 数量",
        Place(table=1, row=3, column=2),
    )
    rows = (
        row(
            0,
            "购置空调",
            (
                fact("购置空调", "数量", "44", 2),
                fact("购置空调", "单价", "12.54", 3),
                fact("购置空调", "合计", "12.54", 4),
            ),
        ),
        row(1, "=1+1", (blank, fact("=1+1", "单价", "0.50", 3), fact("=1+1", "合计", "-1234567.89", 4))),
    )
    cells = (Cell("购置空调", 0, 0, 1, 1, Place(table=1, row=1, column=1)),)
    grid = Grid(cells, 1, 1, Place(table=1))
    return Table(
        "部门", "政府采购表", "政府采购表", "政府采购表", "部门政府采购预算", "标题“部门政府采购预算”", "预算",
        WAN, columns, rows, MappingProxyType({}), (), Place(table=1), (grid,),
    )  # fmt: skip


def row(index: int, name: str, entries: tuple[Fact | Blank, ...]) -> Row:
    place = Place(table=1, row=index + 2)
    return Row(name, "", name, name, RowKind.DETAIL, 0, -1, index, entries, MappingProxyType({}), place)


def facts() -> Facts:
    section = Section(0, -1, 1, "一、", "六", 6, HEADING.text, "政府采购", (), HEADING, (SENTENCE,))
    part = Part("部门", "部门", "甲局", "434", (table(),), (section,), (HEADING, SENTENCE), MappingProxyType({}))
    filing = Filing("甲局.docx", "0" * 64, "docx", (HEADING, SENTENCE), ("第2页有一张图片，其中的文字没有读。",))
    return Facts(filing, 2021, "预算", "", (part,))


def side(label: str, value: str, place: Place, raw: str = "") -> Side:
    return Side(label, value, "万元" if value else "", raw or value, place)


def finding(identity: str, severity: str = "error", **changes: object) -> Finding:
    values: dict[str, object] = {
        "id": identity,
        "rule": "IN-31",
        "severity": severity,
        "part": "部门",
        "table": "政府采购表",
        "title": "政府采购表每行数量乘单价等于金额",
        "message": "44 × 12.54 = 551.76，表中是12.54。",
        "left": side("政府采购表 · 购置空调 · 合计", "12.54", Place(table=1, row=2, column=4)),
        "right": side("数量 × 单价", "551.76", Place()),
        "expected": "551.76",
        "difference": "-539.22",
        "bound": "0.22",
        "explanation": "单价重复了金额",
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def findings() -> tuple[Finding, ...]:
    follower = finding(
        "f2",
        rule="TX-21",
        title="采购预算的文字等于表中合计",
        message="文字56.5，表中56.062。",
        left=side("政府采购预算", "56.5", SENTENCE.place, SENTENCE.text),
        cause="f1",
        difference="0.438",
        subject="政府采购预算",
    )
    also = (Spot("单位政府采购预算", "12.54", Place(table=1, row=2, column=4), "单位1"),)
    note = finding(
        "f3",
        "info",
        rule="CP-19",
        title="采购表填写目录序号",
        message="14行都没有目录序号。",
        left=Side("", "", "", "", Place(table=1)),
        right=Side("", "", "", "", Place()),
        expected="",
        difference="",
        bound="",
        explanation="",
    )
    return (finding("f1", consequences=(follower,), also=also), note)


def audit(*roots: Finding) -> Audit:
    counts = {
        Status.HELD: 41,
        Status.ROUNDING: 1,
        Status.BROKEN: 3,
        Status.UNCHECKED: 2,
        Status.INAPPLICABLE: 5,
    }
    return Audit(
        facts(),
        MappingProxyType(counts),
        roots,
        (
            Unchecked("XT-01", "甲", "部门", "合计", message("absent.table", table=called("支出总表"))),
            Unchecked("XT-02", "乙", "部门", "", message("absent.table", table=called("支出总表"))),
        ),
        (rounding(),),
        Coverage(
            6,
            5,
            (UncheckedNumber("政府采购表 · =1+1 · 单价", "0.50", Place(table=1, row=3, column=3), "部门", "没有规则"),),
        ),
    )


def rounding() -> Verdict:
    rule = Rule("IN-10", "逐级汇总", "Codes add up", "error", "rollup", None, {}, "", "", "", "")  # type: ignore[arg-type]
    left = (Term(Decimal(1), (fact("购置空调", "合计", "12.54", 4),)),)
    check = Check(left, left, "部门", "政府采购表", "购置空调")
    gap = Decimal("100")
    return Verdict(Status.ROUNDING, rule, check, Decimal(1), Decimal(1), gap, gap)
