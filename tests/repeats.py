"""What is wrong with a pattern that could take more than linear time.

A pattern is read into items (a set of letters, or several, repeated so and so often). Letters are told apart by
trying: a set is what an atom matches of an alphabet of every letter that any pattern names, and some besides."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from patterns import SEARCHING, Constant, constants

MANY = 1000
"""A repeat that may be longer than this counts as one without end."""


class Item(NamedTuple):
    """A piece of a pattern: the letters it may begin with, the letters in it, how often it stands there.

    `kind` is letter, group, look (ahead; takes no letters) or start: ^, or a look behind with the letters that may not
    stand before."""

    kind: str
    first: frozenset[str]
    letters: frozenset[str]
    least: int
    most: int
    kept: bool
    options: tuple[tuple["Item", ...], ...] = ()
    text: str = ""

    @property
    def endless(self) -> bool:
        return self.most > MANY


@cache
def _alphabet() -> str:
    named = {letter for one in constants() for letter in one.source}
    return "".join(sorted(named | set(map(chr, range(32, 127))) | set("\t\n\r 　é中鿿１٣—Ａ①")))


@cache
def _set(atom: str, flags: int) -> frozenset[str]:
    pattern = re.compile(atom, flags)
    return frozenset(letter for letter in _alphabet() if pattern.fullmatch(letter))


class Reader:
    """Reads the source of a pattern, once, from left to right."""

    def __init__(self, source: str, flags: int) -> None:
        self.source, self.flags, self.at = source, flags & (re.IGNORECASE | re.DOTALL | re.MULTILINE | re.ASCII), 0

    def options(self) -> tuple[tuple[Item, ...], ...]:
        found: list[list[Item]] = [[]]
        while self.at < len(self.source) and self.source[self.at] != ")":
            if self.source[self.at] == "|":
                self.at += 1
                found.append([])
            else:
                found[-1].append(self.item())
        return tuple(map(tuple, found))

    def item(self) -> Item:
        start = self.at
        kind, letters, options = self.atom()
        first = letters
        if options:
            first = frozenset().union(*(beginning(option) for option in options))
        kept = kind == "atomic"
        least, most, possessive = self.repeat()
        kind = "group" if kind == "atomic" else kind
        text = self.source[start : self.at]
        return Item(kind, first, letters, least, most, kept or possessive, options, text)

    def repeat(self) -> tuple[int, int, bool]:
        match = re.compile(r"(\*|\+|\?|\{(\d*)(,?)(\d*)\})([+?]?)").match(self.source, self.at)
        if not match:
            return 1, 1, False
        self.at = match.end()
        if match[1] in ("*", "+", "?"):
            least, most = {"*": (0, 10**9), "+": (1, 10**9), "?": (0, 1)}[match[1]]
        else:
            least = int(match[2] or 0)
            most = (int(match[4]) if match[4] else 10**9) if match[3] else least
        return least, most, match[5] == "+"

    def atom(self) -> tuple[str, frozenset[str], tuple[tuple[Item, ...], ...]]:
        letter = self.source[self.at]
        if letter == "(":
            return self.group()
        if letter in "^$":
            self.at += 1
            return ("start" if letter == "^" else "look"), frozenset(), ()
        length = 1
        if letter == "\\":
            escape = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\d+|.)", re.DOTALL).match(self.source, self.at)
            assert escape
            length = len(escape[0])
            if escape[1] in "bBAZ":
                self.at += length
                return "look", frozenset(), ()
        elif letter == "[":
            whole = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL).match(self.source, self.at)
            assert whole, self.source
            length = len(whole[0])
        atom = self.source[self.at : self.at + length]
        self.at += length
        return "letter", _set(atom, self.flags), ()

    def group(self) -> tuple[str, frozenset[str], tuple[tuple[Item, ...], ...]]:
        opening = re.compile(r"\((\?(?:P<\w+>|<?[=!]|[:>])|(?!\?))").match(self.source, self.at)
        assert opening, self.source[self.at : self.at + 10]
        self.at = opening.end()
        options = self.options()
        self.at += 1
        sign = opening[1]
        if sign in ("?=", "?!"):
            return "look", frozenset(), ()
        if sign in ("?<!", "?<="):
            last = [option[-1].letters for option in options]
            barred = frozenset().union(*last)
            return "start", barred if sign == "?<!" else frozenset(_alphabet()) - barred, ()
        return ("atomic" if sign == "?>" else "group"), frozenset().union(*map(letters_of, options)), options


def letters_of(items: tuple[Item, ...]) -> frozenset[str]:
    return frozenset().union(*(item.letters for item in items if item.kind != "start"))


def beginning(items: tuple[Item, ...]) -> frozenset[str]:
    """What a sequence may begin with."""
    found: frozenset[str] = frozenset()
    for item in items:
        if item.kind in ("letter", "group"):
            found |= item.first
            if item.least and not _may_be_nothing(item):
                break
    return found


def _may_be_nothing(item: Item) -> bool:
    if item.kind in ("look", "start") or not item.least:
        return True
    return bool(item.options) and any(all(map(_may_be_nothing, option)) for option in item.options)


# what is wrong


def faults(one: Constant) -> list[str]:
    """Repeats that are nested, overlap, or are run through again from every place a search begins at."""
    options = Reader(one.source, one.pattern.flags).options()
    found = [fault for option in options for fault in _nested(option, inside=False)]
    paths = [path for option in options for path in _paths(option)]
    found += [fault for path in paths for fault in _overlapping(path)]
    if one.methods & SEARCHING or not one.methods:
        found += [fault for path in paths for fault in _searched(path)]
    return list(dict.fromkeys(found))


def _paths(items: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    """What a sequence may be, its groups written out: those that begin it or have an endless repeat in them."""
    once = ((i, item) for i, item in enumerate(items) if item.options and item.most == 1)
    at = next((i for i, item in once if not i or _has_endless(item)), None)
    if at is None:
        yield items
        return
    for option in items[at].options:
        yield from _paths((*items[:at], *option, *items[at + 1 :]))
    if not items[at].least:
        yield from _paths((*items[:at], *items[at + 1 :]))


def _nested(items: tuple[Item, ...], inside: bool) -> Iterator[str]:
    for item in items:
        if inside and item.endless and not item.kept:
            yield f"a repeat in a repeat: {item.text}"
        if item.endless and not item.kept and _ambiguous(item):
            yield f"a repeat of alternatives that begin alike: {item.text}"
        for option in item.options:
            yield from _nested(option, (inside or item.endless) and not item.kept)
            if item.endless:
                yield from _overlapping(option)


def _ambiguous(item: Item) -> bool:
    seen: set[str] = set()
    for option in item.options:
        first = beginning(option)
        if seen & first:
            return True
        seen |= first
    return False


def _overlapping(items: tuple[Item, ...]) -> Iterator[str]:
    """Two endless repeats that may share letters, with nothing between that parts them."""
    for at, item in enumerate(items):
        if not item.endless or item.kept:
            continue
        for other in items[at + 1 :]:
            if other.kind in ("look", "start"):
                continue
            shared = item.letters & other.first
            if shared and _has_endless(other):
                yield f"two repeats of the same letters: {item.text} … {other.text}"
            if not shared and not _may_be_nothing(other):
                break


def _has_endless(item: Item) -> bool:
    return item.endless or any(_has_endless(inner) for option in item.options for inner in option)


def _searched(items: tuple[Item, ...]) -> Iterator[str]:
    """An endless repeat that a search may begin within, with something behind it that may not be there."""
    before: frozenset[str] = frozenset()
    for at, item in enumerate(items):
        if item.kind == "start" and not at:
            if not item.letters:
                return
            before = item.letters
        rest = [other for other in items[at + 1 :] if not _may_be_nothing(other) or other.kind in ("look", "start")]
        needed = [other.first for other in (*items[:at], item) if other.kind == "letter" or not _may_be_nothing(other)]
        within = all(item.letters & letters for letters in needed)
        if _has_endless(item) and within and rest and not item.letters <= before:
            yield f"run through from every place a search begins at: {item.text}"
