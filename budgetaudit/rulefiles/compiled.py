"""rulebook.bin: the shipped Rulebook as MessagePack, in the rules folder. .ci/compile_rules.py puts it into the wheel,
a checkout keeps it there, out of git. It holds only for the very rules and code it was made from."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from msgspec import MsgspecError, Raw, Struct, msgpack
from msgspec.structs import replace

from budgetaudit.kinds import find_kind
from budgetaudit.rulebook import Kind, Rulebook
from budgetaudit.rulefiles.sources import code, digest

NAME = "rulebook.bin"


class Compiled(Struct, frozen=True, array_like=True):
    """`seal` is the SHA-256 of the code, the rule files' digest and `rulebook`."""

    seal: str
    rulebook: Raw


def write(rulebook: Rulebook, folder: Path) -> None:
    """Write rulebook.bin into a folder, whole or not at all. Raises OSError where that is not possible."""
    draft = folder / f".{NAME}.{os.getpid()}"
    try:
        draft.write_bytes(packed(rulebook))
        draft.replace(folder / NAME)
    finally:
        draft.unlink(missing_ok=True)


def read(folder: Path, made_from: str) -> Rulebook | None:
    """The rulebook.bin of a folder, None unless it is sound and made from files of this digest by this code."""
    try:
        stored = msgpack.decode((folder / NAME).read_bytes(), type=Compiled)
        if stored.seal != seal(made_from, stored.rulebook):
            return None
        return msgpack.decode(stored.rulebook, type=Rulebook, dec_hook=_kind)
    except (OSError, MsgspecError, RecursionError, KeyError, TypeError, ValueError):
        return None


def packed(rulebook: Rulebook) -> bytes:
    """A rulebook as the content of rulebook.bin. What a rule says is packed by itself, with the name of its kind."""
    rules = (replace(rule, kind=cast(Kind, (rule.kind_name, msgpack.encode(rule.kind)))) for rule in rulebook.rules)
    content = msgpack.encode(replace(rulebook, rules=tuple(rules)))
    return msgpack.encode(Compiled(seal(rulebook.digest, content), Raw(content)))


def _kind(expected: type, value: Any) -> Kind:
    """[name, MessagePack] → the Struct of that kind."""
    del expected
    name, content = value
    return cast(Kind, msgpack.decode(content, type=find_kind(name)))


def seal(made_from: str, content: bytes | Raw) -> str:
    """The digest of the code, of the rule files (`made_from`) and of a packed rulebook."""
    return sha256(f"{digest(code())} {made_from} ".encode() + bytes(content)).hexdigest()
