"""Rows named by labels: levels from the styles of their ordinals, keys from the template."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from budgetaudit.facts import Column, Row, RowKind
from budgetaudit.recognise.rows.beneath import beneath
from budgetaudit.recognise.rows.cells import NTH, Standing, counted, counting, row
from budgetaudit.recognise.rows.draft import Draft, RowContext
from budgetaudit.recognise.rows.named import OUTSIDE, BudgetLine, named

TOPS = frozenset({"total", "subtotal", "balance", "beside"})


class _Above(Struct):
    """What the rows above have been: open parents (level, index, name), names made, keys given, the year closed."""

    stack: list[tuple[int, int, str]] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    closed: bool = False


def labelled(setting: RowContext, drafts: Sequence[Draft], columns: Sequence[Column]) -> Sequence[Row]:
    """All rows of a table of labels. A line behind 其中 that stands alone under another is no list of its parts; 其中
    goes on over the lines without ordinals that follow it under the same line."""
    lines = beneath(tuple(_rows(setting, drafts, columns)), drafts)
    under = Counter(line.parent for line in lines)
    which: dict[int, str] = {}
    made: list[Row] = []
    for line, draft in zip(lines, drafts, strict=True):
        alone = draft.of_which and under[line.parent] == 1
        inside = line.parent >= 0 and (alone or which.get(line.parent) == draft.style) and line.kind is RowKind.DETAIL
        made.append(replace(line, kind=RowKind.OF_WHICH) if inside else line)
        if draft.of_which and made[-1].kind is RowKind.OF_WHICH:
            which.setdefault(line.parent, draft.style)
    return tuple(made)


def _rows(setting: RowContext, drafts: Sequence[Draft], columns: Sequence[Column]) -> Iterator[Row]:
    above = _Above()
    inner = _inner(setting, drafts)
    for index, (draft, printed) in enumerate(zip(drafts, _levels(drafts), strict=True)):
        if inner[index].parent >= 0:
            yield _part_of_class(setting, draft, inner[index], above, index, columns)
            continue
        name = draft.spec.name if draft.spec else draft.name
        class_code = setting.class_code(draft.name) if setting.by == "class" else ""
        while above.stack and above.stack[-1][0] >= printed:
            above.stack.pop()
        kind = _kind_among(setting, draft, printed, above)
        parent, level = _parent(draft, printed, above)
        key = _key(class_code or name or f"{NTH}{index + 1}", above)
        above.made.setdefault(name, index)
        if printed or kind not in (RowKind.SUBTOTAL, RowKind.TOTAL):
            above.stack.append((printed, index, name))
        named = replace(draft, code=class_code or draft.code, name=name)
        unit = counted(draft, setting.counted) or (counted(drafts[parent], setting.counted) if parent >= 0 else None)
        yield row(setting, named, Standing(key, kind, level, parent, index), counting(columns, unit))


def _inner(setting: RowContext, drafts: Sequence[Draft]) -> list[BudgetLine]:
    """What stands under classes by name alone: lines without ordinals between one class and the next."""
    if setting.by != "class" or not any(_nameless(setting, draft) for draft in drafts):
        return [OUTSIDE] * len(drafts)
    names = [
        "" if draft.spec or (draft.style and not setting.class_code(draft.name)) else draft.name for draft in drafts
    ]
    return named(names, setting.words.codes["functional"], 3, setting.class_code)


def _nameless(setting: RowContext, draft: Draft) -> bool:
    return bool(draft.name) and not (draft.spec or draft.style or setting.class_code(draft.name))


def _part_of_class(
    setting: RowContext, draft: Draft, line: BudgetLine, above: _Above, index: int, columns: Sequence[Column]
) -> Row:
    kind = RowKind.DETAIL if line.level else RowKind.UNTYPED
    key = _key(line.code or draft.name, above)
    return row(setting, replace(draft, code=line.code), Standing(key, kind, line.level, line.parent, index), columns)


def _parent(draft: Draft, level: int, above: _Above) -> tuple[int, int]:
    """(index of the row it is a part of, its level): as the template says, else as the ordinals nest."""
    parent = above.stack[-1][1] if above.stack else -1
    if draft.spec is None:
        return parent, level
    if draft.spec.parent in above.made:
        return above.made[draft.spec.parent], level
    if parent < 0 and draft.spec.within in above.made and not above.closed:
        return above.made[draft.spec.within], level + 1
    return parent, level


def _key(base: str, above: _Above) -> str:
    """The base, or where it repeats with the open parent's name in front, or numbered."""
    within = above.stack[-1][2] if above.stack else ""
    count = above.keys[base] = above.keys.get(base, 0) + 1
    if count == 1:
        return base
    longer = f"{within}/{base}"
    key = longer if within and longer not in above.keys else f"{base}#{count}"
    above.keys.setdefault(key, 1)
    return key


def _kind_among(setting: RowContext, draft: Draft, level: int, above: _Above) -> RowKind:
    """A line after the year's total is no part of it."""
    kind = _kind(setting, draft)
    above.closed = above.closed or (kind is RowKind.SUBTOTAL and level == 0)
    if above.closed and kind is RowKind.DETAIL and not above.stack and level <= 1:
        return RowKind.BALANCE
    return kind


def _kind(setting: RowContext, draft: Draft) -> RowKind:
    if draft.spec is not None:
        return RowKind(draft.spec.kind)
    if draft.of_which:
        return RowKind.OF_WHICH
    if draft.name in setting.words.words("row_total"):
        return RowKind.TOTAL
    if draft.name in setting.words.words("row_subtotal"):
        return RowKind.SUBTOTAL
    known = bool(draft.name) and (setting.by != "class" or draft.style != "" or bool(setting.class_code(draft.name)))
    return RowKind.DETAIL if known else RowKind.UNTYPED


def _levels(drafts: Sequence[Draft]) -> list[int]:
    """The level of every row, from the order in which ordinal styles appear; a row without an ordinal under one that
    has it is its child; totals and balances stand at the top."""
    styles: list[str] = []
    levels: list[int] = []
    current = 0
    for draft in drafts:
        if draft.spec is not None and draft.spec.kind in TOPS and not draft.style:
            current = 0
            levels.append(0)
        elif draft.style:
            if draft.style not in styles:
                styles.append(draft.style)
            current = styles.index(draft.style) + 1
            levels.append(current)
        else:
            known = draft.spec is not None and not draft.spec.within and not draft.spec.parent
            levels.append(1 if known or not styles else current + 1)
    return levels
