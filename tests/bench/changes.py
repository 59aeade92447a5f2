"""What a change did: every filing audited again and compared with tests/snapshots.

    python tests/bench/changes.py [ID ...]      what is gone, new and changed per filing, then totals; exit 1 if any is
        --update        rewrites the snapshots
        --against REV   compares with the snapshots of another commit
        --jobs N        processes (2)

An ID is the beginning of a snapshot's name or of a filing's: `public`, `judged/113`, `124`, `xinle-2021.docx`.
"""

import argparse
import io
import os
import subprocess
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from snapshot import REPO, SNAPSHOTS, Made, every, filings, readable

NAMED_BY = {"finding": (1, 2), "table": (1, 3), "claim": (1, 3), "relation": (1, 3), "unread-number": (1, 3)}
"""Kind of line → which of its words name what it is about; of other kinds the second does."""
UNNAMED = frozenset({"filing", "report", "counts", "coverage", "unread", "crash"})
"""Kinds of which there is one line."""
SEVERITIES = ("error", "warning", "info")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """A filing's lines before and after, each as its words."""

    before: Sequence[Words]
    after: Sequence[Words]

    @cached_property
    def changed(self) -> list[tuple[Words, Words]]:
        """What is there before and after, and is not the same."""
        return self._apart[0]

    @cached_property
    def gone(self) -> list[Words]:
        return self._apart[1]

    @cached_property
    def new(self) -> list[Words]:
        return self._apart[2]

    @cached_property
    def _apart(self) -> tuple[list[tuple[Words, Words]], list[Words], list[Words]]:
        after, before = _only(self.after, self.before), _only(self.before, self.after)
        waiting: dict[Words, list[Words]] = defaultdict(list)
        for line in after:
            waiting[_name(line)].append(line)
        pairs = [(line, found.pop(0)) for line in before if (found := waiting[_name(line)])]
        paired = Counter(line for pair in pairs for line in pair)
        return pairs, _less(before, paired), _less(after, paired)

    @property
    def wording(self) -> bool:
        """Whether nothing but sentences changed."""
        same = {word for pair in self.changed for word in _differing(*pair)}
        return not self.gone and not self.new and all(one.startswith(("text=", "json=", "en=")) for one in same)

    def number(self, kind: str, field: str) -> tuple[int, int]:
        """A count of the filing, before and after."""
        before, after = (
            sum(int(_field(line, field)) for line in lines if line[0] == kind) for lines in (self.before, self.after)
        )
        return before, after

    def findings(self, severity: str) -> tuple[int, int]:
        before, after = (
            sum(line[0] == "finding" and line[3] == severity for line in lines) for lines in (self.before, self.after)
        )
        return before, after


def _name(line: Words) -> Words:
    if line[0] in UNNAMED:
        return line[:1]
    start, end = NAMED_BY.get(line[0], (1, 2))
    return line[0], *line[start:end]


def _only(lines: Sequence[Words], others: Sequence[Words]) -> list[Words]:
    """The lines that are not among the others, as often as they are too many."""
    return _less(lines, Counter(others))


def _less(lines: Iterable[Words], taken: Counter[Words]) -> list[Words]:
    left = Counter(taken)
    kept = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            kept.append(line)
    return kept


def _field(line: Words, name: str) -> str:
    return next((word.partition("=")[2] for word in line if word.startswith(f"{name}=")), "0")


def _fields(line: Words) -> dict[str, str]:
    """Every word by its name; those without one by their place."""
    return {word.partition("=")[0] if "=" in word else str(at): word for at, word in enumerate(line)}


def _differing(before: Words, after: Words) -> list[str]:
    """The words that changed: `left=1 → 2`."""
    was, now = _fields(before), _fields(after)
    names = [name for name in dict.fromkeys((*was, *now)) if was.get(name) != now.get(name)]
    return [f"{was.get(name, '–')} → {now.get(name, '–').removeprefix(f'{name}=')}" for name in names]


def told(name: str, one: Compared, made: Made) -> Iterator[str]:
    """What changed in a filing, a line each."""
    yield f"== {name}" + ("  (wording only)" if one.wording else "")
    for line in one.gone:
        yield f"  gone     {' '.join(line)}"
    for line in one.new:
        yield f"  new      {' '.join(line)}{_words(line, made)}"
    for before, after in one.changed:
        yield f"  changed  {' '.join(_name(before))}: {', '.join(_differing(before, after))}{_words(after, made)}"


def _words(line: Words, made: Made) -> str:
    """What a finding says, or why the filing was not read."""
    said = made.words.get(line[1] if line[0] == "finding" else "", "")
    return f"\n           {said.strip()}" if said and line[0] in ("finding", "unread", "crash") else ""


