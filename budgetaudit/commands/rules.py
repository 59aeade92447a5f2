"""`budgetaudit rules`: list, show and test the rules, print their schema."""

import json
from collections.abc import Iterator
from importlib import import_module

from budgetaudit.choice import chosen
from budgetaudit.commands import FINDINGS, OK, Settings, one_of
from budgetaudit.commands.examine import rulebook
from budgetaudit.commands.output import put
from budgetaudit.errors import UsageError, unknown
from budgetaudit.reporters.words import LANGUAGES
from budgetaudit.rulebook import Rule


def show_all(settings: Settings, lang: str) -> int:
    """One line per rule: id, severity, kind, statement."""
    words = LANGUAGES[one_of("language", lang, ("zh", "en"))]
    for rule in rulebook(settings).rules:
        title = rule.title_en if lang == "en" and rule.title_en else rule.title
        put(f"{rule.id:<8}{words.get(rule.severity, rule.severity)}  {rule.kind_name:<12}{title}\n")
    return OK


def show_one(identity: str, settings: Settings, lang: str) -> int:
    """Everything about one rule, as its file has it."""
    one_of("language", lang, ("zh", "en"))
    rules = {rule.id: rule for rule in rulebook(settings).rules}
    if identity not in rules:
        raise UsageError(f"没有规则“{identity}”：{unknown('rule', identity, rules)}")
    put("".join(f"{line}\n" for line in _described(rules[identity])))
    return OK


def _described(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}  {rule.title}"
    if rule.title_en:
        yield f"        {rule.title_en}"
    told = {
        "severity": rule.severity,
        "kind": rule.kind_name,
        **{f"when {name}": value for name, value in rule.when.items()},
        "basis": rule.basis,
        "tolerance": f"{rule.tolerance}" if rule.tolerance else "",
        "why": rule.why,
        "note": rule.note,
        "source": rule.source,
    }
    yield from (f"  {name}: {value}" for name, value in told.items() if value)
    for example in rule.examples:
        yield f"  example ({example.outcome}):"
        yield from (f"    {line}" for line in example.text.rstrip("\n").split("\n"))


def test(settings: Settings) -> int:
    """Try each rule on its own examples; a rule that does as its examples say passes."""
    from budgetaudit.ruletest import run

    everything = rulebook(settings._replace(select=(), ignore=()))
    book = chosen(everything, settings.select, settings.ignore)
    failures = 0
    for result in run(book):
        failures += not result.passed
        put(f"{'√' if result.passed else '×'} {result.message}\n")
    return FINDINGS if failures else OK


def schema(report: bool) -> int:
    """The JSON Schema of rule files, or of the JSON report."""
    source = "budgetaudit.reporters.json" if report else "budgetaudit.rulefiles.schema"
    found = import_module(source).schema()
    put(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return OK
