"""The blank form: which tables, rows and columns there are, so that a rule on a misspelt one cannot load."""

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from budgetaudit.errors import unknown
from budgetaudit.rulebook import Template
from budgetaudit.rulefiles.nodes import Node, fail
from budgetaudit.selectors import SUM, Selector, is_wild

ALL, UNNAMED = "*", "?"
"""Every table; tables that no template knows."""
CODE = re.compile(r"\d+")
BLOCK = "/"


class Form(Struct, frozen=True):
    """What a table may print: its columns, and its labelled rows (code tables print others too)."""

    columns: frozenset[str]
    rows: frozenset[str]
    open: bool


Forms = Mapping[str, Form]


def forms(templates: Iterable[Template]) -> Forms:
    """The blank form of each table and side; templates of one name are one form."""
    by_name: dict[str, Form] = {}
    for template in templates:
        for side in template.sides or (template,):
            name = f"{template.name}.{side.name}" if template.sides else template.name
            earlier = by_name.get(name, Form(frozenset(), frozenset(), open=False))
            by_name[name] = Form(
                earlier.columns | {column.name for column in side.columns},
                earlier.rows | {row.name for row in side.rows},
                earlier.open or side.rows_by != "label",
            )
    return by_name


Checker = Callable[[Node], None]


def check_table(node: Node, name: str, blank: Forms) -> None:
    """A table's name must be a template's, or wild."""
    if name not in blank and name not in (ALL, UNNAMED):
        fail(node, unknown("表", name, blank))


def check_column(node: Node, name: str, tables: Iterable[str], blank: Forms) -> None:
    """A column's name must be one that a template of these tables has."""
    names = [table for table in tables if table in blank]
    columns = frozenset[str]().union(*(blank[table].columns for table in names))
    if names and not is_wild(name) and name not in columns:
        fail(node, unknown(f"{'、'.join(names)}的列", name, columns))


def check_row(node: Node, name: str, tables: Iterable[str], blank: Forms) -> None:
    """A labelled row's name must be one that a template of these tables has; codes and patterns pass."""
    names = [table for table in tables if table in blank]
    bare = name.removeprefix(SUM).rpartition(BLOCK)[2]
    if is_wild(bare) or CODE.fullmatch(bare) or any(blank[table].open and not blank[table].rows for table in names):
        return
    rows = frozenset[str]().union(*(blank[table].rows for table in names))
    if names and bare not in rows:
        fail(node, unknown(f"{'、'.join(names)}的行", bare, rows))


def check_selector(node: Node, selector: Selector, blank: Forms) -> None:
    """Everything a selector names must be on the blank form."""
    if is_wild(selector.table):
        return
    check_table(node, selector.table, blank)
    for column in selector.columns:
        check_column(node, column, (selector.table,), blank)
    for row in selector.rows:
        check_row(node, row, (selector.table,), blank)
