"""Shares of a whole that is named further up: 基本支出60万元，占60%；项目支出40万元，占40% under its own heading.

Which amount it is, the shares tell: nearly all of them have to be of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from budgetaudit.claims.topics import Spoken, Topic
from budgetaudit.facts import Claim, Relation, RelationKind, Role

FAR = 12
"""The whole is one of so many amounts before."""
LEAST = 3
"""Fewer shares tell nothing."""
HUNDRED = Decimal(100)


def unnamed(spoken: Spoken) -> Iterator[Relation]:
    """Every share of a section whose whole is not named there, with the amount that all others but one are of; that
    one may as well be of another amount before it."""
    topics = list(spoken.topics.values())
    alone = ((at, topic) for at, topic in enumerate(topics) if _alone(topic, spoken))
    for _, run in groupby(alone, lambda placed: _alone(placed[1], spoken)):
        group = list(run)
        whole = _whole([topic for _, topic in group], _before(topics, group[0][0]))
        for at, topic in group if whole else ():
            rate, part = topic.numbers[Role.SHARE], topic.numbers[Role.AMOUNT]
            others = [other.numbers[Role.AMOUNT] for other in _before(topics, at)]
            wholes = (*((whole,) if whole else ()), *others)
            yield Relation(RelationKind.SHARE, rate.fact.key.part, rate, wholes, "", True, rate.passage, {"part": part})


def _before(topics: Sequence[Topic], at: int) -> list[Topic]:
    """Those with an amount, not nothing, that were spoken of last, the last first."""
    near = [topic for topic in reversed(topics[max(0, at - FAR) : at]) if Role.AMOUNT in topic.numbers]
    return [topic for topic in near if topic.numbers[Role.AMOUNT].fact.amount.value]


def _alone(topic: Topic, spoken: Spoken) -> int:
    """The section of a topic that is a share of something not named; 0 where it is not."""
    rate = topic.numbers.get(Role.SHARE)
    named = topic.whole or any(Role.AMOUNT in owner.numbers for owner in spoken.owners(topic))
    return rate.section + 1 if rate and Role.AMOUNT in topic.numbers and not named else 0


def _whole(members: Sequence[Topic], before: Sequence[Topic]) -> Claim | None:
    """The nearest amount before that all shares are of, but for one."""
    told = [member for member in members if member.numbers[Role.AMOUNT].fact.amount.value]
    for topic in before:
        whole = topic.numbers[Role.AMOUNT]
        if len(told) >= LEAST and sum(_is_of(member, whole) for member in told) >= len(told) - 1:
            return whole
    return None


def _is_of(topic: Topic, whole: Claim) -> bool:
    """Whether a topic's share is that of its amount in the whole, to its last digit."""
    rate, part, total = (claim.fact.amount for claim in (topic.numbers[Role.SHARE], topic.numbers[Role.AMOUNT], whole))
    return bool(total.base) and abs(part.base * HUNDRED / total.base - rate.value) <= rate.quantum
