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

Loader = Callable[[bytes, str], tuple[tuple[Block, ...], tuple[str, ...]]]


def read(path: Path) -> Filing:
    """The filing in a file, or FilingError with one sentence that says what is wrong with it."""
    name = name_of(path)
    data = _bytes(path, name)
    kind = kind_of(data, name)
    load: Loader = import_module(LOADERS[kind]).load
    try:
        blocks, cautions = load(data, name)
    except FilingError as error:
        raise error if str(error).startswith(name) else FilingError(f"{name}：{error}") from error
    except RecursionError as error:
        raise FilingError(f"{name}：文档结构嵌套过深，没有读取。") from error
    except MemoryError as error:
        raise FilingError(f"{name}：文件过大，内存不够，没有读取。") from error
    if len(blocks) > MOST_BLOCKS:
        raise FilingError(f"{name}：有 {len(blocks)} 个段落和表格，超过 {MOST_BLOCKS} 个的上限，没有读取。")
    return Filing(name, sha256(data).hexdigest(), kind, blocks, cautions)


def name_of(path: Path) -> str:
    """The name of a file as text; bytes of it that are no UTF-8 become "\ufffd"."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _bytes(path: Path, name: str) -> bytes:
    """The file's content, once it is sure to be a file worth reading."""
    if name.startswith("~$"):
        raise FilingError(f"{name}：这是 Office 打开文档时的临时锁文件，不是文档本身，请改为检查去掉“~$”的原文件。")
    try:
        _check_kind(path)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FilingError(f"{path}：找不到这个文件，请检查路径。") from error
    except OSError as error:
        raise FilingError(f"{name}：无法打开这个文件（{error.strerror}），请检查路径和权限。") from error
    if len(data) > MOST_BYTES:
        raise FilingError(f"{name}：文件超过 {MOST_BYTES >> 20} MB 的上限，没有读取。")
    if not data:
        raise FilingError(f"{name}：文件是空的（0 字节），请重新获取。")
    return data


def _check_kind(path: Path) -> None:
    """A folder, a device or a pipe is no filing; only what the shell itself pipes in (/dev/stdin) is read."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise FilingError(f"{path}：这是文件夹，检查单个文件用 check，检查整个文件夹请用 budgetaudit batch。")
    if not (stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and path.is_relative_to("/dev"))):
        raise FilingError(f"{path}：这是设备或管道，不是文件，没有读取。")
