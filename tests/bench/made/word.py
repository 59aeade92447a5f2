"""A filing as a Word document, through the writer that makes the samples."""

from collections.abc import Iterator, Sequence

import make_samples as samples

from .document import Block, Para, Row, Sheet
from .draw import Draw
from .placed import placed


def as_docx(blocks: Sequence[Block], draw: Draw) -> bytes:
    """The Word form, with merged cells; headings with Word's styles or as plain paragraphs."""
    styled = draw.has("word_headings", 0.7)

    def converted() -> Iterator[samples.Line | samples.Sheet]:
        for block in blocks:
            if isinstance(block, Para):
                yield samples.Line(block.text, block.level if styled else 0)
            else:
                yield samples.Sheet(block.width, tuple(squares(block)))

    return samples.as_docx(converted())


def squares(sheet: Sheet) -> Iterator[tuple[samples.Square | None, ...]]:
    """Rows as the writer wants them: a cell that is covered from above stands as one None, however wide it is."""
    above: dict[int, int] = {}
    for at, row in enumerate(sheet.rows):
        done: list[samples.Square | None] = []
        for column, cell in placed(row):
            if cell:
                above[column] = cell.across
                done.append(samples.Square(cell.text, at, column, cell.down, cell.across))
            elif column in above and not _inside(column, row, above):
                done.append(None)
        yield tuple(done)


def _inside(column: int, row: Row, above: dict[int, int]) -> bool:
    """Whether a covered column belongs to a cell that began further left."""
    return any(start < column < start + wide and covered(row, start) for start, wide in above.items())


def covered(row: Row, column: int) -> bool:
    return any(at == column and cell is None for at, cell in placed(row))
