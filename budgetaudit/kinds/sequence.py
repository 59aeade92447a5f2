"""`sequence`: headings are numbered without gaps, and numbering styles nest one way."""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Part, Section
from budgetaudit.kinds.reading import HEADING, spot
from budgetaudit.messages import Message, message
from budgetaudit.outline.headings import STYLES
from budgetaudit.text import ordinal, squeeze

FEWEST = 3


class Sequence(Struct, frozen=True):
    """`ask`: `numbers` (siblings count 1, 2, 3 …, each once) or `nesting` (a style never stands inside itself).

    `styles` are those looked at; `skip` are sections whose items are no headings.
    """

    ask: Literal["numbers", "nesting"]
    styles: tuple[str, ...]
    skip: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            counted = [
                section for section in part.sections if section.style in self.styles and not self._skipped(section)
            ]
            if self.ask == "nesting":
                yield from _nesting(counted, part)
            else:
                for _, group in groupby(sorted(counted, key=_family), key=_family):
                    yield from _numbers(list(group), part)

    def _skipped(self, section: Section) -> bool:
        return bool(set(section.path) & set(self.skip))


def _family(section: Section) -> tuple[int, str]:
    return section.parent, section.style


def _numbers(group: list[Section], part: Part) -> Iterator[Observation]:
    """The breaks of one list. After a number printed twice, the rest may count on from either."""
    if len(group) < FEWEST:
        return
    breaks, late = 0, 0
    for before, here in pairwise(group):
        late = 0 if here.ordinal == 1 else late
        says = None if late and here.ordinal == before.ordinal + 1 + late else _break(before, here)
        if here.ordinal == before.ordinal:
            late += 1
        if says:
            breaks += 1
            yield _broken(says, before, here, part)
    if not breaks:
        yield Observation(True, part.id, "", _shown(group[0]), "", ())


def _broken(says: Message, before: Section, here: Section, part: Part) -> Observation:
    spots = tuple(
        spot(section.heading, part.id, HEADING, _shown(section)) for section in (here, before) if section.heading
    )
    stated, expected = here.number or message("sequence.none"), message("sequence.nth", number=before.ordinal + 1)
    return Observation(False, part.id, "", _shown(here), says, spots, stated, expected)


def _break(before: Section, here: Section) -> Message | None:
    """What is wrong between two siblings, None if nothing."""
    if not here.number:
        return message("sequence.lacks", title=here.title, before=_shown(before), number=here.ordinal)
    if here.ordinal in (before.ordinal + 1, 1):
        return None
    if here.ordinal == before.ordinal:
        return message("sequence.repeats", before=_shown(before), here=_shown(here))
    if here.ordinal < before.ordinal:
        return message("sequence.turns", before=_shown(before), here=_shown(here))
    if _hidden(before, here):
        return None
    return message("sequence.skips", before=_shown(before), here=_shown(here))


def _hidden(before: Section, here: Section) -> bool:
    """Whether a line between the two carries a number that is missing, or a table may have taken its title."""
    if before.tables or here.tables:
        return True
    pattern = dict(STYLES)[here.style]
    wanted = set(range(before.ordinal + 1, here.ordinal))
    for passage in before.passages:
        for line in passage.text.splitlines():
            match = pattern.match(squeeze(line))
            if match and ordinal(match[1] or "") in wanted:
                return True
    return False


def _nesting(counted: Iterable[Section], part: Part) -> Iterator[Observation]:
    """One observation for a part: the first heading whose style already stands above it."""
    by_index = {section.index: section for section in part.sections}
    sections = list(counted)
    for section in sections:
        above = [other for other in _above(section, by_index) if other.style == section.style]
        if above:
            says = message("sequence.nests", here=_shown(section), above=_shown(above[0]))
            spots: tuple[Spot, ...] = tuple(
                spot(other.heading, part.id, _shown(other)) for other in (section, above[0]) if other.heading
            )
            name, expected = _shown(section), message("sequence.deeper")
            yield Observation(False, part.id, "", name, says, spots, name, expected)
            return
    if len(sections) >= FEWEST:
        yield Observation(True, part.id, "", HEADING, "", ())


def _above(section: Section, by_index: dict[int, Section]) -> Iterator[Section]:
    while section.parent in by_index:
        section = by_index[section.parent]
        yield section


def _shown(section: Section) -> str:
    """A heading as printed: its number and title."""
    head = squeeze(section.heading.text) if section.heading else ""
    end = head.find(section.title)
    return (head[:end] + section.title) if section.number and end > 0 else section.title
