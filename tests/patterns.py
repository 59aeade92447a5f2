"""The patterns of the package: those that modules name, and where others are made."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import budgetaudit

ROOT = Path(budgetaudit.__file__).parent
SEARCHING = {"search", "finditer", "findall", "split", "sub", "subn"}


class Constant(NamedTuple):
    """A pattern that a module names, and the methods it is called with."""

    module: str
    name: str
    pattern: re.Pattern[str] | re.Pattern[bytes]
    methods: frozenset[str]

    @property
    def source(self) -> str:
        text = self.pattern.pattern
        return text if isinstance(text, str) else text.decode("latin-1")


@cache
def constants() -> tuple[Constant, ...]:
    """Every pattern that a module of the package has by name, or in a tuple of that name."""
    found = []
    for module in sorted(_modules()):
        for name, value in vars(importlib.import_module(module)).items():
            for pattern in _patterns_in(value):
                if _own(module, name):
                    found.append(Constant(module, name, pattern, _methods(module, name)))
    return tuple(found)


@cache
def _modules() -> tuple[str, ...]:
    found = (module.name for module in pkgutil.walk_packages(budgetaudit.__path__, "budgetaudit."))
    return tuple(name for name in found if not name.endswith("__main__"))


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) or type(value).__name__ == "_Late":
        yield value  # type: ignore[misc]
    elif isinstance(value, tuple | list):
        for member in value:
            yield from _patterns_in(member)


@cache
def tree(module: str) -> ast.Module:
    path = ROOT.parent / Path(*module.split("."))
    return ast.parse((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8"))


def _own(module: str, name: str) -> bool:
    """Whether a module makes this name, and does not import it."""
    targets = (node.targets[0] for node in tree(module).body if isinstance(node, ast.Assign))
    return any(
        isinstance(name_, ast.Name) and name_.id == name
        for target in targets
        for name_ in (target.elts if isinstance(target, ast.Tuple) else (target,))
    )


@cache
def _uses(module: str) -> tuple[frozenset[str], dict[str, set[str]]]:
    """The names a module imports from others, and the methods it calls on each name."""
    imported, called = set(), {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom):
            imported |= {f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called.setdefault(node.value.id, set()).add(node.attr)
    return frozenset(imported), called


def _methods(module: str, name: str) -> frozenset[str]:
    users = [user for user in _modules() if user == module or f"{module}.{name}" in _uses(user)[0]]
    return frozenset().union(*(_uses(user)[1].get(name, ()) for user in users))


def made_in_functions() -> list[str]:
    """Where a pattern is made, or one of re's functions called, other than for a name of the module."""
    found = []
    for module in _modules():
        for function in ast.walk(tree(module)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [f"{module}.{function.name}" for node in ast.walk(function) if _makes(node)]
    return sorted(set(found))


def _makes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return called.value.id == "re" and called.attr in {"compile", "match", "fullmatch", *SEARCHING}
    return isinstance(called, ast.Name) and called.id == "regex"
