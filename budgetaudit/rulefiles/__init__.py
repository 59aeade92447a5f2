"""rules/*.yaml: which files there are, and the Rulebook they make."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from budgetaudit.errors import RuleError, unknown
from budgetaudit.rulebook import Rulebook
from budgetaudit.rulefiles.build import build
from budgetaudit.rulefiles.nodes import shown

FOLDERS = ("tables", "claims", "words", "checks")
"""The folders of a rules directory, in reading order; what stands first may be named by what follows."""


def shipped() -> Path:
    """The rules folder: inside the package once installed, beside the package in a checkout."""
    here = Path(__file__).parent.parent
    inside, beside = here / "rules", here.parent / "rules"
    return inside if inside.is_dir() else beside


def load(extra: Sequence[Path] = (), packs: Sequence[str] = ()) -> Rulebook:
    """The shipped rules, and those of further folders or files, with packs laid over them."""
    roots = (shipped(), *extra)
    paths = (*_files(roots), *_packs(roots, packs))
    return build(paths, sha256(b"".join(map(_content, paths))).hexdigest())


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
            yield from _inside(root / folder)


def _inside(folder: Path) -> list[Path]:
    """The YAML files of a folder, if it is there."""
    return sorted(path for path in folder.iterdir() if path.suffix == ".yaml") if folder.is_dir() else []


def _packs(roots: Sequence[Path], names: Sequence[str]) -> Iterator[Path]:
    """The files of the packs asked for; a path to a file is a pack too."""
    found = {path.stem: path for root in roots if root.is_dir() for path in _inside(root / "packs")}
    for name in names:
        if name not in found and not Path(name).is_file():
            raise RuleError(unknown("规则包", name, found))
        yield found.get(name, Path(name))
