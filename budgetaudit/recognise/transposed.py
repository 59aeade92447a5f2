"""Tables printed sideways: the template's rows stand as column headers (三公 in one line of six amounts)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budgetaudit.amounts import Unit, read_amount
from budgetaudit.facts import Blank, Column, Fact, Key, Row, RowKind
from budgetaudit.filing import Place
from budgetaudit.recognise.columns import Path, paths
from budgetaudit.recognise.rows.cells import read as read_cell
from budgetaudit.recognise.sheet import Line, Sheet
from budgetaudit.recognise.vocabulary import SideWords, Vocabulary, squash, strip_label, without_year
from budgetaudit.rulebook import RowSpec

_GENERIC = frozenset({"小计", "合计", "总计", "计"})


def is_transposed(found: Sequence[Path], side: SideWords, words: Vocabulary) -> bool:
    """Whether at least three headers name rows of the template."""
    if side.template.rows_by != "label":
        return False
    named = {spec.name for path in found if (spec := _line_of(path, side, words)[0]) is not None}
    return len(named) >= 3


def _line_of(path: Path, side: SideWords, words: Vocabulary) -> tuple[RowSpec | None, str]:
    """(the template's row a column stands for, the group left over)."""
    parts = [part for part in path.parts if part not in words.groups]
    group = next((words.groups[part] for part in path.parts if part in words.groups), "")
    if not parts:
        return None, group
    bare = [strip_label(part, words.words("row_of_which"))[0] for part in parts]
    for depth in range(len(bare), 0, -1):
        last = bare[depth - 1]
        if last in _GENERIC:
            joined = "/".join(bare[max(0, depth - 2) : depth])
            spec = side.rows.get(joined) or (side.rows.get(bare[depth - 2]) if depth > 1 else side.rows.get(last))
        else:
            spec = side.rows.get(last)
        if spec is not None:
            return spec, group
    return None, group


@dataclass(frozen=True, slots=True)
class Upright:
    """A sideways table turned upright: where it stands, and its cells by (row name, column name)."""

    part: str
    table: str
    unit: Unit
    cells: Mapping[tuple[str, str], tuple[Line, Path]]

    def entry(self, row: str, column: str) -> Fact | Blank:
        key, label = Key(self.part, self.table, row, column), f"{self.table} · {row} · {column}"
        if (row, column) not in self.cells:
            return Blank(key, "", label, Place())
        line, path = self.cells[(row, column)]
        cell = line.cells[path.at]
        text = cell.text.strip() if cell else ""
        amount = read_cell(text, Column(column, "", "", path.at, self.unit))
        place = cell.place if cell else Place()
        return Blank(key, text, label, place) if amount is None else Fact(key, amount, text, label, place)

    def row(self, spec: RowSpec, index: Mapping[str, int], columns: Sequence[str]) -> Row:
        entries = tuple(self.entry(spec.name, column) for column in columns)
        parent = index.get(spec.parent, -1)
        place = next((entry.place for entry in entries if entry.place != Place()), Place())
        kind, name, level = RowKind(spec.kind), spec.name, 2 if parent >= 0 else 1
        return Row(name, "", name, name, kind, level, parent, index[name], entries, {}, place)


def read(
    sheet: Sheet, side: SideWords, words: Vocabulary, part: str, table: str, unit: Unit
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows as if the table had been printed upright. A body line becomes a column; its label names it."""
    found = paths(sheet)
    named = [(path, *_line_of(path, side, words)) for path in found]
    labelled = [path.at for path, spec, _ in named if spec is None]
    body = [line for line in sheet.body if line.own]
    labels = [_label(line, labelled) for line in body]
    latest = max((year for year in (*(p.year for p in found), *(without_year(text)[1] for text in labels))), default=0)
    cells: dict[tuple[str, str], tuple[Line, Path]] = {}
    specs: dict[str, RowSpec] = {}
    for order, (line, label) in enumerate(zip(body, labels, strict=True)):
        for path, spec, group in named:
            if spec is not None:
                specs.setdefault(spec.name, spec)
                column = _column(path, group, latest, label if order or without_year(label)[1] else "", words)
                cells.setdefault((spec.name, column), (line, path))
    columns = tuple(dict.fromkeys(column for _, column in cells))
    upright = Upright(part, table, unit, cells)
    ordered = [name for name in dict.fromkeys(spec.name for spec in side.template.rows) if name in specs]
    index = {name: i for i, name in enumerate(ordered)}
    made = tuple(
        Column(name, name, name.partition("/")[0] if "/" in name else "", i, unit) for i, name in enumerate(columns)
    )
    return made, tuple(upright.row(specs[name], index, columns) for name in ordered)


def _label(line: Line, columns: Sequence[int]) -> str:
    """What a body line is called: the first words in a column that holds no row of the template."""
    texts = (line.covering(c).strip() for c in columns)
    return next((squash(text) for text in texts if text and read_amount(text) is None), "")


_NAMES = {"prior": "上年预算数", "actual": "决算数", "change": "增减"}


def _column(path: Path, group: str, latest: int, label: str, words: Vocabulary) -> str:
    """The column a cell goes to: by the year, 预算数 or 决算数 in its header or in its line's label."""
    bare, year = without_year(label)
    year = path.year or year
    group = group or words.groups.get(bare, "")
    if year and latest and year < latest:
        group = "prior"
    name = _NAMES.get(group) or ("预算数" if group == "plan" and not year else "合计")
    plain = not bare or bare in _GENERIC or bare in words.groups
    return name if plain else f"{bare}/{name}"
