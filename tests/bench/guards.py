# ruff: noqa: E501 - one guard, one line
"""Takes each guard against false alarms away, one at a time, and asks whether a test notices.

    python tests/bench/guards.py [WORD …]     all of them, or those whose name holds a word

A guard is a text of the source and what stands there instead; each is tried in a copy of the tree with the tests
of `test_guards.py`. A text that the source no longer has is an error: the guard has moved or is gone, and so must the line.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

TREE = Path(__file__).parents[2]
TESTS = ("tests/test_guards.py", "tests/test_decide.py", "tests/test_claims.py")
LONGEST = 120
"""Seconds; a mutant that takes longer is noticed, as an endless loop is."""


class Guard(NamedTuple):
    """What stands in a file of `budgetaudit/`, and what to put there."""

    name: str
    file: str
    old: str
    new: str


GUARDS = (
    Guard("decide: tolerance adds to rounding", "decide.py", "abs(gap) <= bound + rule", "abs(gap) <= rule"),
    Guard("decide: tolerance only beyond rounding", "decide.py", "if bound < abs(gap)", "if abs(gap)"),
    Guard("decide: doubt breaks nothing", "decide.py", "if check.doubt and", "if False and"),
    Guard("ratio: corners", "ratio.py", "MOST = 6", "MOST = 0"),
    Guard("ratio: corners of six numbers", "ratio.py", "MOST = 6", "MOST = 5"),
    Guard("ratio: no more corners", "ratio.py", "MOST = 6", "MOST = 60"),
    Guard("money: a short name waits", "claims/money.py", "return mention.near and", "return False and"),
    Guard("money: but not a part", "claims/money.py", "self.last.numbers and not child", "self.last.numbers"),
    Guard("lists: a list in a list ends", "claims/lists.py", "return not listing.topics or (nested", "return not listing.topics or (False"),
    Guard("lists: the outer list does not", "claims/lists.py", "(nested and", "(True and"),
    Guard("lists: nor one parted so", "claims/lists.py", '"；" not in listing.marks and len', "len"),
    Guard("lists: nor one of one item", "claims/lists.py", " and len(listing.topics) > 1)", ")"),
    Guard("lists: an empty list ends", "claims/lists.py", "return not listing.topics or", "return"),
    Guard("relations: the rest completes", "claims/relations.py", "return len(topics) > 2 and", "return False and"),
    Guard("relations: of more than two", "claims/relations.py", "return len(topics) > 2 and", "return"),
    Guard("joining: digits cut off", "recognise/joining.py", "return all(_LAST", "return False and all(_LAST"),
    Guard("joining: only digits", "recognise/joining.py", "_LAST_DIGITS.fullmatch(b) and ", ""),
    Guard("joining: of numbers cut short", "recognise/joining.py", "_CUT_SHORT.search(a) and ", ""),
    Guard("joining: a bracket open", "recognise/joining.py", "return len(pairs) == 1 and", "return False and"),
    Guard("joining: only a bracket", "recognise/joining.py", ' and unquoted(pairs[0][0]).count("(") > unquoted(pairs[0][0]).count(")")', ""),
    Guard("consolidate: a unit without the table", "kinds/consolidate.py", "if name not in {", "if False and name not in {"),
    Guard("consolidate: more units than parts", "kinds/consolidate.py", "if listing is not None and", "if False and"),
    Guard("consolidate: no list of units", "kinds/consolidate.py", "if listing is None and not", "if False and not"),
    Guard("consolidate: but the same total", "kinds/consolidate.py", " and not _complete(department, units)", ""),
    Guard("consolidate: moved between units", "kinds/consolidate.py", "if len(units) > 1 and any(", "if False and any("),
    Guard("group: a confirmed number", "diagnose/group.py", "len(free) < 2 or spot in confirmed or", "len(free) < 2 or"),
    Guard("slip: one case is no slip", "diagnose/slip.py", "FEWEST = 2", "FEWEST = 1"),
    Guard("slip: two are", "diagnose/slip.py", "FEWEST = 2", "FEWEST = 3"),
    Guard("headers: words in common", "loaders/headers.py", " - 8 * common", ""),
    Guard("headers: no column twice", "loaders/headers.py", " + 1000 * repeated", ""),
    Guard("headers: a repeated column begins", "loaders/headers.py", " - 400 * begins", ""),
    Guard("headers: evenly", "loaders/headers.py", "len(run) ** 2", "0"),
    Guard("stated: mixed units", "kinds/stated.py", "if other and claim.fact.amount.unit !=", "if False and claim.fact.amount.unit !="),
    Guard("restated: the first reading untold", "kinds/restated.py", 'doubt: Text = "" if any(_has_cells', 'doubt: Text = "" if True or any(_has_cells'),
    Guard("state: part of another whole", "claims/state.py", "or self._apart(owner.subject, subject)", ""),
    Guard("limits: but", "kinds/limits.py", " and not name.endswith(self.but)", ""),
)  # fmt: skip


def mutated(guard: Guard, tree: Path) -> None:
    """The tree without the guard."""
    path = tree / "budgetaudit" / guard.file
    source = path.read_text("utf-8")
    if source.count(guard.old) != 1:
        raise SystemExit(f"{guard.name}: {guard.file} has {source.count(guard.old)} times {guard.old!r}")
    path.write_text(source.replace(guard.old, guard.new), "utf-8")


def noticed(guard: Guard, tree: Path) -> bool:
    """Whether a test fails, or takes too long."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not real", "-p", "no:cacheprovider", *TESTS]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1):
        raise SystemExit(f"{guard.name}: {done.stdout.decode()}{done.stderr.decode()}")
    return done.returncode == 1


def tried(guards: Sequence[Guard]) -> Iterator[tuple[Guard, bool]]:
    """Each guard, and whether it is missed."""
    for guard in guards:
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder) / "tree"
            shutil.copytree(TREE, tree, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
            mutated(guard, tree)
            yield guard, noticed(guard, tree)


def main(words: Sequence[str]) -> int:
    """Prints each guard; 1 where one is not missed."""
    chosen = [guard for guard in GUARDS if not words or any(word in guard.name for word in words)]
    survived = 0
    for guard, missed in tried(chosen):
        survived += not missed
        print("killed  " if missed else "SURVIVED", guard.name, flush=True)
    print(f"{len(chosen) - survived} of {len(chosen)} killed")
    return int(survived > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
