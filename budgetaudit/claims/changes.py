"""By how much something changed."""

from msgspec.structs import replace

from budgetaudit.amounts import Amount
from budgetaudit.claims.clause import Mention, Turn
from budgetaudit.claims.lists import known_or_new, placed
from budgetaudit.claims.names import named_before
from budgetaudit.claims.state import State, amended, aside, bound, item, missed, new_topic
from budgetaudit.claims.tokens import Token
from budgetaudit.claims.topics import Topic
from budgetaudit.facts import Claim, Role
from budgetaudit.messages import message


def change(state: State, word: Token, amount: Amount, turn: Turn) -> State:
    """With an amount that stands behind 增加 or 减少."""
    mention = named_before(state.clause, state.here, turn.start)
    if mention and state.clause.reason and mention.name not in state.here.lexicon.subjects:
        return aside(state, word, amount, message("unread.purpose"))
    state, topic = _moved(state, mention) if mention else _unnamed(state)
    if topic is None:
        return missed(state, word, amount, message("unread.change"))
    if not mention and state.clause.than == state.clause.start and Role.DELTA in topic.numbers:
        state, topic = once_more(state, topic)
    if not mention and state.begins:
        about = item(state, topic)
        topic = replace(topic, item=about.id if about else None)
        state = amended(state, topic)
    return replace(bound(state, topic, Role.DELTA, word, amount, turn.sign), last=topic.id)


def once_more(state: State, topic: Topic) -> tuple[State, Topic]:
    """The same amount beside it, compared with something else: 比预算数A万元增加…，比执行数B万元减少…"""
    numbers: dict[Role, Claim] = {role: claim for role, claim in topic.numbers.items() if role is Role.AMOUNT}
    first = state.spoken.first if state.spoken.first in state.spoken.topics else None
    number = state.spoken.next_topic
    fresh = Topic(number, topic.subject, topic.label, topic.codes, numbers, within=topic.within, item=first)
    return amended(state, fresh), fresh


def spoken_of(state: State) -> Topic | None:
    """What a clause that names nothing is about: what the sentence is, or (2026年预算比…) the whole."""
    generic = state.clause.year == state.here.prose.year and state.clause.than >= 0 and state.begins
    return state.topic(state.outer if generic and state.outer is not None else state.last)


def _unnamed(state: State) -> tuple[State, Topic | None]:
    """The topic that a change is of, where its clause names none."""
    topic, prior = spoken_of(state), state.topic(state.here.context.prior)
    if state.pending and (topic is None or Role.DELTA in topic.numbers or not state.bound):
        return known_or_new(state, state.pending)
    return state, prior if topic is None and prior and Role.DELTA not in prior.numbers else topic


def _moved(state: State, mention: Mention) -> tuple[State, Topic]:
    """The topic of a mention whose change is given; a second one of its name where changes are listed, or where the
    first has a change."""
    topic, listing = state.latest(mention), state.innermost
    unchanged = topic is not None and Role.DELTA not in topic.numbers
    if topic and unchanged and not (listing and listing.of == Role.DELTA):
        return state, topic
    state, fresh = new_topic(state, mention)
    if topic and unchanged and Role.AMOUNT in topic.numbers:
        lent = replace(fresh, numbers={Role.AMOUNT: topic.numbers[Role.AMOUNT]}, lent=True)
        state = amended(state, lent)
    return placed(state, fresh.id)
