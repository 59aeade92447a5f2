"""YAML and CSV → Rulebook. Every mistake in a rule file is a RuleError that begins with file:line."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from budgetaudit.errors import RuleError, unknown
from budgetaudit.rulebook import CodesName, EventsName, Rule, Rulebook, Template
from budgetaudit.rulefiles.checks import condition, rule
from budgetaudit.rulefiles.claims import partition, subject
from budgetaudit.rulefiles.convert import hints
from budgetaudit.rulefiles.forms import forms
from budgetaudit.rulefiles.lists import classification
from budgetaudit.rulefiles.nodes import Node, compose, fail, fields, items, pairs, texts
from budgetaudit.rulefiles.packs import pack, with_names, with_severities
from budgetaudit.rulefiles.tables import template

ENTRIES = ("words", "pack", "subject", "partition", "table", "condition", "id")
"""First keys: what an entry of a rule file may be."""


def build(paths: Sequence[Path], digest: str) -> Rulebook:
    """The rulebook that these files make, in this order."""
    nodes: dict[str, list[Node]] = {key: [] for key in ENTRIES}
    for path in paths:
        for node in _entries(path) if path.suffix != ".csv" else ():
            nodes[_kind(node)].append(node)
    packs = tuple(map(pack, nodes["pack"]))
    templates = with_names(_templates(map(template, nodes["table"])), packs)
    blank = forms(templates)
    conditions = {described.name: described for described in (condition(node, blank) for node in nodes["condition"])}
    rulebook = Rulebook(
        templates=templates,
        rules=with_severities(_rules(rule(node, conditions, blank) for node in nodes["id"]), packs),
        words={name: words for lists in map(word_lists, nodes["words"]) for name, words in lists.items()},
        subjects=tuple(map(subject, nodes["subject"])),
        partitions=tuple(map(partition, nodes["partition"])),
        classification=classification(path for path in paths if path.suffix == ".csv"),
        digest=digest,
    )
    _check_lists(rulebook)
    return rulebook


def word_lists(node: Node) -> Mapping[str, tuple[str, ...]]:
    """`- words: {name: [word, …]}`."""
    lists = fields(node, ("words",))["words"]
    return {name: texts(words) for _, name, words in pairs(lists)}


def _entries(path: Path) -> list[Node]:
    root = compose(path)
    return [] if root is None else items(root)


def _kind(node: Node) -> str:
    """What an entry is, by its first key."""
    for key_node, key, _ in pairs(node):
        if key not in ENTRIES:
            fail(key_node, unknown("条目", key, ENTRIES))
        return key
    return fail(node, "这一条没有内容。")


def _templates(values: Iterable[Template]) -> tuple[Template, ...]:
    seen: dict[tuple[str, tuple[str, ...]], Template] = {}
    for value in values:
        earlier = seen.setdefault((value.name, value.kinds), value)
        if earlier is not value:
            raise RuleError(f"{value.source}: 表“{value.name}”在 {earlier.source} 已有描述。")
    return tuple(seen.values())


def _rules(values: Iterable[Rule]) -> tuple[Rule, ...]:
    seen: dict[str, Rule] = {}
    for value in values:
        earlier = seen.setdefault(value.id, value)
        if earlier is not value:
            raise RuleError(f"{value.source}: 规则编号“{value.id}”在 {earlier.source} 已用过，请换一个编号。")
    return tuple(seen.values())


def _check_lists(rulebook: Rulebook) -> None:
    """The lists that rules name must be there."""
    lists = rulebook.classification
    known: Mapping[Any, Mapping[str, Any]] = {CodesName: lists.codes, EventsName: lists.events}
    for checked in rulebook.rules:
        for field, kind in hints(type(checked.kind)).items():
            if kind in known and (name := getattr(checked.kind, field)) not in known[kind]:
                raise RuleError(f"{checked.source}: {unknown('科目表', name, known[kind])}")
