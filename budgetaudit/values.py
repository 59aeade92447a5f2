"""Classes of named fields, as `dataclasses` makes them, at a fifth of the cost.

`dataclasses` writes and compiles six methods for every class and imports `inspect`: with eighty classes that is 30 ms
at every start. Here only `__init__` is compiled; the other methods are shared. Type checkers are told that it is
`dataclasses`, and its own functions (`fields`, `replace`) take these classes for theirs.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True):
        """Like `dataclasses.dataclass`, for a class without bases. A frozen one is hashed by its fields."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, slots=slots, eq=eq)
        return _made(cls, frozen, slots, SHARED | (EQUAL if eq else {}) | (FROZEN if frozen else {}))

    def replace(value, /, **changes):
        """The same value but for these fields."""
        kept = {name: getattr(value, name) for name in value.__match_args__ if name not in changes}
        return value.__class__(**kept, **changes)

    def field(*, default_factory):
        """A field whose default is made anew for each value."""
        return Fresh(default_factory)


class Fresh(NamedTuple):
    """What makes a default."""

    make: Callable[[], Any]


def _made(cls: Any, frozen: bool, slots: bool, methods: dict[str, Any]) -> Any:
    """The class again, with its methods and, where they are wanted, slots for its fields."""
    body = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    names = tuple(body.get("__annotations__", ()))
    defaults = {name: body.pop(name) for name in names if name in body}
    body |= methods | {"__match_args__": names, "__defaults__": defaults}
    body["__values__"] = attrgetter(*names) if names else staticmethod(lambda _: ())
    if slots:
        body["__slots__"] = names
    made: Any = type(cls.__name__, (), body)
    made.__init__ = _init(made, frozen, slots)
    return made


def _init(cls: Any, frozen: bool, slots: bool) -> Any:
    """`__init__`, written out and compiled; a frozen value's fields are set past its own `__setattr__`."""
    known: dict[str, Any] = {"unset": object()}
    parameters, lines = ["self"], ["fields = self.__dict__"] if frozen and not slots else ["pass"]
    for name in cls.__match_args__:
        default = cls.__defaults__.get(name, known)
        parameters.append(name if default is known else f"{name}=default_{name}")
        known[f"default_{name}"] = default
        if isinstance(default, Fresh):
            known |= {f"default_{name}": known["unset"], f"new_{name}": default.make}
            lines.append(f"if {name} is unset: {name} = new_{name}()")
        if frozen and slots:
            known[f"set_{name}"] = cls.__dict__[name].__set__
        lines.append(_SET[frozen, slots].format(name))
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), known)
    return known["__init__"]


_SET = {
    (True, True): "set_{0}(self, {0})",
    (True, False): "fields['{0}'] = {0}",
    (False, True): "self.{0} = {0}",
    (False, False): "self.{0} = {0}",
}


def _equal(self: Any, other: Any) -> Any:
    return self.__values__(self) == other.__values__(other) if self.__class__ is other.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self.__values__(self))


def _shown(self: Any) -> str:
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{self.__class__.__qualname__}({told})"


def _refused(self: Any, name: str, *_: Any) -> None:
    raise AttributeError(f"{self.__class__.__qualname__} is frozen: {name!r} cannot be changed")


def _reduced(self: Any) -> tuple[type, tuple[Any, ...]]:
    return self.__class__, tuple([getattr(self, name) for name in self.__match_args__])


class _Described:
    """The fields as `dataclasses` describes them, made when somebody asks."""

    def __get__(self, _: Any, cls: Any) -> Any:
        import dataclasses

        members = [(name, cls.__annotations__[name], self._field(cls, name)) for name in cls.__match_args__]
        described: Any = dataclasses.make_dataclass(cls.__name__, members)
        return described.__dataclass_fields__

    def _field(self, cls: Any, name: str) -> Any:
        import dataclasses

        default = cls.__defaults__.get(name, dataclasses.MISSING)
        if isinstance(default, Fresh):
            return dataclasses.field(default_factory=default.make)
        return dataclasses.field(default=default)


SHARED: dict[str, Any] = {"__repr__": _shown, "__reduce__": _reduced, "__dataclass_fields__": _Described()}
EQUAL: dict[str, Any] = {"__eq__": _equal, "__hash__": None}
FROZEN: dict[str, Callable[..., Any]] = {"__hash__": _hash, "__setattr__": _refused, "__delattr__": _refused}

__all__ = ["dataclass", "field", "replace"]
