"""The rulebook kept between runs: reading it back takes a tenth of the time that building it from YAML takes.

Its key is a fingerprint of everything that it was made from: the rule files, this program's code, Python's version.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from budgetaudit import cache
from budgetaudit.digest import digest, seal
from budgetaudit.errors import RuleError
from budgetaudit.rulebook import Rulebook

if TYPE_CHECKING:
    from budgetaudit.claims.lexicon import Lexicon
    from budgetaudit.recognise.vocabulary import Vocabulary

PACKAGE = Path(__file__).parent.parent
MAKERS = ("", "claims", "kinds", "recognise", "rulefiles")
"""The folders of the package whose code makes, and is named in, a kept rulebook."""


class Kept(NamedTuple):
    """A rulebook, and what is made of it at every start."""

    book: Rulebook
    vocabulary: "Vocabulary"
    lexicon: "Lexicon"


def rulebook(paths: Sequence[Path]) -> Rulebook:
    """The rulebook of these files: the one kept, or else built and kept for the next time."""
    contents = [_content(path) for path in paths]
    names = "\n".join(map(str, paths)).encode()
    name, key = f"rules-{seal(names).hex()[:16]}", _key(names, contents)
    found = cache.read(name, key)
    if isinstance(found, Kept):
        return _known(found)
    made = _made(_built(paths, contents))
    cache.write(name, key, made)
    return made.book


def _made(book: Rulebook) -> Kept:
    from budgetaudit.claims.lexicon import lexicon
    from budgetaudit.recognise.vocabulary import vocabulary

    return Kept(book, vocabulary(book), lexicon(book))


def _known(found: Kept) -> Rulebook:
    """The rulebook; what is made of it is not made again."""
    from budgetaudit.claims.lexicon import MADE as LEXICONS
    from budgetaudit.recognise.vocabulary import MADE as VOCABULARIES

    digest = found.book.digest
    VOCABULARIES[digest], LEXICONS[digest] = found.vocabulary, found.lexicon
    return found.book


def _built(paths: Sequence[Path], contents: Sequence[bytes]) -> Rulebook:
    from budgetaudit.rulefiles.build import build

    return build(paths, digest(b"".join(contents)).hex())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        from budgetaudit.rulefiles.nodes import shown

        raise RuleError(f"{shown(str(path))}: 无法读取（{error.strerror}）。") from error


def _key(names: bytes, contents: Sequence[bytes]) -> bytes:
    """A fingerprint of all that a rulebook is made from."""
    key = [f"{sys.version} {PACKAGE}".encode()]
    for folder in MAKERS:
        with os.scandir(PACKAGE / folder) as entries:
            code = sorted((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in entries if one.is_file())
        key.append(repr(code).encode())
    return seal(b"".join(b"%d " % len(piece) + piece for piece in (*key, names, *contents)))
