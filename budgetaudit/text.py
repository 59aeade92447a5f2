"""Text in general: patterns that are compiled when they are first used."""

import re
from typing import Any, AnyStr, cast

METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile(source, flags)`, but compiled at the first use of one of its methods: a run needs few of the
    patterns that the modules it imports name."""
    return cast("re.Pattern[AnyStr]", _Late(source, flags))


class _Late:
    """A pattern that is not compiled yet. Its methods, once looked up, are the compiled pattern's own."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({method: getattr(compiled, method) for method in METHODS})
        return self.__dict__[name]
