"""The few kinds of error, and what each says. Every message is one sentence a user can act on."""

from collections.abc import Iterable


class BudgetAuditError(Exception):
    """Anything the program stops for. `str(error)` is the whole message, ready to print."""


class FilingError(BudgetAuditError):
    """A filing that cannot be read (exit code 3): what, where, what to do."""


class RuleError(BudgetAuditError):
    """Rules that do not load (exit code 2): file:line, the problem, the nearest right name."""


class UsageError(BudgetAuditError):
    """Wrong use of the command line (exit code 2)."""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is not known, with the nearest one that is.

    >>> unknown("kind", "totals", ["total", "same"])
    "unknown kind 'totals'; did you mean 'total'?"
    """
    from difflib import get_close_matches

    choices = sorted(known)
    near = get_close_matches(name, choices, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(choices)}"
    return f"unknown {what} {name!r}; {hint}"
