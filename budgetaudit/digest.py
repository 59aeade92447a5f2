"""SHA-256 without OpenSSL, which takes 2 ms to load: as long as Python's own needs for half a megabyte."""

from importlib import import_module
from typing import Any

LARGE = 1 << 19


def _own() -> Any:
    for name in ("_sha2", "_sha256"):
        try:
            return import_module(name).sha256
        except ImportError:
            continue
    return import_module("hashlib").sha256


_sha256 = _own()
SIZE = 32


def digest(data: bytes) -> bytes:
    """The 32 bytes."""
    make = import_module("hashlib").sha256 if len(data) > LARGE else _sha256
    found: bytes = make(data).digest()
    return found
