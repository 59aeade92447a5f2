"""What strangers and slips can do: names, devices, full disks, text that steers a terminal."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from documents import word
from forms import filing, rules
from test_cli import RIGHT, WRONG, one_sentence, run

from budgetaudit.audit import audit
from budgetaudit.commands.output import save
from budgetaudit.errors import FilingError, UsageError
from budgetaudit.loaders import docx, html, read
from budgetaudit.loaders.numberformats import shown
from budgetaudit.loaders.sheets import SheetCell, Worksheet, blocks
from budgetaudit.reporters import Look, render

posix = pytest.mark.skipif(os.name != "posix", reason="pipes and links of Unix")


@posix
def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    save("报告", pipe)
    assert pipe.is_fifo() and os.read(reader, 100) == "报告".encode()
    os.close(reader)


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.touch()
    link.symlink_to(target)
    save("报告", link)
    assert link.is_symlink() and target.read_text(encoding="utf-8") == "报告"


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="No space left"):
        save("报告", tmp_path / "report.json")
    assert not list(tmp_path.iterdir())


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty"])
def test_a_device_is_no_filing(device: str) -> None:
    with pytest.raises(FilingError):
        read(Path(device))


@posix
def test_a_pipe_is_no_filing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    with pytest.raises(FilingError, match="管道"):
        read(tmp_path / "pipe.docx")


@pytest.mark.parametrize("name", ["a" * 5000 + ".docx", "x.docx/y.docx"])
def test_a_name_that_cannot_be(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.docx").touch()
    with pytest.raises(FilingError):
        read(tmp_path / name)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
@pytest.mark.parametrize("form", ["console", "json", "html", "markdown", "sarif", "junit"])
def test_a_name_that_is_no_utf8(tmp_path: Path, form: str) -> None:
    odd = tmp_path / os.fsdecode(b"\xb2\xe2.docx")
    shutil.copy(RIGHT, odd)
    done = run("check", odd, "--format", form)
    assert done.returncode == 0 and not done.stderr


STEERING = "\x1b]0;x\x07\x9b31m\u202e\u2066"
FORM = f"""
2026年部门预算
支出总表
单位：万元
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| | 合计 | 90 | 5 | 5 |
| 201 | 行政{STEERING} | 10 | 5 | 5 |
"""


@pytest.mark.parametrize("colour", [True, False])
def test_text_does_not_steer_the_terminal(colour: bool) -> None:
    told = audit(filing(FORM, f"a{STEERING}.docx"), rules())
    text = str(render("console", told, Look(colour=colour, verbose=True)))
    assert "✗" in text and not set("\x07\x9b\u202e\u2066") & set(text) and "\x1b]" not in text


@posix
def test_messages_do_not_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "x\x1b[31m.docx"
    path.write_text("garbage", encoding="utf-8")
    assert "\x1b" not in one_sentence(run("check", path))


def test_filings_of_one_name_keep_their_reports(tmp_path: Path) -> None:
    for folder, source in (("a", RIGHT), ("b", WRONG)):
        (tmp_path / folder).mkdir()
        shutil.copy(source, tmp_path / folder / "x.docx")
    run("check", tmp_path / "a" / "x.docx", tmp_path / "b" / "x.docx", "-f", "json", "-o", tmp_path / "out")
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["x.docx-2.json", "x.docx.json"]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    done = run("check", RIGHT, WRONG, "-o", tmp_path / "out")
    assert done.returncode == 2 and "不能在这里写报告" in one_sentence(done)


LONG = ["1", "1.", "1,", " ", "（", "-", "…", "2026", "：", "*", "支出1万元、", "一般公共服务支出（类）"]


@pytest.mark.parametrize("piece", LONG)
def test_long_runs_take_no_long_time(piece: str) -> None:
    """Every pattern meets a run of 40,000; one that is quadratic takes many seconds."""
    run_of = piece * (40_000 // len(piece))
    began = process_time()
    told = audit(filing(f"2026年部门预算\n一、收支情况\n2026年{run_of}预算\n{FORM.replace(STEERING, run_of)}"), rules())
    for form in ("console", "markdown"):
        render(form, told, Look(verbose=True))
    assert process_time() - began < 8


@pytest.mark.parametrize("raw", ["1e999999999", "1e400", "1e50", "-1e-400", "9" * 1000, "NaN", "Infinity"])
@pytest.mark.parametrize("code", ["", "#,##0.00", "yyyy-mm-dd", "0." + "0" * 5000, "0" * 500])
def test_stored_numbers_beyond_all_printing(raw: str, code: str) -> None:
    assert shown(raw, code)


def test_tables_nested_without_end_are_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 100_000 + "</w:tc></w:tr></w:tbl>" * 100_000
    with pytest.raises(FilingError, match="嵌套"):
        docx.load(word(deep), "x.docx")


@pytest.mark.parametrize("below", ["", "<tr></tr>" * 4])
def test_spans_beyond_all_paper_are_refused(below: str) -> None:
    cells = "<td colspan=1000 rowspan=1000>1</td>" * 1000
    page = f"<html><body><table><tr>{cells}</tr>{below}</table></body></html>"
    with pytest.raises(FilingError, match="过大"):
        html.load(page.encode(), "x.html")


def test_a_sheet_as_wide_as_excel_allows_is_refused() -> None:
    squares = {(row, column): SheetCell("1", True) for row in range(1000) for column in (0, 1, 16383)}
    with pytest.raises(FilingError, match="过大"):
        blocks([Worksheet("表", squares)])


@pytest.mark.parametrize("text", ["支出100万元。\n" * 60_000, "\n" * 600_000, "\t1\n" * 600_000])
def test_a_text_of_too_many_lines_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FilingError, match="上限"):
        read(path)


def test_every_refusal_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(
        word('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr></w:tc><w:tc/></w:tr></w:tbl>')
    )
    with pytest.raises(FilingError, match=r"^x\.docx：第 1 个表格"):
        read(path)


ENDLESS = """
from time import sleep
from budgetaudit.commands import guard
guard.{limit}
with guard.guarded("x.pdf"):
    sleep(20)
"""


@pytest.mark.parametrize(
    ("limit", "told"), [("SECONDS = 0.1", "时间"), ("_used = lambda n=iter((0, 9999)): next(n)", "内存")]
)
def test_work_without_end_ends(limit: str, told: str) -> None:
    """As where PDFium fills all memory with a page that draws itself."""
    command = [sys.executable, "-c", ENDLESS.format(limit=limit)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=15, check=False)
    assert done.returncode == 3 and told in one_sentence(done) and done.stderr.startswith("x.pdf：")


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams(closed: str) -> None:
    command = f'"{sys.executable}" -m budgetaudit check "{WRONG}" {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.returncode == 1 and not done.stderr


def test_a_word_file_of_a_million_paragraphs_is_refused() -> None:
    with pytest.raises(FilingError, match="上限"):
        docx.load(word("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 60_000), "x.docx")
