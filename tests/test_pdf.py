"""PDF filings: the ruled grid, the text around it, and what cannot be read."""

import importlib
import json
from pathlib import Path

import make_font
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import Sheet, pdf

from budgetaudit.amounts import read_amount
from budgetaudit.errors import FilingError
from budgetaudit.filing import Block, Grid, Passage
from budgetaudit.loaders.pdf import load
from budgetaudit.messages import say
from budgetaudit.text import narrow

SHARED = Path(__file__).parents[2] / "shared" / "filings"
ROWS = [["项目", "合计", "基本支出"], ["行政运行", "659.00", "12.5"], ["合计", "1,977.68", "0.00"]]


def blocks(*sheets: Sheet) -> tuple[Block, ...]:
    return load(pdf(sheets), "a.pdf")[0]


def grids(*sheets: Sheet) -> list[Grid]:
    return [block for block in blocks(*sheets) if isinstance(block, Grid)]


def passages(*sheets: Sheet) -> list[str]:
    return [block.text for block in blocks(*sheets) if isinstance(block, Passage)]


def texts(grid: Grid) -> list[list[str]]:
    return [list(row) for row in grid.texts]


# -- tables --


def test_a_ruled_table_with_its_title_and_unit() -> None:
    sheet = Sheet().text(200, 80, "部门收支总表", 16).text(50, 96, "部门：甲局").text(230, 96, "单位：万元")
    title, unit, grid = blocks(sheet.table(50, 100, ROWS))
    assert isinstance(title, Passage) and title.text == "部门收支总表" and title.place.page == 1
    assert isinstance(unit, Passage) and unit.text == "部门：甲局    单位：万元"
    assert isinstance(grid, Grid) and texts(grid) == ROWS
    assert (grid.place.page, grid.place.table) == (1, 1)
    place = grid.squares[1, 1].place
    assert (place.row, place.column) == (2, 2)


def test_spans_come_from_missing_edges() -> None:
    sheet = Sheet().box(50, 100, 250, 160).line(50, 140, 250, 140).line(150, 120, 150, 160)
    sheet.line(50, 120, 250, 120).line(200, 120, 200, 140)
    sheet.text(60, 114, "支出").text(60, 134, "甲").text(160, 134, "1").text(210, 134, "2").text(60, 154, "乙")
    (grid,) = grids(sheet)
    assert texts(grid) == [["支出", "", ""], ["甲", "1", "2"], ["乙", "", ""]]
    assert [(cell.rowspan, cell.colspan) for cell in grid.cells] == [
        (1, 3),
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 2),
    ]


def test_lines_may_be_thin_filled_bars_in_pieces() -> None:
    sheet = Sheet()
    for y in (100, 120, 140):
        sheet.bar(50, y, 149.5, y + 0.5).bar(150, y, 250, y + 0.5)
    for x in (50, 150, 250):
        sheet.bar(x, 100, x + 0.5, 119.5).bar(x, 120, x + 0.5, 140.5)
    sheet.text(60, 114, "甲").text(160, 114, "1").text(60, 134, "乙").text(160, 134, "2")
    assert texts(grids(sheet)[0]) == [["甲", "1"], ["乙", "2"]]


def test_borders_left_out_are_closed_where_the_other_lines_end() -> None:
    sheet = Sheet()
    for y in (100, 120, 140):
        sheet.line(50, y, 250, y)
    sheet.line(150, 100, 150, 160)  # no outer lines; the last row is cut by the page
    sheet.text(60, 114, "甲").text(160, 114, "1").text(60, 134, "乙").text(160, 134, "2")
    assert texts(grids(sheet)[0])[:2] == [["甲", "1"], ["乙", "2"]]


def test_a_table_with_lines_only_between_rows_gets_its_columns_from_white_space() -> None:
    sheet = Sheet()
    for row, (label, *numbers) in enumerate([["项目", "合计", "基本支出"], *ROWS[1:], ["教育支出", "", "3.00"]]):
        sheet.line(50, 100 + 20 * row, 350, 100 + 20 * row).text(55, 114 + 20 * row, label)
        for column, number in enumerate(numbers):
            sheet.text(250 + 80 * column - 5 * len(number), 114 + 20 * row, number)
    sheet.line(50, 180, 350, 180)
    assert texts(grids(sheet)[0]) == [*ROWS, ["教育支出", "", "3.00"]]


def test_prose_between_rules_of_one_length_is_no_table() -> None:
    sheet = Sheet().line(50, 60, 550, 60).line(50, 200, 550, 200).line(50, 780, 550, 780)
    sheet.text(50, 100, "2026年收入12.50万元，支出").text(50, 116, "13.70万元。").text(50, 300, "二、支出 3.5 万元")
    assert grids(sheet) == []


