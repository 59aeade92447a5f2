"""What each number of a paragraph is: an amount, a change, a rate, a share … and of what."""

import re
from decimal import Decimal

from budgetaudit.amounts import COUNT, MONEY, PERCENT, UNITS, Amount, Unit, count_unit, read_amount
from budgetaudit.claims.clause import ADJACENT, Mention
from budgetaudit.claims.items import Item, Listing
from budgetaudit.claims.reader import Scan, Setting
from budgetaudit.claims.text import Paragraph, squash
from budgetaudit.facts import Claim, Fact, Key, Unread

TEXT = "文字"
BRACKETED = re.compile(r"\([^()]*\)")
LEADING = re.compile(r"^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]+|其中:?|[、，:和及与的]|20\d\d年度?|.{4,40}说明(?=20\d\d))+")
ORGANS = ("局", "委", "办", "厅", "院", "部", "处", "署", "会", "府", "校", "队", "团", "所", "馆", "室", "心", "机关", "本级", "单位", "部门")


class Reader(Scan):
    """One paragraph. `items` are what it is about; `asides` and `unread` the numbers that are not part of any."""

    def __init__(self, setting: Setting, paragraph: Paragraph, section: int, family: str, other: str = "") -> None:
        super().__init__(setting, paragraph, family)
        self.section, self.other = section, other
        self.finest = _finest(paragraph.text)
        self.claims: list[Claim] = []
        self.unread: list[Unread] = []

    def read(
        self, heading: Mention | None = None, carried: Listing | None = None, prior: Item | None = None
    ) -> "Reader":
        """Reads it all. `heading` is what stands above it; `carried` a list that an earlier paragraph opened; `prior`
        what the paragraph before was about."""
        self.pending, self.prior = heading, prior
        if carried:
            self.lists.append(carried)
            self.floor = 1
        handlers = {**self.handlers(), "num": self._number, "bound": self._bound}
        for word in self.words():
            handler = handlers.get(word.lastgroup or "")
            if handler:
                handler(word)
        return self

    def _bound(self, word: re.Match[str]) -> None:
        """不少于5次, 100万元以上: a limit, not a claim."""
        del word

    def _number(self, word: re.Match[str]) -> None:
        if word["bare"] or not word["unit"]:
            self._unitless(word)
            return
        unit = _unit(word["unit"])
        amount = read_amount(word[0].removesuffix(word["unit"]).replace("，", ","), unit)
        if amount is None:
            return
        if unit.dimension == MONEY:
            self._money(word, self._sharp(amount))
        elif unit.dimension == PERCENT:
            self._percent(word, amount)
        else:
            self._count(word, amount)

    def _sharp(self, amount: Amount) -> Amount:
        """A whole number among decimals has only dropped its zeros: it is as exact as they are."""
        if amount.quantum == 1 and self.finest < 1:
            return amount._replace(quantum=self.finest)
        return amount

    def _unitless(self, word: re.Match[str]) -> None:
        """A number without a unit is a claim only where the sentence asks for one."""
        clause = self.clause
        turn = clause.turn
        if self.role == "delta" and self.last and "." in word[0] and self.text[word.start() - 1] == "(":
            self._bind(self.last, "rate", word, read_amount(word[0]), self.last.found["delta"].sign)
            return
        if word["bare"] or not turn or not ADJACENT.fullmatch(self.text, turn.end, word.start()):
            if not word["bare"] and clause.share >= 0 and self.last and "." in word[0]:
                self._bind(self.last, "share", word, read_amount(word[0], UNITS["%"]))
            return
        if self.last and "." in word[0]:
            role = "rate" if "delta" in self.last.found else "change"
            self._bind(self.last, role, word, read_amount(word[0]), turn.sign)

    # money

    def _money(self, word: re.Match[str], amount: Amount) -> None:
        clause, turn = self.clause, self.clause.turn
        if turn and ADJACENT.fullmatch(self.text, turn.end, word.start()):
            self._delta(word, amount)
        elif self._is_before(word):
            self._before(word, amount)
        elif clause.share >= 0 or clause.done >= 0:
            self._drop(word, amount, "占或完成之后不是百分数")
        else:
            self._amount(word, amount)
        self.restart(word.end())

    def _is_before(self, word: re.Match[str]) -> bool:
        """Whether the clause speaks of an earlier year's number."""
        clause = self.clause
        if clause.than >= 0 and not clause.past:
            return clause.than_year > 0
        if not clause.year or not self.setting.year or clause.year >= self.setting.year:
            return False
        start = clause.mention.end if clause.mention and clause.mention.start > clause.year_end else clause.year_end
        return bool(self.lexicon.glue.fullmatch(self.text, start, word.start()))

    def _before(self, word: re.Match[str], amount: Amount) -> None:
        own = self.clause.mention
        item = self.known(own) if own else None
        if item is None and (own or self.pending) and (self.last is None or own):
            item = self.item(own or self.pending)  # type: ignore[arg-type]
            self._place(item)
        item = item or self.last
        if item is None:
            self._drop(word, amount, "不知道是哪一项的上年数")
            return
        self.last = item
        self._bind(item, "before", word, amount)
        if self.clause.year_end == word.start():
            item.bare = True

    def _amount(self, word: re.Match[str], amount: Amount) -> None:
        mention = self._named(word)
        waits = self.last is not None and "amount" not in self.last.found
        if mention is None or (mention.near and waits and mention.name not in self.lexicon.children(self._whole())):
            self._again(word, amount)
            return
        if self._plans(word):
            item = self.known(mention) or self._new(mention)
            self._bind(item, "plan", word, amount)
            self.last = item
            return
        if self.reason:
            self._drop(word, amount, "说明用途或原因的数", aside=True)
            return
        item = self.known(mention)
        if item is None or "amount" in item.found:
            item = self._new(mention)
        else:
            self._place(item)
        self._bind(item, "amount", word, amount)
        self.last = item
        self.head = self.head or item

    def _whole(self) -> str:
        """The subject that the innermost list divides."""
        owner = self.lists[-1].owner if self.lists else None
        return owner.subject if owner else ""

    def _plans(self, word: re.Match[str]) -> bool:
        """年初预算为: what was planned, in final accounts."""
        if self.setting.kind != "决算":
            return False
        tail = self.text[max(self.clause.start, word.start() - 8) : word.start()]
        return bool(PLANNED.search(tail))

    def _again(self, word: re.Match[str], amount: Amount) -> None:
        """An amount whose clause names nothing: of what the text is speaking of already."""
        item = self.last
        if self.pending and (item is None or item.subject != self.pending.name) and (
            item is None or "amount" in item.found
        ):
            item = self.known(self.pending)
            if item is None or "amount" in item.found:
                item = self._new(self.pending)
        if item is None:
            stand_in = self._stand_in(word)
            if stand_in is None:
                self._drop(word, amount, "句子没有说明是什么数")
                return
            item = self._new(stand_in)
        role = "plan" if self._plans(word) else "amount"
        listing = self.lists[-1] if self.lists else None
        if role not in item.found:
            self._bind(item, role, word, amount)
        elif listing and listing.owner is item and not listing.items:
            item = self._new(Mention(f"“{self.text[self.clause.start : word.start()]}”", self.clause.start, word.start()))
            self._bind(item, "amount", word, amount)
        elif self.clause.year == self.setting.year:
            item.again.append(self._claim(item, "again", word, amount, 1))
            self.claims.append(item.again[-1])
        else:
            self._drop(word, amount, "同一项的又一个数，句子没有说明是什么")
            return
        self.last = item

    def _stand_in(self, word: re.Match[str]) -> Mention | None:
        """What a number is of whose clause names nothing: the words before the comma, or (甲局预算…) the whole budget."""
        start = self.clause.start
        if self.phrase:
            return self.phrase
        words = self.text[start : word.start()]
        if not self.lexicon.filler.sub("", PLAIN.sub("", words)):
            return None
        whole = next((name for sign, name in self.lexicon.wholes if sign in words), "")
        return Mention(whole, start, word.start()) if whole else None

    def _new(self, mention: Mention) -> Item:
        item = self.item(mention)
        item.opens = bool(MARKED.match(self.text)) and mention.start <= 5
        self._place(item)
        return item

    def _place(self, item: Item) -> None:
        """Puts an item into the list it belongs to, and closes the lists it does not."""
        base = self.brackets[-1].lists if self.brackets else 0
        lexicon, subject = self.lexicon, item.subject
        for at in range(len(self.lists) - 1, base - 1, -1):
            if self.lists[at].word == "：":
                break
            owner = self.lists[at].owner
            if owner and subject in lexicon.children(owner.subject):
                del self.lists[at + 1 :]
                break
        else:
            if subject in lexicon.partitions and len(self.lists) > base and not self.brackets:
                del self.lists[base:]
        listing = self.lists[-1] if self.lists else None
        if listing is None or listing.owner is item or item.within:
            return
        if self.floor and len(self.lists) == 1 and self._strange(listing, subject):
            return
        if listing.numbered and self.marked and not MARKED.match(self.text, self.clause.start):
            return
        item.within = listing
        listing.items.append(item)
        if self.floor and len(self.lists) == 1:
            self.lists.clear()
            self.floor = 0

    def _strange(self, listing: Listing, subject: str) -> bool:
        """Whether a known subject cannot be a part of what a list from above divides."""
        children = self.lexicon.children(listing.owner.subject) if listing.owner else frozenset()
        return bool(children) and subject in self.lexicon.subjects and subject not in children

    # changes

    def _delta(self, word: re.Match[str], amount: Amount) -> None:
        clause, turn = self.clause, self.clause.turn
        assert turn
        mention = self._named(word, turn.start)
        if mention and self.reason and mention.name not in self.lexicon.subjects:
            self._drop(word, amount, "说明用途或原因的数", aside=True)
            return
        item = self._spoken()
        if mention:
            item = self.known(mention)
            if item is None or "delta" in item.found or self._lists_deltas():
                fresh = self.item(mention)
                if item and "delta" not in item.found:
                    fresh.found.update({role: claim for role, claim in item.found.items() if role == "amount"})
                item = fresh
                self._place(item)
        elif self.pending and (item is None or "delta" in item.found or not self.count):
            item = self.known(self.pending) or self._new(self.pending)
        if item is None and self.prior and "delta" not in self.prior.found:
            item = self.prior
        if item is None:
            self._drop(word, amount, "不知道是哪一项的增减")
            return
        self._bind(item, "delta", word, amount, turn.sign)
        self.last = item
        del clause

    def _spoken(self) -> Item | None:
        """What a clause that names nothing is about: what the sentence is, or (2026年预算比…) the whole."""
        generic = self.clause.year == self.setting.year and self.clause.than >= 0 and self.count == self.marked
        return self.outer if generic and self.outer else self.last

    def _lists_deltas(self) -> bool:
        return bool(self.lists) and self.lists[-1].of == "delta"

    # percentages

    def _percent(self, word: re.Match[str], amount: Amount) -> None:
        clause, turn = self.clause, self.clause.turn
        if clause.share >= 0:
            role, sign = "share", 1
        elif clause.done >= 0:
            role, sign = "completion", 1
        elif turn and ADJACENT.fullmatch(self.text, turn.end, word.start()):
            role, sign = "rate", turn.sign
        elif self.text[word.start() - 1] == "(" and self.role == "delta" and self.last:
            role, sign = "rate", self.last.found["delta"].sign
        else:
            self._drop(word, amount, "不是占比、增减或完成的百分数", aside=True)
            self.restart(word.end())
            return
        item = self._target(word, turn.start if turn and role == "rate" else clause.share)
        if item is None:
            self._drop(word, amount, "不知道是哪一项的百分数")
        else:
            if role == "share" and clause.whole:
                item.whole = clause.whole.name
            self._bind(item, role, word, amount, sign)
            self.last = item
        self.restart(word.end())

    def _target(self, word: re.Match[str], before: int) -> Item | None:
        """What a percentage is about: what its clause names, else the item last spoken of."""
        mention = self._named(word, before) if before > self.clause.start else None
        if mention is None:
            if self.last is None and self.pending:
                return self._new(self.pending)
            return self._spoken()
        return self.known(mention) or self._new(mention)

    # counts

    def _count(self, word: re.Match[str], amount: Amount) -> None:
        listed = self.lists[-1] if self.lists else None
        mention = self._named(word)
        counted = listed and listed.owner and "count" in listed.owner.found
        known = mention and mention.name in self.lexicon.subjects
        if mention and (known or counted) and not self.reason:
            item = self._new(mention)
            self._bind(item, "count", word, amount)
            self.last = item
            self.restart(word.end())
        else:
            self.claims.append(self._claim(Item("", word["unit"]), "aside", word, amount, 1))

    # names

    def _named(self, word: re.Match[str], before: int = -1) -> Mention | None:
        """What the clause is about: the lexicon's subject if nothing else is said of it, else the words themselves;
        None where the clause names nothing of its own."""
        clause = self.clause
        end = before if before >= 0 else word.start()
        start = clause.past_end if clause.past else clause.start
        if before >= 0 and 0 <= clause.than < end and not clause.past:
            end = clause.than
        mention = clause.mention
        if mention and mention.end <= end and mention.start >= start:
            lead = BRACKETED.sub("", self.text[start : mention.start])
            tail = BRACKETED.sub("", self.text[mention.end : end])
            if self.lexicon.glue.fullmatch(tail) and self.qualifies(lead) and not clause.joined:
                return mention
        words = BRACKETED.sub("", self.text[start:end])
        words = LEADING.sub("", words)
        if self.lexicon.glue.fullmatch(words) or not self._own(words):
            return None
        return self._free(words, start, end)

    def qualifies(self, lead: str) -> bool:
        """Whether the words before a subject leave it what it is."""
        rest = LEADING.sub("", lead)
        if self.lexicon.glue.fullmatch(rest):
            return True
        return self._own_name(rest)

    def _own(self, words: str) -> bool:
        return bool(re.search(r"[\u4e00-\u9fff]{2,}", words)) and not self._own_name(words)

    def _own_name(self, words: str) -> bool:
        """Whether the words only name the part itself."""
        rest, name = self.lexicon.filler.sub("", PLAIN.sub("", words)), self.setting.name
        if not rest:
            return True
        if not rest.endswith(ORGANS):
            return rest == name
        return not name or _within(rest, name) or _within(name, rest) or rest[:4] == name[:4]

    def _free(self, words: str, start: int, end: int) -> Mention | None:
        """A name the lexicon does not have: a line of the classification, or the words as printed."""
        name = words
        for tail in self.lexicon.words.get("尾", ()):
            if name.endswith(tail) and len(name) > len(tail) + 1:
                name = name.removesuffix(tail)
        if "-" in name and all(len(piece) > 1 for piece in name.split("-")):
            return Mention(f"科目/{name.replace('-', '/')}", start, end, codes=(name,))
        title = self.setting.titles.get(name) or self.setting.titles.get(words)
        if title:
            return Mention(f"科目/{title}", start, end, codes=(title,))
        return Mention(f"“{name[:40]}”", start, end)

    # what is made

    def _bind(self, item: Item, role: str, word: re.Match[str], amount: Amount | None, sign: int = 1) -> None:
        if amount is None:
            return
        if role in item.found:
            self._drop(word, amount, f"同一项有两个{role}", aside=True)
            return
        claim = self._claim(item, role, word, amount, sign)
        item.found[role] = claim
        self.claims.append(claim)
        self.role = role
        self.count += 1

    def _claim(self, item: Item, role: str, word: re.Match[str], amount: Amount, sign: int) -> Claim:
        passage, start = self.paragraph.origin(word.start())
        last, end = self.paragraph.origin(word.end() - 1)
        end = end + 1 if last is passage else len(passage.text)
        subject = self._subject_of(item)
        fact = Fact(
            Key(self.setting.part, TEXT, subject, role), amount, passage.text[start:end], item.label, passage.place
        )
        return Claim(fact, subject, role, sign, passage, start, end, self.section)

    def _subject_of(self, item: Item) -> str:
        """The subject; with the name of what it is a part of where that is not this part of the filing itself."""
        owner = item.owners[0] if item.owners else None
        subject = item.subject or "其他"
        if subject not in self.lexicon.subjects:
            return subject
        other = self.other
        if owner and (owner.subject.startswith(("“", "科目/")) or self._apart(owner.subject, subject)):
            other = owner.label
        return f"{other}·{subject}" if other else subject

    def _apart(self, owner: str, subject: str) -> bool:
        """Whether a part is of its whole only: 接待费 of 机关运行经费 is not all of 接待费."""
        whole, own = self.lexicon.subjects.get(owner), self.lexicon.subjects[subject]
        if whole is None or subject in self.lexicon.children(owner):
            return False
        return own.fund or whole.family.partition("/")[0] != own.family.partition("/")[0]

    def _drop(self, word: re.Match[str], amount: Amount, why: str, aside: bool = False) -> None:
        """A number that is not bound: listed as unread, or set aside where it says nothing about the budget."""
        claim = self._claim(Item("", why), "aside", word, amount, 1)
        if aside:
            self.claims.append(claim)
        else:
            self.unread.append(
                Unread(claim.fact.raw, why, claim.passage, claim.start, claim.end, self.setting.part)
            )


MARKED = re.compile(r"\(?[\d一二三四五六七八九十]{1,3}[)、.．]|[一二三四五六七八九十]是")
DECIMALS = re.compile(r"\.(\d{1,6})万元")
PLAIN = re.compile(r"\d+[家个]|[\d\W_]+")
PLANNED = re.compile(r"(?:年初|全年|调整后?|当年)?预算数?(?:为|是|:)?$")


def _finest(text: str) -> Decimal:
    """The last digit that most exact amounts of a paragraph print."""
    decimals = [len(found[1]) for found in DECIMALS.finditer(text)]
    return Decimal(1).scaleb(-max(decimals)) if decimals else Decimal(1)


def _unit(name: str) -> Unit:
    if name == "万":
        return UNITS["万元"]
    return UNITS[name] if name in UNITS else count_unit(name)


def _within(short: str, full: str) -> bool:
    """Whether every letter of one stands in the other, in order."""
    letters = iter(full)
    return len(short) >= 2 and all(letter in letters for letter in short)


__all__ = ["COUNT", "TEXT", "Reader", "squash"]
