"""Amounts of money: what something is, was or was planned to be, and by how much it changed."""

from budgetaudit.amounts import Amount
from budgetaudit.claims.clause import ADJACENT, Mention
from budgetaudit.claims.lists import Lists
from budgetaudit.claims.state import FREE, LINE
from budgetaudit.claims.tokens import Token, joins
from budgetaudit.claims.topics import Topic
from budgetaudit.facts import Role
from budgetaudit.messages import message
from budgetaudit.text import regex

PLANNED = regex(r"(?:年初|全年|调整后?|当年)?预算数?(?:为|是|:)?$")
SPENT = "支出决算为"
OUTTURN = regex(r"(?:支出)?决算(?:数|额)?(?:为|是)?")
REVISED, WHOLE_YEAR = "调整", "全年"
REACHED = ("为", "至", "到", "达", "达到")
FROM = regex(r"(?:由|从)[^，。；:]{0,12}$")
ONWARD = regex(r"(?:大幅|逐步)?[^\d，。；、]{0,4}[到至为]")
COMPARED = regex(r"[^，。；:()\d]{0,6}相[比较]")
COMPARISON = {Role.BEFORE, Role.DELTA, Role.RATE}
BASE = message("unread.base")
PURPOSE = message("unread.purpose")


class Money(Lists):
    """Binding amounts of money."""

    def money(self, word: Token, amount: Amount) -> None:
        """A change, an earlier year's number, or an amount."""
        clause, turn = self.clause, self.clause.turn
        between = self.text[turn.end : word.start] if turn else ""
        after_base = self.role == Role.BEFORE and turn is not None and turn.start == clause.start
        if turn and between in REACHED and (between != "为" or after_base):
            self._reached(word, amount)
        elif turn and ADJACENT.fullmatch(self.text, turn.end, word.start):
            self._delta(word, amount)
        elif self._is_before(word):
            self._before(word, amount)
        elif clause.share >= 0 or clause.done >= 0:
            self.drop(word, amount, message("unread.share"))
        else:
            self._amount(word, amount)
        self.restart(word.end)

    # what it was

    def _is_before(self, word: Token) -> bool:
        """Whether the clause speaks of an earlier year's number."""
        clause = self.clause
        if clause.than >= 0 and not clause.past:
            return clause.than_year > 0
        if FROM.search(self.text, clause.start, word.start) and ONWARD.match(self.text, word.end):
            return True
        if not clause.year or not self.prose.year or clause.year >= self.prose.year:
            return False
        start = clause.year_end
        if clause.mention and clause.mention.start >= start:
            start = clause.mention.end
        return joins(self.text, self.lexicon.words, start, word.start)

    def _before(self, word: Token, amount: Amount) -> None:
        if self.clause.than >= 0 and not self._plain(word):
            self.drop(word, amount, message("unread.than"))
            return
        own, source = self.clause.mention, FROM.search(self.text, self.clause.start, word.start)
        if source and not own and ONWARD.match(self.text, word.end):
            own = self.named(word, source.start())
        waiting = own or (self.pending if self.last is None else None)
        topic = self.latest(own) if own else None
        if topic is None and waiting:
            topic = self.new_in_list(waiting)
        topic = topic or self.last
        if topic is None:
            self.drop(word, amount, message("unread.before"))
            return
        if self.clause.than >= 0 and COMPARISON & topic.numbers.keys():
            topic = self._once_more(topic)
        self.last = topic
        if Role.BEFORE in topic.numbers:
            topic.earlier.append(self.claim(topic, Role.BEFORE, word, amount, 1))
            self.claims.append(topic.earlier[-1])
            self.role = Role.BEFORE
            return
        self.bind(topic, Role.BEFORE, word, amount)
        topic.bare = self.clause.year_end == word.start

    def _once_more(self, topic: Topic) -> Topic:
        """The same amount beside it, compared with something else: 比预算数A万元增加…，比执行数B万元减少…"""
        fresh = Topic(topic.subject, topic.label, topic.codes)
        fresh.numbers |= {role: claim for role, claim in topic.numbers.items() if role == Role.AMOUNT}
        self.topics.append(fresh)
        return fresh

    def _plain(self, word: Token) -> bool:
        """Whether 比上年 and a number leave no doubt that it is last year's: nothing else is said between them."""
        start = max(self.clause.than, self.clause.year_end)
        words = "".join(self.text[a:b] for a, b in self.lexicon.gaps(self.text, start, word.start))
        return joins(words, self.lexicon.words) or bool(COMPARED.match(self.text, word.end))

    # what it is

    def _reached(self, word: Token, amount: Amount) -> None:
        """增加到: what it is now."""
        turn = self.clause.turn
        assert turn
        mention = self.named(word, turn.start)
        topic = self.latest(mention) or self.new_in_list(mention) if mention else self.last
        if topic is None and self.pending:
            topic = self.new_in_list(self.pending)
        if topic is None:
            self.drop(word, amount, message("unread.after"))
            return
        self.last = topic
        if self.reason and not mention:
            self.drop(word, amount, PURPOSE, aside=True)
            return
        self._give(topic, word, amount)

    def _give(self, topic: Topic, word: Token, amount: Amount) -> None:
        """Binds the amount of a topic, or a further printing of its amount."""
        if Role.AMOUNT not in topic.numbers:
            self.bind(topic, Role.AMOUNT, word, amount)
            return
        topic.again.append(self.claim(topic, Role.AGAIN, word, amount, 1))
        self.claims.append(topic.again[-1])

    def _amount(self, word: Token, amount: Amount) -> None:
        mention = self._labelled(self.named(word))
        if mention is None or self._waits_for(mention):
            self._again(word, amount)
            return
        if self.clause.than >= 0 and not (self.clause.past or self.clause.turn) and mention.name.startswith(FREE):
            self.drop(word, amount, BASE, aside=True)
            return
        topic = self.latest(mention)
        if self._plans(word):
            self.last = topic or self.new_in_list(mention)
            self.bind(self.last, self._plan(word, self.last), word, amount)
            return
        if self.reason:
            self.drop(word, amount, PURPOSE, aside=True)
            return
        if topic is None or Role.AMOUNT in topic.numbers:
            topic = self.new_in_list(mention)
        else:
            self.place(topic)
        role = self._of_list_year()
        self.bind(topic, role, word, amount)
        self.last = topic
        self.head = self.head or (topic if role == Role.AMOUNT else None)

    def _of_list_year(self) -> Role:
        """The parts of what was spent the year before were spent then."""
        listing = self.lists[-1] if self.lists else None
        earlier = listing and listing.of == Role.BEFORE and not (self.clause.year or self.head)
        return Role.BEFORE if earlier else Role.AMOUNT

    def _labelled(self, mention: Mention | None) -> Mention | None:
        """What an amount is of: the line that its label names (检察（款）：预算支出合计…), not all expenditure."""
        label = self.pending if self.bound == self.marked else None
        general = mention is not None and self.text[mention.start : mention.end] in self.lexicon.general
        return label if general and label and label.name.startswith(LINE) else mention

    def _waits_for(self, mention: Mention) -> bool:
        """Whether a short name (支出决算为) only goes on about something that has no amount yet."""
        owner = self.lists[-1].owner if self.lists else None
        child = mention.name in self.lexicon.children(owner.subject if owner else "")
        return mention.near and self.last is not None and Role.AMOUNT not in self.last.numbers and not child

    def _plans(self, word: Token) -> bool:
        """年初预算为: what was planned, in final accounts, or beside an outturn."""
        tail = self.text[max(self.clause.start, word.start - 8) : word.start]
        return (self.prose.kind == "决算" or SPENT in self.text) and bool(PLANNED.search(tail))

    def _plan(self, word: Token, topic: Topic) -> Role:
        """Whether a planned number is the plan of the year's beginning or the revised one: 全年预算 is it beside the
        other."""
        tail = self.text[max(self.clause.start, word.start - 8) : word.start]
        revised = REVISED in tail or (WHOLE_YEAR in tail and Role.PLAN in topic.numbers)
        return Role.REVISED if revised else Role.PLAN

    def _again(self, word: Token, amount: Amount) -> None:
        """An amount whose clause names nothing: of what the text is speaking of already."""
        topic = self._meant(word)
        if topic is None:
            self.drop(word, amount, message("unread.what"))
            return
        role = self._plan(word, topic) if self._plans(word) else Role.AMOUNT
        listing = self.lists[-1] if self.lists else None
        if role not in topic.numbers:
            self.bind(topic, role, word, amount)
        elif listing and listing.owner is topic and not listing.topics:
            start = self.clause.start
            topic = self.new_in_list(Mention(f"{FREE}{self.text[start : word.start]}”", start, word.start))
            self.bind(topic, Role.AMOUNT, word, amount)
        elif self._of_the_year(topic) or self._restates(topic, self.text[self.clause.start : word.start]):
            self._give(topic, word, amount)
        else:
            self.drop(word, amount, message("unread.another"))
            return
        self.last = topic

    def _restates(self, topic: Topic, words: str) -> bool:
        """Whether words that name nothing give the amount once more: 支出决算为 behind a line that has one."""
        outturn = self.prose.kind == "决算" and topic.subject.startswith(LINE) and bool(OUTTURN.fullmatch(words))
        return words in REACHED or outturn

    def _of_the_year(self, topic: Topic) -> bool:
        """Whether a number of this year is the topic's own; a 总投资 is not what the year spends of it."""
        return self.clause.year == self.prose.year and not topic.subject.startswith(FREE)

    def _meant(self, word: Token) -> Topic | None:
        """What a clause that names nothing is about."""
        topic, pending = self.last, self.pending
        free = topic is None or Role.AMOUNT in topic.numbers or self.bound == self.marked
        if pending and free and (topic is None or topic.subject != pending.name):
            topic = self.latest(pending)
            if topic is None or Role.AMOUNT in topic.numbers:
                topic = self.new_in_list(pending)
        if topic is None:
            stand_in = self._stand_in(word)
            topic = self.new_in_list(stand_in) if stand_in else None
        return topic

    def _stand_in(self, word: Token) -> Mention | None:
        """The words before the comma, or (甲局预算…) the whole budget."""
        if self.phrase:
            return self.phrase
        start, words = self.clause.start, self.text[self.clause.start : word.start]
        if self.names_nothing(words):
            return None
        whole = next((name for sign, name in self.lexicon.wholes if sign in words), "")
        return Mention(whole, start, word.start) if whole else None

    # how it changed

    def _delta(self, word: Token, amount: Amount) -> None:
        turn = self.clause.turn
        assert turn
        mention = self.named(word, turn.start)
        if mention and self.reason and mention.name not in self.lexicon.subjects:
            self.drop(word, amount, PURPOSE, aside=True)
            return
        topic = self._changed(mention)
        if topic is None:
            self.drop(word, amount, message("unread.change"))
            return
        if not mention and self.bound == self.marked:
            topic.item = self.item(topic)
        self.bind(topic, Role.DELTA, word, amount, turn.sign)
        self.last = topic

    def _changed(self, mention: Mention | None) -> Topic | None:
        """The topic that a change is of."""
        if mention:
            return self._moved(mention)
        topic, prior = self.spoken(), self.context.prior
        if self.pending and (topic is None or Role.DELTA in topic.numbers or not self.bound):
            topic = self.latest(self.pending) or self.new_in_list(self.pending)
        return prior if topic is None and prior and Role.DELTA not in prior.numbers else topic

    def _moved(self, mention: Mention) -> Topic:
        """The topic of a mention whose change is given; a second one of its name where changes are listed, or where the
        first has a change."""
        topic = self.latest(mention)
        listed = bool(self.lists) and self.lists[-1].of == Role.DELTA
        if topic and Role.DELTA not in topic.numbers and not listed:
            return topic
        fresh = self.new_topic(mention)
        if topic and Role.DELTA not in topic.numbers and Role.AMOUNT in topic.numbers:
            fresh.numbers[Role.AMOUNT] = topic.numbers[Role.AMOUNT]
            fresh.lent = True
        self.place(fresh)
        return fresh

    def spoken(self) -> Topic | None:
        """What a clause that names nothing is about: what the sentence is, or (2026年预算比…) the whole."""
        generic = self.clause.year == self.prose.year and self.clause.than >= 0 and self.bound == self.marked
        return self.outer if generic and self.outer else self.last
