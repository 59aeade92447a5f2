"""A folder of filings: one bad file spoils nothing, serial equals pool, what is done is kept."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from test_cli import RIGHT, WRONG, one_sentence, run

from budgetaudit import ledger
from budgetaudit.commands.batch import find
from budgetaudit.commands.pool import Pool, processes
from budgetaudit.commands.pool import run as carry_out
from budgetaudit.ledger import LedgerLine, Task

ROOT = Path(__file__).parents[1]
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good filings in two folders, three bad ones, and what is no filing at all."""
    root = tmp_path / "各部门"
    (root / "甲").mkdir(parents=True)
    shutil.copy(WRONG, root / "甲" / "预算.docx")
    shutil.copy(RIGHT, root / "乙.docx")
    (root / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (root / "空.pdf").write_bytes(b"")
    (root / "~$乙.docx").write_bytes(b"lock")
    (root / "读我.md").write_text("no filing")
    return root


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "report.jsonl").read_text("utf-8").splitlines()]


def test_bad_files_are_lines(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("batch", folder, "-o", out, "--jobs", "1")
    assert done.returncode == 3 and "Traceback" not in done.stderr
    told = {line["file"]: line for line in lines(out)}
    assert list(told) == ["乙.docx", "坏.docx", "空.pdf", "甲/预算.docx"]
    assert [line["outcome"] for line in told.values()] == ["audited", "unread", "unread", "audited"]
    assert "坏.docx" in str(told["坏.docx"]["reason"])
    assert "共4个文件：1个有错误，2个没有读出。" in done.stdout


def test_pool_equals_serial(folder: Path, tmp_path: Path) -> None:
    outs = [tmp_path / jobs for jobs in ("1", "2")]
    reports = [run("batch", folder, "-o", out, "--jobs", out.name).stdout for out in outs]
    assert reports[0] == reports[1]
    for name in ("report.jsonl", "report.xlsx"):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()


def test_workbook(folder: Path, tmp_path: Path) -> None:
    run("batch", folder, "-o", tmp_path / "out", "--jobs", "1")
    book = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx")
    assert book.sheetnames == ["汇总", "问题"]
    names = [row[0].value for row in book["汇总"].iter_rows(min_row=2)]
    assert names[0] == "甲/预算.docx" and set(names[-2:]) == {"坏.docx", "空.pdf"}
    assert book["问题"].max_row > 5


def test_a_batch_in_english_writes_english(folder: Path, tmp_path: Path) -> None:
    """Titles, messages and reasons; the document's own words and canonical names stay as they are."""
    out = tmp_path / "out"
    done = run("batch", folder, "-o", out, "--jobs", "1", "--lang", "en")
    assert "4 filings: 1 with errors, 2 could not be read." in done.stdout and "reports written to" in done.stderr
    reasons = [str(line["reason"]).partition(":")[2] for line in lines(out) if line["outcome"] == "unread"]
    assert len(reasons) == 2 and all(reason and not HAN.search(reason) for reason in reasons)
    book = openpyxl.load_workbook(out / "report.xlsx")
    for sheet in book:
        headers = [str(cell.value) for cell in sheet[1]]
        assert not HAN.search(f"{sheet.title} {headers}")
    for row in book["Findings"].iter_rows(min_row=2, values_only=True):
        assert row[1] in ("error", "warning", "note") and str(row[3]).startswith(("Department", "Unit"))
        assert not HAN.search(str(row[4])), row
    run("batch", folder, "-o", out, "--jobs", "1", "--resume")
    assert "错误" in {row[1] for row in openpyxl.load_workbook(out / "report.xlsx")["问题"].iter_rows(values_only=True)}


def test_resume_skips_what_is_done(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("batch", folder, "-o", out, "--jobs", "1")
    before = (out / "report.jsonl").read_bytes()
    marked = before.replace("乙".encode(), "乙".encode())
    first = json.loads(marked.splitlines()[0]) | {"entity": "从上次保留"}
    rest = marked.splitlines(keepends=True)[1:]
    (out / "report.jsonl").write_bytes(json.dumps(first).encode() + b"\n" + b"".join(rest))
    shutil.copy(RIGHT, folder / "新.docx")
    run("batch", folder, "-o", out, "--jobs", "1", "--resume")
    told = {line["file"]: line for line in lines(out)}
    assert told["乙.docx"]["entity"] == "从上次保留"
    assert told["新.docx"]["outcome"] == "audited" and len(told) == 5
    assert not (out / "report.previous.jsonl").exists()


def test_changed_content_and_rules_are_done_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("batch", folder, "-o", out, "--jobs", "1")
    keys = {line["file"]: line["key"] for line in lines(out)}
    shutil.copy(WRONG, folder / "乙.docx")
    run("batch", folder, "-o", out, "--jobs", "1", "--resume", "--select", "GS")
    assert not set(keys.values()) & {line["key"] for line in lines(out)}


def test_interrupted_run_is_taken_up(folder: Path, tmp_path: Path) -> None:
    """What an interrupted run leaves: a whole line and a half-written one."""
    out = tmp_path / "out"
    run("batch", folder, "-o", out, "--jobs", "1")
    whole = (out / "report.jsonl").read_bytes()
    first = whole.splitlines(keepends=True)[0]
    (out / "report.jsonl").write_bytes(first + whole.splitlines()[1][:10])
    run("batch", folder, "-o", out, "--jobs", "1", "--resume")
    assert (out / "report.jsonl").read_bytes() == whole


def test_links_do_not_lead_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "外").mkdir()
    shutil.copy(RIGHT, tmp_path / "外" / "秘密.docx")
    (folder / "连接").symlink_to(tmp_path / "外", target_is_directory=True)
    (folder / "秘密.docx").symlink_to(tmp_path / "外" / "秘密.docx")
    (folder / "丙.docx").symlink_to(folder / "乙.docx")
    names = [path.name for path in find(folder, tmp_path / "out")]
    assert "秘密.docx" not in names and "丙.docx" in names


def test_a_folder_of_links_says_what_it_is(folder: Path, tmp_path: Path) -> None:
    links = tmp_path / "连接"
    links.mkdir()
    (links / "甲.docx").symlink_to(RIGHT)
    out = run("batch", links, "-o", tmp_path / "out", "--jobs", "1")
    assert out.returncode == 3 and "1个文件都是指向文件夹以外的链接" in out.stderr
    shutil.copy(RIGHT, links / "乙.docx")
    out = run("batch", links, "-o", tmp_path / "out", "--jobs", "1")
    assert "1个指向文件夹以外的链接没有读取" in out.stderr and len(lines(tmp_path / "out")) == 1


def test_reports_are_no_filings(folder: Path) -> None:
    out = folder / "budgetaudit-report"
    run("batch", folder, "-o", out, "--jobs", "1")
    run("batch", folder, "-o", out, "--jobs", "1")
    assert len(lines(out)) == 4


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["none"], 3, "找不到"),
        (["a.docx"], 3, "check"),
        (["empty"], 3, "没有可以读取的文件"),
        (["full", "--jobs", "-1"], 2, "--jobs"),
        (["full", "--lang", "fr"], 2, "fr"),
        (["full", "-o", "/dev/null/x"], 2, "不能在这里写报告"),
    ],
)
def test_wrong_use(words: list[str], code: int, told: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    shutil.copy(RIGHT, tmp_path / "full" / "a.docx")
    (tmp_path / "a.docx").write_bytes(b"")
    done = run("batch", tmp_path / words[0], "-o", tmp_path / "out", *words[1:])
    assert done.returncode == code and told in one_sentence(done)


def echo(task: Task) -> LedgerLine:
    """A worker that dies on one filing, as a crash in a C library would."""
    if task.name == "杀手":
        os._exit(11)
    return LedgerLine(task.name, task.key, ledger.AUDITED)


def names(found: Iterable[LedgerLine]) -> list[tuple[str, str]]:
    return [(line.file, line.outcome) for line in found]


def test_a_dying_worker_takes_one_filing_with_it() -> None:
    todo = [Task(Path(name), name, name) for name in ("甲", "乙", "杀手", "丙", "丁")]
    found = names(carry_out(echo, todo, Pool(partial(processes, 2), 3), lambda task: None))
    assert found == [
        ("甲", "audited"),
        ("乙", "audited"),
        ("杀手", "unread"),
        ("丙", "audited"),
        ("丁", "audited"),
    ]


def test_kept_lines_keep_their_order() -> None:
    todo = [Task(Path(name), name, name) for name in "abcd"]
    old = {"b": LedgerLine("b", "b", ledger.AUDITED, entity="old")}
    found = list(carry_out(echo, todo, Pool(partial(ThreadPoolExecutor, 1), 1), lambda task: old.get(task.name)))
    assert [line.file + line.entity for line in found] == ["a", "bold", "c", "d"]


def installed(folder: Path) -> list[str]:
    """The command as an installer lays it down: a script that calls what pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, function = project["scripts"]["budgetaudit"].partition(":")
    script = folder / "budgetaudit"
    script.write_text(
        f"import sys\nfrom {module} import {function}\nif __name__ == '__main__':\n    sys.exit({function}())\n"
    )
    return [sys.executable, str(script)]


@pytest.mark.parametrize("how", ["installed", "module"])
def test_every_process_of_a_batch_collects_garbage(how: str, folder: Path, tmp_path: Path) -> None:
    command = installed(tmp_path) if how == "installed" else [sys.executable, "-m", "budgetaudit"]
    notes = noted(tmp_path, [*command, "batch", str(folder), "-o", str(tmp_path / "out"), "--jobs", "1"])
    assert [note["collects"] for note in notes if note["worker"]] == [True]
    assert all(note["collects"] for note in notes)


@pytest.mark.parametrize(("files", "collects"), [([WRONG], False), ([WRONG, RIGHT], True)])
def test_a_check_of_one_filing_collects_none(files: list[Path], collects: bool, tmp_path: Path) -> None:
    (note,) = noted(tmp_path, [*installed(tmp_path), "check", *map(str, files)])
    assert note["collects"] is collects


def noted(folder: Path, command: list[str]) -> list[dict[str, object]]:
    """What the processes of a command note of themselves when they end (tests/witness)."""
    notes = folder / "notes"
    notes.mkdir()
    path = os.pathsep.join([str(ROOT / "tests" / "witness"), str(ROOT)])
    environment = os.environ | {"PYTHONPATH": path, "WITNESS": str(notes)}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode in (1, 3), done.stderr
    return [json.loads(note.read_text()) for note in notes.iterdir()]
