"""The lists of budget codes: rules/classification/*.csv. Each code has its names, their years, how sure we are."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from budgetaudit.rulefiles import shipped
from budgetaudit.text import MARKS, narrow

Raw = list[str]


class Entry(Struct, frozen=True):
    """A name of a code. `first` and `last` bound the years in which it is the name (0: no bound known)."""

    code: str
    name: str
    book: str
    first: int
    last: int
    confidence: str

    def valid(self, year: int) -> bool:
        return (not self.first or year >= self.first) and (not self.last or year <= self.last)


@lru_cache(maxsize=8)
def codes(name: str) -> Mapping[str, list[Raw]]:
    """Code → its lines in the list `functional` or `economic`."""
    found: dict[str, list[Raw]] = {}
    for line in rows(name)[1:]:
        found.setdefault(line[0], []).append(line)
    return found


def rows(name: str) -> list[Raw]:
    """The lines of a CSV under rules/classification, its header first."""
    text = (shipped() / "classification" / f"{name}.csv").read_text("utf-8")
    if '"' not in text:
        return [line.split(",") for line in text.splitlines()]
    import csv

    return list(csv.reader(text.splitlines()))


@lru_cache(maxsize=2048)
def entries(name: str, code: str) -> tuple[Entry, ...]:
    """The names of a code."""
    return tuple(map(_entry, codes(name).get(code, ())))


@lru_cache(maxsize=8)
def names(name: str) -> frozenset[str]:
    """Every name of a list, as it stands there."""
    return frozenset(line[1] for lines in codes(name).values() for line in lines)


@lru_cache(maxsize=8)
def by_name(name: str) -> Mapping[str, tuple[str, ...]]:
    """Normalised name → the codes that bear it, those that no longer do last."""
    found: dict[str, tuple[str, ...]] = {}
    lines = [line for several in codes(name).values() for line in several]
    for line in sorted(lines, key=lambda line: line[3] != "" and not line[3].endswith("-")):
        found[normal(line[1])] = (*found.get(normal(line[1]), ()), line[0])
    return found


@lru_cache(maxsize=64)
def replaced(name: str, year: int) -> Mapping[str, Entry]:
    """Names that no code bears any more in a year, with what the code is called now."""
    old = [entry for lines in codes(name).values() for line in lines if line[3] and (entry := _entry(line)).last]
    gone = {entry.name: entry.code for entry in old if entry.last < year}
    kept = {line[1] for lines in codes(name).values() for line in lines if line[1] in gone and _entry(line).valid(year)}
    now = {title: next((one for one in entries(name, code) if one.valid(year)), None) for title, code in gone.items()}
    return {title: entry for title, entry in now.items() if entry and title not in kept}


def _entry(line: Raw) -> Entry:
    code, title, book, years, confidence = line
    first, _, last = years.partition("-")
    return Entry(code, title, book, int(first or 0), int(last or 0), confidence)


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A name without brackets' shapes, marks and spaces."""
    return narrow(name, MARKS)
