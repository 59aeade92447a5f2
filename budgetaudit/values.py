"""Classes of named fields, as `dataclasses` makes them, at a twentieth of the cost.

`dataclasses` writes and compiles six methods for every class and imports `inspect`: with eighty classes that is 30 ms
at every start. Here all methods are shared but `__init__`, compiled once for so many fields. Type checkers are told
that it is `dataclasses`, and its own functions (`fields`, `replace`) take these classes for theirs.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True):
        """Like `dataclasses.dataclass`, for a class without bases. A frozen one is hashed by its fields."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, slots=slots, eq=eq)
        return _made(cls, slots, SHARED | (EQUAL if eq else {}) | (FROZEN if frozen else {}))

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


def _made(cls: Any, slots: bool, methods: dict[str, Any]) -> Any:
    """The class again, with its methods and, where they are wanted, slots for its fields."""
    body = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    names = tuple(body.get("__annotations__", ()))
    defaults = {name: body.pop(name) for name in names if name in body}
    body |= methods | {"__match_args__": names, "__defaults__": defaults}
    body["__values__"] = attrgetter(*names) if names else staticmethod(lambda _: ())
    if slots:
        body["__slots__"] = names
    made: Any = type(cls.__name__, (), body)
    made.__init__ = _init(made, slots)
    return made


def _init(cls: Any, slots: bool) -> Any:
    """`__init__`: code for so many fields, with the names of these."""
    names, defaults = cls.__match_args__, cls.__defaults__
    if names[len(names) - len(defaults) :] != tuple(defaults):
        raise TypeError(f"{cls.__name__}: a field without a default follows one that has it")
    made = {i: defaults[name].make for i, name in enumerate(names) if isinstance(defaults.get(name), Fresh)}
    known = {f"put_{i}": cls.__dict__[name].__set__ if slots else name for i, name in enumerate(names)}
    known |= {"unset": Fresh} | {f"make_{i}": make for i, make in made.items()}
    code = _code(len(names), tuple(made), slots)
    code = code.replace(co_varnames=("self", *names, *code.co_varnames[len(names) + 1 :]))
    given = tuple(Fresh if isinstance(default, Fresh) else default for default in defaults.values())
    return FunctionType(code, known, "__init__", given)


@lru_cache
def _code(count: int, made: tuple[int, ...], slots: bool) -> CodeType:
    """The code of an `__init__` of so many fields, of which some are `made` where they are not given. A frozen value's
    fields are set past its own `__setattr__`."""
    put = "put_{0}(self, field_{0})" if slots else "its_fields[put_{0}] = field_{0}"
    lines = ["pass"] if slots else ["its_fields = self.__dict__"]
    lines += [f"if field_{i} is unset: field_{i} = make_{i}()" for i in made]
    lines += [put.format(i) for i in range(count)]
    parameters = ", ".join(["self", *(f"field_{i}" for i in range(count))])
    known: dict[str, Any] = {}
    exec(f"def __init__({parameters}):\n " + "\n ".join(lines), known)
    code: CodeType = known["__init__"].__code__
    return code


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
