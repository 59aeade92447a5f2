"""`wording`: words that should not be in a published filing: slips of the pen, placeholders, hints of a form."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import PROSE, around, prose, spot
from budgetaudit.messages import Both, Text, message
from budgetaudit.text import squeeze


class Wording(Struct, frozen=True):
    """`phrases` maps words to what they should be (or to advice); `patterns` regular expressions of the rule's
    author likewise; `doubled` are words that must not stand twice in a row. `unless` excuse a passage.

    `among`: `prose`, or `titles` (table titles and captions) besides. `english` puts what is said into English.
    """

    phrases: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    doubled: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    among: Literal["prose", "titles"] = "prose"
    english: Mapping[str, str] = field(default_factory=dict)

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
                    (p, text, match) for p, text in zip(read, texts, strict=True) if (match := self._in(phrase, text))
                ]
                spots = [spot(p, part.id, PROSE, around(text, match.start(), match.end())) for p, text, match in places]
                if places:
                    yield _slip(places[0][2][0], self._advice(better), spots, part)
            if not slips:
                yield Observation(True, part.id, "", part.name, "", ())

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
            yield f"({'|'.join(map(re.escape, self.doubled))})\\1", ""

    def _advice(self, better: str) -> Text:
        """What the rule says of a phrase; nothing is said of a word that stands twice."""
        return Both(better, self.english.get(better, "")) if better else message("wording.doubled")

    def _in(self, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
        return None if any(word in text for word in self.unless) else pattern.search(text)


def _slip(phrase: str, better: Text, spots: list[Spot], part: Part) -> Observation:
    times = message("in.places", count=len(spots)) if len(spots) > 1 else ""
    says = message("wording", phrase=phrase, times=times, advice=better, printed=spots[0].raw)
    return Observation(False, part.id, "", phrase, says, tuple(spots), phrase, better)


@lru_cache(maxsize=64)
def _compiled(wanted: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), better) for pattern, better in wanted)
