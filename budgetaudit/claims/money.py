"""An amount of money: by how much something changed, what it was, what it came to; else it is what something is."""

from msgspec.structs import replace

from budgetaudit.amounts import Amount
from budgetaudit.claims.changes import change, once_more
from budgetaudit.claims.clause import ADJACENT, REACHED, Mention
from budgetaudit.claims.current import amount_of, repeated, worded
from budgetaudit.claims.lists import known_or_new, new_in_list
from budgetaudit.claims.names import named_before
from budgetaudit.claims.state import State, amended, aside, bound, claimed, left, missed
from budgetaudit.claims.tokens import Token, joins
from budgetaudit.claims.topics import Topic
from budgetaudit.facts import Role
from budgetaudit.messages import message
from budgetaudit.text import regex

FROM = regex(r"(?:由|从)[^，。；:]{0,12}$")
ONWARD = regex(r"(?:大幅|逐步)?[^\d，。；、]{0,4}[到至为]")
COMPARED = regex(r"[^，。；:()\d]{0,6}相[比较]")
COMPARISON = {Role.BEFORE, Role.DELTA, Role.RATE}


def money(state: State, word: Token, amount: Amount) -> State:
    """With a change, an earlier year's number, or an amount."""
    clause, turn, text = state.clause, state.clause.turn, state.here.text
    between = text[turn.end : word.start] if turn else ""
    after_base = state.role == Role.BEFORE and turn is not None and turn.start == clause.start
    if turn and between in REACHED and (between != "为" or after_base):
        state = _reached(state, word, amount, turn.start)
    elif turn and ADJACENT.fullmatch(text, turn.end, word.start):
        state = change(state, word, amount, turn)
    elif _is_before(state, word):
        state = _before(state, word, amount)
    elif clause.done >= 0 and clause.share < 0:
        state, topic = worded(state, word)
        state = replace(bound(state, topic, Role.AMOUNT, word, amount), last=topic.id)
    elif clause.share >= 0:
        state = missed(state, word, amount, message("unread.share"))
    else:
        state = amount_of(state, word, amount)
    return left(state)


def _is_before(state: State, word: Token) -> bool:
    """Whether the clause speaks of an earlier year's number."""
    clause, here = state.clause, state.here
    if clause.than >= 0 and not clause.past:
        return clause.than_year > 0
    if FROM.search(here.text, clause.start, word.start) and ONWARD.match(here.text, word.end):
        return True
    if not clause.year or not here.prose.year or clause.year >= here.prose.year:
        return False
    start = clause.year_end
    if clause.mention and clause.mention.start >= start:
        start = clause.mention.end
    return joins(here.text, here.lexicon.words, start, word.start)


def _before(state: State, word: Token, amount: Amount) -> State:
    """What it was the year before."""
    clause = state.clause
    if clause.than >= 0 and not _plain(state, word):
        return missed(state, word, amount, message("unread.than"))
    state, topic = _of_earlier(state, word)
    if topic is None:
        return missed(state, word, amount, message("unread.before"))
    if clause.than >= 0 and COMPARISON & topic.numbers.keys():
        state, topic = once_more(state, topic)
    state = replace(state, last=topic.id)
    if Role.BEFORE in topic.numbers:
        claim = claimed(state, topic, Role.BEFORE, word, amount)
        state = amended(state, replace(topic, earlier=(*topic.earlier, claim)))
        return replace(state, claims=(*state.claims, claim), role=Role.BEFORE)
    topic = replace(topic, bare=clause.year_end == word.start)
    return bound(state, topic, Role.BEFORE, word, amount)


def _of_earlier(state: State, word: Token) -> tuple[State, Topic | None]:
    """The topic that an earlier year's number is of: what its clause names, or what was spoken of last."""
    own = state.clause.mention or _source(state, word)
    topic = state.latest(own) if own else None
    waiting = own or (state.pending if state.last is None else None)
    if topic is None and waiting:
        return new_in_list(state, waiting)
    return state, topic or state.topic(state.last)


def _source(state: State, word: Token) -> Mention | None:
    """What stands before 由 or 从: 甲由100万元增加到120万元."""
    here = state.here
    source = FROM.search(here.text, state.clause.start, word.start)
    onward = source and ONWARD.match(here.text, word.end)
    return named_before(state.clause, here, source.start()) if source and onward else None


def _plain(state: State, word: Token) -> bool:
    """Whether 比上年 and a number leave no doubt that it is last year's: nothing else is said between them."""
    text, lexicon = state.here.text, state.here.lexicon
    start = max(state.clause.than, state.clause.year_end)
    words = "".join(text[a:b] for a, b in lexicon.gaps(text, start, word.start))
    return joins(words, lexicon.words) or bool(COMPARED.match(text, word.end))


def _reached(state: State, word: Token, amount: Amount, turned: int) -> State:
    """增加到: what it is now."""
    mention = named_before(state.clause, state.here, turned)
    topic = state.topic(state.last)
    if mention or (topic is None and state.pending):
        state, topic = _named_now(state, mention)
    if topic is None:
        return missed(state, word, amount, message("unread.after"))
    state = replace(state, last=topic.id)
    if state.clause.reason and not mention:
        return aside(state, word, amount, message("unread.purpose"))
    return repeated(state, topic, word, amount)


def _named_now(state: State, mention: Mention | None) -> tuple[State, Topic | None]:
    """What the clause names, else what waits for its number."""
    if mention:
        return known_or_new(state, mention)
    return new_in_list(state, state.pending) if state.pending else (state, None)
