"""samples/ is what its script builds, and its reports are the golden ones."""

from collections.abc import Callable
from pathlib import Path

import make_samples
import pytest

from budgetaudit.commands import Settings
from budgetaudit.commands.examine import examine, rulebook
from budgetaudit.messages import say
from budgetaudit.reporters import Look, render
from budgetaudit.reporters.summary import flat
from budgetaudit.verdicts import Audit, Finding

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ("xinle-2021.docx", "xinle-2021.txt", "xinle-2021-corrected.docx")


def audited(name: str) -> Audit:
    outcome = examine(SAMPLES / name, Settings())
    assert isinstance(outcome, Audit), outcome
    return outcome


def test_samples_are_current() -> None:
    for name, content in make_samples.build().items():
        assert (SAMPLES / name).read_bytes() == content, f"{name}: run python tests/make_samples.py"


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, golden: Callable[[str, str], None]) -> None:
    report = render("console", audited(name), Look(width=100))
    assert isinstance(report, str)
    golden(f"{name}.txt", report)


def test_golden_in_english(golden: Callable[[str, str], None]) -> None:
    titles = {rule.id: rule.title_en for rule in rulebook(Settings()).rules}
    report = render("console", audited(NAMES[0]), Look(lang="en", width=100, titles=titles))
    assert isinstance(report, str)
    golden("xinle-2021.docx.en.txt", report)


def test_corrected_twin_is_clean() -> None:
    found = [finding for finding in flat(audited(NAMES[2])) if finding.severity != "info"]
    assert not found


def test_both_forms_say_the_same() -> None:
    docx, txt = ({(one.id, one.severity) for one in flat(audited(name))} for name in NAMES[:2])
    assert docx == txt


def test_the_seeded_errors_are_found() -> None:
    """What the filing is known for: rule group and a figure or word of each error."""
    errors = [finding for finding in flat(audited(NAMES[0])) if finding.severity == "error"]
    for group, figure in (
        ("CP-02", "支出总表"),
        ("TX", "372.99"),
        ("IN", "551.76"),
        ("TX", "56.062"),
        ("IN", "2080.59"),
        ("GS", "2022年"),
        ("GS", "六中全会"),
        ("GS", "434新乐市人民政府办公室"),
    ):
        assert any(one.rule.startswith(group) and figure in _words(one) for one in errors), figure


def _words(finding: Finding) -> str:
    sides = (finding.left, finding.right)
    stated = (text for side in sides for text in (side.label, side.value, side.raw))
    return " ".join(map(say, (finding.message, *stated)))
