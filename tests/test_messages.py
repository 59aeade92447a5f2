"""The table of messages: whole, used, the same in both languages; and the English reports of real filings."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TypeGuard

import pytest

from budgetaudit.commands import Settings
from budgetaudit.commands.batch import find
from budgetaudit.commands.examine import examine, rulebook
from budgetaudit.filing import Filing, Grid
from budgetaudit.messages import Both, PartId, Text, called, keyed, label, mentions, message, say, series, table
from budgetaudit.reporters import Look, render
from budgetaudit.verdicts import Audit

ROOT = Path(__file__).parents[1]
CODE = ROOT / "budgetaudit"
FILINGS = ROOT.parent / "shared" / "filings"
PATHS = sorted(find(FILINGS, FILINGS / "none")) if FILINGS.is_dir() else []
HAN = re.compile(r"[㐀-鿿]")
FAMILIES = ("row_", "certainty.")
"""How the ids begin that are put together from the kind of a row or from a certainty."""

SAID: dict[str, tuple[Text, str, str]] = {
    "a word": ("行政运行", "行政运行", "行政运行"),
    "a number": (3, "3", "3"),
    "a list": (series(["甲", "乙"]), "甲、乙", "甲, 乙"),
    "a list of one": (series(["甲"]), "甲", "甲"),
    "a label": (label(called("收支总表.支出"), "合计"), "收支总表（支出） · 合计", "收支总表 (支出) · 合计"),
    "a second table": (called("基本支出表#2"), "基本支出表（第2张）", "基本支出表 (no. 2)"),
    "the department": (PartId("部门"), "部门", "Department"),
    "a unit": (PartId("单位12"), "单位12", "Unit 12"),
    "no part": (PartId(""), "", ""),
    "words of a rule": (Both("预算年度", "fiscal year"), "预算年度", "fiscal year"),
    "words without English": (Both("预算年度"), "预算年度", "预算年度"),
    "a sentence": (
        message("absent.row", table=called("基本支出表"), row="30212"),
        "基本支出表没有“30212”这一行",
        "基本支出表 has no row “30212”",
    ),
    "a sentence in a sentence": (
        message("number.unread", why=message("unread.what")),
        "未读懂：句子没有说明是什么数",
        "not understood: the sentence does not say what the number is",
    ),
    "braces of a filing": (message("is.blank", what="{0}{x}"), "{0}{x}为空", "{0}{x} is blank"),
}


@pytest.mark.parametrize(("text", "chinese", "english"), SAID.values(), ids=SAID)
def test_texts_are_said(text: Text, chinese: str, english: str) -> None:
    assert (say(text, "zh"), say(text, "en")) == (chinese, english)


def test_fingerprints_have_the_keys_of_tables() -> None:
    assert keyed(label(called("收支总表.支出#2"), "合计")) == "收支总表.支出#2 · 合计"
    assert keyed(message("empty.table", table=called("收支总表.支出"))) == "收支总表.支出为空表"


MENTIONED = [
    (label("甲表", "201 乙", "丙"), label("201 乙", "丙"), True),
    (label("甲表", "其中：乙", "丙（元）"), label("乙", "丙"), True),
    (label("甲表", "201 乙", "丙"), label("甲表", "丙"), False),
    (message("sum.listed", names="甲"), "甲", True),
    (message("sum.listed", names="甲"), "乙", False),
    ("甲乙", "乙", True),
    ("甲", label("甲", "乙"), False),
]


@pytest.mark.parametrize(("text", "other", "there"), MENTIONED)
def test_what_a_text_has_in_it(text: Text, other: Text, there: bool) -> None:
    assert mentions(text, other) is there


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("name", table())
def test_both_languages_have_the_same_holes(name: str) -> None:
    chinese, english = table()[name]
    assert holes(chinese) == holes(english)
    assert "" not in holes(chinese), "holes are called by name"
    assert not HAN.search(english)


def trees() -> Iterator[ast.Module]:
    yield from (ast.parse(path.read_text("utf-8")) for path in CODE.rglob("*.py"))


def calls() -> Iterator[tuple[str, set[str] | None]]:
    """Every id that is given to `message`, with the holes it fills; None where they are not written out."""
    for node in (node for tree in trees() for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
            first = node.args[0]
            written = all(keyword.arg for keyword in node.keywords)
            filled = {str(keyword.arg) for keyword in node.keywords} if written else None
            names = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
            yield from ((str(one.value), filled) for one in names if isinstance(one, ast.Constant))


def test_messages_fill_the_holes_of_the_table() -> None:
    found = list(calls())
    assert len(found) > 200
    for name, filled in found:
        assert name in table(), name
        assert filled is None or filled == holes(table()[name][0]), name


def test_every_sentence_is_used() -> None:
    source = "".join(path.read_text("utf-8") for path in (*CODE.rglob("*.py"), *CODE.rglob("*.j2")))
    constants = {node.value for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    used = {name for name in table() if name in constants or f"words.{name}" in source}
    assert {name for name in table() if not name.startswith(FAMILIES)} - used == set()


QUIET = ("conditions", "coverage", "decide", "diagnose", "facts", "kinds", "lookup")


def test_only_reporters_say_anything() -> None:
    """What decides makes messages; it never puts one into words."""
    for room in QUIET:
        paths = [path for path in (CODE / f"{room}.py", *(CODE / room).rglob("*.py")) if path.is_file()]
        assert paths, room
        for path in paths:
            names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
            assert "say" not in names, path


SAYS = {"Check", "Fault", "Finding", "Missing", "Observation", "Side", "Spot", "Unchecked", "Unread", "chain", "label"}
SAYS |= {"message", "phrase", "replace", "series", "spot", "unchecked"}
"""What takes a text that a reader will see."""


def is_matching(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a call takes a pattern, or words to look for."""
    function = node.func if isinstance(node, ast.Call) else None
    named = isinstance(function, ast.Name) and function.id == "regex"
    return named or (isinstance(function, ast.Attribute) and function.attr == "replace")


