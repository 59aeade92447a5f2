"""Late patterns are those that `re` makes; text is narrowed, ordinals and words are found."""

import re

import pytest

from budgetaudit.text import MARKS, QUOTES, as_prose, dictionary, narrow, regex, squeeze, unnumbered, unquoted


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


def test_text_is_narrowed_in_two_ways() -> None:
    assert squeeze("（一） 　“１”\u3000元\n") == "（一）“１”元"
    assert narrow("（一） “１”\u00a0元") == "(一)“1”元"
    assert narrow("（一） 《收，支》", QUOTES) == unquoted("（一） 《收，支》") == "(一)收,支"
    assert narrow("其他（含“三公”）·支出", MARKS) == "其他含三公支出"


def test_prose_is_narrowed_letter_for_letter() -> None:
    assert as_prose("１，２３４；甲 “乙”【丙】；因公出国（境）费") == "1，234；甲乙[丙]；因公出国费"


def test_all_ordinals_that_a_text_begins_with_are_taken_off() -> None:
    assert [unnumbered(text) for text in ("一、收入", "（二）1.收入", "3）收入", "收入一、", "2021.5收入")] == [
        "收入", "收入", "收入", "收入一、", "2021.5收入",
    ]  # fmt: skip


def test_words_are_found_by_dictionary_the_longest_first() -> None:
    words = dictionary(["预算", "预算数", "数额", ""])
    assert list(words.at("预算数额", 0)) == ["预算数", "预算"] and list(words.at("预算", 2)) == []
    assert list(words.all("本预算数额与预算")) == [(1, "预算数"), (6, "预算")]
    assert words.without("本预算数额与预算") == "本额与"
