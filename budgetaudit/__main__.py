"""`python -m budgetaudit`, and the command `budgetaudit`."""

import gc

gc.disable()  # before anything is loaded: the process is short, and what it makes it keeps

from budgetaudit.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
