"""A section that takes a total apart paragraph by paragraph: 收入预算100万元 … （一）财政拨款收入70万元 1.… （二）…"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.topics import Topic
from budgetaudit.claims.trees import breakdown
from budgetaudit.facts import Relation, RelationKind, Role, Section
from budgetaudit.rulebook import Partition


def narratives(sections: Sequence[Section], lexicon: Lexicon) -> Mapping[int, int]:
    """Index of a section → index of the section of a total (收入预算, 支出预算) that it stands in, where it does."""
    found: dict[int, int] = {}
    for section in sections:
        if section.name in lexicon.narrated:
            found[section.index] = section.index
        elif section.parent in found:
            found[section.index] = found[section.parent]
    return found


def narrated(topics: Sequence[Topic], within: Mapping[int, int], lexicon: Lexicon) -> Iterator[Relation]:
    """What the paragraphs of one narrative say of each other, for the partitions that they spell out."""
    groups: dict[int, list[Topic]] = {}
    for topic in topics:
        claim = topic.numbers.get(Role.AMOUNT)
        if claim and claim.section in within and claim.subject == topic.subject:
            groups.setdefault(within[claim.section], []).append(topic)
    for group in groups.values():
        first: dict[str, Topic] = {}
        for topic in group:
            first.setdefault(topic.subject, topic)
        yield from (tree for ways in lexicon.partitions.values() for way in ways for tree in _taken_apart(way, first))
        yield from _once_more(group)


def _taken_apart(way: Partition, first: Mapping[str, Topic]) -> Iterator[Relation]:
    """A whole and its parts, with and without those that it may have besides; a part of a part is none."""
    whole, parts = first.get(way.whole), [first.get(name) for name in way.parts]
    if not way.narrated or whole is None:
        return
    own = [topic.numbers[Role.AMOUNT] for topic in parts if topic and topic.within is None]
    beside = (first[name] for name in way.also if name in first)
    more = [topic.numbers[Role.AMOUNT] for topic in beside if topic.within is None]
    if len(own) == len(parts):
        amount = whole.numbers[Role.AMOUNT]
        alone = breakdown(amount, tuple(own), "", exhaustive=True)
        yield replace(breakdown(amount, (*own, *more), "", True), otherwise=(alone,)) if more else alone


def _once_more(group: Sequence[Topic]) -> Iterator[Relation]:
    """（三）上年结转35万元 with the one item 10.上年结转35万元, the last of the narrative."""
    for topic, item in pairwise(group[-2:]):
        claim, other = topic.numbers[Role.AMOUNT], item.numbers[Role.AMOUNT]
        numbered = topic.opens and item.opens and not (topic.within or item.within)
        if numbered and topic.subject == item.subject and claim.passage is not other.passage:
            yield Relation(RelationKind.REPEAT, claim.fact.key.part, claim, (other,), "", False, claim.passage)
