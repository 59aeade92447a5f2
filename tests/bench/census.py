"""What a filing holds, counted without the recogniser: titles of standard tables, numbers in grids.

Knows only the titles and headers of `domain/layouts.md`; shares no words and no code with budgetaudit/recognise.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from budgetaudit.filing import Cell, Filing, Grid, Passage, Place
from budgetaudit.text import narrow

_WHOLE = r"(?:预算|决算|总体)*(?:情况|明细)?(?:预算|决算)?总?表"
_FUND = r"(?:预算)?(?:财政)?(?:拨款)?"
FAMILIES = (
    ("三公经费表", r"三公经费(?:[和、].{0,6}机关运行经费|[、及和]?会议费.?培训费)?(?:预算|决算|支出|情况)*表"),
    ("", r"结转资金支出表"),
    ("政府性基金收支表", rf"政府性基金(?:预算)?收支{_WHOLE}"),
    ("政府性基金支出表", rf"政府(?:性)?基金{_FUND}(?:收入)?支出(?:功能分类)?{_WHOLE}"),
    ("国有资本经营支出表", rf"国有资(?:本|金)经营{_FUND}(?:收入)?支出(?:功能分类)?{_WHOLE}"),
    ("机关运行经费表", rf"机关运行经费(?:支出)?{_WHOLE}"),
    ("政府采购表", rf"政府采购(?:支出|\(资产配置、购买服务\))?{_WHOLE}|政府采购预算"),
    ("财政拨款基本支出表", rf"(?<!预算)财政拨款基本支出{_WHOLE}"),
    ("基本支出总表", r"基本支出总表"),
    ("基本支出表", rf"基本支出(?:部门预算经济分类|经济分类)?{_WHOLE}"),
    ("项目支出表", rf"(?:项目支出(?:及其他支出)?|专项业务经费支出){_WHOLE}"),
    ("财政拨款收支总表", rf"财政拨款(?:收支|收入支出){_WHOLE}"),
    ("一般公共预算支出表", rf"一般公共预算{_FUND}(?:收入)?(?:支出(?:功能分类|经济分类)?{_WHOLE}|决算表)"),
    ("财政拨款支出表", rf"(?<!预算)财政拨款支出{_WHOLE}"),
    ("收支总表", rf"(?:收支|收入支出){_WHOLE}"),
    ("收入总表", rf"收入{_WHOLE}"),
    ("支出总表", rf"支出{_WHOLE}"),
)  # fmt: skip
"""Canonical family → how its title ends, the most particular first; suffixes in brackets are cut before."""

_NUMBERED = ("一般公共预算财政拨款决算表(二)", "基本支出表")
"""The one title that only its number tells from another."""

SAME = {
    "经济分类表": "一般公共预算支出表",
    "基本支出功能表": "基本支出表",
    "项目经济分类表": "项目支出表",
}
"""Families of the rules that one title stands for here: the same title by function and by economic purpose."""

_SUFFIX = re.compile(r"\([^()]*\)$|续表$|[-—]不含.*$")
_START = re.compile(
    r"^(?:\d{0,2}[、.．]|[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]+\)|附?表\d*[:：]?|.*?\d{4}年度?|.*?公开\d+表|部门|单位|市级|本年|财务)*"
)
_HEADING = re.compile(r"[。，；！？]|说明$|\.{3}|…")
_NUMBER = re.compile(r"[-+−–－]?\(?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?\)?%?|[-+−]?\.\d+")
_CODES = re.compile(r"编码|代码|序号|行次|编号|目录|^类$|^款$|^项$|^科目$|栏次")
REACH = 10


def family_of(text: str) -> str:
    """The standard table a line of text is the title of, "" if it is none."""
    plain = re.sub(r"[“”\"‘’'＂`]", "", narrow(text))
    if not 3 <= len(plain) <= 60 or _HEADING.search(plain):
        return ""
    if plain.endswith(_NUMBERED[0]):
        return _NUMBERED[1]
    while (cut := _SUFFIX.sub("", plain)) != plain:
        plain = cut
    for name, ending in FAMILIES:
        if found := re.search(f"(?:{ending})$", plain):
            before = _START.sub("", plain[: found.start()])
            return name if len(before) <= 24 and "绩效" not in plain else ""
    return ""


def tables_present(filing: Filing) -> Counter[str]:
    """Family → tables: titles above a grid (or in its first rows), continuations of a table counted once."""
    found: list[tuple[str, str]] = []
    lines: list[Passage] = []
    for block in filing.blocks:
        if isinstance(block, Passage):
            lines.append(block)
            continue
        titles = [*_titles(lines[-REACH:]), *(cell.text for cell in _top_cells(block) if family_of(cell.text))]
        owner = "".join(filter(None, (_owner(line.text) for line in lines[-3:])))
        if titles:
            found.append((re.sub(r"续表|[(（]续[)）]", "", narrow(titles[-1])), owner))
        lines = []
    first = found[:1]
    return Counter(family_of(title) for title, _ in first + [b for a, b in pairwise(found) if a != b])


def _owner(text: str) -> str:
    """The body that a line such as `434新乐市人民政府办公室` names by its code."""
    found = re.match(r"(?!\d{4}年)\d{3,9}-?[一-鿿]{4,}", narrow(text))
    return found[0] if found else ""


def _titles(lines: Sequence[Passage]) -> list[str]:
    """The nearest title among the lines above a grid, put together where it is broken."""
    texts = [piece for line in lines for piece in re.split(r"[\n\t]", line.text)]
    joined = [*texts, *(a + b for a, b in pairwise(texts) if len(a) < 40 and not family_of(a) and not family_of(b))]
    return [text for text in joined if family_of(text)][-1:]


def _top_cells(grid: Grid) -> Iterator[Cell]:
    """Cells that may be a title printed inside the grid: alone in their row, over most of its width."""
    for row in range(min(4, grid.height)):
        own = [cell for cell in grid.cells if cell.row == row and cell.text.strip()]
        if len(own) == 1 and own[0].colspan * 2 >= grid.width > 2:
            yield own[0]


def is_number(text: str) -> bool:
    """Whether a cell prints a number and nothing else."""
    return _NUMBER.fullmatch(narrow(text)) is not None


def numeric_cells(grids: Sequence[Grid]) -> list[Cell]:
    """The filled numeric cells of a table's grids, without codes, ordinals, column numbers and header years."""
    codes: set[int] = set()
    found: list[Cell] = []
    for grid in grids:
        if head := _code_columns(grid):
            codes = head
        numbered = _numbering_rows(grid)
        aside = _aside(grid)
        found += [
            cell
            for cell in grid.cells
            if is_number(cell.text) and cell.column not in codes | aside and cell.row not in numbered
        ]
    return found


