"""占: the wholes that a printed share may be of."""

from collections.abc import Iterator
from itertools import chain, islice

from budgetaudit.claims.items import Item
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.facts import Claim, Relation

MOST = 4


def shares(items: list[Item], lexicon: Lexicon) -> Iterator[Relation]:
    """Every printed share with its part and the wholes it may be of: the one named, or that of its list."""
    for at, item in enumerate(items):
        rate, amount = item.found.get("share"), item.found.get("amount")
        if rate and amount:
            meant = lexicon.subjects.get(item.whole)
            names = (item.whole, *(meant.like if meant else ()))
            wholes = tuple(islice(dict.fromkeys(_wholes(item, items, at, names)), MOST))
            named = {"part": amount} | _sum(item, items, at, lexicon)
            if wholes or len(named) > 1:
                yield Relation("share", rate.fact.key.part, rate, wholes, item.whole, False, rate.passage, named)


def sums(items: list[Item], lexicon: Lexicon) -> Iterator[Relation]:
    """Shares of one whole that a paragraph gives for each of its parts, where their amounts do not tell more."""
    groups: dict[tuple[int, str], list[Item]] = {}
    for item in items:
        if "share" in item.found:
            groups.setdefault((id(item.found["share"].passage), item.whole), []).append(item)
    for (_, whole), group in groups.items():
        named = [item.subject for item in group]
        known = chain.from_iterable([lexicon.partitions.get(whole, ())] if whole else lexicon.partitions.values())
        divided = [one for one in known if one.parts and one.complete(named)]
        if divided and len(set(named)) == len(named) and not all("amount" in item.found for item in group):
            parts = tuple(item.found["share"] for item in group)
            full = not any(one.also for one in divided)
            yield Relation("shares", parts[0].fact.key.part, None, parts, whole, full, parts[0].passage, {})


def _wholes(item: Item, items: list[Item], at: int, names: tuple[str, ...]) -> Iterator[Claim]:
    """The claims that may be the whole, the likeliest first."""
    before = items[:at][::-1]
    if item.whole:
        for other in (*item.owners, *before, *items[at + 1 :]):
            if other.subject in names and "amount" in other.found:
                yield other.found["amount"]
    for owner in item.owners:
        if "amount" in owner.found:
            yield owner.found["amount"]


def _sum(item: Item, items: list[Item], at: int, lexicon: Lexicon) -> dict[str, Claim]:
    """The parts of the whole that are printed nearest, if all of them are: a share may be of their sum."""
    wholes = [item.whole] if item.whole else [owner.subject for owner in item.owners]
    for partition in (one for whole in wholes for one in lexicon.partitions.get(whole, ())):
        if item.subject in partition.members and partition.parts:
            nearest = sorted(range(len(items)), key=lambda i: (items[i].within is not item.within, abs(i - at)))
            found = [
                next((items[i].found["amount"] for i in nearest if _is(items[i], subject)), None)
                for subject in sorted(partition.parts)
            ]
            if all(found):
                beside = _beside(item, items, partition.also)
                return {f"sum {i}": claim for i, claim in enumerate([*found, *beside]) if claim}
    return {}


def _beside(item: Item, items: list[Item], also: tuple[str, ...]) -> list[Claim]:
    """The parts a whole may have besides, as the item's own list gives them."""
    listed = [other for other in items if other.within is item.within and other.subject in also]
    amounts = [other.found["amount"] for other in listed if "amount" in other.found]
    return [claim for claim in amounts if claim.passage is item.found["amount"].passage]


def _is(item: Item, subject: str) -> bool:
    return item.subject == subject and "amount" in item.found
