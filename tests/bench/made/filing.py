"""The whole filing: which tables and sections it has, their titles, numbers and order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from . import bodies, economy, prose_money, prose_other, prose_overall
from .accounts import Accounts
from .adder import verified
from .context import Context
from .document import Block, Known, Para, Sheet, style
from .draw import Draw
from .lines import ordinal
from .say import Say, faithful
from .tabled import table_blocks


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
    yield from table_blocks(context)
    yield Para(f"{context.name}{context.year}年{context.level}预算信息公开情况说明", 0, "caption")
    yield from sections(context, say, (*GENERAL, *PROSE, ("名词解释", prose_other.glossary)))


def part(context: Context, speakers: list[Say]) -> Iterator[Block]:
    """One part: chapters of general matters, tables, prose, glossary; tables before the prose or after it."""
    say = Say(context)
    speakers.append(say)
    level, year = context.level, context.year
    tables = list(table_blocks(context))
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
    ("收支预算总体情况说明", prose_overall.overall),
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
