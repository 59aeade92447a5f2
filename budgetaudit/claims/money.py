"""Amounts of money: what something is, was or was planned to be, and by how much it changed."""

from budgetaudit.amounts import Amount
from budgetaudit.claims.clause import ADJACENT, Mention
from budgetaudit.claims.items import Item
from budgetaudit.claims.lists import Lists
from budgetaudit.claims.state import FREE
from budgetaudit.claims.tokens import Token, joins
from budgetaudit.messages import message
from budgetaudit.text import regex

PLANNED = regex(r"(?:年初|全年|调整后?|当年)?预算数?(?:为|是|:)?$")
REVISED = "调整"
REACHED = ("为", "至", "到", "达", "达到")
FROM = regex(r"(?:由|从)[^，。；:]{0,12}$")
ONWARD = regex(r"(?:大幅|逐步)?[^\d，。；、]{0,4}[到至为]")
COMPARED = regex(r"[^，。；:()\d]{0,6}相[比较]")
COMPARISON = {"before", "delta", "rate"}
BASE = message("unread.base")
PURPOSE = message("unread.purpose")


class Money(Lists):
    """Binding amounts of money."""

    def money(self, word: Token, amount: Amount) -> None:
        """A change, an earlier year's number, or an amount."""
        clause, turn = self.clause, self.clause.turn
        between = self.text[turn.end : word.start] if turn else ""
        if turn and between in REACHED and (between != "为" or (self.role == "before" and turn.start == clause.start)):
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
        if not clause.year or not self.setting.year or clause.year >= self.setting.year:
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
        item = self.known(own) if own else None
        if item is None and waiting:
            item = self.new(waiting)
        item = item or self.last
        if item is None:
            self.drop(word, amount, message("unread.before"))
            return
        if self.clause.than >= 0 and COMPARISON & item.found.keys():
            item = self._once_more(item)
        self.last = item
        self.bind(item, "before", word, amount)
        item.bare = self.clause.year_end == word.start

    def _once_more(self, item: Item) -> Item:
        """The same amount beside it, compared with something else: 比预算数A万元增加…，比执行数B万元减少…"""
        fresh = Item(item.subject, item.label, item.codes)
        fresh.found |= {role: claim for role, claim in item.found.items() if role == "amount"}
        self.items.append(fresh)
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
        item = self.known(mention) or self.new(mention) if mention else self.last
        if item is None and self.pending:
            item = self.new(self.pending)
        if item is None:
            self.drop(word, amount, message("unread.after"))
            return
        self.last = item
        if self.reason and not mention:
            self.drop(word, amount, PURPOSE, aside=True)
            return
        self._give(item, word, amount)

    def _give(self, item: Item, word: Token, amount: Amount) -> None:
        """The amount of an item, or a further printing of it."""
        if "amount" not in item.found:
            self.bind(item, "amount", word, amount)
            return
        item.again.append(self.claim(item, "again", word, amount, 1))
        self.claims.append(item.again[-1])

    def _amount(self, word: Token, amount: Amount) -> None:
        mention = self.named(word)
        if mention is None or self._waits_for(mention):
            self._again(word, amount)
            return
        if self.clause.than >= 0 and not (self.clause.past or self.clause.turn) and mention.name.startswith(FREE):
            self.drop(word, amount, BASE, aside=True)
            return
        item = self.known(mention)
        if self._plans(word):
            self.last = item or self.new(mention)
            self.bind(self.last, self._plan(word), word, amount)
            return
        if self.reason:
            self.drop(word, amount, PURPOSE, aside=True)
            return
        if item is None or "amount" in item.found:
            item = self.new(mention)
        else:
            self.place(item)
        self.bind(item, "amount", word, amount)
        self.last = item
        self.head = self.head or item

    def _waits_for(self, mention: Mention) -> bool:
        """Whether a short name (支出决算为) only goes on about something that has no amount yet."""
        owner = self.lists[-1].owner if self.lists else None
        child = mention.name in self.lexicon.children(owner.subject if owner else "")
        return mention.near and self.last is not None and "amount" not in self.last.found and not child

    def _plans(self, word: Token) -> bool:
        """年初预算为: what was planned, in final accounts."""
        tail = self.text[max(self.clause.start, word.start - 8) : word.start]
        return self.setting.kind == "决算" and bool(PLANNED.search(tail))

    def _plan(self, word: Token) -> str:
        """The plan of the year's beginning, or the one revised since."""
        return "revised" if REVISED in self.text[max(self.clause.start, word.start - 8) : word.start] else "plan"

    def _again(self, word: Token, amount: Amount) -> None:
        """An amount whose clause names nothing: of what the text is speaking of already."""
        item = self._meant(word)
        if item is None:
            self.drop(word, amount, message("unread.what"))
            return
        role = self._plan(word) if self._plans(word) else "amount"
        listing = self.lists[-1] if self.lists else None
        if role not in item.found:
            self.bind(item, role, word, amount)
        elif listing and listing.owner is item and not listing.items:
            start = self.clause.start
            item = self.new(Mention(f"{FREE}{self.text[start : word.start]}”", start, word.start))
            self.bind(item, "amount", word, amount)
        elif self._of_the_year(item) or self.text[self.clause.start : word.start] in REACHED:
            self._give(item, word, amount)
        else:
            self.drop(word, amount, message("unread.another"))
            return
        self.last = item

    def _of_the_year(self, item: Item) -> bool:
        """Whether a number of this year is the item's own; a 总投资 is not what the year spends of it."""
        return self.clause.year == self.setting.year and not item.subject.startswith(FREE)

    def _meant(self, word: Token) -> Item | None:
        """What a clause that names nothing is about."""
        item, pending = self.last, self.pending
        free = item is None or "amount" in item.found
        if pending and free and (item is None or item.subject != pending.name):
            item = self.known(pending)
            if item is None or "amount" in item.found:
                item = self.new(pending)
        if item is None:
            stand_in = self._stand_in(word)
            item = self.new(stand_in) if stand_in else None
        return item

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
        item = self._changed(mention)
        if item is None:
            self.drop(word, amount, message("unread.change"))
            return
        self.bind(item, "delta", word, amount, turn.sign)
        self.last = item

    def _changed(self, mention: Mention | None) -> Item | None:
        """What a change is of."""
        if mention:
            return self._moved(mention)
        item, prior = self.spoken(), self.context.prior
        if self.pending and (item is None or "delta" in item.found or not self.bound):
            item = self.known(self.pending) or self.new(self.pending)
        return prior if item is None and prior and "delta" not in prior.found else item

    def _moved(self, mention: Mention) -> Item:
        """A thing whose change is given; a new one beside the old where changes are listed or it has one."""
        item = self.known(mention)
        listed = bool(self.lists) and self.lists[-1].of == "delta"
        if item and "delta" not in item.found and not listed:
            return item
        fresh = self.item(mention)
        if item and "delta" not in item.found and "amount" in item.found:
            fresh.found["amount"] = item.found["amount"]
        self.place(fresh)
        return fresh

    def spoken(self) -> Item | None:
        """What a clause that names nothing is about: what the sentence is, or (2026年预算比…) the whole."""
        generic = self.clause.year == self.setting.year and self.clause.than >= 0 and self.bound == self.marked
        return self.outer if generic and self.outer else self.last
