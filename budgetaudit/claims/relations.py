"""What the sentences say about their numbers: topics and lists → relations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from budgetaudit.amounts import COUNT
from budgetaudit.claims.clause import FREE, LINE
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.marks import ROUGHLY
from budgetaudit.claims.narrative import narrated, narratives
from budgetaudit.claims.shares import shares, sums
from budgetaudit.claims.topics import PartsList, Spoken, Topic
from budgetaudit.claims.trees import Division, trees
from budgetaudit.claims.wholes import unnamed
from budgetaudit.facts import Claim, Relation, RelationKind, Role, Section
from budgetaudit.text import regex, unnumbered

CHANGES = (Role.BEFORE, Role.DELTA, Role.RATE)
QUALIFIED = regex(r"\(([^()]*)\)")
CLOSED = ("上年末", "上年底", "去年末", "去年底")
"""A number of the end of last year is what the next change is from, not what it is to."""
NEAR = 8
"""A total that is named otherwise is one of so many things spoken of before."""
REST = ("其他", "其它", "其余", "其他支出", "其他用车")


def relations_of(spoken: Spoken, sections: Sequence[Section], lexicon: Lexicon) -> Iterator[Relation]:
    """Every relation between the numbers of a part's prose, in reading order. `spoken` is all that was spoken of."""
    topics = list(spoken.topics.values())
    yield from (relation for topic in topics for relation in _of_topic(topic, spoken))
    listings = dict.fromkeys(topic.within for topic in topics if topic.within is not None)
    divided: set[int] = set()
    for listing in map(spoken.listing, listings):
        for breakdown in _of_list(listing, spoken, lexicon):
            further = id(breakdown.whole) in divided and not breakdown.exhaustive and not _all_lines(breakdown)
            yield from _apart(breakdown) if further else (breakdown,)
            divided |= {id(breakdown.whole)} if breakdown.exhaustive else set()
    yield from _taken_up(topics)
    yield from shares(spoken, lexicon)
    yield from unnamed(spoken)
    yield from sums(topics, lexicon)
    further_on = (*_scattered(topics, lexicon), *narrated(topics, narratives(sections, lexicon), lexicon))
    yield from (relation for relation in further_on if id(relation.whole) not in divided)


def _of_topic(topic: Topic, spoken: Spoken) -> Iterator[Relation]:
    """What a topic's own numbers say of each other."""
    numbers = topic.numbers
    now, before = numbers.get(Role.AMOUNT), numbers.get(Role.BEFORE)
    if now is None:
        return
    yield from _of_plans(numbers, now, topic.side)
    if topic.label.startswith(CLOSED):
        return
    if topic.again:
        yield relation(RelationKind.REPEAT, now, topic.again)
    change = {role: numbers[role] for role in CHANGES if role in numbers}
    enough = len(change) > 1 or Role.BEFORE in change
    if enough and (Role.DELTA in change or Role.RATE in change):
        others = topic.again + _meant_too(topic, spoken)
        earlier = {f"before {i}": claim for i, claim in enumerate(topic.earlier)}
        named = {"now": now} | {role.value: claim for role, claim in change.items()} | earlier
        yield relation(RelationKind.CHANGE, None, others, named=named, word="比" if topic.bare else "")
    if before and topic.flat and topic.flat != ROUGHLY:
        yield relation(RelationKind.FLAT, word=topic.flat, named={"now": now, "before": before})
    if topic.turned and not {Role.DELTA, Role.RATE, Role.CHANGE} & numbers.keys():
        yield relation(RelationKind.SILENT, now, word=topic.turned)


def _of_plans(numbers: Mapping[Role, Claim], now: Claim, side: str) -> Iterator[Relation]:
    """What is said of the outturn beside the plan of the year's beginning, and the revised one."""
    plan, revised = numbers.get(Role.PLAN), numbers.get(Role.REVISED)
    other = {"revised": revised} if revised else {}
    if plan and side:
        yield relation(RelationKind.DIRECTION, word=side, named={"now": now, "plan": plan} | other)
    if plan and Role.COMPLETION in numbers:
        named = {"rate": numbers[Role.COMPLETION], "now": now, "plan": plan} | other
        yield relation(RelationKind.COMPLETION, named=named)
    if revised and Role.RECOMPLETION in numbers:
        yield relation(RelationKind.COMPLETION, named={"rate": numbers[Role.RECOMPLETION], "now": now, "plan": revised})


def _meant_too(topic: Topic, spoken: Spoken) -> tuple[Claim, ...]:
    """What a change behind a list may be of instead of its last topic: A a万元，其中：B b万元；C c万元，比上年减少 …"""
    owners = {owner.id: owner for owner in spoken.owners(topic)}
    if topic.item is not None:
        owners.setdefault(topic.item, spoken.topic(topic.item))
    unchanged = (owner.numbers for owner in owners.values() if Role.DELTA not in owner.numbers)
    return tuple(numbers[Role.AMOUNT] for numbers in unchanged if Role.AMOUNT in numbers)


def relation(
    kind: RelationKind,
    whole: Claim | None = None,
    parts: tuple[Claim, ...] = (),
    *,
    word: str = "",
    exhaustive: bool = False,
    named: Mapping[str, Claim] = MappingProxyType({}),
) -> Relation:
    """A relation, in the passage of its first claim."""
    claims = [claim for claim in (whole, *parts, *named.values()) if claim]
    return Relation(kind, claims[0].fact.key.part, whole, parts, word, exhaustive, claims[0].passage, named)


