"""Errors to seed into a clean filing: one family, one function from a filing and its facts to seeded filings."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import plain
from budgetaudit.facts import Fact, Facts, Row, RowKind, Table
from budgetaudit.filing import Block, Filing, Grid, Passage, Place
from budgetaudit.messages import say


class Seed(Struct, frozen=True):
    """A filing with one error: what was done, where (the places that show it)."""

    filing: Filing
    what: str
    places: tuple[Place, ...]


Family = Callable[[Filing, Facts], Iterator[Seed]]
Spot = tuple[Table, Row, Fact]


def written(filing: Filing, changes: dict[Place, str], what: str) -> Seed:
    """The filing with other texts at some places."""
    blocks = tuple(_changed(block, changes) for block in filing.blocks)
    return Seed(replace(filing, blocks=blocks), what, tuple(changes))


def _changed(block: Block, changes: dict[Place, str]) -> Block:
    if isinstance(block, Passage):
        return replace(block, text=changes[block.place]) if block.place in changes else block
    if not any(cell.place in changes for cell in block.cells):
        return block
    cells = tuple(replace(cell, text=changes.get(cell.place, cell.text)) for cell in block.cells)
    return replace(block, cells=cells)


def without(filing: Filing, place: Place, what: str) -> Seed:
    """The filing without the grid row that holds a place, or without a passage."""
    blocks = (_cut(block, place) for block in filing.blocks if not _is(block, place))
    return Seed(replace(filing, blocks=tuple(blocks)), what, (place,))


def _is(block: Block, place: Place) -> bool:
    return isinstance(block, Passage) and block.place == place


def _cut(block: Block, place: Place) -> Block:
    if isinstance(block, Passage):
        return block
    row = next((cell.row for cell in block.cells if cell.place == place), -1)
    if row < 0 or any(cell.row < row < cell.row + cell.rowspan for cell in block.cells):
        return block
    kept = (cell for cell in block.cells if cell.row != row)
    cells = tuple(replace(cell, row=cell.row - (cell.row > row)) for cell in kept)
    return replace(block, cells=cells, height=block.height - 1)


def spots(facts: Facts, *families: str) -> Iterator[Spot]:
    """The filled amounts of tables, not zero."""
    for table in facts.tables():
        if table.name.partition(".")[0] in families or not families:
            for row in table.rows:
                for entry in row.entries:
                    if isinstance(entry, Fact) and entry.amount.value:
                        yield table, row, entry


CODES = ("收入总表", "支出总表", "一般公共预算支出表", "基本支出表")


def numbers(pick: Callable[[Spot], bool], change: Callable[[Decimal], Decimal], *families: str) -> Family:
    """Each chosen number, changed."""

    def seeds(filing: Filing, facts: Facts) -> Iterator[Seed]:
        for spot in spots(facts, *families):
            value = spot[2].amount.value
            if pick(spot) and change(value) != value:
                yield written(filing, {spot[2].place: plain(change(value))}, f"{say(spot[2].label)}: {value}")

    return seeds


def coded(length: int) -> Callable[[Spot], bool]:
    return lambda spot: len(spot[1].code) == length


def total(spot: Spot) -> bool:
    return spot[1].kind in (RowKind.TOTAL, RowKind.SUBTOTAL)


def anything(spot: Spot) -> bool:
    return spot[2].amount.unit.dimension == "money" and not spot[2].raw.startswith("-")


def transposed(value: Decimal) -> Decimal:
    """Two neighbouring digits changed about."""
    digits = plain(value)
    pairs = (i for i, (a, b) in enumerate(pairwise(digits)) if a != b and (a + b).isdigit())
    pair = next(pairs, -1)
    return Decimal(digits[:pair] + digits[pair + 1] + digits[pair] + digits[pair + 2 :]) if pair >= 0 else value


def last_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return value + Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def blanked(filing: Filing, facts: Facts) -> Iterator[Seed]:
    for _, _, fact in spots(facts, *CODES, "收支总表", "财政拨款收支总表"):
        yield written(filing, {fact.place: ""}, f"{say(fact.label)} left blank")


def swapped_columns(filing: Filing, facts: Facts) -> Iterator[Seed]:
    for table, row, fact in spots(facts, "支出总表", "一般公共预算支出表"):
        other = row.entries[table.column_index["项目支出"]]
        if fact.key.column == "基本支出" and other.place != fact.place:
            swapped = {fact.place: other.raw, other.place: fact.raw}
            yield written(filing, swapped, f"{say(fact.label)} and 项目支出 swapped")


def shifted(filing: Filing, facts: Facts) -> Iterator[Seed]:
    for table, row, fact in spots(facts, *CODES):
        below = table.rows[row.index + 1] if row.index + 1 < len(table.rows) else row
        other = below.entries[row.entries.index(fact)]
        if other.raw != fact.raw:
            yield written(filing, {fact.place: other.raw, other.place: fact.raw}, f"{say(fact.label)} one line down")


def row_lost(filing: Filing, facts: Facts) -> Iterator[Seed]:
    for _, row, fact in spots(facts, *CODES, "政府采购表", "三公经费表"):
        if fact.key.column == "合计" and row.kind is RowKind.DETAIL:
            yield without(filing, fact.place, f"row {say(fact.label)} lost")


def code_slipped(filing: Filing, facts: Facts) -> Iterator[Seed]:
    for grid in (block for block in filing.blocks if isinstance(block, Grid)):
        for cell in grid.cells:
            if re.fullmatch(r"\d{7}", cell.text.strip()):
                code = cell.text.strip()
                yield written(filing, {cell.place: code[:5] + code[:4:-1]}, f"code {code} slipped")


def captions(old: str, new: str, part: str = "") -> Family:
    """A text in the first rows of tables, replaced."""

    def seeds(filing: Filing, facts: Facts) -> Iterator[Seed]:
        mine = {t.place.table for p in facts.parts if p.level == part or not part for t in p.tables}
        for grid in (b for b in filing.blocks if isinstance(b, Grid) and b.place.table in mine):
            for cell in grid.cells:
                if cell.row < 2 and re.search(old, cell.text):
                    yield written(filing, {cell.place: re.sub(old, new, cell.text)}, f"caption {cell.text} → {new}")

    return seeds


def prose(old: str, change: Callable[[re.Match[str]], str], within: str = "") -> Family:
    """Each match in the prose, replaced."""

    def seeds(filing: Filing, facts: Facts) -> Iterator[Seed]:
        for block in filing.blocks:
            if not isinstance(block, Passage) or (within and not re.search(within, block.text)):
                continue
            for found in re.finditer(old, block.text):
                text = block.text[: found.start()] + change(found) + block.text[found.end() :]
                if text != block.text:
                    yield written(filing, {block.place: text}, f"{found[0]} → {change(found)}")

    return seeds


def passages_lost(pattern: str) -> Family:
    def seeds(filing: Filing, facts: Facts) -> Iterator[Seed]:
        for block in filing.blocks:
            if isinstance(block, Passage) and re.search(pattern, block.text):
                yield without(filing, block.place, f"lost: {block.text[:30]}")

    return seeds


def tables_lost(title_too: bool) -> Family:
    """Each table with numbers, taken out; its title with it, or left standing."""

    def seeds(filing: Filing, facts: Facts) -> Iterator[Seed]:
        for table in facts.tables():
            if table.name and not table.empty and not table.name.endswith(".支出"):
                gone = {grid.place for grid in table.grids}
                if title_too:
                    gone |= {caption.place for caption in table.captions.values()}
                blocks = tuple(block for block in filing.blocks if block.place not in gone)
                yield Seed(replace(filing, blocks=blocks), f"{table.part} {table.key} lost", (table.place,))

    return seeds


def of_which_added(filing: Filing, facts: Facts) -> Iterator[Seed]:
    for table in facts.tables():
        extra = {r.parent: r for r in table.rows if r.kind is RowKind.OF_WHICH}
        whole = next((r for r in table.rows if r.kind is RowKind.TOTAL), None)
        for row in extra.values():
            for at, entry in enumerate(row.entries):
                total_ = whole.entries[at] if whole else None
                if isinstance(entry, Fact) and isinstance(total_, Fact) and entry.amount.value:
                    value = total_.amount.value + entry.amount.value
                    yield written(filing, {total_.place: plain(value)}, f"{say(entry.label)} added to the total")


def _plus(found: re.Match[str]) -> str:
    return plain(last_digit(Decimal(found[0])) + 1)


FAMILIES: dict[str, Family] = {
    "项 changed": numbers(coded(7), lambda v: v + Decimal("1.5"), *CODES),
    "款 changed": numbers(coded(5), lambda v: v + Decimal("1.5"), *CODES),
    "类 changed": numbers(coded(3), lambda v: v + Decimal("1.5"), *CODES, "收支总表", "财政拨款收支总表"),
    "合计 changed": numbers(total, lambda v: v - Decimal("10"), *CODES, "收支总表", "财政拨款收支总表", "三公经费表"),
    "last digit off by one": numbers(anything, last_digit, *CODES, "收支总表", "财政拨款收支总表", "三公经费表"),
    "last digit off by three": numbers(anything, lambda v: last_digit(last_digit(last_digit(v))), *CODES, "收支总表"),
    "digits transposed": numbers(anything, transposed, *CODES, "收支总表", "财政拨款收支总表"),
    "×10": numbers(anything, lambda v: v * 10),
    "×10⁴": numbers(anything, lambda v: v * 10_000),
    "sign": numbers(anything, lambda v: -v),
    "left blank": blanked,
    "基本 and 项目 swapped": swapped_columns,
    "one line down": shifted,
    "row lost": row_lost,
    "table lost, title left": tables_lost(title_too=False),
    "table and title lost": tables_lost(title_too=True),
    "code slipped": code_slipped,
    "其中 added to the total": of_which_added,
    "procurement item": numbers(anything, lambda v: v + 1, "政府采购表"),
    "asset": numbers(anything, lambda v: v + 1, "资产占用表"),
    "三公 item": numbers(anything, lambda v: v + 1, "三公经费表"),
    "empty table's note lost": passages_lost(r"空表"),
    "caption: other body": captions(r"434001\D+", "434新乐市人民政府办公室", "单位"),
    "caption: other year": captions(r"2021", "2022"),
    "caption: other unit": captions(r"单位：万元", "单位：元"),
    "heading without number": prose(r"^[一二三四五六七八九十]、", lambda m: "", r"^.{2,40}$"),
    "claim changed": prose(r"\d+\.\d\d(?=万元)", _plus),
    "increase and decrease": prose(r"增加(?=\d)|减少(?=\d)", lambda m: "减少" if m[0] == "增加" else "增加"),
    "year in prose": prose(r"2021(?=年)", lambda m: "2022"),
}
"""Family → how to seed it."""
