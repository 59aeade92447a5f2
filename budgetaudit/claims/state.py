"""What is known while a paragraph is read: its topics, the open lists and brackets, the clause. Makes the claims.

Every function takes the state before and gives the state after; none is changed."""

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import Amount
from budgetaudit.claims.clause import FREE, LINE, Clause, Mention
from budgetaudit.claims.setting import Setting
from budgetaudit.claims.tokens import Token
from budgetaudit.claims.topics import PartsList, Spoken, Topic
from budgetaudit.facts import Certainty, Claim, Fact, Key, Role, UnreadNumber
from budgetaudit.messages import Text, message

TEXT = "文字"
"""The table that numbers of the prose are keyed under."""
FAR = 120
"""A sentence is looked back over no further than this."""
NOTHING = Topic(-1, "", "")
"""What a number is of that is not bound."""


class Bracket(Struct, frozen=True, eq=False):
    """What to go back to when a bracket closes. `lists` counts the lists that are open around it, `outer` is the
    bracket that it stands in."""

    last: int | None
    lists: int
    outer: "Bracket | None"


class State(Struct, frozen=True, eq=False):
    """What is remembered from one word of a paragraph to the next.

    `spoken`, `claims` and `unread` grow with the reading. `clause` is the clause being read, `reason` says whether a
    reason goes on being given behind it; `lists` are the open lists, outermost first, `bracket` the innermost open
    bracket. Of the topics, `last` was spoken of last, `outer` is what the list of the sentence before divides, `head`
    has the first amount of the sentence. `role` is the role of the number bound last. `pending` is a subject that waits
    for its number, `phrase` words outside the lexicon that do. `classed` says that the paragraph divides the topic that
    the one before ended with. `bound` counts the numbers bound, `marked` those bound before this sentence. `floor` is 1
    while the list of an earlier paragraph is open."""

    here: Setting
    spoken: Spoken
    clause: Clause = Clause(0)
    reason: bool = False
    lists: tuple[int, ...] = ()
    floor: int = 0
    bracket: Bracket | None = None
    last: int | None = None
    outer: int | None = None
    head: int | None = None
    pending: Mention | None = None
    phrase: Mention | None = None
    classed: bool = False
    role: Role | None = None
    bound: int = 0
    marked: int = 0
    claims: tuple[Claim, ...] = ()
    unread: tuple[UnreadNumber, ...] = ()

    @property
    def innermost(self) -> PartsList | None:
        """The innermost open list."""
        return self.spoken.listing(self.lists[-1]) if self.lists else None

    @property
    def begins(self) -> bool:
        """Whether no number of the sentence is bound yet."""
        return self.bound == self.marked

    def topic(self, number: int | None) -> Topic | None:
        """A topic as it is now."""
        return None if number is None else self.spoken.topic(number)

    def latest(self, mention: Mention) -> Topic | None:
        """The latest topic of the mention's name."""
        return next(self.spoken.latest(mention.name), None)

    def meant(self) -> Topic | None:
        """What the clause names, else what was spoken of last."""
        mention = self.clause.mention
        return self.latest(mention) if mention else self.topic(self.last)


def begun(here: Setting, spoken: Spoken) -> State:
    """The state before the first word."""
    carried = here.context.carried
    lists = () if carried is None else (carried,)
    return State(here, spoken, lists=lists, floor=len(lists), pending=here.context.heading)


def amended(state: State, topic: Topic) -> State:
    """With a topic as it is now."""
    return replace(state, spoken=state.spoken.with_topic(topic))


def new_topic(state: State, mention: Mention) -> tuple[State, Topic]:
    """With a new topic of the paragraph, outside any list."""
    words = mention.words or state.here.text[mention.start : mention.end]
    number = state.spoken.next_topic
    topic = Topic(number, mention.name, words, mention.codes, certainty=mention.certainty)
    return amended(state, topic), topic


def opened(state: State, listing: PartsList) -> State:
    """With a list opened within the open ones."""
    return replace(state, spoken=state.spoken.with_list(listing), lists=(*state.lists, listing.id))


