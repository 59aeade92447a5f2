"""How fast: `budgetaudit check` as a process, beside a process that only reads the same file's tables.

    python tests/bench/speed.py [FILING.docx|FILING.pdf] [ROUNDS]

The other process reads every cell of a Word file with python-docx, or extracts the tables of a PDF with pdfplumber.
Both run in turns; medians and their ratio are printed, then each step, then what importing costs. The first run, which
compiles modules and patterns and builds the rules that later ones find in the cache, is told by itself. In `steps` the
garbage collector is off, as it is in the program.
"""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORD = """
import sys, docx
for table in docx.Document(sys.argv[1]).tables:
    for row in table.rows:
        for cell in row.cells:
            cell.text
"""
PDF = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as document:
    for page in document.pages:
        page.extract_tables()
"""
READERS = {".docx": ("python-docx, cells", WORD, 0.8), ".pdf": ("pdfplumber, tables", PDF, 0.35)}


def main() -> None:
    filing = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "xinle-2021.docx"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    with tempfile.TemporaryDirectory() as cache:
        kept = {"PYTHONPYCACHEPREFIX": cache, "PYTHONDONTWRITEBYTECODE": "", "BUDGETAUDIT_CACHE": cache}
        environment = os.environ | kept
        other, script, target = READERS[filing.suffix]
        check = [sys.executable, "-m", "budgetaudit", "check", str(filing)]
        reader = [sys.executable, "-c", script, str(filing)]
        first = _timed(lambda: subprocess.run(check, env=environment, capture_output=True, check=False))
        ours, theirs = side_by_side(check, reader, environment, rounds)
        say(f"{filing.name}, {rounds} rounds in turns, milliseconds (median, least)")
        say(f"  budgetaudit check     {ours[0]:7.0f} {ours[1]:7.0f}")
        say(f"  {other:<20}  {theirs[0]:7.0f} {theirs[1]:7.0f}")
        say(f"  ratio                 {ours[0] / theirs[0]:7.2f} {ours[1] / theirs[1]:7.2f}   (target {target})")
        say(f"  the very first check  {first:7.0f}")
        os.environ["BUDGETAUDIT_CACHE"] = cache
        steps(filing)
        imports(check, environment)


def side_by_side(
    one: list[str], other: list[str], environment: dict[str, str], rounds: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """(median, least) of two commands run in turns, after one round that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for command, kept in zip((one, other), times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, env=environment, capture_output=True, check=False)
            if number:
                kept.append((time.perf_counter() - start) * 1000)
    ours, theirs = ((statistics.median(kept), min(kept)) for kept in times)
    return ours, theirs


def steps(filing: Path) -> None:
    """Each step of the straight line in this process, the least of five."""
    from budgetaudit.audit import audit
    from budgetaudit.commands import Settings
    from budgetaudit.commands.examine import rulebook
    from budgetaudit.loaders import read
    from budgetaudit.reporters import Look, render

    book, loaded = rulebook(Settings()), read(filing)
    result = audit(loaded, book)
    gc.collect()
    gc.disable()
    say("steps, milliseconds (least of five)")
    for name, step in (
        ("build the rules", lambda: _built(Settings())),
        ("load the rules", lambda: rulebook.__wrapped__(Settings())),
        ("load the filing", lambda: read(filing)),
        ("audit", lambda: audit(loaded, book)),
        ("console report", lambda: render("console", result, Look(width=100))),
    ):
        least = min(_timed(step) for _ in range(5))
        say(f"  {name:<20}  {least:7.1f}" + ("   (target 25)" if name == "audit" else ""))


def _built(settings: object) -> None:
    """The rules from YAML, as at the first start."""
    from budgetaudit.commands.examine import rulebook

    kept = os.environ["BUDGETAUDIT_CACHE"]
    os.environ["BUDGETAUDIT_CACHE"] = "off"
    rulebook.__wrapped__(settings)
    os.environ["BUDGETAUDIT_CACHE"] = kept


def _timed(step: object) -> float:
    start = time.perf_counter()
    step()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000


def imports(check: list[str], environment: dict[str, str]) -> None:
    """The dearest imports of a whole check."""
    command = [check[0], "-X", "importtime", *check[1:]]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stderr
    rows = [line.removeprefix("import time:").split("|") for line in told.splitlines() if "|" in line]
    costs = sorted(((int(own), name.strip()) for own, _, name in rows[1:]), reverse=True)
    say(f"imports: {len(costs)} modules, {sum(own for own, _ in costs) / 1000:.0f} ms; the dearest:")
    for own, name in costs[:12]:
        say(f"  {own / 1000:7.1f}  {name}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
