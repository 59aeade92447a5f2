"""`wording`: words that should not be in a published filing: slips of the pen, placeholders, hints of a form."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field

from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import around, prose, spot
from budgetaudit.text import squeeze
from budgetaudit.verdicts import Observation, Spot


class Wording(Struct, frozen=True):
    """`phrases` maps words to what they should be (or to advice); `patterns` regular expressions of the rule's
    author likewise; `doubled` are words that must not stand twice in a row. `unless` excuse a passage.

    `among`: `prose`, or `titles` (table titles and captions) besides.
    """

    phrases: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    doubled: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    among: Literal["prose", "titles"] = "prose"

    def patterns_used(self) -> Iterator[str]:
        """Its words that are regular expressions."""
        yield from self.patterns

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            read = list(self._passages(part))
            texts = [squeeze(passage.text) for passage in read]
            slips = list(self._slips("\n".join(texts)))
            for phrase, better in slips:
                places = [
                    (p, text, found) for p, text in zip(read, texts, strict=True) if (found := self._in(phrase, text))
                ]
                spots = [
                    spot(p, part.id, "正文", around(text, found.start(), found.end())) for p, text, found in places
                ]
                if places:
                    yield _slip(places[0][2][0], better, spots, part)
            if not slips:
                yield Observation(True, part.id, "", f"{part.name}用语", "", ())

    def _passages(self, part: Part) -> Iterator[Passage]:
        yield from prose(part)
        if self.among == "titles":
            for table in part.tables:
                yield Passage(table.title, table.place)
                yield from (Passage(caption.raw, caption.place) for caption in table.captions.values())

    def _slips(self, text: str) -> Iterator[tuple[re.Pattern[str], str]]:
        """The patterns that occur in a text, with what each should be."""
        for pattern, better in _compiled(tuple(self._wanted())):
            if pattern.search(text):
                yield pattern, better

    def _wanted(self) -> Iterator[tuple[str, str]]:
        yield from ((re.escape(phrase), better) for phrase, better in self.phrases.items())
        yield from self.patterns.items()
        if self.doubled:
            yield f"({'|'.join(map(re.escape, self.doubled))})\\1", "词语重复"

    def _in(self, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
        return None if any(word in text for word in self.unless) else pattern.search(text)


def _slip(phrase: str, better: str, spots: list[Spot], part: Part) -> Observation:
    times = f"（共{len(spots)}处）" if len(spots) > 1 else ""
    message = f"“{phrase}”{times}：{better}。原文“{spots[0].raw}”。"
    return Observation(False, part.id, "", phrase, message, tuple(spots), phrase, better)


@lru_cache(maxsize=64)
def _compiled(wanted: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), better) for pattern, better in wanted)
