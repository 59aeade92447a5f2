"""Worksheets, however they were stored, → tables and prose. A sheet holds titles, ruled tables and notes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block, Grid, Passage, Place
from budgetaudit.loaders.layout import MOST_CELLS, RowCell, check_size, grid, trimmed
from budgetaudit.messages import Text, message, series

MOST_BLANK = 30
"""Ruled rows or columns without text at the end of a table are kept up to this number."""


class SheetCell(Struct, frozen=True):
    """A cell of a sheet: its text as shown, and whether lines are drawn around it."""

    text: str
    ruled: bool


class SheetRegion(Struct, frozen=True):
    """Rows and columns of a sheet from 0, the last ones included: a merged cell, or a table."""

    top: int
    left: int
    bottom: int
    right: int


class Worksheet(Struct, frozen=True, dict=True):
    """One visible sheet: its squares that hold text or lines, and its merged regions."""

    name: str
    squares: Mapping[tuple[int, int], SheetCell]
    merges: tuple[SheetRegion, ...] = ()

    @cached_property
    def rows(self) -> Mapping[int, tuple[int, ...]]:
        """Row → its columns, both in order."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(self.squares):
            rows.setdefault(row, []).append(column)
        return {row: tuple(columns) for row, columns in rows.items()}

    @cached_property
    def anchors(self) -> Mapping[tuple[int, int], SheetRegion]:
        """The first square of every merged region."""
        return {(merge.top, merge.left): merge for merge in self.merges}

    def filled(self, row: int) -> list[int]:
        """The columns of a row that hold text."""
        return [column for column in self.rows.get(row, ()) if self.squares[row, column].text]

    def ruled(self, row: int) -> list[int]:
        """The columns of a row that have lines, those a merged cell covers included."""
        columns = [column for column in self.rows.get(row, ()) if self.squares[row, column].ruled]
        ends = [self.anchors[row, c].right for c in columns if (row, c) in self.anchors]
        return columns + [end for end in ends if end not in columns]


def blocks(sheets: Iterable[Worksheet]) -> tuple[Block, ...]:
    """All sheets in their order; a sheet that begins with a table is introduced by its name."""
    blocks: list[Block] = []
    passages = tables = 0
    for sheet in sheets:
        if len(sheet.squares) > MOST_CELLS:
            raise too_large(sheet.name)
        for block in _blocks(sheet):
            if isinstance(block, Grid):
                tables += 1
                blocks.append(_numbered(block, tables))
            else:
                passages += 1
                place = replace(block.place, paragraph=passages)
                blocks.append(Passage(block.text, place, block.role))
    return tuple(blocks)


def cautions(hidden: Iterable[str]) -> tuple[Text, ...]:
    """Say which sheets were left out because readers of the workbook do not see them."""
    titles = series(hidden)
    return (message("caution.hidden", sheets=titles),) if titles else ()


def too_large(title: str) -> FilingError:
    """What is said of a sheet with too many cells."""
    return FilingError("", message("sheet.large", sheet=title, most=MOST_CELLS))


def _numbered(table: Grid, number: int) -> Grid:
    cells = tuple(replace(cell, place=replace(cell.place, table=number)) for cell in table.cells)
    return Grid(cells, table.height, table.width, replace(table.place, table=number))


def _blocks(sheet: Worksheet) -> Iterator[Block]:
    regions = {region.top: region for region in _tables(sheet)}
    filled = [row for row in sheet.rows if sheet.filled(row)]
    if filled and min(regions, default=filled[0] + 1) <= filled[0]:
        yield Passage(sheet.name, Place(sheet=sheet.name), "heading")
    done = -1
    for row in sheet.rows:
        region = regions.get(row)
        if region:
            done = region.bottom
            yield _grid(sheet, region)
            yield from _prose(sheet, region)
        elif row > done:
            yield from _prose(sheet, SheetRegion(row, -1, row, -1))


