"""What every pass makes of the sentences of tests/cases/prose/*.md. `pytest --update` rewrites them."""

import re
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from forms import rules
from test_claims import facts

from budgetaudit.commands.prosesteps import prose_steps

CASES = Path(__file__).parent / "cases" / "prose"
_CASE = re.compile(
    r"^## (?P<title>.+?)\n.*?^```prose(?: (?P<kind>决算))?\n(?P<prose>.*?)^```\n+```passes\n(?P<passes>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
NAMES = ("setting", "paragraph_tokens", "clauses", "states", "gathered", "relations_of")


def cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.md")):
        for case in _CASE.finditer(path.read_text("utf-8")):
            yield pytest.param(path, case, id=f"{path.stem}: {case['title']}")


def passes(prose: str, kind: str) -> str:
    """The value of each pass but the first, under its name."""
    made = prose_steps(facts(*prose.splitlines(), kind=kind), rules())
    told = ((function.rpartition(".")[2], lines) for function, _, lines in made)
    return "".join(f"{name}\n" + "".join(f"  {line}\n" for line in lines) for name, lines in told)


@pytest.mark.parametrize(("path", "case"), list(cases()))
def test_passes(path: Path, case: re.Match[str], request: pytest.FixtureRequest) -> None:
    made = passes(case["prose"], case["kind"] or "预算")
    if request.config.getoption("--update"):
        whole = path.read_text("utf-8")
        mended = case[0].replace(f"```passes\n{case['passes']}", f"```passes\n{made}")
        path.write_text(whole.replace(case[0], mended), "utf-8")
        return
    assert made == case["passes"]


def test_every_pass_is_shown() -> None:
    headings = sum(path.read_text("utf-8").count("\n## ") for path in CASES.glob("*.md"))
    assert headings == len(list(cases())) > 10
    assert tuple(line for line in passes("支出预算1万元。", "预算").splitlines() if line[0] != " ") == NAMES


def test_a_long_list_takes_no_long_time() -> None:
    """Three thousand items between semicolons; counting for each semicolon what stands before it takes a minute."""
    items = "".join(f"项目{chr(0x4E00 + i)}甲{i}.5万元；" for i in range(3000))
    began = process_time()
    read = facts(f"2026年支出预算100万元，其中：{items}")
    assert len(read.claims) > 2900 and process_time() - began < 8
