"""What is known while a paragraph is read: clause, lists, brackets, what was spoken of. A number becomes a claim."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import Amount
from budgetaudit.claims.clause import Clause, Mention
from budgetaudit.claims.items import Item, Listing
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.spread import spread
from budgetaudit.claims.text import Paragraph
from budgetaudit.claims.tokens import Token
from budgetaudit.facts import Claim, Fact, Key, Unread
from budgetaudit.messages import Text, message

TEXT = "文字"
"""The table that numbers of the prose are keyed under."""
FREE, LINE = "“", "科目/"
"""How the subjects begin that the lexicon does not have: words as printed, lines of the classification."""


class Setting(Struct, frozen=True):
    """What does not change from paragraph to paragraph of a part. `titles` are the names of classification lines."""

    lexicon: Lexicon
    part: str
    name: str
    year: int
    kind: str
    titles: Mapping[str, str]


class Bracket(Struct, frozen=True):
    """What to go back to when a bracket closes."""

    last: Item | None
    lists: int
    clause: Clause
    reason: bool
    bound: int


class Context(Struct, frozen=True):
    """Where a paragraph stands: its section, the family it is about, the heading's subject, a list that an earlier
    paragraph opened, what the one before was about, the unit that the section is about if not the part itself, and the
    last digit of its most exact amount."""

    section: int = 0
    family: str = ""
    heading: Mention | None = None
    carried: Listing | None = None
    prior: Item | None = None
    other: str = ""
    finest: Decimal = Decimal(1)


class State:
    """`items` are what the paragraph is about; `claims` and `unread` its numbers. `last` was spoken of last,
    `outer` is what the last sentence's list divides, `head` the first amount of the sentence; `pending` a subject
    that waits for its number and `phrase` other such words; `reason` says that a purpose or reason is given;
    `bound` numbers were bound, `marked` of them before this sentence; numbers within `apart` cannot be told
    apart; `floor` is 1 while the list of an earlier paragraph is open."""

    def __init__(self, setting: Setting, paragraph: Paragraph, context: Context) -> None:
        self.setting, self.context, self.lexicon = setting, context, setting.lexicon
        rewritten = spread(paragraph, setting.lexicon)
        self.paragraph, self.apart = rewritten.paragraph, rewritten.apart
        self.text = self.paragraph.text
        self.items: list[Item] = []
        self.claims: list[Claim] = []
        self.unread: list[Unread] = []
        self.lists: list[Listing] = [context.carried] if context.carried else []
        self.floor = len(self.lists)
        self.brackets: list[Bracket] = []
        self.last: Item | None = None
        self.outer: Item | None = None
        self.head: Item | None = None
        self.pending: Mention | None = context.heading
        self.phrase: Mention | None = None
        self.reason = self.classed = False
        self.role = ""
        self.bound = self.marked = 0
        self.clause = Clause(0)

    def item(self, mention: Mention) -> Item:
        """A new thing the paragraph is about."""
        item = Item(mention.name, mention.words or self.text[mention.start : mention.end], mention.codes)
        self.items.append(item)
        return item

    def known(self, mention: Mention) -> Item | None:
        """The latest thing of this name."""
        return next((item for item in reversed(self.items) if item.subject == mention.name), None)

    def restart(self, at: int) -> None:
        """A new clause; one that compares and gives no number is noted."""
        clause = self.clause
        if clause.than >= 0 and clause.turn and clause.turn.start > clause.than and not self.reason:
            item = self.known(clause.mention) if clause.mention else self.last
            if item and not item.turned:
                item.turned = self.text[clause.than : clause.turn.end]
        self.clause = Clause(at)

    def bind(self, item: Item, role: str, word: Token, amount: Amount | None, sign: int = 1) -> None:
        """The number as what the item is in this role."""
        if amount is None:
            return
        if role in item.found:
            self.drop(word, amount, message("unread.again"), aside=True)
            return
        claim = self.claim(item, role, word, amount, sign)
        item.found[role] = claim
        self.claims.append(claim)
        self.role = role
        self.bound += 1

    def drop(self, word: Token, amount: Amount, why: Text, aside: bool = False) -> None:
        """A number that is not bound: listed as unread, or set aside where it says nothing about the budget."""
        claim = self.claim(Item("", ""), "aside", word, amount, 1)
        if aside:
            self.claims.append(replace(claim, fact=replace(claim.fact, label=why)))
        else:
            missed = Unread(claim.fact.raw, why, claim.passage, claim.start, claim.end, self.setting.part)
            self.unread.append(missed)

    def claim(self, item: Item, role: str, word: Token, amount: Amount, sign: int) -> Claim:
        """The number with its place in the passage it was printed in."""
        passage, start = self.paragraph.origin(word.start)
        last, end = self.paragraph.origin(word.end - 1)
        end = end + 1 if last is passage else len(passage.text)
        subject = self._subject_of(item)
        key = Key(self.setting.part, TEXT, subject, role)
        fact = Fact(key, amount, passage.text[start:end], item.label, passage.place)
        return Claim(fact, subject, role, sign, passage, start, end, self.context.section)

    def _subject_of(self, item: Item) -> str:
        """The subject; with the name of what it is a part of where that is not this part of the filing itself."""
        owner = item.owners[0] if item.owners else None
        subject = item.subject or "其他"
        if subject not in self.lexicon.subjects:
            return subject
        other = self.context.other
        if owner and (owner.subject.startswith((FREE, LINE)) or self._apart(owner.subject, subject)):
            other = owner.label
        return f"{other}·{subject}" if other else subject

    def _apart(self, owner: str, subject: str) -> bool:
        """Whether a part is of its whole only: 接待费 of 机关运行经费 is not all of 接待费."""
        whole, own = self.lexicon.subjects.get(owner), self.lexicon.subjects[subject]
        if whole is None or subject in self.lexicon.children(owner):
            return False
        return own.fund or whole.family.partition("/")[0] != own.family.partition("/")[0]
