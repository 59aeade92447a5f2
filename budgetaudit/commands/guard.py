"""A limit on the time and memory that one filing may take.

A library in C that has lost its way (PDFium on a page that draws itself a thousandfold) cannot be stopped from inside:
the process ends, with a sentence. In a batch that is a worker, whose filing becomes a line.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from budgetaudit.commands import UNREADABLE
from budgetaudit.commands.output import say

SECONDS, MEGABYTES, PAUSE = 300.0, 2048, 0.2


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """Watch over the work on one filing."""
    done = Event()
    Thread(target=_watch, args=(name, done), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _watch(name: str, done: Event) -> None:
    until, most = monotonic() + SECONDS, max(MEGABYTES, _used() + MEGABYTES // 2)
    while not done.wait(PAUSE):
        spent = f"时间超过 {SECONDS:.0f} 秒" if monotonic() > until else ""
        spent = spent or (f"内存超过 {most} MB" if _used() > most else "")
        if spent and not done.is_set():
            from multiprocessing import parent_process

            if parent_process() is None:
                say(f"{name}：读取所需的{spent}，已停止；文件可能已损坏或过大。")
            os._exit(UNREADABLE)


def _used() -> int:
    """The memory in use, in megabytes; 0 where that is not known."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except (OSError, ValueError, AttributeError):
        return 0
