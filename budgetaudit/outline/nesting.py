"""How headings nest: by the order in which numbering styles appear, and by which lists go on."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.outline.headings import LABEL, STYLES, Heading, HeadingWords

_RANKS = {"": 0.5, LABEL: 3.5, **{style: float(rank) for rank, (style, _) in enumerate(STYLES)}}
"""By convention; an unnumbered title stands above 一、, a label above 1、."""


class PlacedHeading(Struct, frozen=True):
    """A heading with its level (from 1), the index of its parent (-1 for none) and the names above it."""

    heading: Heading
    level: int
    parent: int
    path: tuple[str, ...]


def nest(headings: Sequence[Heading], heading_words: HeadingWords) -> list[PlacedHeading]:
    """The headings placed under each other. Items of a glossary, and fused items of duties, are dropped."""
    adopted = [_adopt(headings, at) for at in range(len(headings))]
    placed: list[PlacedHeading] = []
    open_: list[int] = []
    for at, heading in enumerate(adopted):
        depth = _depth([placed[index].heading for index in open_], adopted, at)
        above = open_[:depth]
        names = {placed[index].heading.name for index in above}
        if heading.fused and names & (heading_words.glossary | heading_words.duties):
            continue
        if names & heading_words.glossary:
            heading = replace(heading, name="")
        path = tuple(placed[index].heading.name for index in above)
        open_ = [*above, len(placed)]
        placed.append(PlacedHeading(heading, len(above) + 1, above[-1] if above else -1, path))
    return placed


def _adopt(headings: Sequence[Heading], at: int) -> Heading:
    """An unnumbered known title where a numbered list skips one number takes that place in the list."""
    heading = headings[at]
    if heading.style or not heading.name:
        return heading
    for style, _ in STYLES:
        before = next((other for other in reversed(headings[:at]) if other.style == style), None)
        after = _next(headings, at, style)
        if before and after and before.ordinal > 0 and after.ordinal == before.ordinal + 2:
            return replace(heading, style=style, ordinal=before.ordinal + 1)
    return heading


def _depth(open_: Sequence[Heading], headings: Sequence[Heading], at: int) -> int:
    """How many of the open headings stay above this one."""
    heading = headings[at]
    same = _sibling(open_, heading)
    if same is not None:
        follows = heading.ordinal > open_[same].ordinal
        if not follows and heading.ordinal == 1 and _resumes(headings, at, open_[same].ordinal):
            return max(same + 1, _going_on(open_, headings, at))
        return same if follows else max(same, _going_on(open_, headings, at))
    rank = _RANKS[heading.style]
    major = next((i for i, other in enumerate(open_) if _RANKS[other.style] > rank), len(open_))
    return max(major, _going_on(open_, headings, at))


def _sibling(open_: Sequence[Heading], heading: Heading) -> int | None:
    """The open heading of the same style that this one follows: by number if it can be, else the innermost."""
    same = [i for i in reversed(range(len(open_))) if open_[i].style == heading.style]
    next_to = (i for i in same if open_[i].ordinal + 1 == heading.ordinal)
    after = (i for i in same if open_[i].ordinal < heading.ordinal)
    return next(next_to, next(after, same[0] if same else None))


def _going_on(open_: Sequence[Heading], headings: Sequence[Heading], at: int) -> int:
    """The depth under the deepest open heading whose numbered list continues after this one."""
    style = headings[at].style
    for depth in range(len(open_), 0, -1):
        other = open_[depth - 1]
        after = _next(headings, at, other.style) if other.ordinal and other.style != style else None
        if after and after.ordinal == other.ordinal + 1:
            return depth
    return 0


def _resumes(headings: Sequence[Heading], at: int, ordinal: int) -> bool:
    """Whether a list that begins again at `at` ends where the list before it, at `ordinal`, goes on."""
    run = [other for other in headings[at:] if other.style == headings[at].style]
    broken = next((b for a, b in pairwise(run) if b.ordinal != a.ordinal + 1), None)
    return broken is not None and broken.ordinal in (ordinal + 1, ordinal + 2) and len(run) > 2


def _next(headings: Sequence[Heading], at: int, style: str) -> Heading | None:
    return next((other for other in headings[at + 1 :] if other.style == style), None)
