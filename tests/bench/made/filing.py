"""The whole filing: which tables and sections it has, their titles, numbers and order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from . import bodies, coded, economy, others, prose_money, prose_other, sided
from .accounts import BASIC, Accounts
from .adder import verified
from .context import Context
from .document import Block, Cell, Known, Para, Row, Sheet, style
from .draw import Draw
from .say import Say, faithful
from .sided import ordinal

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


@dataclass(frozen=True)
class Made:
    """A filing whose truth is known."""

    seed: int
    draw: Draw
    blocks: tuple[Block, ...]
    facts: tuple[Known, ...]
    said: int

    @property
    def printed(self) -> int:
        """How many numbers it prints, in tables and prose."""
        return len(self.facts) + self.said


def make(seed: int, avoid: frozenset[str] = frozenset(), fixed: dict[str, str] | None = None) -> Made:
    """The filing of a seed, verified by an adder that knows only what is printed."""
    draw = Draw(seed, avoid, fixed)
    draw.features |= {"form": fixed["form"]} if fixed and "form" in fixed else {}
    body = bodies.invent(draw)
    accounts: Accounts = economy.accounts(body, draw)
    whole = Context(draw, style(draw), body, accounts, body.level)
    speakers: list[Say] = []
    blocks = tuple(document(whole, speakers))
    facts = tuple(
        cell.known
        for block in blocks
        if isinstance(block, Sheet)
        for row in block.rows
        for cell in row
        if cell and cell.known
    )
    verified(facts, blocks)
    said = [one for say in speakers for one in say.said]
    wrong = [one for one in said if not faithful(*one)]
    if wrong:
        raise AssertionError(f"seed {seed}: prose prints {wrong[:3]}")
    return Made(seed, draw, blocks, facts, len(said))


def document(context: Context, speakers: list[Say]) -> Iterator[Block]:
    """The department, and its units one after another where each has a part of its own."""
    form = (
        context.draw.pick("unit_parts", ("none", 4.0), "halves", ("titles", 0.4)) if len(context.units) > 1 else "none"
    )
    write = half if form == "halves" else part
    yield Para(f"{context.name}{context.year}年{context.level}预算公开", 0, "title")
    first = list(write(replace(context, part=context.level if form == "none" else "部门"), speakers))
    if context.draw.has("contents", 0.5):
        yield Para("目    录", 0, "contents")
        yield from (Para(one.text, 0, "contents") for one in first if isinstance(one, Para) and one.level in (1, 2))
    if form == "halves":
        yield Para("第一部分 部门预算", 1)
    yield from first
    if form == "halves":
        yield Para("第二部分 部门所属单位预算", 1)
    for number, unit in enumerate(context.units if form != "none" else (), 1):
        own = context.of(unit)
        heading = (
            f"{ordinal(number)}、{own.name}收支预算" if form == "halves" else f"{own.name}{own.year}年单位预算公开"
        )
        yield Para(heading, 1 if form == "halves" else 0, "text" if form == "halves" else "title")
        yield from write(own, speakers)


def half(context: Context, speakers: list[Say]) -> Iterator[Block]:
    """A part without chapters: its tables, then an account in numbered sections."""
    say = Say(context)
    speakers.append(say)
    yield from table_blocks(context, say)
    yield Para(f"{context.name}{context.year}年{context.level}预算信息公开情况说明", 0, "caption")
    yield from sections(context, say, (*GENERAL, *PROSE, ("名词解释", prose_other.glossary)))


def part(context: Context, speakers: list[Say]) -> Iterator[Block]:
    """One part: chapters of general matters, tables, prose, glossary; tables before the prose or after it."""
    say = Say(context)
    speakers.append(say)
    level, year = context.level, context.year
    tables = list(table_blocks(context, say))
    prose = list(sections(context, say, PROSE))
    chapters: list[tuple[str, list[Block]]] = [
        (f"{level}概况", list(sections(context, say, GENERAL))),
        (f"{year}年{level}预算表", tables),
        (f"{year}年{level}预算情况说明", prose),
        ("名词解释", [Para(text) for text in prose_other.glossary(say)]),
    ]
    if context.draw.pick("tables_place", ("before the prose", 2.0), "last") == "last":
        chapters = [chapters[0], *chapters[2:], chapters[1]]
    space = context.draw.pick("chapter_space", " ", "", "　")
    for number, (title, blocks) in enumerate(chapters, 1):
        yield Para(f"第{ordinal(number)}部分{space}{title}", 1)
        yield from blocks


Section = tuple[str, Callable[[Say], list[str]]]
GENERAL: tuple[Section, ...] = (("主要职责", prose_other.duties), ("机构设置情况", prose_other.organisation))
PROSE: tuple[Section, ...] = (
    ("收支预算总体情况说明", prose_money.overall),
    ("收入预算情况说明", prose_money.income),
    ("支出预算情况说明", prose_money.expenditure),
    ("财政拨款收支预算总体情况说明", prose_money.fiscal),
    ("一般公共预算支出情况说明", prose_money.general),
    ("一般公共预算基本支出情况说明", prose_money.basic),
    ("“三公”经费预算情况说明", prose_other.official),
    ("政府性基金预算支出情况说明", lambda say: prose_money.other_book(say, "基金", "政府性基金")),
    ("国有资本经营预算支出情况说明", lambda say: prose_money.other_book(say, "国资", "国有资本经营")),
    ("机关运行经费情况说明", prose_other.running_costs),
    ("政府采购情况说明", prose_other.procurement),
    ("国有资产占用情况说明", prose_other.assets),
    ("预算绩效情况说明", prose_other.goals),
)
NEEDED = frozenset({"收支预算总体情况说明", "“三公”经费预算情况说明", "机关运行经费情况说明", "政府采购情况说明"})
OPTIONAL = frozenset(title for title, _ in PROSE) - NEEDED


def sections(context: Context, say: Say, wanted: Sequence[Section]) -> Iterator[Block]:
    """Sections numbered in one style; some of those that need not be there are left out."""
    ending = context.draw.pick("heading_ending", "说明", "none")
    mark = context.draw.pick("heading_mark", ("一、", 3.0), ("（一）", 1.0))
    number = 0
    for title, write in wanted:
        if title in OPTIONAL and not context.draw.has(f"section {title}", 0.85):
            continue
        number += 1
        text = title.removesuffix("说明") if ending == "none" else title
        yield Para(f"{ordinal(number)}、{text}" if mark == "一、" else f"（{ordinal(number)}）{text}", 2)
        yield from (Para(line) for line in write(say))


def table_blocks(context: Context, say: Say) -> Iterator[Block]:
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


def tables(context: Context) -> Iterator[tuple[str, tuple[list[Row], list[Row]]]]:
    draw = context.draw
    yield "收支总表", sided.summary(context)
    many = draw.pick("income_rows", ("codes", 2.0), "units") == "units"
    columns = coded.income_columns(context)
    yield (
        "收入总表",
        coded.by_unit(context, "收入总表", columns)
        if many
        else coded.functional(context, "收入总表", "收入预算", columns),
    )
    yield "支出总表", coded.functional(context, "支出总表", "支出预算", coded.spending_columns(context, ""))
    yield "财政拨款收支总表", sided.fiscal(context)
    for name, book in (("一般公共预算支出表", "一般"),):
        yield name, coded.functional(context, name, "一般公共预算支出", coded.spending_columns(context, book), book)
    lanes = draw.pick("basic_form", ("one lane", 4.0), ("two lanes", 0.8)) == "two lanes"
    yield (
        "基本支出表",
        coded.two_lanes(context, "基本支出表") if lanes else coded.by_economy(context, "基本支出表", "基本支出", BASIC),
    )
    if draw.has("economic_table", 0.25):
        yield "经济分类表", coded.by_economy(context, "经济分类表", "一般公共预算支出", (*BASIC, "项目"))
    yield "三公经费表", others.three_public(context)
    for name, book in (("政府性基金支出表", "基金"), ("国有资本经营支出表", "国资")):
        yield name, coded.functional(context, name, name, simple_columns(context), book)
    if any(one.kind == "项目" and one.now for one in context.postings) and draw.has("project_table", 0.6):
        yield "项目支出表", others.projects(context)
    if context.accounts.purchases and draw.has("procurement_table", 0.6):
        yield "政府采购表", others.procurement(context)


def simple_columns(context: Context) -> tuple:
    return coded.spending_columns(context, "基金")


def titles(context: Context, name: str, number: int) -> Iterator[Para]:
    """The lines above a table: its number, title, and the caption with body and unit."""
    style_ = others.official_style(context) if name == "三公经费表" else context.style
    meetings = name == "三公经费表" and context.draw.features.get("official_form") == "with meetings"
    title = MEETINGS if meetings else context.draw.pick(f"title_{name}", *TITLES[name])
    prefix = context.draw.pick("title_prefix", "none", "level", "year", "body", "year and level")
    before = {
        "none": "",
        "level": context.level,
        "year": f"{context.year}年",
        "body": context.name,
        "year and level": f"{context.year}年{context.level}",
    }
    mark = context.draw.pick("table_number", "none", "公开01表", "表1", "附表1：", "表1 inline")
    if mark == "公开01表":
        yield Para(f"公开{number:02d}表")
    elif mark in ("表1", "附表1："):
        yield Para(mark.replace("1", str(number)))
    yield Para((f"表{number}：" if mark == "表1 inline" else "") + before[prefix] + title)
    who = context.draw.pick("caption_word", "部门", "编制单位", "单位名称", "none")
    unit = context.draw.pick("unit_word", ("单位：{}", 3.0), "金额单位：{}", "单位:{}").format(style_.unit)
    who = "" if who == "none" else f"{who}：{context.name}    "
    yield Para(who + unit)


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
