"""Where reports go: standard output as its encoding allows, or a file written whole or not at all."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from budgetaudit.errors import UsageError
from budgetaudit.reporters import VISIBLE, Look


def say(message: str) -> None:
    """A line for the user that is no report: an error, a warning, progress."""
    text = f"{message}\n".translate(VISIBLE)
    sys.stderr.buffer.write(text.encode(sys.stderr.encoding or "utf-8", "replace"))
    sys.stderr.flush()


def put(report: str | bytes) -> None:
    """A report to standard output. What its encoding lacks becomes `?`; a closed pipe ends it quietly."""
    data = report if isinstance(report, bytes) else report.encode(sys.stdout.encoding or "utf-8", "replace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise UsageError(f"报告无法写到标准输出（{error.strerror}）。") from error


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
    """A report into a file. A device or a pipe is written to; a file appears whole, nothing half-written is left."""
    data = report if isinstance(report, bytes) else report.encode("utf-8", "replace")
    try:
        if not path.parent.is_dir():
            raise UsageError(f"{path.parent}：没有这个文件夹，请先建立，或换一个输出位置。")
        if path.is_dir():
            raise UsageError(f"{path}：这是文件夹，请给出要写入的文件名。")
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _write_whole(data, Path(os.path.realpath(path)))
    except OSError as error:
        raise UsageError(f"{path}：无法写入（{error.strerror}）。") from error


def _write_whole(data: bytes, path: Path) -> None:
    """The file by renaming; what was begun goes when it cannot be ended (a full disk)."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".budgetaudit-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


@contextmanager
def meter(total: int) -> Iterator[Callable[[str], None]]:
    """A way to print a filing's line; with a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield put
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
    from rich.text import Text

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total)

        def tell(line: str) -> None:
            """Print a line above the bar if standard output is a terminal too, else to standard output alone."""
            if sys.stdout.isatty():
                bar.console.print(Text.from_ansi(line.rstrip()), soft_wrap=True)
            else:
                put(line)
            bar.advance(task)

        yield tell
