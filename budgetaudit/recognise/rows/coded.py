"""Rows named by codes: levels and parents from prefixes; the rows of several bodies stand in blocks."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from budgetaudit.facts import Column, Row, RowKind
from budgetaudit.recognise.rows.again import totals_again
from budgetaudit.recognise.rows.cells import Standing, row
from budgetaudit.recognise.rows.draft import Draft, RowContext
from budgetaudit.recognise.rows.named import BudgetLine, economic_class, named
from budgetaudit.recognise.vocabulary import unbracketed
from budgetaudit.text import unquoted


def coded(setting: RowContext, drafts: Sequence[Draft], columns: Sequence[Column]) -> Iterator[Row]:
    """All rows of a table by code, or by the names of codes. A lone row of a body is the table's total."""
    if len(drafts) == 1 and not setting.block.codes and setting.block.owners and not drafts[0].name:
        drafts = [replace(drafts[0], code="")]
    if not setting.block.codes and not any(draft.code for draft in drafts):
        yield from _by_name(setting, drafts, columns)
        return
    kinds = totals_again(drafts, [_kind(setting, draft) for draft in drafts])
    blocks = _blocks(drafts, kinds)
    stack: list[tuple[str, int]] = []
    seen: dict[str, int] = {}
    tops: dict[str, int] = {}
    for index, (draft, plain, block) in enumerate(zip(drafts, kinds, blocks, strict=True)):
        kind, name = _in_block(setting, draft, plain, block, len(drafts))
        if block and name == block:
            tops.setdefault(block, index)
            stack = []
        key = _key(draft, block, name or str(index + 1), seen)
        while stack and kind is not RowKind.AGAIN and not _under(draft.code, stack[-1][0]):
            stack.pop()
        parent = -1 if not draft.code else stack[-1][1] if stack else tops.get(block, -1)
        if draft.code:
            stack.append((draft.code, index))
        made = row(setting, draft, Standing(key, kind, len(stack) if draft.code else 0, parent, index), columns)
        yield replace(made, renamed=True) if _renamed(setting, draft) else made


def _renamed(setting: RowContext, draft: Draft) -> bool:
    """Whether a row prints a name that its code does not bear, in the list that the table is by."""
    codes = setting.words.codes["economic" if setting.by == "economic" else "functional"]
    return bool(draft.name and codes.of(draft.code)) and not codes.bears(draft.code, draft.name)


def _under(code: str, above: str) -> bool:
    return len(code) > len(above) and code.startswith(above)


def _by_name(setting: RowContext, drafts: Sequence[Draft], columns: Sequence[Column]) -> Iterator[Row]:
    """Rows that print names only; what cannot be told stays untyped. A body's name begins its block, unless the class
    that it stands in has a line of that name (法院)."""
    kinds = [_kind(setting, draft) for draft in drafts]
    known = _budget_lines(setting, _unowned(drafts, kinds))
    owned = [
        draft if line.code else _headed(setting, draft, kind)
        for draft, kind, line in zip(drafts, kinds, known, strict=True)
    ]
    lines = _budget_lines(setting, _unowned(owned, kinds))
    blocks = _blocks(owned, kinds)
    seen: dict[str, int] = {}
    tops: dict[str, int] = {}
    for index, (draft, what, block) in enumerate(zip(owned, lines, blocks, strict=True)):
        kind, name = _in_block(setting, draft, kinds[index], block, len(drafts))
        if block and name == block:
            tops.setdefault(block, index)
        key = _key(replace(draft, code=what.code), block, name or str(index + 1), seen)
        parent = tops.get(block, -1) if what.level == 1 else what.parent
        standing = Standing(key, RowKind.DETAIL if what.level else kind, what.level, parent, index)
        yield row(setting, replace(draft, code=what.code), standing, columns)


def _unowned(drafts: Sequence[Draft], kinds: Sequence[RowKind]) -> list[str]:
    """The names that may be budget lines, "" for the other rows."""
    pairs = zip(drafts, kinds, strict=True)
    return [draft.name if kind is RowKind.UNTYPED and not draft.owner else "" for draft, kind in pairs]


def _budget_lines(setting: RowContext, names: Sequence[str]) -> list[BudgetLine]:
    """What each name is in the list of codes that the table is by; economic codes have two levels."""
    if setting.by != "economic":
        return named(names, setting.words.codes["functional"], 3, setting.class_code)
    codes = setting.words.codes["economic"]
    return named(names, codes, 2, partial(economic_class, codes))


def _headed(setting: RowContext, draft: Draft, kind: RowKind) -> Draft:
    """The draft; with the body it names as its owner, where its label is a body's name."""
    bare = unbracketed(draft.name)
    body = kind is RowKind.UNTYPED and not draft.owner and bare.endswith(setting.words.words("body_ending"))
    return replace(draft, owner=draft.name) if body else draft


def _key(draft: Draft, block: str, name: str, seen: dict[str, int]) -> str:
    base = f"{draft.code}/{draft.beside}" if draft.beside else draft.code or name
    base = f"{block}/{base}" if block and base != block else base
    seen[base] = seen.get(base, 0) + 1
    return base if seen[base] == 1 else f"{base}#{seen[base]}"


def _kind(setting: RowContext, draft: Draft) -> RowKind:
    if draft.of_which:
        return RowKind.OF_WHICH
    if draft.code:
        return RowKind.DETAIL
    if draft.spec is not None:
        return RowKind(draft.spec.kind)
    if draft.name in setting.words.words("row_total"):
        return RowKind.TOTAL
    return RowKind.SUBTOTAL if draft.name in setting.words.words("row_subtotal") else RowKind.UNTYPED


def _in_block(setting: RowContext, draft: Draft, kind: RowKind, block: str, rows: int) -> tuple[RowKind, str]:
    """(kind, name) of a row once it is known whose block it stands in. The name of a block's head is the block's."""
    total = setting.words.total
    if kind is RowKind.UNTYPED and draft.owner and not draft.code:
        if not block:
            return RowKind.TOTAL, total
        return (RowKind.DETAIL if setting.block.codes else RowKind.UNTYPED), block
    if not draft.name and not draft.code and rows == 1:
        return RowKind.TOTAL, total
    if draft.code or kind is RowKind.UNTYPED:
        return kind, draft.name
    return kind, draft.spec.name if draft.spec else total


def _blocks(drafts: Sequence[Draft], kinds: Sequence[RowKind]) -> list[str]:
    """The body in whose block each row stands, "" for the department's own rows. A body's block begins at its row
    without a code; the first such row is the department's total where no other total is printed."""
    heads = [i for i, d in enumerate(drafts) if d.owner and not d.code and kinds[i] is RowKind.UNTYPED]
    if not heads:
        several = len({d.owner for d in drafts if d.owner}) > 1
        return [unquoted(d.owner) if several and d.code else "" for d in drafts]
    if RowKind.TOTAL not in kinds[: heads[0]]:
        heads = heads[1:]
    blocks, current = [], ""
    for i, draft in enumerate(drafts):
        current = unquoted(draft.owner) if i in heads else "" if kinds[i] is RowKind.TOTAL else current
        blocks.append(current)
    return blocks
