"""The words of the prose, as data: subjects, what they are called and how they divide, what joins a sentence."""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from budgetaudit.claims.text import squash
from budgetaudit.rulebook import Partition, Rulebook, Subject, under
from budgetaudit.text import regex


class Lexicon(Struct, frozen=True):
    """Compiled: the one pattern of all words, and what each stands for."""

    pattern: re.Pattern[str]
    subjects: Mapping[str, Subject]
    names: Mapping[str, str]
    near: Mapping[str, tuple[Subject, ...]]
    partitions: Mapping[str, tuple[Partition, ...]]
    wholes: tuple[tuple[str, str], ...]
    mild: frozenset[str]
    firm: frozenset[str]
    full: frozenset[str]
    tails: tuple[str, ...]
    organs: tuple[str, ...]
    silent: frozenset[str]
    funds: Mapping[str, str]
    glue: re.Pattern[str]
    filler: re.Pattern[str]

    def gaps(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What stands between the subjects of a stretch of text."""
        for word in self.pattern.finditer(text, start, end):
            if word.lastgroup == "subj":
                yield start, word.start()
                start = word.end()
        yield start, end

    def children(self, whole: str) -> frozenset[str]:
        """Every subject that may be a part of this one."""
        found: frozenset[str] = frozenset()
        for partition in self.partitions.get(whole, ()):
            found |= partition.members
        return found


def lexicon(rulebook: Rulebook) -> Lexicon:
    """The lexicon of a rulebook, made once."""
    return rulebook.once(_read)


def _read(rulebook: Rulebook) -> Lexicon:
    subjects, partitions = rulebook.subjects, rulebook.partitions
    words = under(rulebook.words, "claim/")
    lists = {name: frozenset(map(squash, members)) for name, members in words.items()}
    names = {alias: entry.name for entry in subjects for alias in entry.aliases}
    near: dict[str, tuple[Subject, ...]] = {}
    for entry in subjects:
        for alias in entry.near:
            near[alias] = (*near.get(alias, ()), entry)
    wholes: dict[str, tuple[Partition, ...]] = {}
    for part in partitions:
        wholes[part.whole] = (*wholes.get(part.whole, ()), part)
    return Lexicon(
        pattern=_pattern({*names, *near}, lists),
        subjects={entry.name: entry for entry in subjects},
        names=names,
        near=near,
        partitions=wholes,
        wholes=tuple((word, entry.name) for entry in subjects for word in entry.alone),
        mild=lists.get("缓引", frozenset()),
        firm=lists.get("必引", frozenset()),
        full=lists.get("全列", frozenset()),
        tails=words.get("尾", ()),
        organs=tuple(lists.get("机构", ())),
        silent=lists.get("不读", frozenset()),
        funds={name: family for family, names in words.items() if "/" in family for name in names},
        filler=regex(trie(lists.get("套话", frozenset()))),
        glue=regex(f"(?:{trie(lists.get('套话', frozenset()))}|[\\d.、,，:()\\-《》])*+"),
    )


_BASE = r"(?=(?:于|上)?(?:上年|去年|上一|本年|前年|往年|年初|预算数|20\d\d))"
_NUMBER = r"[-+]?(?:\d{1,3}(?:[,，]\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)"


def _pattern(aliases: Iterable[str], lists: Mapping[str, frozenset[str]]) -> re.Pattern[str]:
    """Everything a paragraph is cut into; what matches none of it is filler."""
    units = f"(?:万|亿)?(?:{trie(lists.get('单位', ()))})(?!元)"
    return regex(
        r"(?P<skip>[〔\[]\d{4}[〕\]]第?\d+号?|\d{4}-\d{1,2}-\d{1,2}|0\d{2,3}[-—–]\d{7,8}|\d{1,2}月\d{1,2}日|\d{1,2}月底?"
        r"|第\d+|[A-Za-z]+\d[\w.-]*|\d+[×xX*]\d+|\d{1,2}:\d{2})"
        rf"|(?P<subj>{trie(aliases)})"
        r"|(?P<year>20\d\d(?:[-—–至~]20\d\d)?年?(?:度|末|底)?(?=年|\D)(?![,.]\d|万|元|辆|个|人|项|台|次|家)"
        r"|上一?年度?|去年|本年度?(?!度|支|收|部|单)|当年(?=预|安|$))"
        r"|(?P<code>(?<![\d.,])\d{7}(?![\d.,万亿元%辆人次个])|(?<![\d.,])2\d{4}(?![\d.,万亿元%辆人次个年])"
        r"|\((?:\d{3}|\d{5}|\d{7})\))"
        rf"|(?P<bound>(?:≥|≤|>|<|=|不[少低]于|不[高超多大]过|不[高多大]于|超过|达到|力争)*(?<=[≥≤><=于过到争])(?<![加少长升降整高低减]到){_NUMBER}(?:万元|亿元|元|%|{units})?"
        rf"|{_NUMBER}(?:万元|元|年|%|{units})(?:\([含不]?[^()]{{0,6}}\))?(?:及?以[上下内]|左右|起)|{_NUMBER}(?:万元|元)/)"
        rf"|(?P<num>{_NUMBER}(?P<unit>万元|亿元|千元|百万元|元|%|‰|{units}|万(?![\d人次]))?(?P<bare>年|月|日|号|时|小时|天|层|周|届|级|岁|米|公里|吨|亩|分|期|批|楼|线|路|条|字|岁|后)?)"
        rf"|(?P<intro>{trie(lists.get('引出', ()))}):?"
        rf"|(?P<why>{trie(lists.get('原因', ()))})"
        rf"|(?P<both>{trie(lists.get('增减', ()))})"
        rf"|(?P<soft>{trie(lists.get('大致', ()))})"
        rf"|(?P<flat>{trie(lists.get('持平', ()))})"
        rf"|(?P<up>{trie(lists.get('增加', ()))})"
        rf"|(?P<down>{trie(lists.get('减少', ()))})"
        rf"|(?P<share>{trie(lists.get('占', ()))})(?![用地])"
        rf"|(?P<done>{trie(lists.get('完成', ()))})(?!数|额)"
        rf"|(?P<than>(?:{trie(lists.get('比较', ()))}){_BASE})"
        r"|(?P<past>相比|相较|比较|对比)"
        r"|(?P<open>\()|(?P<close>\))|(?P<stop>[。！？])|(?P<semi>；)|(?P<comma>，)|(?P<dot>、)|(?P<colon>:)"
    )


def trie(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words at a place, without trying them one by one."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        branch = root
        for letter in word:
            branch = branch.setdefault(letter, {})
        if word:
            branch[""] = {}
    return _branches(root) if root else r"(?!)"


def _branches(branch: dict) -> str:  # type: ignore[type-arg]
    ends = "" in branch
    rest = [re.escape(letter) + _branches(below) for letter, below in sorted(branch.items()) if letter]
    if not rest:
        return ""
    body = rest[0] if len(rest) == 1 and not ends else f"(?:{'|'.join(rest)})"
    return f"{body}?" if ends else body
