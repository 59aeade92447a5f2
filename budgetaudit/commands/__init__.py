"""The commands of the program. Each takes the words of the command line as values (cli.py reads them) and returns its
exit code."""

from pathlib import Path

from msgspec import Struct

from budgetaudit.errors import UsageError, unknown

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


def exit_code(counts: tuple[int, int, int], unchecked: int, checked: int, settings: Settings) -> int:
    """What the findings of one filing (errors, warnings, notes), the rules that could not be decided and the numbers
    that were checked mean to whoever called the program: where all rules were tried and checked no number, silence is
    no approval."""
    grave = counts[: LEVELS.index(settings.fail_on) + 1] if settings.fail_on != "never" else ()
    if any(grave) or (settings.strict and unchecked):
        return FINDINGS
    return OK if checked or settings.select else UNREADABLE


def one_of(what: str, name: str, known: tuple[str, ...]) -> str:
    """The name, if it is known; a UsageError with the nearest one if not."""
    if name not in known:
        raise UsageError(unknown(what, name, known))
    return name
