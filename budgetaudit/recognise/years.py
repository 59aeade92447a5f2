"""The year and kind (预算 or 决算) of a filing, its region, and the entity a cover or heading names."""

from collections import Counter
from collections.abc import Sequence

from budgetaudit.filing import Passage, Place
from budgetaudit.recognise.stream import StreamItem, TitledSheet
from budgetaudit.text import HAN, YEAR, regex, unquoted

BUDGETS = ("一般公共预算", "公共财政预算", "政府性基金预算", "国有资本经营预算")
_YEAR = regex(rf"({YEAR})年")
_TITLE_YEAR = regex(rf"({YEAR})年?度?[^0-9年]{{0,30}}?(预算|决算)")
_BODY = (
    rf"(?:{HAN}|[()·]){{2,40}}?(?:局|委|办|院|会|厅|室|部|团|校|学院|中心|队|所|馆|站|处|署|台|社|行|公司|街道|镇|乡|政府|协会|联|院线|法院)"
    r"(?:\((?:本级|汇总|机关)\)|本级|机关)?"
)
_BEFORE = regex(rf"^(?:附件\d*:?)?(?:关于)?({_BODY})(?:关于)?{YEAR}年")
_FRAMED = regex(rf"^(?:附件\d*:?)?(?:关于)?((?:{HAN}|[()·]){{2,40}}?){YEAR}年?度?(?:部门|单位)(?:综合)?(?:预算|决算)")
"""A body by where it stands, whatever its name ends in."""
_AFTER = regex(rf"^{YEAR}年度?({_BODY})(?:部门|单位)?(?:预算|决算)(?!支出|收)")


def year_and_kind(items: Sequence[StreamItem]) -> tuple[int, str, Place]:
    """What captions and titles say most often; the cover and first headings break ties."""
    years: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    place = Place()
    cover = "".join(unquoted(item.text) for item in items[:4] if isinstance(item, Passage) and len(item.text) <= 40)
    if match := _TITLE_YEAR.search(_unbudgeted(cover)):
        years[int(match[1])] += 6
        kinds[match[2]] += 6
    short = [item for item in items if isinstance(item, Passage) and len(item.text) <= 60]
    for weight, passage in ((6 if i < 6 else 2, p) for i, p in enumerate(short)):
        match = _TITLE_YEAR.search(_unbudgeted(unquoted(passage.text)))
        if match:
            years[int(match[1])] += weight
            kinds[match[2]] += weight
            place = place if place != Place() else passage.place
    for item in items:
        if isinstance(item, TitledSheet):
            stated = item.captions.get("year")
            if stated:
                years[int(stated.value)] += 3
            title = unquoted(item.known.title.raw)
            for kind in ("决算", "预算"):
                if kind in _unbudgeted(title):
                    kinds[kind] += 1
                    break
            match = _YEAR.search(title)
            if match and stated is None:
                years[int(match[1])] += 1
    year = years.most_common(1)[0][0] if years else 0
    kind = kinds.most_common(1)[0][0] if kinds else ""
    return year, kind, place


def _unbudgeted(title: str) -> str:
    """A title without the names of budgets, which final accounts have too."""
    for name in BUDGETS:
        title = title.replace(name, name[:-2])
    return title


def cover_entity(items: Sequence[StreamItem]) -> str:
    """The body that a heading such as `某局2026年部门预算` names, "" where none does. Covers break it over lines."""
    names: Counter[str] = Counter()
    lines = [unquoted(item.text) for item in items if isinstance(item, Passage) and len(item.text) <= 60]
    joined = ["".join(lines[i : i + n]) for i in range(min(6, len(lines))) for n in (2, 3)]
    for text in (*lines, *joined):
        match = _BEFORE.match(text) or _AFTER.match(text) or _FRAMED.match(text)
        if match:
            names[match[1]] += 1
    return names.most_common(1)[0][0] if names else ""