def test_no_sentence_stands_in_the_code() -> None:
    """Chinese in the code is vocabulary to be matched; it goes into no f-string and into nothing that is said."""
    for path in (path for room in (*QUIET, "loaders") for path in (CODE / f"{room}.py", *(CODE / room).rglob("*.py"))):
        tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.parse("")
        matched = {id(word) for node in ast.walk(tree) if is_matching(node) for word in node.args}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and id(node) not in matched:
                texts = [one.value for one in node.values if isinstance(one, ast.Constant)]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS:
                values = (*node.args, *(keyword.value for keyword in node.keywords))
                texts = [one.value for one in values if isinstance(one, ast.Constant)]
            else:
                continue
            assert not any(HAN.search(text) for text in texts if isinstance(text, str)), (path.name, node.lineno)


def names_of_rules(text: object) -> Iterator[str]:
    """Every word that stands in the rules, however deep."""
    if isinstance(text, str):
        yield text
    elif isinstance(text, dict):
        yield from (word for pair in text.items() for one in pair for word in names_of_rules(one))
    elif isinstance(text, list | tuple):
        yield from (word for one in text for word in names_of_rules(one))
    elif hasattr(text, "__struct_fields__"):
        yield from (word for field in text.__struct_fields__ for word in names_of_rules(getattr(text, field)))


def test_what_rules_say_in_chinese_they_say_in_english() -> None:
    """The kinds that hand over words of their rule have each of them in English."""
    for rule in rulebook(Settings()).rules:
        kind = rule.kind
        if hasattr(kind, "english"):
            told = [getattr(kind, name, {}) for name in ("phrases", "patterns", "items")]
            words = {word for mapping in told for word in mapping.values()} | {*getattr(kind, "needs", {})}
            words |= {getattr(kind, "advice", "")} - {""}
            assert words == set(kind.english), rule.id


