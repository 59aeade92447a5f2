"""Tables printed sideways: the template's rows stand as column headers (三公 in one line of six amounts)."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import Unit, read_amount
from budgetaudit.facts import Blank, Column, Fact, Key, Row, RowKind
from budgetaudit.filing import Place
from budgetaudit.messages import called
from budgetaudit.messages import label as joined
from budgetaudit.recognise.columns import HeaderPath, paths
from budgetaudit.recognise.rows.cells import read as read_cell
from budgetaudit.recognise.rows.cells import written
from budgetaudit.recognise.sheet import GridRow, Sheet
from budgetaudit.recognise.vocabulary import SideWords, Vocabulary, strip_label, without_year
from budgetaudit.rulebook import RowSpec
from budgetaudit.text import unquoted

_GENERIC = frozenset({"小计", "合计", "总计", "计"})


def is_transposed(header_paths: Sequence[HeaderPath], side: SideWords, words: Vocabulary) -> bool:
    """Whether at least three headers name rows of the template."""
    if side.template.rows_by != "label":
        return False
    named = {spec.name for path in header_paths if (spec := _meaning(path, side, words).spec) is not None}
    return len(named) >= 3


class Meaning(Struct, frozen=True):
    """What a column holds: a row of the template, the group of columns it stands in, the column below it (a fund)."""

    spec: RowSpec | None
    group: str
    column: str


def _meaning(path: HeaderPath, side: SideWords, words: Vocabulary) -> Meaning:
    parts = [strip_label(part, words.words("row_of_which"))[0] for part in path.parts if part not in words.groups]
    group = next((words.groups[part] for part in path.parts if part in words.groups), "")
    for depth in range(len(parts), 0, -1):
        last = parts[depth - 1]
        spec = side.rows.get(last)
        if last in _GENERIC:
            joined = "/".join(parts[max(0, depth - 2) : depth])
            spec = side.rows.get(joined) or (_above(parts[depth - 2], side) if depth > 1 else spec)
        if spec is not None:
            below = side.columns.get(parts[-1]) if depth < len(parts) else None
            return Meaning(spec, group, below.name if below else "")
    return Meaning(None, group, "")


def _above(part: str, side: SideWords) -> RowSpec | None:
    """The row that the header above a 小计 names, in full or within a longer phrase."""
    whole = side.rows.get(part)
    longest = sorted((name for name in side.rows if len(name) >= 4 and name in part), key=len)
    return whole or (side.rows[longest[-1]] if longest else None)


def _meanings(sheet: Sheet, side: SideWords, words: Vocabulary) -> list[tuple[HeaderPath, Meaning]]:
    """What every column holds; where two are the same total, the one with less above it is the outer total."""
    meanings = _summed([(path, _meaning(path, side, words)) for path in paths(sheet)], side, words)
    outer = side.rows.get(f"{words.total}/{words.total}")
    depths: dict[Meaning, int] = {}
    for path, meaning in meanings:
        depths[meaning] = max(depths.get(meaning, 0), len(path.parts))
    return [
        (path, replace(meaning, spec=outer))
        if outer and meaning.spec and meaning.spec.kind == "total" and len(path.parts) < depths[meaning]
        else (path, meaning)
        for path, meaning in meanings
    ]


def _summed(
    meanings: Sequence[tuple[HeaderPath, Meaning]], side: SideWords, words: Vocabulary
) -> Sequence[tuple[HeaderPath, Meaning]]:
    """A 小计 under a header that no row bears is the total, where rows stand beside it under that header."""
    total = side.rows.get(words.total)
    beside = {path.parts[:-1]: meaning for path, meaning in reversed(meanings) if meaning.spec and path.parts}
    return [
        (path, replace(beside[path.parts[:-1]], spec=total))
        if not meaning.spec and path.parts[1:] and path.parts[-1] in _GENERIC and path.parts[:-1] in beside
        else (path, meaning)
        for path, meaning in meanings
    ]


class Upright(Struct, frozen=True):
    """A sideways table turned upright: where it stands, and its cells by (row name, column name)."""

    part: str
    table: str
    unit: Unit
    words: Vocabulary
    cells: Mapping[tuple[str, str], tuple[GridRow, HeaderPath]]

    def entry(self, row: str, column: str) -> Fact | Blank:
        key, label = Key(self.part, self.table, row, column), joined(called(self.table), row, column)
        if (row, column) not in self.cells:
            return Blank(key, "", label, Place())
        line, path = self.cells[(row, column)]
        cell = line.cells[path.at]
        text = written(cell, self.words) if cell else ""
        amount = read_cell(text, Column(column, "", "", path.at, self.unit))
        place = cell.place if cell else Place()
        return Blank(key, text, label, place) if amount is None else Fact(key, amount, text, label, place)

    def row(self, spec: RowSpec, index: Mapping[str, int], columns: Sequence[str]) -> Row:
        entries = tuple(self.entry(spec.name, column) for column in columns)
        parent = index.get(spec.parent, index.get(spec.within, -1))
        place = next((entry.place for entry in entries if entry.place != Place()), Place())
        kind, name, level = RowKind(spec.kind), spec.name, 2 if parent >= 0 else 1
        return Row(name, "", name, name, kind, level, parent, index[name], entries, {}, place)


def read(
    sheet: Sheet, side: SideWords, words: Vocabulary, part: str, table: str, unit: Unit
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows as if the table had been printed upright. A body line becomes a column; its label names it."""
    meanings = _meanings(sheet, side, words)
    body = [line for line in sheet.body if line.own]
    labels = _labels(body, [path.at for path, meaning in meanings if meaning.spec is None], words)
    latest = max((*(path.year for path, _ in meanings), *(label.year for label in labels)), default=0)
    cells: dict[tuple[str, str], tuple[GridRow, HeaderPath]] = {}
    specs: dict[str, RowSpec] = {}
    for line, label in zip(body, labels, strict=True):
        for path, meaning in meanings:
            if meaning.spec is not None:
                specs.setdefault(meaning.spec.name, meaning.spec)
                column = _column(path, meaning, latest, label)
                cells.setdefault((meaning.spec.name, column), (line, path))
    columns = tuple(dict.fromkeys(column for _, column in cells))
    upright = Upright(part, table, unit, words, cells)
    ordered = [name for name in dict.fromkeys(spec.name for spec in side.template.rows) if name in specs]
    index = {name: i for i, name in enumerate(ordered)}
    made = tuple(
        Column(name, name, name.partition("/")[0] if "/" in name else "", i, unit) for i, name in enumerate(columns)
    )
    return made, tuple(upright.row(specs[name], index, columns) for name in ordered)


