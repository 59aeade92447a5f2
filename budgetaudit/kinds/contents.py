"""`contents`: the table of contents names what the filing has."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Observation
from budgetaudit.facts import Facts, Part, Section
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import HEADING, clip, in_year, spot
from budgetaudit.messages import SEMICOLON, message, series
from budgetaudit.outline.contents import titled
from budgetaudit.outline.headings import numbered
from budgetaudit.text import DATED, regex, squeeze

YEAR = regex(r"(?<!\d)(\d{2,5})年度?(?!代)")
DATE = regex(rf"^{DATED}")
CONTENTS = message("contents")
FULL, ALIKE, LEAST, SHOWN = 4, 0.75, 4, 3


class Contents(Struct, frozen=True):
    """`ask: year` – a year in the contents has four digits and is the filing's; `ask: heading` – a title of the
    contents is that of the heading with its number. Lines with a word of `unless` are left out, so are titles of
    tables (that end as `tables` do)."""

    ask: Literal["year", "heading"]
    titles: tuple[str, ...]
    tables: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            lines = self._lines(part)
            if not lines:
                yield Observation(None, part.id, "", CONTENTS, "", (), why=message("contents.none"))
                continue
            observations = list(self._years(lines, part, facts) if self.ask == "year" else self._headings(lines, part))
            yield from observations or [Observation(True, part.id, "", CONTENTS, "", ())]

    def _lines(self, part: Part) -> list[Passage]:
        """The lines of the table of contents, from its title to the first line that repeats one; [] where too few."""
        passages = part.passages
        start = next((i for i, passage in enumerate(passages) if squeeze(passage.text).endswith(self.titles)), None)
        if start is None:
            return []
        lines: list[Passage] = []
        seen: set[str] = set()
        for passage in passages[start + 1 :]:
            bare = titled(passage.text)
            if bare in seen or len(bare) > 60 or not numbered(squeeze(passage.text))[0]:
                break
            seen.add(bare)
            lines.append(passage)
        return lines if len(lines) >= LEAST else []

    def _years(self, lines: list[Passage], part: Part, facts: Facts) -> Iterator[Observation]:
        for line in lines:
            text = squeeze(line.text)
            match = YEAR.search(text)
            if match and facts.year and not any(word in text for word in self.unless):
                stated, expected = in_year(match[1]), in_year(facts.year)
                shown = clip(titled(line.text), 30)
                says = message("contents.year", line=shown, stated=stated, expected=expected)
                if len(match[1]) != FULL:
                    says = message("contents.digits", line=shown, stated=stated)
                where = (spot(line, part.id, CONTENTS),)
                yield Observation(stated == expected, part.id, "", titled(line.text), says, where, stated, expected)

    def _headings(self, lines: list[Passage], part: Part) -> Iterator[Observation]:
        """One observation for a part, with every title that is worded otherwise."""
        pairs = [(line, near) for line in lines if (near := self._reworded(line, part))]
        if pairs:
            few = (message("contents.pair", line=titled(line.text), title=near.title) for line, near in pairs[:SHOWN])
            shown = series(few, SEMICOLON)
            says = message("contents.heading", count=len(pairs), pairs=shown)
            spots = [spot(line, part.id, CONTENTS) for line, _ in pairs]
            spots += [spot(near.heading, part.id, HEADING) for _, near in pairs if near.heading]
            about, expected = message("contents.titles"), message("contents.same")
            yield Observation(False, part.id, "", about, says, tuple(spots), shown, expected)

    def _reworded(self, line: Passage, part: Part) -> Section | None:
        """The one heading that has a line's number and looks much the same, where none is the same or longer."""
        style, number, _ = numbered(squeeze(line.text))
        title = _plain(titled(line.text))
        if title.endswith(self.tables) or any(word in title for word in self.unless):
            return None
        if any(title in section.title or _plain(section.title) in title for section in part.sections if section.title):
            return None
        same = (section for section in part.sections if (section.style, section.number) == (style, number))
        near = [section for section in same if _alike(_plain(section.title), title)]
        return near[0] if len(near) == 1 else None


def _plain(title: str) -> str:
    return DATE.sub("", title.strip("。：: "))


def _alike(a: str, b: str) -> bool:
    from difflib import SequenceMatcher

    return a != b and SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE
