"""Builds samples/: the Xinle 2021 filing, real figures and prose in our own words, and a twin without errors.

`tests/data/xinle_prose.txt` is the document in reading order: `#` headings, `[[table]]`, `@half level caption`,
`{{as published→corrected}}`. `tests/data/xinle_tables.txt` holds the tables: `|` between cells, `<` a cell
covered from the left, `^` from above. `python tests/make_samples.py` writes samples/, always the same.
"""

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

DATA = Path(__file__).parent / "data"
SAMPLES = Path(__file__).parents[1] / "samples"
VARIANT = re.compile(r"\{\{(.*?)→(.*?)\}\}")
TABLE = re.compile(r"\[\[([^|\]]+)(?:\|(.*))?\]\]")
EMPTY = "〓"


class Square(NamedTuple):
    """A cell of a table: its text and its span."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int


class Line(NamedTuple):
    """A paragraph; `level` is 0 for body text."""

    text: str
    level: int


class Sheet(NamedTuple):
    """A table of a given width, row by row; None where a cell is covered from above."""

    width: int
    rows: tuple[tuple[Square | None, ...], ...]


def variant(text: str, corrected: bool) -> str:
    """One of the two readings of `{{as published→corrected}}`."""
    return VARIANT.sub(lambda found: found[2 if corrected else 1] or EMPTY, text)


def document(corrected: bool) -> Iterator[Line | Sheet]:
    """The filing in reading order."""
    tables, caption = read_tables(corrected), ""
    for raw in (DATA / "xinle_prose.txt").read_text("utf-8").splitlines():
        line = variant(raw, corrected)
        if line == EMPTY:
            continue
        line = line.replace(EMPTY, "")
        if line.startswith("@half"):
            caption = line.split()[2]
        elif found := TABLE.fullmatch(line):
            yield sheet(tables[found[1]], found[2] or caption)
        else:
            marks = re.match(r"(#*) ?", line)
            assert marks
            yield Line(line[marks.end() :], len(marks[1]))


def read_tables(corrected: bool) -> dict[str, list[str]]:
    """Every table's lines by name; the first line is its width."""
    text = variant((DATA / "xinle_tables.txt").read_text("utf-8"), corrected)
    blocks = (block.splitlines() for block in text.removeprefix("# ").split("\n# "))
    return {lines[0].split()[0]: [lines[0].split()[1], *filter(None, lines[1:])] for lines in blocks}


def sheet(lines: list[str], caption: str) -> Sheet:
    """A table from its lines, spans found from their marks."""
    width = int(lines[0])
    grid = [(line.replace("{caption}", caption).split("|") + [""] * width)[:width] for line in lines[1:]]
    rows = (tuple(_row(grid, r, width)) for r in range(len(grid)))
    return Sheet(width, tuple(rows))


def _row(grid: list[list[str]], r: int, width: int) -> Iterator[Square | None]:
    for c in range(width):
        if grid[r][c] == "^" and grid[_top(grid, r, c)][c] != "<":
            yield None
        elif grid[r][c] not in ("<", "^"):
            yield Square(
                grid[r][c].replace("\\n", "\n"),
                r,
                c,
                1 + _run([grid[k][c] for k in range(r + 1, len(grid))], "^"),
                1 + _run(grid[r][c + 1 :], "<"),
            )


def _top(grid: list[list[str]], r: int, c: int) -> int:
    while grid[r][c] == "^":
        r -= 1
    return r


def _run(marks: list[str], mark: str) -> int:
    return next((i for i, found in enumerate(marks) if found != mark), len(marks))


def as_text(blocks: Iterator[Line | Sheet]) -> str:
    """The tab-indented export: a tab before each cell, a blank line after each row, two after each table."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            out.append(block.text)
            continue
        for row in block.rows:
            out += ["\t" + (cell.text if cell else "") for cell in row] + [""]
        out.append("")
    return "\n".join(out) + "\n"


def as_docx(blocks: Iterator[Line | Sheet]) -> bytes:
    """The Word form, with merged cells and repeated header rows."""
    word = docx.Document()
    body = word.element.body
    for block in blocks:
        if isinstance(block, Sheet):
            body.insert(len(body) - 1, _table(block))
        elif block.level:
            word.add_heading(block.text, block.level)
        else:
            word.add_paragraph(block.text)
    raw = io.BytesIO()
    word.save(raw)
    return frozen(raw)


def _table(block: Sheet) -> BaseOxmlElement:
    columns = (_node("w:gridCol", w=str(9000 // block.width)) for _ in range(block.width))
    style = _node("w:tblPr", _node("w:tblStyle", val="TableGrid"))
    table = _node("w:tbl", style, _node("w:tblGrid", *columns))
    above: dict[int, Square] = {}
    for row in block.rows:
        line = _node("w:tr")
        column = 0
        for cell in row:
            owner = cell or above[column]
            line.append(_cell(owner, continued=cell is None))
            if cell:
                above[column] = cell
            column += owner.colspan
        table.append(line)
    return table


def _cell(cell: Square, continued: bool) -> BaseOxmlElement:
    properties = _node("w:tcPr")
    if cell.colspan > 1:
        properties.append(_node("w:gridSpan", val=str(cell.colspan)))
    if cell.rowspan > 1:
        properties.append(_node("w:vMerge", val="continue" if continued else "restart"))
    texts = [""] if continued else cell.text.split("\n")
    return _node("w:tc", properties, *map(_paragraph, texts))


def _paragraph(text: str) -> BaseOxmlElement:
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    return _node("w:p", _node("w:r", words)) if text else _node("w:p")


def _node(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    node: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), value)
    node.extend(children)
    return node


def frozen(raw: io.BytesIO) -> bytes:
    """The same zip with fixed dates, so that building twice gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def build() -> dict[str, bytes]:
    """Every sample by file name."""
    return {
        "xinle-2021.docx": as_docx(document(corrected=False)),
        "xinle-2021.txt": as_text(document(corrected=False)).encode(),
        "xinle-2021-corrected.docx": as_docx(document(corrected=True)),
    }


def main() -> None:
    SAMPLES.mkdir(exist_ok=True)
    for name, content in build().items():
        (SAMPLES / name).write_bytes(content)
        sys.stdout.write(f"{SAMPLES / name}\n")


if __name__ == "__main__":
    main()
