"""rules/ → Rulebook. The shipped rules come compiled (rules/rulebook.bin); where they do not, or with further rules or
packs, all are built from YAML and CSV."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from budgetaudit.rulebook import Rulebook
from budgetaudit.rulefiles import compiled
from budgetaudit.rulefiles.sources import digest, files, shipped


def load(extra: Sequence[Path] = (), packs: Sequence[str] = ()) -> Rulebook:
    """The shipped rules, and those of further folders or files, with packs laid over them. Raises RuleError where a
    file has a mistake."""
    paths = files(extra, packs)
    made_from = digest(paths)
    if extra or packs:
        return _built(paths, made_from)
    return compiled.read(shipped(), made_from) or _kept(_built(paths, made_from))


def _built(paths: Sequence[Path], made_from: str) -> Rulebook:
    from budgetaudit.rulefiles.build import build

    return build(paths, made_from)


def _kept(rulebook: Rulebook) -> Rulebook:
    """The rulebook given, after writing it compiled into the rules folder if that can be written to."""
    with suppress(OSError):
        compiled.write(rulebook, shipped())
    return rulebook


__all__ = ["load", "shipped"]
