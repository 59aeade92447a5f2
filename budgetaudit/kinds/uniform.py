"""`uniform`: the tables of a part, and the numbers of a column, are printed one way."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from budgetaudit.checks import Observation
from budgetaudit.facts import Fact, Facts, Part, Table
from budgetaudit.kinds.reading import at_table, titled
from budgetaudit.messages import Both, message, phrase, series

FEWEST = 4
USUAL_DIGITS = 2


class Uniform(Struct, frozen=True):
    """`ask`: `caption` (what three tables in four of a part print above them, the others print too: `items` maps a
    caption to its name, `english` the name to its English) or `digits` (the numbers of a column have the same number
    of decimals).
    """

    ask: Literal["caption", "digits"]
    tables: tuple[str, ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)
    english: Mapping[str, str] = field(default_factory=dict)

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            if self.ask == "caption":
                yield from self._captions(part)
                continue
            for table in part.tables:
                if table.name in self.tables:
                    yield _digits(table)

    def _captions(self, part: Part) -> Iterator[Observation]:
        tables = [table for table in part.tables if table.name and table.columns]
        for item, name in self.items.items():
            words = Both(name, self.english.get(name, ""))
            having = sum(item in table.captions for table in tables)
            if len(tables) < FEWEST or having * FEWEST < len(tables) * (FEWEST - 1):
                continue
            for table in tables:
                says = message("uniform.caption", table=titled(table), item=words, count=having)
                where, subject = (at_table(table),), phrase(titled(table), words)
                holds, stated = item in table.captions, message("none.of", what=words)
                yield Observation(holds, part.id, table.key, subject, says, where, stated, words)


def _digits(table: Table) -> Observation:
    mixed = {column.name: counts for at, column in enumerate(table.columns) if (counts := _places(table, at))}
    names, places = series(mixed), series(map(str, next(iter(mixed.values()), ())))
    says, where = message("uniform.digits", table=titled(table), columns=names, counts=places), (at_table(table),)
    expected = message("uniform.expected")
    return Observation(not mixed, table.part, table.key, titled(table), says, where, places, expected)


def _places(table: Table, at: int) -> list[int]:
    """The numbers of decimals of a column that has several, more than usual among them; none otherwise."""
    entries = (row.entries[at] for row in table.rows)
    printed = {entry.amount.quantum for entry in entries if isinstance(entry, Fact) and "." in entry.raw}
    places = sorted(-int(quantum.as_tuple().exponent) for quantum in printed)
    return places if len(places) > 1 and places[-1] > USUAL_DIGITS else []