def test_titles_of_rules_are_english() -> None:
    titles = {rule.id: rule.title_en for rule in rulebook(Settings()).rules}
    assert {name: title for name, title in titles.items() if not title or HAN.search(QUOTED.sub("", title))} == {}


QUOTED = re.compile(r"“[^”]*”")


@lru_cache(maxsize=1)
def names_given() -> str:
    """The names that rules give to tables, rows, columns, sections, subjects, codes and events, a line each."""
    book = rulebook(Settings())
    kinds = [rule.kind for rule in book.rules if not hasattr(rule.kind, "english")]
    titles = [word for rule in book.rules for word in QUOTED.findall(rule.title_en)]
    advice = [
        word
        for rule in book.rules
        for text in getattr(rule.kind, "english", {}).values()
        for word in QUOTED.findall(text)
    ]
    lists = [path.read_text("utf-8").replace("|", ",").replace("\n", ",").split(",") for path in LISTS]
    names = [*names_of_rules((book.templates, book.words, kinds, lists, titles, advice))]
    subjects = [word for path in CLAIMS for word in re.findall(r"[一-鿿（）“”]+", path.read_text("utf-8"))]
    return "\n".join({*names, *subjects, *(rule.basis for rule in book.rules)})


LISTS = sorted((ROOT / "rules" / "classification").glob("*.csv"))
CLAIMS = sorted((ROOT / "rules" / "claims").glob("*.yaml"))


def written(filing: Filing) -> Iterator[str]:
    """Everything a filing prints."""
    for block in filing.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


def left_over(audit: Audit) -> list[str]:
    """The Chinese runs of the English reports that stand neither in the filing nor in a name of the rules."""
    titles = {rule.id: rule.title_en for rule in rulebook(Settings()).rules}
    look = Look("en", verbose=True, width=1000, titles=titles)
    printed = "".join((audit.facts.filing.name, *written(audit.facts.filing)))
    texts = {"".join(HAN.findall(printed)), "".join(HAN.findall(ASIDE.sub("", printed)))}
    runs = {run for name in ("console", "json") for run in RUN.findall(str(render(name, audit, look)))}
    return sorted(run for run in runs if not known(run, "\n".join(texts)))


RUN = re.compile(r"[㐀-鿿]+")
ASIDE = re.compile(r"[（(][境护室镜役][）)]")
"""What the reader of the prose leaves out of a word: 因公出国（境）费."""
LEAST = 4


def known(run: str, printed: str) -> bool:
    """Whether a run of Chinese stands in the document or in a name of the rules, or is one of these with a few
    letters of the document before or after it (the reader of the prose takes brackets out of what it quotes)."""
    if _stands(run, printed):
        return True
    cuts = (at for at in range(LEAST, len(run)) if _stands(run[:at], printed) and _stands(run[at:], printed))
    return any(True for _ in cuts) or any(
        _stands(run[at:], printed) and _stands(run[:at], printed) for at in range(1, len(run) - LEAST + 1)
    )


def _stands(run: str, printed: str) -> bool:
    return run in printed or run in names_given()


def chinese_in_english(path: Path) -> list[str]:
    outcome = examine(path, Settings())
    if isinstance(outcome, Audit):
        return left_over(outcome)
    return RUN.findall(say(outcome.reason, "en").replace(outcome.name, ""))


@pytest.mark.parametrize("path", sorted((ROOT / "samples").glob("xinle-2021*")), ids=lambda path: path.name)
def test_english_reports_of_the_samples(path: Path) -> None:
    assert chinese_in_english(path) == []


@pytest.mark.real
@pytest.mark.skipif(not FILINGS.is_dir(), reason="the real filings are not here")
@pytest.mark.parametrize("path", PATHS, ids=[f"{path.parent.name}/{path.name}" for path in PATHS])
def test_english_reports_have_no_chinese_of_their_own(path: Path) -> None:
    """Only words of the filing and names that the rules give."""
    assert chinese_in_english(path) == []
