"""Starting is cheap: nothing heavy is imported that the command does not use."""

import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "xinle-2021.docx"
HEAVY = {"pandas", "numpy", "openpyxl", "jinja2", "highspy", "docx", "pypdfium2", "python_calamine", "dask", "lxml"}
SPARED = {"concurrent", "csv", "dataclasses", "multiprocessing", "socket", "tempfile", "json", "logging", "asyncio"}
"""What a plain check has no need of."""


def imported(*words: str) -> set[str]:
    """The top-level modules that a run of the program imports."""
    code = "import atexit, sys; atexit.register(lambda: print(*sys.modules, sep=chr(10), file=sys.stderr));"
    code += f"sys.argv = ['budgetaudit', *{list(words)!r}]; from budgetaudit.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    names = {name.split(".")[0] for name in done.stderr.split("\n")}
    assert {"budgetaudit", "typer"} <= names, done.stderr
    return names


def test_help_reads_no_document_and_no_rule() -> None:
    assert not imported("--help") & (HEAVY | SPARED | {"yaml", "rich", "pyexpat", "hashlib"})


def test_check_imports_only_what_it_uses() -> None:
    assert not imported("check", str(SAMPLE)) & (HEAVY | SPARED)
