"""YAML → Rulebook. Every mistake in a rule file is a RuleError that begins with file:line."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from budgetaudit.errors import RuleError, unknown
from budgetaudit.rulebook import Rulebook, Template
from budgetaudit.rulefiles.nodes import Node, compose, fail, items, pairs, shown, texts, where

FOLDERS = ("tables", "claims", "words", "checks")
"""The folders of a rules directory, in reading order; what stands first may be named by what follows."""

READERS = {
    "table": "budgetaudit.rulefiles.tables:template",
    "words": "budgetaudit.rulefiles:word_lists",
}
"""First key of an entry → the function that reads it (node → value). Values of entries that Rulebook has no field
for stand in `Rulebook.lexicon` by that key, in order."""


def shipped() -> Path:
    """The rules folder: inside the package once installed, beside the package in a checkout."""
    here = Path(__file__).parent.parent
    inside, beside = here / "rules", here.parent / "rules"
    return inside if inside.is_dir() else beside


def load(extra: Sequence[Path] = (), packs: Sequence[str] = ()) -> Rulebook:
    """The shipped rules, and those of further folders or files."""
    del packs
    digest = hashlib.sha256()
    entries: dict[str, list[object]] = {}
    for path in _files((shipped(), *extra)):
        digest.update(path.read_bytes())
        for node in _entries(path):
            kind, value = _read(node)
            entries.setdefault(kind, []).append(value)
    words: dict[str, tuple[str, ...]] = {}
    for lists in entries.pop("words", []):
        assert isinstance(lists, dict)
        words.update(lists)
    return Rulebook(
        templates=_templates(entries.pop("table", [])),
        rules=(),
        words=words,
        lexicon={kind: tuple(values) for kind, values in entries.items()},
        digest=digest.hexdigest(),
    )


def word_lists(node: Node) -> Mapping[str, tuple[str, ...]]:
    """`- words: {name: [word, …]}`."""
    ((_, _, lists),) = pairs(node)
    return {name: texts(words) for _, name, words in pairs(lists)}


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        if root.is_file():
            yield root
            continue
        if not root.is_dir():
            raise RuleError(f"{root}: no such rules folder or file")
        for folder in FOLDERS:
            yield from sorted(root.glob(f"{folder}/*.yaml"))
        yield from sorted(root.glob("*.yaml"))


def _entries(path: Path) -> list[Node]:
    root = compose(path)
    return [] if root is None else items(root)


def _read(node: Node) -> tuple[str, object]:
    """An entry by its first key."""
    for key_node, key, _ in pairs(node):
        if key not in READERS:
            fail(key_node, unknown("entry", key, READERS))
        module, name = READERS[key].split(":")
        reader: Callable[[Node], object] = getattr(import_module(module), name)
        return key, reader(node)
    return fail(node, "an entry without keys")


def _templates(values: Iterable[object]) -> tuple[Template, ...]:
    seen: dict[tuple[str, tuple[str, ...]], Template] = {}
    for value in values:
        assert isinstance(value, Template)
        earlier = seen.setdefault((value.name, value.kinds), value)
        if earlier is not value:
            problem = f"table {value.name!r} is already described in {earlier.source}"
            raise RuleError(f"{value.source}: {problem}")
    return tuple(seen.values())


__all__ = ["compose", "load", "shipped", "shown", "where", "word_lists"]
