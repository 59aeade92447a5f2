"""How fast: `budgetaudit check` as a process, beside a process that only reads the same file's tables.

    python tests/bench/speed.py [FILING.docx|FILING.pdf] [--rounds 9] [--wheel]

The other process reads every cell of a Word file with python-docx, or extracts the tables of a PDF with pdfplumber.
Both run in turns, their modules compiled; medians of wall and of processor time, and the ratios. The very first run is
told by itself: in a checkout it compiles modules. `--wheel` builds the wheel, installs it and the readers into a new
environment, and measures the command that is installed there: nothing is left to compile. Then each step of a check,
the first time in a process and again, and what importing costs. POSIX.
"""

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

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
READERS = {".docx": ("python-docx, cells", WORD, 0.85), ".pdf": ("pdfplumber, tables", PDF, 0.35)}
T = TypeVar("T")
Times = tuple[float, float]
"""Milliseconds: on the wall, on the processor."""


def main() -> None:
    asked = _asked()
    if asked.steps:
        return steps(asked.filing)
    with tempfile.TemporaryDirectory() as folder:
        python, check = _installed(Path(folder)) if asked.wheel else _checkout(Path(folder))
        first = _process([*check, str(asked.filing)])
        compare(python, check, asked.filing, asked.rounds)
        say(f"  the very first check   {first[0]:7.0f} {first[1]:7.0f}")
        subprocess.run([python, __file__, asked.filing, "--steps"], check=True)
        imports([python, "-X", "importtime", "-m", "budgetaudit", "check", str(asked.filing)])
    return None


def _asked() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("filing", nargs="?", type=Path, default=ROOT / "samples" / "xinle-2021.docx")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--wheel", action="store_true")
    options.add_argument("--steps", action="store_true", help=argparse.SUPPRESS)
    return options.parse_args()


def _checkout(folder: Path) -> tuple[str, list[str]]:
    """This interpreter with the checkout's modules, compiled into a folder of their own."""
    kept = {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(ROOT)}
    os.environ.update(kept)
    return sys.executable, [sys.executable, "-m", "budgetaudit", "check"]


def _installed(folder: Path) -> tuple[str, list[str]]:
    """A new environment with the wheel and the readers; pip compiles what it installs."""
    os.environ.pop("PYTHONPATH", None)
    builder = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(builder, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / "bin"
    install = [programs / "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, wheel, "python-docx", "pdfplumber"], check=True)
    return str(programs / "python"), [str(programs / "budgetaudit"), "check"]


def compare(python: str, check: Sequence[str], filing: Path, rounds: int) -> None:
    """Print both commands' medians and their ratio; they run in turns, one round before does not count."""
    name, script, target = READERS[filing.suffix]
    commands = ([*check, str(filing)], [python, "-c", script, str(filing)])
    runs = [[_process(command) for command in commands] for _ in range(rounds + 1)][1:]
    ours, theirs = ([statistics.median(times) for times in zip(*side, strict=True)] for side in zip(*runs, strict=True))
    say(f"{filing.name}, {rounds} rounds in turns, milliseconds (wall, processor; medians)")
    say(f"  budgetaudit check      {ours[0]:7.0f} {ours[1]:7.0f}")
    say(f"  {name:<20}   {theirs[0]:7.0f} {theirs[1]:7.0f}")
    say(f"  ratio                  {ours[0] / theirs[0]:7.2f} {ours[1] / theirs[1]:7.2f}   (target {target})")


def _process(command: Sequence[str]) -> Times:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=tempfile.gettempdir(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(process.pid, 0)
    wall = (time.perf_counter() - start) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.stderr
    with process.stderr as errors:
        if told := errors.read():
            raise SystemExit(told.decode())
    return wall, (used.ru_utime + used.ru_stime) * 1000


def steps(filing: Path) -> None:
    """Print what each step takes in this process: the first time, and the least of five more."""
    gc.disable()
    say("steps, milliseconds of processor (first time, again)")
    _step("import typer", lambda: __import__("typer"))
    _step("import the command line", lambda: __import__("budgetaudit.cli"))
    _step("import check", lambda: __import__("budgetaudit.commands.check"))
    from budgetaudit.audit import audit
    from budgetaudit.commands import Settings
    from budgetaudit.commands.examine import rulebook
    from budgetaudit.loaders import read
    from budgetaudit.reporters import Look, render

    def rules() -> object:
        rulebook.cache_clear()
        return rulebook(Settings())

    book = _step("get the rules", rules)
    loaded = _step("load the filing", lambda: read(filing))
    result = _step("audit", lambda: audit(loaded, book))
    _step("console report", lambda: render("console", result, Look(width=100)))


def _step(name: str, step: Callable[[], T]) -> T:
    first, value = _timed(step)
    again = min(_timed(step)[0] for _ in range(5))
    say(f"  {name:<24} {first:7.1f} {again:7.1f}")
    return value


def _timed(step: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    value = step()
    return (time.process_time() - start) * 1000, value


def imports(command: Sequence[str]) -> None:
    """Print the dearest imports of a whole check, each the least of five runs."""
    least: dict[str, int] = {}
    for _ in range(5):
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tempfile.gettempdir())
        rows = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines() if "|" in line]
        for own, _, name in rows[1:]:
            least[name.strip()] = min(int(own), least.get(name.strip(), sys.maxsize))
    say(f"imports: {len(least)} modules, {sum(least.values()) / 1000:.0f} ms; the dearest:")
    for name in sorted(least, key=least.__getitem__, reverse=True)[:12]:
        say(f"  {least[name] / 1000:7.1f}  {name}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
