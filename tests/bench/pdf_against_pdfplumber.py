"""Our PDF loader against pdfplumber, an independent reader: numeric cells and time, filing by filing.

    python tests/bench/pdf_against_pdfplumber.py [FILE|FOLDER ...] [--details]

The differences on the public filings: two numbers of 017 stand below the edge of their page and only pdfplumber
reads them; cells cut by a page break (030, 088, 089, 098), and numbers of 159 whose digits and marks stand on
lines apart or whose rows slip, only we read. pdfplumber's answers are kept in a cache in the temporary folder,
since it takes minutes to give them.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from budgetaudit.amounts import read_amount
from budgetaudit.errors import FilingError
from budgetaudit.filing import Grid
from budgetaudit.loaders.pdf import load
from budgetaudit.text import narrow

PUBLIC = Path(__file__).parents[3] / "shared" / "filings" / "public"
CACHE = Path(tempfile.gettempdir()) / "budgetaudit-pdfplumber"

Numbers = Counter[tuple[int, str]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("paths", nargs="*", type=Path, default=[PUBLIC])
    options.add_argument("--details", action="store_true", help="print the numbers that differ")
    chosen = options.parse_args()
    print(f"{'filing':<24}  theirs    ours  common     -     +  s theirs  s ours  ratio")
    totals = [0.0] * 7
    for path in _files(chosen.paths):
        row = compare(path, details=chosen.details)
        totals = [total + value for total, value in zip(totals, row, strict=True)]
        _print(path.name, row)
    _print("all", totals)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob("*.pdf")) if path.is_dir() else [path]


def compare(path: Path, details: bool) -> list[float]:
    """Theirs, ours, common, only theirs, only ours, their seconds, our seconds."""
    theirs, their_seconds = pdfplumber_numbers(path)
    start = time.perf_counter()
    try:
        blocks, _ = load(path.read_bytes(), path.name)
    except FilingError as error:
        print(error)
        blocks = ()
    our_seconds = time.perf_counter() - start
    ours = Counter(
        (grid.place.page, narrow(cell.text))
        for grid in blocks
        if isinstance(grid, Grid)
        for cell in grid.cells
        if read_amount(cell.text)
    )
    if details:
        _print_differences("only theirs", theirs - ours)
        _print_differences("only ours", ours - theirs)
    counts = [theirs, ours, theirs & ours, theirs - ours, ours - theirs]
    return [*(float(sum(count.values())) for count in counts), their_seconds, our_seconds]


def pdfplumber_numbers(path: Path) -> tuple[Numbers, float]:
    """(page, number) → times it stands in a cell, as pdfplumber reads them; and the seconds it took."""
    kept = CACHE / f"{sha256(path.read_bytes()).hexdigest()}.json"
    if not kept.exists():
        CACHE.mkdir(exist_ok=True)
        kept.write_text(json.dumps(_read_with_pdfplumber(path)), encoding="utf-8")
    numbers, seconds = json.loads(kept.read_text(encoding="utf-8"))
    return Counter((page, number) for page, number in numbers), seconds


def _read_with_pdfplumber(path: Path) -> tuple[list[tuple[int, str]], float]:
    import pdfplumber

    start = time.perf_counter()
    found = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                cells = (text for row in table for text in row if text and read_amount(text))
                found += [(page.page_number, narrow(text)) for text in cells]
            page.close()
    return found, time.perf_counter() - start


def _print_differences(title: str, numbers: Numbers) -> None:
    by_page: dict[int, list[str]] = {}
    for (page, number), times in sorted(numbers.items()):
        by_page.setdefault(page, []).append(number if times == 1 else f"{number}×{times}")
    for page, listed in by_page.items():
        print(f"  {title}, page {page}: {' '.join(listed)}")


def _print(name: str, row: list[float]) -> None:
    """One line; the name has Chinese characters of double width."""
    theirs, ours, common, only_theirs, only_ours, their_seconds, our_seconds = row
    ratio = our_seconds / their_seconds if their_seconds else 0
    print(
        f"{name[:14]:<14}{theirs:>8.0f}{ours:>8.0f}{common:>8.0f}{only_theirs:>6.0f}{only_ours:>6.0f}"
        f"{their_seconds:>10.2f}{our_seconds:>8.2f}{ratio:>7.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
