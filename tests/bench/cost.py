"""What every filing costs per number that it prints, worst first: a step that is not linear shows on top.

    python tests/bench/cost.py [WORD …]     only the filings whose folder/name contains one of the words
        --top N                             so many rows (20)
        --rounds N                          the least of N audits (1)

Milliseconds of processor for loading and for the audit, microseconds of the audit per number, how many times the
median that is; then the exponent of the audit's time against numbers, fitted (1.0: linear). Every stage shall stay at
or under 1.1, no filing above five times the median; small filings are left out of both: a check has a floor.
"""

import argparse
import gc
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

sys.path.insert(0, str(Path(__file__).parent))

from filings import filings, readable

from budgetaudit import rulefiles
from budgetaudit.audit import audit
from budgetaudit.errors import FilingError
from budgetaudit.loaders import read

LEAST = 200
"""Numbers below which the floor of a check hides its cost per number."""
T = TypeVar("T")


class Cost(Struct, frozen=True):
    """One filing: seconds of processor for loading and audit, and the numbers it prints."""

    name: str
    load: float
    audit: float
    numbers: int

    @property
    def each(self) -> float:
        """Microseconds of the audit per number."""
        return self.audit / max(self.numbers, 1) * 1e6


def measured(name: str, path: Path, rounds: int) -> Cost | None:
    """What a filing costs; None where it is refused."""
    book = rulefiles.load()
    try:
        load, filing = _timed(lambda: read(path))
        runs = [_timed(lambda: audit(filing, book)) for _ in range(rounds)]
    except FilingError:
        return None
    return Cost(name, load, min(seconds for seconds, _ in runs), runs[0][1].coverage.numbers)


def _timed(step: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    start = time.process_time()
    value = step()
    return time.process_time() - start, value


def exponent(costs: Sequence[Cost]) -> float:
    """The slope of log(time) over log(numbers), least squares."""
    points = [(math.log(cost.numbers), math.log(cost.audit)) for cost in costs]
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def report(costs: Sequence[Cost], top: int) -> None:
    large = [cost for cost in costs if cost.numbers >= LEAST]
    median = statistics.median(cost.each for cost in large or costs)
    print(f"{len(costs)} filings, {len(large)} of at least {LEAST} numbers, median {median:.0f} µs per number")
    print("| filing | numbers | load ms | audit ms | µs per number | × median |\n|---|---:|---:|---:|---:|---:|")
    for cost in sorted(large or costs, key=lambda cost: -cost.each)[:top]:
        times = f"{cost.load * 1000:.0f} | {cost.audit * 1000:.0f} | {cost.each:.0f} | {cost.each / median:.1f}"
        print(f"| {cost.name} | {cost.numbers} | {times} |")
    if len(large) > 2:
        print(f"exponent of the audit’s time against numbers: {exponent(large):.2f} (at most 1.1)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("words", nargs="*")
    options.add_argument("--top", type=int, default=20)
    options.add_argument("--rounds", type=int, default=1)
    asked = options.parse_args()
    chosen = {
        name: path
        for name, path in filings().items()
        if readable(path) and (not asked.words or any(word in name for word in asked.words))
    }
    costs = [cost for name, path in chosen.items() if (cost := measured(name, path, asked.rounds))]
    report(costs, asked.top)


if __name__ == "__main__":
    main()
