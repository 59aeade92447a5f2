"""`python -m budgetaudit`, and what the installed command calls."""

import gc
import os
import sys


def main() -> None:
    """Run the command line. What it imports stays to the end: the collector need not look at it, now or later."""
    gc.disable()
    from budgetaudit import cli

    gc.freeze()
    gc.enable()
    try:
        cli.main()
    except SystemExit as end:
        if gc.isenabled() or not isinstance(end.code, int):
            raise
        _leave(end.code)


def _leave(code: int) -> None:
    """End after one filing (then the collector is off): its report is written and no file is open, so nothing is gained
    by taking apart, value by value, what was made of it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
