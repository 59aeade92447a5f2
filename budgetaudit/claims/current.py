"""What something is, or was planned to be; and an amount whose clause names nothing, of what was spoken of already."""

from msgspec.structs import replace

from budgetaudit.amounts import Amount
from budgetaudit.claims.clause import FREE, LINE, REACHED, Mention
from budgetaudit.claims.lists import new_in_list, placed
from budgetaudit.claims.names import named, names_nothing
from budgetaudit.claims.state import State, amended, aside, bound, claimed, missed, new_topic
from budgetaudit.claims.tokens import Token
from budgetaudit.claims.topics import Topic
from budgetaudit.facts import Role
from budgetaudit.messages import message
from budgetaudit.text import regex

PLANNED = regex(r"(?:年初|全年|调整后?|当年)?预算数?(?:为|是|:)?$")
SPENT = "支出决算为"
OUTTURN = regex(r"(?:支出)?决算(?:数|额)?(?:为|是)?")
EARLIER = ("上年", "去年", "年初", "以前年度")
REVISED, WHOLE_YEAR = "调整", "全年"


def amount_of(state: State, word: Token, amount: Amount) -> State:
    """With an amount of what its clause names."""
    clause = state.clause
    mention = _labelled(state, named(clause, state.here, word.start))
    if mention is None or _waits_for(state, mention):
        return _again(state, word, amount)
    if clause.than >= 0 and not (clause.past or clause.turn) and mention.name.startswith(FREE):
        return aside(state, word, amount, message("unread.base"))
    if _plans(state, word):
        return _planned(state, mention, word, amount)
    if clause.reason and not _goes_on(state, mention):
        return aside(state, word, amount, message("unread.purpose"))
    topic = state.latest(mention)
    if topic is None or Role.AMOUNT in topic.numbers:
        state, topic = new_in_list(state, mention)
    else:
        state, topic = placed(state, topic.id)
    role = _of_list_year(state)
    state = replace(bound(state, topic, role, word, amount), last=topic.id)
    heads = state.head is None and role == Role.AMOUNT
    return replace(state, head=topic.id) if heads else state


def _goes_on(state: State, mention: Mention) -> bool:
    """Whether an amount behind a reason is the next part of a list that stands open."""
    owners = map(state.spoken.owner_of, map(state.spoken.listing, state.lists))
    return any(owner and mention.name in state.here.lexicon.children(owner.subject) for owner in owners)


def worded(state: State, word: Token) -> tuple[State, Topic]:
    """With a new topic, called by the words before its number."""
    start, text = state.clause.start, state.here.text
    mention = Mention(f"{FREE}{text[start : word.start]}”", start, word.start)
    return new_in_list(state, mention) if text[start - 1 : start] in ("；", "、") else new_topic(state, mention)


def repeated(state: State, topic: Topic, word: Token, amount: Amount) -> State:
    """With the amount of a topic, or a further printing of it."""
    if Role.AMOUNT not in topic.numbers:
        return bound(state, topic, Role.AMOUNT, word, amount)
    claim = claimed(state, topic, Role.AGAIN, word, amount)
    state = amended(state, replace(topic, again=(*topic.again, claim)))
    return replace(state, claims=(*state.claims, claim))


def _of_list_year(state: State) -> Role:
    """The parts of what was spent the year before were spent then."""
    listing = state.innermost
    earlier = listing and listing.of == Role.BEFORE and not (state.clause.year or state.head is not None)
    return Role.BEFORE if earlier else Role.AMOUNT


def _labelled(state: State, mention: Mention | None) -> Mention | None:
    """What an amount is of: the line that its label names (检察（款）：预算支出合计…), not all expenditure."""
    label = state.pending if state.begins else None
    general = mention is not None and state.here.text[mention.start : mention.end] in state.here.lexicon.general
    return label if general and label and label.name.startswith(LINE) else mention


def _waits_for(state: State, mention: Mention) -> bool:
    """Whether a short name (支出决算为) only goes on about something that has no amount yet."""
    if not mention.near or state.last is None or Role.AMOUNT in state.spoken.topic(state.last).numbers:
        return False
    owner = state.spoken.owner_of(state.innermost)
    return mention.name not in state.here.lexicon.children(owner.subject if owner else "")


# what was planned


