"""The year and kind (预算 or 决算) of a filing, and the entity a cover or heading names."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from budgetaudit.filing import Passage, Place
from budgetaudit.recognise.sheet import GridRow
from budgetaudit.recognise.stream import StreamItem, TitledSheet
from budgetaudit.recognise.vocabulary import Vocabulary
from budgetaudit.text import HAN, YEAR, regex, unquoted

_YEAR = regex(rf"({YEAR})年")
_TITLE_YEAR = regex(rf"({YEAR})年?度?[^0-9年]{{0,30}}?(预算|决算)(?!执行)")
_PROSE_YEAR = regex(rf"(?<![比较与同])({YEAR})年度")
_BODY = (
    rf"(?:{HAN}|[()·]){{2,40}}?(?:局|委|办|院|会|厅|室|部|团|校|学院|中心|队|所|馆|站|处|署|台|社|行|公司|街道|镇|乡|政府|协会|联|院线|法院)"
    r"(?:\((?:本级|汇总|机关)\)|本级|机关)?"
)
_BEFORE = regex(rf"^(?:附件\d*:?)?(?:关于)?({_BODY})(?:关于)?{YEAR}年")
_FRAMED = regex(rf"^(?:附件\d*:?)?(?:关于)?((?:{HAN}|[()·]){{2,40}}?){YEAR}年?度?(?:部门|单位)(?:综合)?(?:预算|决算)")
"""A body by where it stands, whatever its name ends in."""
_AFTER = regex(rf"^{YEAR}年度?({_BODY})(?:部门|单位)?(?:预算|决算)(?!支出|收)")
KINDS = ("决算", "预算")
LONGEST, FIRST = 60, 6


class Votes(Struct):
    """How strongly the document says each year and kind, and where it first did."""

    years: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    place: Place = Place()


def year_and_kind(items: Sequence[StreamItem], words: Vocabulary) -> tuple[int, str, Place]:
    """What captions and titles say most often; the cover and first headings break ties. Where they say nothing,
    headings without a year, the heads of columns and the prose do."""
    votes = Votes()
    _titles(items, votes, words)
    for item in items:
        if isinstance(item, TitledSheet):
            _sheet(item, votes, words)
    if not votes.kinds:
        votes.kinds.update(kind for text in _short_texts(items) for kind in _kinds(text, words))
    if not votes.years:
        passages = (item.text for item in items if isinstance(item, Passage))
        votes.years.update(int(year) for text in passages for year in _PROSE_YEAR.findall(unquoted(text)))
    year, kind = votes.years.most_common(1), votes.kinds.most_common(1)
    return year[0][0] if year else 0, kind[0][0] if kind else "", votes.place


def _titles(items: Sequence[StreamItem], votes: Votes, words: Vocabulary) -> None:
    """The votes of the cover and of short lines that name a year and a kind."""
    cover = "".join(unquoted(item.text) for item in items[:4] if isinstance(item, Passage) and len(item.text) <= 40)
    short = [item for item in items if isinstance(item, Passage) and len(item.text) <= LONGEST]
    weighed = [(FIRST, cover, Place())]
    weighed += [(FIRST if i < FIRST else 2, unquoted(item.text), item.place) for i, item in enumerate(short)]
    for weight, text, place in weighed:
        match = None if "。" in text else _TITLE_YEAR.search(_without_funds(text, words))
        if match:
            votes.years[int(match[1])] += weight
            votes.kinds[match[2]] += weight
            votes.place = votes.place if votes.place != Place() else place


def _sheet(item: TitledSheet, votes: Votes, words: Vocabulary) -> None:
    """The votes of a table's title and caption."""
    stated = item.captions.get("year")
    title = unquoted(item.known.title.raw)
    if stated:
        votes.years[int(stated.value)] += 3
    elif match := _YEAR.search(title):
        votes.years[int(match[1])] += 1
    votes.kinds.update(_kinds(title, words)[:1])


def _kinds(text: str, words: Vocabulary) -> list[str]:
    """The kinds that a text names otherwise than in the name of a fund's budget."""
    bare = _without_funds(text, words)
    return [kind for kind in KINDS if kind in bare]


def _without_funds(text: str, words: Vocabulary) -> str:
    """A text without the names of the budgets that every filing has, whatever its kind."""
    for name in words.words("fund_budgets"):
        text = text.replace(name, "")
    return text


def _short_texts(items: Sequence[StreamItem]) -> Iterator[str]:
    """Short lines, and the heads of columns."""
    for item in items:
        if isinstance(item, Passage):
            if len(item.text) <= LONGEST and "。" not in item.text:
                yield unquoted(item.text)
        else:
            head: tuple[GridRow, ...] = item.known.sheet.head
            yield from (unquoted(cell.text) for line in head for cell in line.own)


def cover_entity(items: Sequence[StreamItem]) -> str:
    """The body that a heading such as `某局2026年部门预算` names, "" where none does. Covers break it over lines."""
    names: Counter[str] = Counter()
    lines = [unquoted(item.text) for item in items if isinstance(item, Passage) and len(item.text) <= LONGEST]
    joined = ["".join(lines[i : i + n]) for i in range(min(6, len(lines))) for n in (2, 3)]
    for text in (*lines, *joined):
        match = _BEFORE.match(text) or _AFTER.match(text) or _FRAMED.match(text)
        if match:
            names[match[1]] += 1
    return names.most_common(1)[0][0] if names else ""
