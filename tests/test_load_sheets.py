# ruff: noqa: E501
"""Workbooks: title, table and note on one sheet; numbers as the sheet shows them."""

import pytest
from documents import blocks_of, grids, prose, spans, workbook

from budgetaudit.loaders import xlsx as xlsx_loader
from budgetaudit.loaders.numberformats import shown
from budgetaudit.messages import say

STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="#,##0.00_ "/></numFmts>'
    '<borders><border/><border><left style="thin"/><right style="thin"/></border></borders>'
    '<cellXfs><xf numFmtId="0" borderId="0"/><xf numFmtId="2" borderId="1"/><xf numFmtId="170" borderId="1"/></cellXfs>'
)


def cell(place: str, value: str, style: int = 1) -> str:
    if not value or value[0].isdigit():
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>' if value else f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'


def test_a_sheet_is_title_table_and_note() -> None:
    rows = [
        [cell("A1", "收支总表", 0)],
        [cell("A2", "部门：甲", 0), cell("C2", "单位：万元", 0)],
        [cell("A3", "项目"), cell("B3", "金额"), cell("C3", "")],
        [cell("A4", "合计"), cell("B4", "659"), cell("C4", "1234.5600000000001", 2)],
        [cell("A5", ""), cell("B5", ""), cell("C5", "")],
        [cell("A7", "注：无", 0)],
    ]
    data = "".join(f"<row>{''.join(cells)}</row>" for cells in rows)
    book = workbook({"表1": f'<sheetData>{data}</sheetData><mergeCells><mergeCell ref="B3:C3"/></mergeCells>',
                     "草稿": "<sheetData/>"}, hidden=("草稿",), styles=STYLES)  # fmt: skip
    blocks, cautions = xlsx_loader.load(book, "a")
    (grid,) = grids(blocks)
    assert prose(blocks) == ["收支总表", "注：无"]
    assert grid.texts == (
        ("部门：甲", "", "单位：万元"),
        ("项目", "金额", ""),
        ("合计", "659.00", "1,234.56"),
        ("", "", ""),
    )
    assert ("金额", 1, 1, 1, 2) in spans(grid)
    assert (grid.cells[0].place.sheet, grid.cells[0].place.row) == ("表1", 2)
    assert "草稿" in say(cautions[0])


def test_a_cell_at_the_end_of_the_world_costs_nothing() -> None:
    cells = cell("A1", "项目", 0) + cell("XFD1048576", "1", 0)
    blocks = blocks_of(workbook({"a": f"<sheetData><row>{cells}</row></sheetData>"}, styles=STYLES), xlsx_loader)
    assert prose(blocks) == ["项目", "1"]


def test_a_sheet_without_lines_is_cut_at_blank_rows() -> None:
    rows = "".join(cell(f"A{r}", "甲", 0) + cell(f"B{r}", "1", 0) for r in (2, 3, 6, 7))
    blocks = blocks_of(workbook({"无线": f"<sheetData><row>{rows}</row></sheetData>"}, styles=STYLES), xlsx_loader)
    assert [grid.height for grid in grids(blocks)] == [2, 2]
    assert prose(blocks) == ["无线"]


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [("659", "0.00", "659.00"), ("2148.3200000000002", "General", "2148.32"), ("0.30000000000000004", "", "0.3"),
     ("-1234.5", "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "-1,234.50"), ("0.1234", "0.00%", "12.34%"), ("0", "0;-0;;@", ""),
     ("0", '_ * #,##0.00_ ;_ * "-"??_ ;_ * "-"??_ ;_ @_ ', "-"), ("44196", "yyyy/m/d", "2020-12-31"), ("5", "000", "005"),
     ("44196", 'yyyy"年"m"月"d"日";@', "2020年12月31日"), ("1.5", '[=0]"";0.00', "1.50"), ("-0.001", "0.00", "0.00"),
     ("5", '0"人"', "5人"), ("1.005", "0.00", "1.01"), ("12345678", "#,##0.00,", "12,345.68"), ("x", "0", "x")],
)  # fmt: skip
def test_numbers_are_printed_as_the_sheet_shows_them(raw: str, code: str, text: str) -> None:
    assert shown(raw, code) == text


def test_formulas_without_results_are_announced() -> None:
    data = '<sheetData><row><c r="A1" s="1"><f>1+1</f></c><c r="B1" s="1"><f>1</f><v>2</v></c></row></sheetData>'
    _, cautions = xlsx_loader.load(workbook({"a": data}, styles=STYLES), "a")
    assert "1 个公式" in say(cautions[0])
