"""YAML → Rulebook. Every mistake in a rule file is a RuleError that begins with file:line."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from budgetaudit.errors import RuleError, unknown
from budgetaudit.rulebook import Rule, Rulebook, Template
from budgetaudit.rulefiles.checks import condition, rule
from budgetaudit.rulefiles.forms import forms
from budgetaudit.rulefiles.nodes import Node, compose, fail, items, pairs, text, texts
from budgetaudit.rulefiles.packs import with_names, with_severities
from budgetaudit.rulefiles.tables import template

READERS = {
    "words": "budgetaudit.rulefiles.build:word_lists",
    "pack": "budgetaudit.rulefiles.packs:pack",
    "subject": "budgetaudit.rulefiles.claims:subject",
    "partition": "budgetaudit.rulefiles.claims:partition",
}
"""First key of an entry → the function that reads it (node → value). Values of entries that Rulebook has no
field for stand in `Rulebook.lexicon` by that key, in order. Tables, conditions and rules (`table`, `condition`,
`id`) are read below, in that order, whatever file they stand in."""

OWN = ("table", "condition", "id")


def build(paths: Iterable[Path], digest: str) -> Rulebook:
    """The rulebook that these files make, in this order."""
    nodes: dict[str, list[Node]] = {}
    for path in paths:
        for node in _entries(path):
            nodes.setdefault(_kind(node), []).append(node)
    read = {key: tuple(map(_reader(key), found)) for key, found in nodes.items() if key not in OWN}
    laid = read.pop("pack", ())
    templates = with_names(_templates(map(template, nodes.get("table", []))), laid)
    known = forms(templates)
    conditions = {one.name: one for one in (condition(node, known) for node in nodes.get("condition", []))}
    rules = _rules(rule(node, conditions, known) for node in nodes.get("id", []))
    return Rulebook(
        templates=templates,
        rules=with_severities(rules, laid) if laid else rules,
        words={name: words for lists in read.pop("words", ()) for name, words in lists.items()},
        lexicon=read,
        digest=digest,
    )


def word_lists(node: Node) -> Mapping[str, tuple[str, ...]]:
    """`- words: {name: [word, …]}`."""
    ((_, _, lists),) = pairs(node)
    return {name: texts(words) for _, name, words in pairs(lists)}


def plain(node: Node) -> Any:
    """An entry as it is written: mappings, tuples and texts."""
    if isinstance(node, yaml.MappingNode):
        return {key: plain(value) for _, key, value in pairs(node)}
    return tuple(map(plain, items(node))) if isinstance(node, yaml.SequenceNode) else text(node)


def _entries(path: Path) -> list[Node]:
    root = compose(path)
    return [] if root is None else items(root)


def _kind(node: Node) -> str:
    """What an entry is, by its first key."""
    for key_node, key, _ in pairs(node):
        if key not in READERS and key not in OWN:
            fail(key_node, unknown("条目", key, (*READERS, *OWN)))
        return key
    return fail(node, "这一条没有内容。")


def _reader(key: str) -> Callable[[Node], Any]:
    module, _, name = READERS[key].partition(":")
    reader: Callable[[Node], Any] = getattr(import_module(module), name)
    return reader


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
