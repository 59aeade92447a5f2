"""What is known while a paragraph is read: its topics, the open lists and brackets, the clause. Makes the claims."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import Amount
from budgetaudit.claims.clause import Clause, Mention
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.precision import Habit, habit
from budgetaudit.claims.spread import spread
from budgetaudit.claims.text import Paragraph
from budgetaudit.claims.tokens import Token
from budgetaudit.claims.topics import PartsList, Topic
from budgetaudit.facts import Certainty, Claim, Fact, Key, Role, UnreadNumber
from budgetaudit.messages import Text, message

TEXT = "文字"
"""The table that numbers of the prose are keyed under."""
FAR = 120
"""A sentence is looked back over no further than this."""
FREE, LINE = "“", "科目/"
"""How the subjects begin that the lexicon does not have: words as printed, lines of the classification."""


class ProseContext(Struct, frozen=True):
    """What does not change from paragraph to paragraph of a part: the part's id and its name as prose writes it, the
    filing's year and kind, and the names of classification lines (as in prose → as in the classification)."""

    lexicon: Lexicon
    part: str
    name: str
    year: int
    kind: str
    titles: Mapping[str, str]


class Bracket(Struct, frozen=True):
    """What to go back to when a bracket closes."""

    last: Topic | None
    lists: int
    clause: Clause
    reason: bool
    bound: int


class ParagraphContext(Struct, frozen=True):
    """Where a paragraph stands. `section` is the index of its section; `family` the family of subjects it is about;
    `heading` the heading's subject; `carried` a list that an earlier paragraph opened; `prior` the topic that the
    paragraph before ended with; `other` the unit that the section is about, "" if it is the part itself; `beside` how
    the amounts of its section are written; `named` says that the paragraph itself names its family."""

    section: int = 0
    family: str = ""
    heading: Mention | None = None
    carried: PartsList | None = None
    prior: Topic | None = None
    other: str = ""
    beside: Habit = Habit()
    named: bool = False


