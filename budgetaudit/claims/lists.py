"""Brackets, stops and lists: what a paragraph's numbers are parts of."""

from budgetaudit.claims.clause import Clause, Mention
from budgetaudit.claims.clauses import Clauses
from budgetaudit.claims.state import FREE, LINE, Bracket
from budgetaudit.claims.tokens import Token
from budgetaudit.claims.topics import PartsList, Topic
from budgetaudit.facts import Role
from budgetaudit.text import CIRCLED, COUNTING, ORDINAL, regex, unnumbered

CLASSED = regex(rf"(?:{ORDINAL})?按[^，]{{2,12}}分类")
MARKED = regex(rf"{ORDINAL}|[{CIRCLED}]|[{COUNTING}]是")
NUMBERED = regex(r":?(?:1[.、．]|[(]?[一1][)]|一是)")
LEADS = ("方面", "如下", "情况", "内容", "包括")
BESIDES = ("此外", "另外", "另有")
"""What so begins is no part of what was listed before."""
COLON, BRACKET = ":", "("


class Lists(Clauses):
    """Reading what parts and joins the clauses."""

    def base(self) -> int:
        """How many of the open lists are older than the innermost bracket, or the paragraph."""
        return self.brackets[-1].lists + 1 if self.brackets else self.floor

    def on_open(self, word: Token) -> None:
        """A bracket: its amounts are parts of what was spoken of last."""
        self.brackets.append(Bracket(self.last, len(self.lists), self.clause, self.reason, self.bound))
        if self.last:
            self.lists.append(PartsList(self.last, BRACKET, enclosed=True))
        self.restart(word.end)

    def on_close(self, word: Token) -> None:
        """The end of a bracket: back to what was before it."""
        if not self.brackets:
            return
        bracket = self.brackets.pop()
        del self.lists[bracket.lists :]
        self.last, self.reason = bracket.last, bracket.reason
        self.clause = bracket.clause if bracket.bound == self.bound else Clause(word.end)

    def on_stop(self, word: Token) -> None:
        """The end of a sentence closes its lists, but for those of numbered sentences."""
        base = self.base()
        self._label(word.start)
        if not self.brackets:
            if len(self.lists) > base and self.lists[base].owner:
                self.outer = self.lists[base].owner
            elif self.bound > self.marked:
                self.outer = None
            while len(self.lists) > base and not self.lists[-1].numbered:
                self.lists.pop()
            self.pending = self.phrase = None
        self.reason, self.marked, self.head = False, self.bound, None
        self.restart(word.end)

    def _label(self, at: int) -> None:
        """A sentence that only names something is what the following ones are about."""
        mention = self.clause.mention
        if mention and not self.reason and self.bound == self.marked and self.clause.than < 0:
            lead, tail = self.text[self.clause.start : mention.start], self.text[mention.end : at]
            if len(tail) < 8 and len(lead) < 12:
                self.last = self.new_topic(mention)
                self.place(self.last)

    def on_semi(self, word: Token) -> None:
        """A semicolon ends the inner list; in the outer one another part follows."""
        base = self.base()
        if self.text.startswith(BESIDES, word.end):
            del self.lists[base:]
        while len(self.lists) > base and _ends(self.lists[-1], nested=len(self.lists) > base + 1):
            self.lists.pop()
        for listing in self.lists[base:]:
            listing.marks.add("；")
            listing.cuts.append(len(listing.topics))
        self.reason, self.pending = False, None
        self.restart(word.end)

    def on_comma(self, word: Token) -> None:
        """A clause without a number leaves what it names to the next."""
        clause, mention, at = self.clause, self.clause.mention, word.start
        if mention and not self.reason and clause.share < 0:
            self.pending = None if clause.joined else mention
            self._among(mention, at)
        elif mention and mention.name.startswith(LINE):
            self.pending = mention
        words = unnumbered(self.text[clause.start : at])
        if not mention and not self.reason and clause.than < 0 and 4 <= len(words) <= 30:
            self.phrase = Mention(f"{FREE}{words}”", clause.start, at)
        self.restart(word.end)
        if clause.than >= 0:
            self.clause.year = clause.year

    def _among(self, mention: Mention, at: int) -> None:
        """“三公”经费中，: what follows are its parts."""
        lead = self.text[self.clause.start : mention.start]
        if self.text[at - 1] == "中" and mention.end >= at - 5 and not lead.startswith("在") and self.qualifies(lead):
            self.lists.append(PartsList(self.owner(mention), "中"))

    def on_dot(self, word: Token) -> None:
        """、 stands between the topics of a list, or joins subjects."""
        if self.lists:
            self.lists[-1].marks.add("、")
        joined = self.clause.joined or (self.clause.mention is not None and self.clause.than < 0)
        self.restart(word.end)
        self.clause.joined = joined

    def on_colon(self, word: Token) -> None:
        """A colon: a label for what follows, or (after a number, or 如下：) its parts."""
        clause = self.clause
        if clause.mention and not self.reason:
            self.pending = clause.mention
        leads = self.text.endswith(LEADS, 0, word.start)
        self.reason = self.reason and not leads
        counted = clause.start == word.start and self.role == Role.AMOUNT
        if self.last and (counted or (leads and not clause.mention)):
            self.lists.append(PartsList(self.last, COLON, sure=counted))
        dated = clause.year and not clause.mention and clause.year_end == word.start
        self.restart(word.end)
        if dated:
            self.clause.year, self.clause.year_end = clause.year, word.end

    def on_intro(self, word: Token) -> None:
        """其中, 包括: a list of parts follows."""
        name, at, base = word.text, word.start, self.base()
        mild = name in self.lexicon.mild
        if self.reason and not mild and name not in self.lexicon.firm:
            return
        owner = self._divided(word)
        full = name in self.lexicon.full or ("分类" in self.text[max(0, at - 8) : at] and owner is not self.last)
        if at == self.clause.start and self.text[at - 1 : at] == "；":
            owner = self.lists[base].owner if len(self.lists) > base else self.head
            del self.lists[base:]
        listing = PartsList(owner, name, full, Role.DELTA if mild else self.role)
        listing.enclosed = bool(self.brackets)
        listing.numbered = bool(NUMBERED.match(self.text, word.end))
        self.lists.append(listing)
        self.reason = mild
        self.restart(word.end)

    def _divided(self, word: Token) -> Topic | None:
        """What a list divides: what its sentence names, what was spoken of last, or (按功能分类，包括) before."""
        mention = self.clause.mention
        if mention and mention.end > word.start - 6:
            return self.owner(mention)
        if self.pending and self.bound == self.marked and not mention:
            return self.owner(self.pending)
        if not self.topics and "分类" in self.text and CLASSED.match(self.text):
            self.classed = True
            return self.context.prior
        opens = word.start == self.clause.start and self.bound == self.marked
        return self.outer if opens and self.outer else self.last

    def owner(self, mention: Mention) -> Topic:
        """The topic that a mention without a number means: one already spoken of, or a new one."""
        for topic in reversed(self.topics):
            if topic.subject == mention.name and Role.AMOUNT in topic.numbers:
                return topic
        if mention.near and self.topics:
            return self.topics[0]
        return self.new_topic(mention)

    def new_in_list(self, mention: Mention) -> Topic:
        """A new topic, put into its list."""
        topic = self.new_topic(mention)
        topic.opens = bool(MARKED.match(self.text)) and mention.start <= 5
        self.place(topic)
        return topic

    def place(self, topic: Topic) -> None:
        """Puts a topic into the list it belongs to, and closes the lists it does not belong to."""
        self._close_lists(topic.subject)
        listing = self.lists[-1] if self.lists else None
        if listing is None or listing.owner is topic or topic.within:
            return
        carried = bool(self.floor) and len(self.lists) == 1
        if carried and self._strange(listing, topic.subject):
            return
        if listing.numbered and self.marked and not MARKED.match(self.text, self.clause.start):
            return
        topic.within = listing
        listing.topics.append(topic)
        if carried:
            self.lists.clear()
            self.floor = 0

    def _close_lists(self, subject: str) -> None:
        """Down to the list whose whole this subject is a part of; all of them for the whole of another."""
        base = self.brackets[-1].lists if self.brackets else 0
        for at in range(len(self.lists) - 1, base - 1, -1):
            listing = self.lists[at]
            if listing.word == COLON:
                return
            if listing.owner and subject in self.lexicon.children(listing.owner.subject):
                del self.lists[at + 1 :]
                return
        if subject in self.lexicon.partitions and not self.brackets:
            del self.lists[base:]

    def _strange(self, listing: PartsList, subject: str) -> bool:
        """Whether a known subject cannot be a part of what a list from above divides."""
        children = self.lexicon.children(listing.owner.subject) if listing.owner else frozenset()
        return bool(children) and subject in self.lexicon.subjects and subject not in children


def _ends(listing: PartsList, nested: bool) -> bool:
    """Whether a semicolon ends a list: one that named nothing, or a list in a list that was parted otherwise."""
    return not listing.topics or (nested and "；" not in listing.marks and len(listing.topics) > 1)
