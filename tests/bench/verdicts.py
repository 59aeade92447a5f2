"""What is printed on judged/, public/ and wild/, beside what was proved true or false of each finding by hand.

    python tests/bench/verdicts.py [WORD ...]     the filings whose folder/name contains a word; all without
        --all       also the rules whose errors are those that were proved true

Reads tests/snapshots (see changes.py --update) and the verdicts. Those of tests/data/verdicts.yaml name a finding each,
and come first. Those of ../shared/filings/judged/verdicts.yaml name a rule and a number of findings: more errors than
were proved true are false as far as false ones were proved, and otherwise *new*, to be proved by hand.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

sys.path.insert(0, str(Path(__file__).parent))

from filings import FILINGS, REPO

JUDGED = FILINGS / "judged" / "verdicts.yaml"
PROVED = REPO / "tests" / "data" / "verdicts.yaml"
SNAPSHOTS = REPO / "tests" / "snapshots"
FOLDERS = ("judged", "public", "wild")
NAMES = ("errors", "false", "new", "lost", "fallen")
Keys = frozenset[str]


class Found(NamedTuple):
    """A finding as a snapshot has it. Several of one rule may share an id."""

    id: str
    rule: str
    severity: str


@dataclass(frozen=True)
class Line:
    """One rule (or the rules that one verdict names together) on one filing. `printed`: severity → findings without a
    verdict of their own; `counted`: verdict → findings of those that were only counted; `own`: verdict and what is
    printed now (a severity, "" for nothing) → findings with a verdict of their own."""

    filing: str
    rules: Keys
    printed: Mapping[str, int]
    counted: Mapping[str, int]
    own: Mapping[tuple[str, str], int]

    @property
    def errors(self) -> int:
        return self.printed.get("error", 0) + sum(count for (_, now), count in self.own.items() if now == "error")

    @property
    def false(self) -> int:
        """Errors that were proved false, and those beyond the ones not proved false, of rules of which some were."""
        beyond = self.printed.get("error", 0) - self.counted["true"] - self.counted["unclear"]
        return self.own.get(("false", "error"), 0) + (max(0, beyond) if self.counted["false"] else 0)

    @property
    def new(self) -> int:
        return max(0, self.printed.get("error", 0) - sum(self.counted.values()))

    @property
    def lost(self) -> int:
        return self.own.get(("true", ""), 0) + max(0, self.counted["true"] - sum(self.printed.values()))

    @property
    def fallen(self) -> int:
        """True errors that are only a warning or a note now."""
        weaker = sum(self.own.get(("true", severity), 0) for severity in ("warning", "info"))
        gone = max(0, self.counted["true"] - sum(self.printed.values()))
        return weaker + max(0, self.counted["true"] - self.printed.get("error", 0) - gone)

    def row(self) -> str:
        counts = (
            self.errors,
            self.printed.get("warning", 0),
            *(self.counted[verdict] for verdict in ("true", "false", "unclear")),
            sum(self.own.values()),
        )
        names = [name for name in NAMES[1:] if getattr(self, name)]
        return f"{self.filing[:24]:24} {'+'.join(sorted(self.rules)):24} {counts!s:24} {' '.join(names)}"


def printed(path: Path) -> list[Found]:
    """What the snapshot of a filing prints."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        match line.split(" ", 4):
            case ["finding", name, rule, severity, *_]:
                found.append(Found(name, rule, severity))
    return found


def lines(name: str, counted: Mapping[str, Any], proved: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """The rules on one filing; verdicts that share a rule are one line."""
    now = printed(SNAPSHOTS / f"{name}.txt")
    own = [verdict for verdict in proved if verdict.get("severity", "error") == "error"]
    groups: list[tuple[Keys, Counter[str]]] = []
    for verdict in counted.get("printed") or ():
        rules, severity = _named(verdict["rule"])
        if severity == "error":
            groups.append((rules, Counter({verdict["verdict"]: verdict.get("count", 1)})))
    groups += [(frozenset({rule}), Counter()) for rule in {one.rule for one in now} | {one["rule"] for one in own}]
    known = {verdict["id"] for verdict in own}
    for rules, counts in _joined(groups):
        rest = Counter(one.severity for one in now if one.rule in rules and one.id not in known)
        stands = [
            (verdict["verdict"], severity)
            for verdict in own
            if verdict["rule"] in rules
            for severity in [one.severity for one in now if one.id == verdict["id"]] or [""]
        ]
        left = _left(counts, (verdict["verdict"] for verdict in own if verdict["rule"] in rules))
        yield Line(name, rules, rest, left, Counter(stands))


def _left(counted: Counter[str], own: Iterable[str]) -> Counter[str]:
    """What is left of the counted verdicts: each finding with a verdict of its own is one of those, the like first."""
    left = Counter(counted)
    for verdict in own:
        left[verdict if left[verdict] else max(left, key=lambda name: left[name], default=verdict)] -= 1
    return +left


def _named(text: str) -> tuple[Keys, str]:
    """`TX-11+TX-32` or `CP-07 warning` → the rules, the severity that was judged."""
    names, _, severity = text.partition(" ")
    return frozenset(names.split("+")), severity or "error"


def _joined(groups: Sequence[tuple[Keys, Counter[str]]]) -> list[tuple[Keys, Counter[str]]]:
    joined: list[tuple[Keys, Counter[str]]] = []
    for rules, proved in groups:
        sharing = [one for one in joined if one[0] & rules]
        joined = [one for one in joined if not one[0] & rules]
        whole = rules.union(*(one[0] for one in sharing))
        joined.append((whole, sum((one[1] for one in sharing), proved)))
    return joined


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args()
    counted = {f"judged/{filing['file']}": filing for filing in yaml.safe_load(JUDGED.read_text("utf-8"))}
    proved = {filing["file"]: filing["printed"] for filing in yaml.safe_load(PROVED.read_text("utf-8"))}
    names = [
        path.relative_to(SNAPSHOTS).as_posix().removesuffix(".txt")
        for folder in FOLDERS
        for path in sorted((SNAPSHOTS / folder).glob("*.txt"))
    ]
    chosen = [name for name in names if not asked.words or any(word in name for word in asked.words)]
    found = [line for name in chosen for line in lines(name, counted.get(name, {}), proved.get(name, ()))]
    print(f"{'filing':24} {'rule':24} (errors, warnings, counted true, false, unclear, proved by id)")
    for line in sorted(found, key=lambda line: (line.filing, sorted(line.rules))):
        if line.false or line.new or line.lost or line.fallen or asked.all:
            print(line.row())
    for folder in FOLDERS:
        these = [line for line in found if line.filing.startswith(folder)]
        print(folder, {name: sum(getattr(line, name) for line in these) for name in NAMES})


if __name__ == "__main__":
    main()
