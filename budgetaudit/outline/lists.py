"""Lists whose items look like headings: names under each other, with nothing under any of them."""

from collections.abc import Iterator, Sequence

from budgetaudit.filing import Passage
from budgetaudit.outline.contents import ContentsBlock
from budgetaudit.outline.headings import Heading, is_row, numbered
from budgetaudit.text import ordinal, squeeze

FEWEST, MANY, INTRODUCED = 3, 5, 2
"""So many items make a list: where nothing follows the last, anywhere, below a line that ends in a colon."""


def without_lists(headings: Sequence[Heading], body: Sequence[ContentsBlock]) -> list[Heading]:
    """The headings that are no items of a list and no rows of a table without lines."""
    runs = (
        run for run in _runs(headings) if _known(run) or not (_listed(run, headings, body) or _among_rows(run, body))
    )
    return [heading for run in runs for heading in run]


def _known(run: Sequence[Heading]) -> bool:
    """Whether half of a run are known sections, or any carries its text: no mere names."""
    return any(heading.fused for heading in run) or sum(bool(heading.name) for heading in run) * 2 >= len(run)


def _among_rows(run: Sequence[Heading], body: Sequence[ContentsBlock]) -> bool:
    """Whether the numbering of a run goes on in a row with amounts right above or below it."""
    first, last = run[0], run[-1]
    above, below = (first.style, first.ordinal - 1), (last.style, last.ordinal + 1)
    return _row(body, first.at - 1) == above or _row(body, last.at + 1) == below


def _row(body: Sequence[ContentsBlock], at: int) -> tuple[str, int] | None:
    """The style and ordinal of a numbered row with amounts."""
    block = body[at] if 0 <= at < len(body) else ""
    if isinstance(block, str) or not is_row(block.text.strip()):
        return None
    style, number, _ = numbered(squeeze(block.text))
    return style, ordinal(number)


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


def _listed(run: Sequence[Heading], headings: Sequence[Heading], body: Sequence[ContentsBlock]) -> bool:
    """Whether a run is a list by its length and by what stands above and below it."""
    first, last = run[0], run[-1]
    if not first.ordinal:
        return False
    above = body[first.at - 1] if first.at else ""
    if isinstance(above, Passage) and squeeze(above.text).endswith(("：", ":")):
        return len(run) >= INTRODUCED
    below = body[last.at + 1] if last.at + 1 < len(body) else ""
    followed = below != "" and all(heading.at != last.at + 1 for heading in headings)
    return len(run) >= (MANY if followed else FEWEST)
