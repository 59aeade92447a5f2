"""The filings there are, of samples/ and of ../shared/filings, and the snapshots of many made in several processes."""

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from snapshot import Made, make

from budgetaudit import loaders, rulefiles
from budgetaudit.rulebook import Rulebook

REPO = Path(__file__).parents[2]
FILINGS = REPO.parent / "shared" / "filings"
FOLDERS = ("public", "judged", "wild", "xinle-2021", "reproductions", "odd")
ROOTS = {"samples": REPO / "samples"} | {name: FILINGS / name for name in FOLDERS}
OFFICE = frozenset({".doc", ".odt", ".rtf", ".ods", ".wps", ".et"})


def filings() -> dict[str, Path]:
    """Name of a snapshot (`public/001-….pdf`) → the filing, as far as they are here."""
    found = {
        f"{name}/{path.relative_to(root).as_posix()}": path
        for name, root in ROOTS.items()
        for path in root.rglob("*")
        if path.suffix.lower() in loaders.EXTENSIONS
    }
    return dict(sorted(found.items()))


def here(name: str) -> bool:
    """Whether the folder is here in which the filing of this snapshot would be."""
    return ROOTS[name.partition("/")[0]].is_dir()


def readable(path: Path) -> bool:
    """Whether this machine has what reads the format."""
    return path.suffix.lower() not in OFFICE or shutil.which("soffice") is not None


def every(paths: Mapping[str, Path], jobs: int) -> Iterator[tuple[str, Made]]:
    """The snapshots of filings in their order, made in `jobs` processes; the largest files are begun first."""
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        largest = sorted(paths, key=lambda name: -paths[name].stat().st_size)
        begun = {name: pool.submit(_with_rules, paths[name]) for name in largest}
        for name, path in paths.items():
            yield name, finished(begun[name], path)


def finished(begun: Future[Made], path: Path) -> Made:
    """What came of a filing; one whose process died with others' is tried again by itself."""
    try:
        return begun.result()
    except BrokenExecutor:
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            try:
                return pool.submit(_with_rules, path).result()
            except BrokenExecutor as error:
                return Made("crash process died\n", {"": str(error)})


def _with_rules(path: Path) -> Made:
    return make(path, _rules())


@cache
def _rules() -> Rulebook:
    return rulefiles.load()
