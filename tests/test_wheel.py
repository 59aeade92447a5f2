"""The wheel holds the package, its rules and its templates, and finds them where it is unpacked."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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


def test_it_says_where_it_came_from(unpacked: Path) -> None:
    (info,) = unpacked.glob("*.dist-info")
    metadata = (info / "METADATA").read_text("utf-8")
    assert "License-Expression: Apache-2.0" in metadata
    assert "budgetaudit = budgetaudit.cli:main" in (info / "entry_points.txt").read_text("utf-8")
