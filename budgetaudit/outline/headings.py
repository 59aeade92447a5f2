"""What a heading looks like: a number and a short title, or a known title alone."""

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.filing import Passage
from budgetaudit.rulebook import WordLists, under
from budgetaudit.text import CIRCLED, COUNTING, DATED, SENTENCE_ENDS, ordinal, regex, squeeze

_HAN = f"零〇{COUNTING}百"
CHAPTER = "第X部分"
STYLES = (
    (CHAPTER, regex(rf"第([{_HAN}\d]{{1,3}})(?:部分|章|节|篇)[：:、.．]?")),
    ("附件", regex(rf"附件([{_HAN}\d]{{1,2}})?[：:、.．-]?")),
    ("一、", regex(rf"([{_HAN}]{{1,4}})[、.．]")),
    ("（一）", regex(rf"[（(]([{_HAN}]{{1,4}})[）)][、.．]?")),
    ("1、", regex(r"(\d{1,2})[、.．](?!\d)")),
    ("（1）", regex(r"[（(](\d{1,2})[）)][、.．]?")),
    ("1）", regex(r"(\d{1,2})[）)]")),
    ("①", regex(rf"([{CIRCLED}])[、.．]?")),
)
"""Numbering styles, the most major first by convention; the document decides how they nest."""
_BEGINS = {"附件": ("附件",), "（一）": ("（", "("), "（1）": ("（", "("), "①": tuple(CIRCLED)}
"""What a number of some styles begins with: few lines do, and their patterns are seldom needed."""

LABEL = "："
"""The style of an unnumbered title that ends in a colon (`机构设置：`): it heads paragraphs only."""

LONGEST = 45
LONGEST_NUMBER = 8
LONGEST_FUSED = 32
_QUOTES = str.maketrans("", "", "“”‘’\"'＂＇「」")
_BRACKETS = regex(r"[（(][^（）()]*[）)]$")
_YEAR = regex(DATED)
_SENTENCE = regex(rf"[{SENTENCE_ENDS}，,、：:]$|。|\d(?:\.\d+)?(?:万|亿)?元")
_PRINTED = regex(r"(\d[\d,.]{0,30})\s?(万元|亿元|元|%|％|平方)?")
_ITEM = regex(rf"\s[{COUNTING}]{{1,3}}、")
_WHOSE = regex(rf"^[^年，。：]{{2,40}}?{DATED}(?=(?:部门|单位)(?:综合)?(?:预算|决算))")
"""Whose budget a title is of: the name of a body may hold the name of a section."""
_FIGURES = ("图", "表", "附")
_AMOUNT = regex(r"[\d,，.．]{1,40}(?:万|亿)?元|为?\d[\d,.]{0,40}万元")


class HeadingWords(Struct, frozen=True):
    """The word lists of rules/words/sections.yaml, by what the outline asks of them."""

    names: tuple[tuple[str, tuple[str, ...]], ...]
    endings: tuple[str, ...]
    glossary: frozenset[str]
    duties: frozenset[str]
    tables: tuple[str, ...]
    reports: tuple[str, ...]
    contents: tuple[str, ...]

    @classmethod
    def of(cls, words: WordLists) -> "HeadingWords":
        def listed(name: str) -> tuple[str, ...]:
            return words.get(f"heading_{name}", ())

        return cls(
            names=tuple(under(words, "section/").items()),
            endings=listed("endings"),
            glossary=frozenset(listed("glossary")),
            duties=frozenset(listed("duties")),
            tables=listed("tables"),
            reports=listed("reports"),
            contents=listed("contents"),
        )

    def name(self, title: str) -> str:
        """The canonical section name of a title, "" where none fits or the title is a table's."""
        bare = _YEAR.sub("", _WHOSE.sub("", title.translate(_QUOTES)))
        stem = _BRACKETS.sub("", bare)
        if stem.endswith(self.tables) and not any(report in bare for report in self.reports):
            return ""
        return next((name for name, aliases in self.names if any(alias in bare for alias in aliases)), "")


