"""No pattern of the package repeats repeats, overlaps itself, or is run through again from every place of a text."""

import re

import patterns
import pytest
from patterns import Constant
from repeats import faults

PROVED = {
    "budgetaudit.loaders.docx.CELLS": "a row begins with <w:tr, which stands in no cell: [^<] ends before it",
}
"""Patterns that look worse than they are, and why they are not."""

OF_THE_RULES = {
    "budgetaudit.kinds.present._other_set",
    "budgetaudit.kinds.present._tables",
    "budgetaudit.kinds.present._withheld",
    "budgetaudit.kinds.wording._compiled",
    "budgetaudit.rulefiles.checks._check_patterns",
    "budgetaudit.rulefiles.claims._spelt",
    "budgetaudit.selectors.pattern",
}
"""Functions that make patterns of what rules say."""
OF_WORDS = {
    "budgetaudit.kinds.dated._after_year",
    "budgetaudit.text.__getattr__",
}
"""Functions that make patterns of words without repeats, or have them made."""


def constant(source: str, *methods: str) -> Constant:
    return Constant("a", "B", re.compile(source), frozenset(methods or ("search",)))


@pytest.mark.parametrize("one", patterns.constants(), ids=lambda one: f"{one.module[12:]}.{one.name}")
def test_no_pattern_takes_more_than_linear_time(one: Constant) -> None:
    wrong = faults(one)
    assert bool(wrong) == (f"{one.module}.{one.name}" in PROVED), wrong


def test_every_pattern_has_a_name_in_its_module() -> None:
    assert set(patterns.made_in_functions()) == OF_THE_RULES | OF_WORDS


def test_ordinals_and_years_are_written_once() -> None:
    """Only text.py spells out what ordinals are counted in and what a year looks like."""
    spelt = {
        str(path.relative_to(patterns.ROOT))
        for path in patterns.ROOT.rglob("*.py")
        if "一二三四五六七八九十" in (text := path.read_text("utf-8")) or r"20\d\d" in text
    }
    assert spelt == {"text.py"}


@pytest.mark.parametrize(
    "source",
    [
        r"(a+)+b", r"(?:a*b?)*c", r"(?:额|数额|数)*元", r"\s*x?\s*y", r".*x.*y", r"a+b", r"《[^》]*》", r"<w:sz [^>]*>",
        r"(?:x|[^y]*)*y", r"\d+(?:,\d+)*元", r"(?:于|过)*\d", r"[A-Za-z]+\d",
    ],
)  # fmt: skip
def test_a_pattern_that_may_take_longer_is_refused(source: str) -> None:
    assert faults(constant(source))


@pytest.mark.parametrize(
    "source",
    [
        r"(?<![A-Za-z])[A-Za-z]++\d", r"(?:额|数)*", r"《[^《》]*》", r"<w:sz [^<>]*>", r"^a+b", r"^(?:(?:ab)+,)*+c",
        r"\s+|a", r"x\d*+y", r"\d{1,3}(?:,\d{3}){1,9}",
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_is_not(source: str) -> None:
    assert not faults(constant(source))


def test_a_repeat_at_the_beginning_is_no_fault_of_a_pattern_that_is_only_matched() -> None:
    assert faults(constant(r"[bc]*d", "match", "sub")) and not faults(constant(r"[bc]*d", "match"))
