"""Packs: rules/packs/NAME.yaml, an overlay for a region, a year or a purpose, laid on only when it is asked for.

    - pack: strict
      title: 把提示升为警告
      severities: {XT-30: warning}
      tables:
        支出总表:
          titles: [支出表（某省）]
          columns: {上缴上级: [上解支出]}
          lines: {合计: [总支出]}

A pack may hold rules, words and tables of its own as well, like any rule file.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.errors import RuleError, unknown
from budgetaudit.rulebook import ColumnSpec, RowSpec, Rule, Template
from budgetaudit.rulefiles.checks import SEVERITIES
from budgetaudit.rulefiles.nodes import Node, choice, fields, pairs, text, texts, where

Names = Mapping[str, tuple[str, ...]]


class Added(Struct, frozen=True):
    """Further names for a table: of itself, its columns, its rows."""

    titles: tuple[str, ...]
    columns: Names
    lines: Names


class Pack(Struct, frozen=True):
    """What a pack changes."""

    name: str
    title: str
    severities: Mapping[str, str]
    tables: Mapping[str, Added]
    source: str


def pack(node: Node) -> Pack:
    """One `- pack:` entry."""
    got = fields(node, ("pack", "title", "severities", "tables"), ("pack", "title"))
    return Pack(
        text(got["pack"]),
        text(got["title"]),
        {rule: choice(value, "级别", SEVERITIES) for _, rule, value in _pairs(got, "severities")},
        {name: _added(value) for _, name, value in _pairs(got, "tables")},
        where(node),
    )


def _pairs(got: Mapping[str, Node], key: str) -> list[tuple[Node, str, Node]]:
    return list(pairs(got[key])) if key in got else []


def _added(node: Node) -> Added:
    got = fields(node, ("titles", "columns", "lines"))
    return Added(
        texts(got["titles"]) if "titles" in got else (),
        {name: texts(value) for _, name, value in _pairs(got, "columns")},
        {name: texts(value) for _, name, value in _pairs(got, "lines")},
    )


def with_severities(rules: Sequence[Rule], packs: Sequence[Pack]) -> tuple[Rule, ...]:
    """The rules with the severities that packs give them; the last one counts."""
    changed = {rule: severity for one in packs for rule, severity in one.severities.items()}
    for one in packs:
        for identity in one.severities:
            if identity not in (known := [rule.id for rule in rules]):
                raise RuleError(f"{one.source}: {unknown('规则', identity, known)}")
    return tuple(replace(rule, severity=changed.get(rule.id, rule.severity)) for rule in rules)


def with_names(templates: Sequence[Template], packs: Sequence[Pack]) -> tuple[Template, ...]:
    """The templates with the further names that packs give them."""
    found = list(templates)
    for one in packs:
        known = [template.name for template in found]
        for name, added in one.tables.items():
            if name not in known:
                raise RuleError(f"{one.source}: {unknown('表', name, known)}")
            found = [_named(template, added, one) if template.name == name else template for template in found]
    return tuple(found)


def _named(template: Template, added: Added, one: Pack) -> Template:
    """A template, and each of its sides, with more names."""
    sides = tuple(_named(side, replace(added, titles=()), one) for side in template.sides)
    if not sides:
        _known(added.columns, [column.name for column in template.columns], "列", one)
    return replace(
        template,
        titles=(*template.titles, *added.titles),
        columns=tuple(_column(column, added.columns) for column in template.columns),
        rows=tuple(_row(row, added.lines) for row in template.rows),
        sides=sides,
        pack=one.name,
    )


def _known(names: Names, known: Sequence[str], what: str, one: Pack) -> None:
    for name in names:
        if name not in known:
            raise RuleError(f"{one.source}: {unknown(what, name, known)}")


def _column(column: ColumnSpec, names: Names) -> ColumnSpec:
    return replace(column, aliases=(*column.aliases, *names.get(column.name, ())))


def _row(row: RowSpec, names: Names) -> RowSpec:
    return replace(row, aliases=(*row.aliases, *names.get(row.name, ())))
