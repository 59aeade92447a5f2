"""The words of the prose, as data: subjects, what they are called and how they divide, what joins a sentence."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from budgetaudit.claims.tokens import ProseWords, tokens, words_of
from budgetaudit.rulebook import Partition, Rulebook, Subject, under
from budgetaudit.text import as_prose

T = TypeVar("T")


class Lexicon(Struct, frozen=True):
    """The words that prose is read by, and what each stands for.

    `names` gives the subject of an alias, `near` the subjects that a short name may mean, each within its family;
    `partitions` the ways in which a whole is divided, by its name. `wholes` are words that name a subject where the
    clause names nothing else. Of the words that open a list, `mild` do not divide an amount, `firm` do even behind a
    reason, `full` promise every part. `general` are words for a total that go with the line before them. `tails` may be
    cut off a name, `organs` end the name of a body, `ourselves` are what a body calls itself or puts before that,
    `silent` are the sections that are not read, `narrated` those that take a total apart, `funds` gives the family of a
    section by its name; a sentence with one of `foreign` may be about others' money."""

    words: ProseWords
    subjects: Mapping[str, Subject]
    names: Mapping[str, str]
    near: Mapping[str, tuple[Subject, ...]]
    partitions: Mapping[str, tuple[Partition, ...]]
    wholes: tuple[tuple[str, str], ...]
    mild: frozenset[str]
    firm: frozenset[str]
    full: frozenset[str]
    general: frozenset[str]
    tails: tuple[str, ...]
    organs: tuple[str, ...]
    ourselves: tuple[str, ...]
    silent: frozenset[str]
    narrated: frozenset[str]
    funds: Mapping[str, str]
    foreign: tuple[str, ...]

    def gaps(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Start and end of each piece between the subjects of a stretch of text."""
        for token in tokens(text, self.words, start, end):
            if token.kind == "subj":
                yield start, token.start
                start = token.end
        yield start, end

    def children(self, whole: str) -> frozenset[str]:
        """Every subject that may be a part of this one."""
        members: frozenset[str] = frozenset()
        for partition in self.partitions.get(whole, ()):
            members |= partition.members
        return members


def lexicon(rulebook: Rulebook) -> Lexicon:
    """The lexicon of a rulebook, made once."""
    return rulebook.once(_read)


def _read(rulebook: Rulebook) -> Lexicon:
    subjects, partitions = rulebook.subjects, rulebook.partitions
    words = under(rulebook.words, "claim/")
    lists = {name: frozenset(map(as_prose, members)) for name, members in words.items()}
    names = {alias: entry.name for entry in subjects for alias in entry.aliases}
    near = _grouped((alias, entry) for entry in subjects for alias in entry.near)
    return Lexicon(
        words=words_of({*names, *near}, lists),
        subjects={entry.name: entry for entry in subjects},
        names=names,
        near=near,
        partitions=_grouped((part.whole, part) for part in partitions),
        wholes=tuple((word, entry.name) for entry in subjects for word in entry.alone),
        mild=lists.get("缓引", frozenset()),
        firm=lists.get("必引", frozenset()),
        full=lists.get("全列", frozenset()),
        general=lists.get("统称", frozenset()),
        tails=words.get("尾", ()),
        organs=tuple(lists.get("机构", ())),
        ourselves=tuple(lists.get("自称", ())),
        silent=lists.get("不读", frozenset()),
        narrated=lists.get("分述", frozenset()),
        funds={name: family for family, names in words.items() if "/" in family for name in names},
        foreign=tuple(lists.get("评价", ())),
    )


def _grouped(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    """The values of each name, in their order."""
    groups: dict[str, tuple[T, ...]] = {}
    for name, value in pairs:
        groups[name] = (*groups.get(name, ()), value)
    return groups
