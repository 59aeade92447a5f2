"""report.jsonl of a batch: the outcome of every filing, a line each, and what the next run can keep of it."""

from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct, field

AUDITED, UNREAD = "audited", "unread"
NAME, PREVIOUS = "report.jsonl", "report.previous.jsonl"


class Task(Struct, frozen=True):
    """A filing to audit: its file, its name in the report, and the key under which its result is kept."""

    path: Path
    name: str
    key: str


class LedgerLine(Struct, frozen=True):
    """The outcome of one filing, a line of report.jsonl: counts and JSON report, or why it was not read
    or, of an audited one, what a reader must know of it first."""

    file: str
    key: str
    outcome: str
    reason: str = ""
    entity: str = ""
    year: int = 0
    kind: str = ""
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    unchecked: int = 0
    numbers: int = 0
    checked: int = 0
    about: str = ""
    totals: dict[str, tuple[str, ...]] = {}
    report: msgspec.Raw = msgspec.Raw(b"null")


def unread(task: Task, reason: str) -> LedgerLine:
    return LedgerLine(task.name, task.key, UNREAD, reason)


class Ledger(Struct):
    """Lines go to disk at once; only their counts stay in memory. `spots` says where in the previous ledger a
    key stands. It changes as it is written: it is a file."""

    path: Path
    out: BinaryIO
    previous: BinaryIO | None
    spots: dict[str, int]
    summaries: list[LedgerLine] = field(default_factory=list)

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

    def kept(self, task: Task) -> LedgerLine | None:
        """The outcome of the same filing under the same rules, if an earlier run has it."""
        spot = self.spots.get(f"{task.key} {task.name}")
        if spot is None or self.previous is None:
            return None
        self.previous.seek(spot)
        return msgspec.json.decode(self.previous.readline(), type=LedgerLine)

    def add(self, line: LedgerLine) -> None:
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
            line = msgspec.json.decode(raw, type=LedgerLine)
        except msgspec.MsgspecError:
            line = None
        if line:
            spots[f"{line.key} {line.file}"] = at
        at += len(raw)
    return spots
