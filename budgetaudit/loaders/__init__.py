"""Filings from files. One module per format, each with `load(data, name) -> (blocks, cautions)`."""

import os
import stat
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block, Filing
from budgetaudit.loaders.detect import kind_of
from budgetaudit.messages import Text, message

LOADERS = {
    "docx": "budgetaudit.loaders.docx",
    "text": "budgetaudit.loaders.text",
    "pdf": "budgetaudit.loaders.pdf",
    "xlsx": "budgetaudit.loaders.xlsx",
    "xls": "budgetaudit.loaders.xls",
    "html": "budgetaudit.loaders.html",
    "doc": "budgetaudit.loaders.office",
    "odt": "budgetaudit.loaders.office",
    "rtf": "budgetaudit.loaders.office",
    "wordxml": "budgetaudit.loaders.docx",
    "ods": "budgetaudit.loaders.office",
    "excelxml": "budgetaudit.loaders.office",
}
EXTENSIONS = frozenset(
    [
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".odt",
        ".rtf",
        ".txt",
        ".pdf",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".xls",
        ".et",
        ".ods",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
    ]
)
MOST_BYTES = 300 << 20
MOST_BLOCKS = 50_000

Loader = Callable[[bytes, str], tuple[tuple[Block, ...], tuple[Text, ...]]]


def read(path: Path) -> Filing:
    """The filing in a file, or FilingError with one sentence that says what is wrong with it."""
    name = name_of(path)
    data = _bytes(path, name)
    kind = kind_of(data, name)
    load: Loader = import_module(LOADERS[kind]).load
    try:
        blocks, cautions = load(data, name)
    except FilingError as error:
        raise error if error.name else FilingError(name, error.says) from error
    except RecursionError as error:
        raise FilingError(name, message("file.deep")) from error
    except MemoryError as error:
        raise FilingError(name, message("file.memory")) from error
    if len(blocks) > MOST_BLOCKS:
        raise FilingError(name, message("file.many", count=len(blocks), most=MOST_BLOCKS))
    return Filing(name, sha256(data).hexdigest(), kind, blocks, cautions)


def name_of(path: Path) -> str:
    """The name of a file as text; bytes of it that are no UTF-8 become "\ufffd"."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _bytes(path: Path, name: str) -> bytes:
    """The file's content, once it is sure to be a file worth reading."""
    if name.startswith("~$"):
        raise FilingError(name, message("file.lock"))
    try:
        _check_kind(path)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FilingError(str(path), message("file.absent")) from error
    except OSError as error:
        raise FilingError(name, message("file.shut", error=error.strerror or "")) from error
    if len(data) > MOST_BYTES:
        raise FilingError(name, message("file.bytes", most=MOST_BYTES >> 20))
    if not data:
        raise FilingError(name, message("file.empty"))
    return data


def _check_kind(path: Path) -> None:
    """A folder, a device or a pipe is no filing; only what the shell itself pipes in (/dev/stdin) is read."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise FilingError(str(path), message("file.folder"))
    if not (stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and path.is_relative_to("/dev"))):
        raise FilingError(str(path), message("file.device"))
