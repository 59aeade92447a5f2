"""The few kinds of error, and what each says. Every message is one sentence a user can act on."""

from collections.abc import Iterable

from budgetaudit.messages import Text, message, say

FEW = 12


class BudgetAuditError(Exception):
    """Anything the program stops for. `sentence` is the whole message; `str(error)` is that in Chinese."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return say(self.sentence)


class FilingError(BudgetAuditError):
    """A filing that cannot be read (exit code 3): its name ("" where the code that raises this has no name to
    give), what is wrong with it and what to do."""

    def __init__(self, name: str, says: Text) -> None:
        super().__init__(message("file.says", name=name, says=says) if name else says)
        self.args = (name, says)
        self.name, self.says = name, says


class RuleError(BudgetAuditError):
    """Rules that do not load (exit code 2): file:line, the problem, the nearest right name."""


class UsageError(BudgetAuditError):
    """Wrong use of the command line (exit code 2)."""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is not known, with the nearest one that is, or with those there are.

    >>> unknown("种类", "totals", ["total", "same"])
    '没有“totals”这个种类；是不是“total”？'
    """
    from difflib import get_close_matches

    choices = sorted(known)
    near = get_close_matches(name, choices, n=1)
    few = f"{'、'.join(choices[:FEW])}{'等' if len(choices) > FEW else ''}"
    hint = f"是不是“{near[0]}”？" if near else f"可用的有{few}。"
    return f"没有“{name}”这个{what}；{hint}"
