"""What a change did: all filings audited again and compared with the snapshot in tests/snapshots.

    python tests/bench/changes.py [WORD ...]     the filings whose folder/name contains a word; all without
        --update         rewrite the snapshot: a commit says which of its changes were wanted
        --against REV    compare with the snapshot of another commit
        --jobs N         processes (2)
        --brief          only the summary

Ends with 1 where anything differs.
"""

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from snapshot import FOLDERS, ROOT, Block, filings, read, taken, write


def kept(rev: str = "") -> dict[str, Block]:
    """The whole snapshot: name → block; as it was at a revision."""
    return {name: lines for folder in FOLDERS for name, lines in read(folder, _at(rev, folder)).items()}


def _at(rev: str, folder: str) -> str | None:
    """A folder's snapshot at a revision; "" where there was none, None for the one that lies here."""
    if not rev:
        return None
    words = ["git", "-C", str(ROOT), "show", f"{rev}:tests/snapshots/{folder}.txt"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def without_wording(line: str) -> str:
    """A finding without the digest of its words; other lines as they are."""
    return line.rpartition(" : text ")[0] if line.startswith("finding ") else line


def differences(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """(lines gone, lines new). Wording, and the digest of the whole report, are no lines of their own."""
    lost, made = (Counter(map(without_wording, lines)) for lines in (old, new))
    lost, made = lost - made, made - lost
    gone, fresh = ([line for line in lines.elements() if not line.startswith("json ")] for lines in (lost, made))
    return gone, fresh


def main(words: Sequence[str]) -> int:
    """Print what differs. The number of filings that do."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("words", nargs="*")
    options.add_argument("--update", action="store_true")
    options.add_argument("--brief", action="store_true")
    options.add_argument("--against", default="", metavar="REV")
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args(words)
    old, new = kept(given.against), taken(filings(tuple(given.words)), given.jobs)
    changed = [name for name in new if new[name] != old.get(name, ())]
    for line in () if given.brief else _told(old, new, changed):
        print(line)
    print("\n".join(_summary(old, new, changed)))
    if given.update:
        for folder in FOLDERS:
            write(folder, new if not given.words else {**old, **new})
    return len(changed)


def _told(old: Mapping[str, Block], new: Mapping[str, Block], changed: Sequence[str]) -> Iterator[str]:
    for name in changed:
        gone, fresh = differences(old.get(name, ()), new[name])
        yield f"== {name}" + ("" if gone or fresh else "  (wording or places only)")
        yield from (f"  - {line}" for line in gone)
        yield from (f"  + {line}" for line in fresh)


def _summary(old: Mapping[str, Block], new: Mapping[str, Block], changed: Sequence[str]) -> Iterator[str]:
    """Totals: findings by severity and rule gone and new, numbers and checked before and after."""
    gone: Counter[str] = Counter()
    fresh: Counter[str] = Counter()
    for name in changed:
        lost, made = differences(old.get(name, ()), new[name])
        gone.update(_kinds(lost))
        fresh.update(_kinds(made))
    yield f"{len(changed)} of {len(new)} filings differ"
    for kind in sorted(gone | fresh):
        yield f"  {kind}: {gone[kind]} gone, {fresh[kind]} new"
    before, after = (_totals({name: blocks[name] for name in new if name in blocks}) for blocks in (old, new))
    for name in ("errors", "warnings", "infos", "numbers", "checked"):
        yield f"  all {name}: {before[name]} → {after[name]}"


def _kinds(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        words = line.split(" ")
        yield f"{words[0]} {words[1]} {words[2]}" if words[0] == "finding" else words[0]


def _totals(blocks: Mapping[str, Block]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for block in blocks.values():
        for line in block:
            if line.startswith("counts "):
                totals.update({name: int(count) for name, _, count in (p.partition("=") for p in line.split()[1:])})
    return totals


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
