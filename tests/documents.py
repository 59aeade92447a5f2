"""Small documents built by hand for the tests of loaders: Word, Excel and old binary files."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from budgetaudit.filing import Grid, Passage
from budgetaudit.loaders import docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REAL = Path(__file__).parents[2] / "shared" / "filings"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip file with these members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def relations(**targets: str) -> str:
    """A relations part: kind of relation → target."""
    inside = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """A Word file with this body and these other parts (`styles`, `numbering`, `footnotes`)."""
    document = f"<w:document {W} {MC} {WPS}><w:body>{body}</w:body></w:document>"
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in parts}),
    }
    return zipped(
        files | {f"word/{kind}.xml": f"<w:{kind} {W}>{xml}</w:{kind}>" for kind, xml in parts.items()}
    )


def p(text: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    """A cell; plain text becomes its one paragraph."""
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def workbook(sheets: dict[str, str], hidden: tuple[str, ...] = (), styles: str = "") -> bytes:
    """An Excel file: title of a sheet → the XML inside its worksheet element."""
    x = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    listed = "".join(
        f'<sheet name="{title}" sheetId="{i}" state="{"hidden" if title in hidden else "visible"}" '
        f'xmlns:r="{RELATIONS}" r:id="worksheet{i}"/>'
        for i, title in enumerate(sheets, 1)
    )
    targets = {f"worksheet{i}": f"worksheets/sheet{i}.xml" for i in range(1, len(sheets) + 1)}
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f"<workbook {x}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(**targets, styles="styles.xml"),
        "xl/styles.xml": f"<styleSheet {x}>{styles}</styleSheet>",
    }
    for i, content in enumerate(sheets.values(), 1):
        files[f"xl/worksheets/sheet{i}.xml"] = f"<worksheet {x}>{content}</worksheet>"
    return zipped(files)


def blocks_of(data: bytes, loader: object = docx) -> tuple[Grid | Passage, ...]:
    return loader.load(data, "a")[0]  # type: ignore[attr-defined]


def grids(blocks: Iterable[object]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def prose(blocks: Iterable[object]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Passage)]


def spans(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells]
