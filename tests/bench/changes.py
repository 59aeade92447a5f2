"""What a change did: every filing audited again and compared with tests/snapshots.

    python tests/bench/changes.py [ID ...]      what is gone, new and changed per filing, then totals; exit 1 if any is
        --update        rewrites the snapshots, and removes those whose filing is no more
        --against REV   compares with the snapshots of another commit
        --jobs N        processes (2)

An ID is the beginning of a snapshot's name or of its filing's: `public`, `judged/113`, `124`, `xinle-2021.docx`.
"""

import argparse
import io
import os
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from compared import Compared, lines_of, only_wording, told
from filings import REPO, every, filings, here, readable

SNAPSHOTS = REPO / "tests" / "snapshots"
SEVERITIES = ("error", "warning", "info")
MEASURES = (
    *(("counts", status) for status in ("held", "rounding", "broken", "unchecked", "not_applicable")),
    ("coverage", "numbers"),
    ("coverage", "checked"),
    ("claims", "count"),
    ("table", "facts"),
)
"""Kinds of lines and their fields that are added up over all filings."""


def kept(revision: str = "") -> dict[str, str]:
    """The snapshots by name: those in the tree, or those of a commit."""
    if revision:
        return dict(_archived(revision))
    paths = sorted(SNAPSHOTS.rglob("*.txt"))
    return {path.relative_to(SNAPSHOTS).as_posix().removesuffix(".txt"): path.read_text("utf-8") for path in paths}


def _archived(revision: str) -> Iterator[tuple[str, str]]:
    command = ["git", "archive", revision, "tests/snapshots"]
    packed = subprocess.run(command, cwd=REPO, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for entry in archive:
            if file := archive.extractfile(entry):
                yield entry.name.removeprefix("tests/snapshots/").removesuffix(".txt"), file.read().decode()


def totals(compared: Sequence[Compared]) -> Iterator[str]:
    """What changed in all filings together."""
    different = [one for one in compared if one.different]
    wording = sum(one.wording for one in different)
    yield f"\n{len(compared)} filings, {len(different)} changed, {wording} of them in wording only"
    yield from _table("findings", ("gone", "new", "moved", "changed", "wording"), _by_rule(different))
    yield from _table("lines", ("gone", "new", "changed"), _by_kind(different))
    counts = {f"findings: {name}": [one.findings(name) for one in compared] for name in SEVERITIES}
    for kind, field in MEASURES:
        counts[f"{kind}: {field}"] = [one.number(kind, field) for one in compared]
    sums = {
        (name, column): sum(pair[at] for pair in pairs)
        for name, pairs in counts.items()
        for at, column in enumerate(("before", "after"))
    }
    yield from _table("all these filings", ("before", "after"), sums)


def _by_rule(different: Iterable[Compared]) -> Counter[tuple[str, str]]:
    """Rule and severity → findings gone, new, moved to another severity, changed, worded otherwise."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in different:
        counts.update((f"{line[2]} {line[3]}", "gone") for line in one.gone if line[0] == "finding")
        counts.update((f"{line[2]} {line[3]}", "new") for line in one.new if line[0] == "finding")
        for before, after in one.changed:
            if before[0] == "finding" and before[3] != after[3]:
                counts[f"{before[2]} {before[3]} → {after[3]}", "moved"] += 1
            elif before[0] == "finding":
                counts[f"{before[2]} {before[3]}", "wording" if only_wording(before, after) else "changed"] += 1
    return counts


def _by_kind(different: Iterable[Compared]) -> Counter[tuple[str, str]]:
    """Kind of line → how many are gone, new, changed."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in different:
        counts.update((line[0], "gone") for line in one.gone)
        counts.update((line[0], "new") for line in one.new)
        counts.update((before[0], "changed") for before, _ in one.changed)
    return counts


def _table(title: str, columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    if counts:
        yield from ("", f"| {title} | {' | '.join(columns)} |", "|---|" + "---:|" * len(columns))
    for name in dict.fromkeys(name for name, _ in counts):
        yield f"| {name} | {' | '.join(str(counts.get((name, column), 0)) for column in columns)} |"


def write(name: str, text: str) -> None:
    """Keep a snapshot; without a text there is none."""
    path = SNAPSHOTS / f"{name}.txt"
    if text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    else:
        path.unlink(missing_ok=True)


def chosen(names: Iterable[str], ids: Sequence[str]) -> list[str]:
    """The names that begin with one of the ids, their folder left out or not; all without ids."""
    return [n for n in names if not ids or n.startswith(tuple(ids)) or n.partition("/")[2].startswith(tuple(ids))]


def compare(ids: Sequence[str], revision: str, jobs: int) -> Iterator[tuple[str, str, Compared]]:
    """Name, snapshot and comparison of every filing that can be read here, told as they come."""
    there, old = filings(), kept(revision)
    names = chosen(there, ids)
    can = {name: there[name] for name in names if readable(there[name])}
    for name, made in every(can, jobs):
        one = Compared(lines_of(old.get(name, "")), lines_of(made.text))
        if one.different:
            print(*told(name, one, made), sep="\n", flush=True)
        yield name, made.text, one
    for name in chosen(filter(here, sorted(old.keys() - there.keys())), ids):
        print(f"== {name}: there is no such filing")
        yield name, "", Compared(lines_of(old[name]), [])
    if len(names) > len(can):
        print(f"\n{len(names) - len(can)} filings left out: LibreOffice (soffice) is not here")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("ids", nargs="*", metavar="ID")
    options.add_argument("--update", action="store_true")
    options.add_argument("--against", metavar="REV", default="")
    options.add_argument("--jobs", type=int, default=2)
    asked = options.parse_args()
    os.environ["BUDGETAUDIT_CACHE"] = "off"
    compared = []
    for name, text, one in compare(asked.ids, asked.against, asked.jobs):
        compared.append(one)
        if asked.update:
            write(name, text)
    print(*totals(compared), sep="\n")
    sys.exit(not asked.update and any(one.different for one in compared))


if __name__ == "__main__":
    main()