def _plans(state: State, word: Token) -> bool:
    """年初预算为: what was planned, in final accounts, or beside an outturn."""
    final = state.here.prose.kind == "决算" or SPENT in state.here.text
    return final and PLANNED.search(_tail(state, word)) is not None


def _planned(state: State, mention: Mention, word: Token, amount: Amount) -> State:
    topic = state.latest(mention)
    if topic is None:
        state, topic = new_in_list(state, mention)
    return bound(replace(state, last=topic.id), topic, _plan(state, word, topic), word, amount)


def _plan(state: State, word: Token, topic: Topic) -> Role:
    """Whether a planned number is the plan of the year's beginning or the revised one: 全年预算 is it beside the
    other."""
    tail = _tail(state, word)
    revised = REVISED in tail or (WHOLE_YEAR in tail and Role.PLAN in topic.numbers)
    return Role.REVISED if revised else Role.PLAN


def _tail(state: State, word: Token) -> str:
    """The clause's last words before a number."""
    return state.here.text[max(state.clause.start, word.start - 8) : word.start]


# where the clause names nothing


def _again(state: State, word: Token, amount: Amount) -> State:
    """With an amount whose clause names nothing: of what the text is speaking of already."""
    state, topic = _meant(state, word)
    plans = _plans(state, word)
    if plans and (topic is None or _begins(state, word, topic)):
        state, topic = worded(state, word)
    if topic is None:
        return missed(state, word, amount, message("unread.what"))
    start, text = state.clause.start, state.here.text
    role = _plan(state, word, topic) if plans else Role.AMOUNT
    listing = state.innermost
    if role not in topic.numbers:
        state = bound(state, topic, role, word, amount)
    elif listing and listing.owner == topic.id and not listing.topics:
        part = Mention(f"{FREE}{text[start : word.start]}”", start, word.start)
        state, topic = new_in_list(state, part)
        state = bound(state, topic, Role.AMOUNT, word, amount)
    elif _of_the_year(state, topic) or _restates(state, topic, text[start : word.start]):
        state = repeated(state, topic, word, amount)
    else:
        state, other = worded(state, word)
        topic = replace(other, item=topic.id)
        state = bound(amended(state, topic), topic, Role.AMOUNT, word, amount)
    return replace(state, last=topic.id)


def _begins(state: State, word: Token, topic: Topic) -> bool:
    """Whether a plan is of something else than the amount before: that has one, or 全年预算数 begins a sentence."""
    first = state.begins and Role.AMOUNT in topic.numbers and WHOLE_YEAR in _tail(state, word)
    return first or _plan(state, word, topic) in topic.numbers


def _restates(state: State, topic: Topic, words: str) -> bool:
    """Whether words that name nothing give the amount once more: 支出决算为 behind a line that has one."""
    final = state.here.prose.kind == "决算" and topic.subject.startswith(LINE)
    return words in REACHED or (final and OUTTURN.fullmatch(words) is not None)


def _of_the_year(state: State, topic: Topic) -> bool:
    """Whether a number of this year is the topic's own; a 总投资 is not what the year spends of it, nor is a 上年结转
    anything of this year."""
    own = not topic.subject.startswith(FREE) and not topic.label.startswith(EARLIER)
    return own and state.clause.year == state.here.prose.year


def _meant(state: State, word: Token) -> tuple[State, Topic | None]:
    """What a clause that names nothing is about."""
    topic, pending = state.topic(state.last), state.pending
    free = topic is None or Role.AMOUNT in topic.numbers or state.begins
    if pending and free and (topic is None or topic.subject != pending.name):
        topic = state.latest(pending)
        if topic is None or Role.AMOUNT in topic.numbers:
            return new_in_list(state, pending)
    stand_in = _stand_in(state, word) if topic is None else None
    return new_in_list(state, stand_in) if stand_in else (state, topic)


def _stand_in(state: State, word: Token) -> Mention | None:
    """The words before the comma, or (甲局预算…) the whole budget."""
    if state.phrase:
        return state.phrase
    start, here = state.clause.start, state.here
    words = here.text[start : word.start]
    if names_nothing(words, here):
        return None
    whole = next((name for sign, name in here.lexicon.wholes if sign in words), "")
    return Mention(whole, start, word.start) if whole else None
