"""Rules and conditions: rules/checks/*.yaml → Rule, Condition."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml
from msgspec.structs import replace

from budgetaudit.amounts import MONEY, read_amount
from budgetaudit.conditions import BUILT_IN, STATEMENTS, UNITS, YEARS
from budgetaudit.errors import unknown
from budgetaudit.kinds import KINDS, find_kind
from budgetaudit.rulebook import Condition, Example, Rule, Statement
from budgetaudit.rulefiles.convert import build, expression
from budgetaudit.rulefiles.forms import Forms
from budgetaudit.rulefiles.lists import MONTH
from budgetaudit.rulefiles.nodes import Node, choice, fail, fields, items, pairs, text, texts, where, yes

RULE_KEYS = (
    "id", "title", "title_en", "kind", "severity", "when", "basis", "why", "note", "tolerance", "examples",
    "withheld", "since",
)  # fmt: skip
NEEDED = ("id", "title", "title_en", "kind", "severity")
SEVERITIES = ("error", "warning", "info", "off")
OUTCOMES = ("pass", "fail", "unchecked")
VALUES: Mapping[str, tuple[str, ...]] = {
    "kind": ("预算", "决算"),
    "level": ("部门", "单位"),
    "units": UNITS,
}
IN_WORDS = {"none": "没有所属单位", "one": "只有一个所属单位", "some": "有所属单位", "many": "有多个所属单位"}


def rule(node: Node, conditions: Mapping[str, Condition], blank: Forms) -> Rule:
    """One `- id:` entry."""
    kind_node = next((value for _, key, value in pairs(node) if key == "kind"), None)
    if kind_node is None:
        fail(node, "缺少“kind”。")
    name = choice(kind_node, "种类", KINDS)
    kind = find_kind(name)
    own = kind.__struct_fields__
    got = fields(node, (*RULE_KEYS, *own), NEEDED)
    when = tuple(_when(got["when"], conditions, blank)) if "when" in got else ()
    made = build(kind, {key: value for key, value in got.items() if key in own}, node, blank)
    _check_patterns(made, node)
    return Rule(
        id=text(got["id"]),
        title=text(got["title"]),
        title_en=text(got["title_en"]),
        severity=choice(got["severity"], "级别", SEVERITIES),
        kind_name=name,
        kind=made,
        when={condition.name: condition.value for condition in when},
        basis=_optional(got, "basis"),
        why=_optional(got, "why"),
        note=_optional(got, "note"),
        source=where(node),
        conditions=when,
        tolerance=_tolerance(got),
        examples=tuple(map(example, items(got["examples"]))) if "examples" in got else (),
        withheld=_withheld(got["withheld"]) if "withheld" in got else (),
        since=_month(got["since"]) if "since" in got else "",
    )


def _check_patterns(kind: Any, node: Node) -> None:
    """The regular expressions of a rule must be such."""
    for pattern in kind.patterns_used() if hasattr(kind, "patterns_used") else ():
        try:
            re.compile(pattern)
        except re.error as error:
            fail(node, f"正则表达式“{pattern}”有误：{error}。")


def _optional(got: Mapping[str, Node], key: str) -> str:
    return text(got[key]) if key in got else ""


def _withheld(node: Node) -> tuple[tuple[str, ...], ...]:
    """Three lists of words: why, what and how something is withheld."""
    lists = tuple(map(texts, items(node)))
    if len(lists) != 3:
        fail(node, "“withheld”要三组词：为什么、什么、怎样不公开。")
    return lists


def _month(node: Node) -> str:
    month = text(node)
    return month if MONTH.fullmatch(month) else fail(node, f"施行的月份应写作 2016-10，写的是“{month}”。")


def _tolerance(got: Mapping[str, Node]) -> Decimal:
    """`tolerance: 0.05万元` in base units; only with a `why`."""
    if "tolerance" not in got:
        return Decimal(0)
    node = got["tolerance"]
    amount = read_amount(text(node))
    if amount is None or amount.unit.dimension not in (MONEY, "percent"):
        fail(node, f"此处应为带单位的金额，如“0.01万元”，写的是“{text(node)}”。")
    if "why" not in got:
        fail(node, "写了“tolerance”就要写“why”。")
    return amount.base


def example(node: Node) -> Example:
    """`- fail: |` and a small filing."""
    got = list(pairs(node))
    if len(got) != 1:
        fail(node, f"每个例子只有一个键：{'、'.join(OUTCOMES)}。")
    key_node, outcome, value = got[0]
    choice(key_node, "结果", OUTCOMES)
    return Example(outcome, text(value), where(node))


def condition(node: Node, blank: Forms) -> Condition:
    """One `- condition:` entry."""
    got = fields(node, ("condition", "title", "any", *STATEMENTS), ("condition", "title"))
    name = text(got["condition"])
    if name in (*BUILT_IN, *STATEMENTS):
        fail(got["condition"], f"条件“{name}”已经有了，请换一个名称。")
    asked = tuple(_statement(key, got[key], blank) for key in STATEMENTS if key in got)
    if not asked:
        fail(node, f"缺少以下之一：{'、'.join(STATEMENTS)}。")
    return Condition(name, "yes", text(got["title"]), asked, "any" in got and yes(got["any"]))


def _statement(verb: str, node: Node, blank: Forms) -> Statement:
    members = [node] if isinstance(node, yaml.ScalarNode) else items(node)
    if verb == "equal" and len(members) < 2:
        fail(node, "“equal”至少要有两个式子。")
    return Statement(verb, tuple(expression(member, blank) for member in members))


def _when(node: Node, conditions: Mapping[str, Condition], blank: Forms) -> Iterator[Condition]:
    """The conditions of a rule: built-in, described in rules/, or stated on the spot."""
    for key_node, key, value in pairs(node):
        if key in BUILT_IN:
            yield _built_in(key, value)
        elif key in STATEMENTS:
            asked = _statement(key, value, blank)
            words = "、".join(texts(value))
            yield Condition(key, words, f"{words} {key}", (asked,))
        elif key in conditions:
            answer = "yes" if yes(value) else "no"
            title = conditions[key].title if answer == "yes" else f"并非{conditions[key].title}"
            yield replace(conditions[key], value=answer, title=title)
        else:
            fail(key_node, unknown("条件", key, (*BUILT_IN, *STATEMENTS, *conditions)))


def _built_in(name: str, node: Node) -> Condition:
    value = text(node)
    if name in VALUES:
        choice(node, name, VALUES[name])
    if name == "years" and not (YEARS.fullmatch(value) and any(map(str.isdigit, value))):
        fail(node, f"年度应写作 2019-2024 或 2022-，写的是“{value}”。")
    titles = {"years": f"{value}年", "level": f"{value}部分", "region": value, "kind": value}
    return Condition(name, value, titles.get(name) or IN_WORDS[value])
