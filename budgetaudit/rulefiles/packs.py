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

FurtherNames = Mapping[str, tuple[str, ...]]


class Added(Struct, frozen=True):
    """Further names for a table: of itself, its columns, its rows."""

    titles: tuple[str, ...]
    columns: FurtherNames
    lines: FurtherNames


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
    changed = {rule: severity for pack in packs for rule, severity in pack.severities.items()}
    for pack in packs:
        for identity in pack.severities:
            if identity not in (known := [rule.id for rule in rules]):
                raise RuleError(f"{pack.source}: {unknown('规则', identity, known)}")
    return tuple(replace(rule, severity=changed.get(rule.id, rule.severity)) for rule in rules)


def with_names(templates: Sequence[Template], packs: Sequence[Pack]) -> tuple[Template, ...]:
    """The templates with the further names that packs give them."""
    named = list(templates)
    for pack in packs:
        known = [template.name for template in named]
        for name, added in pack.tables.items():
            if name not in known:
                raise RuleError(f"{pack.source}: {unknown('表', name, known)}")
            named = [_named(template, added, pack) if template.name == name else template for template in named]
    return tuple(named)


def _named(template: Template, added: Added, pack: Pack) -> Template:
    """A template, and each of its sides, with more names."""
    sides = tuple(_named(side, replace(added, titles=()), pack) for side in template.sides)
    if not sides:
        _known(added.columns, [column.name for column in template.columns], "列", pack)
    return replace(
        template,
        titles=(*template.titles, *added.titles),
        columns=tuple(_column(column, added.columns) for column in template.columns),
        rows=tuple(_row(row, added.lines) for row in template.rows),
        sides=sides,
        pack=pack.name,
    )


def _known(names: FurtherNames, known: Sequence[str], what: str, pack: Pack) -> None:
    for name in names:
        if name not in known:
            raise RuleError(f"{pack.source}: {unknown(what, name, known)}")


def _column(column: ColumnSpec, names: FurtherNames) -> ColumnSpec:
    return replace(column, aliases=(*column.aliases, *names.get(column.name, ())))


def _row(row: RowSpec, names: FurtherNames) -> RowSpec:
    return replace(row, aliases=(*row.aliases, *names.get(row.name, ())))
