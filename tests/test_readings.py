"""An error survives every reading: filings of tests/cases/readings/*.md, and the findings that are left of them.

`pytest --update` rewrites them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import forms
import pytest

from budgetaudit.messages import say
from budgetaudit.verdicts import Finding

CASES = Path(__file__).parent / "cases" / "readings"
_CASE = re.compile(
    r"^## (?P<title>.+?)\n.*?^```filing\n(?P<filing>.*?)^```\n+```findings\n(?P<findings>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SEVERE = ("error", "warning")


def cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.md")):
        for case in _CASE.finditer(path.read_text("utf-8")):
            yield pytest.param(path, case, id=f"{path.stem}: {case['title']}")


def shown(findings: tuple[Finding, ...]) -> str:
    """The errors and warnings that are roots, one a line: severity, rule, what it is about."""
    severe = (finding for finding in findings if finding.severity in SEVERE)
    return "".join(f"{finding.severity} {finding.rule} {say(finding.subject)}".strip() + "\n" for finding in severe)


@pytest.mark.parametrize(("path", "case"), list(cases()))
def test_what_is_left(path: Path, case: re.Match[str], request: pytest.FixtureRequest) -> None:
    left = shown(forms.audited(case["filing"]).findings)
    if request.config.getoption("--update"):
        whole = path.read_text("utf-8")
        mended = case[0].replace(f"```findings\n{case['findings']}", f"```findings\n{left}")
        path.write_text(whole.replace(case[0], mended), "utf-8")
        return
    assert left == case["findings"]


def test_every_case_is_judged() -> None:
    headings = sum(path.read_text("utf-8").count("\n## ") for path in CASES.glob("*.md"))
    assert headings == len(list(cases())) > 5
