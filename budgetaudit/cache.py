"""What a run has made and the next can use, kept in the user's own cache folder.

A file that is not the user's own, that others may write, that is not whole or was made of something else (another
`key`) is not read; nothing that goes wrong here fails a run. `BUDGETAUDIT_CACHE` names another folder, or is `off`.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from budgetaudit.digest import SIZE, seal

MOST = 16
"""How many files are kept, the newest."""


def read(name: str, key: bytes) -> Any:
    """What was kept by this name under this key (32 bytes); None if nothing was, or it is not sound."""
    place = _place(name)
    try:
        if place is None:
            return None
        with place.open("rb") as file:
            if not _own(os.fstat(file.fileno())) or file.read(SIZE) != key:
                return None
            sealed, content = file.read(SIZE), file.read()
        return _loads(content) if seal(key + content) == sealed else None
    except Exception:
        return None


def _loads(content: bytes) -> Any:
    """What was pickled, without the half of `pickle` that is written in Python."""
    try:
        from _pickle import loads
    except ImportError:
        from pickle import loads
    return loads(content)


def write(name: str, key: bytes, value: object) -> None:
    """Keep a value: whole or not at all, and for its owner only."""
    import pickle

    place = _place(name)
    if place is None:
        return
    unfinished = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key + seal(key + content) + content)
        unfinished.replace(place)
        for old in sorted(place.parent.glob("*.pickle"), key=lambda path: -path.stat().st_mtime)[MOST:]:
            old.unlink()
    except Exception:
        with suppress(OSError):
            unfinished.unlink()


def _place(name: str) -> Path | None:
    """The file of a name in the user's cache folder; None where there is none, or none is wanted."""
    wanted = os.environ.get("BUDGETAUDIT_CACHE", "")
    if wanted:
        return None if wanted == "off" else Path(wanted) / f"{name}.pickle"
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    with suppress(RuntimeError):
        usual = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
        return Path(home or usual) / "budgetaudit" / f"{name}.pickle"
    return None


def _own(status: os.stat_result) -> bool:
    """Whether a file belongs to who runs this, and to nobody else to write."""
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)