def left(state: State) -> State:
    """With the clause at its end. Where it compares and gives no number, its topic keeps the words (`turned`)."""
    clause, turn = state.clause, state.clause.turn
    if state.reason or clause.than < 0 or turn is None or turn.start <= clause.than:
        return state
    topic = state.meant()
    if topic is None or topic.turned:
        return state
    return amended(state, replace(topic, turned=state.here.text[clause.than : turn.end]))


def bound(state: State, topic: Topic, role: Role, word: Token, amount: Amount | None, sign: int = 1) -> State:
    """With the number as a claim and its topic's number in this role; set aside where the topic has one."""
    if amount is None:
        return state
    if role in topic.numbers:
        return aside(state, word, amount, message("unread.again"))
    claim = claimed(state, topic, role, word, amount, sign)
    state = amended(state, replace(topic, numbers={**topic.numbers, role: claim}))
    return replace(state, claims=(*state.claims, claim), role=role, bound=state.bound + 1)


def aside(state: State, word: Token, amount: Amount, why: Text) -> State:
    """With a number set aside that says nothing about the budget."""
    claim = claimed(state, NOTHING, Role.ASIDE, word, amount)
    return replace(state, claims=(*state.claims, replace(claim, fact=replace(claim.fact, label=why))))


def missed(state: State, word: Token, amount: Amount, why: Text) -> State:
    """With a number that is not understood."""
    claim = claimed(state, NOTHING, Role.ASIDE, word, amount)
    number = UnreadNumber(claim.fact.raw, why, claim.passage, claim.start, claim.end, state.here.prose.part)
    return replace(state, unread=(*state.unread, number))


# the claim


def claimed(state: State, topic: Topic, role: Role, word: Token, amount: Amount, sign: int = 1) -> Claim:
    """The number with its place in the passage it was printed in."""
    here, owners = state.here, state.spoken.owners(topic)
    passage, start = here.paragraph.origin(word.start)
    last, end = here.paragraph.origin(word.end - 1)
    end = end + 1 if last is passage else len(passage.text)
    subject = _subject_of(state, topic, owners[0] if owners else item(state, topic))
    key = Key(here.prose.part, TEXT, subject, role.value)
    fact = Fact(key, amount, passage.text[start:end], topic.label, passage.place)
    label = state.pending.name if state.pending and state.pending.name != topic.subject else ""
    named = tuple(filter(None, (*(owner.subject for owner in owners), label)))
    certainty = Certainty.GUESSED if _foreign(here, word.start) else topic.certainty
    return Claim(fact, subject, role, sign, passage, start, end, here.context.section, named, certainty)


def item(state: State, topic: Topic) -> Topic | None:
    """The item that the paragraph is about, where it begins with its number and name, and is not this topic."""
    first = state.spoken.topics.get(state.spoken.first)
    named = first is not None and first.opens and first.subject.startswith((FREE, LINE))
    return first if first and named and first.id != topic.id else None


def _foreign(here: Setting, at: int) -> bool:
    """Whether the sentence up to a number may be about the money of others, or its paragraph is about an item."""
    begins = max(0, at - FAR, here.text.rfind("。", max(0, at - FAR), at))
    return any(here.text.find(word, begins, at) >= 0 for word in here.lexicon.foreign)


def _subject_of(state: State, topic: Topic, owner: Topic | None) -> str:
    """The subject; with the name of what it is a part of where that is not this part of the filing itself."""
    subject = topic.subject or "其他"
    if subject not in state.here.lexicon.subjects:
        return subject
    other = state.here.context.other
    if owner and (owner.subject.startswith((FREE, LINE)) or _apart(state.here, owner.subject, subject)):
        other = owner.label
    return f"{other}·{subject}" if other else subject


def _apart(here: Setting, owner: str, subject: str) -> bool:
    """Whether a part is of its whole only: 接待费 of 机关运行经费 is not all of 接待费."""
    whole, own = here.lexicon.subjects.get(owner), here.lexicon.subjects[subject]
    if whole is None or subject in here.lexicon.children(owner):
        return False
    return own.fund or whole.family.partition("/")[0] != own.family.partition("/")[0]
