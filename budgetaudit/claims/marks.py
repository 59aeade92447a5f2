"""Marks and the words that open a list: how they part and join the clauses, and what lists they open and close."""

from msgspec.structs import replace

from budgetaudit.claims.clause import FREE, LINE, Mention
from budgetaudit.claims.clauses import LEADS
from budgetaudit.claims.clausewords import contrasts
from budgetaudit.claims.lists import BRACKET, COLON, base, owner_of, placed
from budgetaudit.claims.names import qualifies
from budgetaudit.claims.state import Bracket, State, amended, left, new_topic, opened
from budgetaudit.claims.tokens import Token, joins
from budgetaudit.claims.topics import PartsList, Topic
from budgetaudit.facts import Role
from budgetaudit.text import ORDINAL, regex, unnumbered

DIVIDED = regex(rf"(?:{ORDINAL})?(?:按[^，。；]{{2,12}}?(?P<all>分类?|划分)|分[^，。；]{{1,6}}看)")
CLASSED = regex(rf"(?:{ORDINAL})?按[^，]{{2,12}}分类")
NUMBERED = regex(r":?(?:1[.、．]|[(]?[一1][)]|一是)")
BESIDES = ("此外", "另外", "另有")
"""What so begins is no part of what was listed before."""
ROUGHLY = "大致"


def on_open(state: State, _: Token) -> State:
    """A bracket: its amounts are parts of what was spoken of last."""
    state = replace(state, bracket=Bracket(state.last, len(state.lists), state.bracket))
    if state.last is not None:
        state = opened(state, PartsList(state.spoken.next_list, state.last, BRACKET, enclosed=True))
    return left(state)


def on_close(state: State, _: Token) -> State:
    """The end of a bracket: back to what was before it."""
    bracket = state.bracket
    if bracket is None:
        return state
    return replace(state, lists=state.lists[: bracket.lists], bracket=bracket.outer, last=bracket.last)


def on_stop(state: State, word: Token) -> State:
    """The end of a sentence closes its lists, but for those of numbered sentences."""
    least = base(state)
    state = _labelled(state, word.start)
    if not state.bracket:
        state = _sentence_ended(state, least)
    return left(replace(state, marked=state.bound, head=None))


def _sentence_ended(state: State, least: int) -> State:
    spoken, lists, outer = state.spoken, state.lists, state.outer
    divided = spoken.listing(lists[least]).owner if len(lists) > least else None
    if divided is not None or state.bound > state.marked:
        outer = divided
    while len(lists) > least and not spoken.listing(lists[-1]).numbered:
        lists = lists[:-1]
    return replace(state, lists=lists, outer=outer, pending=None, phrase=None)


def _labelled(state: State, at: int) -> State:
    """A sentence that only names something is what the following ones are about."""
    clause, mention, text = state.clause, state.clause.mention, state.here.text
    if not mention or clause.reason or not state.begins or clause.than >= 0:
        return state
    if at - mention.end >= 8 or len(text[clause.start : mention.start]) >= 12:
        return state
    state, topic = new_topic(state, mention)
    return placed(replace(state, last=topic.id), topic.id)[0]


def on_semi(state: State, word: Token) -> State:
    """A semicolon ends the inner list; in the outer one another part follows."""
    least, spoken, lists = base(state), state.spoken, state.lists
    if state.here.text.startswith(BESIDES, word.end):
        lists = lists[:least]
    while len(lists) > least and _ends(spoken.listing(lists[-1]), nested=len(lists) > least + 1):
        lists = lists[:-1]
    for listing in map(spoken.listing, lists[least:]):
        cuts = (*listing.cuts, len(listing.topics))
        spoken = spoken.with_list(replace(_marked(listing, "；"), cuts=cuts))
    return left(replace(state, spoken=spoken, lists=lists, pending=None))


def _ends(listing: PartsList, nested: bool) -> bool:
    """Whether a semicolon ends a list: one that named nothing, or a list in a list that was parted otherwise."""
    return not listing.topics or (nested and "；" not in listing.marks and len(listing.topics) > 1)


def _marked(listing: PartsList, mark: str) -> PartsList:
    return listing if mark in listing.marks else replace(listing, marks=listing.marks + mark)


def on_comma(state: State, word: Token) -> State:
    """A clause without a number leaves what it names to the next."""
    clause, mention, at = state.clause, state.clause.mention, word.start
    if mention and not clause.reason and clause.share < 0:
        state = _among(replace(state, pending=None if clause.joined else mention), mention, at)
    elif mention and mention.name.startswith(LINE):
        state = replace(state, pending=mention)
    words = unnumbered(state.here.text[clause.start : at])
    if not mention and not clause.reason and clause.than < 0 and 4 <= len(words) <= 30:
        state = replace(state, phrase=Mention(f"{FREE}{words}”", clause.start, at))
    return left(state)


