# ruff: noqa: E501 - sentences are quoted whole
"""What keeps false alarms away: for each guard a document that needs it, and what is still an error beside it.

`bench/guards.py` takes the guards away one by one and shows that these tests miss them.
"""

import re
from decimal import Decimal
from functools import cache

import pytest
from documents import blocks_of, grids
from forms import audited, read, rules
from forms import facts as recognised
from msgspec.structs import replace

from budgetaudit.amounts import UNITS, read_amount
from budgetaudit.checks import Check, Term
from budgetaudit.decide import decide, decided
from budgetaudit.diagnose import diagnose
from budgetaudit.facts import Fact, Facts, Key
from budgetaudit.filing import Place
from budgetaudit.loaders import text as text_loader
from budgetaudit.messages import LANGUAGES, say
from budgetaudit.rulebook import Rule
from budgetaudit.rulefiles import shipped
from budgetaudit.verdicts import Finding, Status

ONE = Decimal(1)
Cells = tuple[str, str, str]


def rule(identity: str) -> Rule:
    return next(one for one in rules().rules if one.id == identity)


def statuses(found: Facts, identity: str) -> set[Status]:
    return {verdict.status for verdict in decide(rule(identity), found)}


def broken(prose: str, *, final: bool = False) -> set[str]:
    """Rules on sentences and their numbers that a filing of prose alone breaks."""
    found = read(f"# 甲市乙局{'2024年部门决算公开' if final else '2026年部门预算公开'}\n{prose}")
    chosen = (one for one in rules().rules if one.kind_name in PROSE)
    return {one.id for one in chosen for verdict in decide(one, found) if verdict.status is Status.BROKEN}


PROSE = ("breakdown", "change", "ratio", "hundred", "direction")


# decide and ratio


@cache
def number(printed: str, table: str = "支出总表", row: str = "201", unit: str = "万元") -> Fact:
    """A number printed in a cell; the same cell is the same number."""
    amount = read_amount(printed, UNITS[unit])
    assert amount
    return Fact(Key("部门", table, row, "合计"), amount, printed, row, Place(row=int(row)))


def side(*numbers: Fact | str) -> tuple[Term, ...]:
    return tuple(Term(ONE, (number(one) if isinstance(one, str) else one,)) for one in numbers)


def check(left: tuple[Term, ...], right: tuple[Term, ...]) -> Check:
    return Check(left, right, "部门", "支出总表", "")


@pytest.mark.parametrize(
    ("printed", "status", "why"),
    [("5.01", "rounding", ""), ("5.21", "rounding", "按元取整"), ("5.22", "broken", "")],
)
def test_a_tolerance_begins_where_rounding_ends(printed: str, status: str, why: str) -> None:
    """Two numbers of two decimals: rounding explains 100 元, the rule's tolerance 2000 more."""
    lenient = replace(rule("IN-01"), tolerance=Decimal(2000), why="按元取整")
    verdict = decided(lenient, check(side(printed), side(number("5.00", row="202"))))
    assert (str(verdict.status), say(verdict.why)) == (status, why)


@pytest.mark.parametrize(
    ("others", "printed", "status"), [(1, "54", "broken"), (5, "18.3", "broken"), (6, "15.7", "rounding")]
)
def test_a_share_of_a_sum_it_stands_in_is_bounded_as_one_number(others: int, printed: str, status: str) -> None:
    """p ÷ (p + q): p is above and below the line, and cannot be rounded up above and down below. From seven numbers on
    it is bounded as if it could: that takes no time, and is an error the less."""
    part = number("1.0")
    rest = [number("1.0", row=str(300 + n)) for n in range(others)]
    share = replace(check(side(number(printed, unit="%")), side(part)), over=side(part, *rest))
    assert str(decided(rule("IN-01"), share).status) == status


# the prose


def test_a_line_of_final_accounts_goes_on_as_expenditure() -> None:
    """支出为 behind the plan of a line is what was spent on the line, not all expenditure."""
    line = "2024年本年支出合计100.00万元。\n1、行政运行（2010301）年初预算为80.00万元，支出为60.00万元，完成年初预算的{}%。"
    assert broken(line.format("75"), final=True) == set()
    assert broken(line.format("60"), final=True) == {"FA-10"}


