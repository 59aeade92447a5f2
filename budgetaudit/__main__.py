"""`python -m budgetaudit`."""

from budgetaudit.cli import main

if __name__ == "__main__":
    main()
