"""Whatever stands in a document, an audit ends, soon, in an audit or in a sentence."""

import time
from collections.abc import Sequence

import forms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_recognise import cases

from budgetaudit.audit import audit
from budgetaudit.errors import BudgetAuditError
from budgetaudit.filing import Block, Filing, Grid, Passage, Place
from budgetaudit.reporters import Look, render

LIMIT = 5
"""Seconds for one small document, with much to spare."""
FEW = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)

TEXT = """
titles:收支总表 部门支出总表 一般公共预算基本支出表 财政拨款“三公”经费支出表 政府采购预算表 绩效目标表 乱七八糟表
headers:项目 科目编码 科目名称 类 款 项 合计 小计 基本支出 项目支出 预算数 决算数 单位名称 数量 单价 2025年 栏次
labels:201 20101 2010101 05 一般公共服务支出 其中：办公费 （一）行政运行 本年收入合计 收入总计 上年结转 公务接待费 某局
numbers:1 2 0 - —— 1,234.50 (3.20) 99.9% 1. 1e5 1,23 ９９ -0.00
sayings:收入预算 比上年增加 减少 下降 % 万元 元 ， 。 其中： 占 完成年初预算的 一、 2026年 持平 （类） 分别为 三公 、
"""
WORDS = {kind: line.split() for kind, _, line in (line.partition(":") for line in TEXT.splitlines())}
TITLES, HEADERS, LABELS, SAYINGS = (WORDS[kind] for kind in ("titles", "headers", "labels", "sayings"))
NUMBERS = ["9" * 60, "0." + "0" * 40 + "1", *WORDS["numbers"]]
ODD = ["", " ", "\n", "=1+1", "[bold]x[/]", "<b>", "\u200b", "\ufeff", "￥", "元", "((((", "))", "٣", "Ⅳ", "㈠", "|"]
LONG = {"1": 5000, "1,": 3000, "（": 3000, "增加1万元，": 800, "其中：": 1500, "一、": 2000, "2026年": 1500, "“": 3000}

cell = st.sampled_from([*TITLES, *HEADERS * 2, *LABELS * 3, *NUMBERS * 3, *ODD, ">", ">"]) | st.text(max_size=6)
saying = st.lists(st.sampled_from([*SAYINGS, *LABELS, *NUMBERS, *ODD, *TITLES]), max_size=25).map("".join)
stated = ["单位：万元", "434某市办公室 单位：元", "预算年度：2026", "2026年部门预算", "第二部分 所属单位预算"]
captions = st.sampled_from([*TITLES, *stated])


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    return forms.grid(["|" + "|".join(text.replace("|", "/") for text in row) + "|" for row in rows], Place(table=1))


grids = st.lists(st.lists(cell, min_size=1, max_size=8), min_size=1, max_size=9).map(_grid)
passages = (saying | captions | st.text(max_size=40)).map(lambda text: Passage(text, Place(paragraph=1)))
documents = st.lists(passages | passages | grids, max_size=12)


def examined(blocks: Sequence[Block]) -> None:
    start = time.perf_counter()
    try:
        done = audit(Filing("乱.docx", "0" * 64, "docx", tuple(blocks)), forms.rules())
    except BudgetAuditError as error:
        assert str(error).strip()
    else:
        assert render("json", done, Look())
        assert render("console", done, Look())
    assert time.perf_counter() - start < LIMIT


@FEW
@given(documents)
def test_any_document(blocks: list[Block]) -> None:
    examined(blocks)


drawn = [case.values[1]["filing"] for case in cases()]  # type: ignore[attr-defined]


@FEW
@given(st.sampled_from(drawn), st.randoms(use_true_random=False))
def test_known_layouts_with_anything_in_their_cells(text: str, chance: object) -> None:
    blocks = forms.filing(text).blocks
    random = chance.random  # type: ignore[attr-defined]
    choice = chance.choice  # type: ignore[attr-defined]
    twice = (block for block in blocks for _ in range(1 + (random() < 0.1)))
    examined([_stirred(block, random, choice) for block in twice if random() > 0.05])


def _stirred(block: Block, random: object, choice: object) -> Block:
    """The block with some of its texts replaced."""
    pool = [*HEADERS, *LABELS, *NUMBERS, *ODD]

    def other(text: str) -> str:
        return choice(pool) if random() < 0.15 else text  # type: ignore[operator]

    if isinstance(block, Passage):
        return Passage(other(block.text), block.place, block.role)
    return Grid(tuple(replace(c, text=other(c.text)) for c in block.cells), block.height, block.width, block.place)


@FEW
@given(st.lists(saying, min_size=1, max_size=4))
def test_any_prose_beside_a_table(texts: list[str]) -> None:
    table = forms.filing(drawn[0]).blocks
    examined([*table, *(Passage(text, Place(paragraph=i)) for i, text in enumerate(texts, 1))])


def test_long_runs_do_not_hang() -> None:
    """Inputs that make careless patterns slow."""
    for text in (piece * times for piece, times in LONG.items()):
        examined([*forms.filing(drawn[0]).blocks, Passage(text, Place(paragraph=1))])


def test_wide_and_tall_grids() -> None:
    wide = [["科目编码", "科目名称", *["合计"] * 300], ["201", "一般公共服务支出", *["1.00"] * 300]]
    tall = [["科目编码", "科目名称", "合计"], *[[f"2{i % 90 + 10}", "某支出", "1.00"] for i in range(1500)]]
    examined([Passage("支出总表", Place()), _grid(wide)])
    examined([Passage("支出总表", Place()), _grid(tall)])
