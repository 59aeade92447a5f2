"""YAML nodes → the fields of a kind, by the types its Struct declares."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

import yaml
from msgspec import Struct
from msgspec.structs import fields

from budgetaudit.rulebook import CodesName, ColumnName, EventsName, Kind, RowName, TableName
from budgetaudit.rulefiles.forms import Forms, check_column, check_row, check_selector, check_table
from budgetaudit.rulefiles.nodes import Node, choice, fail, items, pairs, text, yes
from budgetaudit.selectors import Expression, Selector, SelectorError, parse, parse_expression


class NameScope(Struct, frozen=True):
    """What names may be used: the blank forms, and the tables that the rule's other fields name."""

    forms: Forms
    tables: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def hints(kind: type) -> Mapping[str, Any]:
    """Field → type."""
    return get_type_hints(kind)


def needed(kind: type[Struct]) -> tuple[str, ...]:
    """The fields without a default."""
    return tuple(field.name for field in fields(kind) if field.required)


def build(kind: type[Struct], got: Mapping[str, Node], node: Node, blank: Forms) -> Kind:
    """A kind from its keys."""
    for name in needed(kind):
        if name not in got:
            fail(node, f"缺少“{name}”。")
    types = hints(kind)
    context = NameScope(blank, _tables(got, types))
    values = {name: convert(got[name], types[name], context) for name in types if name in got}
    made: Any = kind(**values)
    return cast(Kind, made)


def _tables(got: Mapping[str, Node], types: Mapping[str, Any]) -> tuple[str, ...]:
    """The tables that the fields of type TableName name."""
    tables: list[str] = []
    for name, node in got.items():
        kind = types.get(name)
        if kind is TableName or get_args(kind)[:1] == (TableName,):
            tables += [text(member) for member in _members(node)]
    return tuple(tables)


def _members(node: Node) -> list[Node]:
    return [node] if isinstance(node, yaml.ScalarNode) else items(node)


Converter = Callable[[Node, NameScope], Any]


def convert(node: Node, kind: Any, context: NameScope) -> Any:
    """The value of a node as a type; a single value is a list of one."""
    return _converter(kind)(node, context)


@lru_cache(maxsize=256)
def _converter(kind: Any) -> Converter:
    """The function that reads a type."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _several(_converter(inside[0]), nested=get_origin(inside[0]) is tuple)
    if origin is Literal:
        return lambda node, _: choice(node, "取值", inside)
    if origin is not None:
        of = _converter(inside[1])
        return lambda node, context: {key: of(value, context) for _, key, value in pairs(node)}
    return CONVERTERS[kind]


def _several(member_of: Converter, nested: bool) -> Converter:
    """A list; where its members are lists themselves, the outer brackets may not be left out."""
    members = items if nested else _members
    return lambda node, context: tuple(member_of(member, context) for member in members(node))


def _number(node: Node, _: NameScope) -> Decimal:
    try:
        return Decimal(text(node))
    except InvalidOperation:
        fail(node, f"此处应为数，写的是“{text(node)}”。")


def _whole(node: Node, _: NameScope) -> int:
    if not text(node).isdigit():
        fail(node, f"此处应为整数，写的是“{text(node)}”。")
    return int(text(node))


def _table(node: Node, context: NameScope) -> TableName:
    check_table(node, text(node).removesuffix("?") or text(node), context.forms)
    return TableName(text(node))


def _row(node: Node, context: NameScope) -> RowName:
    for name in text(node).split("|"):
        check_row(node, name.strip(), context.tables, context.forms)
    return RowName(text(node))


def _column(node: Node, context: NameScope) -> ColumnName:
    for name in text(node).split("|"):
        check_column(node, name.strip(), context.tables, context.forms)
    return ColumnName(text(node))


def _selector(node: Node, context: NameScope) -> Selector:
    try:
        selector = parse(text(node))
    except SelectorError as error:
        fail(node, str(error))
    check_selector(node, selector, context.forms)
    return selector


def _expression(node: Node, context: NameScope) -> Expression:
    return expression(node, context.forms)


def expression(node: Node, blank: Forms) -> Expression:
    """`selector + selector`, every name on the blank form."""
    try:
        parsed = parse_expression(text(node))
    except SelectorError as error:
        fail(node, str(error))
    for selector in parsed.selectors:
        check_selector(node, selector, blank)
    return parsed


CONVERTERS: Mapping[Any, Converter] = {
    str: lambda node, _: text(node),
    CodesName: lambda node, _: CodesName(text(node)),
    EventsName: lambda node, _: EventsName(text(node)),
    bool: lambda node, _: yes(node),
    int: _whole,
    Decimal: _number,
    TableName: _table,
    RowName: _row,
    ColumnName: _column,
    Selector: _selector,
    Expression: _expression,
}