def test_a_cell_cut_by_the_end_of_the_page_is_kept() -> None:
    sheet = Sheet().line(50, 100, 250, 100).line(50, 120, 250, 120).line(150, 140, 250, 140)
    for x in (50, 150, 250):
        sheet.line(x, 100, x, 140)
    sheet.text(60, 114, "甲").text(160, 114, "1").text(60, 134, "乙").text(160, 134, "2")
    assert texts(grids(sheet)[0]) == [["甲", "1"], ["乙", "2"]]


def test_two_tables_on_a_page_and_a_table_over_two_pages_are_separate() -> None:
    first = Sheet().table(50, 100, ROWS).text(50, 200, "支出总表").table(50, 210, ROWS)
    found = blocks(first, Sheet().table(50, 100, ROWS[1:]))
    assert [(type(block), block.place.page, block.place.table) for block in found] == [
        (Grid, 1, 1),
        (Passage, 1, 0),
        (Grid, 1, 2),
        (Grid, 2, 3),
    ]


def test_tables_that_touch_are_parted_where_no_column_line_runs_on() -> None:
    sheet = Sheet().table(50, 100, [["目标", "保障"]], 120).table(50, 120, [["甲", "乙", "1"], ["丙", "丁", "2"]])
    assert [texts(grid) for grid in grids(sheet)] == [
        [["目标", "保障"]],
        [["甲", "乙", "1"], ["丙", "丁", "2"]],
    ]


def test_a_form_object_is_read_with_its_matrix() -> None:
    sheet = Sheet(matrix=(0.5, 0, 0, 0.5, 20, 30)).table(50, 100, ROWS)
    assert texts(grids(sheet)[0]) == ROWS


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_turned_page_reads_like_an_upright_one(rotate: int) -> None:
    sheet = Sheet(rotate=rotate, turned=True).text(50, 90, "支出总表").table(50, 100, ROWS)
    title, grid = blocks(sheet)
    assert isinstance(title, Passage) and title.text == "支出总表"
    assert isinstance(grid, Grid) and texts(grid) == ROWS


def test_underlines_frames_and_empty_drawings_are_no_tables() -> None:
    sheet = Sheet().text(50, 100, "公开说明").line(50, 102, 90, 102).box(40, 60, 400, 300).line(40, 50, 500, 50)
    sheet.table(50, 400, [["", ""], ["", ""]])
    assert [block.text for block in blocks(sheet) if isinstance(block, Passage)] == ["公开说明"]
    assert grids(sheet) == []


def test_white_lines_count_only_where_no_line_can_be_seen() -> None:
    def drawn(gray: float) -> Sheet:
        sheet = Sheet()
        for y in (80, 100):
            sheet.line(50, y, 210, y, gray)
        return sheet.line(50, 80, 50, 100, gray).line(210, 80, 210, 100, gray).text(100, 95, "收入总表")

    (title, _) = blocks(drawn(1).table(50, 100, [["甲", "1"], ["乙", "2"]]))
    assert isinstance(title, Passage)
    alone = Sheet()
    for y in (100, 120, 140):
        alone.line(50, y, 250, y, 1)
    for x in (50, 150, 250):
        alone.line(x, 100, x, 140, 1)
    alone.text(60, 114, "甲").text(160, 114, "1").text(60, 134, "乙").text(160, 134, "2")
    assert texts(grids(alone)[0]) == [["甲", "1"], ["乙", "2"]]


# -- text in cells --


def test_a_number_broken_over_lines_is_one_number() -> None:
    sheet = Sheet().line(50, 100, 250, 100).line(50, 140, 250, 140)
    for x in (50, 90, 200, 250):
        sheet.line(x, 100, x, 140)
    sheet.text(53, 114, "5,293").text(53, 130, ".75")
    sheet.text(100, 114, "12").text(100, 130, "34")  # room enough: two numbers
    sheet.text(203, 114, "一般公共").text(203, 130, "服务")
    assert texts(grids(sheet)[0]) == [["5,293.75", "12\n34", "一般公共\n服务"]]


def test_a_code_broken_by_a_narrow_cell_is_one_code() -> None:
    sheet = Sheet().box(50, 100, 82, 140).box(82, 100, 200, 140)
    sheet.text(52, 114, "20103").text(52, 130, "01").text(90, 114, "行政运行")
    assert texts(grids(sheet)[0]) == [["2010301", "行政运行"]]


# -- text outside tables --

LONG = "人民检察院是国家的法律监督机关依法独立行使检察权对人民代表大会及其常委会负责并报告"


