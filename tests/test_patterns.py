"""Patterns compiled late, or from kept code, are the patterns that `re` makes."""

import re

import pytest

from budgetaudit import patterns
from budgetaudit.patterns import compiled, regex

SOURCES = [r"(?P<year>20\d\d)年?(?:度|(末))?", r"[一-鿿()]{2,}+(?<!元)", r"(?i)abc|x*?", rb"<w:(?:b|i)(?: [^>]*)?/>"]


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "KNOWN", {})
    monkeypatch.setattr(patterns, "NEW", {})


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("flags", [0, re.DOTALL])
def test_kept_code_is_the_same_pattern(apart: None, monkeypatch: pytest.MonkeyPatch, source: str, flags: int) -> None:
    usual = re.compile(source, flags)
    assert compiled(source, flags) == usual
    monkeypatch.setattr(patterns, "KNOWN", patterns.NEW)
    monkeypatch.setattr(patterns, "NEW", {})
    monkeypatch.setattr(re, "compile", None)
    assert compiled(source, flags) == usual
    assert not patterns.NEW


def test_a_pattern_is_compiled_at_its_first_use(apart: None) -> None:
    year = regex(r"(20\d\d)年")
    assert not patterns.NEW
    found = year.search("于2021年")
    assert found
    assert found[1] == "2021"
    assert year.pattern in {source for source, _ in patterns.NEW}


def test_code_that_is_not_sound_is_not_used(apart: None) -> None:
    patterns.KNOWN[r"\d+", 0] = (0, bytes(12), 0, {}, (None,))
    found = regex(r"\d+").match("12")
    assert found
    assert found[0] == "12"
    assert (r"\d+", 0) in patterns.NEW


def test_a_mistake_is_said(apart: None) -> None:
    with pytest.raises(re.error):
        compiled("(")
