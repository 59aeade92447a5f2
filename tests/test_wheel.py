"""The wheel holds the package, its rules and its templates, and finds them where it is unpacked."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from budgetaudit.rulefiles import compiled, load

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer would lay it down."""
    out = tmp_path_factory.mktemp("wheel")
    builder = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(builder, capture_output=True, text=True, check=False)
    if done.returncode and "hatchling" in done.stdout + done.stderr:
        pytest.skip("hatchling is not installed in this environment")
    assert not done.returncode, done.stdout + done.stderr
    (wheel,) = out.glob("*.whl")
    site = out / "site"
    zipfile.ZipFile(wheel).extractall(site)
    return site


def test_everything_is_in_it(unpacked: Path) -> None:
    package = unpacked / "budgetaudit"
    for folder in ("tables", "claims", "checks", "words", "classification"):
        wanted = {path.name for path in (ROOT / "rules" / folder).iterdir()}
        assert wanted and wanted == {path.name for path in (package / "rules" / folder).iterdir()}
    assert (package / "reporters" / "report.html.j2").is_file()
    assert (package / "loaders" / "pdf" / "fonts" / "squares.ttf").is_file()
    assert not (unpacked / "tests").exists()


def test_it_works_where_it_lies(unpacked: Path, tmp_path: Path) -> None:
    code = "import sys; from budgetaudit.cli import main; import budgetaudit; main()"
    for words in (["rules", "list"], ["check", str(ROOT / "samples" / "xinle-2021-corrected.docx")]):
        done = subprocess.run(
            [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(unpacked)!r}); {code}", *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        assert done.returncode == 0 and not done.stderr, done.stderr
        assert "IN-01" in done.stdout or "没有发现问题" in done.stdout or "✗" not in done.stdout


def told(site: Path, code: str) -> str:
    """What a line of Python prints that imports the package from where it lies, and nothing of the checkout."""
    lines = f"import sys; sys.path.insert(0, {str(site)!r}); from budgetaudit import rulefiles; {code}"
    done = subprocess.run([sys.executable, "-I", "-c", lines], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def test_its_rules_are_compiled(unpacked: Path) -> None:
    content = (unpacked / "budgetaudit" / "rules" / "rulebook.bin").read_bytes()
    assert content == compiled.packed(load())
    assert told(unpacked, "print(len(rulefiles.load().rules), 'yaml' in sys.modules)") == f"{len(load().rules)} False"
    assert (unpacked / "budgetaudit" / "rules" / "rulebook.bin").read_bytes() == content


def test_rules_changed_where_it_lies_are_read_anew(unpacked: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(unpacked, site)
    path = site / "budgetaudit" / "rules" / "classification" / "functional.csv"
    path.write_text(path.read_text("utf-8") + "2990101,新科目,general,,high\n", "utf-8")
    code = "print(rulefiles.load().classification.codes['functional'].of('2990101')[0].code, 'yaml' in sys.modules)"
    assert [told(site, code), told(site, code)] == ["2990101 True", "2990101 False"]


def test_it_says_where_it_came_from(unpacked: Path) -> None:
    (info,) = unpacked.glob("*.dist-info")
    metadata = (info / "METADATA").read_text("utf-8")
    assert "License-Expression: Apache-2.0" in metadata
    assert "budgetaudit = budgetaudit.__main__:main" in (info / "entry_points.txt").read_text("utf-8")
