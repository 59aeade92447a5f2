"""The tables of one part in their order, each with what stands above and below it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import coded, columns, others, sided
from .accounts import BASIC
from .context import Context
from .document import Block, Cell, Para, Row, Sheet
from .official import official_style, three_public

TITLES = {
    "收支总表": ("收支总表", "收支预算总表", "财务收支预算总表", "收支总体情况表"),
    "收入总表": ("收入总表", "收入预算总表", "收入总体情况表"),
    "支出总表": ("支出总表", "支出预算总表", "支出总体情况表"),
    "财政拨款收支总表": ("财政拨款收支总表", "财政拨款收支预算总表", "财政拨款收支总体情况表"),
    "一般公共预算支出表": (
        "一般公共预算支出表",
        "一般公共预算支出预算表",
        "一般公共预算支出情况表",
        "一般公共预算财政拨款支出表",
        "一般公共预算支出功能分类预算表",
    ),
    "基本支出表": (
        "一般公共预算基本支出表",
        "一般公共预算基本支出预算表",
        "一般公共预算基本支出情况表",
        "一般公共预算财政拨款基本支出表",
    ),
    "经济分类表": ("一般公共预算支出表（按经济分类）", "一般公共预算支出经济分类情况表"),
    "三公经费表": (
        "财政拨款“三公”经费支出表",
        "一般公共预算“三公”经费支出表",
        "一般公共预算“三公”经费预算表",
        "财政拨款“三公”经费支出情况表",
    ),
    "政府性基金支出表": (
        "政府性基金预算支出表",
        "政府性基金预算支出预算表",
        "政府性基金预算支出情况表",
        "政府性基金预算财政拨款支出表",
    ),
    "国有资本经营支出表": (
        "国有资本经营预算支出表",
        "国有资本经营预算支出预算表",
        "国有资本经营预算支出情况表",
        "国有资本经营预算财政拨款支出表",
    ),
    "项目支出表": ("项目支出表", "项目支出预算表", "项目支出总表"),
    "政府采购表": ("政府采购预算表", "政府采购表", "政府采购支出预算表"),
}
MEETINGS = "一般公共预算“三公”经费、会议费、培训费支出预算表"


def table_blocks(context: Context) -> Iterator[Block]:
    """The tables in their usual order, each with title, caption and note."""
    again = context.draw.pick("again", "nothing", "header", "title and header")
    for number, (name, (head, rows)) in enumerate(tables(context), 1):
        above = tuple(titles(context, name, number))
        titled = context.draw.pick("title_place", ("above", 5.0), ("in the table", 0.6)) == "in the table"
        if titled:
            wide = sum(cell.across for cell in (head or rows)[0] if cell)
            head = [*([Cell(one.text, wide)] for one in above), *head]
            above = ()
        yield Sheet(name, tuple(head), tuple(rows), tuple(replace(one, kind="caption") for one in above), again)
        if note := note_of(context, name, rows):
            yield Para(note, 0, "note")
    yield from forms(context)


Body = tuple[list[Row], list[Row]]


def tables(context: Context) -> Iterator[tuple[str, Body]]:
    """Name → header rows and body rows."""
    yield "收支总表", sided.summary(context)
    yield "收入总表", income(context)
    yield "支出总表", spending(context, "支出总表", "", "支出预算")
    yield "财政拨款收支总表", sided.fiscal(context)
    yield "一般公共预算支出表", spending(context, "一般公共预算支出表", "一般", "一般公共预算支出")
    yield from economic(context)
    yield "三公经费表", three_public(context)
    yield "政府性基金支出表", spending(context, "政府性基金支出表", "基金", "政府性基金支出")
    yield "国有资本经营支出表", spending(context, "国有资本经营支出表", "国资", "国有资本经营支出")
    if any(one.kind == "项目" and one.now for one in context.postings) and context.draw.has("project_table", 0.6):
        yield "项目支出表", others.projects(context)
    if context.accounts.purchases and context.draw.has("procurement_table", 0.6):
        yield "政府采购表", others.procurement(context)


def income(context: Context) -> Body:
    """收入总表, a row for each code or for each unit."""
    sources = columns.income_columns(context)
    if context.draw.pick("income_rows", ("codes", 2.0), "units") == "units":
        return coded.by_unit(context, "收入总表", sources)
    return coded.functional(context, "收入总表", "收入预算", sources)


def spending(context: Context, name: str, book: str, heading: str) -> Body:
    return coded.functional(context, name, heading, columns.spending_columns(context, book), book)


def economic(context: Context) -> Iterator[tuple[str, Body]]:
    """The general budget by purpose: basic expenditure, and at times all of it."""
    lanes = context.draw.pick("basic_form", ("one lane", 4.0), ("two lanes", 0.8)) == "two lanes"
    basic = coded.two_lanes if lanes else coded.basic_lane
    yield "基本支出表", basic(context, "基本支出表")
    if context.draw.has("economic_table", 0.25):
        yield "经济分类表", coded.by_economy(context, "经济分类表", "一般公共预算支出", (*BASIC, "项目"))


def titles(context: Context, name: str, number: int) -> Iterator[Para]:
    """The lines above a table: its number, title, and the caption with body and unit."""
    mark = context.draw.pick("table_number", "none", "公开01表", "表1", "附表1：", "表1 inline")
    if mark == "公开01表":
        yield Para(f"公开{number:02d}表")
    elif mark in ("表1", "附表1："):
        yield Para(mark.replace("1", str(number)))
    yield Para((f"表{number}：" if mark == "表1 inline" else "") + titled(context, name))
    measure = (official_style(context) if name == "三公经费表" else context.style).unit
    who = context.draw.pick("caption_word", "部门", "编制单位", "单位名称", "none")
    unit = context.draw.pick("unit_word", ("单位：{}", 3.0), "金额单位：{}", "单位:{}").format(measure)
    yield Para(("" if who == "none" else f"{who}：{context.name}    ") + unit)


def titled(context: Context, name: str) -> str:
    """A table's title with what stands before it."""
    meetings = name == "三公经费表" and context.draw.features.get("official_form") == "with meetings"
    title = MEETINGS if meetings else context.draw.pick(f"title_{name}", *TITLES[name])
    before = {
        "none": "",
        "level": context.level,
        "year": f"{context.year}年",
        "body": context.name,
        "year and level": f"{context.year}年{context.level}",
    }
    return before[context.draw.pick("title_prefix", *before)] + title


