"""Free rows in order (procurement items, projects, indicators), named by one of their texts."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from budgetaudit.facts import Column, Row, RowKind
from budgetaudit.recognise.rows.cells import Standing, row
from budgetaudit.recognise.rows.draft import Draft, RowContext
from budgetaudit.recognise.rows.heads import bodies
from budgetaudit.recognise.sheet import GridRow
from budgetaudit.recognise.vocabulary import strip_label, unbracketed
from budgetaudit.text import unquoted

Names = frozenset[str]


def records(setting: RowContext, drafts: Sequence[Draft], columns: Sequence[Column]) -> Sequence[Row]:
    """All rows; those of bodies among their projects are subtotals."""
    labels = [_label(setting, draft, index) for index, draft in enumerate(drafts)]
    if stated := _stated(setting, drafts, labels):
        return tuple(_rows(setting, drafts, labels, columns, stated))
    rows = tuple(_rows(setting, drafts, labels, columns, frozenset()))
    return rows if any(row.kind is RowKind.SUBTOTAL for row in rows) else _with_bodies(setting, rows)


def _with_bodies(setting: RowContext, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows; those of bodies as the sums tell them, which names suggest. Where no sums bear it out they are left
    untyped."""
    reading = bodies(rows, _named(setting, rows))
    kind = RowKind.SUBTOTAL if reading.told else RowKind.UNTYPED
    heads = frozenset(reading.heads)
    return tuple(replace(row, kind=kind) if row.index in heads else row for row in rows)


def _rows(
    setting: RowContext, drafts: Sequence[Draft], labels: Sequence[str], columns: Sequence[Column], stated: Names
) -> Iterator[Row]:
    """The rows; one that begins right of where another ended is its part."""
    seen: dict[str, int] = {}
    stack: list[tuple[int, int, int]] = []
    for index, (draft, label) in enumerate(zip(drafts, labels, strict=True)):
        name = unquoted(label)
        total = strip_label(draft.label or label, setting.of_which)[0] in setting.words.words("row_total")
        first, last = _extent(setting, draft.line)
        while stack and (total or not stack[-1][1] < first):
            stack.pop()
        parent = stack[-1][2] if stack else -1
        stack.append((first, last, index))
        seen[name] = seen.get(name, 0) + 1
        key = name if seen[name] == 1 else f"{name}#{seen[name]}"
        kind = RowKind.TOTAL if total else _kind(setting, draft, name, stated)
        shown = replace(draft, label=" ".join(label.split()), name=name)
        yield row(setting, shown, Standing(key, kind, len(stack) - 1, parent, index), columns)


def pairs(lines: Sequence[GridRow]) -> Iterator[Row]:
    """Rows of label and value side by side."""
    index = 0
    for line in lines:
        for label, value in zip(line.own[::2], line.own[1::2], strict=False):
            name = unquoted(label.text)
            yield Row(name, "", name, label.text, RowKind.DETAIL, 0, -1, index, (), {name: value.text}, value.place)
            index += 1


def _label(setting: RowContext, draft: Draft, index: int) -> str:
    named = draft.texts.get(setting.side.template.name_column) or draft.label
    return named or next(iter(draft.texts.values()), "") or f"第{index + 1}行"


def _extent(setting: RowContext, line: GridRow) -> tuple[int, int]:
    """The first and last text columns a row prints in. A category (货物 …) stands above everything."""
    filled = [path.at for path in setting.block.texts if line.texts[path.at]]
    if len(filled) == 1:
        word = strip_label(line.texts[filled[0]], setting.of_which)[0].strip("ABC").removesuffix("类")
        if word in setting.words.words("record_category"):
            return -1, -1
    return (min(filled), max(filled)) if filled else (0, 99)


def _stated(setting: RowContext, drafts: Sequence[Draft], labels: Sequence[str]) -> Names:
    """The names of bodies that have a row of their own among their projects: a unit code is printed only there."""
    owners = setting.block.owners
    if not owners:
        return frozenset()
    printed = [unquoted(draft.line.texts[owners[0]]) for draft in drafts]
    headed = [bool(text) if len(owners) > 1 else text.isdigit() for text in printed]
    if not any(headed) or all(headed):
        return frozenset()
    return frozenset(unquoted(label) for label, own in zip(labels, headed, strict=True) if own)


def _named(setting: RowContext, rows: Sequence[Row]) -> list[int]:
    """The rows that are named like bodies, where the filing's own body is among them."""
    if not setting.entity or not any(row.name == unquoted(setting.entity) for row in rows):
        return []
    endings = setting.words.words("body_ending")
    return [row.index for row in rows if row.kind is not RowKind.TOTAL and unbracketed(row.name).endswith(endings)]


def _kind(setting: RowContext, draft: Draft, name: str, stated: Names) -> RowKind:
    if draft.of_which:
        return RowKind.OF_WHICH
    if name in stated:
        return RowKind.SUBTOTAL
    if stated and len(setting.block.owners) > 1:
        return RowKind.UNTYPED
    return RowKind.SUBTOTAL if name in setting.words.words("row_subtotal") else RowKind.DETAIL
