"""Names of tables as people say them: `收支总表（支出）` for 收支总表.支出, `基本支出表（第2张）` for 基本支出表#2."""

import re
from collections.abc import Callable, Iterable
from functools import partial

from msgspec.structs import replace

from budgetaudit.rulebook import Template
from budgetaudit.verdicts import Audit, Finding, Side, Spot, Verdict

Say = Callable[[str], str]


def spoken(found: Audit, templates: Iterable[Template]) -> Audit:
    """An audit whose sentences and labels name tables so; its keys and ids stay as they are."""
    say = partial(_names(templates).sub, _said)
    unchecked = tuple(replace(one, label=say(one.label)) for one in found.coverage.unchecked)
    return replace(
        found,
        findings=tuple(_finding(one, say) for one in found.findings),
        unchecked=tuple(replace(one, subject=say(one.subject), why=say(one.why)) for one in found.unchecked),
        rounding=tuple(_verdict(one, say) for one in found.rounding),
        coverage=replace(found.coverage, unchecked=unchecked),
    )


def _names(templates: Iterable[Template]) -> re.Pattern[str]:
    """A side, a number, or both, after the name of a table."""
    known = list(templates)
    ends = "".join(sorted({re.escape(one.name[-1]) for one in known}))
    sides = {re.escape(side.name) for one in known for side in one.sides}
    side = rf"\.({'|'.join(sorted(sides, key=len, reverse=True)) or '(?!)'})"
    return re.compile(rf"(?<=[{ends}])(?={side}|#){side}?(?:#(\d+))?")


def _said(found: re.Match[str]) -> str:
    _, side, number = found.groups()
    return (f"（{side}）" if side else "") + (f"（第{number}张）" if number else "")


def _finding(one: Finding, say: Say) -> Finding:
    return replace(
        one,
        message=say(one.message),
        left=_side(one.left, say),
        right=_side(one.right, say),
        explanation=say(one.explanation),
        subject=say(one.subject),
        consequences=tuple(_finding(below, say) for below in one.consequences),
        also=_spots(one.also, say),
    )


def _side(one: Side, say: Say) -> Side:
    return replace(one, label=say(one.label), items=_spots(one.items, say))


def _spots(spots: Iterable[Spot], say: Say) -> tuple[Spot, ...]:
    return tuple(replace(spot, label=say(spot.label)) for spot in spots)


def _verdict(one: Verdict, say: Say) -> Verdict:
    return replace(one, check=replace(one.check, subject=say(one.check.subject))) if one.check else one
