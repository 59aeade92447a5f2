"""Every layout of tests/cases/recognise/*.md is recognised as written there. `pytest --update` rewrites them."""

import re
from collections.abc import Iterator
from pathlib import Path

import forms
import pytest

CASES = Path(__file__).parent / "cases" / "recognise"
_CASE = re.compile(
    r"^## (?P<title>.+?)\n.*?^```filing\n(?P<filing>.*?)^```\n+```facts\n(?P<facts>.*?)^```$", re.MULTILINE | re.DOTALL
)


def cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.md")):
        for case in _CASE.finditer(path.read_text("utf-8")):
            yield pytest.param(path, case, id=f"{path.stem}: {case['title']}")


@pytest.mark.parametrize(("path", "case"), list(cases()))
def test_layout(path: Path, case: re.Match[str], request: pytest.FixtureRequest) -> None:
    found = forms.drawn(forms.facts(case["filing"])) + "\n"
    if request.config.getoption("--update"):
        whole = path.read_text("utf-8")
        mended = case[0].replace(f"```facts\n{case['facts']}", f"```facts\n{found}")
        path.write_text(whole.replace(case[0], mended), "utf-8")
        return
    assert found == case["facts"]


def test_every_case_is_read() -> None:
    headings = sum(path.read_text("utf-8").count("\n## ") for path in CASES.glob("*.md"))
    assert headings == len(list(cases())) > 40