SPENDING = """
# 二、部门预算表

部门收支总表
| 单位：万元 | | | |
| 收入 | | 支出 | |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、事业收入 | 200.00 | 一、一般公共服务支出 | 200.00 |
| 收入总计 | 200.00 | 支出总计 | 200.00 |

一般公共预算支出表
| 单位：万元 | | | | |
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| | 合计 | 100.00 | 80.00 | 20.00 |
| 2010301 | 行政运行 | 80.00 | 80.00 | |
| 2010302 | 一般行政管理事务 | 20.00 | | 20.00 |
"""


@pytest.mark.parametrize(
    ("section", "share", "wrong"),
    [
        ("一般公共预算支出表", "10", False),
        ("一般公共预算支出表", "20", True),
        ("一般公共预算支出表", "30", True),
        ("部门支出总表", "20", True),
    ],
)
def test_all_there_is_is_not_what_the_section_is_about(section: str, share: str, wrong: bool) -> None:
    """部门支出总额 is the department's, in a section about the general budget too."""
    prose = f"# 一、关于{section}的说明\n一般行政管理事务（2010302）20.00万元，占部门支出总额的{share}.00%。\n"
    assert ("TX-27b" in broken(prose + SPENDING)) is wrong


def test_another_part_of_a_list_is_not_the_amount_of_the_last() -> None:
    """工程 is short for 政府采购工程 there, a part like 货物, whose amount is not given."""
    prose = "2024年政府采购支出总额50.00万元，其中：货物年初预算为10.00万元，工程支出20.00万元，服务支出25.00万元。"
    found = read(f"# 甲市乙局2024年部门决算公开\n{prose}")
    amounts = {claim.subject: claim.fact.raw for claim in found.claims if claim.role == "amount"}
    assert amounts == {"政府采购预算": "50.00万元", "政府采购工程": "20.00万元", "政府采购服务": "25.00万元"}


LISTS = {
    "a part behind an inner list": ("培训费10.00万元，其中：甲班6.00万元，包括讲课费4.00万元、住宿费2.00万元；乙班{}万元。", "4.00", "4.10"),
    "a list goes on behind a semicolon": ("培训费10.00万元，其中：甲班3.00万元、乙班2.00万元；丙班{}万元。", "5.00", "5.10"),
    "an inner list of semicolons": ("培训费10.00万元，其中：甲班7.00万元，包括讲课费1.00万元；住宿费2.00万元；交通费{}万元。", "4.00", "4.10"),
    "the rest of more than two": ("本单位共有车辆8辆，其中：机要通信用车1辆、执法执勤用车2辆、其他用车{}辆。", "5", "4"),
}  # fmt: skip


@pytest.mark.parametrize(("prose", "right", "wrong"), LISTS.values(), ids=LISTS)
def test_lists_end_where_they_do(prose: str, right: str, wrong: str) -> None:
    assert broken(prose.format(right)) == set()
    assert broken(prose.format(wrong)) == {"TX-25b"}


@pytest.mark.parametrize(
    "prose",
    [
        "会议费10.00万元，其中视频会议较多；培训费12.00万元。",  # a list that names nothing is over
        "会议费10.00万元，其中视频会议按规定召开；专家讲座12.00万元。",
        "本单位共有车辆8辆，其中：机要通信用车1辆、其他用车4辆。",  # two need not be all
        "会议费12.00万元，比上年增加2.00元，增长20%。",  # the unit is wrong, not the rate
        "会议费12.00万元，比上年的10.00元增长20%。",
        "政府采购预算总额50.00万元，其中：货物20.00元、工程0元、服务35.00元。",
    ],
)
def test_what_proves_nothing_is_no_error(prose: str) -> None:
    assert broken(prose) == set()


def test_parts_of_ten_thousand_times_their_whole_are() -> None:
    assert broken("政府采购预算总额50.00万元，其中：货物20.00元、工程0元、服务30.00元。") == {"TX-22"}
    assert broken("会议费50.00元，其中：甲会20.00万元、乙会30.00万元。") == {"TX-25b"}


