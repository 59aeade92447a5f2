"""Classes of named fields, as `dataclasses` and `typing.NamedTuple` make them, at a fraction of the cost.

`dataclasses` writes and compiles six methods for every class and imports `inspect`: with eighty classes that is 30 ms
at every start. Here all methods are shared but `__init__`, compiled once for so many fields. Type checkers are told
that it is `dataclasses`, and its own functions (`fields`, `replace`) take these classes for theirs. Named tuples, of
which there are as many, are made in the same way.
"""

from collections import _tuplegetter  # type: ignore[attr-defined]
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
    from functools import cached_property
    from typing import NamedTuple
else:

    class cached_property:  # noqa: N801
        """Like that of `functools`, which in Python 3.11 takes a lock each time."""

        def __init__(self, make):
            self.make, self.__doc__ = make, make.__doc__

        def __set_name__(self, _, name):
            self.name = name

        def __get__(self, value, _=None):
            if value is None:
                return self
            made = value.__dict__[self.name] = self.make(value)
            return made

    class Named(type):
        """Makes a class that names `NamedTuple` as its base a tuple with names."""

        def __new__(cls, name, _, body):
            return _tuple(name, dict(body))

    NamedTuple = type.__new__(Named, "NamedTuple", (), {})

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True):
        """Like `dataclasses.dataclass`, for a class without bases. A frozen one is hashed by its fields."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, slots=slots, eq=eq)
        methods = SHARED | (FROZEN if frozen else {}) | (EQUAL if eq else {}) | (HASHED if eq and frozen else {})
        return _made(cls, slots, methods)

    def replace(value, /, **changes):
        """The same value but for these fields."""
        values = list(value.__values__(value))
        for name, other in changes.items():
            values[value.__match_args__.index(name)] = other
        return value.__class__(*values)

    def field(*, default_factory):
        """A field whose default is made anew for each value."""
        return Fresh(default_factory)


def _tuple(name: str, body: dict[str, Any]) -> Any:
    """The class of a named tuple."""
    names = tuple(body.get("__annotations__", ()))
    defaults = {one: body.pop(one) for one in names if one in body}
    body = TUPLE | body | {one: _tuplegetter(i, None) for i, one in enumerate(names)}
    body |= {"__match_args__": names, "_fields": names, "_field_defaults": defaults, "__slots__": ()}
    code = _tuple_code(len(names)).replace(co_varnames=("cls", *names))
    body["__new__"] = FunctionType(code, {"make": tuple.__new__}, "__new__", _trailing(name, names, defaults))
    return type(name, (tuple,), body)


def _trailing(name: str, names: tuple[str, ...], defaults: dict[str, Any]) -> tuple[Any, ...]:
    """The defaults, which the last fields must be the ones to have."""
    if names[len(names) - len(defaults) :] != tuple(defaults):
        raise TypeError(f"{name}: a field without a default follows one that has it")
    return tuple(defaults.values())


@lru_cache
def _tuple_code(count: int) -> CodeType:
    """The code of a `__new__` of so many fields."""
    fields = "".join(f"field_{i}, " for i in range(count))
    known: dict[str, Any] = {}
    exec(f"def __new__(cls, {fields}):\n return make(cls, ({fields}))", known)
    code: CodeType = known["__new__"].__code__
    return code


def _made(cls: Any, slots: bool, methods: dict[str, Any]) -> Any:
    """The class again, with its methods and, where they are wanted, slots for its fields."""
    body = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    names = tuple(body.get("__annotations__", ()))
    defaults = {name: body.pop(name) for name in names if name in body}
    body |= methods | {"__match_args__": names, "__defaults__": defaults}
    body["__values__"] = attrgetter(*names) if len(names) > 1 else staticmethod(_few(names))
    if slots:
        body["__slots__"] = names
    made: Any = type(cls.__name__, (), body)
    made.__init__ = _init(made, slots)
    return made


def _few(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """The values of one field, or of none."""
    return lambda value: tuple([getattr(value, name) for name in names])


def _init(cls: Any, slots: bool) -> Any:
    """`__init__`: code for so many fields, with the names of these."""
    names, defaults = cls.__match_args__, cls.__defaults__
    given = _trailing(cls.__name__, names, defaults)
    made = {i: defaults[name].make for i, name in enumerate(names) if isinstance(defaults.get(name), Fresh)}
    known = {f"put_{i}": cls.__dict__[name].__set__ if slots else name for i, name in enumerate(names)}
    known |= {"unset": Fresh} | {f"make_{i}": make for i, make in made.items()}
    code = _code(len(names), tuple(made), slots)
    code = code.replace(co_varnames=("self", *names, *code.co_varnames[len(names) + 1 :]))
    given = tuple(Fresh if isinstance(default, Fresh) else default for default in given)
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
    return self.__class__, self.__values__(self)


def _tuple_from(cls: Any, values: Iterable[Any]) -> Any:
    return cls(*values)


def _tuple_but(self: Any, /, **changes: Any) -> Any:
    """The same but for these fields."""
    values = list(self)
    for name, other in changes.items():
        values[self._fields.index(name)] = other
    return tuple.__new__(self.__class__, values)


class _Described:
    """The fields as `dataclasses` describes them, made when somebody asks."""

    def __get__(self, _: Any, cls: Any) -> Any:
        return _described(cls)


@lru_cache(maxsize=256)
def _described(cls: Any) -> Any:
    import dataclasses

    def described(name: str) -> Any:
        default = cls.__defaults__.get(name, dataclasses.MISSING)
        if isinstance(default, Fresh):
            return dataclasses.field(default_factory=default.make)
        return dataclasses.field(default=default)

    members = [(name, cls.__annotations__[name], described(name)) for name in cls.__match_args__]
    twin: Any = dataclasses.make_dataclass(cls.__name__, members)
    return twin.__dataclass_fields__


SHARED: dict[str, Any] = {"__repr__": _shown, "__reduce__": _reduced, "__dataclass_fields__": _Described()}
EQUAL: dict[str, Any] = {"__eq__": _equal, "__hash__": None}
HASHED: dict[str, Any] = {"__hash__": _hash}
TUPLE: dict[str, Any] = {
    "_make": classmethod(_tuple_from),
    "_replace": _tuple_but,
    "_asdict": lambda self: dict(zip(self._fields, self, strict=True)),
    "__getnewargs__": lambda self: tuple(self),
    "__repr__": _shown,
}
FROZEN: dict[str, Callable[..., Any]] = {"__setattr__": _refused, "__delattr__": _refused}


class Fresh(NamedTuple):
    """What makes a default."""

    make: Callable[[], Any]


__all__ = ["NamedTuple", "cached_property", "dataclass", "field", "replace"]
