"""One thing changed in the printed document, as a person slips: family by family."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from .document import Block, Cell, Known, Para, Sheet

Spot = tuple[int, int, int]
"""Block, row, cell."""
Family = Callable[[Sequence[Block], Random], tuple[tuple[Block, ...], str] | None]
CODES = ("收入总表", "支出总表", "一般公共预算支出表", "基本支出表")


def spots(blocks: Sequence[Block], wanted: Callable[[Known], bool]) -> list[Spot]:
    """The printed numbers, not zero, that are wanted."""
    return [
        (b, r, c)
        for b, block in enumerate(blocks)
        if isinstance(block, Sheet)
        for r, row in enumerate(block.rows)
        for c, cell in enumerate(row)
        if cell and cell.known and cell.known.value and wanted(cell.known)
    ]


def at(blocks: Sequence[Block], spot: Spot) -> Cell:
    block = blocks[spot[0]]
    assert isinstance(block, Sheet)
    cell = block.rows[spot[1]][spot[2]]
    assert cell is not None
    return cell


def put(blocks: Sequence[Block], spot: Spot, text: str) -> tuple[Block, ...]:
    """The document with another text in a cell."""
    block = blocks[spot[0]]
    assert isinstance(block, Sheet)
    rows = [list(row) for row in block.rows]
    rows[spot[1]][spot[2]] = replace(at(blocks, spot), text=text)
    cut = len(block.head)
    made = replace(block, head=tuple(rows[:cut]), body=tuple(rows[cut:]))
    return (*blocks[: spot[0]], made, *blocks[spot[0] + 1 :])


def number(wanted: Callable[[Known], bool], change: Callable[[Decimal], Decimal]) -> Family:
    """A wanted number, changed; printed with its own commas and decimals."""

    def family(blocks: Sequence[Block], random: Random) -> tuple[tuple[Block, ...], str] | None:
        found = spots(blocks, wanted)
        random.shuffle(found)
        for spot in found:
            cell = at(blocks, spot)
            old = Decimal(cell.text.replace(",", ""))
            new = change(old)
            if new != old:
                text = f"{new:,f}" if "," in cell.text else f"{new:f}"
                return put(blocks, spot, text), f"{label(cell)}: {cell.text} → {text}"
        return None

    return family


def label(cell: Cell) -> str:
    known = cell.known
    assert known
    return f"{known.part} {known.table}[{known.row}, {known.column}]"


def coded(length: int) -> Callable[[Known], bool]:
    return lambda one: one.table in CODES and len(one.row) == length and one.row.isdecimal()


def last_digits(value: Decimal, count: int = 3) -> Decimal:
    """So many units of the last printed digit more."""
    exponent = value.as_tuple().exponent
    return value + Decimal(count).scaleb(exponent if isinstance(exponent, int) else 0)


def much(value: Decimal) -> Decimal:
    """More than any rounding explains."""
    return last_digits(value, 150)


def transposed(value: Decimal) -> Decimal:
    digits = f"{value:f}"
    for n in range(len(digits) - 1):
        if digits[n] != digits[n + 1] and digits[n : n + 2].isdigit() and not (n == 0 and digits[1] == "0"):
            return Decimal(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :])
    return value


def blanked(blocks: Sequence[Block], random: Random) -> tuple[tuple[Block, ...], str] | None:
    found = spots(blocks, lambda one: one.table in CODES and one.money)
    spot = random.choice(found)
    return put(blocks, spot, ""), f"{label(at(blocks, spot))} left blank"


def one_line_down(blocks: Sequence[Block], random: Random) -> tuple[tuple[Block, ...], str] | None:
    """A number and the one below it change places."""
    found = spots(blocks, lambda one: one.table in CODES)
    random.shuffle(found)
    for b, r, c in found:
        block = blocks[b]
        assert isinstance(block, Sheet)
        below = block.rows[r + 1][c] if r + 1 < len(block.rows) and c < len(block.rows[r + 1]) else None
        here = at(blocks, (b, r, c))
        if below and below.known and here.known and below.known.column == here.known.column and below.text != here.text:
            return put(put(blocks, (b, r, c), below.text), (b, r + 1, c), here.text), f"{label(here)} one line down"
    return None


def swapped(blocks: Sequence[Block], random: Random) -> tuple[tuple[Block, ...], str] | None:
    """Basic expenditure and project expenditure of a row change places."""
    found = spots(blocks, lambda one: one.column == "基本支出" and one.table in CODES)
    random.shuffle(found)
    for b, r, c in found:
        block = blocks[b]
        assert isinstance(block, Sheet)
        other = next(
            (n for n, cell in enumerate(block.rows[r]) if cell and cell.known and cell.known.column == "项目支出"), None
        )
        here = at(blocks, (b, r, c))
        there = at(blocks, (b, r, other)) if other is not None else None
        if other is not None and there is not None and there.text != here.text:
            return put(
                put(blocks, (b, r, c), there.text), (b, r, other), here.text
            ), f"{label(here)} and 项目支出 swapped"
    return None


def row_lost(blocks: Sequence[Block], random: Random) -> tuple[tuple[Block, ...], str] | None:
    """A row of an item is gone."""
    found = spots(blocks, lambda one: coded(7)(one) and one.column == "合计")
    if not found:
        return None
    b, r, c = random.choice(found)
    block = blocks[b]
    assert isinstance(block, Sheet)
    n = r - len(block.head)
    made = replace(block, body=block.body[:n] + block.body[n + 1 :])
    return (*blocks[:b], made, *blocks[b + 1 :]), f"row {label(at(blocks, (b, r, c)))} lost"


def prose(pattern: str, change: Callable[[re.Match[str]], str], within: str = "") -> Family:
    """A match in a paragraph, replaced."""

    def family(blocks: Sequence[Block], random: Random) -> tuple[tuple[Block, ...], str] | None:
        found = [
            (b, match)
            for b, block in enumerate(blocks)
            if isinstance(block, Para) and block.kind == "text" and re.search(within, block.text)
            for match in re.finditer(pattern, block.text)
            if change(match) != match[0]
        ]
        if not found:
            return None
        b, match = random.choice(found)
        text = match.string[: match.start()] + change(match) + match.string[match.end() :]
        return (
            *blocks[:b],
            replace(blocks[b], text=text),
            *blocks[b + 1 :],
        ), f"“{match.string[:30]}…”: {match[0]} → {change(match)}"

    return family


def caption(old: str, new: Callable[[re.Match[str]], str]) -> Family:
    """A text above a table, replaced."""

    def family(blocks: Sequence[Block], random: Random) -> tuple[tuple[Block, ...], str] | None:
        found = [
            (b, n)
            for b, block in enumerate(blocks)
            if isinstance(block, Sheet) and block.name in CODES
            for n, one in enumerate(block.above)
            if re.search(old, one.text)
        ]
        if not found:
            return None
        b, n = random.choice(found)
        block = blocks[b]
        assert isinstance(block, Sheet)
        one = replace(block.above[n], text=re.sub(old, new, block.above[n].text))
        made = replace(block, above=(*block.above[:n], one, *block.above[n + 1 :]))
        return (*blocks[:b], made, *blocks[b + 1 :]), f"{block.name}: {one.text}"

    return family


def note_lost(blocks: Sequence[Block], random: Random) -> tuple[tuple[Block, ...], str] | None:
    found = [b for b, block in enumerate(blocks) if isinstance(block, Para) and block.kind == "note"]
    if not found:
        return None
    b = random.choice(found)
    return (*blocks[:b], *blocks[b + 1 :]), "note of an empty table lost"


def turned(match: re.Match[str]) -> str:
    return "减少" if match[0] == "增加" else "增加"


def more(match: re.Match[str]) -> str:
    value = Decimal(match[0].replace(",", ""))
    new = last_digits(value) + Decimal("1") if value else value
    return f"{new:,f}" if "," in match[0] else f"{new:f}"


MONEY = r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?=万元|元)"
FAMILIES: dict[str, Family] = {
    "项 changed": number(coded(7), much),
    "款 changed": number(coded(5), much),
    "类 changed": number(coded(3), much),
    "合计 changed": number(lambda one: one.row == "合计" and one.table in (*CODES, "三公经费表"), much),
    "summary changed": number(lambda one: one.table.startswith(("收支总表", "财政拨款收支总表")), much),
    "last digit off by three": number(lambda one: one.money and one.table in CODES, last_digits),
    "digits transposed": number(lambda one: one.money and one.table in CODES, transposed),
    "×10": number(lambda one: one.money and one.table in CODES, lambda v: v * 10),
    "left blank": blanked,
    "basic and project swapped": swapped,
    "one line down": one_line_down,
    "row lost": row_lost,
    "三公 item": number(lambda one: one.table == "三公经费表" and one.row != "合计", much),
    "project": number(lambda one: one.table == "项目支出表" and one.row != "合计", much),
    "procurement item": number(lambda one: one.table == "政府采购表" and one.money, much),
    "claim changed": prose(MONEY, more),
    "percentage changed": prose(r"\d+(?:\.\d+)?(?=%)", more),
    "increase and decrease": prose(r"增加(?=[\d,.]+万?元)|减少(?=[\d,.]+万?元)", turned),
    "caption: other unit": caption(r"万?元$", lambda match: "元" if match[0] == "万元" else "万元"),
    "empty table's note lost": note_lost,
}
"""Family → how to seed it. None where the filing has nothing of the kind."""
