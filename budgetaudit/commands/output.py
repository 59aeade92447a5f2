"""Where reports go: standard output as its encoding allows, or a file written whole or not at all."""

import os
import sys
import tempfile
from pathlib import Path

from budgetaudit.errors import UsageError
from budgetaudit.reporters import Look


def say(message: str) -> None:
    """A line for the user that is no report: an error, a warning, progress."""
    sys.stderr.buffer.write(f"{message}\n".encode(sys.stderr.encoding or "utf-8", "replace"))
    sys.stderr.flush()


def put(report: str | bytes) -> None:
    """A report to standard output. What its encoding lacks becomes `?`; a closed pipe ends it quietly."""
    data = report if isinstance(report, bytes) else report.encode(sys.stdout.encoding or "utf-8", "replace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def terminal_look(lang: str, verbose: bool) -> Look:
    """How standard output wants its report: in colour only on a terminal, with marks that it can encode."""
    forced = bool(os.environ.get("FORCE_COLOR"))
    shunned = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    colour = forced or (sys.stdout.isatty() and not shunned)
    return Look(lang, verbose, colour, _encodes("✓✗", sys.stdout.encoding or "utf-8"))


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def save(report: str | bytes, path: Path) -> None:
    """A report into a file. The file appears whole, by renaming; nothing half-written is left."""
    data = report if isinstance(report, bytes) else report.encode()
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}：没有这个文件夹，请先建立，或换一个输出位置。")
    if path.is_dir():
        raise UsageError(f"{path}：这是文件夹，请给出要写入的文件名。")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".budgetaudit-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(f"{path}：无法写入（{error.strerror}）。") from error


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
