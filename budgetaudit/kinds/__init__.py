"""What a rule can say. A kind is a frozen dataclass whose fields are its YAML keys, with one method that writes
checks or observations; kinds never compare numbers."""

from functools import lru_cache
from importlib import import_module

KINDS = {
    "sum": "budgetaudit.kinds.total:Sum",
    "rollup": "budgetaudit.kinds.rollup:Rollup",
    "parts": "budgetaudit.kinds.parts:Parts",
    "equal": "budgetaudit.kinds.equal:Equal",
    "compare": "budgetaudit.kinds.equal:Compare",
    "product": "budgetaudit.kinds.product:Product",
    "consolidate": "budgetaudit.kinds.consolidate:Consolidate",
    "formula": "budgetaudit.kinds.formula:Formula",
    "unique": "budgetaudit.kinds.unique:Unique",
    "nested": "budgetaudit.kinds.nested:Nested",
}
"""Name in YAML → module:class, imported only when a rule uses it."""


@lru_cache(maxsize=64)
def find_kind(name: str) -> type:
    """The dataclass of a kind."""
    module, _, attribute = KINDS[name].partition(":")
    kind: type = getattr(import_module(module), attribute)
    return kind