def test_the_same_in_one_unit_is() -> None:
    assert broken("会议费12.00万元，比上年增加2.00万元，增长25%。") == {"TX-11"}
    assert broken("政府采购预算总额50.00万元，其中：货物20.00万元、工程0万元、服务20.00万元。") == {"TX-22"}


# prose and tables


def simple(*changes: tuple[str, str], example: str = "simple") -> str:
    """An example filing with some of its text replaced."""
    drawn = (shipped() / "examples" / f"{example}.md").read_text("utf-8")
    for old, new in changes:
        assert old in drawn, old
        drawn = drawn.replace(old, new)
    return drawn


def without(drawn: str, *titles: str) -> str:
    """A filing without the tables of these titles."""
    for title in titles:
        before, _, after = drawn.partition(f"\n{title}\n")
        assert after, title
        table, gap, rest = after.lstrip("\n").partition("\n\n")
        assert table.startswith("|")
        drawn = before + gap + rest
    return drawn


def test_the_appropriation_alone_does_not_refute_total_income() -> None:
    """收入预算 may hold income that is no appropriation; only the tables of income can tell."""
    said = ("2024年收入预算110.00万元", "2024年收入预算115.00万元")
    assert statuses(read(simple(said)), "TX-01") == {Status.BROKEN}
    appropriated = without(simple(said), "部门预算收支总表", "部门预算收入总表")
    assert statuses(read(appropriated), "TX-01") == {Status.UNCHECKED}
    assert statuses(read(appropriated.replace("115.00", "110.00")), "TX-01") == {Status.HELD}


@pytest.mark.parametrize(("words", "status"), [("信息系统运行维护", Status.BROKEN), ("信息系统运行维护预算", None)])
def test_what_is_called_a_budget_is_no_project(words: str, status: Status | None) -> None:
    drawn = f"""# 甲市乙局2026年部门预算公开
    {words}90.00万元，主要用于机房。
    项目支出表
    单位：万元
    | 项目名称 | 合计 | 一般公共预算 |
    | 信息系统运行维护 | 100.00 | 100.00 |
    | 职工培训 | 20.00 | 20.00 |
    | 合计 | 120.00 | 120.00 |
    """
    assert statuses(read(drawn), "TX-27a") == ({status} if status else set())


# departments and their units

LISTED = "| 1 | 甲市乙局本级 | 行政 | 正科级 | 财政拨款 |"
TWO = f"| 2 | 甲市丙中心 | 事业 | 正科级 | 财政拨款 |\n{LISTED}"
OFF = "| 2010301 | 行政运行 | 86.00 | 56.00 | 30.00 |"
ROW = "| 2010301 | 行政运行 | 85.00 | 55.00 | 30.00 |"


def department(*changes: tuple[str, str], second: bool = False) -> tuple[str, list[str]]:
    """A department's own tables, one cell of its expenditure off, and its units' parts; a `second` unit is as large, and
    the department is the sum of both."""
    head, unit = simple(example="nested").split("# 第二部分 单位预算")
    units = [f"# 第二部分 单位预算{unit}"]
    if second:
        units.append(f"# 第三部分 单位预算{unit}".replace("434001甲市乙局本级", "434002甲市丙中心"))
        head = head.replace(LISTED, TWO)
    for old, new in changes:
        head = head.replace(old, new)
    return head.replace(ROW, OFF), units


def consolidated(head: str, *units: str) -> set[Status]:
    """What is said of the row that is off."""
    found = recognised(head + "".join(units))
    assert len(found.parts) == 1 + len(units)
    return {
        verdict.status
        for verdict in decide(rule("DU-01"), found)
        if verdict.check and say(verdict.check.subject).startswith("2010301") and verdict.status is not Status.HELD
    }


def test_one_unit_prints_what_its_department_does() -> None:
    head, units = department()
    assert consolidated(head, *units) == {Status.BROKEN}


def test_a_unit_that_lacks_the_table_may_be_the_difference() -> None:
    head, (first, second) = department(second=True)
    assert consolidated(head, first, second) == {Status.BROKEN}
    assert consolidated(head, first, without(second, "单位预算支出总表")) == {Status.UNCHECKED}


