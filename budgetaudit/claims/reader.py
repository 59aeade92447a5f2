"""Reads a paragraph word by word: which clause, bracket and list it is in, and what the clause is about."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from budgetaudit.claims.clause import Clause, Mention, Turn
from budgetaudit.claims.items import Item, Listing
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.text import Paragraph

ITEM = re.compile(
    r"(?P<item>(?:[\u4e00-\u9fff][\u4e00-\u9fff、]{1,60}+(?:\([\u4e00-\u9fff]{2,20}\)[\u4e00-\u9fff、]*+)?\(\d{0,3}[类款项]\))+)"
)
LEVEL = re.compile(r"([^()]+(?:\([\u4e00-\u9fff]{2,20}\)[^()]*)?)\((\d{0,3})([类款项])\)")
OUTTURN = re.compile(r"决算(?:数|额)?(?:[与和同](?:年初|全年|调整)?预算数?(?:基本)?)?$")
CLASSED = re.compile(r"[(（]?[\d一二三四五六七八九十]{0,3}[)）、.．]?按[^，]{2,12}分类")
JOINTS = ("和", "及", "与", "、", "以及")
MARKS = re.compile(r"^[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]")
NUMBERED = re.compile(r"[:：]?(?:1[.、．]|[(]?[一1][)]|一是)")
LEADS = ("方面", "如下", "情况", "内容", "包括")
CHAINED = re.compile(r"([\u4e00-\u9fff、()]{2,60}(?:-[\u4e00-\u9fff、()]{2,60})*)")


class Setting(NamedTuple):
    """What does not change from paragraph to paragraph of a part. `titles` are the names of classification lines."""

    lexicon: Lexicon
    part: str
    name: str
    year: int
    kind: str
    titles: Mapping[str, str]


class Bracket(NamedTuple):
    """What to go back to when a bracket closes."""

    last: Item | None
    lists: int
    clause: Clause
    reason: bool
    count: int


class Scan:
    """The state of reading one paragraph; `numbers.Reader` adds what to do with a number."""

    def __init__(self, setting: Setting, paragraph: Paragraph, family: str) -> None:
        self.setting, self.paragraph, self.family = setting, paragraph, family
        self.lexicon, self.text = setting.lexicon, paragraph.text
        self.items: list[Item] = []
        self.lists: list[Listing] = []
        self.brackets: list[Bracket] = []
        self.last: Item | None = None
        self.pending: Mention | None = None
        self.reason = False
        self.role = ""
        self.count = self.marked = 0
        self.floor = 0
        self.outer: Item | None = None
        self.head: Item | None = None
        self.phrase: Mention | None = None
        self.prior: Item | None = None
        self.classed = False
        self.clause = Clause(0)

    def words(self) -> Iterator[re.Match[str]]:
        """The words of the paragraph; a chain of 类, 款, 项 names is one word."""
        at, pattern = 0, self.lexicon.pattern
        chained = any(mark in self.text for mark in ("类)", "款)", "项)"))
        for item in ITEM.finditer(self.text) if chained else ():
            yield from pattern.finditer(self.text, at, item.start())
            yield item
            at = item.end()
        yield from pattern.finditer(self.text, at)

    def handlers(self) -> Mapping[str, Callable[[re.Match[str]], None]]:
        """What to do at each kind of word."""
        return {
            "subj": self._subject, "year": self._year, "code": self._code, "item": self._item,
            "intro": self._intro, "why": self._why, "both": self._turn, "up": self._turn, "down": self._turn,
            "flat": self._flat, "soft": self._soft, "share": self._share, "done": self._done, "than": self._than,
            "past": self._past, "open": self._open, "close": self._close, "stop": self._stop, "semi": self._semi,
            "comma": self._comma, "dot": self._dot, "colon": self._colon,
        }  # fmt: skip

    def restart(self, at: int) -> None:
        """A new clause; one that compares and gives no number is noted."""
        clause = self.clause
        if clause.than >= 0 and clause.turn and clause.turn.start > clause.than and not self.reason:
            item = self.known(clause.mention) if clause.mention else self.last
            if item and not item.turned:
                item.turned = self.text[clause.than : clause.turn.end]
        self.clause = Clause(at)

    # what a clause names

    def _subject(self, word: re.Match[str]) -> None:
        alias, mention = word[0], self.clause.mention
        between = self.text[mention.end : word.start()] if mention else ""
        if mention and self.clause.share < 0 and between not in JOINTS and self.lexicon.glue.fullmatch(between + alias):
            return
        name = ""
        if not self.text.startswith("决算", word.end()):
            name = next((one.name for one in self.lexicon.near.get(alias, ()) if self._fits(one.family)), "")
        near = bool(name) and alias not in self.lexicon.names
        name = name or self.lexicon.names.get(alias, "")
        if name:
            fund = self.lexicon.subjects[name].fund
            self.clause.names(Mention(name, word.start(), word.end(), near), fund)

    def _fits(self, family: str) -> bool:
        """Whether a short name of this family means it here: 财拨/收支 is within 收支."""
        return self.family == family or self.family.startswith(f"{family}/")

    def _item(self, word: re.Match[str]) -> None:
        levels = LEVEL.findall(word[0])
        codes = [code for _, code, _ in levels if code]
        names = tuple(f"{level}:{name}" for name, _, level in levels)
        code = "".join(codes) if len(codes) == len(levels) else ""
        label = "/".join(name for name, _, _ in levels)
        self.clause.names(Mention(f"科目/{label}", word.start(), word.end(), codes=(code, *names)), fund=False)

    def _code(self, word: re.Match[str]) -> None:
        """A classification code, and the name before or after it."""
        code = word[0].strip("()")
        before = self.text[self.clause.start : word.start()]
        if word[0].startswith("(") and before:
            start, end = self.clause.start, word.end()
        else:
            after = CHAINED.match(self.text, word.end() + (self.text[word.end() : word.end() + 1] == "-"))
            start, end = word.start(), after.end() if after else word.end()
            if not after and not before:
                return
        self.clause.names(Mention(f"科目/{code}", start, end, codes=(code,)), fund=False)
        self.clause.coded = True

    def _year(self, word: re.Match[str]) -> None:
        if self.text[word.end() : word.end() + 1] in ("末", "底"):
            return
        digits = word[0][:4]
        year = self.setting.year
        if digits.isdigit():
            found = int(digits)
        elif word[0][0] in "本当" and self.clause.year:
            self.clause.year_end = word.end()
            return
        elif word[0][0] in "上去":
            found = year - 1
        else:
            found = year
        if self.clause.than >= 0:
            self.clause.than_year = found
        else:
            self.clause.year = found
        self.clause.year_end = word.end()

    # which way a number went, and compared with what

    def _turn(self, word: re.Match[str]) -> None:
        sign = {"up": 1, "down": -1}.get(word.lastgroup or "", 0)
        if self._sides(word):
            return
        self.clause.turn = Turn(sign, word[0], word.start(), word.end())

    def _than(self, word: re.Match[str]) -> None:
        if self.clause.than < 0:
            self.clause.than = word.start()
        self.reason = False

    def _past(self, word: re.Match[str]) -> None:
        if self.clause.than >= 0 or self.clause.year:
            self.clause.past = True
            self.clause.past_end = word.end()

    def _share(self, word: re.Match[str]) -> None:
        self.clause.share = word.end()

    def _done(self, word: re.Match[str]) -> None:
        self.clause.done = word.end()

    def _soft(self, word: re.Match[str]) -> None:
        self.clause.soft = True

    def _why(self, word: re.Match[str]) -> None:
        del word
        self.reason = True

    # brackets, stops and lists

    def _open(self, word: re.Match[str]) -> None:
        self.brackets.append(Bracket(self.last, len(self.lists), self.clause, self.reason, self.count))
        if self.last:
            self.lists.append(Listing(self.last, "("))
        self.restart(word.end())

    def _close(self, word: re.Match[str]) -> None:
        if not self.brackets:
            return
        bracket = self.brackets.pop()
        del self.lists[bracket.lists :]
        self.last, self.reason = bracket.last, bracket.reason
        self.clause = bracket.clause if bracket.count == self.count else Clause(word.end())

    def _stop(self, word: re.Match[str]) -> None:
        base = self._base()
        self._label(word.start())
        if not self.brackets:
            if len(self.lists) > base and self.lists[base].owner:
                self.outer = self.lists[base].owner
            while len(self.lists) > base and not self.lists[-1].numbered:
                self.lists.pop()
            self.pending = self.phrase = None
        self.reason = False
        self.marked = self.count
        self.head = None
        self.restart(word.end())

    def _base(self) -> int:
        """How many of the open lists are older than the innermost bracket, or the paragraph."""
        return self.brackets[-1].lists + 1 if self.brackets else self.floor

    def _label(self, at: int) -> None:
        """A sentence that only names something is what the following ones are about."""
        mention = self.clause.mention
        if mention and not self.reason and self.count == self.marked and self.clause.than < 0:
            words = self.text[mention.end : at]
            if len(words) < 8 and len(self.text[self.clause.start : mention.start]) < 12:
                self.last = self.item(mention)
                self._place(self.last)

    def _place(self, item: Item) -> None:
        raise NotImplementedError

    def _semi(self, word: re.Match[str]) -> None:
        base = self._base()
        if len(self.lists) > base and self._ends(self.lists[-1], nested=len(self.lists) > base + 1):
            self.lists.pop()
        for listing in self.lists[base:]:
            listing.marks.add("；")
        self.reason = False
        self.pending = None
        self.restart(word.end())

    def _ends(self, listing: Listing, nested: bool) -> bool:
        """Whether a semicolon ends a list: one that named nothing, or a list in a list that was parted otherwise."""
        return not listing.items or (nested and "；" not in listing.marks and len(listing.items) > 1)

    def _comma(self, word: re.Match[str]) -> None:
        mention = self.clause.mention
        if mention and not self.reason and self.clause.share < 0:
            self.pending = None if self.clause.joined else mention
            lead = self.text[self.clause.start : mention.start]
            if not lead.startswith("在") and self.text[word.start() - 1] == "中" and mention.end >= word.start() - 5 and self.qualifies(lead):
                self.lists.append(Listing(self.owner(mention), "中"))
        year, than = self.clause.year, self.clause.than
        words = MARKS.sub("", self.text[self.clause.start : word.start()])
        if not mention and not self.reason and than < 0 and 4 <= len(words) <= 30 and self.clause.start < word.start():
            self.phrase = Mention(f"“{words}”", self.clause.start, word.start())
        self.restart(word.end())
        if than >= 0:
            self.clause.year = year

    def _dot(self, word: re.Match[str]) -> None:
        for listing in self.lists[-1:]:
            listing.marks.add("、")
        joined = self.clause.joined or (self.clause.mention is not None and self.clause.than < 0)
        self.restart(word.end())
        self.clause.joined = joined

    def _colon(self, word: re.Match[str]) -> None:
        if self.clause.mention and not self.reason:
            self.pending = self.clause.mention
        if self.clause.start == word.start() and self.role == "amount" and self.last:
            self.lists.append(Listing(self.last, "："))
        if self.text.endswith(LEADS, 0, word.start()):
            self.reason = False
            if self.last and not self.clause.mention:
                self.lists.append(Listing(self.last, "："))
        self.restart(word.end())

    def _intro(self, word: re.Match[str]) -> None:
        """其中, 包括: a list of parts follows."""
        mention, between = self.clause.mention, self.text[self.clause.start : word.start()]
        full = word["intro"] in self.lexicon.words["全列"] or "分类" in between or between.endswith("组成")
        if self.reason and word["intro"] not in ("其中", "主要为", "主要是"):
            return
        owner = self._divided(mention, word)
        full = full or ("分类" in self.text[max(0, word.start() - 8) : word.start()] and owner is not self.last)
        base = self._base()
        if not between and self.text[word.start() - 1 : word.start()] == "；":
            owner = self.lists[base].owner if len(self.lists) > base else self.head
            del self.lists[base:]
        mild = word["intro"].startswith("主要") and not word["intro"].endswith("包括")
        listing = Listing(owner, word["intro"], full, "delta" if mild else self.role)
        listing.numbered = bool(NUMBERED.match(self.text, word.end()))
        self.lists.append(listing)
        self.reason = mild
        self.restart(word.end())

    def _divided(self, mention: Mention | None, word: re.Match[str]) -> Item | None:
        """What a list divides: what its clause or sentence names, what was spoken of last, or (按功能分类，包括) before."""
        if mention and mention.end > word.start() - 6:
            return self.owner(mention)
        if self.pending and self.count == self.marked and not mention:
            return self.owner(self.pending)
        if CLASSED.match(self.text) and not self.items:
            self.classed = True
            return self.prior
        return self.last

    def owner(self, mention: Mention) -> Item:
        """The thing a mention without a number means: one already spoken of, or a new one."""
        for item in reversed(self.items):
            if item.subject == mention.name and "amount" in item.found:
                return item
        if mention.near and self.items:
            return self.items[0]
        return self.item(mention)

    def item(self, mention: Mention) -> Item:
        """A new thing the paragraph is about."""
        label = self.text[mention.start : mention.end]
        item = Item(mention.name, label, mention.codes)
        self.items.append(item)
        return item

    def _flat(self, word: re.Match[str]) -> None:
        """持平: no change."""
        own = self.clause.mention
        item = self.known(own) if own else self.last
        clause = self.clause
        if self._sides(word):
            return
        if item and (clause.than >= 0 or clause.year or "增减" in word[0] or "变" in word[0]):
            item.flat = "大致" if clause.soft else word[0]

    def qualifies(self, lead: str) -> bool:
        """Whether the words before a subject leave it what it is."""
        raise NotImplementedError

    def _sides(self, word: re.Match[str]) -> bool:
        """决算数小于预算数, 决算数与预算数持平: which of two numbers is greater."""
        if not OUTTURN.search(self.text, max(0, word.start() - 14), word.start()):
            return False
        item = (self.known(self.clause.mention) if self.clause.mention else None) or self.last
        if item and not self.clause.soft:
            item.side = word[0]
        return True

    def known(self, mention: Mention) -> Item | None:
        """The latest thing of this name."""
        return next((item for item in reversed(self.items) if item.subject == mention.name), None)
