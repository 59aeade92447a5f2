"""On PYTHONPATH: every Python process leaves a note of itself when it ends, in the folder that WITNESS names.

A note says whether the process was a worker of multiprocessing, whether its garbage collector was on, and the most
memory it held, in megabytes (0 where /proc does not tell).
"""

import atexit
import gc
import json
import os
import sys
from pathlib import Path


def _peak() -> float:
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _note() -> None:
    multiprocessing = sys.modules.get("multiprocessing")
    worker = multiprocessing is not None and multiprocessing.parent_process() is not None
    note = {"worker": worker, "collects": gc.isenabled(), "peak": _peak()}
    Path(os.environ["WITNESS"], f"{os.getpid()}.json").write_text(json.dumps(note))


if os.environ.get("WITNESS"):
    atexit.register(_note)
