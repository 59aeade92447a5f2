"""Rulebooks kept between runs: the same as built, and built anew whenever there is a doubt."""

import pickle
from pathlib import Path

import pytest

from budgetaudit import cache as kept_files
from budgetaudit.rulebook import Rulebook
from budgetaudit.rulefiles import kept, load

WORDS = "- words:\n    test/甲: [乙]\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("BUDGETAUDIT_CACHE", str(folder))
    return folder


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Rulebook]:
    """The rulebooks that were built, not read back."""
    made: list[Rulebook] = []
    build = kept._built

    def noted(*given: object) -> Rulebook:
        made.append(build(*given))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(kept, "_built", noted)
    return made


def own(tmp_path: Path, text: str = WORDS) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_rulebook_is_read_back_as_it_was_built(cache: Path, built: list[Rulebook], tmp_path: Path) -> None:
    first, second = load([own(tmp_path)]), load([own(tmp_path)])
    assert len(built) == 1
    assert first is not second
    assert first == second
    assert [path.stat().st_mode & 0o777 for path in cache.iterdir()] == [0o600]


def test_another_rule_file_is_another_rulebook(cache: Path, built: list[Rulebook], tmp_path: Path) -> None:
    load([own(tmp_path)])
    assert load([own(tmp_path, WORDS.replace("乙", "丙"))]).words["test/甲"] == ("丙",)
    assert "test/甲" not in load().words
    assert len(built) == 3


def test_the_cache_can_be_turned_off(built: list[Rulebook], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUDGETAUDIT_CACHE", "off")
    load(), load()
    assert len(built) == 2


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "writable", "stranger"])
def test_what_is_not_sound_is_not_read(cache: Path, built: list[Rulebook], tmp_path: Path, harm: str) -> None:
    first = load([own(tmp_path)])
    (place,) = cache.iterdir()
    content = place.read_bytes()
    if harm == "writable":
        place.chmod(0o666)
    else:
        forged = content[:32] + bytes(32) + pickle.dumps("x")
        harmed = {"cut": content[:-9], "changed": content[:-9] + bytes(9), "empty": b"", "stranger": forged}
        place.write_bytes(harmed[harm])
    assert load([own(tmp_path)]) == first
    assert len(built) == 2


def test_a_cache_that_cannot_be_written_is_no_matter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BUDGETAUDIT_CACHE", str(own(tmp_path) / "below-a-file"))
    assert load().rules


def test_few_are_kept(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST", 2)
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        path = tmp_path / name
        path.write_text(WORDS, "utf-8")
        load([path])
    assert len(list(cache.iterdir())) == 2
