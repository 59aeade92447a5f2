"""Reads a paragraph word by word and binds every number: an amount, a change, a rate, a share, a count."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from budgetaudit.amounts import MONEY, PERCENT, UNITS, Amount, Unit, count_unit, read_amount
from budgetaudit.claims.clause import ADJACENT
from budgetaudit.claims.money import REVISED, WHOLE_YEAR, Money
from budgetaudit.claims.precision import last_digit
from budgetaudit.claims.tokens import Token, tokens
from budgetaudit.claims.topics import Topic
from budgetaudit.facts import Role
from budgetaudit.messages import message
from budgetaudit.text import regex

CHAIN = regex(
    r"(?:[\u4e00-\u9fff][\u4e00-\u9fff、]{1,60}+(?:\([\u4e00-\u9fff]{2,20}\)[\u4e00-\u9fff、]*+)?\(\d{0,3}[类款项]\))+"
)
APART = message("unread.apart")
BEGINNING = "年初"
TIMES = ("倍", "成", "番")
"""What a number before these counts is no per cent."""
COSTING = regex(r"[、，](?=\d[\d.,]*[万亿]?元)")
LEVELS = ("类)", "款)", "项)")


class Reader(Money):
    """One paragraph."""

    def read(self) -> "Reader":
        """Reads it all."""
        handlers = {
            "subj": self.on_subj, "line": self.on_line, "code": self.on_code, "year": self.on_year,
            "up": self.on_turn, "down": self.on_turn, "both": self.on_turn, "flat": self.on_flat, "soft": self.on_soft,
            "than": self.on_than, "past": self.on_past, "share": self.on_share, "done": self.on_done,
            "why": self.on_why, "intro": self.on_intro, "open": self.on_open, "close": self.on_close,
            "stop": self.on_stop, "semi": self.on_semi, "comma": self.on_comma, "dot": self.on_dot,
            "colon": self.on_colon, "num": self.on_number,
        }  # fmt: skip
        for word in self._words():
            handler = handlers.get(word.kind)
            if handler:
                handler(word)
        return self

    def _words(self) -> Iterator[Token]:
        """The words of the paragraph; a chain of 类, 款, 项 names is one word."""
        at, words = 0, self.lexicon.words
        chained = any(mark in self.text for mark in LEVELS)
        for chain in CHAIN.finditer(self.text) if chained else ():
            yield from tokens(self.text, words, at, chain.start())
            yield Token("line", chain[0], chain.start(), chain.end())
            at = chain.end()
        yield from tokens(self.text, words, at)

    def on_number(self, word: Token) -> None:
        """A number: by its unit."""
        if word.bare or not word.unit:
            self._unitless(word)
            return
        unit = _unit(word.unit)
        amount = read_amount(word.text.replace("，", ","), unit)
        if amount is None:
            return
        if any(start <= word.start < end for start, end in self.apart):
            self.drop(word, amount, APART)
            self.restart(word.end)
        elif unit.dimension == MONEY:
            self.money(word, self._sharp(amount))
        elif unit.dimension == PERCENT:
            self._percent(word, amount)
            self.restart(word.end)
        else:
            self._count(word, replace(amount, quantum=Decimal(0)))

    def _sharp(self, amount: Amount) -> Amount:
        """A whole number as exact as the amounts beside it show it to be."""
        if amount.quantum != 1 or amount.unit.name != "万元":
            return amount
        return replace(amount, quantum=last_digit(amount.value, self.habit, self.context.beside))

    def _unitless(self, word: Token) -> None:
        """A number without a unit is a claim only where the sentence asks for one."""
        turn, last = self.clause.turn, self.last
        if word.bare or not last or "." not in word.text or self.text[word.end : word.end + 1] in TIMES:
            return
        amount = read_amount(word.text.replace("，", ","))
        if self._behind_change(word) and Role.DELTA in last.numbers:
            self.bind(last, Role.RATE, word, amount, last.numbers[Role.DELTA].sign)
        elif turn and ADJACENT.fullmatch(self.text, turn.end, word.start):
            self.bind(last, Role.RATE if Role.DELTA in last.numbers else Role.CHANGE, word, amount, turn.sign)
        elif self.clause.share >= 0:
            self.bind(last, Role.SHARE, word, amount)

    def _behind_change(self, word: Token) -> bool:
        """Whether a number opens a bracket behind a change: 增加1.5万元（8.6%）."""
        return self.role == Role.DELTA and self.text[word.start - 1] == "("

    def _percent(self, word: Token, amount: Amount) -> None:
        """A share, a rate of completion, or a rate of change."""
        clause, turn = self.clause, self.clause.turn
        if clause.share >= 0:
            role, sign, before = Role.SHARE, 1, clause.share
        elif clause.done >= 0:
            role, sign, before = self._completed(word), 1, clause.share
        elif turn and ADJACENT.fullmatch(self.text, turn.end, word.start):
            role, sign, before = Role.RATE, turn.sign, turn.start
        elif self._behind_change(word) and self.last and Role.DELTA in self.last.numbers:
            role, sign, before = Role.RATE, self.last.numbers[Role.DELTA].sign, clause.share
        else:
            self.drop(word, amount, message("unread.rate"), aside=True)
            return
        topic = self._target(word, before)
        if topic is None:
            self.drop(word, amount, message("unread.percentage"))
            return
        if role == Role.SHARE and clause.whole:
            topic.whole = clause.whole.name
        self.bind(topic, role, word, amount, sign)
        self.last = topic

    def _completed(self, word: Token) -> Role:
        """Whether a percentage is of the revised plan (that is said, or there is no other) or of the plan; ASIDE where
        that cannot be told."""
        words, numbers = self.text[self.clause.done : word.start], self.last.numbers if self.last else {}
        revised = REVISED in words or (WHOLE_YEAR in words and Role.REVISED in numbers)
        if revised or (Role.REVISED in numbers and Role.PLAN not in numbers):
            return Role.RECOMPLETION
        return Role.COMPLETION if Role.REVISED not in numbers or BEGINNING in words else Role.ASIDE

    def _target(self, word: Token, before: int) -> Topic | None:
        """The topic of a percentage: the one that its clause names, else the one last spoken of."""
        mention = self.named(word, before) if before > self.clause.start else None
        if mention:
            return self.latest(mention) or self.new_in_list(mention)
        if self.last is None and self.pending:
            return self.new_in_list(self.pending)
        return self.spoken()

    def _count(self, word: Token, amount: Amount) -> None:
        """So many cars, people, projects."""
        listed = self.lists[-1] if self.lists else None
        mention = self.named(word)
        counted = listed and listed.owner and Role.COUNT in listed.owner.numbers
        if mention and (mention.name in self.lexicon.subjects or counted) and not self.reason:
            topic = self.new_in_list(mention)
            self.bind(topic, Role.COUNT, word, amount)
            self.last = topic
            self.restart(word.end)
        else:
            self.drop(word, amount, word.unit, aside=True)
            self.clause.turn = None
            if mention and COSTING.match(self.text, word.end):
                self.phrase = mention


def _unit(name: str) -> Unit:
    if name == "万":
        return UNITS["万元"]
    return UNITS[name] if name in UNITS else count_unit(name)
