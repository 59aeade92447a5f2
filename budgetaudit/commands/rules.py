"""`budgetaudit rules`: list, show and test the rules, print their schema."""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import takewhile
from pathlib import Path

from msgspec.structs import replace

from budgetaudit.commands import FINDINGS, OK, Settings, one_of
from budgetaudit.commands.examine import chosen, rulebook
from budgetaudit.commands.output import put
from budgetaudit.errors import UsageError, unknown
from budgetaudit.messages import LANGUAGES
from budgetaudit.messages import words as in_language
from budgetaudit.rulebook import Rule
from budgetaudit.rulefiles import shipped


def show_all(settings: Settings, lang: str) -> int:
    """One line per rule: id, severity, kind, statement."""
    words = in_language(one_of("语言", lang, LANGUAGES))
    for rule in rulebook(settings).rules:
        title = rule.title_en if lang == "en" and rule.title_en else rule.title
        put(f"{rule.id:<8}{words.get(rule.severity, rule.severity)}  {rule.kind_name:<12}{title}\n")
    return OK


def show_one(identity: str, settings: Settings, lang: str) -> int:
    """Everything about one rule, as its file has it."""
    words = in_language(one_of("语言", lang, LANGUAGES))
    rules = {rule.id: rule for rule in rulebook(settings).rules}
    if identity not in rules:
        raise UsageError(unknown("规则", identity, rules))
    put("".join(f"{line}\n" for line in _described(rules[identity], words)))
    return OK


def _described(rule: Rule, words: Mapping[str, str]) -> Iterator[str]:
    """The statement in both languages, where it stands, and the rule as its file has it."""
    yield f"{rule.id}  {words.get(rule.severity, rule.severity)}  {rule.title}"
    if rule.title_en:
        yield f"{' ' * len(rule.id)}  {rule.title_en}"
    yield from (f"  {condition.title}" for condition in rule.conditions)
    yield ""
    yield rule.source
    yield from _written(rule.source)


def _written(source: str) -> Iterator[str]:
    """The lines of a `file:line` entry, up to the next entry."""
    name, _, line = source.rpartition(":")
    path = next((path for path in (shipped().parent / name, Path(name)) if path.is_file()), None)
    if path is None:
        return
    lines = path.read_text("utf-8").splitlines()[int(line) - 1 :]
    rest = takewhile(lambda text: not text.startswith(("-", "#")), lines[1:])
    yield from "\n".join([*lines[:1], *rest]).rstrip().split("\n")


def test(settings: Settings) -> int:
    """Try each rule on its own examples; a rule that does as its examples say passes."""
    from budgetaudit.ruletest import run

    everything = rulebook(replace(settings, select=(), ignore=()))
    book = chosen(everything, settings.select, settings.ignore)
    failures = 0
    for result in run(book):
        failures += not result.passed
        put(f"{'√' if result.passed else '×'} {result.message}\n")
    return FINDINGS if failures else OK


def schema(report: bool) -> int:
    """The JSON Schema of rule files, or of the JSON report."""
    source = "budgetaudit.reporters.json" if report else "budgetaudit.rulefiles.schema"
    described = import_module(source).schema()
    put(json.dumps(described, ensure_ascii=False, indent=2) + "\n")
    return OK
