"""`dated`: years in headings and sentences are the filing's own, where they should be."""

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import (
    HEADING,
    PROSE,
    Sentence,
    around,
    clip,
    entitled,
    in_year,
    outside,
    prose,
    sentences,
    spot,
)
from budgetaudit.messages import PartId, message
from budgetaudit.text import ORDINAL, YEAR, regex, squeeze

QUOTED = regex(r"《[^》]{0,200}》|〔\d{4}〕|\[\d{4}\]\d+号|（\d{4}）\d+号|[（(]\d{4}[）)]第?\d+号")
OPENING = regex(rf"(?:{ORDINAL})?({YEAR})年度?[，,：:]?")
_YEAR = regex(rf"(?<!\d)({YEAR})年(?!代)")
ALIKE = 0.8


class WrongYear(Struct, frozen=True):
    """A printed year that should be `expected`, the words around it, and the severity ("" for the rule's own)."""

    year: int
    expected: int
    phrase: str
    severity: str = ""


class Dated(Struct, frozen=True):
    """`ask` is where a year is looked for:

    `heading`  a heading that names the filing itself (`2023年度部门决算情况说明`) or a table of it: year, then one of
               the `words` that name the filing's kind, or one of `either`
    `opening`  a sentence that begins with next year, in a text that plans the filing's year; grave where it speaks of
               the body itself (`words`), or where another part has the same paragraph
    `compared` a comparison (`words`: 比, 较, 与) of the filing's year with itself, followed by one of `after`
    `span`     a period of implementation (in sections titled with one of `words`) that is over
    `until`    the date of a stock (`words`: 截至, 截止) of a year that is not the last closed one

    `only` are the sections that are read (all when none), `skip` those that are not; `unless` are words that excuse
    a sentence or heading.
    """

    ask: Literal["heading", "opening", "compared", "span", "until"]
    words: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        if not facts.year:
            return
        for part in facts.parts:
            if self.ask == "heading":
                yield from self._headings(part, facts)
            else:
                yield from self._sentences(part, facts)

    def _headings(self, part: Part, facts: Facts) -> Iterator[Observation]:
        pattern = _after_year((*(word for word in self.words if facts.kind in word), *self.either))
        for section in part.sections:
            title = QUOTED.sub("", squeeze(section.title))
            match = pattern.search(title)
            if not match or section.heading is None or any(word in title for word in self.unless):
                continue
            stated, expected = in_year(match[1]), in_year(facts.year)
            says = message("dated.heading", title=title, stated=stated, year=expected, kind=facts.kind_text)
            where = (spot(section.heading, part.id, HEADING, title),)
            yield Observation(stated == expected, part.id, "", title, says, where, stated, expected)

    def _sentences(self, part: Part, facts: Facts) -> Iterator[Observation]:
        read = {
            "opening": self._opening,
            "compared": self._compared,
            "span": self._span,
            "until": self._until,
        }[self.ask]
        wrong_years = [
            (wrong, sentence)
            for sentence in sentences(self._passages(part))
            if not any(word in sentence.text for word in self.unless)
            if (wrong := read(QUOTED.sub("", sentence.text), facts))
        ]
        if wrong_years:
            yield _wrong(wrong_years, part, facts)
        else:
            yield Observation(True, part.id, "", part.name, "", ())

    def _passages(self, part: Part) -> list[Passage]:
        if self.ask == "span":
            titled = (section for section in part.sections if any(word in section.title for word in self.words))
            return [passage for section in titled for passage in section.passages]
        if self.only:
            return [passage for section in entitled(part, self.only) for passage in section.passages]
        return outside(part, self.skip) if self.skip else list(prose(part))

    def _opening(self, text: str, facts: Facts) -> WrongYear | None:
        match = OPENING.match(text)
        if not match or int(match[1]) != facts.year + 1:
            return None
        itself = any(word in text for word in self.words)
        return WrongYear(int(match[1]), facts.year, clip(text, 24), "" if itself else "warning")

    def _compared(self, text: str, facts: Facts) -> WrongYear | None:
        for match in _YEAR.finditer(text):
            head, tail = text[: match.start()], text[match.end() :]
            if (
                int(match[1]) == facts.year
                and head.endswith(self.words)
                and tail.removeprefix("度").startswith(self.after)
            ):
                return WrongYear(facts.year, facts.year - 1, around(text, match.start(), match.end(), 8))
        return None

    def _span(self, text: str, facts: Facts) -> WrongYear | None:
        years = [int(year) for year in _YEAR.findall(text)]
        if len(years) < 2 or max(years) >= facts.year:
            return None
        return WrongYear(max(years), facts.year, clip(text, 40))

    def _until(self, text: str, facts: Facts) -> WrongYear | None:
        """A budget made in autumn may know no later stock than that of the year before last: a note only."""
        closed = facts.year - 1 if facts.kind == "预算" else facts.year
        for match in _YEAR.finditer(text):
            year = int(match[1])
            if text[: match.start()].endswith(self.words) and year not in (closed, closed + 1):
                early = facts.kind == "预算" and year == closed - 1
                shown = around(text, match.start() - 2, match.end(), 10)
                return WrongYear(year, closed, shown, "info" if early else "")
        return None


def _wrong(wrong_years: list[tuple[WrongYear, Sentence]], part: Part, facts: Facts) -> Observation:
    """One observation for a part, with every place."""
    first, sentence = wrong_years[0]
    twin = _twin(sentence.passage, part, facts)
    stated, expected = in_year(first.year), in_year(first.expected)
    says = message(
        "dated",
        phrase=first.phrase,
        times=message("in.places", count=len(wrong_years)) if len(wrong_years) > 1 else "",
        year=in_year(facts.year),
        kind=facts.kind_text,
        stated=stated,
        expected=expected,
        also=message("dated.twin", part=PartId(twin.part), words=clip(str(twin.raw), 12)) if twin else "",
    )
    spots = [spot(other.passage, part.id, PROSE, clip(other.text)) for _, other in wrong_years]
    where = (*spots, *((twin,) if twin else ()))
    severity = "" if twin or any(not wrong.severity for wrong, _ in wrong_years) else first.severity
    return Observation(False, part.id, "", first.phrase, says, where, stated, expected, severity=severity)


def _after_year(words: tuple[str, ...]) -> re.Pattern[str]:
    """A year directly before one of some words."""
    return regex(rf"(?<!\d)({YEAR})年?度?(?:{'|'.join(map(re.escape, words))})")


def _twin(passage: Passage, part: Part, facts: Facts) -> Spot | None:
    """The same paragraph in another part of the filing."""
    text = squeeze(passage.text)
    for other in facts.parts:
        for candidate in prose(other) if other is not part else ():
            twin = squeeze(candidate.text)
            if twin != text and _YEAR.match(twin) and _alike(text, twin):
                return spot(candidate, other.id, message("same.paragraph"), clip(candidate.text))
    return None


def _alike(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 20 or not 0.7 < len(a) / len(b) < 1.4:
        return False
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, a[:200], b[:200], autojunk=False)
    return matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE
