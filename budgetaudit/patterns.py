"""Regular expressions, compiled when they are first used, and from a former run's work where that is known.

Python compiles a pattern in 0.2 ms, and a run needs more than a hundred. What its compiler makes (`Code`) can be kept
between runs, as cache.py does. It is not public: where Python is not as expected, patterns are compiled the usual way.
"""

import re
from contextlib import suppress
from typing import Any, AnyStr, cast

Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What `re` makes of a pattern: its flags, the program (words of four bytes), how many groups, their names."""

KNOWN: dict[tuple[str | bytes, int], Code] = {}
NEW: dict[tuple[str | bytes, int], Code] = {}
"""By pattern and flags: what former runs made, what this one made."""

METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")
MEMBERS = (*METHODS, "pattern", "flags", "groups", "groupindex")


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern that is compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", _Lazy(source, int(flags)))


class _Lazy:
    """Becomes a pattern at the first touch: from then on its methods are the pattern's own."""

    def __init__(self, source: str | bytes, wanted: int) -> None:
        self.source, self.wanted = source, wanted

    def __reduce__(self) -> tuple[Any, ...]:
        return regex, (self.source, self.wanted)

    def __getattr__(self, name: str) -> Any:
        if name not in MEMBERS:
            raise AttributeError(name)
        made = compiled(cast(Any, self.source), self.wanted)
        self.__dict__.update({member: getattr(made, member) for member in MEMBERS})
        return self.__dict__[name]


def compiled(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern, compiled now; a mistake in it is an `re.error`."""
    with suppress(Exception):
        return _pattern(source, KNOWN[source, flags])
    try:
        code = NEW[source, flags] = _code(source, flags)
        return _pattern(source, code)
    except re.error:
        raise
    except Exception:
        return re.compile(source, flags)


def _pattern(source: AnyStr, code: Code) -> re.Pattern[AnyStr]:
    import _sre  # type: ignore[import-not-found]

    flags, program, *groups = code
    made: re.Pattern[AnyStr] = _sre.compile(source, flags, memoryview(program).cast("I").tolist(), *groups)
    return made


def _code(source: str | bytes, flags: int) -> Code:
    """What `re` itself makes of a pattern."""
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(source, flags)
    names: dict[str, int] = parsed.state.groupdict
    groups: list[str | None] = [None] * parsed.state.groups
    for name, index in names.items():
        groups[index] = name
    program = array("I", _compiler._code(parsed, flags))
    return int(flags | parsed.state.flags), program.tobytes(), parsed.state.groups - 1, dict(names), tuple(groups)
