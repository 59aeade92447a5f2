"""The rules that are wanted, and one filing from its file to its outcome. Used by check and each worker of a batch."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from budgetaudit.audit import audit
from budgetaudit.commands import Settings
from budgetaudit.commands.guard import guarded
from budgetaudit.errors import FilingError, UsageError, unknown
from budgetaudit.loaders import name_of, read
from budgetaudit.rulebook import Rule, Rulebook
from budgetaudit.rulefiles import load
from budgetaudit.verdicts import Audit, UnreadFiling


@lru_cache(maxsize=4)
def rulebook(settings: Settings) -> Rulebook:
    """The rules of these settings, loaded once in a process."""
    return chosen(load(settings.rules, settings.packs), settings.select, settings.ignore)


def examine(path: Path, settings: Settings) -> Audit | UnreadFiling:
    """A filing that cannot be read is an outcome, not an exception."""
    book, name = rulebook(settings), name_of(path)
    with guarded(name):
        try:
            return audit(read(path), book)
        except FilingError as error:
            return UnreadFiling(name, error.sentence)


def chosen(book: Rulebook, select: Sequence[str], ignore: Sequence[str]) -> Rulebook:
    """The rulebook with the rules of `select` (all when empty) without those of `ignore`.

    An entry is an id (`IN-31`), a group (`IN`) or a pattern (`TX-1*`); several may be joined with commas.
    """
    wanted, unwanted = (_names(entries, book.rules) for entries in (select, ignore))
    rules = tuple(
        rule for rule in book.rules if (not wanted or _among(rule.id, wanted)) and not _among(rule.id, unwanted)
    )
    return replace(book, rules=rules)


def _names(entries: Iterable[str], rules: Sequence[Rule]) -> tuple[str, ...]:
    """Entries split at commas; one that fits no rule is an error."""
    names = tuple(name.strip() for entry in entries for name in entry.split(",") if name.strip())
    for name in names:
        if not any(_fits(rule.id, name) for rule in rules):
            raise UsageError(unknown("规则", name, (rule.id for rule in rules)))
    return names


def _among(identity: str, names: Iterable[str]) -> bool:
    return any(_fits(identity, name) for name in names)


def _fits(identity: str, name: str) -> bool:
    return fnmatchcase(identity, name) or identity.split("-")[0] == name
