"""The trees that a sentence with a list may be: where the list ends, and what it divides.

“甲300万元，其中：乙50万元；丙200万元” – 丙 may be a part of 甲, or stand beside it. A tree is admissible only where the
marks of the sentence allow it; one that does not follow from them alone has to close to the last digit."""

from collections.abc import Container, Iterator, Sequence

from msgspec.structs import replace

from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.topics import PartsList, Topic
from budgetaudit.facts import Claim, Relation, RelationKind, Role

MOST = 4
"""A list ends at one of so many first or last semicolons, and is of one of so many that it stands in."""


def breakdown(whole: Claim, parts: tuple[Claim, ...], word: str, exhaustive: bool) -> Relation:
    """That a whole is its parts, or no less than they are."""
    return Relation(RelationKind.BREAKDOWN, whole.fact.key.part, whole, parts, word, exhaustive, whole.passage)


def trees(
    first: Relation, listing: PartsList, role: Role, members: Sequence[Topic], lexicon: Lexicon
) -> Iterator[Relation]:
    """What is true of a list in every tree that it may stand in: the whole is its parts (`first`), or less of them;
    and where less, the rest goes on with the list that the whole stands in. `members` are the topics of the list that
    have a number of this role."""
    owner = listing.owner
    cuts = _cuts(listing, members) if owner and role in owner.numbers else ()
    if owner is None or role not in owner.numbers:
        yield first
        return
    own = lexicon.children(owner.subject)
    beside = [tree for cut in cuts for tree in _beside(owner, role, first.parts[cut:], lexicon)]
    shorter = (
        breakdown(owner.numbers[role], first.parts[:cut], first.word, not beside or _kin(first, cut, own))
        for cut in cuts
    )
    higher = tuple(_higher(first, listing, role))
    yield replace(first, otherwise=(*shorter, *higher))
    if beside:
        yield replace(beside[0], otherwise=(*beside[1:], first, *higher))


def _higher(first: Relation, listing: PartsList, role: Role) -> Iterator[Relation]:
    """The list may divide what its owner is a part of."""
    for above in listing.owner.owners[:MOST] if listing.owner and not listing.enclosed else ():
        if role in above.numbers:
            yield breakdown(above.numbers[role], first.parts, first.word, exhaustive=listing.sure)


def _kin(first: Relation, cut: int, own: Container[str]) -> bool:
    """Whether all that a shorter list leaves out could be its own: then it has to close without them."""
    return first.exhaustive or all(claim.subject in own for claim in first.parts[cut:])


def _cuts(listing: PartsList, members: Sequence[Topic]) -> tuple[int, ...]:
    """How many of the members stand before each semicolon, where some do and some do not."""
    before = (sum(topic in listing.topics[:cut] for topic in members) for cut in listing.cuts)
    cuts = sorted({count for count in before if 0 < count < len(members)})
    return tuple(cuts if len(cuts) <= 2 * MOST else (*cuts[:MOST], *cuts[-MOST:]))


def _beside(owner: Topic, role: Role, rest: tuple[Claim, ...], lexicon: Lexicon) -> Iterator[Relation]:
    """What follows a semicolon goes on with the list that the owner stands in."""
    outer = owner.within
    if outer and outer.owner and role in outer.owner.numbers:
        beside = tuple(topic.numbers[role] for topic in outer.topics if role in topic.numbers)
        named = [claim.subject for claim in (*beside, *rest)]
        whole = outer.owner
        complete = any(way.complete(named) for way in lexicon.partitions.get(whole.subject, ()))
        yield breakdown(whole.numbers[role], (*beside, *rest), outer.word, exhaustive=outer.full or complete)
