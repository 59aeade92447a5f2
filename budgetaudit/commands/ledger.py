"""report.jsonl: every outcome as it comes, and what can be kept of it next time."""

from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct, field

from budgetaudit.batch import Line, Task

NAME, PREVIOUS = "report.jsonl", "report.previous.jsonl"


class Ledger(Struct):
    """Lines go to disk at once; only their counts stay in memory. `spots` says where in the previous ledger a
    key stands. It changes as it is written: it is a file."""

    path: Path
    out: BinaryIO
    previous: BinaryIO | None
    spots: dict[str, int]
    summaries: list[Line] = field(default_factory=list)

    @classmethod
    def open(cls, folder: Path, resume: bool) -> "Ledger":
        """A new ledger in a folder. What an earlier run left is kept when `resume`, dropped otherwise."""
        folder.mkdir(parents=True, exist_ok=True)
        path, previous = folder / NAME, folder / PREVIOUS
        if not resume:
            previous.unlink(missing_ok=True)
            return cls(path, path.open("wb"), None, {})
        _set_aside(path, previous)
        old = previous.open("rb") if previous.exists() else None
        return cls(path, path.open("wb"), old, _spots(old) if old else {})

    def kept(self, task: Task) -> Line | None:
        """The outcome of the same filing under the same rules, if an earlier run has it."""
        spot = self.spots.get(f"{task.key} {task.name}")
        if spot is None or self.previous is None:
            return None
        self.previous.seek(spot)
        return msgspec.json.decode(self.previous.readline(), type=Line)

    def add(self, line: Line) -> None:
        self.out.write(msgspec.json.encode(line) + b"\n")
        self.out.flush()
        self.summaries.append(msgspec.structs.replace(line, report=msgspec.Raw(b"null")))

    def close(self) -> None:
        """The run is complete: what was kept is now in the new ledger."""
        self.out.close()
        if self.previous:
            self.previous.close()
            (self.path.parent / PREVIOUS).unlink(missing_ok=True)


def _set_aside(path: Path, previous: Path) -> None:
    """Add the last ledger to the one before it (an interrupted run leaves both), less half-written lines."""
    if not path.exists():
        return
    with path.open("rb") as new, previous.open("ab") as old:
        for line in new:
            if line.endswith(b"\n"):
                old.write(line)
    path.unlink()


def _spots(ledger: BinaryIO) -> dict[str, int]:
    """Key and file → where their line begins. Later lines win; a line that does not parse is passed over."""
    spots, at = {}, 0
    for raw in ledger:
        try:
            line = msgspec.json.decode(raw, type=Line)
        except msgspec.MsgspecError:
            line = None
        if line:
            spots[f"{line.key} {line.file}"] = at
        at += len(raw)
    return spots
