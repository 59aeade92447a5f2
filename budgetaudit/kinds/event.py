"""`event`: a filing does not speak of what had not happened when it was written."""

from collections.abc import Iterator

from msgspec import Struct

from budgetaudit.checks import Observation
from budgetaudit.classification import Happening
from budgetaudit.facts import Facts, Part
from budgetaudit.kinds.reading import PROSE, Sentence, around, in_year, prose, sentences, spot
from budgetaudit.messages import message
from budgetaudit.rulebook import EventsName
from budgetaudit.text import regex

SESSIONS = regex(r"((?:十[七八九]|二十[一二]?)届)((?:[一二三四五六七]中(?:全会)?[、，和及与]*+)+)")
SESSION = ("一中", "二中", "三中", "四中", "五中", "六中", "七中")


class Event(Struct, frozen=True):
    """Events of a list of the classification (`list`) that the prose mentions.

    A budget is written by the end of month `month` of its year, final accounts by `final_month` of the next. What was
    announced by then may stand in a plan. A sentence speaks of what has happened when it has one of `needs` (精神,
    贯彻) and none of `unless` (迎接, 筹备).
    """

    list: EventsName
    month: int = 6
    final_month: int = 10
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        if not facts.year or not facts.kind:
            return
        final = facts.kind != "预算"
        written = f"{facts.year + final}-{self.final_month if final else self.month:02d}"
        for part in facts.parts:
            yield from self._part(part, facts, written)

    def _part(self, part: Part, facts: Facts, written: str) -> Iterator[Observation]:
        first: dict[Happening, Sentence] = {}
        for sentence in sentences(prose(part)):
            for happening in self._mentioned(sentence.text, facts):
                first.setdefault(happening, sentence)
        late = [happening for happening in first if happening.known > written]
        for happening in late:
            yield _late(happening, first[happening], part, facts)
        if first and not late:
            yield Observation(True, part.id, "", part.name, "", ())

    def _mentioned(self, text: str, facts: Facts) -> Iterator[Happening]:
        if any(word in text for word in self.unless) or not any(word in text for word in self.needs):
            return
        spelled = text + "".join(_spelled(text))
        yield from (happening for happening in facts.classification.events[self.list] if happening.word in spelled)


def _late(happening: Happening, sentence: Sentence, part: Part, facts: Facts) -> Observation:
    year, month = happening.date.split("-")
    at = max(sentence.text.find(happening.word[-2:]), 0)
    phrase = around(sentence.text, at, at + 4)
    says = message(
        "event",
        name=happening.name,
        year=year,
        month=int(month),
        filing=in_year(facts.year),
        kind=facts.kind_text,
        phrase=phrase,
    )
    spots = (spot(sentence.passage, part.id, PROSE, phrase),)
    return Observation(False, part.id, "", happening.name, says, spots, happening.name, message("event.past"))


def _spelled(text: str) -> Iterator[str]:
    """`十九届二中、三中全会` → 十九届二中, 十九届三中."""
    for congress, listed in SESSIONS.findall(text):
        yield from (congress + session for session in SESSION if session in listed)
