"""`wording`: words that should not be in a published filing: slips of the pen, placeholders, hints of a form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import around, prose, spot, squeeze
from budgetaudit.verdicts import Observation, Spot


@dataclass(frozen=True, slots=True)
class Wording:
    """`phrases` maps words to what they should be (or to advice); `patterns` regular expressions of the rule's
    author likewise; `doubled` are words that must not stand twice in a row. `unless` excuse a passage.

    `among`: `prose`, or `titles` (table titles and captions) besides.
    """

    phrases: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    doubled: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    among: Literal["prose", "titles"] = "prose"

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            seen: dict[str, list[Spot]] = {}
            advice: dict[str, str] = {}
            for passage in self._passages(part):
                text = squeeze(passage.text)
                if any(word in text for word in self.unless):
                    continue
                for phrase, better, start in self._found(text):
                    shown = around(text, start, start + len(phrase))
                    seen.setdefault(phrase, []).append(spot(passage, part.id, "正文", shown))
                    advice[phrase] = better
            for phrase, spots in seen.items():
                yield _slip(phrase, advice[phrase], spots, part)
            if not seen:
                yield Observation(True, part.id, "", f"{part.name}用语", "", ())

    def _passages(self, part: Part) -> Iterator[Passage]:
        yield from prose(part)
        if self.among == "titles":
            for table in part.tables:
                yield Passage(table.title, table.place)
                yield from (Passage(caption.raw, caption.place) for caption in table.captions.values())

    def _found(self, text: str) -> Iterator[tuple[str, str, int]]:
        for phrase, better in self.phrases.items():
            start = text.find(phrase)
            if start >= 0:
                yield phrase, better, start
        for pattern, better in self.patterns.items():
            found = _compiled(pattern).search(text)
            if found:
                yield found[0], better, found.start()
        for word in self.doubled:
            start = text.find(word + word)
            if start >= 0:
                yield word + word, word, start


def _slip(phrase: str, better: str, spots: list[Spot], part: Part) -> Observation:
    times = f"（共{len(spots)}处）" if len(spots) > 1 else ""
    message = f"“{phrase}”{times}：{better}。原文“{spots[0].raw}”。"
    return Observation(False, part.id, "", phrase, message, tuple(spots), phrase, better)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
