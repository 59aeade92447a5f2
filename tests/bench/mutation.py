"""Mutation run: small changes to a sample of the core's functions, each tried with the tests that reach the function.

    pip install mutmut==3.8.1                      beside the dev dependencies, in an environment of its own
    python tests/bench/mutation.py [--each 110] [--seed 7] [--children 2] [--survivors FILE]

mutmut (BSD-3) makes the mutants and runs the tests, in a copy of the tree. There are some 12 000 mutants, a day's work;
so `each` of them are drawn from every group of modules, the same ones for the same seed and source. A mutant that ends
in a time-out counts as killed, one that no test reaches as survived. `--survivors` writes their diffs.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

TREE = Path(__file__).parents[2]
GROUPS = {
    "decide, ratio, amounts": ("decide", "ratio", "amounts"),
    "diagnose": ("diagnose",),
    "kinds": ("kinds",),
}
TESTS = ("decide", "amounts", "guards", "diagnose", "claims", "structure", "rules", "reporters", "samples")
KILLED = ("killed", "timeout", "segfault", "caught by type check")
CONFIG = """
[tool.mutmut]
source_paths = ["budgetaudit"]
only_mutate = ["budgetaudit/decide.py", "budgetaudit/ratio.py", "budgetaudit/amounts.py", "budgetaudit/diagnose/*",
    "budgetaudit/kinds/*"]
also_copy = ["budgetaudit", "rules", "samples", "README.md", "LICENSE"]
pytest_add_cli_args = ["-m", "not real", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = [{tests}]
process_isolation = "forkserver"
forkserver_warmup = "none"
timeout_constant = 20
use_git_change_detection = false
track_dependencies = false
"""
_RESULT = re.compile(r"^\s*(?P<name>budgetaudit\.\S+): (?P<status>.+)$", re.MULTILINE)


def mutmut(tree: Path, *words: str) -> str:
    """What mutmut prints, run in the copy."""
    command = [str(Path(sys.executable).with_name("mutmut")), *words]
    return subprocess.run(command, cwd=tree, check=True, capture_output=True, text=True).stdout


def copied(tree: Path) -> None:
    """The tree with mutmut's settings."""
    shutil.copytree(TREE, tree, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
    tests = ", ".join(f'"tests/test_{name}.py"' for name in TESTS)
    with (tree / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(CONFIG.format(tests=tests))


def results(tree: Path) -> Mapping[str, str]:
    """Every mutant with its status."""
    found = _RESULT.finditer(mutmut(tree, "results", "--all", "True"))
    return {line["name"]: line["status"] for line in found}


def sampled(names: Sequence[str], each: int, seed: int) -> Iterator[tuple[str, str]]:
    """(group, mutant): so many of each group."""
    for group, modules in GROUPS.items():
        own = sorted(name for name in names if name.split(".")[1] in modules)
        yield from ((group, name) for name in sorted(Random(seed).sample(own, min(each, len(own)))))


def report(chosen: Sequence[tuple[str, str]], statuses: Mapping[str, str]) -> Iterator[str]:
    """The score as a table."""
    yield "| modules | mutants | killed | % |"
    yield "|---|---:|---:|---:|"
    tried, killed = Counter(group for group, _ in chosen), Counter(g for g, name in chosen if statuses[name] in KILLED)
    for group in (*GROUPS, "all"):
        count, dead = (counter.total() if group == "all" else counter[group] for counter in (tried, killed))
        yield f"| {group} | {count} | {dead} | {100 * dead / count:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=110)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--children", default="2")
    parser.add_argument("--survivors", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        copied(tree)
        mutmut(tree, "run", "--max-children", asked.children, "budgetaudit.ratio.*rounded*")  # makes all the others too
        chosen = list(sampled(list(results(tree)), asked.each, asked.seed))
        mutmut(tree, "run", "--max-children", asked.children, *(name for _, name in chosen))
        statuses = results(tree)
        print(*report(chosen, statuses), sep="\n")
        print(Counter(statuses[name] for _, name in chosen))
        if asked.survivors:
            left = [name for _, name in chosen if statuses[name] not in KILLED]
            asked.survivors.write_text("\n".join(f"# {statuses[n]} {mutmut(tree, 'show', n)}" for n in left), "utf-8")


if __name__ == "__main__":
    main()
