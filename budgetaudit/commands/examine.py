"""One filing, from its file to its outcome. Used by check and by every worker of a batch."""

from functools import lru_cache
from pathlib import Path

from budgetaudit.audit import audit
from budgetaudit.choice import chosen
from budgetaudit.commands import Settings
from budgetaudit.commands.guard import guarded
from budgetaudit.errors import FilingError
from budgetaudit.loaders import name_of, read
from budgetaudit.rulebook import Rulebook
from budgetaudit.rulefiles import load
from budgetaudit.verdicts import Audit, Unread


@lru_cache(maxsize=4)
def rulebook(settings: Settings) -> Rulebook:
    """The rules of these settings, loaded once in a process."""
    return chosen(load(settings.rules, settings.packs), settings.select, settings.ignore)


def examine(path: Path, settings: Settings) -> Audit | Unread:
    """A filing that cannot be read is an outcome, not an exception."""
    book, name = rulebook(settings), name_of(path)
    with guarded(name):
        try:
            return audit(read(path), book)
        except FilingError as error:
            return Unread(name, str(error))
