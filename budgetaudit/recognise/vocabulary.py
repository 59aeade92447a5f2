"""The words of the recogniser, compiled once from the rulebook: titles, headers, captions, labels."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from msgspec import Struct

from budgetaudit.classification import CodeList
from budgetaudit.recognise.titles import TitleKeys, title_keys
from budgetaudit.rulebook import ColumnSpec, RowSpec, Rulebook, Template, under
from budgetaudit.text import COUNTING, YEAR, Dictionary, dictionary, regex, unquoted

_ORDINAL = regex(
    rf"(?:第?(?P<cn>[{COUNTING}]+)[、.:,]|\((?P<cnb>[{COUNTING}]+)\)[、.]?|(?P<n>\d{{1,2}})[、.](?!\d)"
    r"|\((?P<nb>\d{1,2})\)[、.]?|(?P<nh>\d{1,2})\))"
)
_STRAY = regex(rf"\d{{1,2}}(?=\([{COUNTING}]{{1,3}}\))")
"""A digit that sticks to the ordinal behind it (1（一）): hidden on the page, or left over."""
_YEAR = regex(rf"(?<!\d)(?:19\d\d|{YEAR})年?度?(?!\d)")
_UNIT_NOTE = regex(r"\((?:金额|计量|货币)?单位?:?(?:元|千元|万元|百万元|亿元)\)|\((?:元|千元|万元|亿元|%)\)")
_NUMBERED = r"(?:续|附件?|公开|预决?算|决算|财决|部门|单位|市级|批复)*"
_TITLE_START = regex(
    rf"{_NUMBERED}表(?:[{COUNTING}]+(?!般)|\d{{1,2}}(?:-\d{{1,2}})?)[、.:-]?|{_NUMBERED}\d{{1,2}}(?:-\d)?表[、.:-]?|续表|附表|附:"
)
_LAST_NUMBER = regex(rf"\([{COUNTING}]\)$")
_TRAILING = regex(
    rf"\((?:预算)?(?:公开)?表\d+\)|\([{COUNTING}]\)|\(续表?\)|续表|\(不含[^)]{{0,60}}\)|-不含[^)]*|\(单位:[^)]{{0,60}}\)|\(汇总\)"
)


_SAID = {
    "header_ordinal": "ordinal",
    "header_code_part": "part",
    "header_unit_code": "ownercode",
    "header_unit_name": "owner",
    "header_code": "code",
    "header_name": "name",
    "header_text": "text",
}
"""Lists of header words, and what a column is whose header ends in one; the first counts."""


def unbracketed(name: str) -> str:
    """A name without the bracket that ends it.

    >>> unbracketed("工资(含补贴)")
    '工资'
    """
    return name.partition("(")[0] if name.endswith(")") else name


@lru_cache(maxsize=16384)
def without_year(text: str) -> tuple[str, int]:
    """A squashed header without years and units, and the last year it named (0 if none)."""
    year = 0
    for match in _YEAR.finditer(text):
        year = int(match[0][:4])
    return _UNIT_NOTE.sub("", _YEAR.sub("", text)) if year or "(" in text else text, year


@lru_cache(maxsize=16384)
def strip_label(text: str, of_which: tuple[str, ...]) -> tuple[str, str, bool]:
    """A row label → (bare name, style of its ordinal, whether a word of `of_which` stood before it).

    The style is one of `一、` `(一)` `1.` `(1)` or "". The name is squashed.
    """
    rest, style, marked = unquoted(text).rstrip(":"), "", False
    stray = _STRAY.match(rest)
    rest = rest[stray.end() :] if stray else rest
    while True:
        match = _ORDINAL.match(rest)
        if match and match.end() < len(rest):
            kind = next(name for name, value in match.groupdict().items() if value)
            style = style or {"cn": "一、", "cnb": "(一)", "n": "1.", "nb": "(1)", "nh": "1)"}[kind]
            rest = rest[match.end() :]
            continue
        word = next((w for w in of_which if rest.startswith(w)), "")
        if not word:
            return rest, style, marked
        rest, marked = rest[len(word) :].lstrip(":,、"), True


class SideWords(Struct, frozen=True):
    """One template (or side) ready for matching: header path → column, label → row."""

    template: Template
    columns: Mapping[str, ColumnSpec]
    rows: Mapping[str, RowSpec]
    headers: frozenset[str]


class Vocabulary(Struct, frozen=True, eq=False, dict=True):
    """All words, squashed. One is as good as another only where it is the same: what it is asked is remembered."""

    titles: Mapping[str, tuple[Template, ...]]
    endings: tuple[tuple[str, Template], ...]
    lists: Mapping[str, tuple[str, ...]]
    noise: Dictionary
    same: tuple[tuple[str, str], ...]
    header_words: frozenset[str]
    sides: Mapping[tuple[str, tuple[str, ...]], tuple[SideWords, ...]]
    groups: Mapping[str, str]
    classes: Mapping[str, str]
    codes: Mapping[str, CodeList]
    keys: TitleKeys

    @property
    def total(self) -> str:
        """The canonical name of a total row."""
        return self.words("row_total")[0]

    @property
    def class_ending(self) -> str:
        """What nearly every name of a functional class ends in, and some filings leave out."""
        return next(iter(self.words("class_ending")), "")

    def sides_of(self, template: Template) -> tuple[SideWords, ...]:
        """A template's sides, or itself where it has none."""
        return self.sides[template.name, template.kinds]

    @cached_property
    def said(self) -> Mapping[str, str]:
        """What a column is by the last word of its header."""
        return {word: kind for name, kind in reversed(_SAID.items()) for word in self.words(name)}

    @cached_property
    def amount_headers(self) -> frozenset[str]:
        """The last words of the headers of columns of money."""
        specs = (pair for sides in self.sides.values() for side in sides for pair in side.columns.items())
        return frozenset(alias.split("/")[-1] for alias, spec in specs if spec.role == "amount")

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Headers of columns of another classification, printed beside the one that is read."""
        return frozenset((*self.words("header_gov_code"), *self.words("header_gov_name")))

    def words(self, name: str) -> tuple[str, ...]:
        return self.lists.get(name, ())

    def reduce(self, title: str, numbered: bool = False) -> str:
        """A title without what varies: year, number, department, 预算, 情况 …; `numbered` keeps a last （二）."""
        return _reduced(self, title, numbered)

    def _reduce(self, title: str, numbered: bool) -> str:
        text = unquoted(title)
        for year in reversed(list(_YEAR.finditer(text))):
            if year.end() < len(text) and text[year.end()] != ")":
                text = text[year.end() :]
                break
        previous = ""
        while previous != text:
            previous = text
            start = _TITLE_START.match(text)
            text = text[start.end() :] if start else text
            ordinal = _ORDINAL.match(text)
            text = text[ordinal.end() :] if ordinal else text
        last = _LAST_NUMBER.search(text) if numbered else None
        text = _TRAILING.sub("", _YEAR.sub("", text)) + (last[0] if last else "")
        for old, new in self.same:
            text = text.replace(old, new)
        return self.noise.without(text).strip(":.。、-")

    def templates_for(self, title: str) -> tuple[Template, ...]:
        """The templates a printed title may name, best first; () when it names none."""
        return _named_by(self, title)

    def perhaps(self, title: str) -> tuple[Template, ...]:
        """The templates that a title may name which is not known, by what it is about: whoever's table it is, however
        it ends. () where it names none, or is known."""
        if len(title) > 60 or self.templates_for(title):
            return ()
        return self.keys.templates_for(unquoted(title), self.reduce(title))

    def _templates_for(self, title: str) -> tuple[Template, ...]:
        if len(title) > 60 or len(reduced := self.reduce(title)) < 2:
            return ()
        templates = (
            self.titles.get(self.reduce(title, numbered=True))
            or self.titles.get(reduced)
            or (self.titles.get(reduced + "表") if len(reduced) > 3 else None)
            or ()
        )
        templates = templates or tuple(template for ending, template in self.endings if reduced.endswith(ending))
        return templates or self._after_body(reduced)

    def _after_body(self, reduced: str) -> tuple[Template, ...]:
        """The templates of a title that begins with the name of a body."""
        ends = (end for word in self.words("body_ending") for end in _ends(reduced, word))
        rests = (reduced[end:].lstrip("()") for end in sorted(ends))
        return next((self.titles[rest] for rest in rests if rest in self.titles), ())


@lru_cache(maxsize=8192)
def _reduced(words: Vocabulary, title: str, numbered: bool) -> str:
    return words._reduce(title, numbered)


@lru_cache(maxsize=8192)
def _named_by(words: Vocabulary, title: str) -> tuple[Template, ...]:
    return words._templates_for(title)


def _ends(text: str, word: str) -> Iterator[int]:
    """Where a word ends in a text, every time it stands there."""
    at = text.find(word)
    while at >= 0:
        yield at + len(word)
        at = text.find(word, at + len(word))


def vocabulary(rulebook: Rulebook) -> Vocabulary:
    """The vocabulary of a rulebook, compiled once."""
    return rulebook.once(_compile)


def _compile(rulebook: Rulebook) -> Vocabulary:
    lists = {
        name: tuple(words if "=" in "".join(words) else map(unquoted, words))
        for name, words in under(rulebook.words, "table/").items()
    }
    noise = dictionary(lists["title_noise"])
    same = tuple((unquoted(a), unquoted(b)) for a, _, b in (pair.partition("=") for pair in lists["title_same"]))
    keys = title_keys(lists["title_key"], lists["title_key_leading"], (), unquoted)
    empty = Vocabulary({}, (), lists, noise, same, frozenset(), {}, {}, {}, {}, keys)
    titles, endings = _titles(rulebook.templates, lambda title: empty.reduce(title, numbered=True))
    keys = title_keys(lists["title_key"], lists["title_key_leading"], rulebook.templates, empty.reduce)
    sides = {
        (template.name, template.kinds): tuple(_side(side) for side in (template.sides or (template,)))
        for template in rulebook.templates
    }
    groups = {word: name for name, words in under(lists, "group_").items() for word in words}
    headers = {word for words in under(lists, "header_").values() for word in words}
    headers |= {*groups, *_header_words(sides.values())}
    codes = rulebook.classification.codes
    return Vocabulary(
        titles, endings, lists, noise, same, frozenset(headers), sides, groups, _classes(rulebook), codes, keys
    )


def _titles(
    templates: Iterable[Template], reduce: Callable[[str], str]
) -> tuple[dict[str, tuple[Template, ...]], tuple[tuple[str, Template], ...]]:
    """The templates by whole title, and by the end of a title, the longest first."""
    titles: dict[str, tuple[Template, ...]] = {}
    endings: list[tuple[str, Template]] = []
    for template in templates:
        for title in template.titles:
            reduced = reduce(title.removeprefix("*"))
            if title.startswith("*"):
                endings.append((reduced, template))
            elif template not in titles.get(reduced, ()):
                titles[reduced] = (*titles.get(reduced, ()), template)
    return titles, tuple(sorted(endings, key=lambda pair: -len(pair[0])))


def _header_words(templates: Iterable[tuple[SideWords, ...]]) -> Iterator[str]:
    """What may stand in a header: the columns' names level by level, and the rows of tables with one side, which are
    printed lying down too."""
    for sides in templates:
        for side in sides:
            for alias in (*side.columns, *side.headers):
                yield from alias.split("/")
            if len(sides) == 1 and side.template.rows_by == "label":
                yield from (alias for alias in side.rows if "/" not in alias)


def _side(template: Template) -> SideWords:
    columns: dict[str, ColumnSpec] = {}
    for column in template.columns:
        for alias in column.aliases:
            columns.setdefault("/".join(map(unquoted, alias.split("/"))), column)
    rows: dict[str, RowSpec] = {}
    for row in template.rows:
        for alias in row.aliases:
            rows.setdefault("/".join(map(unquoted, alias.split("/"))), row)
    return SideWords(template, columns, rows, frozenset(map(unquoted, template.headers)))


def _classes(rulebook: Rulebook) -> Mapping[str, str]:
    """Squashed class name → its three-digit code, from the word list `class/CODE`."""
    return {unquoted(word): code for code, words in under(rulebook.words, "class/").items() for word in words}
