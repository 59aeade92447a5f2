"""Headings → sections: what is a heading, how headings nest, what they are called."""

import pytest

from budgetaudit.facts import Section
from budgetaudit.filing import Passage, Place
from budgetaudit.outline import outline
from budgetaudit.rulefiles import load
from budgetaudit.text import ordinal

WORDS = load().words


def sections(*lines: str) -> tuple[Section, ...]:
    """The outline of some lines; `[T]` is a table of that key."""
    blocks = [line[1:-1] if line.startswith("[") else Passage(line, Place(line=at)) for at, line in enumerate(lines, 1)]
    return outline(blocks, WORDS)


def tree(found: tuple[Section, ...]) -> list[str]:
    return [f"{'>' * one.level}{one.title}" for one in found if one.heading]


def test_styles_nest_as_the_document_shows() -> None:
    found = sections(
        "第一部分 概况", "一、主要职能", "（一）甲", "第二部分 情况说明", "一、收入预算情况说明", "1、财政拨款"
    )
    assert tree(found) == [">概况", ">>主要职能", ">>>甲", ">情况说明", ">>收入预算情况说明", ">>>财政拨款"]


def test_a_list_that_begins_again_inside_another_is_nested() -> None:
    found = sections(
        "第一部分 部门预算", "四、政府采购情况", "五、预算绩效信息", "第一部分 整体绩效目标",
        "第二部分 专项资金绩效目标", "六、国有资产信息", "第二部分 附表说明",
    )  # fmt: skip
    assert [one.level for one in found] == [1, 2, 2, 3, 3, 2, 1]


def test_a_list_in_the_style_of_the_list_above_it_is_nested() -> None:
    under = ("一、甲", "甲的事。", "二、乙", "乙的事。", "三、丙", "丙的事。")
    found = sections("一、职责", "二、工作任务", *under, "三、人员情况", "四、名词解释")
    assert [one.level for one in found] == [1, 1, 2, 2, 2, 1, 1]


def test_names_under_each_other_are_a_list_and_no_headings() -> None:
    units = ("（一）甲医院", "（二）乙医院", "（三）丙中心", "（四）丁站")
    found = sections("三、单位构成", "具体包括：", *units, "第二部分 部门预算表", "表一")
    assert [one.title for one in found] == ["单位构成", "部门预算表"]
    found = sections("四、“三公”经费", "（一）因公出国（境）费", "（二）公务用车购置费", "（三）公务接待费")
    assert len(found) == 4


def test_a_line_of_a_table_is_no_heading() -> None:
    found = sections("一、收入说明", "一、一般公共预算 72,626.13 一、一般公共服务支出", "二、支出说明")
    assert [one.title for one in found] == ["收入说明", "支出说明"]


def test_a_line_between_rows_of_a_table_is_no_heading() -> None:
    rows = ("十七、住房保障支出 759.73", "十八、粮油物资储备支出", "十九、灾害防治支出", "二十、其他支出 218.00")
    found = sections("一、收入说明", "无。", *rows, "二、支出说明", "一、财政拨款收入 1,200.00")
    assert [one.title for one in found] == ["收入说明", "支出说明"]


def test_a_number_alone_on_its_line_numbers_the_line_below() -> None:
    found = sections("二、收入决算情况说明", "收入决算100万元。", "三、", "支出决算情况说明", "四、其他情况说明")
    assert [one.ordinal for one in found] == [2, 3, 4]


def test_an_entry_of_the_contents_may_be_broken_over_two_lines() -> None:
    entries = (
        "九、“三公”经费支出决",
        "算情况说明",
        "第三部分 部门决算表",
        "九、“三公”经费支出决",
        "算表",
        "第四部分 名词解释",
    )
    found = sections(
        "目录", "第二部分 情况说明", *entries, "第二部分 情况说明", "九、“三公”经费支出决算情况说明", "无。"
    )
    assert [one.title for one in found] == ["情况说明", "“三公”经费支出决算情况说明"]
    found = sections("目录", "一、职责说明 PAGEREF _Toc3 h 3", "二、收入说明 PAGEREF _Toc4 h 3", "一、职责说明", "无。")
    assert [one.title for one in found] == ["职责说明"]


