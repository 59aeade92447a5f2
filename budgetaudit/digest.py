"""SHA-256 and BLAKE2 without OpenSSL, which takes 2 ms to load: as long as Python's own needs for half a megabyte."""

from importlib import import_module
from typing import Any

LARGE = 1 << 19
SIZE = 32


def _first(name: str, *modules: str) -> Any:
    """The function of this name from the first module there is."""
    for module in modules:
        try:
            return getattr(import_module(module), name)
        except ImportError:
            continue
    return getattr(import_module("hashlib"), name)


_sha256 = _first("sha256", "_sha256", "_sha2")
_blake2 = _first("blake2b", "_blake2")


def digest(data: bytes) -> bytes:
    """SHA-256, which names a content to others."""
    make = import_module("hashlib").sha256 if len(data) > LARGE else _sha256
    found: bytes = make(data).digest()
    return found


def seal(data: bytes) -> bytes:
    """BLAKE2, four times as fast, for what is kept for ourselves."""
    found: bytes = _blake2(data, digest_size=SIZE).digest()
    return found
