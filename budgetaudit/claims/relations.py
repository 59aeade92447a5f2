"""What the sentences say about their numbers: items and lists → relations."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from budgetaudit.amounts import COUNT
from budgetaudit.claims.clauses import ROUGHLY
from budgetaudit.claims.items import Item, Listing
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.shares import shares, sums
from budgetaudit.facts import Claim, Relation

CHANGES = ("before", "delta", "rate")
REST = ("其他", "其它", "其余", "其他支出", "其他用车")


def relations_of(items: list[Item], lexicon: Lexicon) -> Iterator[Relation]:
    """Every relation between the numbers of a part's prose, in reading order."""
    found = [one for item in items for one in _of_item(item)]
    listings = {id(item.within): item.within for item in items if item.within}
    divided: set[int] = set()
    for listing in listings.values():
        for one in _of_list(listing, items, lexicon):
            found += _apart(one) if id(one.whole) in divided and not one.exhaustive else (one,)
            divided |= {id(one.whole)} if one.exhaustive else set()
    yield from found
    yield from _taken_up(items)
    yield from shares(items, lexicon)
    yield from sums(items, lexicon)
    yield from (one for one in _scattered(items, lexicon) if id(one.whole) not in divided)


def _of_item(item: Item) -> Iterator[Relation]:
    found = item.found
    now, before, plan = found.get("amount"), found.get("before"), found.get("plan")
    if now is None:
        return
    if item.again:
        yield relation("repeat", now, tuple(item.again))
    change = {role: found[role] for role in CHANGES if role in found}
    enough = len(change) > 1 or "before" in change
    if enough and ("delta" in change or "rate" in change):
        others = tuple(item.again) + _meant_too(item)
        yield relation("change", None, others, named={"now": now, **change}, word="比" if item.bare else "")
    if before and item.flat and item.flat != ROUGHLY:
        yield relation("flat", word=item.flat, named={"now": now, "before": before})
    if item.turned and not {"delta", "rate", "change"} & set(found):
        yield relation("silent", now, word=item.turned)
    revised = found.get("revised")
    if plan and item.side and not revised:
        yield relation("direction", word=item.side, named={"now": now, "plan": plan})
    if plan and "completion" in found:
        yield relation("completion", named={"rate": found["completion"], "now": now, "plan": plan})
    if revised and "recompletion" in found:
        yield relation("completion", named={"rate": found["recompletion"], "now": now, "plan": revised})


def _meant_too(item: Item) -> tuple[Claim, ...]:
    """What a change behind a list may be of instead of its last item: A a万元、B b万元，比上年减少 …"""
    if not item.within or "；" in item.within.marks:
        return ()
    return tuple(
        owner.found["amount"] for owner in item.owners if "amount" in owner.found and "delta" not in owner.found
    )


def relation(
    kind: str,
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


def _of_list(listing: Listing, items: list[Item], lexicon: Lexicon) -> Iterator[Relation]:
    """The parts of a list against its whole."""
    owner = listing.owner
    for role in ("amount", "count"):
        whole = _whole(owner, role, items) if owner else None
        members = [item for item in listing.items if role in item.found and _alike(item.found[role], whole)]
        parts = tuple(item.found[role] for item in members)
        if whole and parts and (len(parts) > 1 or owner):
            named = [item.subject for item in members]
            assert owner
            full = listing.full or _complete(owner, named, lexicon) or _rest(members)
            yield relation("breakdown", whole, parts, word=listing.word, exhaustive=full)
    yield from _deltas(listing, lexicon)


def _apart(one: Relation) -> Iterator[Relation]:
    """Further parts of what was divided fully before are seen from another side, where one may hold another
    (面向中小企业, 面向小微企业)."""
    return (relation("breakdown", one.whole, (part,), word=one.word) for part in one.parts)


def _alike(claim: Claim, whole: Claim | None) -> bool:
    """Whether a claim measures what the whole does: of money, or of the same thing counted."""
    unit = claim.fact.amount.unit
    return whole is None or unit.dimension != COUNT or unit == whole.fact.amount.unit


def _whole(owner: Item, role: str, items: list[Item]) -> Claim | None:
    """What a list divides; where its sentence gives no number, the last one given before."""
    if role in owner.found or role == "count":
        return owner.found.get(role)
    at = items.index(owner)
    return next((i.found[role] for i in reversed(items[:at]) if i.subject == owner.subject and role in i.found), None)


def _complete(owner: Item, named: Iterable[str], lexicon: Lexicon) -> bool:
    subjects = list(named)
    return any(one.complete(subjects) for one in lexicon.partitions.get(owner.subject, ()))


def _rest(items: list[Item]) -> bool:
    return len(items) > 2 and any(items[-1].label.strip("“”").endswith(word) for word in REST)


def _deltas(listing: Listing, lexicon: Lexicon) -> Iterator[Relation]:
    owner = listing.owner
    if not owner or "delta" not in owner.found:
        return
    moved = [item for item in listing.items if "delta" in item.found]
    still = [item for item in listing.items if item.flat and "delta" not in item.found]
    parts = tuple(item.found["delta"] for item in moved)
    named = [item.subject for item in chain(moved, still)]
    if parts and _complete(owner, named, lexicon):
        yield relation("breakdown", owner.found["delta"], parts, word="增减", exhaustive=True)


def _scattered(items: list[Item], lexicon: Lexicon) -> Iterator[Relation]:
    """Parts of a known whole that stand in sentences of their own: each thing's first amount."""
    first: dict[str, Claim] = {}
    for item in items:
        claim = item.found.get("amount")
        if claim and claim.subject == item.subject:
            first.setdefault(item.subject, claim)
    for whole, partitions in lexicon.partitions.items():
        for partition in partitions:
            parts = [first[name] for name in sorted(partition.parts) if name in first]
            if partition.anywhere and whole in first and len(parts) == len(partition.parts):
                yield relation("breakdown", first[whole], tuple(parts), exhaustive=True)


def _taken_up(items: list[Item]) -> Iterator[Relation]:
    """A thing that a list names and that a numbered paragraph of the section then begins with: the same amount."""
    listed: dict[tuple[str, int], Claim] = {}
    for item in items:
        claim = item.found.get("amount")
        if claim is None:
            continue
        key = (item.subject, claim.section)
        if item.opens and key in listed and listed[key].passage is not claim.passage:
            yield relation("repeat", listed[key], (claim,))
        elif item.within:
            listed[key] = claim
