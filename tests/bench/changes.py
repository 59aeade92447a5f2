"""What a change did: every filing audited again and compared with tests/snapshots.

    python tests/bench/changes.py [WORD ...]    the filings whose folder/name contains a word; all without
        --update        rewrites the snapshots, and removes those whose filing is no more
        --against REV   compares with the snapshots of another commit
        --jobs N        processes (2)
        --brief         only the totals

Says what is gone, new and changed in each filing, then totals. Ends with 1 where anything differs.
"""

import argparse
import io
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from compared import Compared, lines_of, only_wording, told
from filings import REPO, every, filings, here, readable
from snapshot import Made

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
    packed = subprocess.run(command, cwd=REPO, check=False, capture_output=True)
    if packed.returncode:
        sys.exit(packed.stderr.decode())
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
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


def chosen(names: Iterable[str], words: Sequence[str]) -> list[str]:
    """The names that contain one of the words; all without words."""
    return [name for name in names if not words or any(word in name for word in words)]


def compare(asked: argparse.Namespace) -> Iterator[tuple[str, Made, Compared]]:
    """Name, snapshot and comparison of every filing asked for that is here, and of those that are no more."""
    there, old = filings(), kept(asked.against)
    can = {name: there[name] for name in chosen(there, asked.words) if readable(there[name])}
    for name, made in every(can, asked.jobs):
        yield name, made, Compared(lines_of(old.get(name, "")), lines_of(made.text))
    for name in chosen(filter(here, sorted(old.keys() - there.keys())), asked.words):
        yield name, Made("", {}), Compared(lines_of(old[name]), [])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("words", nargs="*", metavar="WORD")
    options.add_argument("--update", action="store_true")
    options.add_argument("--against", metavar="REV", default="")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--brief", action="store_true")
    asked = options.parse_args()
    compared = []
    for name, made, one in compare(asked):
        compared.append(one)
        if one.different and not asked.brief:
            print(*told(name, one, made), sep="\n", flush=True)
        if asked.update:
            write(name, made.text)
    print(*totals(compared), sep="\n")
    if not all(map(readable, filings().values())):
        print("\nwithout LibreOffice (soffice): .doc, .odt and .rtf are left out")
    sys.exit(not asked.update and any(one.different for one in compared))


if __name__ == "__main__":
    main()
