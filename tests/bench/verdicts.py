"""What is printed on the judged filings, beside what was proved true or false of each finding by hand.

    python tests/bench/verdicts.py [WORD ...]     the filings whose name contains a word; all without
        --all       also the rules whose errors are those that were proved true

Reads tests/snapshots (see changes.py --update) and ../shared/filings/judged/verdicts.yaml. A verdict names a rule and a
number of findings, not each of them: more findings than were proved true are false as far as false ones were proved,
and otherwise *new*, to be proved by hand.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))

from filings import FILINGS, REPO

JUDGED = FILINGS / "judged" / "verdicts.yaml"
SNAPSHOTS = REPO / "tests" / "snapshots" / "judged"
Keys = frozenset[str]


@dataclass(frozen=True)
class Line:
    """One rule (or the rules that one verdict names together) on one filing: what is printed, what was proved."""

    filing: str
    rules: Keys
    printed: Mapping[str, int]
    proved: Mapping[str, int]

    @property
    def errors(self) -> int:
        return self.printed.get("error", 0)

    @property
    def false(self) -> int:
        """Errors beyond those that were not proved false, of rules of which some were."""
        return max(0, self.errors - self.proved["true"] - self.proved["unclear"]) if self.proved["false"] else 0

    @property
    def new(self) -> int:
        return max(0, self.errors - sum(self.proved.values()))

    @property
    def lost(self) -> int:
        return max(0, self.proved["true"] - sum(self.printed.values()))

    @property
    def fallen(self) -> int:
        """True errors that are only a warning or a note now."""
        return max(0, self.proved["true"] - self.errors - self.lost)

    def row(self) -> str:
        counts = (
            self.errors,
            self.printed.get("warning", 0),
            *(self.proved[one] for one in ("true", "false", "unclear")),
        )
        names = [name for name in ("false", "new", "lost", "fallen") if getattr(self, name)]
        return f"{self.filing[:24]:24} {'+'.join(sorted(self.rules)):24} {counts!s:24} {' '.join(names)}"


def printed(path: Path) -> dict[str, Counter[str]]:
    """Rule → severity → findings, from the snapshot of a filing."""
    rules: dict[str, Counter[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        match line.split(" ", 4):
            case ["finding", _, rule, severity, *_]:
                rules.setdefault(rule, Counter())[severity] += 1
    return rules


def lines(filing: Mapping[str, Any]) -> Iterator[Line]:
    """The rules on one judged filing; verdicts that share a rule are one line."""
    now = printed(SNAPSHOTS / f"{filing['file']}.txt")
    groups: list[tuple[Keys, Counter[str]]] = []
    for verdict in filing.get("printed") or ():
        rules, severity = _named(verdict["rule"])
        if severity == "error":
            groups.append((rules, Counter({verdict["verdict"]: verdict.get("count", 1)})))
    groups += [(frozenset({rule}), Counter()) for rule in now]
    for rules, proved in _joined(groups):
        counts = sum((now.get(rule, Counter()) for rule in rules), Counter[str]())
        yield Line(filing["file"], rules, counts, proved)


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
    judged = yaml.safe_load(JUDGED.read_text("utf-8"))
    found = [
        line
        for filing in judged
        if not asked.words or any(word in filing["file"] for word in asked.words)
        for line in lines(filing)
    ]
    print(f"{'filing':24} {'rule':24} (errors, warnings, true, false, unclear)")
    for line in sorted(found, key=lambda line: (line.filing, sorted(line.rules))):
        if line.false or line.new or line.lost or line.fallen or asked.all:
            print(line.row())
    print({name: sum(getattr(line, name) for line in found) for name in ("errors", "false", "new", "lost", "fallen")})


if __name__ == "__main__":
    main()
