"""`noted`: an empty table says that it is empty, a filled one does not, and the note names the right budget."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from budgetaudit.checks import Observation
from budgetaudit.facts import Fact, Facts, Part, Table
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import at_table, families, nonzero, prose, sentences, spot, titled, written
from budgetaudit.lookup import entries_of
from budgetaudit.messages import message, series
from budgetaudit.selectors import Selector
from budgetaudit.text import squeeze

LONGEST_NOTE = 120
REACH = 3
BELOW = message("noted.below")
MARK = ("注：", "注:", "说明：")


class Noted(Struct, frozen=True):
    """`ask`: `empty` (an empty table has a note), `filled` (a filled one has none), `named` (a note that says the
    table is empty, or what it is `about`, names this table's budget).

    `words` make a note, `unless` unmake it (空表表示…). `subjects` maps a table to words of its own budget: a
    sentence with one of them and one of `none` is a note too. To leave a table of `never` empty is an error where
    the part prints an amount that belongs into it: in one of the cells named, or anywhere where none is; such a cell
    is not explained by a note that there is nothing to enter. `rivals` are groups of tables whose words must not be
    confused.
    """

    ask: Literal["empty", "filled", "named"]
    tables: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    never: Mapping[str, tuple[Selector, ...]] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rivals: tuple[tuple[str, ...], ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        ask = {"empty": self._empty, "filled": self._filled, "named": self._named}[self.ask]
        for part in facts.parts:
            for family, tables in families(part).items():
                if family in self.tables and any(table.columns for table in tables):
                    yield from ask(family, tables, part, facts)

    def _notes(self, tables: tuple[Table, ...]) -> list[Passage]:
        """The notes of a table that say it is empty."""
        return [note for note in notes_near(tables) if self._says(note.text)]

    def _says(self, text: str) -> bool:
        bare = squeeze(text)
        return any(word in bare for word in self.words) and not any(word in bare for word in self.unless)

    def _empty(self, family: str, tables: tuple[Table, ...], part: Part, facts: Facts) -> Iterator[Observation]:
        if not all(table.empty for table in tables):
            return
        table, name = tables[0], titled(tables[0])
        denial = self._denial(tables) if self.never.get(family) and self._due(family, part) else ""
        noted = bool(self._notes(tables)) or self._inside(table) or self._elsewhere(family, part, facts)
        holds = noted and not denial
        others = sum(not all(side.empty for side in group) for group in families(part).values())
        if not others:
            yield Observation(None, part.id, table.key, name, "", (), why=message("noted.none"))
            return
        says = message("noted.empty", table=name, others=others)
        says = message("noted.denied", table=name, note=denial) if denial else says
        grave = "error" if self._due(family, part) else "" if written(part) else "info"
        sides = denial or message("noted.unsaid"), message("noted.expected")
        yield Observation(holds, part.id, table.key, name, says, (at_table(table),), *sides, severity=grave)

    def _denial(self, tables: tuple[Table, ...]) -> str:
        """The note under a table that says there is nothing to enter, "" for none."""
        absent = [word for word in self.none if len(word) > 1]
        notes = [squeeze(note.text) for note in self._notes(tables)]
        return next((note for note in notes if any(word in note for word in absent)), "")

    def _due(self, family: str, part: Part) -> bool:
        """Whether the part prints what the table should hold."""
        cells = self.never.get(family)
        entries = (entry for cell in cells or () for entry in entries_of(cell, part))
        return cells == () or any(isinstance(entry, Fact) and entry.amount.value for entry in entries)

    def _inside(self, table: Table) -> bool:
        """A note in a cell of the table itself, or the single word 无."""
        texts = [squeeze(cell.text) for grid in table.grids for cell in grid.cells]
        return any(self._says(text) or text in self.none for text in texts)

    def _elsewhere(self, family: str, part: Part, facts: Facts) -> bool:
        """A global note, or a sentence that says there is no such budget."""
        if self._due(family, part):
            return False
        own = self.subjects.get(family, ())
        absent = (*self.words, *(word for word in self.none if len(word) > 1))
        for sentence in sentences((*prose(part), *facts.stray)):
            text = sentence.text
            if "空表" in text and any(word in text for word in self.unless):
                return True
            if any(word in text for word in own) and any(word in text for word in absent):
                return True
        return False

    def _filled(self, family: str, tables: tuple[Table, ...], part: Part, facts: Facts) -> Iterator[Observation]:
        del family, facts
        if not any(nonzero(row) for table in tables for row in table.rows):
            return
        notes = self._notes(tables)
        table = tables[0]
        note_text = squeeze(notes[0].text) if notes else ""
        says = message("noted.filled", table=titled(table), note=note_text)
        spots = (at_table(table), *(spot(note, part.id, BELOW) for note in notes[:1]))
        expected = message("noted.not")
        yield Observation(not notes, part.id, table.key, titled(table), says, spots, note_text, expected)

    def _named(self, family: str, tables: tuple[Table, ...], part: Part, facts: Facts) -> Iterator[Observation]:
        del facts
        own = self.subjects.get(family, ())
        rivals = {other for group in self.rivals if family in group for other in group if other != family}
        foreign = [word for other in rivals for word in self.subjects.get(other, ())]
        for note in notes_near(tables):
            text = squeeze(note.text)
            if not (self._says(text) or any(word in text for word in self.about)):
                continue
            wrong = [word for word in foreign if word in text]
            holds = not wrong or any(word in text for word in own)
            table = tables[0]
            says = message("noted.named", table=titled(table), words=series(wrong), note=text, own=own[0])
            spots = (spot(note, part.id, BELOW), at_table(table))
            yield Observation(holds, part.id, table.key, titled(table), says, spots, series(wrong), own[0])


def notes_near(tables: tuple[Table, ...]) -> list[Passage]:
    """The short notes right under a table, and those in its own last rows."""
    below = [note for table in tables for note in table.notes[:REACH]]
    cells = (cell for grid in tables[0].grids for cell in grid.cells if cell.text.lstrip().startswith(MARK))
    inside = [Passage(cell.text, cell.place) for cell in cells]
    return [note for note in (*below, *inside) if len(note.text) <= LONGEST_NOTE]
