"""A filing printed as a web page, a Word document or text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape

from .document import Block, Para, Row, Sheet
from .draw import Draw
from .paged import as_pdf
from .word import as_docx, squares

ENDING = {"html": "html", "docx": "docx", "txt": "txt", "pdf": "pdf"}


def flowing(blocks: Sequence[Block]) -> list[Block]:
    """What stands above a table as paragraphs of their own."""
    return [
        one
        for block in blocks
        for one in ((*block.above, replace(block, above=())) if isinstance(block, Sheet) else (block,))
    ]


def split_tables(blocks: Sequence[Block], draw: Draw) -> list[Block]:
    """Long tables cut in two as a converter of pages leaves them: the second with nothing, its header, or all."""
    if not draw.has("tables_split", 0.2):
        return flowing(blocks)
    done: list[Block] = []
    for block in blocks:
        at = len(block.body) * 2 // 3 if isinstance(block, Sheet) and block.name != "绩效表" else 0
        if not isinstance(block, Sheet) or at < 8 or any(cell is None for cell in block.body[at]):
            done += flowing([block])
            continue
        done += [*block.above, Sheet(block.name, block.head, block.body[:at])]
        done += list(block.above) if block.again == "title and header" else []
        done.append(Sheet(block.name, block.head if block.again != "nothing" else (), block.body[at:]))
    return done


def as_html(blocks: Sequence[Block], draw: Draw) -> bytes:
    """A page as a content system writes it."""
    inside = "\n".join(_html(block) for block in split_tables(blocks, draw))
    title = next(block.text for block in blocks if isinstance(block, Para))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body>\n{inside}\n</body></html>"
    ).encode()


def _html(block: Block) -> str:
    if isinstance(block, Para):
        tag = {1: "h2", 2: "h3"}.get(block.level, "h1" if block.kind == "title" else "p")
        return f"<{tag}>{escape(block.text)}</{tag}>"
    rows = "\n".join("<tr>" + "".join(_td(cell) for cell in row if cell) + "</tr>" for row in block.rows)
    return f'<table border="1">\n{rows}\n</table>'


def _td(cell) -> str:  # type: ignore[no-untyped-def]
    spans = (f' colspan="{cell.across}"' if cell.across > 1 else "") + (
        f' rowspan="{cell.down}"' if cell.down > 1 else ""
    )
    text = escape(cell.text).replace("　", "&emsp;").replace("  ", "&nbsp;&nbsp;")
    return f"<td{spans}>{text}</td>"


def as_text(blocks: Sequence[Block], draw: Draw) -> bytes:
    """Text: Word's export (a tab before each cell, a blank line after a row), or a line for each row."""
    form = draw.pick("text_tables", "Word export", "tabs")
    out: list[str] = []
    for block in split_tables(blocks, draw) if form == "tabs" else flowing(blocks):
        if isinstance(block, Para):
            out.append(block.text)
        elif form == "tabs":
            out += ["\t".join(flat(row)) for row in block.rows] + [""]
        else:
            for row in squares(block):
                out += ["\t" + (cell.text if cell else "") for cell in row] + [""]
            out.append("")
    return ("\n".join(out) + "\n").encode()


def flat(row: Row) -> list[str]:
    """The texts of a row, one for each column."""
    return [text for cell in row for text in ([cell.text, *[""] * (cell.across - 1)] if cell else [""])]


def printed(form: str, blocks: Sequence[Block], draw: Draw) -> bytes:
    """The filing's bytes in a form."""
    make: dict[str, Callable[[Sequence[Block], Draw], bytes]] = {
        "html": as_html,
        "docx": as_docx,
        "txt": as_text,
        "pdf": as_pdf,
    }
    return make[form](flowing(blocks) if form == "docx" else blocks, draw)


def texts(blocks: Iterable[Block]) -> Iterable[str]:
    """Everything printed, for a reader."""
    for block in flowing(list(blocks)):
        if isinstance(block, Para):
            yield block.text
        else:
            yield from (
                " | ".join(
                    "^" if cell is None else cell.text + (f"<{cell.across}>" if cell.across > 1 else "") for cell in row
                )
                for row in block.rows
            )
            yield ""
