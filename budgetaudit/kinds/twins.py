"""`twins`: paragraphs that two parts share agree in their years, and are not copied where they may not be."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Observation
from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import clip, prose, spot, under
from budgetaudit.kinds.shape import unchecked
from budgetaudit.messages import Message, PartId, message, series
from budgetaudit.text import YEAR, regex, squeeze, unnumbered

_YEAR = regex(rf"(?<!\d){YEAR}(?=年)")
SHORTEST, LONGEST, LONG = 20, 40, 200


class Twins(Struct, frozen=True):
    """`ask: year` – a paragraph that stands in two parts and differs in its years only; `ask: copied` – the text of
    `sections` in a unit's part is that of the department to the letter, though it names several bodies: words that
    end in one of `bodies`, each on a line of its own before one of `after`."""

    ask: Literal["year", "copied"]
    sections: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        if len(facts.parts) < 2:
            return
        head, *others = facts.parts
        for part in others:
            yield from self._years(head, part) if self.ask == "year" else self._copied(head, part)

    def _years(self, head: Part, part: Part) -> Iterator[Observation]:
        head_passages = {
            _YEAR.sub("", squeeze(passage.text)): passage for passage in prose(head) if len(passage.text) >= SHORTEST
        }
        differing = [
            (passage, twin)
            for passage in prose(part)
            if (twin := head_passages.get(_YEAR.sub("", squeeze(passage.text)))) and _years(passage) != _years(twin)
        ]
        for passage, twin in differing:
            words = clip(passage.text, 24)
            stated, other = _in_years(passage), _in_years(twin)
            says = message(
                "twins.year", part=PartId(part.id), words=words, stated=stated, head=PartId(head.id), other=other
            )
            where = (spot(passage, part.id), spot(twin, head.id, message("same.paragraph")))
            yield Observation(False, part.id, "", words, says, where, stated, other)
        if not differing:
            yield Observation(True, part.id, "", message("same.paragraph"), "", ())

    def _copied(self, head: Part, part: Part) -> Iterator[Observation]:
        copied, originals = under(part, self.sections), under(head, self.sections)
        text, other = (
            "".join(text for passage in passages if len(text := squeeze(passage.text)) >= SHORTEST)
            for passages in (copied, originals)
        )
        if not text or not other:
            yield unchecked(part.id, "", series(self.sections), message("twins.none"))
            return
        named = list(dict.fromkeys(body for passage in copied if (body := self._body(passage))))
        says = message("twins.copied", part=part.named, count=len(named), bodies=series(named[:4]))
        holds = text != other or len(text) < LONG or len(named) < 2
        spots = (spot(copied[0], part.id), spot(originals[0], head.id))
        sides = message("twins.same"), message("twins.own")
        yield Observation(holds, part.id, "", message("twins.duties"), says, spots, *sides)

    def _body(self, passage: Passage) -> str:
        """The body whose duties a short line announces (`机关事务管理中心职责：`)."""
        line = unnumbered(squeeze(passage.text)).strip("：:")
        for word in self.after:
            if line.endswith(word) and len(line) <= LONGEST:
                name = line.removesuffix(word)
                return name if name.endswith(self.bodies) else ""
        return ""


def _in_years(passage: Passage) -> Message:
    return message("year.is", year=series(_years(passage)))


def _years(passage: Passage) -> list[str]:
    return _YEAR.findall(squeeze(passage.text))
