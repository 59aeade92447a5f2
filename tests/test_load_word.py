# ruff: noqa: E501
"""Word files: what is merged, nested, changed, boxed, noted, numbered."""

import pytest
from documents import blocks_of, grids, p, prose, spans, tbl, tc, tr, word

from budgetaudit.filing import Grid, Passage, Place
from budgetaudit.loaders import detect
from budgetaudit.loaders.numerals import written


def test_merged_cells_are_one_cell_with_spans() -> None:
    table = tbl(
        tr(tc("a", '<w:gridSpan w:val="2"/>'), tc("b", '<w:vMerge w:val="restart"/>')),
        tr(tc("c"), tc("d"), tc("", "<w:vMerge/>")),
    )
    (grid,) = blocks_of(word(table))
    assert isinstance(grid, Grid)
    assert spans(grid) == [("a", 0, 0, 1, 2), ("b", 0, 2, 2, 1), ("c", 1, 0, 1, 1), ("d", 1, 1, 1, 1)]
    assert (grid.height, grid.width) == (2, 3)
    assert grid.cells[3].place == Place(table=1, row=2, column=2)


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
    body = p("正文") + tbl(tr(tc("a", '<w:vmerge w:val="restart"/>'), tc("b")), tr(tc("", "<w:vmerge/>"), tc("c")))
    header = f"<w:sectPr><w:hdr>{p('页眉')}</w:hdr></w:sectPr>"
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    data = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument {space}><w:body>{body}{header}</w:body></w:wordDocument>'
    assert detect.kind_of(data.encode(), "a.doc") == "wordxml"
    blocks = blocks_of(data.encode())
    assert prose(blocks) == ["正文"]
    assert spans(grids(blocks)[0])[0] == ("a", 0, 0, 2, 1)
