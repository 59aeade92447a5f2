"""Text exports and web pages."""

import pytest
from documents import blocks_of, grids, prose, spans

from budgetaudit.errors import FilingError
from budgetaudit.filing import Passage
from budgetaudit.loaders import html as html_loader
from budgetaudit.loaders import text
from budgetaudit.messages import say


def test_cells_rows_and_tables_of_a_text_export() -> None:
    export = "标题\n\t部门：甲\n\t单位：万元\n\n\t项目\n\t金额\n\t备注\n\n\t合计\n\t1.00\n\t第一段\n第二段\n\n\n后文\n"
    blocks = blocks_of(export.encode("gb18030"), text)
    (grid,) = grids(blocks)
    assert prose(blocks) == ["标题", "后文"]
    assert grid.texts[-1] == ("合计", "1.00", "第一段\n第二段")
    assert [(c.text, c.column, c.colspan) for c in grid.cells[:2]] == [
        ("部门：甲", 0, 1),
        ("单位：万元", 1, 2),
    ]
    assert grid.cells[-1].place.line == 11
    assert blocks[-1].place.line == 15


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        # repeated children begin a parent's share
        (["收入|支出", "项目|金额|项目|合计|基金", "a|1|b|2|3"], [("收入", 0, 1, 2), ("支出", 2, 1, 3)]),
        # an empty child is the lower part of its parent
        (["序号|科目|合计", "|编码|名称|", "1|201|x|2"], [("序号", 0, 2, 1), ("科目", 1, 1, 2), ("合计", 3, 2, 1)]),
        # words in common bind
        (["支出科目|一般公共预算支出", "科目编码|科目名称|合计|人员|公用", "a|b|1|2|3"],
         [("支出科目", 0, 1, 2), ("一般公共预算支出", 2, 1, 3)]),
        # a total begins a share
        (["去年|今年", "小计|出国|小计|出国|接待", "1|2|3|4|5"], [("去年", 0, 1, 2), ("今年", 2, 1, 3)]),
    ],
)  # fmt: skip
def test_header_spans_are_put_back(rows: list[str], header: list[tuple[str, int, int, int]]) -> None:
    export = "".join("".join(f"\t{cell}\n" for cell in row.split("|")) + "\n" for row in rows) + "\n"
    (grid,) = grids(blocks_of(export.encode(), text))
    assert [(c.text, c.column, c.rowspan, c.colspan) for c in grid.cells if c.row == 0] == header


def test_a_first_cell_over_several_rows() -> None:
    export = "\t一级\n\t二级\n\n\t产出\n\t数量\n\n\t\n\t质量\n\n\n"
    (grid,) = grids(blocks_of(export.encode("utf-8-sig"), text))
    assert ("产出", 1, 0, 2, 1) in spans(grid)


def test_a_few_damaged_characters_cost_only_themselves() -> None:
    data = ("收入预算一万元。\n" * 400).encode() + b"\xff\n"
    blocks, cautions = text.load(data, "a.txt")
    assert len(blocks) == 401
    assert "1 处" in say(cautions[0])
    with pytest.raises(FilingError):
        text.load(b"\xff\xfd\xfc" * 200, "a.txt")


def page(body: str, encoding: str = "utf-8", declared: str = "utf-8") -> bytes:
    return f'<html><head><meta charset="{declared}"><style>p</style></head><body>{body}</body></html>'.encode(encoding)


def test_tables_and_prose_of_a_web_page() -> None:
    body = (
        "<ul><li><a href='/'>首页</a></li></ul><h2>一、收入</h2><p>收入\n 1&nbsp;万元<br>支出</p><script>x</script>"
        "<p style='display: none'>隐</p><table><caption>表</caption><tr><th rowspan=2>a</th><td colspan=2>b</td></tr>"
        "<tr><td><p>c</p><p>d</p></td><td>e<table><tr><td>内1</td><td>内2</td></tr></table></td></tr></table>尾"
    )
    blocks = blocks_of(page(body), html_loader)
    assert prose(blocks) == ["一、收入", "收入 1 万元", "支出", "表", "尾"]
    outer, inner = grids(blocks)
    assert spans(outer) == [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 2), ("c\nd", 1, 1, 1, 1), ("e", 1, 2, 1, 1)]
    assert inner.texts == (("内1", "内2"),)
    assert next(b for b in blocks if isinstance(b, Passage)).role == "heading"


def test_a_page_that_says_gb2312_and_holds_gbk() -> None:
    assert prose(blocks_of(page("<p>镕堃万元</p>", "gbk", "gb2312"), html_loader)) == ["镕堃万元"]


def test_layout_tables_are_not_tables() -> None:
    inner = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    blocks = blocks_of(page(f"<table><tr><td><p>题</p>{inner}</td></tr></table>"), html_loader)
    assert prose(blocks) == ["题"]
    assert [grid.height for grid in grids(blocks)] == [2]


