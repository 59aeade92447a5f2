# ruff: noqa: E501
"""Loaders: what each reads, cell by cell, and the sentence for each file that cannot be read."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from documents import REAL, p, tbl, tc, tr, word, workbook, zipped

from budgetaudit.errors import FilingError
from budgetaudit.filing import Filing, Grid, Passage
from budgetaudit.loaders import LOADERS, detect, office, ole, read, text
from budgetaudit.loaders import docx as docx_loader
from budgetaudit.loaders import html as html_loader
from budgetaudit.loaders import xlsx as xlsx_loader
from budgetaudit.loaders.numberformats import shown
from budgetaudit.loaders.numerals import written

XINLE = REAL / "xinle-2021"
needs_office = pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")
needs_real = pytest.mark.skipif(not XINLE.is_dir(), reason="../shared/filings is not here")


def blocks_of(data: bytes, loader: object = docx_loader) -> tuple[Grid | Passage, ...]:
    return loader.load(data, "a")[0]  # type: ignore[attr-defined]


def grids(blocks: Iterable[object]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def prose(blocks: Iterable[object]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Passage)]


def spans(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells]


# -- the real filing in every form --


@needs_real
@pytest.mark.real
@pytest.mark.parametrize(
    ("form", "exact"),
    [
        ("xinle-2021.docx", True),
        ("xinle-2021-narrow.docx", True),
        ("xinle-2021.txt", True),
        ("xinle-2021.gbk.txt", True),
        ("xinle-2021.xlsx", True),
        ("xinle-2021.xls", True),
        ("xinle-2021.html", False),
        pytest.param("xinle-2021.doc", True, marks=needs_office),
        pytest.param("xinle-2021.odt", True, marks=needs_office),
    ],
)
def test_every_form_of_the_real_filing_has_the_same_tables(form: str, exact: bool) -> None:
    """Text and spans of all 48 tables; a web page does not keep double spaces."""
    truth = json.loads((XINLE / "grids.json").read_text(encoding="utf-8"))
    found = grids(read(XINLE / form).blocks)
    assert len(found) == len(truth)

    def same(value: str) -> str:
        return value if exact else "".join(value.split())

    for grid, table in zip(found, truth, strict=True):
        assert [[same(t) for t in row] for row in grid.texts] == [
            [same(t) for t in row] for row in table["grid"]
        ]
        expected = {(c["r"], c["c"], c["rowspan"], c["colspan"]) for c in table["cells"]}
        assert {(c.row, c.column, c.rowspan, c.colspan) for c in grid.cells} == expected


@needs_real
@pytest.mark.real
def test_prose_is_the_same_in_word_and_text() -> None:
    word_prose = prose(read(XINLE / "xinle-2021.docx").blocks)
    assert len(word_prose) > 150
    assert word_prose == prose(read(XINLE / "xinle-2021.txt").blocks)
    assert word_prose == prose(read(XINLE / "xinle-2021.gbk.txt").blocks)


@needs_real
@pytest.mark.real
@pytest.mark.parametrize(
    ("file", "says"),
    [("~$lock.xlsx", "锁文件"), ("seventeen-bytes.pdf", "17 字节")],
)
def test_odd_files_each_get_their_sentence(file: str, says: str) -> None:
    with pytest.raises(FilingError, match=says.replace("$", r"\$")):
        read(REAL / "odd" / file)


@needs_real
@pytest.mark.real
def test_a_web_page_called_pdf_is_read_as_a_web_page() -> None:
    filing = read(REAL / "odd" / "html-saved-as.pdf")
    assert filing.format == "html"
    assert any("45,369.18万元" in line for line in prose(filing.blocks))


# -- Word --


def test_merged_cells_are_one_cell_with_spans() -> None:
    table = tbl(
        tr(tc("a", '<w:gridSpan w:val="2"/>'), tc("b", '<w:vMerge w:val="restart"/>')),
        tr(tc("c"), tc("d"), tc("", "<w:vMerge/>")),
    )
    (grid,) = blocks_of(word(table))
    assert isinstance(grid, Grid)
    assert spans(grid) == [("a", 0, 0, 1, 2), ("b", 0, 2, 2, 1), ("c", 1, 0, 1, 1), ("d", 1, 1, 1, 1)]
    assert (grid.height, grid.width) == (2, 3)
    assert grid.cells[3].place[4:] == (1, 2, 2)


def test_a_row_may_start_late() -> None:
    table = tbl(tr(tc("a"), tc("b")), tr(tc("c"), properties='<w:gridBefore w:val="1"/>'))
    (grid,) = grids(blocks_of(word(table)))
    assert spans(grid)[-1] == ("c", 1, 1, 1, 1)
    assert grid.texts == (("a", "b"), ("", "c"))


def test_a_table_inside_a_cell_follows_its_parent() -> None:
    inner = tbl(tr(tc("内")))
    blocks = blocks_of(word(p("前") + tbl(tr(tc(p("外") + inner + p("")), tc("b"))) + p("后")))
    outer, nested = grids(blocks)
    assert outer.texts == (("外", "b"),)
    assert nested.texts == (("内",),)
    assert (outer.place.table, nested.place.table) == (1, 2)
    assert [type(block).__name__ for block in blocks] == ["Passage", "Grid", "Grid", "Passage"]


def test_content_controls_are_transparent() -> None:
    row = f"<w:sdt><w:sdtContent>{tr('<w:sdt><w:sdtContent>' + tc('1') + '</w:sdtContent></w:sdt>')}</w:sdtContent></w:sdt>"
    run = "<w:p><w:sdt><w:sdtContent><w:r><w:t>正文</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    blocks = blocks_of(word(f"<w:sdt><w:sdtContent>{run}</w:sdtContent></w:sdt>" + tbl(row)))
    assert prose(blocks) == ["正文"]
    assert grids(blocks)[0].texts == (("1",),)


def test_insertions_are_kept_and_deletions_dropped() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>合计1</w:t></w:r></w:p>" + p("00元")
    )
    table = tbl(tr(tc("a")), tr(tc("b"), properties="<w:del/>"), tr(tc("c")))
    blocks = blocks_of(word(body + table))
    assert prose(blocks) == ["新来", "合计100元"]
    assert grids(blocks)[0].texts == (("a",), ("c",))


def test_text_boxes_are_read_once() -> None:
    box = f"<wps:txbx><w:txbxContent>{p('框')}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    blocks = blocks_of(word(f"<w:p><w:r><w:t>前</w:t>{both}<w:t>后</w:t></w:r></w:p>"))
    assert [(b.text, b.role) for b in blocks if isinstance(b, Passage)] == [
        ("前后", "body"),
        ("框", "textbox"),
    ]


def test_footnotes_follow_the_paragraph_that_cites_them() -> None:
    notes = f'<w:footnote w:id="-1" w:type="separator">{p("")}</w:footnote><w:footnote w:id="2">{p("注1")}</w:footnote>'
    body = '<w:p><w:r><w:t>收入</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' + p("支出")
    blocks = blocks_of(word(body, footnotes=notes))
    assert [(b.text, b.role) for b in blocks if isinstance(b, Passage)] == [
        ("收入", "body"),
        ("注1", "footnote"),
        ("支出", "body"),
    ]


def test_fields_tabs_breaks_and_hidden_words() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"
        "<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink></w:p>"
    )
    assert prose(blocks_of(word(body))) == ["甲\t乙\n丙链"]


def test_headings_and_automatic_numbers() -> None:
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="2"><w:basedOn w:val="1"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    )
    first = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    second = '<w:pStyle w:val="2"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>'
    data = word(p("甲", first) + p("2021年", second) + p("乙", first), styles=styles, numbering=numbering)
    found = [(b.text, b.role) for b in blocks_of(data) if isinstance(b, Passage)]
    assert found == [("一、甲", "body"), ("一.1 2021年", "heading"), ("二、乙", "body")]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [(21, "chineseCounting", "二十一"), (10, "japaneseCounting", "十"), (3, "decimalEnclosedCircle", "③"),
     (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"), (2, "ideographTraditional", "乙"), (7, "decimalZero", "07")],
)  # fmt: skip
def test_numerals(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_fused_tables_are_cut_apart_and_information_rows_are_not() -> None:
    def row(*widths: tuple[str, int]) -> str:
        return tr(*(tc(text, f'<w:gridSpan w:val="{width}"/>') for text, width in widths))

    fused = tbl(
        row(("目标", 2), ("保障运转", 3)),
        row(("一", 1), ("二", 2), ("三", 2)),
        row(("1", 1), ("2", 2), ("3", 2)),
    )
    top, bottom = grids(blocks_of(word(fused)))
    assert top.texts == (("目标", "保障运转"),)
    assert bottom.texts == (("一", "二", "三"), ("1", "2", "3"))
    kept = tbl(row(("部门：甲", 2), ("单位：万元", 3)), row(("一", 1), ("二", 2), ("三", 2)))
    assert len(grids(blocks_of(word(kept)))) == 1


def test_word_2003_xml() -> None:
    body = p("正文") + tbl(
        tr(tc("a", '<w:vmerge w:val="restart"/>'), tc("b")), tr(tc("", "<w:vmerge/>"), tc("c"))
    )
    header = f"<w:sectPr><w:hdr>{p('页眉')}</w:hdr></w:sectPr>"
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    data = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument {space}><w:body>{body}{header}</w:body></w:wordDocument>'
    assert detect.kind_of(data.encode(), "a.doc") == "wordxml"
    blocks = blocks_of(data.encode())
    assert prose(blocks) == ["正文"]
    assert spans(grids(blocks)[0])[0] == ("a", 0, 0, 2, 1)


# -- text --


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


# -- Excel --

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
    assert "草稿" in cautions[0]


def test_a_cell_at_the_end_of_the_world_costs_nothing() -> None:
    cells = cell("A1", "项目", 0) + cell("XFD1048576", "1", 0)
    blocks = blocks_of(
        workbook({"a": f"<sheetData><row>{cells}</row></sheetData>"}, styles=STYLES), xlsx_loader
    )
    assert prose(blocks) == ["项目", "1"]


def test_a_sheet_without_lines_is_cut_at_blank_rows() -> None:
    rows = "".join(cell(f"A{r}", "甲", 0) + cell(f"B{r}", "1", 0) for r in (2, 3, 6, 7))
    blocks = blocks_of(
        workbook({"无线": f"<sheetData><row>{rows}</row></sheetData>"}, styles=STYLES), xlsx_loader
    )
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


# -- web pages --


def page(body: str, encoding: str = "utf-8", declared: str = "utf-8") -> bytes:
    return f'<html><head><meta charset="{declared}"><style>p</style></head><body>{body}</body></html>'.encode(
        encoding
    )


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


def test_letters_at_fixed_positions_become_lines() -> None:
    line = "收入预算一万元支出预算二"
    letters = "".join(
        f'<div style="position:absolute;left:{12 * x}px;top:{20 * y}px;font-size:12px">{letter}</div>'
        for y in reversed(range(20))
        for x, letter in enumerate(line)
    )
    assert prose(blocks_of(page(f"<div>{letters}</div>"), html_loader)) == [line] * 20


# -- through LibreOffice --


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    with pytest.raises(FilingError, match=r"安装 LibreOffice.*另存为 \.docx"):
        office.load(b"{\\rtf1}", "a.rtf")


@needs_office
def test_rich_text_is_read_through_libreoffice(tmp_path: Path) -> None:
    source = tmp_path / "a.rtf"
    source.write_bytes(
        b"{\\rtf1\\ansi Total 12.50\\par\\trowd\\cellx1000\\cellx2000 a\\intbl\\cell 1.00\\cell\\row}"
    )
    filing = read(source)
    assert filing.format == "rtf"
    assert prose(filing.blocks) == ["Total 12.50"]
    assert grids(filing.blocks)[0].texts == (("a", "1.00"),)


# -- what cannot be read --

LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>'
GOOD = word(p("正文"))
REFUSED = {
    "empty.docx": (b"", "0 字节"),
    "short.pdf": (b"dummy pdf content", "17 字节"),
    "notzip.docx": (b"plain words, no archive", "不是 Word 文件"),
    "cut.docx": (GOOD[: len(GOOD) // 2], "不完整"),
    "laughs.docx": (zipped({"word/document.xml": LAUGHS + "<w:document/>"}), "DOCTYPE"),
    "broken.docx": (zipped({"word/document.xml": "<w:document><w:body>"}), "XML 已损坏"),
    "photos.zip": (zipped({"a.txt": "x"}), "压缩包"),
    "slides.pptx": (zipped({"ppt/presentation.xml": "<p/>"}), "压缩包"),
    "scan.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "图片"),
    "scan.png": (b"\x89PNG\r\n" + b"\0" * 50, "图片"),
    "all.rar": (b"Rar!\x1a\x07" + b"\0" * 50, "RAR 压缩包"),
    "noise.bin": (bytes(range(256)) * 4, "不认识的文件格式"),
    "cut.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "不完整"),
    "~$lock.docx": (b"\x06owner", "锁文件"),
    "locked.odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text",
                           "META-INF/manifest.xml": "<manifest:encryption-data/>"}), "密码"),
    "binary.xlsb": (zipped({"xl/workbook.bin": b"\0", "_rels/.rels": (
        "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.bin'/></Relationships>")}),
        "xlsb"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_each_bad_file_has_its_own_sentence(name: str, tmp_path: Path) -> None:
    data, says = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FilingError) as error:
        read(tmp_path / name)
    message = str(error.value)
    assert says in message
    assert name in message
    assert "\n" not in message
    assert message.endswith("。")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FilingError, match="找不到"):
        read(tmp_path / "none.docx")
    with pytest.raises(FilingError, match="文件夹"):
        read(tmp_path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.docx"
    bomb.write_bytes(zipped({"word/document.xml": b"\0" * (200 << 20)}))
    with pytest.raises(FilingError, match="压缩炸弹"):
        read(bomb)


def test_deep_nesting_is_no_danger() -> None:
    deep = "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000
    assert prose(blocks_of(word(deep + p("完")))) == ["完"]


def test_a_password_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    class File:
        def __init__(self, streams: dict[str, bytes]) -> None:
            self.streams = streams

        def __enter__(self) -> "File":
            return self

        def __exit__(self, *_: object) -> None: ...

        def listdir(self) -> list[list[str]]:
            return [[name] for name in self.streams]

        def openstream(self, name: str) -> object:
            from io import BytesIO

            return BytesIO(self.streams[name])

    locked = [
        {"EncryptedPackage": b"", "EncryptionInfo": b""},
        {"WordDocument": b"\0" * 10 + b"\x00\x01" + b"\0" * 30},
        {"Workbook": b"\x09\x08\x02\x00\x00\x06\x2f\x00\x02\x00\x00\x00"},
    ]
    for streams in locked:
        monkeypatch.setattr(ole.olefile, "OleFileIO", lambda _, streams=streams: File(streams))
        with pytest.raises(FilingError, match="密码"):
            ole.kind_of(b"", "a.doc")
    monkeypatch.setattr(
        ole.olefile, "OleFileIO", lambda _: File({"Workbook": b"\x09\x08\x02\x00\x00\x06\x0a\x00\x00\x00"})
    )
    assert ole.kind_of(b"", "a.xls") == "xls"


def test_every_kind_has_a_loader() -> None:
    from importlib import import_module

    for module in set(LOADERS.values()):
        assert callable(import_module(module).load)


def test_a_filing_knows_its_name_content_and_format(tmp_path: Path) -> None:
    path = tmp_path / "改了名.txt"
    path.write_bytes(GOOD)
    filing = read(path)
    assert isinstance(filing, Filing)
    assert (filing.name, filing.format, len(filing.sha256)) == ("改了名.txt", "docx", 64)


def test_a_few_damaged_characters_cost_only_themselves() -> None:
    data = ("收入预算一万元。\n" * 400).encode() + b"\xff\n"
    blocks, cautions = text.load(data, "a.txt")
    assert len(blocks) == 401
    assert "1 处" in cautions[0]
    with pytest.raises(FilingError):
        text.load(b"\xff\xfd\xfc" * 200, "a.txt")