def note_of(context: Context, name: str, rows: Sequence[Row]) -> str:
    """What stands under an empty table."""
    book = {"政府性基金支出表": ("基金", "政府性基金"), "国有资本经营支出表": ("国资", "国有资本经营")}.get(name)
    if book is None or context.spent(book=book[0]):
        return ""
    form = context.draw.pick("empty_note", "无数据", "空表", "没有使用", "bracketed")
    own, year, word = context.own, context.year, book[1]
    return {
        "无数据": f"注：{own}无{word}预算拨款安排的支出，故本表无数据。",
        "空表": f"注：{own}{year}年无{word}预算支出，空表列示。",
        "没有使用": f"备注：{own}{year}年没有使用{word}预算拨款安排的支出。",
        "bracketed": f"（注：{year}年没有使用{word}预算拨款安排的支出，故本表为空表。）",
    }[form]


def forms(context: Context) -> Iterator[Block]:
    """Performance forms of some projects."""
    if not context.draw.has("performance_forms", 0.35):
        return
    rows = [one for one in context.postings if one.kind == "项目" and one.now]
    for name in list(dict.fromkeys(one.project for one in rows))[:4]:
        head, body = others.form(context, name, [one for one in rows if one.project == name])
        above = (Para("项目支出绩效目标表", 0, "caption"), Para(f"（{context.year}年度）", 0, "caption"))
        yield Sheet("绩效表", tuple(head), tuple(body), above)