def test_units_that_are_listed_and_not_there_may_be_the_difference() -> None:
    head, units = department((LISTED, TWO))
    assert consolidated(head, *units) == {Status.UNCHECKED}


def test_without_a_list_a_unit_is_the_only_one_if_its_total_is_the_department_s() -> None:
    head, (unit,) = department()
    head = without(head, "部门机构设置情况")
    assert consolidated(head, unit) == {Status.BROKEN}
    other = (
        unit.replace("110.00 | 80.00 | 30.00", "109.00 | 78.00 | 31.00")
        .replace("110.00", "109.00")
        .replace("60.00", "59.00")
    )
    assert consolidated(head, other) == {Status.UNCHECKED}


def test_money_between_the_units_may_be_the_difference() -> None:
    head, (first, second) = department(second=True)
    given = second.replace("二、上级补助收入 | |", "二、上级补助收入 | 5.00 |")
    assert given != second
    assert consolidated(head, first, given) == {Status.UNCHECKED}


def test_a_table_that_only_the_department_has_is_a_warning_where_most_are_on_both() -> None:
    head, (unit,) = department()
    head = head.replace(OFF, ROW)
    lacking = without(unit, "单位预算支出总表")
    (found,) = (one for one in audited(head + lacking).findings if one.rule == "DU-06")
    assert (found.severity, found.part, found.table) == ("warning", "单位1", "支出总表")
    assert [(say(spot.label), spot.part) for spot in found.left.items] == [("部门预算支出总表", "部门")]
    assert all("110.00" in say(found.message, language) for language in LANGUAGES)
    few = without(lacking, "单位固定资产占用情况表")
    assert [one.rule for one in audited(head + few).findings if one.rule == "DU-06"] == []


# causes


def findings(*checks: Check) -> tuple[Finding, ...]:
    """What is found where these equations are all there are."""
    one = rule("XT-05")
    return diagnose([decided(one, each) for each in checks], NO_FACTS)


NO_FACTS = read("# 甲市乙局2026年部门预算公开\n")


def cell(printed: str, row: int, table: str = "支出总表") -> Fact:
    return number(printed, table, str(row))


def test_two_that_one_number_would_mend_are_one_finding_unless_the_number_is_confirmed() -> None:
    """5.00 should be 6.00, say a total and another table; where a third agrees with 5.00, they are two errors."""
    doubted = cell("5.00", 3)
    total = check(side(cell("9.00", 1)), side(doubted, cell("3.00", 4)))
    copy = check(side(cell("6.00", 1, "收入总表")), side(doubted))
    (found,) = findings(total, copy)
    assert [one.cause for one in found.consequences] == [found.id] and not found.cause
    agrees = check(side(cell("5.00", 1, "基本支出表")), side(doubted))
    assert [len(one.consequences) for one in findings(total, copy, agrees)] == [0, 0]


def test_numbers_of_one_name_are_told_apart_by_their_places() -> None:
    """A sentence printed twice: each number is the cause of its own two."""
    first, again = (replace(cell(printed, 3), place=Place(paragraph=at)) for at, printed in enumerate(("5.00", "7.00")))
    wrong = [(cell("6.00", 1, "收入总表"), first), (cell("6.00", 1, "基本支出表"), first)]
    wrong += [(cell("9.00", 2, "收入总表"), again), (cell("9.00", 2, "基本支出表"), again)]
    found = findings(*(check(side(one), side(other)) for one, other in wrong))
    assert [len(one.consequences) for one in found] == [1, 1]


def test_a_number_confirmed_as_nothing_is_not_confirmed() -> None:
    doubted = cell("0.00", 3)
    total = check(side(cell("4.00", 1)), side(doubted, cell("3.00", 4)))
    copy = check(side(cell("1.00", 1, "收入总表")), side(doubted))
    agrees = check(side(cell("0.00", 1, "基本支出表")), side(doubted))
    assert [len(one.consequences) for one in findings(total, copy, agrees)] == [1]


