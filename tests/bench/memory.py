"""Whether `budgetaudit batch` needs more memory for more filings.

    python tests/bench/memory.py [FILING] [--count 60 --count 600] [--jobs 2]

A folder of so many copies is audited by the program as an installer starts it; every process notes its peak when it
ends (tests/witness; Linux). The last count may need a tenth more than the first: else the bench exits with 1.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "xinle-2021.docx"
SCRIPT = "import sys\nfrom budgetaudit.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
MORE = 1.1


def main() -> None:
    asked = _asked()
    sys.stdout.write(f"{asked.filing.name}, {asked.jobs} workers, peak in MB\n  copies  parent  worker\n")
    peaks = [peak(asked.filing, count, asked.jobs) for count in asked.count or (60, 600)]
    grown = [last / first for first, last in zip(peaks[0], peaks[-1], strict=True)]
    sys.stdout.write(f"  grown {grown[0]:8.2f} {grown[1]:7.2f}   (target at most {MORE})\n")
    sys.exit(max(grown) > MORE)


def _asked() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("filing", nargs="?", type=Path, default=SAMPLE)
    options.add_argument("--count", type=int, action="append")
    options.add_argument("--jobs", type=int, default=2)
    return options.parse_args()


def peak(filing: Path, count: int, jobs: int) -> tuple[float, float]:
    """The most memory that the parent, and that any worker, held over so many copies of a filing; in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        notes = _audited(Path(folder), filing, count, jobs)
    parent = max(note["peak"] for note in notes if not note["worker"])
    worker = max(note["peak"] for note in notes if note["worker"])
    sys.stdout.write(f"  {count:6} {parent:7.1f} {worker:7.1f}\n")
    sys.stdout.flush()
    return parent, worker


def _audited(folder: Path, filing: Path, count: int, jobs: int) -> list[dict[str, float]]:
    """What the processes of a batch over copies of a filing note of themselves."""
    copies, notes, script = folder / "copies", folder / "notes", folder / "budgetaudit"
    copies.mkdir()
    notes.mkdir()
    script.write_text(SCRIPT)
    for number in range(count):
        shutil.copy(filing, copies / f"{number:05}{filing.suffix}")
    path = os.pathsep.join((str(ROOT / "tests" / "witness"), str(ROOT)))
    environment = os.environ | {"PYTHONPATH": path, "WITNESS": str(notes)}
    command = [sys.executable, script, "batch", copies, "-o", folder / "out", "--jobs", str(jobs)]
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return [json.loads(note.read_text()) for note in notes.iterdir()]


if __name__ == "__main__":
    main()
