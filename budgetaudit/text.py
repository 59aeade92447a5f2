"""Text in general: patterns that are compiled when they are first used, narrowing, ordinals, years, ends of sentences,
words found by dictionary. Knows nothing of budgets."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, AnyStr, cast

from msgspec import Struct

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


# narrowing

QUOTES = "“”\"‘’'＂`《》〈〉「」"
MARKS = "()[]“”\"'‘’、，,·.-"


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


@lru_cache(maxsize=16384)
def narrow(text: str, drop: str = "") -> str:
    """A text without white space, its full-width and other compatible forms narrowed (NFKC), without the letters in
    `drop`.

    >>> narrow("（一） “１，２”"), narrow("（一） “１，２”", QUOTES)
    ('(一)“1,2”', '(一)1,2')
    """
    kept = squeeze(unicodedata.normalize("NFKC", text))
    return kept.translate(str.maketrans("", "", drop)) if drop else kept


_WIDE_DIGIT, _WIDE_POINT = regex("[０-９]"), regex(r"(?<=\d)．(?=\d)")
_TO_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}


def plain_digits(text: str) -> str:
    """A text with its full-width digits, and the points between digits, narrowed letter for letter.

    >>> plain_digits("１．收入１２．５万元")
    '1．收入12.5万元'
    """
    if not _WIDE_DIGIT.search(text):
        return text
    return _WIDE_POINT.sub(".", text.translate(_TO_DIGITS))


def unquoted(text: str) -> str:
    """A text narrowed and without quotation marks, as titles, headers and labels are compared."""
    return narrow(text, QUOTES)


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；？！"}
BY_LETTER = _WIDE | {
    ord(";"): "；",
    ord("﹪"): "%",
    ord("﹣"): "-",
    ord("−"): "-",
    ord("〈"): "《",
    ord("〉"): "》",
    ord("［"): "[",
    ord("］"): "]",
    ord("【"): "[",
    ord("】"): "]",
}
"""How prose is narrowed: letter for letter, so that places stay; and 1，234 and 甲；乙 stay what they are."""
_UNSEEN = dict.fromkeys(map(ord, "\u200b\ufeff\xad\"'“”‘’「」『』〝〞"))
_GLOSSES = ("(境)", "(护)", "(室)", "(镜)", "(役)")


@lru_cache(maxsize=8192)
def as_prose(name: str) -> str:
    """A name as prose is matched: narrowed letter for letter, without spaces, quotes and (境)."""
    name = name.translate(BY_LETTER)
    for gloss in _GLOSSES:
        name = name.replace(gloss, "")
    return squeeze(name.translate(_UNSEEN))


# numbers of headings and lists, years, sentences: sources to be put into patterns, and what is made of them

HAN = r"[^\W\d_A-Za-z]"
"""A letter of Chinese: one that is not Latin. (The range 一-鿿 takes forty times as long to compile.)"""
COUNTING = "一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ORDINAL = rf"[（(]?[{COUNTING}\d]{{1,3}}[）)、.．]"
"""What an item of a list begins with: 一、 （二） 3. 4）"""
NUMBERED = rf"[（(][{COUNTING}\d]{{1,3}}[）)]|[{COUNTING}]{{1,3}}[、.．]|\d{{1,2}}[、.．](?!\d)|[①-⑳]"
"""What a line that begins a new item or heading begins with."""
YEAR = r"20\d\d"
DATED = rf"{YEAR}年?度?"
SENTENCE_ENDS = "。；;！!？?"
_TO_LINES = dict.fromkeys(map(ord, SENTENCE_ENDS), "\n")
_ORDINALS = regex(rf"(?:{ORDINAL})+")
_DIGITS = "零一二三四五六七八九"


def unnumbered(text: str) -> str:
    """A text without the ordinals that it begins with.

    >>> unnumbered("（一）1.收入")
    '收入'
    """
    ordinals = _ORDINALS.match(text)
    return text[ordinals.end() :] if ordinals else text


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, without what ends them.

    >>> sentences_of("一是收入。二是支出；完")
    ['一是收入', '二是支出', '完']
    """
    return text.translate(_TO_LINES).split("\n")


def ordinal(number: str) -> int:
    """What an ordinal counts: 三 → 3, 十二 → 12, ③ → 3; 0 where there is none.

    >>> [ordinal(n) for n in ("三", "十", "十二", "二十一", "7", "③", "")]
    [3, 10, 12, 21, 7, 3, 0]
    """
    if number.isdecimal():
        return int(number)
    if number in CIRCLED:
        return CIRCLED.find(number) + 1 if number else 0
    tens, ten, units = number.rpartition("十")
    return 10 * max(_DIGITS.find(tens), 1) * bool(ten) + max(_DIGITS.find(units), 0)


# words


class Dictionary(Struct, frozen=True):
    """Words to be found at a place of a text, the longest first."""

    words: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]

    def at(self, text: str, start: int) -> Iterator[str]:
        """The words that stand at `start`, the longest first."""
        for length in self.lengths.get(text[start : start + 1], ()):
            word = text[start : start + length]
            if word in self.words:
                yield word

    def all(self, text: str) -> Iterator[tuple[int, str]]:
        """Every word of a text with its place, none within another."""
        end = 0
        for at, letter in enumerate(text):
            if at >= end and letter in self.lengths and (word := next(self.at(text, at), "")):
                yield at, word
                end = at + len(word)

    def without(self, text: str) -> str:
        """A text without these words."""
        kept, last = [], 0
        for at, word in self.all(text):
            kept.append(text[last:at])
            last = at + len(word)
        return "".join((*kept, text[last:]))


def dictionary(words: Iterable[str]) -> Dictionary:
    """The words, by the lengths that those of the same first letter have."""
    whole = frozenset(filter(None, words))
    lengths: dict[str, set[int]] = {}
    for word in whole:
        lengths.setdefault(word[0], set()).add(len(word))
    return Dictionary(whole, {letter: tuple(sorted(several, reverse=True)) for letter, several in lengths.items()})
