"""A sheet and a template → tables of facts. A sheet that fits no template becomes an unrecognised table."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import UNITS, Unit
from budgetaudit.facts import Caption, Column, Row, Table
from budgetaudit.filing import Place
from budgetaudit.messages import UNNAMED, Text, message
from budgetaudit.recognise import rows as reading
from budgetaudit.recognise import transposed
from budgetaudit.recognise.columns import ColumnBlock, HeaderPath, column_blocks, named, paths
from budgetaudit.recognise.inside import InsideWords, marked
from budgetaudit.recognise.sheet import GridRow, Sheet, is_number
from budgetaudit.recognise.vocabulary import SideWords, Vocabulary, strip_label
from budgetaudit.rulebook import ColumnSpec, Template
from budgetaudit.text import unquoted

FEWEST_ROWS = 2
"""How many rows must be known where a title alone does not tell what a table is."""


class NamedSheet(Struct, frozen=True):
    """A sheet with the template chosen for it (None: no template) and why."""

    sheet: Sheet
    template: Template | None
    title: Caption
    known_by: Text


class Candidate(Struct, frozen=True):
    """A template that a title may name; `sure` where it is one of the template's titles."""

    template: Template
    title: Caption
    sure: bool = True


def choose(sheet: Sheet, candidates: Sequence[Candidate], words: Vocabulary) -> NamedSheet:
    """The first candidate whose columns the sheet has, and its rows too where the title is not sure; nearest title
    first."""
    header_paths = paths(sheet)
    for one in candidates:
        if fits(sheet, header_paths, one.template, words) and (one.sure or _filled_so(sheet, one.template, words)):
            says = "known.title" if one.sure else "known.about"
            return NamedSheet(sheet, one.template, one.title, message(says, title=one.title.raw.strip()))
    title = (
        candidates[0].title if candidates else (sheet.titles[-1] if sheet.titles else Caption("", "", _place(sheet)))
    )
    return NamedSheet(sheet, None, title, "")


def fits(sheet: Sheet, header_paths: Sequence[HeaderPath], template: Template, words: Vocabulary) -> bool:
    """Whether the headers (or first cells) are such a table's."""
    parts = {part for path in header_paths for part in path.parts}
    if template.requires:
        first = {unquoted(cell.text) for line in (*sheet.head, *sheet.body[:1]) for cell in line.own}
        return all(any(want == part for part in first) for want in template.requires)
    if not template.money and not template.columns:
        return True
    hits = 0
    for side in words.sides_of(template):
        if transposed.is_transposed(header_paths, side, words):
            return True
        known = {alias.split("/")[-1] for alias in side.columns} | side.headers
        hits += len(parts & known)
    amounts = sum(1 for path in header_paths if path.parts)
    return (hits >= 1 and amounts >= 2) or (not sheet.head and bool(sheet.body))


def _filled_so(sheet: Sheet, template: Template, words: Vocabulary) -> bool:
    """Whether rows are such a table's: at least two of them, or what its columns are where it lies on its side."""
    header_paths = paths(sheet)
    return any(
        transposed.is_transposed(header_paths, side, words) or _known_rows(sheet, side, words) >= FEWEST_ROWS
        for side in words.sides_of(template)
    )


def _known_rows(sheet: Sheet, side: SideWords, words: Vocabulary) -> int:
    """How many rows begin with a code, a total or a label of the template."""
    labels = (line.own[0].text for line in sheet.body if line.own and not is_number(line.own[0].text))
    names = [strip_label(label, words.words("row_of_which"))[0] for label in labels]
    codes = sum(bool(line.own) and bool(reading.CODE.fullmatch(unquoted(line.own[0].text))) for line in sheet.body)
    named = sum(name in side.rows or name in words.words("row_total") or name in words.classes for name in names)
    return named + codes * (side.template.rows_by in ("code", "economic", "record"))


class TableContext(Struct, frozen=True):
    """Where a table stands: its part, 预算 or 决算, its unit of measure, the captions above it."""

    part: str
    kind: str
    unit: Unit
    captions: Mapping[str, Caption]
    entity: str = ""


def build(known: NamedSheet, setting: TableContext, taken: set[str], words: Vocabulary) -> tuple[Table, ...]:
    """The tables of one sheet, named within its part (`taken` are the keys already given, and is added to)."""
    return tuple(_Builder(known, setting, taken, words).tables())


