"""What the program says, as values: a `Message` names a sentence and fills its holes; only reporters `say` it.

The sentences stand in messages.json, Chinese and English side by side under one id. A hole of a sentence is called by
name; what fills it is the document's word, a word of the rules, a number, or a text of the kinds below.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

LANGUAGES = ("zh", "en")
"""The columns of the table, in their order."""


class Message(Struct, frozen=True):
    """A sentence or phrase of the table by its id, and what stands in its holes by name."""

    id: str
    holes: tuple[tuple[str, "Text"], ...] = ()

    def filled(self, **holes: "Text") -> "Message":
        """The same sentence with some holes filled otherwise."""
        return replace(self, holes=tuple((name, holes.get(name, value)) for name, value in self.holes))


class Chain(Struct, frozen=True):
    """Texts one after another with the same between them, such as the pieces of a label."""

    pieces: tuple["Text", ...]
    between: "Text" = ""


class Called(Struct, frozen=True):
    """A table by its key (`收支总表.支出#2`): its name, the side, and which of several it is ("" where it is one)."""

    name: str
    side: str = ""
    number: str = ""


class PartId(Struct, frozen=True):
    """A part of the filing by its id: 部门, 单位1, 单位2."""

    id: str


class Both(Struct, frozen=True):
    """Words of a rule in both languages; the English may be wanting."""

    zh: str
    en: str = ""


Text: TypeAlias = str | int | Message | Chain | Called | PartId | Both
"""Anything that can be said. "" says nothing; a str is the document's or the rules' and stays as it is."""

LIST = Message("list")
SEMICOLON = Message("stop")
DOT, AND = " · ", " ↔ "
"""Between the pieces of a label, and between two things that a text is about."""
UNIT, UNNAMED = "单位", "未识别表"
"""How the ids of units begin, and the keys of tables that have no title."""


def message(name: str, /, **holes: Text) -> Message:
    """The sentence of that id with its holes filled."""
    return Message(name, tuple(holes.items()))


def label(*pieces: Text) -> Text:
    """What something is, from the whole to the part: `支出总表 · 2010301 行政运行 · 基本支出`."""
    return chain(pieces, DOT)


def phrase(*pieces: Text) -> Text:
    """Words side by side."""
    return chain(pieces, " ")


def series(pieces: Iterable[Text], between: Text = LIST) -> Text:
    """A, B, C."""
    return chain(tuple(pieces), between)


def chain(pieces: tuple[Text, ...], between: Text = "") -> Text:
    """Texts one after another; one alone is itself, none says nothing."""
    return Chain(pieces, between) if len(pieces) > 1 else pieces[0] if pieces else ""


@lru_cache(maxsize=1024)
def called(key: str, sided: bool = True) -> Called:
    """The table of a key; `sided` where a template named it, so that a dot parts the name from the side.

    >>> say(called("收支总表.支出#2"))
    '收支总表（支出）（第2张）'
    """
    if key.startswith(UNNAMED):
        return Called("", number=key.removeprefix(UNNAMED))
    name, _, number = key.partition("#")
    name, _, side = name.partition(".") if sided else (name, "", "")
    return Called(name, side, number)


def say(text: Text, lang: str = "zh") -> str:
    """A text in a language, as a reader is told it."""
    if isinstance(text, str):
        return text
    if isinstance(text, Message):
        return table()[text.id][LANGUAGES.index(lang)].format(**{name: say(value, lang) for name, value in text.holes})
    if isinstance(text, Chain):
        return say(text.between, lang).join([say(piece, lang) for piece in text.pieces])
    if isinstance(text, Called):
        return _called(text, lang)
    return _part(text.id, lang) if isinstance(text, PartId) else _both(text, lang)


def _both(text: Both | int, lang: str) -> str:
    if isinstance(text, int):
        return str(text)
    return text.en if lang == "en" and text.en else text.zh


def _called(table: Called, lang: str) -> str:
    """The name, the side and the number of a table."""
    if not table.name and table.number:
        return say(message("called.unnamed", number=table.number), lang)
    side = say(message("called.side", side=table.side), lang) if table.side else ""
    return table.name + side + (say(message("called.number", number=table.number), lang) if table.number else "")


def _part(identity: str, lang: str) -> str:
    """The id in Chinese; what it means in English."""
    if lang == "zh" or not identity:
        return identity
    number = identity.removeprefix(UNIT)
    return say(message("part.unit", number=number) if number.isdigit() else message("part.department"), lang)


def keyed(text: Text) -> str:
    """A text as logical names have it, for fingerprints: in Chinese, tables by their keys."""
    if isinstance(text, Message):
        return table()[text.id][0].format(**{name: keyed(value) for name, value in text.holes})
    if isinstance(text, Chain):
        return keyed(text.between).join(map(keyed, text.pieces))
    if isinstance(text, Called):
        side, number = f".{text.side}" if text.side else "", f"#{text.number}" if text.number else ""
        return text.name + side + number if text.name else UNNAMED * bool(number) + text.number
    return say(text)


def mentions(text: Text, other: Text) -> bool:
    """Whether a text has another in it: as a whole, among its pieces or in a hole."""
    if text == other or (isinstance(text, str) and isinstance(other, str) and other in text):
        return True
    if isinstance(text, Chain):
        return any(mentions(piece, other) for piece in text.pieces) or _runs(text, other)
    return isinstance(text, Message) and any(mentions(value, other) for _, value in text.holes)


def _runs(text: Chain, other: Text) -> bool:
    """Whether the pieces of one label stand in another, in a row: the first may be the end of a piece, the last the
    beginning of one."""
    if not isinstance(other, Chain) or other.between != text.between:
        return False
    size = len(other.pieces)
    return any(_aligned(text.pieces[at : at + size], other.pieces) for at in range(len(text.pieces) - size + 1))


def _aligned(whole: tuple[Text, ...], part: tuple[Text, ...]) -> bool:
    (first, *inner, last), (head, *middle, tail) = whole, part
    return inner == middle and _ends(first, head) and _begins(last, tail)


def _ends(whole: Text, part: Text) -> bool:
    return whole == part or (isinstance(whole, str) and isinstance(part, str) and whole.endswith(part))


def _begins(whole: Text, part: Text) -> bool:
    return whole == part or (isinstance(whole, str) and isinstance(part, str) and whole.startswith(part))


@lru_cache(maxsize=1)
def table() -> Mapping[str, tuple[str, str]]:
    """Every sentence by its id: Chinese, English."""
    data = (Path(__file__).parent / "messages.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, tuple[str, str]])


@lru_cache(maxsize=2)
def words(lang: str) -> Mapping[str, str]:
    """The table in one language, for those who fill the holes themselves."""
    at = LANGUAGES.index(lang)
    return {name: sentence[at] for name, sentence in table().items()}
