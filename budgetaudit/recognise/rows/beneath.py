"""Lines of a labelled table that stand under another with no mark that says so: the sum tells."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from budgetaudit.facts import Row, RowKind
from budgetaudit.recognise.rows.again import closes
from budgetaudit.recognise.rows.draft import Draft


def beneath(rows: Sequence[Row], drafts: Sequence[Draft]) -> tuple[Row, ...]:
    """The rows; lines without an ordinal that follow one with it, and add up to it, are its parts (三、单位资金, then
    事业收入, 其他收入)."""
    parts = {line.index: head for head, lines in _runs(rows, drafts) if closes(head, lines) for line in lines}
    return tuple(
        replace(row, parent=parts[row.index].index, level=parts[row.index].level + 1) if row.index in parts else row
        for row in rows
    )


def _runs(rows: Sequence[Row], drafts: Sequence[Draft]) -> Iterator[tuple[Row, Sequence[Row]]]:
    """Each line with an ordinal, and the lines without one that stand beside it until the next."""
    head: Row | None = None
    beside: list[Row] = []
    for row, draft in zip(rows, drafts, strict=True):
        if head and not draft.style and row.kind is RowKind.DETAIL and row.parent == head.parent:
            beside.append(row)
            continue
        if head and any(line.filled for line in beside):
            yield head, beside
        head, beside = (row if draft.style and row.kind is RowKind.DETAIL and row.filled else None), []
    if head and any(line.filled for line in beside):
        yield head, beside
