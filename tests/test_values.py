"""Our values are what `dataclasses` and `typing.NamedTuple` would make of the same classes."""

import dataclasses
import functools
import pickle
import typing
from typing import Any

import pytest

from budgetaudit import values


def of(dataclass: Any, field: Any, cached: Any) -> tuple[Any, Any, Any, Any]:
    """The same classes made by either."""

    @dataclass(frozen=True, slots=True)
    class Frozen:
        """Words."""

        a: int
        b: str = "x"
        c: dict[str, int] = field(default_factory=dict)

        def both(self) -> str:
            return f"{self.a}{self.b}"

    @dataclass(frozen=True)
    class Cached:
        a: int
        b: int = 2

        @cached
        def sum(self) -> int:
            return self.a + self.b

    @dataclass(slots=True, eq=False)
    class Mutable:
        a: list[int] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    return Frozen, Cached, Mutable, Empty


OURS = of(values.dataclass, values.field, values.cached_property)
THEIRS = of(dataclasses.dataclass, dataclasses.field, functools.cached_property)
EITHER = pytest.mark.parametrize(("frozen", "cached", "mutable", "empty"), [OURS, THEIRS], ids=["ours", "theirs"])


@EITHER
def test_dataclasses(frozen: Any, cached: Any, mutable: Any, empty: Any) -> None:
    one = frozen(1, c={"k": 1})
    assert (one.a, one.b, one.c, one.both(), frozen.__doc__) == (1, "x", {"k": 1}, "1x", "Words.")
    assert one == frozen(a=1, b="x", c={"k": 1}) != frozen(2)
    assert frozen(1).c is not frozen(1).c
    assert repr(one).endswith("Frozen(a=1, b='x', c={'k': 1})")
    assert dataclasses.replace(one, a=3).a == 3
    assert [field.name for field in dataclasses.fields(frozen)] == ["a", "b", "c"]
    for wrong in (lambda: setattr(one, "a", 2), lambda: delattr(one, "a")):
        with pytest.raises(AttributeError):
            wrong()
    for missing in (frozen, lambda: frozen(1, d=2)):
        with pytest.raises(TypeError):
            missing()
    two = cached(1)
    assert (two.sum, two.sum, hash(two) == hash(cached(1)), two == cached(1)) == (3, 3, True, True)
    three = mutable()
    three.a = [1]
    assert three.a == [1] != mutable().a
    assert three != mutable([1])
    assert empty() == empty()


def test_replacing() -> None:
    assert values.replace(OURS[0](1), b="y").b == "y"
    assert values.replace(OURS[2]([1]), a=[2]).a == [2]


@pytest.mark.parametrize("base", [values.NamedTuple, typing.NamedTuple], ids=["ours", "theirs"])
def test_named_tuples(base: Any) -> None:
    class Pair(base):  # type: ignore[misc]
        """Words."""

        a: int
        b: str = "x"

        @property
        def both(self) -> str:
            return f"{self.a}{self.b}"

    one = Pair(1)
    assert one == (1, "x") == Pair(b="x", a=1)
    assert (one.a, one.b, one.both, one[0], Pair.__doc__) == (1, "x", "1x", 1, "Words.")
    assert one._replace(a=2) == (2, "x")
    assert isinstance(one._replace(a=2), Pair)
    assert (Pair._make([3, "z"]), one._asdict(), Pair._fields) == ((3, "z"), {"a": 1, "b": "x"}, ("a", "b"))
    assert repr(one).endswith("Pair(a=1, b='x')")
    with pytest.raises(TypeError):
        Pair()
    with pytest.raises(AttributeError):
        one.a = 2


def test_pickling() -> None:
    from budgetaudit.filing import Grid, Passage, Place

    kept = (Grid((), 1, 2, Place(page=3)), Passage("words", Place()))
    assert pickle.loads(pickle.dumps(kept)) == kept


def test_defaults_come_last() -> None:
    with pytest.raises(TypeError, match="default"):

        @values.dataclass
        class Wrong:
            a: int = 1
            b: int  # type: ignore[misc]
