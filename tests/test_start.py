"""Starting is cheap: nothing heavy is imported that the command does not use."""

import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "xinle-2021.docx"
HEAVY = {"pandas", "numpy", "openpyxl", "jinja2", "highspy", "docx", "pypdfium2", "python_calamine", "dask"}
SPARED = {"_hashlib", "csv", "dataclasses", "inspect", "multiprocessing", "socket", "tempfile", "typer", "yaml"}
"""What a plain check has no need of, once rules have been kept: together they take longer than reading a filing."""


def imported(*words: str) -> set[str]:
    """The top-level modules that a run of the program imports."""
    told = "import atexit, os, sys; tell = lambda: sys.stderr.write(chr(10).join(sys.modules));"
    told += "atexit.register(tell); leave = os._exit;"
    told += "os._exit = lambda code: (tell(), sys.stderr.flush(), leave(code));"
    code = f"{told} sys.argv = ['budgetaudit', *{list(words)!r}]; from budgetaudit.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return {name.split(".")[0] for name in done.stderr.split("\n")}


def test_help_reads_no_document_and_no_rule() -> None:
    names = imported("--help")
    assert "typer" in names
    assert not names & (HEAVY | {"lxml", "yaml", "rich"})


def test_check_imports_only_what_it_uses() -> None:
    imported("check", str(SAMPLE))
    names = imported("check", str(SAMPLE))
    assert "budgetaudit" in names
    assert not names & (HEAVY | SPARED)
