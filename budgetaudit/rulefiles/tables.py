"""Table templates: rules/tables/*.yaml → Template."""

from collections.abc import Mapping

import yaml

from budgetaudit.facts import RowKind
from budgetaudit.rulebook import ColumnSpec, RowSpec, Template
from budgetaudit.rulefiles.nodes import Node, choice, fail, fields, pairs, text, texts, where, yes

KINDS = ("预算", "决算")
ROWS_BY = ("code", "economic", "label", "class", "record", "pairs")
ROW_KINDS = tuple(str(kind) for kind in RowKind)
ROLES = ("amount", "count", "price", "percent", "text", "code", "name", "label", "ordinal")
TABLE_KEYS = (
    "table",
    "rows",
    "titles",
    "kinds",
    "columns",
    "lines",
    "sides",
    "codes",
    "money",
    "pack",
    "requires",
    "name_column",
)
SIDE_KEYS = ("rows", "titles", "columns", "lines", "codes", "headers")
COLUMN_KEYS = ("aliases", "role", "of_which", "inside", "group")
LINE_KEYS = ("aliases", "kind", "parent", "within")


def template(node: Node) -> Template:
    """One `- table:` entry."""
    got = fields(node, TABLE_KEYS, ("table",))
    name = text(got["table"])
    if "." in name or "[" in name or ":" in name:
        fail(got["table"], f"表名“{name}”不能含有“.”“:”“[”。")
    kinds = texts(got["kinds"]) if "kinds" in got else ()
    for kind in kinds:
        if kind not in KINDS:
            choice(got["kinds"], "种类", KINDS)
    sides = tuple(_side(key, value) for _, key, value in pairs(got["sides"])) if "sides" in got else ()
    return Template(
        name=name,
        titles=texts(got["titles"]) if "titles" in got else (name,),
        rows_by=_rows_by(got, "record" if not sides else ""),
        columns=_columns(got),
        rows=_lines(got),
        kinds=kinds,
        sides=sides,
        codes=text(got["codes"]) if "codes" in got else "",
        money=yes(got["money"]) if "money" in got else True,
        pack=text(got["pack"]) if "pack" in got else "",
        source=where(node),
        requires=texts(got["requires"]) if "requires" in got else (),
        name_column=text(got["name_column"]) if "name_column" in got else "",
    )


def _side(name: str, node: Node) -> Template:
    got = fields(node, SIDE_KEYS, ("columns",))
    return Template(
        name=name,
        titles=texts(got["titles"]) if "titles" in got else (name,),
        rows_by=_rows_by(got, "label"),
        columns=_columns(got),
        rows=_lines(got),
        codes=text(got["codes"]) if "codes" in got else "",
        source=where(node),
        headers=texts(got["headers"]) if "headers" in got else (name,),
    )


def _rows_by(got: Mapping[str, Node], default: str) -> str:
    return choice(got["rows"], "行的命名方式", ROWS_BY) if "rows" in got else default


def _columns(got: Mapping[str, Node]) -> tuple[ColumnSpec, ...]:
    if "columns" not in got:
        return ()
    return tuple(_column(key, value) for _, key, value in pairs(got["columns"]))


def _column(name: str, node: Node) -> ColumnSpec:
    if not isinstance(node, yaml.MappingNode):
        return ColumnSpec(name, texts(node) or (name,))
    got = fields(node, COLUMN_KEYS)
    return ColumnSpec(
        name=name,
        aliases=texts(got["aliases"]) if "aliases" in got else (name,),
        role=choice(got["role"], "用途", ROLES) if "role" in got else "amount",
        of_which=yes(got["of_which"]) if "of_which" in got else False,
        inside=yes(got["inside"]) if "inside" in got else False,
        group=text(got["group"]) if "group" in got else "",
    )


def _lines(got: Mapping[str, Node]) -> tuple[RowSpec, ...]:
    if "lines" not in got:
        return ()
    entries = list(pairs(got["lines"]))
    names = {name for _, name, _ in entries}
    return tuple(_line(name, node, names) for _, name, node in entries)


def _line(name: str, node: Node, names: set[str]) -> RowSpec:
    if not isinstance(node, yaml.MappingNode):
        return RowSpec(name, texts(node) or (name,))
    got = fields(node, LINE_KEYS)
    return RowSpec(
        name=name,
        aliases=texts(got["aliases"]) if "aliases" in got else (name,),
        kind=choice(got["kind"], "行的种类", ROW_KINDS) if "kind" in got else "detail",
        parent=choice(got["parent"], "行", names) if "parent" in got else "",
        within=choice(got["within"], "行", names) if "within" in got else "",
    )