def _of_list(listing: PartsList, spoken: Spoken, lexicon: Lexicon) -> Iterator[Relation]:
    """The parts of a list against its whole."""
    owner = spoken.owner_of(listing)
    if owner is None:
        return
    topics = [spoken.topic(number) for number in listing.topics]
    for role in (Role.AMOUNT, Role.BEFORE, Role.COUNT):
        whole = _whole(owner, role, spoken, lexicon)
        listed = (topic for topic in topics if role in topic.numbers and not topic.lent)
        members = _before_others([topic for topic in listed if _alike(topic.numbers[role], whole)], owner, lexicon)
        parts = tuple(topic.numbers[role] for topic in members)
        if whole and parts:
            full = (listing.full and len(parts) > 1) or _complete(owner, members, lexicon) or _rest(members)
            breakdown = relation(RelationKind.BREAKDOWN, whole, parts, word=listing.word, exhaustive=full)
            yield from trees(breakdown, Division(listing, owner, role, members), spoken, lexicon)
    yield from _deltas(owner, topics, lexicon)


def _apart(breakdown: Relation) -> Iterator[Relation]:
    """Each part alone against the whole, for a whole that another list divides fully: further parts of it may hold one
    another (面向中小企业, 面向小微企业)."""
    for part in breakdown.parts:
        yield relation(RelationKind.BREAKDOWN, breakdown.whole, (part,), word=breakdown.word)


def _all_lines(breakdown: Relation) -> bool:
    """Whether all parts are lines of the classification: those of one list lie beside one another."""
    return all(claim.subject.startswith(LINE) for claim in breakdown.parts)


def _alike(claim: Claim, whole: Claim | None) -> bool:
    """Whether a claim measures what the whole does: of money, or of the same thing counted."""
    unit = claim.fact.amount.unit
    return whole is None or unit.dimension != COUNT or unit == whole.fact.amount.unit


def _whole(owner: Topic, role: Role, spoken: Spoken, lexicon: Lexicon) -> Claim | None:
    """The number that a list divides: its owner's; else the last amount given before, for its owner or for income and
    spending alike (收支总预算…万元。收入包括：…；支出包括：…)."""
    if role in owner.numbers or role != Role.AMOUNT:
        return owner.numbers.get(role)
    meant = lexicon.subjects.get(owner.subject)
    earlier = [spoken.topics[number] for number in range(owner.id - 1, -1, -1)]
    near = (topic for topic in earlier[:NEAR] if meant and topic.subject in meant.like)
    same = (topic for topic in earlier if topic.subject == owner.subject)
    return next((topic.numbers[role] for topic in chain(near, same) if role in topic.numbers), None)


def _complete(owner: Topic, parts: Iterable[Topic], lexicon: Lexicon) -> bool:
    subjects = [topic.subject for topic in parts]
    return any(partition.complete(subjects) for partition in lexicon.partitions.get(owner.subject, ()))


def _before_others(members: list[Topic], owner: Topic, lexicon: Lexicon) -> list[Topic]:
    """The members up to a subject that is known to be no part of the whole, where those before are all its parts:
    本年支出，其中：基本支出，项目支出，年末结转."""
    own = lexicon.children(owner.subject)
    for at, topic in enumerate(members):
        strange = bool(own) and topic.subject in lexicon.subjects and topic.subject not in own
        if strange and _complete(owner, members[:at], lexicon):
            return members[:at]
    return members


def _rest(topics: list[Topic]) -> bool:
    return len(topics) > 2 and any(topics[-1].label.strip("“”").endswith(word) for word in REST)


def _deltas(owner: Topic, topics: Sequence[Topic], lexicon: Lexicon) -> Iterator[Relation]:
    """The changes of the parts of a list against that of its whole."""
    if Role.DELTA not in owner.numbers:
        return
    moved = [topic for topic in topics if Role.DELTA in topic.numbers]
    still = [topic for topic in topics if topic.flat and Role.DELTA not in topic.numbers]
    parts = tuple(topic.numbers[Role.DELTA] for topic in moved)
    if parts and _complete(owner, chain(moved, still), lexicon):
        yield relation(RelationKind.BREAKDOWN, owner.numbers[Role.DELTA], parts, word="增减", exhaustive=True)


def _scattered(topics: list[Topic], lexicon: Lexicon) -> Iterator[Relation]:
    """The first amount of each part against the first of its whole, wherever they stand, for the partitions that hold
    in the whole text."""
    first: dict[str, Claim] = {}
    for topic in topics:
        claim = topic.numbers.get(Role.AMOUNT)
        if claim and claim.subject == topic.subject:
            first.setdefault(topic.subject, claim)
    for whole, partitions in lexicon.partitions.items():
        for partition in partitions:
            parts = [first[name] for name in sorted(partition.parts) if name in first]
            if partition.anywhere and whole in first and len(parts) == len(partition.parts):
                yield relation(RelationKind.BREAKDOWN, first[whole], tuple(parts), exhaustive=True)


def _taken_up(topics: list[Topic]) -> Iterator[Relation]:
    """A topic of a list with which a numbered paragraph of the section then begins: its amount is printed again. Two
    of one list are two, whatever they are called."""
    listed: dict[tuple[str, tuple[str, ...], int], Topic] = {}
    for topic in topics:
        claim = topic.numbers.get(Role.AMOUNT)
        if claim is None:
            continue
        key = (topic.subject, _qualified(topic), claim.section)
        before = listed.get(key)
        earlier = before.numbers[Role.AMOUNT] if before and before.within != topic.within else None
        if topic.opens and earlier and earlier.passage is not claim.passage:
            yield relation(RelationKind.REPEAT, earlier, (claim,))
        elif topic.within is not None:
            listed[key] = topic


def _qualified(topic: Topic) -> tuple[str, ...]:
    """What brackets behind the name of an item add to it: 信息化项目（软件开发）."""
    return tuple(QUALIFIED.findall(unnumbered(topic.label))) if topic.subject.startswith(FREE) else ()
