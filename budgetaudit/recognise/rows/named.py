"""Budget lines printed by name alone: the level of each (类, 款, 项), and its code where the classification knows it.

Names repeat (其他一般公共服务支出 is a 款 and its only 项), so a name is read in the class it stands in and after the
line above it; what can still be two things is left open.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from budgetaudit.classification import CodeList, normal


class BudgetLine(Struct, frozen=True):
    """What a name is: its code ("" if unknown), its level (0: could not be told), the index of the line it is a part
    of (-1: none)."""

    code: str
    level: int
    parent: int


OUTSIDE = BudgetLine("", 0, -1)


def named(names: Sequence[str], codes: CodeList, deepest: int, class_code: Callable[[str], str]) -> list[BudgetLine]:
    """Names in reading order → what each is; "" ends a run. `deepest` is how many levels the codes have, `class_code`
    gives a class's code by its name."""
    known = codes.by_name
    lines: list[BudgetLine] = []
    top, head = -1, -1
    for index, name in enumerate(names):
        code = class_code(name) if name else ""
        if code or not name:
            top, head = (index if code else -1), -1
            lines.append(BudgetLine(code, 1 if code else 0, -1))
            continue
        if top < 0:
            lines.append(OUTSIDE)
            continue
        borne = [c for c in known.get(normal(name), ()) if c.startswith(lines[top].code)]
        code, level = _read(borne, lines[head].code if head >= 0 else "", lines[-1].level, deepest)
        head = index if level == 2 else head if level else -1
        lines.append(BudgetLine(code, level, head if level == 3 else top))
    return lines


def _read(codes: Sequence[str], under: str, above: int, deepest: int) -> tuple[str, int]:
    """(code, level) of one name of a class: `under` is the 款 it may stand in, `above` the level of the line above."""
    if above == 1:
        return next((c for c in codes if len(c) == 5), ""), 2
    heads = [c for c in codes if len(c) == 5 and c != under]
    items = [c for c in codes if len(c) == 7 and under and c.startswith(under)]
    if deepest == 3 and above == 2 and (items or not heads):
        return items[0] if items else "", 3
    if items and not heads:
        return items[0], 3
    return (heads[0], 2) if heads and not items else ("", 0)


def economic_class(codes: CodeList, name: str) -> str:
    """The three-digit economic code a name is, "" where it is none."""
    return next((code for code in codes.by_name.get(normal(name), ()) if len(code) == 3), "")