class Label(Struct, frozen=True):
    """What a body line says of itself: a body's name, a year, a group (增减)."""

    name: str
    year: int
    group: str


def _labels(body: Sequence[GridRow], columns: Sequence[int], words: Vocabulary) -> list[Label]:
    """The labels of the body lines; what all lines share says nothing. A line that names a year but no body is of the
    body above; the first body is the one whose table it is, and goes without its name."""
    texts = [[unquoted(line.covering(c)) for c in columns if read_amount(line.covering(c)) is None] for line in body]
    shared = set.intersection(*map(set, texts)) if len(texts) > 1 else set()
    labels: list[Label] = []
    body_name = ""
    for own in texts:
        label = _label([text for text in own if text and text not in shared], words)
        body_name = label.name or (body_name if label.year or label.group else "")
        labels.append(replace(label, name=body_name))
    seen: Counter[Label] = Counter()
    first = labels[0].name if labels else ""
    for at, label in enumerate(labels):
        seen[label] += 1
        again = f"#{seen[label]}" if seen[label] > 1 else ""
        mine = label.name == first and not again
        labels[at] = replace(label, name="" if mine else label.name + again)
    return labels


def _label(texts: Sequence[str], words: Vocabulary) -> Label:
    parts = [without_year(text) for text in texts]
    year = max((named for _, named in parts), default=0)
    group = next((words.groups[bare] for bare, _ in parts if bare in words.groups), "")
    name = next((bare for bare, _ in parts if bare and bare not in words.groups and bare not in _GENERIC), "")
    return Label(name, year, group)


_NAMES = {"prior": "上年预算数", "actual": "决算数", "change": "增减", "carry": "上年结转"}


def _column(path: HeaderPath, meaning: Meaning, latest: int, label: Label) -> str:
    """The column a cell goes to: by the year, 预算数 or 决算数 in its header or in its line's label, and its fund."""
    year = path.year or label.year
    group = "prior" if year and latest and year < latest else meaning.group or label.group
    plan = group == "plan" and not year
    name = _NAMES.get(group) or ("预算数" if plan else "合计")
    if meaning.column:
        name = meaning.column if name == "合计" else f"{name}/{meaning.column}"
    return f"{label.name}/{name}" if label.name else name
