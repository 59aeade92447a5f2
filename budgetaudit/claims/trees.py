"""The trees that a sentence with a list may be: where the list ends, and what it divides.

“甲300万元，其中：乙50万元；丙200万元” – 丙 may be a part of 甲, or stand beside it. A tree is admissible only where the
marks of the sentence allow it; one that does not follow from them alone has to close to the last digit."""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.claims.clause import FREE, LINE
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.topics import PartsList, Spoken, Topic
from budgetaudit.facts import Certainty, Claim, Relation, RelationKind, Role
from budgetaudit.text import HAN, regex

AMONG = "中"
"""How a list begins whose whole is named: 三公经费中，"""
WORDS = regex(rf"。|{HAN}{{2}}")
MOST = 4
"""A list ends at one of so many first or last semicolons, and is of one of so many that it stands in."""


class Division(Struct, frozen=True, eq=False):
    """That a list divides its owner's number of a role; `members` are its topics that have such a number."""

    listing: PartsList
    owner: Topic
    role: Role
    members: Sequence[Topic]


def breakdown(whole: Claim, parts: tuple[Claim, ...], word: str, exhaustive: bool) -> Relation:
    """That a whole is its parts, or no less than they are."""
    return Relation(RelationKind.BREAKDOWN, whole.fact.key.part, whole, parts, word, exhaustive, whole.passage)


def trees(first: Relation, divided: Division, spoken: Spoken, lexicon: Lexicon) -> Iterator[Relation]:
    """What is true of a list in every tree that it may stand in: the whole is its parts (`first`), or less of them;
    and where less, the rest goes on with the list that the whole stands in."""
    owner, role = divided.owner, divided.role
    if role not in owner.numbers:
        yield first
        return
    cuts = _cuts(divided.listing, divided.members)
    own = lexicon.children(owner.subject)
    beside = [tree for cut in cuts for tree in _beside(divided, first.parts[cut:], spoken, lexicon)]
    shorter = (
        breakdown(owner.numbers[role], first.parts[:cut], first.word, not beside or _kin(first, cut, own))
        for cut in cuts
    )
    higher = (*_higher(first, divided, spoken), *_further_back(first, divided, spoken))
    sure = certainty_of(divided.listing, owner, first.parts[0], lexicon)
    yield replace(first, otherwise=(*shorter, *higher), certainty=sure)
    if beside:
        yield replace(beside[0], otherwise=(*beside[1:], first, *higher))


def certainty_of(listing: PartsList, owner: Topic, part: Claim, lexicon: Lexicon) -> Certainty:
    """How sure it is that a list divides its owner: a guess where a sentence ends between them (without a 其中) and
    nothing is known of the two that makes the one a part of the other, or where things are counted of an unknown
    name."""
    if Role.COUNT in owner.numbers and owner.subject.startswith(FREE):
        return Certainty.GUESSED
    whole = owner.numbers.get(Role.AMOUNT)
    if whole is None or listing.enclosed or listing.word in (AMONG, *lexicon.firm):
        return Certainty.STATED
    here = whole.passage is part.passage
    known = lexicon.children(owner.subject)
    kin = bool(known) and (part.subject.startswith(LINE) or part.subject.rpartition("·")[2] in known)
    if kin or (here and listing.full):
        return Certainty.STATED
    between = whole.passage.text[whole.end : part.start if here else None]
    return Certainty.GUESSED if "。" in between else Certainty.STATED


def _further_back(first: Relation, divided: Division, spoken: Spoken) -> Iterator[Relation]:
    """A list that does not follow its owner's number directly may divide any amount before; then it is all of it."""
    whole, owner = first.whole, divided.owner
    if whole is None or first.parts[0].passage is not whole.passage:
        return
    lead = whole.passage.text[whole.end : first.parts[0].start].partition(first.word)[0]
    if WORDS.search(lead):
        before = (spoken.topics.get(number) for number in range(owner.id - 1, max(-1, owner.id - 1 - MOST), -1))
        stated = [topic.numbers.get(divided.role) for topic in before if topic]
        for claim in stated:
            if claim and claim.passage is whole.passage:
                yield breakdown(claim, first.parts, first.word, exhaustive=True)


def _higher(first: Relation, divided: Division, spoken: Spoken) -> Iterator[Relation]:
    """The list may divide what its owner is a part of."""
    listing, role = divided.listing, divided.role
    for above in spoken.owners(divided.owner)[:MOST] if not listing.enclosed else ():
        if role in above.numbers:
            yield breakdown(above.numbers[role], first.parts, first.word, exhaustive=listing.sure)


def _kin(first: Relation, cut: int, own: Container[str]) -> bool:
    """Whether all that a shorter list leaves out could be its own: then it has to close without them."""
    return first.exhaustive or all(claim.subject in own for claim in first.parts[cut:])


def _cuts(listing: PartsList, members: Sequence[Topic]) -> tuple[int, ...]:
    """How many of the members stand before each semicolon, where some do and some do not."""
    numbers = {topic.id for topic in members}
    places = [at for at, number in enumerate(listing.topics) if number in numbers]
    before = (bisect_left(places, cut) for cut in listing.cuts)
    cuts = sorted({count for count in before if 0 < count < len(members)})
    return tuple(cuts if len(cuts) <= 2 * MOST else (*cuts[:MOST], *cuts[-MOST:]))


def _beside(divided: Division, rest: tuple[Claim, ...], spoken: Spoken, lexicon: Lexicon) -> Iterator[Relation]:
    """What follows a semicolon goes on with the list that the owner stands in."""
    role, outer = divided.role, spoken.list_of(divided.owner)
    whole = spoken.owner_of(outer)
    if outer and whole and role in whole.numbers:
        listed = map(spoken.topic, outer.topics)
        beside = tuple(topic.numbers[role] for topic in listed if role in topic.numbers)
        named = [claim.subject for claim in (*beside, *rest)]
        complete = any(way.complete(named) for way in lexicon.partitions.get(whole.subject, ()))
        yield breakdown(whole.numbers[role], (*beside, *rest), outer.word, exhaustive=outer.full or complete)
