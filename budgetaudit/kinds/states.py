"""`states`: a section says what it has to say."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from budgetaudit.checks import Observation
from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import NARRATIVE, entitled, outside, sentences, spot, under, written
from budgetaudit.messages import Both, Text, message, series
from budgetaudit.text import squeeze

LEAST = 20


class States(Struct, frozen=True):
    """Some words of each list of `needs` stand in the sections named (all prose when none), apart from `without`.

    `together`: one sentence has a word of every list. `unless` are words that excuse the section (未安排, 不涉及).
    `{年}` and `{上年}` in words are the filing's year and the one before. `english` puts the labels of `needs` and the
    `advice` into English.
    """

    needs: Mapping[str, tuple[str, ...]]
    advice: str
    sections: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    together: bool = False
    any: bool = False
    english: Mapping[str, str] = field(default_factory=dict)

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            passages = self._passages(part)
            text = squeeze("\n".join(passage.text for passage in passages))
            name = series(self.sections) if self.sections else NARRATIVE
            if len(text) < LEAST or not (self.sections or written(part)):
                yield Observation(None, part.id, "", name, "", (), why=message("states.none", section=name))
            elif not any(word in text for word in self.unless):
                yield self._observe(part, facts, passages, text)

    def _passages(self, part: Part) -> list[Passage]:
        if not self.sections:
            return outside(part, self.without)
        apart = {id(passage) for passage in under(part, self.without)}
        return [passage for passage in under(part, self.sections) if id(passage) not in apart]

    def _observe(self, part: Part, facts: Facts, passages: list[Passage], text: str) -> Observation:
        needs = {label: _dated(words, facts.year) for label, words in self.needs.items()}
        missing = self._missing(needs, passages, text)
        named: Text = next((section.title for section in entitled(part, self.sections)), NARRATIVE)
        lack = series(self._both(label) for label in missing)
        says = message("states", title=named, lack=lack, advice=self._both(self.advice))
        spots, stated = (spot(passages[0], part.id, named),), message("not.seen.what", what=lack)
        return Observation(not missing, part.id, "", named, says, spots, stated, self._both(self.advice))

    def _both(self, words: str) -> Both:
        return Both(words, self.english.get(words, ""))

    def _missing(self, needs: Mapping[str, tuple[str, ...]], passages: list[Passage], text: str) -> list[str]:
        """The labels of what is not said."""
        if self.together:
            texts = (piece.text for piece in sentences(passages))
            whole = any(all(any(word in sentence for word in words) for words in needs.values()) for sentence in texts)
            return [] if whole else list(needs)
        missing = [label for label, words in needs.items() if not any(word in text for word in words)]
        return [] if self.any and len(missing) < len(needs) else missing


def _dated(words: tuple[str, ...], year: int) -> tuple[str, ...]:
    """Words with the filing's years filled in."""
    return tuple(word.replace("{年}", f"{year}年").replace("{上年}", f"{year - 1}年") for word in words)