def _among(state: State, mention: Mention, at: int) -> State:
    """“三公”经费中，: what follows are its parts."""
    text = state.here.text
    lead = text[state.clause.start : mention.start]
    near = mention.end >= at - 5 or joins(text, state.here.lexicon.words, mention.end, at - 1)
    known = not mention.near or state.latest(mention) is not None
    among = text[at - 1] == "中" and near and known and not lead.startswith("在")
    if not among or not qualifies(lead, state.here):
        return state
    state, owner = owner_of(state, mention)
    return opened(state, PartsList(state.spoken.next_list, owner.id, "中"))


def on_dot(state: State, _: Token) -> State:
    """、 stands between the topics of a list, or joins subjects."""
    listing = state.innermost
    if listing:
        state = replace(state, spoken=state.spoken.with_list(_marked(listing, "、")))
    return left(state)


def on_colon(state: State, word: Token) -> State:
    """A colon: a label for what follows, or (after a number, or 如下：) its parts."""
    clause = state.clause
    way = DIVIDED.fullmatch(state.here.text, clause.start, word.start) if not state.bracket else None
    owner = _total(state) if way else None
    if way and owner:
        return left(_in_other_parts(state, owner, full=bool(way["all"])))
    if clause.mention and not clause.reason:
        state = replace(state, pending=clause.mention)
    leads = state.here.text.endswith(LEADS, 0, word.start)
    counted = clause.start == word.start and state.role == Role.AMOUNT
    if state.last is not None and (counted or (leads and not clause.mention)):
        state = opened(state, PartsList(state.spoken.next_list, state.last, COLON, sure=counted))
    return left(state)


def _total(state: State) -> Topic | None:
    """What a paragraph, or the text above it, divides in more than one way."""
    if state.spoken.first in state.spoken.topics:
        return state.topic(state.outer if state.outer is not None else state.last)
    carried = state.spoken.owner_of(state.innermost) if state.floor else None
    return carried or state.topic(state.here.context.prior)


def _in_other_parts(state: State, owner: Topic, full: bool) -> State:
    """按功能分类：, 分单位看: the total once more, in other parts."""
    classed = state.classed or state.spoken.first not in state.spoken.topics
    state = replace(state, lists=(), floor=0, classed=classed, reason=False)
    return opened(state, PartsList(state.spoken.next_list, owner.id, "分类", full=full))


def on_intro(state: State, word: Token) -> State:
    """其中, 包括: a list of parts follows."""
    lexicon, name = state.here.lexicon, word.text
    mild = name in lexicon.mild
    state, owner = _divided(state, word)
    full = name in lexicon.full or _by_class(state, word, owner)
    state, owner = _after_semicolon(state, word, owner)
    numbered = bool(NUMBERED.match(state.here.text, word.end))
    number, of = owner.id if owner else None, Role.DELTA if mild else state.role
    enclosed = bool(state.bracket)
    made = PartsList(state.spoken.next_list, number, name, full, of, numbered=numbered, enclosed=enclosed)
    return left(opened(state, made))


def _by_class(state: State, word: Token, owner: Topic | None) -> bool:
    """Whether 按…分类 divides something else than what was spoken of last: then every part is listed."""
    classed = "分类" in state.here.text[max(0, word.start - 8) : word.start]
    return classed and (owner.id if owner else None) != state.last


def _after_semicolon(state: State, word: Token, owner: Topic | None) -> tuple[State, Topic | None]:
    """Behind a semicolon a list divides what the list before it does."""
    at, least = word.start, base(state)
    if at != state.clause.start or state.here.text[at - 1 : at] != "；":
        return state, owner
    spoken, within = state.spoken, state.lists[least:]
    above = spoken.owner_of(spoken.listing(within[0])) if within else state.topic(state.head)
    return replace(state, lists=state.lists[:least]), above


def _divided(state: State, word: Token) -> tuple[State, Topic | None]:
    """What a list divides: what its sentence names, what was spoken of last, or (按功能分类，包括) before."""
    mention, text = state.clause.mention, state.here.text
    if mention and mention.end > word.start - 6:
        return owner_of(state, mention)
    if state.pending and state.begins and not mention:
        return owner_of(state, state.pending)
    spoken = state.spoken
    if spoken.first not in spoken.topics and "分类" in text and CLASSED.match(text):
        return replace(state, classed=True), state.topic(state.here.context.prior)
    opens = word.start == state.clause.start and state.begins
    return state, state.topic(state.outer if opens and state.outer is not None else state.last)


def on_turn(state: State, word: Token) -> State:
    """A word that compares the outturn with the budget is kept by its topic; 持平 says that nothing changed."""
    clause, topic = state.clause, state.meant()
    if contrasts(clause, word, state.here.text):
        topic = topic or state.topic(state.last)
        return amended(state, replace(topic, side=word.text)) if topic and not clause.soft else state
    if word.kind != "flat" or not topic:
        return state
    after = Role.BEFORE in topic.numbers and not clause.mention
    if after or clause.than >= 0 or clause.year or "增减" in word.text or "变" in word.text:
        return amended(state, replace(topic, flat=ROUGHLY if clause.soft else word.text))
    return state