def test_text_is_read_by_position_not_by_order_of_drawing() -> None:
    sheet = Sheet().text(120, 100, "8.85%。").text(50, 120, "次行。").text(50, 100, "比上年增长")
    assert passages(sheet)[0].startswith("比上年增长")


def test_a_character_alone_is_read_though_the_file_brings_no_font() -> None:
    sheet = Sheet().text(50, 100, "甲").text(60, 100, "局").text(80, 100, "（").text(90, 100, "a").text(95, 100, "）")
    assert passages(sheet) == ["甲局 （a）"]


def test_the_font_that_stands_in_is_the_one_made_here() -> None:
    assert make_font.FONT.read_bytes() == make_font.font()


def test_lines_are_joined_into_paragraphs() -> None:
    sheet = Sheet().text(70, 100, LONG).text(50, 116, LONG + "。").text(70, 132, "一、主要职责")
    sheet.text(70, 148, LONG).text(50, 164, "完。")
    assert passages(sheet) == [LONG + LONG + "。", "一、主要职责", LONG + "完。"]


def test_a_paragraph_goes_on_over_the_page_break() -> None:
    first = Sheet().text(50, 100, LONG).text(50, 116, LONG).text(290, 800, "— 1 —")
    second = Sheet().text(50, 60, "完。").text(50, 100, LONG).text(50, 116, LONG).text(290, 800, "— 2 —")
    assert passages(first, second) == [LONG + LONG + "完。", LONG + LONG]


def test_headers_footers_and_page_numbers_are_set_aside() -> None:
    sheets = [
        Sheet().text(200, 40, "甲局2026年预算公开").text(50, 300 + n, "正文" + "甲乙丙丁"[n]).text(290, 810, f"第{n}页")
        for n in range(4)
    ]
    found = [(block.role, block.text) for block in blocks(*sheets) if isinstance(block, Passage)]
    assert found == [*(("body", f"正文{c}") for c in "甲乙丙丁"), ("header", "甲局2026年预算公开")]


def test_a_caption_under_a_title_is_no_header_wherever_it_stands() -> None:
    """Tables that each begin a page print their unit of measure at the same place."""
    sheets = [
        Sheet().text(9, 30, "甲局2026年预算公开").text(90, 50, f"{name}表").text(300, 65, "单位：元").text(9, 300, "文")
        for name in "甲乙丙丁"
    ]
    found = [(block.role, block.text) for block in blocks(*sheets) if isinstance(block, Passage)]
    assert sum(role == "body" and "单位：元" in text for role, text in found) == 4
    assert [text for role, text in found if role == "header"] == ["甲局2026年预算公开"]



def test_a_label_that_breaks_beside_other_text_is_one_piece() -> None:
    sheet = Sheet().text(50, 90, "434新乐市人民政府").text(50, 102, "办公室")
    sheet.text(250, 96, "预算年度：2021").text(400, 96, "单位：万元")
    assert passages(sheet) == ["434新乐市人民政府办公室    预算年度：2021    单位：万元"]


def test_text_beyond_the_edge_of_the_page_is_not_read() -> None:
    assert passages(Sheet().text(50, 100, "看得见").text(50, 900, "看不见")) == ["看得见"]


PAGE, BODY, CELL = (0, 0, 595, 842), (40, 90, 560, 800), (50, 90, 100, 110)


def test_text_that_its_page_or_body_clips_away_is_not_read() -> None:
    """Two clips, one in the other: what shows is within both."""
    sheet = Sheet().text(50, 80, "看不见").within(PAGE, BODY).text(50, 105, "看得见").within(PAGE, BODY)
    assert passages(sheet) == ["看得见"]


def test_text_longer_than_its_cell_does_not_run_into_the_next() -> None:
    sheet = Sheet().table(50, 90, [["", ""], ["", ""]], 50).text(52, 104, "气象影视服务中心").within(CELL)
    sheet.text(102, 104, "18.66").text(52, 124, "甲").text(102, 124, "1.00")
    assert texts(grids(sheet)[0]) == [["气象影视服", "18.66"], ["甲", "1.00"]]


def test_letters_set_close_may_be_clipped_each_by_its_own() -> None:
    sheet = Sheet().text(50, 100, "甲乙").text(70, 100, "丙丁").within((65, 90, 79, 110))
    assert passages(sheet) == ["甲乙丙"]


def test_a_heading_after_a_line_that_ends_without_a_full_stop() -> None:
    sheet = Sheet().text(70, 100, LONG).text(50, 116, LONG).text(50, 132, "三、政府采购预算情况").text(70, 148, LONG)
    assert passages(sheet) == [LONG + LONG, "三、政府采购预算情况", LONG]


# -- what cannot be read --