class _Builder:
    """Builds the tables of one sheet."""

    def __init__(self, known: NamedSheet, setting: TableContext, taken: set[str], words: Vocabulary) -> None:
        self.known, self.setting, self.taken, self.words = known, setting, taken, words
        self.part, self.unit = setting.part, setting.unit
        self.sheet = known.sheet
        self.template = known.template
        self.header_paths = paths(self.sheet)

    def tables(self) -> list[Table]:
        template = self.template
        if template is None:
            return [self._free()]
        sides = self.words.sides_of(template)
        if not template.sides:
            if transposed.is_transposed(self.header_paths, sides[0], self.words):
                key = self._key(template.name)
                columns, rows = transposed.read(self.sheet, sides[0], self.words, self.part, key, self.unit)
                return [self._table(template.name, key, columns, rows)]
            return self._merged(sides[0])
        return self._sided(sides)

    def _merged(self, side: SideWords) -> list[Table]:
        """One table, printed once or in several blocks of columns of the same columns side by side. Blocks of other
        columns whose rows have names of their own are tables of their own."""
        template = side.template
        key = self._key(template.name)
        cut = column_blocks(self.sheet, self.header_paths, self.words) or (self._whole(),)
        apart: tuple[ColumnBlock, ...] = ()
        if len({tuple(column.name for column in self._columns(block, side)) for block in cut}) > 1:
            own = template.rows_by != "record" and all(_names_its_rows(self.sheet.body, block) for block in cut)
            cut, apart = (cut[:1], cut[1:]) if own else ((_as_one_block(cut),), ())
        self.sheet = replace(self.sheet, body=tuple(_repair_shifted_total(line, cut) for line in self.sheet.body))
        parts = [self._column_block(block, side, key) for block in cut]
        rows: list[Row] = list(parts[0][1])
        for _, more in parts[1:]:
            rows += _shifted(more, len(rows))
        beside = [(self._key(template.name), block) for block in apart]
        return [
            self._table(template.name, key, parts[0][0], tuple(rows)),
            *(self._table("", other, *self._column_block(block, side, other)) for other, block in beside),
        ]

    def _columns(self, block: ColumnBlock, side: SideWords) -> list[Column]:
        unit = self.unit if side.template.money else UNITS[""]
        return [column for column, _ in named(block.amounts, side, self.words, unit, self.sheet)]

    def _sided(self, sides: Sequence[SideWords]) -> list[Table]:
        made: list[Table] = []
        cut = column_blocks(self.sheet, self.header_paths, self.words, sided=True) or (self._whole(),)
        self.sheet = replace(self.sheet, body=tuple(_repair_shifted_total(line, cut) for line in self.sheet.body))
        used: set[str] = set()
        for order, block in enumerate(cut):
            side = _side_for(block, sides, order, used)
            if side is None:
                key = self._key(
                    f"{self.template.name}.{block.heads[0] if block.heads else order + 1}" if self.template else ""
                )
                columns, rows = self._column_block(block, sides[-1], key)
                made.append(self._table("", key, columns, rows))
                continue
            used.add(side.template.name)
            name = f"{self.template.name}.{side.template.name}" if self.template else side.template.name
            key = self._key(name)
            columns, rows = self._column_block(block, side, key)
            made.append(self._table(name, key, columns, rows))
        return made

    def _column_block(
        self, block: ColumnBlock, side: SideWords, key: str
    ) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        pairs = named(block.amounts, side, self.words, self.unit if side.template.money else UNITS[""], self.sheet)
        columns = tuple(column for column, _ in pairs)
        block = _texts_too(block, pairs)
        if side.template.rows_by == "record":
            wordy = (*block.owners, *block.names, *block.codes)
            block = replace(block, texts=(*(self.header_paths[at] for at in wordy), *block.texts))
        stated = self.setting.captions.get("entity")
        entity = stated.value if stated else self.setting.entity
        by = side.template.rows_by
        setting = reading.RowContext(self.part, key, side, self.words, block, entity, by)
        if by == "pairs":
            return (), reading.rows(setting, (*self.sheet.head, *self.sheet.body), ())
        return columns, reading.rows(setting, self.sheet.body, columns)

    def _whole(self) -> ColumnBlock:
        return ColumnBlock((), (0,), (), tuple(self.header_paths[1:]), (), ())

    def _free(self) -> Table:
        """A table no template knows: labels and numbers by printed header."""
        self.sheet = _headed(self.sheet)
        self.header_paths = paths(self.sheet)
        side = SideWords(_FREE, {}, {}, frozenset())
        key = self._key(unquoted(self.known.title.raw)[:40] or f"{UNNAMED}{len(self.taken) + 1}")
        cut = column_blocks(self.sheet, self.header_paths, self.words) or (self._whole(),)
        coded = any(block.codes for block in cut)
        side = SideWords(_FREE_CODED if coded else _FREE, {}, {}, frozenset())
        columns, rows = self._column_block(_labelled(cut[0]), side, key) if len(cut) == 1 else ((), ())
        return self._table("", key, columns, rows)

    def _key(self, name: str) -> str:
        key, n = name, 1
        while key in self.taken:
            n += 1
            key = f"{name}#{n}"
        self.taken.add(key)
        return key

    def _inside_words(self) -> InsideWords:
        sides = self.words.sides_of(self.template) if self.template else ()
        perhaps = dict.fromkeys(spec.name for side in sides for spec in side.columns.values() if spec.inside)
        return InsideWords(self.words.words("row_total"), self.words.words("row_of_which"), tuple(perhaps))

    def _table(self, name: str, key: str, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Table:
        return Table(
            part=self.part,
            name=name,
            key=key,
            family=self.template.name if self.template else "",
            title=self.known.title.raw.strip(),
            known_by=self.known.known_by,
            kind=self.setting.kind,
            unit=self.unit,
            columns=marked(columns, rows, self._inside_words()),
            rows=rows,
            captions=self.setting.captions,
            notes=self.sheet.after,
            place=_place(self.sheet),
            grids=self.sheet.grids,
        )


def _headed(sheet: Sheet) -> Sheet:
    """The sheet; its first row taken for its header where no header was known and only words stand there."""
    first, *rest = sheet.body or (None,)
    if sheet.head or first is None or len(first.own) < 2 or any(is_number(cell.text) for cell in first.own):
        return sheet
    numbers = any(is_number(cell.text) for line in rest if line for cell in line.own)
    return replace(sheet, head=(first,), body=sheet.body[1:]) if numbers else sheet


def _labelled(block: ColumnBlock) -> ColumnBlock:
    """The block; its first column of words taken for its labels where it has none."""
    if block.names or block.codes or not block.texts:
        return block
    first, *rest = block.texts
    return replace(block, names=(first.at,), texts=tuple(rest))


_FREE = Template("", (), "label", (), ())
_FREE_CODED = Template("", (), "code", (), ())


def _repair_shifted_total(line: GridRow, cut: Sequence[ColumnBlock]) -> GridRow:
    """A total printed across two blocks: its label stands in one, its amount in the next, which has no label there."""
    for block, after in pairwise(cut):
        if not (block.names and after.names and block.amounts and after.amounts):
            continue
        mine, theirs = block.amounts[0].at, after.amounts[0].at
        if _labelled_in(line, block) and not line.texts[mine] and line.texts[theirs] and not _labelled_in(line, after):
            cells, texts = list(line.cells), list(line.texts)
            cells[mine], cells[theirs] = cells[theirs], None
            texts[mine], texts[theirs] = texts[theirs], ""
            line = replace(line, cells=tuple(cells), texts=tuple(texts))
    return line


def _names_its_rows(body: Sequence[GridRow], block: ColumnBlock) -> bool:
    """Whether most rows that print anything among the block's amounts print a name or code of its own."""
    filled = [line for line in body if any(line.texts[path.at] for path in block.amounts)]
    return 2 * sum(_labelled_in(line, block) for line in filled) > len(filled)


def _as_one_block(cut: Sequence[ColumnBlock]) -> ColumnBlock:
    """Lanes that are no repetitions of each other, as the one block they are."""
    first = cut[0]
    return replace(
        first,
        codes=tuple(at for block in cut for at in block.codes),
        names=tuple(at for block in cut for at in block.names),
        owners=tuple(at for block in cut for at in block.owners),
        amounts=tuple(path for block in cut for path in block.amounts),
        texts=tuple(path for block in cut for path in block.texts),
    )


def _labelled_in(line: GridRow, block: ColumnBlock) -> bool:
    """Whether a label or code begins in the block."""
    return any(line.texts[column] for column in (*block.codes, *block.names))


def _texts_too(block: ColumnBlock, pairs: Sequence[tuple[Column, ColumnSpec | None]]) -> ColumnBlock:
    taken = {column.at for column, _ in pairs}
    kept = tuple(path for path in block.amounts if path.at in taken)
    wordy = tuple(path for path in block.amounts if path.at not in taken and path.parts)
    return replace(block, amounts=kept, texts=(*block.texts, *wordy))


def _shifted(rows: Sequence[Row], by: int) -> list[Row]:
    return [replace(row, index=row.index + by, parent=row.parent + by if row.parent >= 0 else -1) for row in rows]


def _side_for(block: ColumnBlock, sides: Sequence[SideWords], order: int, used: set[str]) -> SideWords | None:
    """The side a block is: by the most telling of its headers, else by order."""
    fitting = [
        (depth, len(word), -at)
        for at, side in enumerate(sides)
        if side.template.name not in used
        for depth, part in enumerate(block.heads)
        for word in side.headers
        if word == part or (word and word in part and len(part) < 16)
    ]
    if fitting:
        return sides[-max(fitting)[2]]
    left = [side for side in sides if side.template.name not in used]
    return left[0] if left and order < 2 else None


def _place(sheet: Sheet) -> Place:
    return sheet.grids[0].place