def test_a_table_is_in_the_wrong_unit_where_two_of_its_numbers_are() -> None:
    first = check(side(cell("50000.00", 1)), side(cell("5.00", 1, "收入总表")))
    second = check(side(cell("30000.00", 2)), side(cell("3.00", 2, "收入总表")))
    (alone,) = findings(first)
    assert "支出总表" not in say(alone.explanation)
    (found,) = findings(first, second)
    assert len(found.consequences) == 1 and "支出总表" in say(found.explanation)


def row(stated: str, at: int, other: str, table: str = "支出总表", *, claim: bool = False) -> Check:
    """The number of a row against what its parts make together."""
    parts = side(number(other, "明细表", str(at)))
    return replace(check(side(cell(stated, at, table)), parts), right_label="各项之和", claim=claim)


def test_a_row_that_breaks_a_rule_in_several_columns_is_one_finding() -> None:
    """Whatever stands before it; another row is another finding."""
    found = findings(
        row("9.00", 7, "1.00", claim=True), row("5.00", 1, "6.00"), row("3.00", 1, "8.00"), row("4.00", 2, "6.00")
    )
    assert sorted(len(one.consequences) for one in found) == [0, 0, 1]


def test_a_sentence_is_no_row_of_a_table() -> None:
    found = findings(row("5.00", 1, "6.00", claim=True), row("3.00", 1, "8.00", claim=True))
    assert [len(one.consequences) for one in found] == [0, 0]


@pytest.mark.parametrize(("rows", "consequences"), [(4, [0, 0, 0, 0]), (5, [4])])
def test_from_five_rows_on_the_table_is_one_finding(rows: int, consequences: list[int]) -> None:
    found = findings(*(row(f"{n}.00", n, f"{3 * n}.00") for n in range(1, rows + 1)))
    assert [len(one.consequences) for one in found] == consequences


def test_two_that_ask_the_opposite_of_a_number_are_two_findings() -> None:
    doubted = cell("5.00", 3)
    more = check(side(cell("6.00", 1, "收入总表")), side(doubted))
    less = check(side(cell("4.00", 1, "基本支出表")), side(doubted))
    turned = check(side(doubted), side(cell("6.00", 2, "项目支出表")))
    assert [len(one.consequences) for one in findings(more, less)] == [0, 0]
    assert [len(one.consequences) for one in findings(more, turned)] == [1]


def test_the_worst_comes_first() -> None:
    mild, grave = (replace(rule("XT-05"), severity=severity) for severity in ("info", "error"))
    checks = (check(side(cell("5.00", at)), side(cell("6.00", at, "收入总表"))) for at in (1, 2))
    found = diagnose([decided(one, each) for one, each in zip((mild, grave), checks, strict=True)], NO_FACTS)
    assert [one.severity for one in found] == ["error", "info"]


def test_what_compares_with_an_empty_table_follows_from_it() -> None:
    head, unit = simple(example="nested").split("# 第二部分 单位预算")
    before, title, after = unit.partition("单位预算支出总表")
    table, end, rest = after.partition("单位固定资产占用情况表")
    emptied = f"{before}{title}{re.sub('[0-9]+[.]00', '', table)}{end}{rest}"
    (found,) = (one for one in audited(f"{head}# 第二部分 单位预算{emptied}").findings if one.rule == "CP-02")
    assert (found.part, found.table) == ("单位1", "支出总表")
    assert {one.rule for one in found.consequences} == {"DU-06"} and found.severity == "error"


def test_two_rules_on_the_same_numbers_are_one_finding_as_grave_as_the_graver() -> None:
    same = check(side(cell("5.00", 1)), side(cell("6.00", 1, "收入总表")))
    for severities in (("info", "error"), ("error", "info")):
        both = [replace(rule("XT-05"), id=f"ZZ-{severity}", severity=severity) for severity in severities]
        (found,) = diagnose([decided(one, same) for one in both], NO_FACTS)
        assert found.severity == "error"


def test_the_same_error_in_a_unit_s_copy_is_told_once() -> None:
    found = audited(simple((ROW, OFF), example="nested")).findings
    (told,) = (one for one in found if one.also)
    assert [(spot.part, bool(say(spot.label)), bool(say(spot.raw))) for spot in told.also] == [("单位1", True, True)]


