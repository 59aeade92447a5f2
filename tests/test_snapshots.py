"""Every filing there is says what its snapshot keeps; `python tests/bench/changes.py` tells what a change did."""

import sys
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path

import forms
import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import filings
import snapshot
from changes import kept, totals
from compared import Compared, lines_of, told
from snapshot import Made

ALL = filings.filings()
KEPT = kept()
real = [
    pytest.mark.real,
    pytest.mark.skipif(not filings.FILINGS.is_dir(), reason="the real filings are not here: ../shared/filings"),
]
NAMES = [pytest.param(name, marks=() if name.startswith("samples/") else real) for name in ALL]


@pytest.mark.parametrize("name", NAMES or [pytest.param("", marks=real)])
def test_filing_says_what_its_snapshot_keeps(name: str) -> None:
    if not filings.readable(ALL[name]):
        pytest.skip("LibreOffice (soffice) is not here")
    made = snapshot.make(ALL[name], forms.rules())
    compared = Compared(lines_of(KEPT.get(name, "")), lines_of(made.text))
    assert made.text == KEPT.get(name), "\n".join(told(name, compared, made))


def test_every_snapshot_has_its_filing() -> None:
    expected = {name for name in KEPT if filings.here(name)}
    assert expected and expected == filings.filings().keys()


def test_no_audit_crashes() -> None:
    assert not [name for name, text in KEPT.items() if text.startswith("crash")]


def test_a_crash_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "audit", lambda filing, rules: 1 / 0)
    made = snapshot.make(next(iter(ALL.values())), forms.rules())
    assert made.text == "crash ZeroDivisionError\n"
    assert "1 / 0" in made.words[""]


def test_what_cannot_be_read_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "空.pdf").write_bytes(b"")
    made = snapshot.make(tmp_path / "空.pdf", forms.rules())
    assert made.text.startswith("unread FilingError text=")
    assert "0 字节" in made.words[""]


def test_a_process_that_dies_with_another_filing_is_begun_again() -> None:
    died: Future[Made] = Future()
    died.set_exception(BrokenExecutor("died"))
    name = next(name for name in ALL if name.startswith("samples/"))
    assert filings.finished(died, ALL[name]).text == KEPT[name]


BEFORE = """\
counts held=5 rounding=0
coverage numbers=9 checked=7
table 部门 收支总表 rows=3 columns=1 facts=3 values=00000001 shape=00000001
finding aaa IN-01 error 部门 收支总表 p1 left=1万元 right=2万元 rest=1 text=1
finding bbb IN-02 warning 部门 收支总表 p1 rest=00000001 text=00000001
finding ccc IN-03 error 部门 收支总表 p1 rest=00000001 text=00000001
claim 部门 车辆.count 5辆 0
claim 部门 车辆.count 5辆 0
claim 部门 会议费.amount 5万元 0
"""
AFTER = """\
counts held=6 rounding=0
coverage numbers=9 checked=7
table 部门 收支总表 rows=3 columns=1 facts=3 values=00000001 shape=00000001
finding aaa IN-01 error 部门 收支总表 p1 left=1万元 right=3万元 rest=2 text=2
finding bbb IN-02 error 部门 收支总表 p1 rest=00000002 text=00000001
finding ddd IN-04 info 部门 收支总表 p1 rest=00000001 text=00000001
claim 部门 车辆.count 5辆 0
claim 部门 会议费.amount 5万元 -
claim 部门 培训费.amount 1万元 0
"""


def test_changes_are_told() -> None:
    one = Compared(lines_of(BEFORE), lines_of(AFTER))
    assert list(told("public/1.pdf", one, Made(AFTER, {"ddd": "不一致。"}))) == [
        "== public/1.pdf",
        "  gone     finding ccc IN-03 error 部门 收支总表 p1 rest=00000001 text=00000001",
        "  gone     claim 部门 车辆.count 5辆 0",
        "  new      finding ddd IN-04 info 部门 收支总表 p1 rest=00000001 text=00000001\n           不一致。",
        "  new      claim 部门 培训费.amount 1万元 0",
        "  changed  counts: held=5 → 6",
        "  changed  finding aaa IN-01 error 部门 收支总表: right=2万元 → 3万元, rest=1 → 2, text=1 → 2",
        "  changed  finding bbb IN-02 warning 部门 收支总表: warning → error, rest=00000001 → 00000002",
        "  changed  claim 部门 会议费.amount: 0 → -",
    ]


def test_changes_are_counted() -> None:
    told_of = list(totals([Compared(lines_of(BEFORE), lines_of(AFTER)), Compared([], [])]))
    assert told_of[0] == "\n2 filings, 1 changed, 0 of them in wording only"
    for row in (
        "| IN-03 error | 1 | 0 | 0 | 0 | 0 |",
        "| IN-04 info | 0 | 1 | 0 | 0 | 0 |",
        "| IN-02 warning → error | 0 | 0 | 1 | 0 | 0 |",
        "| IN-01 error | 0 | 0 | 0 | 1 | 0 |",
        "| claim | 1 | 1 | 1 |",
        "| findings: error | 2 | 2 |",
        "| counts: held | 5 | 6 |",
    ):
        assert row in told_of


def test_wording_alone_is_told_so() -> None:
    line = "finding aaa IN-01 error 部门 收支总表 p1 rest=00000001 text="
    worded = Compared(lines_of(f"{line}00000001"), lines_of(f"{line}00000002"))
    assert worded.different and worded.wording
    assert "| IN-01 error | 0 | 0 | 0 | 0 | 1 |" in list(totals([worded]))