STANDARD = f"/Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}>"
ENCRYPTED = f"/Encrypt << {STANDARD} >> /ID [<00><00>]"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4 nothing", "已损坏"),
        (pdf([]), "没有可读的页面"),
        (pdf([Sheet()]), "没有文字层"),
        (pdf([Sheet().picture()]), "扫描件"),
        (
            pdf(
                [Sheet().text(50, 100, "甲")],
                ENCRYPTED,
            ),
            "已加密",
        ),
    ],
)
def test_one_sentence_says_why_a_file_cannot_be_read(data: bytes, words: str) -> None:
    with pytest.raises(FilingError) as error:
        load(data, "a.pdf")
    assert str(error.value).startswith("a.pdf：") and words in str(error.value)


def test_scanned_pages_among_others_are_named() -> None:
    _, cautions = load(
        pdf([Sheet().text(50, 100, "正文"), Sheet().picture(), Sheet().picture().text(290, 810, "— 3 —")]), "a.pdf"
    )
    assert len(cautions) == 1 and "第 2、3 页" in say(cautions[0])


@pytest.mark.parametrize(
    ("cap", "module"),
    [("MAX_PAGES", "pages"), ("MAX_CHARACTERS", "pages"), ("MAX_RULES", "drawings")],
)
def test_caps_are_said(cap: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module(f"budgetaudit.loaders.pdf.{module}"), cap, 1)
    with pytest.raises(FilingError, match=r"超过 1 [页个]的上限"):
        load(pdf([Sheet().table(50, 100, ROWS), Sheet().text(50, 100, "甲")]), "a.pdf")


WHOLE = pdf([Sheet().text(50, 90, "支出总表").table(50, 100, ROWS)])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_damage_gives_a_result_or_one_sentence(end: int, at: int, byte: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[at] = byte
    try:
        load(bytes(damaged[:end]), "a.pdf")
    except FilingError as error:
        assert str(error).startswith("a.pdf：")


# -- real filings --

real = [
    pytest.mark.real,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real filings in ../shared are not here"),
]


def filing(pattern: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    path = next(iter(sorted(SHARED.glob(pattern))))
    return load(path.read_bytes(), path.name)


class TestReal:
    pytestmark = real

    @pytest.mark.parametrize("name", ["xinle-2021.pdf", "xinle-2021-narrow.pdf"])
    def test_the_xinle_rows_are_those_of_the_document(self, name: str) -> None:
        tables = json.loads((SHARED / "xinle-2021" / "grids.json").read_text("utf-8"))
        printed = [pair for t in tables for pair in zip(t["roles"], t["grid"], strict=True)]
        roles = [(role, tuple(map(narrow, row))) for role, row in printed]
        heads = {row for role, row in roles if role != "body"}
        found = filing(f"xinle-2021/{name}")[0]
        rows = (tuple(map(narrow, row)) for grid in found if isinstance(grid, Grid) for row in grid.texts)
        assert [row for row in rows if row not in heads] == [row for role, row in roles if role == "body"]

    @pytest.mark.parametrize(
        ("pattern", "numbers"),
        [
            ("public/025-*.pdf", 279),  # landscape tables on turned pages
            ("public/136-*.pdf", 1069),  # each page one form object
            ("public/159-*.pdf", 783),  # declared widths are wrong; pdfplumber reads 766
            ("public/098-*.pdf", 607),  # white lines, cells cut by page breaks
            ("public/284-*.pdf", 499),
        ],
    )
    def test_public_filings(self, pattern: str, numbers: int) -> None:
        """Counts of numeric cells are those of pdfplumber, or looked at on the page where they differ."""
        found = [block for block in filing(pattern)[0] if isinstance(block, Grid)]
        assert sum(read_amount(cell.text) is not None for grid in found for cell in grid.cells) == numbers

    def test_justified_lines_are_read_by_position(self) -> None:
        found = filing("public/020-*.pdf")[0]
        assert any("比 2016 年增加 3401.59 万元，增长129.97 %。" in b.text for b in found if isinstance(b, Passage))

    def test_a_scan_says_so(self) -> None:
        with pytest.raises(FilingError, match="没有文字层"):
            filing("odd/scanned-no-text.pdf")


@pytest.mark.parametrize("up", ["0", "0.00000000000000000001"])
def test_text_without_height_is_not_read(up: str) -> None:
    sheet = Sheet().text(50, 50, "支出预算").text(50, 80, "支出说明")
    for line in (100, 112):
        sheet.parts.append(f"BT /F 10 Tf 1 0 0 {up} 60 {842 - line} Tm <652F51FA> Tj ET")
    assert passages(sheet) == ["支出预算", "支出说明"]