def test_letters_at_fixed_positions_become_paragraphs() -> None:
    line = "收入预算一万元支出预算二"
    letters = "".join(
        f'<div style="position:absolute;left:{12 * x}px;top:{20 * y}px;font-size:12px">{letter}</div>'
        for y in reversed(range(20))
        for x, letter in enumerate(line)
    )
    assert prose(blocks_of(page(f"<div>{letters}</div>"), html_loader)) == [line * 20]


def placed(left: int, top: int, text: str) -> str:
    return f'<div class="p" style="top:{top}pt;left:{left}pt;font-size:10.0pt;position:absolute;">{text}</div>'


def rule(left: int, top: int, width: int, height: int) -> str:
    side = "bottom" if width else "right"
    size = f"left:{left}pt;top:{top}pt;width:{width}.0pt;height:{height}.0pt"
    return f'<div class="r" style="position:absolute;{size};border-{side}:0.5pt solid #000000;"></div>'


ROWS = (("项目", "预算数"), ("一、财政拨款", "100.00"), ("二、其他收入", ""), ("收入总计", "100.00"))
CELLS = "".join(placed(60 + 100 * c, 82 + 20 * r, text) for r, row in enumerate(ROWS) for c, text in enumerate(row))
RULES = "".join(rule(50, 80 + 20 * r, 200, 0) for r in range(5)) + "".join(
    rule(50 + 100 * c, 80, 0, 80) for c in range(3)
)
SHEET = '<div class="page" style="width:595.0pt;height:842.0pt;position:relative;">{}</div>'


def test_a_page_of_placed_texts_and_lines_is_read_as_a_page_of_a_pdf_is() -> None:
    sheets = SHEET.format(placed(60, 40, "甲局")) + SHEET.format(placed(90, 60, "收支总表") + CELLS + RULES)
    blocks = blocks_of(page(f"<p>甲局预算公开</p>{sheets}<p>完</p>"), html_loader)
    (grid,) = grids(blocks)
    assert grid.texts == ROWS and (grid.place.page, grid.place.table) == (2, 1)
    assert prose(blocks) == ["甲局预算公开", "甲局", "收支总表", "完"]


def test_placed_texts_without_lines_stand_in_columns() -> None:
    rows = (("项目", "预算数", "项目", "预算数"), ("一、财政拨款", "100.00", "一、教育支出", "90.00"))
    rows += (("二、其他收入", "", "二、其他支出", ""), ("收入总计", "100.00", "支出总计", "100.00"))
    cells = (
        placed(60 + 100 * c, 82 + 20 * r, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text
    )
    (grid,) = grids(blocks_of(page(SHEET.format(placed(90, 60, "收支总表") + "".join(cells))), html_loader))
    assert grid.texts == rows


def test_a_table_with_tabs_between_its_cells() -> None:
    export = "标题\n收入\t支出\n项目\t金额\t项目\t金额\n合计\t1.00\t\t2.00\n\n甲\t乙\n"
    blocks = blocks_of(export.encode(), text)
    (grid,) = [grid for grid in grids(blocks) if grid.height > 1]
    assert spans(grid)[:2] == [("收入", 0, 0, 1, 2), ("支出", 0, 2, 1, 2)]
    assert grid.texts[2] == ("合计", "1.00", "", "2.00")
    assert prose(blocks) == ["标题", "甲\t乙"]


LOST = """财务收支总表
本年收入 \t本年支出
项目 \t预算数 \t项目 \t预算数
一、财政拨款收入 \t50.00 \t一、教育支出 \t20.00
二、事业收入 \t二、科学技术支出 \t5.00
三、卫生健康支出 \t10.00
四、住房保障支出 \t15.00
收入总计 \t50.00 \t支出总计 \t50.00
"""


def test_cells_that_an_export_dropped_are_put_back() -> None:
    (grid,) = grids(blocks_of(LOST.encode(), text))
    assert [[cell.strip() for cell in row] for row in grid.texts[3:6]] == [
        ["二、事业收入", "", "二、科学技术支出", "5.00"],
        ["", "", "三、卫生健康支出", "10.00"],
        ["", "", "四、住房保障支出", "15.00"],
    ]


def test_a_number_that_may_stand_in_several_columns_is_read_in_none() -> None:
    table = "项目 \t合计 \t甲 \t乙 \n一、教育 \t3.00 \t1.00 \t2.00\n二、科技 \t4.00 \t4.00\n三、住房 \t5.00 \t5.00\n"
    (grid,) = grids(blocks_of(table.encode(), text))
    assert grid.texts[2][1:] == ("4.00 … 4.00",) * 3