def _code_columns(grid: Grid) -> set[int]:
    """Columns whose header speaks of codes or ordinals."""
    found: set[int] = set()
    for cell in grid.cells:
        if cell.row < 6 and _CODES.search(narrow(cell.text)) and not is_number(cell.text):
            found |= set(range(cell.column, cell.column + cell.colspan))
    names = {c.column for c in grid.cells if c.row < 6 and re.search(r"名称$", narrow(c.text))}
    return found - names


def _aside(grid: Grid) -> set[int]:
    """Columns of bare codes or counters, whatever their header: integers of code length left of words, or 1, 2, 3 …"""
    found: set[int] = set()
    for column in range(grid.width):
        texts = [narrow(c.text) for c in grid.cells if c.column == column and is_number(c.text)]
        if not texts or not all(re.fullmatch(r"\d{1,9}", text) for text in texts):
            continue
        wordy = sum(1 for c in grid.cells if c.column in (column + 1, column + 2) and re.search(r"[一-鿿]", c.text))
        coded = sum(1 for text in texts if len(text) in (2, 3, 5, 7) and not re.fullmatch(r"0+", text))
        if column < 4 and coded == len(texts) and wordy * 2 >= len(texts):
            found.add(column)
        if len(texts) > 2 and [int(t) for t in texts] == list(range(int(texts[0]), int(texts[0]) + len(texts))):
            found.add(column)
    return found


def _numbering_rows(grid: Grid) -> set[int]:
    """Rows that count the columns, and rows of years in headers."""
    found: set[int] = set()
    for row in range(grid.height):
        cells = sorted((c for c in grid.cells if c.row == row and c.text.strip()), key=lambda c: c.column)
        numbers = [int(narrow(c.text)) for c in cells if re.fullmatch(r"\d{1,2}", narrow(c.text))]
        others = [narrow(c.text) for c in cells if not is_number(c.text)]
        counting = len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers)) and numbers[0] <= 4
        if counting and all(re.search(r"栏|[*=]", text) or not text for text in others):
            found.add(row)
        if any(re.fullmatch(r"栏次|\*\*", text) for text in others):
            found.add(row)
    return found


def printed_codes(grid: Grid) -> dict[Place, tuple[str, ...]]:
    """Place of a number → the budget codes printed left of its label: the last of them, and all joined."""
    found: dict[Place, tuple[str, ...]] = {}
    for row in range(grid.height):
        codes: list[str] = []
        known: tuple[str, ...] = ()
        fresh = False
        for cell in sorted((c for c in grid.cells if c.row == row), key=lambda c: c.column):
            text = narrow(cell.text).lstrip("'")
            inside = re.match(r"\[?(\d{3,7})\]?[-\]]?[一-鿿]", text)
            if re.fullmatch(r"\d{1,3}|\d{5}|\d{7}", text) and (not known or fresh):
                codes.append(text)
            elif inside or (len("".join(codes)) > 1 and re.search(r"[一-鿿]", text)):
                named = (inside[1],) if inside else (codes[-1].zfill(2), "".join(c.zfill(2) for c in codes))
                known, codes, fresh = (*(known if fresh else ()), *named), [], True
            elif text and not is_number(text):
                known, codes = (known if fresh else ()), []
            elif text:
                found[cell.place], fresh = known, False
    return found
