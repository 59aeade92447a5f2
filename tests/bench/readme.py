"""Runs the benches and writes their tables into tests/README.md.

python tests/bench/readme.py
"""

from pathlib import Path

import public_filings
import seeded
import xinle_forms
from seeds import FAMILIES

from budgetaudit import rulefiles

README = Path(__file__).parents[1] / "README.md"


def main() -> None:
    text = README.read_text("utf-8")
    text = filled(text, "public filings", list(public_filings.table(public_filings.chosen([]), rulefiles.load())))
    text = filled(text, "forms", list(xinle_forms.rows()))
    text = filled(text, "seeded errors", list(seeded.rows(list(FAMILIES), 12, show_missed=False)))
    README.write_text(text, "utf-8")


def filled(text: str, name: str, lines: list[str]) -> str:
    """The text with new lines between the two marks of a name."""
    first, last = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(first)
    return "\n".join([before + first, *lines, last + rest.partition(last)[2]])


if __name__ == "__main__":
    main()
