"""Every form of the Xinle filing against `grids.json` and against the docx: numeric cells right, facts the same.

    python tests/bench/xinle_forms.py

A numeric cell counts as right where its line is read with the same texts in the same order (pages cut tables, so grid
positions differ between forms).
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from census import is_number

from budgetaudit import loaders, rulefiles
from budgetaudit.errors import FilingError
from budgetaudit.facts import Fact, Facts
from budgetaudit.filing import Filing, Grid
from budgetaudit.recognise import recognise
from budgetaudit.text import narrow

FOLDER = Path(__file__).parents[3] / "shared" / "filings" / "xinle-2021"
HEAD = "| form | cells right | of | % | facts | other than docx | s |"

Line = tuple[str, ...]


def printed() -> Counter[Line]:
    """The lines of every table, as grids.json has them."""
    tables = json.loads((FOLDER / "grids.json").read_text("utf-8"))
    tables = tables["tables"] if isinstance(tables, dict) else tables
    return Counter(line for table in tables for row in table["grid"] if (line := _line(row)))


def read(filing: Filing) -> Counter[Line]:
    """The lines of every grid that was read."""
    grids = (block for block in filing.blocks if isinstance(block, Grid))
    return Counter(line for grid in grids for row in grid.texts if (line := _line(row)))


def _line(row: object) -> Line:
    return tuple(text for cell in row if (text := narrow(str(cell or ""))))  # type: ignore[attr-defined]


def numbers(lines: Mapping[Line, int]) -> int:
    return sum(times * sum(map(is_number, line)) for line, times in lines.items())


def values(facts: Facts) -> dict[str, str]:
    """Key → value of every fact, and every text of a row."""
    found: dict[str, str] = {}
    for table in facts.tables():
        for row in table.rows:
            found |= {str(entry.key): str(entry.amount) for entry in row.entries if isinstance(entry, Fact)}
            found |= {f"{table.part}:{table.key}[{row.key}].{name}": narrow(text) for name, text in row.texts.items()}
    return found


def forms() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def rows() -> Iterator[str]:
    yield HEAD
    yield "|---|" + "---:|" * (HEAD.count("|") - 2)
    rules, wanted = rulefiles.load(), printed()
    reference = values(recognise(loaders.read(FOLDER / "xinle-2021.docx"), rules))
    for path in forms():
        start = time.perf_counter()
        try:
            filing = loaders.read(path)
        except FilingError as error:
            yield f"| {path.name} | {error} |"
            continue
        facts = values(recognise(filing, rules))
        seconds = time.perf_counter() - start
        right, every = numbers(wanted & read(filing)), numbers(wanted)
        other = len(dict(reference.items() ^ facts.items()))
        share = f"{100 * right / every:.2f}"
        yield f"| {path.name} | {right} | {every} | {share} | {len(facts)} | {other} | {seconds:.2f} |"


if __name__ == "__main__":
    for text in rows():
        print(text, flush=True)
