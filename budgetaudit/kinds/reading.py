"""What the structural kinds share: the prose of a part as sentences, and where things stand."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from budgetaudit.checks import Spot
from budgetaudit.facts import Fact, Facts, Part, Row, Section, Table
from budgetaudit.filing import Passage
from budgetaudit.messages import Message, Text, message
from budgetaudit.text import as_prose, sentences_of, squeeze

READ = ("body", "heading", "footnote", "textbox")
CLIP = 60
PROSE, NARRATIVE, HEADING = message("prose.text"), message("narrative"), message("heading")
"""What places in the text are called: the text itself, all of it, a heading."""
LEAST_PROSE = 500


class Sentence(Struct, frozen=True):
    """A sentence without its spaces."""

    text: str
    passage: Passage


def prose(part: Part) -> Iterator[Passage]:
    """A part's passages that are meant to be read."""
    return (passage for passage in part.passages if passage.role in READ and passage.text.strip())


def written(part: Part) -> bool:
    """Whether a part has a narrative, not tables alone."""
    return sum(len(passage.text) for passage in prose(part)) >= LEAST_PROSE


def sentences(passages: Iterable[Passage]) -> Iterator[Sentence]:
    """Every sentence of some passages."""
    for passage in passages:
        for text in _pieces(passage.text):
            yield Sentence(text, passage)


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[str, ...]:
    return tuple(piece for part in sentences_of(text) if (piece := squeeze(part)))


def under(part: Part, names: Iterable[str]) -> list[Passage]:
    """The passages of the sections of these names, in order, each once."""
    wanted = frozenset(names)
    chosen = [section for section in part.sections if section.name in wanted and not wanted & set(section.path)]
    seen: dict[int, Passage] = {}
    for section in chosen:
        for passage in section.passages:
            seen.setdefault(id(passage), passage)
    return list(seen.values())


def outside(part: Part, names: Iterable[str]) -> list[Passage]:
    """The passages of a part that stand in no section of these names."""
    inside = {id(passage) for passage in under(part, names)}
    return [passage for passage in prose(part) if id(passage) not in inside]


def entitled(part: Part, names: Iterable[str]) -> list[Section]:
    """The sections of these names, those inside another of them left out."""
    wanted = frozenset(names)
    return [section for section in part.sections if section.name in wanted and not wanted & set(section.path)]


@lru_cache(maxsize=4096)
def without(name: str, tails: tuple[str, ...]) -> str:
    """A name as compared: narrowed, without spaces and without the words that it may end with.

    >>> without("公共安全 事务支出", ("支出", "事务"))
    '公共安全'
    """
    name = as_prose(name)
    while end := next((tail for tail in tails if name.endswith(tail)), ""):
        name = name.removesuffix(end)
    return name


def clip(text: str, length: int = CLIP) -> str:
    """The beginning of a text, for a message."""
    bare = squeeze(text)
    return bare if len(bare) <= length else bare[: length - 1] + "…"


def around(text: str, start: int, end: int, reach: int = 18) -> str:
    """A few characters about a place in a text."""
    left, right = max(0, start - reach), min(len(text), end + reach)
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")


def spot(passage: Passage, part: str, label: Text = PROSE, raw: str = "") -> Spot:
    """A passage as a place to go to."""
    return Spot(label, raw or clip(passage.text), passage.place, part)


def at_table(table: Table, raw: str = "") -> Spot:
    """A table as a place to go to."""
    return Spot(titled(table), raw or table.title, table.place, table.part)


def titled(table: Table) -> str:
    """What a reader calls a table."""
    return table.titled


def in_year(year: int | str) -> Message:
    """`2021年`."""
    return message("year.is", year=str(year))


def nonzero(row: Row) -> bool:
    """Whether a row prints a number other than zero."""
    return any(isinstance(entry, Fact) and entry.amount.value for entry in row.entries)


def families(part: Part) -> Mapping[str, tuple[Table, ...]]:
    """The recognised tables of a part by family, both sides of a two-sided table together."""
    by_family: dict[str, tuple[Table, ...]] = {}
    for table in part.tables:
        if table.name:
            family = table.family or table.name.partition(".")[0]
            by_family[family] = (*by_family.get(family, ()), table)
    return by_family


def all_titles(facts: Facts) -> str:
    """Every title of a table and every heading of the filing, as one text to look things up in."""
    titles = [table.title for part in facts.parts for table in part.tables]
    titles += [
        table.captions["title"].raw for part in facts.parts for table in part.tables if "title" in table.captions
    ]
    titles += [section.title for part in facts.parts for section in part.sections]
    return squeeze("\n".join(titles))
