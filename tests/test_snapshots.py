"""Every filing there is says what its snapshot keeps; `python tests/bench/changes.py` tells what a change did."""

import sys
from pathlib import Path

import forms
import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import changes
import snapshot

SLOW = "judged/113-"
"""As slow as all the others together; only the bench audits it."""
ALL = {name: path for name, path in snapshot.filings().items() if not name.startswith(SLOW)}
KEPT = changes.kept("")
real = [
    pytest.mark.real,
    pytest.mark.skipif(not snapshot.FILINGS.is_dir(), reason="the real filings are not here: ../shared/filings"),
]


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n.startswith("samples/") else real) for n in ALL])
def test_filing_says_what_its_snapshot_keeps(name: str) -> None:
    if not snapshot.readable(ALL[name]):
        pytest.skip("LibreOffice is not here: soffice")
    made = snapshot.make(ALL[name], forms.rules())
    different = changes.Compared(changes.lines(KEPT.get(name, "")), changes.lines(made.text))
    assert made.text == KEPT.get(name), "\n".join(changes.told(name, different, made))


def test_every_snapshot_has_its_filing() -> None:
    here = [name for name in KEPT if snapshot.FILINGS.is_dir() or name.startswith("samples/")]
    assert here and set(here) <= snapshot.filings().keys()
