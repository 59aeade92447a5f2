"""What the commands do; cli.py only reads their options. Each returns its exit code."""

from pathlib import Path

from msgspec import Struct

from budgetaudit.errors import UsageError, unknown
from budgetaudit.verdicts import Audit, Unread

OK, FINDINGS, MISUSE, UNREADABLE = 0, 1, 2, 3
LEVELS = ("error", "warning", "info", "never")


class Settings(Struct, frozen=True):
    """Which rules, how strictly. `fail_on` is one of LEVELS; `strict` counts unchecked as broken."""

    rules: tuple[Path, ...] = ()
    packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    strict: bool = False


def exit_code(outcome: Audit | Unread, settings: Settings) -> int:
    """What the outcome of one filing means to whoever called the program."""
    if isinstance(outcome, Unread):
        return UNREADABLE
    if settings.strict and outcome.unchecked:
        return FINDINGS
    grave = LEVELS[: LEVELS.index(settings.fail_on) + 1] if settings.fail_on != "never" else ()
    return FINDINGS if outcome.worst() in grave else OK


def one_of(what: str, name: str, known: tuple[str, ...]) -> str:
    """The name, if it is known; a UsageError with the nearest one if not."""
    if name not in known:
        raise UsageError(unknown(what, name, known))
    return name
