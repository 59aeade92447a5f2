"""`indicators`: a performance table has the indicators it needs, each with a value that can be measured."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Facts, Part, Row, Table
from budgetaudit.kinds.reading import at_table, clip, titled
from budgetaudit.messages import SEMICOLON, message, series
from budgetaudit.text import regex, squeeze

LEVELS = ("一级指标", "二级指标", "三级指标")
NAME, VALUE = "三级指标", "指标值"
SAYS = {"value": "indicators.value", "unit": "indicators.unit", "name": "indicators.name"}
DOUBLED = regex(r"\d(?:百分比|%%|％％|%百分比)$|[A-Za-z]{3}$")


class Indicator(Struct, frozen=True):
    """One row: its three levels, a merged cell's text repeated, and its value."""

    first: str
    second: str
    third: str
    value: str
    row: Row


class Indicators(Struct, frozen=True):
    """`ask`: `levels` (the first level has one of each list of `needs`), `value` (every indicator has a value), `unit`
    (a value ends in a unit of measure, not in letters or `百分比`), `name` (an indicator is not called by its
    category, one of `words`), `repeat` (no two tables of a part have the same indicators).
    """

    ask: Literal["levels", "value", "unit", "name", "repeat"]
    tables: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            tables = [(table, list(read_indicators(table))) for table in part.tables if table.name in self.tables]
            filled = [(table, rows) for table, rows in tables if rows]
            if self.ask == "repeat":
                yield from _repeats(filled, part)
                continue
            for table, rows in filled:
                yield from self._table(table, rows, part)

    def _table(self, table: Table, rows: list[Indicator], part: Part) -> Iterator[Observation]:
        if self.ask == "levels":
            yield self._levels(table, rows, part)
            return
        faulty = {"value": _unvalued, "unit": _unmeasured, "name": self._misnamed}[self.ask]
        wrong = [row for row in rows if faulty(row)]
        if not wrong:
            yield Observation(True, part.id, table.key, titled(table), "", ())
            return
        title = titled(table)
        shown = series((clip(f"{row.third or row.second} {row.value}", 30) for row in wrong[:3]), SEMICOLON)
        says = message(SAYS[self.ask], table=title, count=len(wrong), shown=shown)
        spots = tuple(Spot(title, f"{row.third} {row.value}".strip(), row.row.place, part.id) for row in wrong)
        expected = message("indicators.expected")
        yield Observation(False, part.id, table.key, title, says, spots, shown, expected)

    def _levels(self, table: Table, rows: list[Indicator], part: Part) -> Observation:
        named = "".join(row.first + row.second for row in rows)
        missing = [words[0] for words in self.needs if not any(word in named for word in words)]
        title, lack = titled(table), series(missing)
        says, where = message("indicators.levels", table=title, lack=lack), (at_table(table),)
        sides = message("none.of", what=lack), message("should.have", what=lack)
        return Observation(not missing, part.id, table.key, title, says, where, *sides)

    def _misnamed(self, indicator: Indicator) -> bool:
        return indicator.third in self.words or (
            indicator.third == indicator.second != "" and indicator.third.endswith("指标")
        )


def read_indicators(table: Table) -> Iterator[Indicator]:
    """The indicators of a table."""
    above = ["", ""]
    for row in table.rows:
        first, second, third = (squeeze(row.texts.get(level, "")) for level in LEVELS)
        above = [first or above[0], second or ("" if first else above[1])]
        if third:
            yield Indicator(above[0], above[1], third, squeeze(row.texts.get(VALUE, "")), row)


def _unvalued(indicator: Indicator) -> bool:
    return not indicator.value


def _unmeasured(indicator: Indicator) -> bool:
    return bool(indicator.value and DOUBLED.search(indicator.value))


def _repeats(filled: list[tuple[Table, list[Indicator]]], part: Part) -> Iterator[Observation]:
    seen: dict[tuple[tuple[str, str], ...], Table] = {}
    for table, rows in filled:
        body = tuple((row.third, row.value) for row in rows)
        if len(body) < 4:
            continue
        twin = seen.setdefault(body, table)
        says = message("indicators.repeat", table=titled(table), twin=titled(twin))
        spots, own = (at_table(table), at_table(twin)), message("indicators.own")
        yield Observation(twin is table, part.id, table.key, titled(table), says, spots, titled(twin), own)
