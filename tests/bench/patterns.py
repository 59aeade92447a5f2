"""How the time of every pattern grows with the length of hostile texts: python tests/bench/patterns.py [LEAST]

Prints each pattern whose exponent (log time ÷ log length, over the last doubling) is above LEAST, 1.3 if not given,
for a method it is called with, on a text made of one unit over and over, with and without an end that fits nothing."""

import gc
import re
import sys
from collections.abc import Callable, Iterator
from math import log2
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from patterns import SEARCHING, Constant, constants

UNITS = (
    *("a", "1", " ", "，", "元", "《", "<", "(", "（", "[", "“", "-", ".", "0", "中", "\n", "年", "1,", ",234"),
    *("1.", "（一", "(一)", "一、", "其中", "数额", "预算", "支出", "2021", "2021年", "年度", "不超过", "附件"),
    *("中 ", "1 ", "' ", "a;", "<w:sz ", "<w:tr ", "<w:tc><w:p>", "<w:r><w:t>", '"', "单位:", "(不含", "。"),
    *("中中(类)", "十九届二中", "[$", "1,234", "预决算", "中(中中)"),
)
SHORT, LONG = 1 << 12, 1 << 15
"""Letters: what takes less than QUICK at SHORT is linear; what does not is tried up to LONG."""
QUICK, SLOW = 0.004, 0.5
"""Seconds: no text is made longer that took more than SLOW."""


def methods(one: Constant) -> set[str]:
    """What a pattern is tried by; findall stands for all that search."""
    searching = {"findall"} if one.methods & SEARCHING or not one.methods else set()
    return searching | (one.methods & {"match", "fullmatch"})


def exponent(act: Callable[[str], object], unit: str, end: str) -> tuple[float, int, float]:
    """The exponent over the last doubling, the last length in letters and its time in seconds."""
    length, before, taken = 16, 0.0, 0.0
    while taken < SLOW and (length <= SHORT or (taken > QUICK and length <= LONG)):
        before, taken = taken, min(_timed(act, unit * (length // len(unit)) + end) for _ in range(2))
        length *= 2
    return (log2(taken / before) if taken > QUICK else 0.0), length // 2, taken


def _timed(act: Callable[[str], object], text: str) -> float:
    start = process_time()
    act(text)
    return process_time() - start


def measured(one: Constant) -> Iterator[tuple[float, int, float, str, str]]:
    compiled = re.compile(one.pattern.pattern, one.pattern.flags)
    for method in sorted(methods(one)):
        for unit in UNITS:
            for end in ("", "\x00"):
                text = (unit, end) if isinstance(one.pattern.pattern, str) else (unit.encode(), end.encode())
                yield (*exponent(getattr(compiled, method), *text), method, unit + end)  # type: ignore[arg-type]


def main(least: float) -> None:
    gc.disable()
    worst = []
    for one in constants():
        grown = max(measured(one))
        worst.append((grown, one))
        if grown[0] > least:
            power, length, taken, method, unit = grown
            print(f"{power:5.2f}  {taken * 1000:8.1f} ms  {length:7}  {one.module[12:]}.{one.name}.{method}  {unit!r}")
    power, one = max((grown[0], one.name) for grown, one in worst)
    print(f"{len(worst)} patterns × {len(UNITS)} units; the worst exponent {power:.2f} ({one})")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.3)
