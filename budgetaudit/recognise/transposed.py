"""Tables printed sideways: the template's rows stand as column headers (三公 in one line of six amounts)."""

from collections.abc import Sequence

from budgetaudit.amounts import Unit, read_amount
from budgetaudit.facts import Blank, Column, Fact, Key, Row, RowKind
from budgetaudit.filing import Place
from budgetaudit.recognise.columns import Path
from budgetaudit.recognise.rows.cells import read as cells_read
from budgetaudit.recognise.sheet import Line, Sheet
from budgetaudit.recognise.vocabulary import SideWords, Vocabulary, squash, strip_label
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


def read(
    sheet: Sheet, found: Sequence[Path], side: SideWords, words: Vocabulary, part: str, table: str, unit: Unit
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows as if the table had been printed upright. A body line becomes a column; its label names it."""
    latest = max((path.year for path in found), default=0)
    cells: dict[tuple[str, str], tuple[Line, Path]] = {}
    specs: dict[str, RowSpec] = {}
    columns: list[str] = []
    labelled = [path.at for path in found if _line_of(path, side, words)[0] is None]
    body = [line for line in sheet.body if line.own]
    for order, line in enumerate(body):
        label = _label(line, labelled)
        for path in found:
            spec, group = _line_of(path, side, words)
            if spec is None:
                continue
            column = _column(path, group, latest, label, order, len(body))
            if column not in columns:
                columns.append(column)
            specs.setdefault(spec.name, spec)
            cells.setdefault((spec.name, column), (line, path))
    ordered = [name for name in dict.fromkeys(spec.name for spec in side.template.rows) if name in specs]
    made_columns = tuple(
        Column(name, name, name.partition("/")[0] if "/" in name else "", i, unit) for i, name in enumerate(columns)
    )
    index = {name: i for i, name in enumerate(ordered)}
    rows = tuple(_row(specs[name], index, tuple(columns), cells, part, table, unit) for name in ordered)
    return made_columns, rows


def _label(line: Line, columns: Sequence[int]) -> str:
    return next(
        (squash(text) for c in columns if (text := line.covering(c).strip()) and read_amount(text) is None),
        "",
    )


def _column(path: Path, group: str, latest: int, label: str, order: int, lines: int) -> str:
    if path.year and latest and path.year < latest:
        group = "prior"
    name = {
        "prior": "上年预算数",
        "actual": "决算数",
        "plan": "预算数" if group == "plan" and not path.year else "合计",
        "change": "增减",
    }.get(group, "合计")
    return name if lines == 1 or not order or label in _GENERIC else f"{label or order + 1}/{name}"


def _row(
    spec: RowSpec,
    index: dict[str, int],
    columns: Sequence[str],
    cells: dict[tuple[str, str], tuple[Line, Path]],
    part: str,
    table: str,
    unit: Unit,
) -> Row:
    entries = tuple(_entry(spec.name, column, cells, part, table, unit) for column in columns)
    parent = index.get(spec.parent, -1) if spec.parent else -1
    place = next((entry.place for entry in entries if entry.place != Place()), Place())
    level = 2 if parent >= 0 else 1
    return Row(
        spec.name,
        "",
        spec.name,
        spec.name,
        RowKind(spec.kind),
        level,
        parent,
        index[spec.name],
        entries,
        {},
        place,
    )


def _entry(
    row: str, column: str, cells: dict[tuple[str, str], tuple[Line, Path]], part: str, table: str, unit: Unit
) -> Fact | Blank:
    key, label = Key(part, table, row, column), f"{table} · {row} · {column}"
    if (row, column) not in cells:
        return Blank(key, "", label, Place())
    line, path = cells[(row, column)]
    cell = line.cells[path.at]
    text = cell.text.strip() if cell else ""
    amount = cells_read(text, Column(column, "", "", path.at, unit))
    place = cell.place if cell else Place()
    return Blank(key, text, label, place) if amount is None else Fact(key, amount, text, label, place)
