"""占: the wholes that a printed share may be of."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from msgspec.structs import replace

from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.topics import Spoken, Topic
from budgetaudit.claims.trees import certainty_of
from budgetaudit.facts import Certainty, Claim, Relation, RelationKind, Role

MOST = 4


def shares(spoken: Spoken, lexicon: Lexicon) -> Iterator[Relation]:
    """Every printed share with its part and the wholes it may be of: the one named, or that of its list."""
    for topic in spoken.topics.values():
        rate, amount = topic.numbers.get(Role.SHARE), topic.numbers.get(Role.AMOUNT)
        if rate and amount:
            meant = lexicon.subjects.get(topic.whole)
            names = (topic.whole, *(meant.like if meant else ()))
            wholes = tuple(islice(dict.fromkeys(_wholes(topic, spoken, names)), MOST))
            named = {"part": amount} | _sum(topic, spoken, lexicon)
            if wholes or len(named) > 1 or topic.whole:
                part = rate.fact.key.part
                shared = Relation(RelationKind.SHARE, part, rate, wholes, topic.whole, False, rate.passage, named)
                yield replace(shared, certainty=_certainty(topic, amount, spoken, lexicon))


def _certainty(topic: Topic, amount: Claim, spoken: Spoken, lexicon: Lexicon) -> Certainty:
    """How sure it is that a share is of what the list divides that its topic stands in; it is, where it names its
    whole."""
    listing = spoken.list_of(topic)
    owner = spoken.owner_of(listing)
    unnamed = listing and owner and not topic.whole
    return certainty_of(listing, owner, amount, lexicon) if listing and owner and unnamed else Certainty.STATED


def sums(topics: list[Topic], lexicon: Lexicon) -> Iterator[Relation]:
    """Shares of one whole that a paragraph gives for each of its parts, where their amounts do not tell more."""
    groups: dict[tuple[int, str], list[Topic]] = {}
    for topic in topics:
        if Role.SHARE in topic.numbers:
            groups.setdefault((id(topic.numbers[Role.SHARE].passage), topic.whole), []).append(topic)
    for (_, whole), group in groups.items():
        named = [topic.subject for topic in group]
        partitions = chain.from_iterable([lexicon.partitions.get(whole, ())] if whole else lexicon.partitions.values())
        divided = [partition for partition in partitions if partition.parts and partition.complete(named)]
        if divided and len(set(named)) == len(named) and not all(Role.AMOUNT in topic.numbers for topic in group):
            parts = tuple(topic.numbers[Role.SHARE] for topic in group)
            full = not any(partition.also for partition in divided)
            yield Relation(RelationKind.SHARES, parts[0].fact.key.part, None, parts, whole, full, parts[0].passage, {})


def _wholes(topic: Topic, spoken: Spoken, names: tuple[str, ...]) -> Iterator[Claim]:
    """The claims that may be the whole, the likeliest first."""
    owners, topics = spoken.owners(topic), list(spoken.topics.values())
    if topic.whole:
        for other in (*owners, *topics[: topic.id][::-1], *topics[topic.id + 1 :]):
            if other.subject in names and Role.AMOUNT in other.numbers:
                yield other.numbers[Role.AMOUNT]
    for owner in owners:
        if Role.AMOUNT in owner.numbers:
            yield owner.numbers[Role.AMOUNT]


def _sum(topic: Topic, spoken: Spoken, lexicon: Lexicon) -> dict[str, Claim]:
    """The nearest amounts of every part of the whole (a share may be of their sum), as `sum 0`, `sum 1` …; none where
    a part has no amount."""
    wholes = [topic.whole] if topic.whole else [owner.subject for owner in spoken.owners(topic)]
    for partition in (partition for whole in wholes for partition in lexicon.partitions.get(whole, ())):
        if topic.subject in partition.members and partition.parts:
            topics = spoken.topics.values()
            nearest = sorted(topics, key=lambda near: (near.within != topic.within, abs(near.id - topic.id)))
            amounts = [
                next((near.numbers[Role.AMOUNT] for near in nearest if _has_amount(near, subject)), None)
                for subject in sorted(partition.parts)
            ]
            if all(amounts):
                beside = _beside(topic, topics, partition.also)
                return {f"sum {i}": claim for i, claim in enumerate([*amounts, *beside]) if claim}
    return {}


def _beside(topic: Topic, topics: Iterable[Topic], also: tuple[str, ...]) -> list[Claim]:
    """The amounts of the parts (`also`) that the whole may have besides, from the list and the passage of the topic."""
    listed = [other for other in topics if other.within == topic.within and other.subject in also]
    amounts = [other.numbers[Role.AMOUNT] for other in listed if Role.AMOUNT in other.numbers]
    return [claim for claim in amounts if claim.passage is topic.numbers[Role.AMOUNT].passage]


def _has_amount(topic: Topic, subject: str) -> bool:
    """Whether a topic is this subject, with an amount."""
    return topic.subject == subject and Role.AMOUNT in topic.numbers