class State:
    """What is remembered from one word of a paragraph to the next.

    `topics`, `claims` and `unread` grow with the reading. `clause` is what has been read of the clause, `lists` are the
    open lists and `brackets` the open brackets, outermost first. Of the topics, `last` was spoken of last, `outer` is
    what the list of the sentence before divides, `head` has the first amount of the sentence. `role` is the role of the
    number bound last. `pending` is a subject that waits for its number, `phrase` words outside the lexicon that do.
    `reason` says that a purpose or reason is given, `classed` that the paragraph divides its `prior` topic. `bound`
    counts the numbers bound, `marked` those bound before this sentence. `apart` are the stretches of text whose numbers
    cannot be told apart. `floor` is 1 while the list of an earlier paragraph is open. `habit` is how the
    paragraph prints amounts."""

    def __init__(self, prose: ProseContext, paragraph: Paragraph, context: ParagraphContext) -> None:
        self.prose, self.context, self.lexicon = prose, context, prose.lexicon
        rewritten = spread(paragraph, prose.lexicon)
        self.paragraph, self.apart = rewritten.paragraph, rewritten.apart
        self.text = self.paragraph.text
        self.habit = habit(self.text)
        self.topics: list[Topic] = []
        self.claims: list[Claim] = []
        self.unread: list[UnreadNumber] = []
        self.lists: list[PartsList] = [context.carried] if context.carried else []
        self.floor = len(self.lists)
        self.brackets: list[Bracket] = []
        self.last: Topic | None = None
        self.outer: Topic | None = None
        self.head: Topic | None = None
        self.pending: Mention | None = context.heading
        self.phrase: Mention | None = None
        self.reason = self.classed = False
        self.role: Role | None = None
        self.bound = self.marked = 0
        self.clause = Clause(0)

    def new_topic(self, mention: Mention) -> Topic:
        """A new topic of the paragraph, outside any list."""
        words = mention.words or self.text[mention.start : mention.end]
        topic = Topic(mention.name, words, mention.codes, certainty=mention.certainty)
        self.topics.append(topic)
        return topic

    def latest(self, mention: Mention) -> Topic | None:
        """The latest topic of the mention's name."""
        return next((topic for topic in reversed(self.topics) if topic.subject == mention.name), None)

    def restart(self, at: int) -> None:
        """Begins a new clause. Where the old one compares and gives no number, its topic keeps the words (`turned`)."""
        clause = self.clause
        if clause.than >= 0 and clause.turn and clause.turn.start > clause.than and not self.reason:
            topic = self.latest(clause.mention) if clause.mention else self.last
            if topic and not topic.turned:
                topic.turned = self.text[clause.than : clause.turn.end]
        self.clause = Clause(at)

    def bind(self, topic: Topic, role: Role, word: Token, amount: Amount | None, sign: int = 1) -> None:
        """Makes the number a claim and its topic's number in this role; sets it aside where the topic has one."""
        if amount is None:
            return
        if role in topic.numbers:
            self.drop(word, amount, message("unread.again"), aside=True)
            return
        claim = self.claim(topic, role, word, amount, sign)
        topic.numbers[role] = claim
        self.claims.append(claim)
        self.role = role
        self.bound += 1

    def drop(self, word: Token, amount: Amount, why: Text, aside: bool = False) -> None:
        """A number that is not bound: listed as unread, or set aside where it says nothing about the budget."""
        claim = self.claim(Topic("", ""), Role.ASIDE, word, amount, 1)
        if aside:
            self.claims.append(replace(claim, fact=replace(claim.fact, label=why)))
        else:
            missed = UnreadNumber(claim.fact.raw, why, claim.passage, claim.start, claim.end, self.prose.part)
            self.unread.append(missed)

    def claim(self, topic: Topic, role: Role, word: Token, amount: Amount, sign: int) -> Claim:
        """The number with its place in the passage it was printed in."""
        passage, start = self.paragraph.origin(word.start)
        last, end = self.paragraph.origin(word.end - 1)
        end = end + 1 if last is passage else len(passage.text)
        subject = self._subject_of(topic)
        key = Key(self.prose.part, TEXT, subject, role.value)
        fact = Fact(key, amount, passage.text[start:end], topic.label, passage.place)
        within = (owner.subject for owner in topic.owners)
        label = self.pending.name if self.pending and self.pending.name != topic.subject else ""
        named = tuple(filter(None, (*within, label)))
        certainty = Certainty.GUESSED if self._foreign(word.start) else topic.certainty
        return Claim(fact, subject, role, sign, passage, start, end, self.context.section, named, certainty)

    def _foreign(self, at: int) -> bool:
        """Whether the sentence up to a number may be about the money of others, or its paragraph is about an item."""
        begins = max(0, at - FAR, self.text.rfind("。", max(0, at - FAR), at))
        return any(self.text.find(word, begins, at) >= 0 for word in self.lexicon.foreign)

    def _subject_of(self, topic: Topic) -> str:
        """The subject; with the name of what it is a part of where that is not this part of the filing itself."""
        owner = topic.owners[0] if topic.owners else self.item(topic)
        subject = topic.subject or "其他"
        if subject not in self.lexicon.subjects:
            return subject
        other = self.context.other
        if owner and (owner.subject.startswith((FREE, LINE)) or self._apart(owner.subject, subject)):
            other = owner.label
        return f"{other}·{subject}" if other else subject

    def item(self, topic: Topic) -> Topic | None:
        """The item that the paragraph is about, where it begins with its number and name, and is not this topic."""
        first = self.topics[0] if self.topics else None
        named = first is not None and first.opens and first.subject.startswith((FREE, LINE))
        return first if named and first is not topic else None

    def _apart(self, owner: str, subject: str) -> bool:
        """Whether a part is of its whole only: 接待费 of 机关运行经费 is not all of 接待费."""
        whole, own = self.lexicon.subjects.get(owner), self.lexicon.subjects[subject]
        if whole is None or subject in self.lexicon.children(owner):
            return False
        return own.fund or whole.family.partition("/")[0] != own.family.partition("/")[0]
