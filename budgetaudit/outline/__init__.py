"""Headings → sections. Nesting is what the document itself shows, not a fixed order of numbering styles."""

from collections.abc import Sequence

from msgspec.structs import replace

from budgetaudit.facts import Section
from budgetaudit.filing import Passage
from budgetaudit.outline.contents import ContentsBlock, body_of
from budgetaudit.outline.headings import Heading, HeadingWords, bare_number, numbered, read_heading
from budgetaudit.outline.lists import without_lists
from budgetaudit.outline.nesting import PlacedHeading, nest
from budgetaudit.rulebook import WordLists
from budgetaudit.text import squeeze


def outline(blocks: Sequence[ContentsBlock], words: WordLists) -> tuple[Section, ...]:
    """The sections of one part, from its passages and table keys in reading order.

    A section's passages and tables are everything under it, its subsections' included, without its own
    heading; a heading that carries its text on the same line (`一、总体情况。2024年…`) is its section's first
    passage too. What stands before the first heading is a section of level 0 without a title.
    """
    heading_words = HeadingWords.of(words)
    body = body_of(blocks, heading_words)
    headings = [heading for at in range(len(body)) if (heading := _heading(at, body, heading_words))]
    placed = nest(without_lists(headings, body), heading_words)
    first = placed[0].heading.at if placed else len(body)
    sections = [] if first == 0 else [_section(0, _PREAMBLE, body[:first], 0)]
    shift = len(sections)
    for index, here in enumerate(placed):
        covered = body[here.heading.at : _end(placed, index, body)]
        sections.append(_section(index + shift, here, covered, shift))
    return tuple(sections)


_PREAMBLE = PlacedHeading(Heading(-1, None), 0, -1, ())


def _heading(at: int, body: Sequence[ContentsBlock], heading_words: HeadingWords) -> Heading | None:
    """The heading in a block; its number may stand alone on the line above."""
    block, above = body[at], body[at - 1] if at else ""
    if isinstance(block, str):
        return None
    if isinstance(above, Passage) and bare_number(above) and not numbered(squeeze(block.text))[0]:
        return read_heading(at, replace(block, text=above.text + block.text), heading_words)
    return read_heading(at, block, heading_words)


def _end(placed: Sequence[PlacedHeading], index: int, body: Sequence[ContentsBlock]) -> int:
    """Where a section ends: at the next heading of its level or above."""
    level = placed[index].level
    later = (other.heading.at for other in placed[index + 1 :] if other.level <= level)
    return next(later, len(body))


def _section(index: int, here: PlacedHeading, blocks: Sequence[ContentsBlock], shift: int) -> Section:
    heading = here.heading
    own = blocks if heading.fused or heading.passage is None else blocks[1:]
    return Section(
        index=index,
        parent=here.parent + shift if here.parent >= 0 else -1,
        level=here.level,
        style=heading.style,
        number=heading.number,
        ordinal=heading.ordinal,
        title=heading.title,
        name=heading.name,
        path=here.path,
        heading=heading.passage,
        passages=tuple(block for block in own if isinstance(block, Passage)),
        tables=tuple(block for block in own if isinstance(block, str)),
    )


__all__ = ["outline"]
