"""`renamed`: a classification line is called as the tables call it. `denied`: what the prose says there is none of is
not in the tables. `reasoned`: a change is explained."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from budgetaudit.checks import Observation, Spot
from budgetaudit.claims.clause import LINE
from budgetaudit.facts import Claim, Fact, Facts, Part, Role
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import NARRATIVE, PROSE, Sentence, clip, prose, sentences, spot
from budgetaudit.messages import Text, called, message, phrase


class Renamed(Struct, frozen=True):
    """`names`: an old name of a class → its name now. A sentence that gives an amount for the old name while a table
    prints the new one is out of date."""

    names: Mapping[str, str]

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            printed = {row.name for table in part.tables for row in table.rows if row.code}
            lines = [
                claim for claim in facts.claims if claim.fact.key.part == part.id and claim.subject.startswith(LINE)
            ]
            stale = [claim for claim in lines if claim.role == Role.AMOUNT and self._now(claim) in printed]
            yield from (self._observe(claim) for claim in stale)
            if lines and not stale:
                yield Observation(True, part.id, "", NARRATIVE, "", ())

    def _now(self, claim: Claim) -> str:
        return self.names.get(claim.subject.removeprefix(LINE).partition("/")[0], "?")

    def _observe(self, claim: Claim) -> Observation:
        name, now = claim.subject.removeprefix(LINE).partition("/")[0], self._now(claim)
        says = message("renamed", name=name, now=now)
        where = Spot(claim.fact.label, name, claim.passage.place, claim.fact.key.part)
        return Observation(False, claim.fact.key.part, "", claim.fact.label, says, (where,), name, now)


class Denied(Struct, frozen=True):
    """`tables`: a table → the words for what it holds. A sentence with one of `none` right before such words, in a
    part whose table is filled with more than zeros, is wrong."""

    tables: Mapping[str, tuple[str, ...]]
    none: tuple[str, ...]

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            prose_sentences = list(sentences(prose(part)))
            for name, words in self.tables.items():
                denying = [no + word for no in self.none for word in words]
                denials = [
                    sentence for sentence in prose_sentences if any([words in sentence.text for words in denying])
                ]
                if denials:
                    yield self._observe(part, name, denials[0])

    def _observe(self, part: Part, name: str, sentence: Sentence) -> Observation:
        amounts = [
            entry
            for table in part.tables
            for row in (table.rows if table.name == name else ())
            for entry in row.entries
            if isinstance(entry, Fact) and entry.amount.value
        ]
        says: Text = ""
        spots = [spot(sentence.passage, part.id, PROSE, clip(sentence.text))]
        if amounts:
            amount = phrase(amounts[0].label, amounts[0].raw)
            says = message("denied", words=clip(sentence.text, 40), table=called(name), amount=amount)
            spots.append(Spot(amounts[0].label, amounts[0].raw, amounts[0].place, part.id))
        return Observation(not amounts, part.id, name, called(name), says, tuple(spots), clip(sentence.text, 40))


class Reasoned(Struct, frozen=True):
    """A section that gives a change of one of `subjects` has, from there on, one of the `words` that give a reason."""

    subjects: tuple[str, ...]
    words: tuple[str, ...]

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for claim in facts.claims:
            if claim.role == Role.DELTA and claim.fact.amount.value and claim.subject in self.subjects:
                text = _from_there(claim, facts.part_by_id[claim.fact.key.part])
                yield self._observe(claim, any(word in text for word in self.words))

    def _observe(self, claim: Claim, given: bool) -> Observation:
        label, part = claim.fact.label, claim.fact.key.part
        says = message("reasoned", label=label, raw=claim.fact.raw)
        where = Spot(label, claim.fact.raw, claim.passage.place, part)
        return Observation(given, part, "", label, says, (where,), claim.fact.raw)


def _from_there(claim: Claim, part: Part) -> str:
    """The text of a claim's passage and what follows it in its section, or under the heading above."""
    passages: tuple[Passage, ...] = (claim.passage,)
    if claim.section < len(part.sections):
        section = part.sections[claim.section]
        around = part.sections[section.parent] if section.parent >= 0 else section
        at = next((i for i, passage in enumerate(around.passages) if passage is claim.passage), 0)
        passages = (claim.passage, *around.passages[at:])
    return "".join(passage.text for passage in passages)


__all__ = ["Denied", "Reasoned", "Renamed"]