@pytest.mark.parametrize(
    ("line", "title", "name"),
    [
        ("一、收入支出决算总体情况说明", "收入支出决算总体情况说明", "收支总体"),
        ("二、2026年“三公”经费预算情况说明", "2026年“三公”经费预算情况说明", "三公经费"),
        ("九、一般公共预算“三公”经费、会议费、培训费支出预算情况说明", "", "三公经费"),
        ("（三）国有资产占有使用情况", "国有资产占有使用情况", "国有资产"),
        ("七、政府性基金预算支出情况", "政府性基金预算支出情况", "政府性基金"),
        ("十、机关运行经费安排情况", "机关运行经费安排情况", "机关运行经费"),
        ("名词解释", "名词解释", "名词解释"),
        ("上海市某某区司法局主要职能", "上海市某某区司法局主要职能", "职责"),
        ("1、部门预算收支总表", "部门预算收支总表", ""),
        ("3．一般公共预算安排情况", "一般公共预算安排情况", "一般公共预算"),
    ],
)
def test_names(line: str, title: str, name: str) -> None:
    (found,) = sections(line)
    assert (found.title, found.name) == (title or found.title, name)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("（一）收入预算：2026年收入预算100万元。", "收入预算"),
        ("一、收入支出总体情况。2024年收入100万元，支出100万元。", "收入支出总体情况"),
        ("（一）因公出国（境）费35.00万元，与2025年预算持平。", "因公出国（境）费"),
        ("1、收入说明，2021年预算收入2148.32万元。", "收入说明"),
    ],
)
def test_a_heading_may_carry_its_text(line: str, title: str) -> None:
    (found,) = sections(line)
    assert found.title == title
    assert [passage.text for passage in found.passages] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "（一）贯彻执行国家和本市有关财政工作的法律、法规、规章和方针政策。",
        "3.组织起草市政府领导重要讲话；",
        "2026年收入预算100万元",
        "3.5万元",
        "图2：基本支出和项目支出情况",
        "一般公共预算拨款收入",
        "第一、二季度完成80%。",
        "八、城乡社区支出 47,543,930 13,410,068",
        "四、其他收入 七、卫生健康支出 12.58",
        "甲市人民政府国有资产监督管理委员会2026年部门预算情况的说明",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert tree(sections(line)) == []


def test_contents_are_no_headings() -> None:
    found = sections(
        "目  录",
        "一、主要职能 ………………… 1",
        "二、收支总表",
        "三、名词解释",
        "一、主要职能",
        "负责甲项工作。",
        "三、名词解释",
    )
    assert tree(found) == [">主要职能", ">名词解释"]


def test_contents_without_a_title_are_no_headings() -> None:
    contents = ["第一部分 情况说明", "一、收入预算情况", "二、支出预算情况", "三、名词解释"]
    body = [line for title in contents for line in (title, "正文。")]
    assert len(tree(sections(*contents, *body))) == 4


def test_a_known_title_without_its_number_takes_its_place() -> None:
    found = sections("三、机关运行经费情况", "四、三公经费情况", "预算绩效信息", "六、政府采购情况")
    lost = found[2]
    assert (lost.number, lost.ordinal, lost.style, lost.level) == ("", 5, "一、", 1)


def test_items_of_a_glossary_are_no_sections() -> None:
    found = sections(
        "七、名词解释", "1、机关运行经费：指保障运行的经费。", "2、“三公”经费：指三项经费。", "八、其他说明"
    )
    assert tree(found) == [">名词解释", ">其他说明"]
    assert len(found[0].passages) == 2


def test_what_stands_before_the_first_heading() -> None:
    found = sections("某局2024年度公告。", "[收支总表]", "一、主要职能")
    assert (found[0].level, found[0].heading, found[0].tables) == (0, None, ("收支总表",))


def test_sections_hold_all_that_is_under_them() -> None:
    outer, inner, _ = sections("一、收支情况", "（一）收入情况", "收入100万元。", "[收入总表]", "二、名词解释")
    assert outer.tables == inner.tables == ("收入总表",)
    assert len(outer.passages) == 2
    assert len(inner.passages) == 1
    assert inner.path == ("收支总体",)
    assert inner.parent == outer.index


def test_labels_stand_below_chapters() -> None:
    found = sections("一、职责及机构设置情况", "部门职责：", "1、甲工作", "机构设置：", "二、预算安排的总体情况")
    assert [(one.title, one.level) for one in found] == [
        ("职责及机构设置情况", 1), ("部门职责", 2), ("甲工作", 3), ("机构设置", 2), ("预算安排的总体情况", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "expected"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("7", 7), ("③", 3), ("", 0)],
)
def test_ordinals(number: str, expected: int) -> None:
    assert ordinal(number) == expected
