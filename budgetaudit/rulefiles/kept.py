"""The rulebook kept between runs: reading it back takes a tenth of the time that building it from YAML takes.

It lies in the user's own cache folder, with a key made of everything that it was made from: the rule files, this
program's code, Python's version. A file that is not the user's own, that others may write, that is not whole or has
another key is not read; nothing that goes wrong here fails a run. `BUDGETAUDIT_CACHE` names another folder, or is
`off`.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from budgetaudit.errors import RuleError
from budgetaudit.rulebook import Rulebook

PACKAGE = Path(__file__).parent.parent
MAKERS = ("", "claims", "kinds", "rulefiles")
"""The folders of the package whose code makes, and is named in, a kept rulebook."""

MOST = 8
"""How many rulebooks are kept: one for each set of rule files that is used."""


def rulebook(paths: Sequence[Path]) -> Rulebook:
    """The rulebook of these files: the one kept, or else built and kept for the next time."""
    contents = [_content(path) for path in paths]
    folder = _folder()
    if folder is None:
        return _built(paths, contents)
    names = "\n".join(map(str, paths)).encode()
    place = folder / f"rules-{hashlib.sha256(names).hexdigest()[:16]}.pickle"
    key = _key(names, contents)
    book = _read(place, key)
    if book is None:
        book = _built(paths, contents)
        _write(place, key, book)
    return book


def _built(paths: Sequence[Path], contents: Sequence[bytes]) -> Rulebook:
    from budgetaudit.rulefiles.build import build

    return build(paths, hashlib.sha256(b"".join(contents)).hexdigest())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        from budgetaudit.rulefiles.nodes import shown

        raise RuleError(f"{shown(str(path))}: cannot be read: {error.strerror}") from error


def _folder() -> Path | None:
    """The user's cache folder; None where there is none, or none is wanted."""
    wanted = os.environ.get("BUDGETAUDIT_CACHE", "")
    if wanted:
        return None if wanted == "off" else Path(wanted)
    home = {"win32": "LOCALAPPDATA"}.get(sys.platform, "XDG_CACHE_HOME")
    try:
        usual = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
        return Path(os.environ.get(home) or usual) / "budgetaudit"
    except RuntimeError:
        return None


def _key(names: bytes, contents: Sequence[bytes]) -> bytes:
    """A fingerprint of all that a rulebook is made from."""
    key = hashlib.sha256(f"{sys.version} {PACKAGE}".encode())
    for folder in MAKERS:
        with os.scandir(PACKAGE / folder) as entries:
            code = sorted((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in entries if one.is_file())
        key.update(repr(code).encode())
    for content in (names, *contents):
        key.update(b"%d " % len(content) + content)
    return key.digest()


def _read(place: Path, key: bytes) -> Rulebook | None:
    """The rulebook kept under this key, if it is whole and nobody else can have written it."""
    import pickle

    try:
        with place.open("rb") as file:
            if not _own(os.fstat(file.fileno())) or file.read(len(key)) != key:
                return None
            seal, content = file.read(hashlib.sha256().digest_size), file.read()
        if hashlib.sha256(key + content).digest() != seal:
            return None
        book = pickle.loads(content)
    except Exception:
        return None
    return book if isinstance(book, Rulebook) else None


def _own(status: os.stat_result) -> bool:
    """Whether a file belongs to who runs this, and to nobody else to write."""
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _write(place: Path, key: bytes, book: Rulebook) -> None:
    """Keep a rulebook: whole or not at all, and for its owner only."""
    import pickle

    unfinished = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = pickle.dumps(book, pickle.HIGHEST_PROTOCOL)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key + hashlib.sha256(key + content).digest() + content)
        unfinished.replace(place)
        for old in sorted(place.parent.glob("rules-*.pickle"), key=lambda path: -path.stat().st_mtime)[MOST:]:
            old.unlink()
    except Exception:
        with suppress(OSError):
            unfinished.unlink()
