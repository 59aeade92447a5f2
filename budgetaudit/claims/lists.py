"""Lists: what a topic is a part of. Puts topics into the open lists, opens lists and closes them."""

from msgspec.structs import replace

from budgetaudit.claims.clause import Mention
from budgetaudit.claims.state import State, amended, new_topic
from budgetaudit.claims.topics import PartsList, Topic
from budgetaudit.facts import Role
from budgetaudit.text import CIRCLED, COUNTING, ORDINAL, regex

MARKED = regex(rf"{ORDINAL}|[{CIRCLED}]|[{COUNTING}]是")
COLON, BRACKET = ":", "("
"""What opens a list, where no word does."""


def base(state: State) -> int:
    """How many of the open lists are older than the innermost bracket, or the paragraph."""
    return state.bracket.lists + 1 if state.bracket else state.floor


def owner_of(state: State, mention: Mention) -> tuple[State, Topic]:
    """The topic that a mention without a number means: one already spoken of, or a new one."""
    spoken = state.spoken
    topic = next((topic for topic in spoken.latest(mention.name) if Role.AMOUNT in topic.numbers), None)
    if topic is None and mention.near:
        topic = _first(state, mention)
    return (state, topic) if topic else new_topic(state, mention)


def _first(state: State, mention: Mention) -> Topic | None:
    """The paragraph's first topic with a number, if a short name (支出包括) may mean it: none of the other side."""
    spoken, lexicon = state.spoken, state.here.lexicon
    topics = [topic for number, topic in spoken.topics.items() if number >= spoken.first]
    first = next((topic for topic in topics if topic.numbers), topics[0] if topics else None)
    other = first and any(first.subject in lexicon.children(like) for like in lexicon.subjects[mention.name].like)
    return first if first and (first.subject in lexicon.partitions or not other) else None


def new_in_list(state: State, mention: Mention) -> tuple[State, Topic]:
    """A new topic, put into its list."""
    state, topic = new_topic(state, mention)
    opens = mention.start <= 5 and MARKED.match(state.here.text) is not None
    return placed(amended(state, replace(topic, opens=opens)), topic.id)


def known_or_new(state: State, mention: Mention) -> tuple[State, Topic]:
    """The latest topic of a name, else a new one in its list."""
    topic = state.latest(mention)
    return (state, topic) if topic else new_in_list(state, mention)


def placed(state: State, number: int) -> tuple[State, Topic]:
    """Puts a topic into the list it belongs to, and closes the lists it does not belong to."""
    topic = state.spoken.topic(number)
    state = _closed(state, topic.subject)
    listing = state.innermost
    if listing is None or not _takes(state, listing, topic):
        return state, topic
    carried = _carried(state)
    topic = replace(topic, within=listing.id)
    longer = replace(listing, topics=(*listing.topics, number))
    state = replace(state, spoken=state.spoken.with_topic(topic).with_list(longer))
    return replace(state, lists=(), floor=0) if carried else state, topic


def _carried(state: State) -> bool:
    """Whether only the list of an earlier paragraph is open."""
    return bool(state.floor) and len(state.lists) == 1


def _takes(state: State, listing: PartsList, topic: Topic) -> bool:
    """Whether a topic becomes a part of the innermost list."""
    if listing.owner == topic.id or topic.within is not None:
        return False
    if _carried(state) and _strange(state, listing, topic.subject):
        return False
    numbered = listing.numbered and state.marked
    return not numbered or MARKED.match(state.here.text, state.clause.start) is not None


def _closed(state: State, subject: str) -> State:
    """Down to the list whose whole this subject is a part of; all of them for the whole of another."""
    lexicon, least = state.here.lexicon, state.bracket.lists if state.bracket else 0
    for at in range(len(state.lists) - 1, least - 1, -1):
        listing = state.spoken.listing(state.lists[at])
        if listing.word == COLON:
            return state
        owner = state.spoken.owner_of(listing)
        if owner and subject in lexicon.children(owner.subject):
            return replace(state, lists=state.lists[: at + 1])
    whole = subject in lexicon.partitions and not state.bracket
    return replace(state, lists=state.lists[:least]) if whole else state


def _strange(state: State, listing: PartsList, subject: str) -> bool:
    """Whether a known subject cannot be a part of what a list from above divides."""
    owner, lexicon = state.spoken.owner_of(listing), state.here.lexicon
    children = lexicon.children(owner.subject) if owner else frozenset()
    return bool(children) and subject in lexicon.subjects and subject not in children
