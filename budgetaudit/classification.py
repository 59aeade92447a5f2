"""The lists of budget codes and of dated events, as data. rulefiles reads them from rules/classification/*.csv."""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from msgspec import Struct, field

from budgetaudit.text import MARKS, narrow

ALIKE = 0.5
"""How much of two names must be the same for one to be the other, worded a little otherwise."""


class CodeEntry(Struct, frozen=True, array_like=True):
    """A name of a code; `plain` is the name without marks. `book` says whose budget uses the code (general, fund …).
    `first` and `last` bound the years in which it is the name (0: no bound known). `confidence` is sourced, high,
    medium or low."""

    code: str
    name: str
    plain: str
    book: str
    first: int
    last: int
    confidence: str

    def valid(self, year: int) -> bool:
        return (not self.first or year >= self.first) and (not self.last or year <= self.last)


class CodeList(Struct, frozen=True, dict=True):
    """A list of codes, in its order; a code has an entry for each of its names."""

    entries: tuple[CodeEntry, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, tuple[CodeEntry, ...]]:
        """Code → its names."""
        named: dict[str, list[CodeEntry]] = {}
        for entry in self.entries:
            named.setdefault(entry.code, []).append(entry)
        return {code: tuple(several) for code, several in named.items()}

    def of(self, code: str) -> tuple[CodeEntry, ...]:
        """The names of a code."""
        return self.by_code.get(code, ())

    def bears(self, code: str, name: str) -> bool:
        """Whether a printed name is one of a code's: the same, cut short, or worded a little otherwise."""
        printed = normal(name)
        return any(_alike(printed, entry.plain) for entry in self.of(code))

    @cached_property
    def _above(self) -> frozenset[str]:
        """Everything that a code begins with."""
        return frozenset(code[:end] for code in self.by_code for end in range(1, len(code)))

    def is_leaf(self, code: str) -> bool:
        """Whether the list has a code and none that it is divided into."""
        return code in self.by_code and code not in self._above

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name, as it stands there."""
        return frozenset(entry.name for entry in self.entries)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Name without marks → the codes that bear it, those that no longer do last."""
        codes: dict[str, list[str]] = {}
        entries = [entry for several in self.by_code.values() for entry in several]
        for entry in sorted(entries, key=lambda entry: entry.last > 0):
            codes.setdefault(entry.plain, []).append(entry.code)
        return {name: tuple(several) for name, several in codes.items()}

    def replaced(self, year: int) -> Mapping[str, CodeEntry]:
        """Names that no code bears any more in a year, with what the code is called now."""
        gone = {entry.name: entry.code for entry in self.entries if 0 < entry.last < year}
        kept = {entry.name for entry in self.entries if entry.name in gone and entry.valid(year)}
        now = {name: next((e for e in self.by_code[code] if e.valid(year)), None) for name, code in gone.items()}
        return {name: entry for name, entry in now.items() if entry and name not in kept}


def _alike(printed: str, name: str) -> bool:
    if printed == name or name.startswith(printed) or name in printed:
        return True
    from difflib import SequenceMatcher

    return SequenceMatcher(None, printed, name, autojunk=False).ratio() >= ALIKE


class Happening(Struct, frozen=True):
    """A dated event (`date` is year-month: 2012-11) and a word that names it; `known` is the month in which it was
    announced."""

    date: str
    name: str
    word: str
    known: str


class Classification(Struct, frozen=True):
    """Lists of codes, and of events, by name (functional, economic; events)."""

    codes: Mapping[str, CodeList] = field(default_factory=dict)
    events: Mapping[str, tuple[Happening, ...]] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A name without brackets' shapes, marks and spaces."""
    return narrow(name, MARKS)
