"""Patterns that are compiled late are the patterns that `re` makes."""

import re

import pytest

from budgetaudit.text import regex


def test_a_late_pattern_finds_what_re_finds() -> None:
    year = regex(r"(20\d\d)年", re.ASCII)
    assert [found[1] for found in year.finditer("2021年与2022年")] == ["2021", "2022"]
    assert year.sub(r"<\1>", "2021年") == "<2021>"
    assert (year.pattern, year.flags) == (r"(20\d\d)年", re.ASCII)


def test_a_late_pattern_is_compiled_at_its_first_use_and_then_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    really = re.compile
    monkeypatch.setattr(re, "compile", lambda *words: compiled.append(words[0]) or really(*words))
    digits = regex(r"\d+")
    assert not compiled
    assert digits.search("a1") and digits.search("a2") and digits.fullmatch("3")
    assert compiled == [r"\d+"]


def test_a_mistake_is_said_at_the_first_use() -> None:
    with pytest.raises(re.error):
        regex("(").search("")
