"""The README is true: its transcript is what the program prints, its rule loads, its links to commands exist."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TRANSCRIPT = re.compile(r"(```\n\$ budgetaudit ([^\n]*)\n)(.*?)(```\n)", re.DOTALL)


def printed(words: str, *more: str) -> str:
    environment = {"COLUMNS": "100", "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "budgetaudit", *words.split(), *more]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=environment, check=False
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_transcript(request: pytest.FixtureRequest) -> None:
    text = README.read_text("utf-8")
    found = TRANSCRIPT.search(text)
    assert found
    real = printed(found[2])
    if request.config.getoption("--update"):
        text = text[: found.start(3)] + real + text[found.end(3) :]
        README.write_text(text, "utf-8", newline="\n")
    assert TRANSCRIPT.search(README.read_text("utf-8"))[3] == real  # type: ignore[index]


def test_rule(tmp_path: Path) -> None:
    text = README.read_text("utf-8")
    rule, waivers = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "extra.yaml").write_text(rule, "utf-8")
    report = printed("check samples/xinle-2021-corrected.docx --select MY-01 --rules", str(tmp_path))
    assert "成立 2" in report
    (tmp_path / "waivers.yaml").write_text(waivers, "utf-8")
    waived = printed("check samples/xinle-2021.docx --select IN-31 --waivers", str(tmp_path / "waivers.yaml"))
    assert "已豁免：" in waived


def test_options_exist() -> None:
    helps = "".join(printed(f"{command} --help") for command in ("check", "batch", "show"))
    block = re.search(r"## Commands\n\n```\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert block
    options = set(re.findall(r"--[a-z-]+", block[1]))
    assert options <= set(re.findall(r"--[a-z-]+", helps)), options - set(re.findall(r"--[a-z-]+", helps))


def test_set_up_commands_name_real_files() -> None:
    text = README.read_text("utf-8")
    assert "[dev]" in text and (ROOT / "samples" / "xinle-2021.docx").exists()


def test_the_table_of_rooms_is_the_drawing_of_the_house() -> None:
    """Rooms in the order of the layers, each once; the rooms that are not marked are those kept from the world."""
    house, world, _ = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    heights = {room: height for height, layer in enumerate(house["layers"]) for room in layer.split(" | ")}
    text = (ROOT / "budgetaudit" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (◇ )?((?:`\w+(?:/|\.py|\.json)`(?:, )?)+) \|", text, re.MULTILINE)
    rooms = {room: mark for mark, names in rows for room in re.findall(r"`(\w+)(?:/|\.py)`", names)}
    assert sorted(rooms) == sorted(heights.keys() - {"__main__"})
    assert [heights[room] for room in rooms] == sorted(heights[room] for room in rooms)
    unmarked = {f"budgetaudit.{room}" for room, mark in rooms.items() if not mark}
    assert unmarked == set(world["source_modules"])
