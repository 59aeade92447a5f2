"""The command line as its users meet it: exit codes, messages, formats, bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
WRONG, RIGHT = SAMPLES / "xinle-2021.docx", SAMPLES / "xinle-2021-corrected.docx"


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a process; both streams as UTF-8."""
    env = os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "100"} | environment
    command = [sys.executable, "-m", "budgetaudit", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, check=False)


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What the user is told: one line on standard error, no traceback."""
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().split("\n")
    return line


def test_errors_exit_1() -> None:
    done = run("check", WRONG)
    assert done.returncode == 1 and "✗ 错误" in done.stdout and not done.stderr


def test_nothing_wrong_exits_0() -> None:
    done = run("check", RIGHT)
    assert done.returncode == 0 and "✗" not in done.stdout and "▲" not in done.stdout


def test_several_files_exit_with_the_worst(tmp_path: Path) -> None:
    assert run("check", RIGHT, WRONG).returncode == 1
    assert run("check", WRONG, tmp_path / "none.docx").returncode == 3


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 0), ("info", 1), ("never", 0)])
def test_fail_on(level: str, code: int) -> None:
    assert run("check", RIGHT, "--fail-on", level).returncode == code


def test_strict_counts_unchecked() -> None:
    assert run("check", RIGHT, "--strict").returncode == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "jsn"], "是不是“json”"),
        (["--lang", "fr"], "fr"),
        (["--fail-on", "eror"], "是不是“error”"),
        (["--select", "IN-999"], "IN-999"),
        (["--format", "xlsx"], "--output"),
        (["--rules", "/nonexistent"], "/nonexistent"),
        (["--output", "/nonexistent/report.txt"], "/nonexistent"),
        (["--output", str(WRONG)], "换一个输出位置"),
    ],
)
def test_wrong_use_exits_2(words: list[str], told: str) -> None:
    done = run("check", WRONG, *words)
    assert done.returncode == 2 and told in one_sentence(done)


def test_unknown_option_exits_2() -> None:
    assert run("check", WRONG, "--nonsense").returncode == 2
    assert run("nonsense").returncode == 2


def test_rules_that_do_not_load_exit_2(tmp_path: Path) -> None:
    bad = tmp_path / "mine.yaml"
    bad.write_text("- id: ZZ-01\n  kind: equal\n  titel: 甲\n", "utf-8")
    done = run("check", RIGHT, "--rules", bad)
    assert done.returncode == 2 and "mine.yaml:3" in one_sentence(done) and "title" in done.stderr


BAD = {
    "none.docx": None,
    "empty.docx": b"",
    "noise.docx": b"\x00\x01\x02 not a document",
    "cut.docx": WRONG.read_bytes()[:20_000],
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n",
    "encrypted.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "letter.txt": "你好，这不是预算。\n".encode(),
    "picture.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
}


@pytest.mark.parametrize("name", BAD)
def test_unreadable_exits_3(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if (content := BAD[name]) is not None:
        path.write_bytes(content)
    done = run("check", path)
    assert done.returncode == 3 and not done.stdout
    assert name in one_sentence(done)


def test_folder_is_for_batch(tmp_path: Path) -> None:
    done = run("check", tmp_path)
    assert done.returncode == 3 and "batch" in one_sentence(done)


def test_json_to_standard_output() -> None:
    done = run("check", WRONG, "--format", "json")
    report = json.loads(done.stdout)
    assert report["filing"]["name"] == WRONG.name and report["findings"]
    causes = {one["cause"] for one in report["findings"]} - {""}
    assert causes <= {one["id"] for one in report["findings"]}


def test_json_of_several_is_one_array() -> None:
    done = run("check", WRONG, RIGHT, "--format", "json")
    assert [one["filing"]["name"] for one in json.loads(done.stdout)] == [WRONG.name, RIGHT.name]


def test_output_files(tmp_path: Path) -> None:
    target = tmp_path / "报告.xlsx"
    done = run("check", RIGHT, "--format", "xlsx", "--output", target)
    assert done.returncode == 0 and str(target) in done.stderr and not done.stdout
    assert openpyxl.load_workbook(target).sheetnames[0] == "汇总"
    run("check", RIGHT, WRONG, "--format", "json", "--output", tmp_path / "all")
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [
        "xinle-2021-corrected.docx.json",
        "xinle-2021.docx.json",
    ]


def test_selected_rules_only() -> None:
    report = json.loads(run("check", WRONG, "--format", "json", "--select", "GS").stdout)
    assert {one["rule"].split("-")[0] for one in report["findings"]} == {"GS"}
    other = json.loads(run("check", WRONG, "--format", "json", "--ignore", "GS,CP-0*").stdout)
    assert not {one["rule"][:4] for one in other["findings"]} & {"GS-0", "CP-0"}


def test_same_bytes_every_time() -> None:
    first, second = (run("check", WRONG, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert first == second


def test_old_encoding_and_closed_pipe() -> None:
    env = os.environ | {"PYTHONIOENCODING": "gbk:strict"}
    done = subprocess.run(
        [sys.executable, "-m", "budgetaudit", "check", WRONG], capture_output=True, env=env, check=False
    )
    assert done.returncode == 1 and "× 错误" in done.stdout.decode("gbk")
    command = f"{sys.executable} -m budgetaudit check {WRONG} | head -1"
    piped = subprocess.run(command, shell=True, capture_output=True, text=True, encoding="utf-8", check=False)
    assert piped.stdout.startswith(WRONG.name) and not piped.stderr


def test_colour_only_where_wanted() -> None:
    assert "\x1b" not in run("check", RIGHT).stdout
    assert "\x1b" in run("check", RIGHT, FORCE_COLOR="1").stdout


def test_show() -> None:
    done = run("show", WRONG)
    assert done.returncode == 0 and "支出总表" in done.stdout and "标题“部门预算收支总表”" in done.stdout
    table = run("show", WRONG, "--table", "资产占用表")
    assert "1171.21" in table.stdout and "其中" in table.stdout
    claims = run("show", WRONG, "--claims")
    assert "372.99" in claims.stdout
    missing = run("show", WRONG, "--table", "没有的表")
    assert missing.returncode == 2 and "收支总表.收入" in one_sentence(missing)


def test_show_steps_prints_the_value_of_every_stage() -> None:
    done = run("show", WRONG, "--steps")
    assert done.returncode == 0
    stages = [line.split()[1].partition(".")[2] for line in done.stdout.splitlines() if line.startswith("== ")]
    assert stages == [
        "loaders.read", "recognise.stream.items", "recognise.parts.spans", "recognise.years.year_and_kind",
        "recognise.nature.nature", "recognise.recognise", "recognise.goals.read_goals",
        "claims.setting.setting", "claims.chains.paragraph_tokens", "claims.clauses.clauses", "claims.reader.states",
        "claims.topics.gathered", "claims.relations.relations_of", "claims.read_claims",
        "decide.decide", "diagnose.diagnose", "coverage.coverage",
    ]  # fmt: skip
    assert "政府采购表 by 标题" in done.stdout and "error IN-31" in done.stdout


def test_rules_list_and_show() -> None:
    listed = run("rules", "list")
    assert listed.returncode == 0
    first = listed.stdout.split()[0]
    shown = run("rules", "show", first)
    assert shown.returncode == 0 and shown.stdout.startswith(first)
    assert run("rules", "show", "ZZ-99").returncode == 2
    english = run("rules", "list", "--lang", "en").stdout.split("\n")
    assert len(english) == len(listed.stdout.split("\n"))


def test_rules_test_tries_the_examples() -> None:
    done = run("rules", "test", "--select", "IN")
    assert done.returncode == 0 and "IN-01" in done.stdout and "×" not in done.stdout


def test_rule_schema() -> None:
    assert json.loads(run("rules", "schema").stdout)["$schema"].startswith("https://json-schema.org")


def test_report_schema() -> None:
    assert json.loads(run("rules", "schema", "--report").stdout)["$ref"] == "#/$defs/Report"


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("budgetaudit ")
    assert "batch" in run("--help").stdout
