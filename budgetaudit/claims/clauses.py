"""The words of a clause: subjects and codes, years and comparisons, which way a number went."""

from budgetaudit.claims.clause import Mention, Turn
from budgetaudit.claims.names import Naming
from budgetaudit.claims.state import LINE
from budgetaudit.claims.tokens import Token, joins
from budgetaudit.facts import Certainty, Role
from budgetaudit.text import regex

LEVEL = regex(r"([^()]{1,200}(?:\([\u4e00-\u9fff]{2,20}\)[^()]{0,200})?)\((\d{0,3})([类款项])\)")
CHAINED = regex(r"([\u4e00-\u9fff、()]{2,60}(?:-[\u4e00-\u9fff、()]{2,60})*)")
OUTTURN = regex(r"决算(?:数|额)?(?:[与和同](?:年初|全年|调整)?预算数?(?:基本)?)?$")
JOINTS = ("和", "及", "与", "、", "以及")
SIGNS = {"up": 1, "down": -1}
ROUGHLY = "大致"


class Clauses(Naming):
    """Reading the words of a clause."""

    def on_subj(self, word: Token) -> None:
        """A subject, unless the words only go on with the one named already (会议费｜预算支出)."""
        alias, mention = word.text, self.clause.mention
        between = self.text[mention.end : word.start] if mention else ""
        goes_on = mention and self.clause.share < 0 and between not in JOINTS
        if goes_on and joins(between + alias, self.lexicon.words):
            return
        name = ""
        if not self.text.startswith("决算", word.end):
            subjects = self.lexicon.near.get(alias, ())
            name = next((subject.name for subject in subjects if self._fits(subject.family)), "")
        near = bool(name) and alias not in self.lexicon.names
        name = name or self.lexicon.names.get(alias, "")
        if name:
            fund = self.lexicon.subjects[name].fund
            certainty = Certainty.GUESSED if near and not self.context.named else Certainty.STATED
            self.clause.names(Mention(name, word.start, word.end, near, certainty=certainty), fund)

    def _fits(self, family: str) -> bool:
        """Whether a short name of this family means it here: 收支/财拨 is within 收支."""
        return self.context.family == family or self.context.family.startswith(f"{family}/")

    def on_line(self, word: Token) -> None:
        """A chain of 类, 款, 项 names."""
        levels = LEVEL.findall(word.text)
        codes = [code for _, code, _ in levels if code]
        code = "".join(codes) if len(codes) == len(levels) else ""
        label = "/".join(name for name, _, _ in levels)
        names = tuple(f"{level}:{name}" for name, _, level in levels)
        self.clause.names(Mention(f"{LINE}{label}", word.start, word.end, codes=(code, *names)), fund=False)

    def on_code(self, word: Token) -> None:
        """A classification code, and the name before or after it."""
        code = word.text.strip("()")
        before = self.text[self.clause.start : word.start]
        if word.text.startswith("(") and before:
            start, end = self.clause.start, word.end
        else:
            after = CHAINED.match(self.text, word.end + (self.text[word.end : word.end + 1] == "-"))
            start, end = word.start, after.end() if after else word.end
            if not after and not before:
                return
        self.clause.names(Mention(f"{LINE}{code}", start, end, codes=(code,)), fund=False)

    def on_year(self, word: Token) -> None:
        """The year a clause speaks of, or compares with."""
        clause, first = self.clause, word.text[0]
        if self.text[word.end : word.end + 1] in ("末", "底"):
            return
        clause.year_end = word.end
        if first in "本当" and clause.year:
            return
        digits = word.text[:4]
        year = int(digits) if digits.isdigit() else self.prose.year - (first in "上去")
        if clause.than >= 0:
            clause.than_year = year
        else:
            clause.year = year

    def on_turn(self, word: Token) -> None:
        """增加, 减少, 增减."""
        if not self._sides(word):
            self.clause.turn = Turn(SIGNS.get(word.kind, 0), word.text, word.start, word.end)

    def on_flat(self, word: Token) -> None:
        """持平: no change."""
        clause = self.clause
        topic = self.latest(clause.mention) if clause.mention else self.last
        if self._sides(word) or not topic:
            return
        after = Role.BEFORE in topic.numbers and not clause.mention
        if after or clause.than >= 0 or clause.year or "增减" in word.text or "变" in word.text:
            topic.flat = ROUGHLY if clause.soft else word.text

    def _sides(self, word: Token) -> bool:
        """Whether a word compares the outturn with the budget (决算数小于预算数); if so, its topic keeps the word."""
        outturn = OUTTURN.search(self.text, max(0, word.start - 14), word.start)
        if not outturn or 0 <= self.clause.than < outturn.start():
            return False
        topic = (self.latest(self.clause.mention) if self.clause.mention else None) or self.last
        if topic and not self.clause.soft:
            topic.side = word.text
        return True

    def on_than(self, word: Token) -> None:
        """比上年: what follows up to a number or 相比 is the base."""
        if self.clause.than < 0:
            self.clause.than = word.start
        self.reason = False

    def on_past(self, word: Token) -> None:
        """相比: the base is over."""
        if self.clause.than >= 0 or self.clause.year:
            self.clause.past = True
            self.clause.past_end = word.end

    def on_share(self, word: Token) -> None:
        """占: what follows is the whole."""
        self.clause.share = word.start

    def on_done(self, word: Token) -> None:
        """完成: what follows is the plan."""
        self.clause.done = word.end

    def on_soft(self, word: Token) -> None:
        """基本持平 proves nothing."""
        self.clause.soft = bool(word)

    def on_why(self, word: Token) -> None:
        """主要用于, 原因是: no claims until the sentence goes on."""
        self.reason = bool(word)
