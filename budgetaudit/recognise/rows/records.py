"""Free rows in order (procurement items, projects, indicators), named by one of their texts."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from budgetaudit.facts import Column, Row, RowKind
from budgetaudit.recognise.rows.cells import Standing, row
from budgetaudit.recognise.rows.draft import Draft, RowContext
from budgetaudit.recognise.sheet import GridRow
from budgetaudit.recognise.vocabulary import strip_label, unbracketed
from budgetaudit.text import unquoted


def records(setting: RowContext, drafts: Sequence[Draft], columns: Sequence[Column]) -> Iterator[Row]:
    """All rows; one that begins right of where another ended is its part."""
    labels = [_label(setting, draft, index) for index, draft in enumerate(drafts)]
    bodies = _bodies(setting, drafts, labels)
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
        kind = RowKind.TOTAL if total else _kind(setting, draft, name, bodies)
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


def _bodies(setting: RowContext, drafts: Sequence[Draft], labels: Sequence[str]) -> frozenset[str]:
    """The names of organisations that have a row of their own among their projects; empty where none has.

    Known by the unit code printed only beside them, or because the filing's own body is among them."""
    owners = setting.block.owners
    if owners:
        printed = [unquoted(draft.line.texts[owners[0]]) for draft in drafts]
        headed = [bool(text) if len(owners) > 1 else text.isdigit() for text in printed]
        if any(headed) and not all(headed):
            return frozenset(unquoted(label) for label, own in zip(labels, headed, strict=True) if own)
    named = {unquoted(label) for label in labels}
    if setting.entity and unquoted(setting.entity) in named:
        endings = setting.words.words("body_ending")
        return frozenset(name for name in named if unbracketed(name).endswith(endings))
    return frozenset()


def _kind(setting: RowContext, draft: Draft, name: str, bodies: frozenset[str]) -> RowKind:
    if draft.of_which:
        return RowKind.OF_WHICH
    if name in bodies:
        return RowKind.SUBTOTAL
    if bodies and len(setting.block.owners) > 1:
        return RowKind.UNTYPED
    return RowKind.SUBTOTAL if name in setting.words.words("row_subtotal") else RowKind.DETAIL