def _prose(sheet: Worksheet, region: SheetRegion) -> Iterator[Passage]:
    """The text in the rows of a region, beside the region itself."""
    for row in range(region.top, region.bottom + 1):
        for column in sheet.filled(row):
            if not region.left <= column <= region.right:
                place = Place(sheet=sheet.name, row=row + 1, column=column + 1)
                lines = map(str.strip, sheet.squares[row, column].text.split("\n"))
                yield from (Passage(line, place) for line in lines if line)


def _tables(sheet: Worksheet) -> list[SheetRegion]:
    """The tables of a sheet: runs of ruled rows, or of filled rows where nothing is ruled."""
    ruled = {row for row in sheet.rows if len(sheet.ruled(row)) > 1}
    if ruled:
        covered = {r for m in sheet.merges if m.top in ruled for r in range(m.top, min(m.bottom, m.top + 99) + 1)}
        regions = [_region(sheet, run, sheet.ruled) for run in _runs(ruled | covered)]
        regions = [_with_information(sheet, region) for region in regions]
    else:
        runs = map(_several(sheet), _runs(row for row in sheet.rows if sheet.filled(row)))
        regions = [_region(sheet, run, sheet.filled) for run in runs if len(run) > 1]
    return [region for region in regions if any(map(sheet.filled, range(region.top, region.bottom + 1)))]


def _runs(rows: Iterable[int]) -> list[list[int]]:
    """Rows that follow each other, together."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _several(sheet: Worksheet) -> Callable[[list[int]], list[int]]:
    """Cut a run down to the rows from the first to the last that hold several cells."""

    def core(run: list[int]) -> list[int]:
        wide = [row for row in run if len(sheet.filled(row)) > 1]
        return run[run.index(wide[0]) : run.index(wide[-1]) + 1] if wide else []

    return core


def _region(sheet: Worksheet, run: list[int], columns_of: Callable[[int], list[int]]) -> SheetRegion:
    """The rows as a region as wide as its columns, without long blank ends."""
    columns = [column for row in run for column in columns_of(row)]
    filled = [column for row in run for column in sheet.filled(row)]
    last_row = max((row for row in run if sheet.filled(row)), default=run[0])
    last_column = max(filled, default=columns[0])
    bottom = run[-1] if run[-1] - last_row <= MOST_BLANK else last_row + 1
    right = max(columns) if max(columns) - last_column <= MOST_BLANK else last_column
    return SheetRegion(run[0], min(columns), bottom, right)


def _with_information(sheet: Worksheet, region: SheetRegion) -> SheetRegion:
    """The row on top of the lines belongs to the table if it has several cells, none beside it."""
    columns = sheet.filled(region.top - 1)
    if len(columns) > 1 and region.left <= columns[0] and columns[-1] <= region.right:
        return replace(region, top=region.top - 1)
    return region


def _grid(sheet: Worksheet, region: SheetRegion) -> Grid:
    check_size(0, (region.bottom - region.top + 1) * (region.right - region.left + 1))
    covered: set[tuple[int, int]] = set()
    rows: list[list[RowCell]] = []
    for r in range(region.top, region.bottom + 1):
        rows.append([])
        for c in range(region.left, region.right + 1):
            if (r, c) in covered:
                continue
            height, width = _spans(sheet.anchors.get((r, c)), region)
            covered |= {(r + i, c + j) for i in range(height) for j in range(width)}
            square = sheet.squares.get((r, c))
            text = trimmed(square.text) if square else ""
            rows[-1].append(RowCell(text, c - region.left, width, height))
    place = Place(sheet=sheet.name, row=region.top + 1, column=region.left + 1)
    return grid(rows, place, len(rows), region.right - region.left + 1)


def _spans(merge: SheetRegion | None, region: SheetRegion) -> tuple[int, int]:
    """Rows and columns of a cell, as far as they lie within the table."""
    if merge is None:
        return 1, 1
    return min(merge.bottom, region.bottom) - merge.top + 1, min(merge.right, region.right) - merge.left + 1
