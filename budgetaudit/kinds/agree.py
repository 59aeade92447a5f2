"""`agree`: facts in words agree between the prose and the tables."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Part, Row
from budgetaudit.kinds.reading import PROSE, Sentence, all_titles, around, prose, sentences, spot
from budgetaudit.messages import called, message, phrase
from budgetaudit.text import regex, squeeze

BRACKETED = regex(r"[（(][^（）()]*[）)]")


class StatedValue(Struct, frozen=True):
    """What the prose says of a property: the sentence, the value, the place."""

    sentence: str
    value: str
    spot: Spot


class Agree(Struct, frozen=True):
    """`ask`: `property` (what follows one of `words` in the prose is what `column` of `table` says, both among
    `values`), or `reference` (a table that the prose says it draws on, `tables` → its names, is in the filing).
    """

    ask: Literal["property", "reference"]
    table: str = ""
    column: str = ""
    words: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        titles = all_titles(facts)
        for part in facts.parts:
            if self.ask == "property":
                yield from self._property(part)
            else:
                yield from self._references(part, facts, titles)

    def _property(self, part: Part) -> Iterator[Observation]:
        statements = list(self._statements(part))
        rows = [row for table in part.tables if table.name == self.table for row in table.rows]
        stated = [(row, value) for row in rows if (value := self._value(row.texts.get(self.column, "")))]
        for row, value in stated:
            name = squeeze(row.name or row.label)
            about_row = [statement for statement in statements if len(stated) == 1 or name in statement.sentence]
            if about_row:
                yield self._compared(row, value, about_row[0], part)

    def _compared(self, row: Row, stated: str, statement: StatedValue, part: Part) -> Observation:
        printed = squeeze(row.texts[self.column])
        table = called(self.table)
        says = message("agree.property", column=self.column, stated=statement.spot.raw, table=table, printed=printed)
        spots = (statement.spot, Spot(phrase(table, self.column), printed, row.place, part.id))
        return Observation(
            stated == statement.value, part.id, self.table, self.column, says, spots, statement.value, printed
        )

    def _statements(self, part: Part) -> Iterator[StatedValue]:
        """Wherever the prose states the property."""
        for sentence in sentences(prose(part)):
            for word in self.words:
                at = sentence.text.find(word)
                value = self._value(sentence.text[at + len(word) : at + len(word) + 12]) if at >= 0 else ""
                if value:
                    shown = around(sentence.text, at, at + len(word) + len(value), 8)
                    yield StatedValue(sentence.text, value, spot(sentence.passage, part.id, PROSE, shown))
                    break

    def _value(self, text: str) -> str:
        bare = BRACKETED.sub("", squeeze(text))
        return next((value for value in self.values if value in bare), "")

    def _references(self, part: Part, facts: Facts, titles: str) -> Iterator[Observation]:
        there = {table.name.partition(".")[0] for other in facts.parts for table in other.tables}
        for name, words in self.tables.items():
            for sentence in sentences(prose(part)):
                word = next((word for word in words if word in sentence.text), "")
                if (
                    word
                    and not sentence.text.endswith(word)
                    and not any(excuse in sentence.text for excuse in self.unless)
                ):
                    yield _reference(word, name in there or word in titles, sentence, part)
                    break


def _reference(word: str, holds: bool, sentence: Sentence, part: Part) -> Observation:
    at = sentence.text.find(word)
    shown = around(sentence.text, at, at + len(word))
    says = message("agree.reference", word=word, shown=shown)
    where = (spot(sentence.passage, part.id, PROSE, shown),)
    return Observation(holds, part.id, "", word, says, where, word, message("agree.there"))
