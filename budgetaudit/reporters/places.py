"""Places as a person finds them: the title of a table, the heading of a section, page, line, row, column."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.facts import Facts
from budgetaudit.filing import Passage, Place

AROUND = 24
"""Characters quoted on either side of a number."""


class Locator(Struct, frozen=True):
    """Knows the titles of tables and sections of one filing, and says where a place is. `common` are titles
    that several tables have."""

    words: Mapping[str, str]
    titles: Mapping[tuple[int, str], str]
    sections: Mapping[Place, str]
    sentences: Mapping[Place, str]
    common: frozenset[str]

    def quote(self, place: Place, raw: str) -> str:
        """The words around what is printed in a sentence; "" for a cell, or where they are not found."""
        text = self.sentences.get(place, "")
        at = text.find(raw)
        if not raw or at < 0:
            return ""
        start, end = max(at - AROUND, 0), min(at + len(raw) + AROUND, len(text))
        inside = " ".join(text[start:end].split())
        return f"“{'…' if start else ''}{inside}{'…' if end < len(text) else ''}”"

    def say(self, place: Place) -> str:
        """The place in words; "" where nothing of it is known."""
        words = self.words
        is_cell = bool(place.row and place.column)
        spot = words["cell"].format(row=place.row, column=place.column) if is_cell else ""
        details = tuple(self._beside(place, is_cell))
        name = self.named(place)
        if not (name or spot):
            return words["comma"].join(details)
        inside = words["open"] + words["comma"].join(details) + words["close"] if details else ""
        return f"{name}{spot}".strip() + inside

    def span(self, places: Sequence[Place]) -> str:
        """Many places at once: for each table its rows and columns (`第4-17行第8列`), any other by itself."""
        groups: dict[object, list[Place]] = {}
        for place in dict.fromkeys(places):
            groups.setdefault(_grid(place) if place.row else place, []).append(place)
        return self.words["stop"].join(filter(None, map(self._together, groups.values())))

    def _together(self, places: Sequence[Place]) -> str:
        if len(places) == 1:
            return self.say(places[0])
        rows, columns = ([place.row for place in places], [place.column for place in places])
        spot = self.words["rows"].format(rows=self._runs(rows), columns=self._runs(columns))
        details = tuple(self._beside(replace(places[0], line=0), cell=False))
        inside = self.words["open"] + self.words["comma"].join(details) + self.words["close"] if details else ""
        return f"{self.named(places[0])}{spot}{inside}"

    def _runs(self, numbers: Sequence[int]) -> str:
        """Numbers with neighbours joined: `4-6、9`."""
        runs: list[list[int]] = []
        for number in sorted(set(numbers)):
            if runs and runs[-1][-1] + 1 == number:
                runs[-1].append(number)
            else:
                runs.append([number])
        shown = (f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
        return self.words["list"].join(shown)

    def named(self, place: Place) -> str:
        """The title of its table or the heading of its section."""
        if title := self.titles.get(_grid(place)):
            return self.words["title"].format(title=title)
        if section := self.sections.get(place):
            return self.words["section"].format(section=section)
        return ""

    def _beside(self, place: Place, cell: bool) -> Iterator[str]:
        words = self.words
        if place.sheet:
            yield words["sheet"].format(sheet=place.sheet, address=address(place) if cell else "").rstrip()
        if place.page:
            yield words["page"].format(page=place.page)
        if place.line:
            yield words["line"].format(line=place.line)
        elif place.table and not place.sheet and self.titles.get(_grid(place), "") in self.common:
            yield words["grid"].format(table=place.table)
        elif place.paragraph and not place.page:
            yield words["paragraph"].format(paragraph=place.paragraph)


def address(place: Place) -> str:
    """A cell's address as Excel has it.

    >>> address(Place(row=3, column=28))
    'AB3'
    """
    letters, column = "", place.column
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{place.row}"


def locator(facts: Facts, words: Mapping[str, str]) -> Locator:
    """The locator of a filing."""
    blocks = facts.filing.blocks
    sentences = {block.place: block.text for block in blocks if isinstance(block, Passage)}
    titles = dict(_titles(facts))
    counts = Counter(titles.values())
    common = frozenset(["", *(title for title, count in counts.items() if count > 1)])
    return Locator(words, titles, dict(_sections(facts)), sentences, common)


def _grid(place: Place) -> tuple[int, str]:
    """What tells a grid from others: its number, and its sheet."""
    return (place.table, place.sheet)


def _titles(facts: Facts) -> Iterator[tuple[tuple[int, str], str]]:
    for table in facts.tables():
        for place in (table.place, *(grid.place for grid in table.grids)):
            if place.table or place.sheet:
                yield _grid(place), " ".join(table.title.split()) or table.name


def _sections(facts: Facts) -> Iterator[tuple[Place, str]]:
    """Inner sections come after the outer ones that hold them, and so win."""
    for part in facts.parts:
        for section in part.sections:
            passages = (section.heading, *section.passages) if section.heading else section.passages
            for passage in passages:
                yield passage.place, section.title.strip()
