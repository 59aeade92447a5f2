"""`named`: the prose calls a part by its own name."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Observation
from budgetaudit.facts import Facts, Part
from budgetaudit.kinds.reading import Sentence, around, outside, sentences, spot
from budgetaudit.messages import message
from budgetaudit.text import regex

SELF = message("named.oneself")
AMOUNT = regex(r"\d[\d,，.]{0,40}(?:万|亿)?元")


class Named(Struct, frozen=True):
    """Asked of filings with several parts. `ask`: `entity` (a sentence with an amount in a unit's part does not name
    the department instead), `self` (a part does not speak of itself as the other level does).

    `own` are suffixes of a body itself (本级); `calls` are pairs level=words; `skip` are sections not read.
    """

    ask: Literal["entity", "self"]
    own: tuple[str, ...] = ()
    calls: tuple[tuple[str, ...], ...] = ()
    skip: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        if len({part.level for part in facts.parts}) < 2:
            return
        for part in facts.parts:
            yield from self._entity(part, facts) if self.ask == "entity" else self._self(part)

    def _entity(self, part: Part, facts: Facts) -> Iterator[Observation]:
        head = next(
            (other for other in facts.parts if other.level != part.level and other.level == facts.parts[0].level),
            None,
        )
        if head is None or not head.name or not part.name or head.name == part.name:
            return
        wrong = [
            sentence
            for sentence in sentences(outside(part, self.skip))
            if self._misnames(sentence, head.name, part.name)
        ]
        shown = ""
        if wrong:
            at = wrong[0].text.find(head.name)
            shown = around(wrong[0].text, at, at + len(head.name))
        says = message("named.entity", count=len(wrong), head=head.name, name=part.name, shown=shown)
        spots, about = tuple(spot(sentence.passage, part.id) for sentence in wrong), message("named.body")
        yield Observation(not wrong, part.id, "", about, says, spots, head.name, part.name)

    def _misnames(self, sentence: Sentence, head: str, name: str) -> bool:
        """Whether a sentence with figures, or about a table, names the department and never the unit."""
        text = sentence.text
        if head not in text or name in text:
            return False
        at = text.find(head) + len(head)
        return bool(AMOUNT.search(text) or "预算" in text) and not text.startswith(self.own, at)

    def _self(self, part: Part) -> Iterator[Observation]:
        foreign = tuple(word for level, *words in self.calls if level != part.level for word in words)
        misnamings = [
            (sentence, word)
            for sentence in sentences(outside(part, self.skip))
            for word in foreign
            if word in sentence.text
        ]
        if not misnamings:
            yield Observation(True, part.id, "", SELF, "", ())
            return
        sentence, word = misnamings[0]
        at = sentence.text.find(word)
        shown = around(sentence.text, at, at + len(word))
        says = message("named.self", word=word, count=len(misnamings), level=part.level_text, shown=shown)
        spots = tuple(spot(sentence.passage, part.id) for sentence, _ in misnamings)
        yield Observation(False, part.id, "", SELF, says, spots, word, message("named.our", level=part.level_text))
