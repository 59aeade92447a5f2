"""Lists whose items look like headings: names under each other, with nothing under any of them."""

from collections.abc import Iterator, Sequence

from budgetaudit.filing import Passage
from budgetaudit.outline.contents import ContentsBlock
from budgetaudit.outline.headings import Heading
from budgetaudit.text import squeeze

FEWEST, MANY, INTRODUCED = 3, 5, 2
"""So many items make a list: where nothing follows the last, anywhere, below a line that ends in a colon."""


def without_lists(headings: Sequence[Heading], body: Sequence[ContentsBlock]) -> list[Heading]:
    """The headings that are no items of a list."""
    return [heading for run in _runs(headings) if not _is_list(run, headings, body) for heading in run]


def _runs(headings: Sequence[Heading]) -> Iterator[list[Heading]]:
    """Headings of one style on lines right below each other, counting on."""
    run: list[Heading] = []
    for heading in headings:
        last = run[-1] if run else None
        if last and not (
            heading.style == last.style and heading.at == last.at + 1 and heading.ordinal == last.ordinal + 1
        ):
            yield run
            run = []
        run.append(heading)
    if run:
        yield run


def _is_list(run: Sequence[Heading], headings: Sequence[Heading], body: Sequence[ContentsBlock]) -> bool:
    """Whether a run is a list: its items are names, few of them of known sections."""
    first, last = run[0], run[-1]
    if not first.ordinal or any(heading.fused for heading in run) or sum(bool(h.name) for h in run) * 2 >= len(run):
        return False
    above = body[first.at - 1] if first.at else ""
    if isinstance(above, Passage) and squeeze(above.text).endswith(("：", ":")):
        return len(run) >= INTRODUCED
    below = body[last.at + 1] if last.at + 1 < len(body) else ""
    followed = below != "" and all(heading.at != last.at + 1 for heading in headings)
    return len(run) >= (MANY if followed else FEWEST)
