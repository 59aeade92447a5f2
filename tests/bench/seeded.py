"""Errors seeded into the clean sample, one at a time: how many are found, by which rules, and whether at the place.

    python tests/bench/seeded.py [FAMILY ...] [--each N] [--missed]

Found: an error or warning that the clean filing does not have. At the place: it names the seeded cell or sentence.
As rounding: not printed as wrong, but counted among the sums that only rounding explains.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from seeds import FAMILIES, Seed

from budgetaudit import loaders, rulefiles
from budgetaudit.audit import audit
from budgetaudit.filing import Filing, Place
from budgetaudit.recognise import recognise
from budgetaudit.reporters.summary import flat
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Finding

CLEAN = Path(__file__).parents[2] / "samples" / "xinle-2021-corrected.docx"
HEAD = "| family | seeded | found | % | at the place | as rounding | rules |"


def findings(filing: Filing, rules: Rulebook) -> tuple[dict[str, Finding], int]:
    """Errors and warnings by fingerprint, and how many sums only rounding explains."""
    done = audit(filing, rules)
    return {one.id: one for one in flat(done) if one.severity in ("error", "warning")}, len(done.rounding)


def named(finding: Finding) -> Iterator[Place]:
    for side in (finding.left, finding.right):
        yield side.place
        yield from (item.place for item in side.items)
    yield from (spot.place for spot in finding.also)


def tried(seed: Seed, rules: Rulebook, clean: dict[str, Finding]) -> tuple[set[str], bool, bool]:
    """(rules with something new to say, whether one names the place, whether it is only counted as rounding)."""
    found, rounded = findings(seed.filing, rules)
    new = [one for name, one in found.items() if name not in clean]
    there = any(place in seed.places for one in new for place in named(one))
    return {one.rule for one in new}, there, bool(rounded) and not new


def rows(families: list[str], each: int, show_missed: bool) -> Iterator[str]:
    rules, filing = rulefiles.load(), loaders.read(CLEAN)
    facts, (clean, _) = recognise(filing, rules), findings(filing, rules)
    by_rule: Counter[str] = Counter()
    every = [0, 0, 0, 0]
    yield HEAD
    yield "|---|---:|---:|---:|---:|---:|---|"
    for name in families:
        seeds = list(FAMILIES[name](filing, facts))
        chosen = random.Random(name).sample(seeds, min(each, len(seeds)))
        said: Counter[str] = Counter()
        counts = [len(chosen), 0, 0, 0]
        for seed in chosen:
            new, there, rounded = tried(seed, rules, clean)
            said.update(new)
            counts[1] += bool(new)
            counts[2] += there
            counts[3] += rounded
            if show_missed and not new:
                yield f"      missed: {seed.what}"
        by_rule += said
        every = [a + b for a, b in zip(every, counts, strict=True)]
        yield line(name, counts, said)
    yield line("all", every, by_rule)


def line(name: str, counts: list[int], said: Counter[str]) -> str:
    seeded, found, there, rounded = counts
    share = f"{100 * found / seeded:.0f}" if seeded else "–"
    rules = " ".join(f"{rule}×{times}" for rule, times in said.most_common(None if name == "all" else 6))
    return f"| {name} | {seeded} | {found} | {share} | {there} | {rounded} | {rules} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("families", nargs="*", default=list(FAMILIES))
    options.add_argument("--each", type=int, default=12)
    options.add_argument("--missed", action="store_true")
    asked = options.parse_args()
    for text in rows(asked.families, asked.each, asked.missed):
        print(text, flush=True)


if __name__ == "__main__":
    main()
