"""The lists of budget codes: rules/classification/*.csv, each code with its names, their years and how sure we are."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from budgetaudit.rulefiles import shipped

_MARKS = re.compile(r"[()\[\]“”\"'‘’、，,·.\s-]")


class Entry(NamedTuple):
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
def codes(name: str) -> Mapping[str, tuple[Entry, ...]]:
    """Code → its entries, of the list `functional` or `economic`."""
    found: dict[str, tuple[Entry, ...]] = {}
    with (shipped() / "classification" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        for code, title, book, years, confidence in list(csv.reader(stream))[1:]:
            first, _, last = years.partition("-")
            entry = Entry(code, title, book, int(first or 0), int(last or 0), confidence)
            found[code] = (*found.get(code, ()), entry)
    return found


@lru_cache(maxsize=8)
def by_name(name: str) -> Mapping[str, tuple[Entry, ...]]:
    """Normalised name → the entries that bear it."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entries in codes(name).values():
        for entry in entries:
            found[normal(entry.name)] = (*found.get(normal(entry.name), ()), entry)
    return found


@lru_cache(maxsize=64)
def replaced(name: str, year: int) -> Mapping[str, Entry]:
    """Names that no code bears any more in a year, with what the code is called now."""
    found: dict[str, Entry] = {}
    for entries in codes(name).values():
        now = next((entry for entry in entries if entry.valid(year)), None)
        for entry in entries:
            bearers = by_name(name)[normal(entry.name)]
            if now and 0 < entry.last < year and not any(one.valid(year) for one in bearers):
                found[entry.name] = now
    return found


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A name without brackets' shapes, marks and spaces."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name))