class Heading(Struct, frozen=True):
    """A line that may head a section. `at` is its index among the blocks; `fused`: with its text."""

    at: int
    passage: Passage | None
    style: str = ""
    number: str = ""
    ordinal: int = 0
    title: str = ""
    name: str = ""
    fused: bool = False


def numbered(line: str) -> tuple[str, str, str]:
    """The style, the number and the rest of a line without white space; no style where it has no number.

    >>> numbered("（二）收入说明"), numbered("收入说明")
    (('（一）', '二', '收入说明'), ('', '', '收入说明'))
    """
    for style, pattern in STYLES:
        match = pattern.match(line) if line.startswith(_BEGINS.get(style, "")) else None
        if match:
            return style, match[1] or "", line[match.end() :]
    return "", "", line


def bare_number(passage: Passage) -> bool:
    """Whether a line is the number of a heading and nothing else; a chapter's is a heading by itself."""
    style, _, rest = numbered(squeeze(passage.text)) if len(passage.text) <= LONGEST_NUMBER else ("", "", "")
    return bool(style) and style not in ("附件", CHAPTER) and not rest


def is_row(line: str) -> bool:
    """Whether a line is a row of a table without lines: no sentence, with amounts that have no unit, or with the number
    of another item inside."""
    if "。" in line or "，" in line:
        return False
    amounts = (number for number, unit in _PRINTED.findall(line) if not unit)
    return any("," in number or "." in number.rstrip(".")[:-2] for number in amounts) or bool(_ITEM.search(line))


def read_heading(at: int, passage: Passage, heading_words: HeadingWords) -> Heading | None:
    """The heading that a passage is or begins with, None where it is plain text."""
    if passage.role not in ("body", "heading"):
        return None
    text = squeeze(passage.text[:400])
    if is_row(passage.text[:400].strip()):
        return None
    style, number, rest = numbered(text)
    if not style:
        return _unnumbered(Heading(at, passage), text, heading_words)
    return _titled(Heading(at, passage, style, number, ordinal(number)), rest, heading_words)


def _titled(shape: Heading, rest: str, heading_words: HeadingWords) -> Heading | None:
    """A numbered line: a title alone, or a known title with its text."""
    if shape.style == "附件" and not shape.number and not rest:
        return None
    if len(rest) <= LONGEST and not _SENTENCE.search(rest):
        return replace(shape, title=rest, name=heading_words.name(rest)) if rest or shape.style == CHAPTER else None
    head = rest.partition("。")[0].partition("：")[0].partition(":")[0]
    amount = _AMOUNT.search(head)
    head = head[: amount.start()] if amount else head
    name = heading_words.name(head) if 0 < len(head) <= LONGEST_FUSED and "，" not in head else ""
    if not name:
        return _lead(shape, rest, heading_words)
    alone = rest.rstrip("。：:") == head and not any(letter.isdigit() for letter in head)
    return replace(shape, title=head.rstrip("为"), name=name, fused=not alone)


def _lead(shape: Heading, rest: str, heading_words: HeadingWords) -> Heading | None:
    """`1、收入说明，2021年…`: a known title that ends as titles do, set off by a comma."""
    head, comma, _ = rest.partition("，")
    if not comma or len(head) > LONGEST_FUSED or not head.endswith(heading_words.endings):
        return None
    name = heading_words.name(head)
    return replace(shape, title=head, name=name, fused=True) if name else None


def _figure(title: str) -> bool:
    """Whether a title is that of a figure, a table or an annex by its number alone: 图1, 表2."""
    return title.startswith(_FIGURES) and title[1:2].isdecimal()


def _unnumbered(shape: Heading, text: str, heading_words: HeadingWords) -> Heading | None:
    """A short line that is a known title, or that the document's own style marks as a heading."""
    label = text.endswith(("：", ":"))
    title = text[:-1] if label else text
    if not title or len(title) > LONGEST or _SENTENCE.search(title) or _figure(title):
        return None
    marked = shape.passage is not None and shape.passage.role == "heading"
    name = heading_words.name(title)
    if not marked and not (name and title.endswith(heading_words.endings)):
        return None
    if title.endswith(heading_words.tables) and not name:
        return None
    return replace(shape, style=LABEL if label else "", title=title, name=name)