def totals(compared: Mapping[str, Compared], left_out: int) -> Iterator[str]:
    """What changed in all filings together."""
    different = [one for one in compared.values() if one.gone or one.new or one.changed]
    wording = sum(one.wording for one in different)
    yield f"\n{len(compared)} filings, {len(different)} changed, {wording} of them in wording only" + (
        f"; {left_out} left out: no LibreOffice" if left_out else ""
    )
    yield from _by_rule(different)
    kinds = [(what, line[0]) for one in different for what in ("gone", "new") for line in getattr(one, what)]
    kinds += [("changed", pair[0][0]) for one in different for pair in one.changed]
    yield from _table("lines", ("gone", "new", "changed"), Counter((kind, what) for what, kind in kinds))
    yield from ("", "| all filings | before | after |", "|---|---:|---:|")
    for severity in SEVERITIES:
        yield _row(f"findings: {severity}", _sums(one.findings(severity) for one in compared.values()))
    for status in ("held", "rounding", "broken", "unchecked", "not_applicable"):
        yield _row(f"verdicts: {status}", _sum(compared, "counts", status))
    for field in ("numbers", "checked"):
        yield _row(f"coverage: {field}", _sum(compared, "coverage", field))
    yield _row("claims", _sum(compared, "claims", "count"))
    yield _row("facts of tables", _sum(compared, "table", "facts"))


def _sum(compared: Mapping[str, Compared], kind: str, field: str) -> list[int]:
    return _sums(one.number(kind, field) for one in compared.values())


def _sums(pairs: Iterable[tuple[int, int]]) -> list[int]:
    return [sum(numbers) for numbers in zip(*pairs, strict=True)]


def _row(name: str, numbers: Iterable[int]) -> str:
    return f"| {name} | {' | '.join(map(str, numbers))} |"


def _by_rule(different: Iterable[Compared]) -> Iterator[str]:
    """Findings gone, new, moved to another severity or otherwise changed, by rule and severity."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in different:
        counts.update((f"{line[2]} {line[3]}", "gone") for line in one.gone if line[0] == "finding")
        counts.update((f"{line[2]} {line[3]}", "new") for line in one.new if line[0] == "finding")
        for before, after in one.changed:
            if before[0] == "finding":
                moved = before[3] != after[3]
                severity = f"{before[3]} → {after[3]}" if moved else before[3]
                counts[f"{before[2]} {severity}", "moved" if moved else _sort(before, after)] += 1
    yield from _table("findings", ("gone", "new", "moved", "changed", "wording"), counts)


def _sort(before: Words, after: Words) -> str:
    only_words = all(word.startswith("text=") for word in _differing(before, after))
    return "wording" if only_words else "changed"


def _table(title: str, columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    if counts:
        yield from ("", f"| {title} | {' | '.join(columns)} |", "|---|" + "---:|" * len(columns))
    for name in sorted({name for name, _ in counts}):
        yield _row(name, (counts[name, column] for column in columns))


def lines(text: str) -> list[Words]:
    return [tuple(line.split(" ")) for line in text.splitlines()]


def kept(revision: str) -> dict[str, str]:
    """The snapshots by name: those in the tree, or those of a commit."""
    if not revision:
        paths = sorted(path for path in SNAPSHOTS.rglob("*.txt"))
        return {path.relative_to(SNAPSHOTS).as_posix().removesuffix(".txt"): path.read_text("utf-8") for path in paths}
    packed = subprocess.run(
        ["git", "archive", revision, "tests/snapshots"], cwd=REPO, check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = {one.name: archive.extractfile(one) for one in archive if one.isfile()}
        return {
            name.removeprefix("tests/snapshots/").removesuffix(".txt"): file.read().decode()
            for name, file in files.items()
            if file
        }


def write(name: str, text: str) -> None:
    path = SNAPSHOTS / f"{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def wanted(name: str, ids: Sequence[str]) -> bool:
    return not ids or any(name.startswith(one) or name.partition("/")[2].startswith(one) for one in ids)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("ids", nargs="*", metavar="ID")
    options.add_argument("--update", action="store_true")
    options.add_argument("--against", metavar="REV", default="")
    options.add_argument("--jobs", type=int, default=2)
    asked = options.parse_args()
    os.environ["BUDGETAUDIT_CACHE"] = "off"
    there = {name: path for name, path in filings().items() if wanted(name, asked.ids)}
    old = {name: text for name, text in kept(asked.against).items() if wanted(name, asked.ids)}
    can = {name: path for name, path in there.items() if readable(path)}
    compared = {}
    for name, made in every(can, asked.jobs):
        compared[name] = one = Compared(lines(old.get(name, "")), lines(made.text))
        if one.before != one.after:
            print(*told(name, one, made), sep="\n", flush=True)
        if asked.update:
            write(name, made.text)
    for name in old.keys() - there.keys():
        print(f"== {name}: no such filing")
    print(*totals(compared, len(there) - len(can)), sep="\n")


if __name__ == "__main__":
    main()