EXPLAINED = {
    "five is fifty": ("5.00", "50.00"),
    "元 for 万元": ("50000.00", "5.00"),
    "亿元 for 元": ("5.00", "500000000.00"),
    "a sign": ("5.00", "-5.00"),
    "two digits changed places": ("1234.50", "1324.50"),
    "two that stand apart": ("1234.50", "1432.50"),
}


@pytest.mark.parametrize("numbers", EXPLAINED.values(), ids=EXPLAINED)
def test_known_ways_to_write_a_number_wrong_are_explained(numbers: tuple[str, str]) -> None:
    left, right = numbers
    for stated, expected in ((left, right), (right, left)):
        (found,) = findings(check(side(cell(stated, 1)), side(cell(expected, 1, "收入总表"))))
        assert say(found.explanation)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("5.00", "6.00"), ("5.00", "50.01"), ("5.00", "500000.00"), ("-6.00", "5.00"), ("1234.50", "2341.50"), ("0.00", "5.00")],
)
def test_and_others_are_not(stated: str, expected: str) -> None:
    (found,) = findings(check(side(cell(stated, 1)), side(cell(expected, 1, "收入总表"))))
    assert not say(found.explanation)


# tables as written

HEADERS = {
    # words in common bind
    "收入科目|预算数": ("科目编码|科目名称|科目级次|财政拨款|事业", [3, 2]),
    # no column stands twice under one header
    "收入|支出": ("项目|金额|项目|合计|一般|基金", [2, 4]),
    # a total begins
    "年初数|执行数": ("小计|人员|公用|合计|其他", [3, 2]),
    # nothing speaks for either: evenly
    "甲类|乙类": ("房屋|车辆|家具|图书", [2, 2]),
    # an empty cell is the lower part of the one above
    "序号|甲类": ("|房屋|车辆", [1, 2]),
}  # fmt: skip


@pytest.mark.parametrize("above", HEADERS)
def test_header_cells_written_without_spans_share_out_the_columns_below(above: str) -> None:
    below, spans = HEADERS[above]
    rows = (above, below, "|".join("1" for _ in below.split("|")))
    export = "".join("".join(f"\t{text}\n" for text in row.split("|")) + "\n" for row in rows) + "\n"
    (drawn,) = grids(blocks_of(export.encode(), text_loader))
    assert [one.colspan for one in drawn.cells if one.row == 0] == spans


TORN = """项目支出表
单位：万元
| 项目名称 | 合计 | 一般公共预算 |
| {} | {} | {} |
=== page
| {} | {} | {} |
| 职工培训 | 1.00 | 1.00 |
"""


@pytest.mark.parametrize(
    ("upper", "lower", "rows"),
    [
        (("系统运", "1,234.5", "34.5"), ("行维护", "6", "6"), ["系统运行维护 1234.56 34.56"]),  # last digits
        (("系统运（含机", "5.00", "5.00"), ("房）", "", ""), ["系统运(含机房) 5.00 5.00"]),  # a bracket is open
        (
            ("系统运行", "5.00", "5.00"),
            ("二、其他项目", "", ""),
            ["系统运行 5.00 5.00", "二、其他项目"],
        ),  # a row of its own
        (("系统运行", "34.56", "34.56"), ("绿化", "7", "7"), ["系统运行 34.56 34.56", "绿化 7 7"]),  # nothing is cut
        (("系统运行", "12.5", "12.5"), ("绿化", "300", "300"), ["系统运行 12.5 12.5", "绿化 300 300"]),  # too many
    ],
)
def test_a_row_torn_by_the_end_of_a_page_is_one_again(upper: Cells, lower: Cells, rows: list[str]) -> None:
    (table,) = recognised(TORN.format(*upper, *lower)).parts[0].tables
    printed = [
        " ".join([row.name, *(str(entry.amount.value) for entry in row.entries if isinstance(entry, Fact))])
        for row in table.rows
    ]
    assert printed == [*rows, "职工培训 1.00 1.00"]
