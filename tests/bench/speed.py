"""How fast: `budgetaudit check` as a process, beside a process that only reads every cell with python-docx.

    python tests/bench/speed.py [FILING.docx] [ROUNDS]

Both run in turns, compiled beforehand; medians and their ratio are printed, then the audit without loading, then
what importing costs.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
READER = """
import sys, docx
for table in docx.Document(sys.argv[1]).tables:
    for row in table.rows:
        for cell in row.cells:
            cell.text
"""


def main() -> None:
    filing = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "xinle-2021.docx"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": cache, "PYTHONDONTWRITEBYTECODE": ""}
        check = [sys.executable, "-m", "budgetaudit", "check", str(filing)]
        reader = [sys.executable, "-c", READER, str(filing)]
        ours, theirs = side_by_side(check, reader, environment, rounds)
        say(f"{filing.name}, {rounds} rounds in turns, milliseconds (median, least)")
        say(f"  budgetaudit check     {ours[0]:7.0f} {ours[1]:7.0f}")
        say(f"  python-docx, cells    {theirs[0]:7.0f} {theirs[1]:7.0f}")
        say(f"  ratio                 {ours[0] / theirs[0]:7.2f} {ours[1] / theirs[1]:7.2f}   (target 0.8)")
        steps(filing)
        imports(check, environment)


def side_by_side(
    one: list[str], other: list[str], environment: dict[str, str], rounds: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """(median, least) of two commands run in turns, after one round that compiles."""
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
    say("steps, milliseconds (least of five)")
    for name, step in (
        ("load the rules", lambda: rulebook.__wrapped__(Settings())),
        ("load the filing", lambda: read(filing)),
        ("audit", lambda: audit(loaded, book)),
        ("console report", lambda: render("console", result, Look(width=100))),
    ):
        least = min(_timed(step) for _ in range(5))
        say(f"  {name:<20}  {least:7.1f}" + ("   (target 25)" if name == "audit" else ""))


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
