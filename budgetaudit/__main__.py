"""`python -m budgetaudit`, and what the installed command calls."""

import gc


def main() -> None:
    """Run the command line. What it imports stays to the end: the collector need not look at it, now or later."""
    gc.disable()
    from budgetaudit import cli

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
