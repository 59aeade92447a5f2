"""The files that make a rulebook, in reading order, and their digest."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from budgetaudit.errors import RuleError, unknown

FOLDERS = ("tables", "claims", "words", "checks")
"""The folders of YAML in a rules folder, in reading order; what stands first may be named by what follows."""
LISTS = "classification"
"""The folder of CSV lists."""
PACKAGE = Path(__file__).parent.parent
CODE = (
    "kinds", "rulefiles", "amounts.py", "classification.py", "conditions.py", "facts.py", "rulebook.py", "selectors.py",
    "text.py",
)  # fmt: skip
"""The code that a rulebook is built by, and whose values it holds."""


def shipped() -> Path:
    """The rules folder: inside the package once installed, beside the package in a checkout."""
    inside, beside = PACKAGE / "rules", PACKAGE.parent / "rules"
    return inside if inside.is_dir() else beside


def files(extra: Sequence[Path], packs: Sequence[str]) -> tuple[Path, ...]:
    """The shipped files, those of further folders (or single files), those of packs. Raises RuleError where a folder
    or pack is not there."""
    roots = (shipped(), *extra)
    return (*_files(roots), *_packs(roots, packs))


def digest(paths: Iterable[Path]) -> str:
    """The SHA-256 of files' names and contents, in this order. Raises RuleError where one cannot be read."""
    total = sha256()
    for path in paths:
        content = _content(path)
        total.update(f"{path.name} {len(content)}\n".encode(errors="surrogateescape"))
        total.update(content)
    return total.hexdigest()


def code() -> Iterator[Path]:
    """The modules of CODE that are there as source."""
    for name in CODE:
        path = PACKAGE / name
        yield from _inside(path, ".py") if path.is_dir() else filter(Path.is_file, (path,))


def shown(name: str) -> str:
    """A path as people name it: from the folder `rules` on, else as given."""
    parts = Path(name).parts
    if "rules" in parts:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index("rules") :])
    return name


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleError(f"{shown(str(path))}: 无法读取（{error.strerror}）。") from error


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        if root.is_file():
            yield root
            continue
        if not root.is_dir():
            raise RuleError(f"{root}：找不到这个规则文件夹或文件，请检查路径。")
        for folder in (*FOLDERS, ""):
            yield from _inside(root / folder, ".yaml")
        yield from _inside(root / LISTS, ".csv")


def _inside(folder: Path, suffix: str) -> list[Path]:
    """The files of a folder that end so, if it is there."""
    return sorted(path for path in folder.iterdir() if path.suffix == suffix) if folder.is_dir() else []


def _packs(roots: Sequence[Path], names: Sequence[str]) -> Iterator[Path]:
    """The files of the packs asked for; a path to a file is a pack too."""
    known = {path.stem: path for root in roots if root.is_dir() for path in _inside(root / "packs", ".yaml")}
    for name in names:
        if name not in known and not Path(name).is_file():
            raise RuleError(unknown("规则包", name, known))
        yield known.get(name, Path(name))
