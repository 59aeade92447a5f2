"""`present`: what must be disclosed is there."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Part
from budgetaudit.kinds.reading import NARRATIVE, at_table, families, prose, sentences, spot, written
from budgetaudit.messages import called, message, phrase
from budgetaudit.text import squeeze

FEWEST_TABLES, COVER = 4, 3
NOT = "非"


class Present(Struct, frozen=True):
    """Tables and sections that every part has.

    `tables` maps a canonical table to patterns of words that show it under any other name (a title nobody
    recognised, a sentence that says there is none); `sections` maps a section's name to words likewise. Tables
    are asked of a part that has several, sections of a part that has prose. `units` names a table and its column
    of bodies: each has a part of its own, in a filing with such parts. `unless` are words (涉密) that excuse
    what their sentence names, or everything where it speaks of the `whole`. `sets` are other, smaller sets of tables,
    each by a pattern of what calls for it on the cover or in a title: a part that prints all tables of such a set and
    no other may owe no more.
    """

    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def patterns_used(self) -> Iterator[str]:
        """Its words that are regular expressions."""
        for words in (*self.tables.values(), *self.sections.values(), self.unless, self.whole, tuple(self.sets)):
            yield from words

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            text = _text(part)
            if self._other_set(part):
                yield Observation(None, part.id, "", part.named, "", (), why=message("present.set"))
                continue
            yield from self._tables(part, text, bool(facts.filing.cautions))
            yield from self._sections(part, text)
            yield from self._units(part, facts)

    def _other_set(self, part: Part) -> bool:
        """Whether the part prints just the tables of another set."""
        there = {name for name, tables in families(part).items() if not all(table.empty for table in tables)}
        cover = [passage.text for passage in part.passages[:COVER]]
        said = squeeze("\n".join((*cover, part.name, *(table.title for table in part.tables))))
        return any(re.search(word, said) and there == set(tables) for word, tables in self.sets.items())

    def _tables(self, part: Part, text: str, unread: bool) -> Iterator[Observation]:
        """A table may stand in what the loader could not read (a picture, an embedded sheet): then it is a warning."""
        there = families(part)
        if not self.tables or len(there) < FEWEST_TABLES:
            return
        place = next(iter(there.values()))[0]
        for name, words in self.tables.items():
            holds = name in there or any(re.search(word, text) for word in words)
            if not holds and self._withheld(part, (name, *words)):
                continue
            perhaps = message("present.unread") if unread else ""
            says = message("present.table", name=called(name), count=len(there), perhaps=perhaps)
            spots, sides = (at_table(place),), (message("table.not"), message("table.wanted"))
            severity = "warning" if unread else ""
            yield Observation(holds, part.id, name, called(name), says, spots, *sides, severity=severity)

    def _sections(self, part: Part, text: str) -> Iterator[Observation]:
        if not self.sections:
            return
        passages = list(prose(part))
        if not written(part):
            yield Observation(None, part.id, "", NARRATIVE, "", (), why=message("present.wordless"))
            return
        names = {section.name for section in part.sections}
        for name, words in self.sections.items():
            holds = name in names or any(word in text for word in words)
            if not holds and self._withheld(part, (name, *words)):
                continue
            says, spots = message("present.section", name=name), (spot(passages[0], part.id),)
            sides = message("not.seen"), message("should.have", what=f"“{name}”")
            yield Observation(holds, part.id, "", name, says, spots, *sides)

    def _units(self, part: Part, facts: Facts) -> Iterator[Observation]:
        bodies = [squeeze(other.name) for other in facts.parts if other.level != part.level]
        if not self.units or not bodies or part is not facts.parts[0]:
            return
        name, column = self.units
        for row in (row for table in part.tables if table.name == name for row in table.rows):
            body = squeeze(row.texts.get(column, ""))
            if not body:
                continue
            holds = any(body in other or other in body for other in bodies)
            if not holds and self._withheld(part, (body, name)):
                continue
            says = message("present.unit", table=called(name), body=body)
            where = (Spot(phrase(called(name), column), body, row.place, part.id),)
            yield Observation(holds, part.id, name, body, says, where, message("present.partless"), body)

    def _withheld(self, part: Part, about: tuple[str, ...]) -> bool:
        """Whether the part says that it withholds this, or withholds on the whole."""
        excuses = [sentence.text for sentence in sentences(part.passages) if _says(sentence.text, self.unless)]
        return any(re.search(word, text) for text in excuses for word in (*about, *self.whole))


def _says(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text has one of some words, not as 非涉密."""
    return any(at >= 0 and not text[:at].endswith(NOT) for at in map(text.find, words))


def _text(part: Part) -> str:
    """Everything a part says, without spaces."""
    titles = [table.title for table in part.tables]
    headers = [column.header for table in part.tables for column in table.columns]
    return squeeze("\n".join((*(passage.text for passage in part.passages), *titles, *headers)))
