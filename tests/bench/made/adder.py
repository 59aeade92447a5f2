"""An adder that knows nothing of how the accounts were drawn: what the cells print must agree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from .document import Block, Known, Sheet

Tables = dict[tuple[str, str], dict[str, dict[str, int]]]
"""(part, table) → column → row → amount."""
BOOKS = {"一般公共预算": "一般公共预算支出表", "政府性基金": "政府性基金支出表", "国有资本经营": "国有资本经营支出表"}
WITHIN = ("一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入")
OFFICIAL = ("因公出国（境）费", "公务用车购置及运行费", "公务接待费")
INCOME = ("财政专户管理资金收入", "事业收入", "事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入")


def verified(facts: Iterable[Known], blocks: Sequence[Block]) -> None:
    """Raises AssertionError with the first disagreement."""
    tables: Tables = defaultdict(lambda: defaultdict(dict))
    for one in facts:
        if one.money and one.table not in ("政府采购表", "项目支出表"):
            column = tables[one.part, one.table][one.column]
            assert column.setdefault(one.row, one.value) == one.value, one
    problems = [
        *printed(blocks),
        *(text for key, columns in tables.items() for text in rollups(key, columns)),
        *across(tables),
        *records(facts),
    ]
    assert not problems, problems[:5]


def printed(blocks: Sequence[Block]) -> Iterator[str]:
    """Cells whose text is not their amount in some unit of measure."""
    for block in blocks:
        for cell in (cell for row in block.rows for cell in row) if isinstance(block, Sheet) else ():
            if cell and cell.known and cell.text != "-":
                value = Decimal(cell.text.replace(",", ""))
                known = cell.known
                fen = {value * 100, value * 1_000_000} if known.money else {value}
                if known.value not in fen:
                    yield f"{cell.text} for {known}"


def rollups(key: object, columns: dict[str, dict[str, int]]) -> Iterator[str]:
    """Totals of codes: 款 of its 项, 类 of its 款, 合计 of its top level; basic = staff + office; all = its parts."""
    for name, rows in columns.items():
        codes = {row: value for row, value in rows.items() if row.isdecimal()}
        for code, value in codes.items():
            below = [codes[one] for one in codes if one.startswith(code) and len(one) == len(code) + 2]
            if below and sum(below) != value:
                yield f"{key} {name} {code}: {value} is not {sum(below)}"
        top = min(map(len, codes), default=0)
        whole = sum(value for code, value in codes.items() if len(code) == top)
        if "合计" in rows and codes and whole != rows["合计"]:
            yield f"{key} {name} 合计 {rows['合计']} is not {whole}"
    for row in columns.get("合计", {}):
        yield from parts(key, row, {name: values.get(row, 0) for name, values in columns.items()})


def parts(key: object, row: str, cells: dict[str, int]) -> Iterator[str]:
    if {"基本支出", "人员经费"} <= cells.keys() and cells["基本支出"] != cells["人员经费"] + cells["公用经费"]:
        yield f"{key} {row}: basic is not staff and office"
    if "项目支出" in cells:
        basic = cells.get("基本支出", cells.get("人员经费", 0) + cells.get("公用经费", 0))
        others = sum(cells.get(name, 0) for name in ("经营支出", "上缴上级", "对附属补助"))
        if cells["合计"] not in (basic + cells["项目支出"] + others, basic + cells["项目支出"]):
            yield f"{key} {row}: 合计 is not the sum of its columns"


def across(tables: Tables) -> Iterator[str]:
    """Tables against each other, part by part."""
    for part in {key[0] for key in tables}:
        yield from (f"{part} {name}: {a} and {b}" for name, a, b in pairs(tables, part) if a != b)


def pairs(tables: Tables, part: str) -> Iterator[tuple[str, int, int]]:
    """Numbers that must be equal."""

    def at(table: str, row: str, column: str) -> int:
        return tables.get((part, table), {}).get(column, {}).get(row, 0)

    grand = at("收支总表.收入", "收入总计", "预算数")
    lines = (*WITHIN, *INCOME)
    yield "收支总表", grand, at("收支总表.支出", "支出总计", "预算数")
    yield "本年收入", grand, sum(at("收支总表.收入", row, "预算数") for row in (*lines, "上年结转"))
    yield "收入总表", grand, at("收入总表", "合计", "合计")
    fiscal = at("财政拨款收支总表.收入", "收入总计", "预算数")
    yield "财政拨款收支总表", fiscal, at("财政拨款收支总表.支出", "支出总计", "合计")
    yield "三公", at("三公经费表", "合计", "合计"), sum(at("三公经费表", row, "合计") for row in OFFICIAL)
    spent = at("收支总表.支出", "本年支出合计", "预算数")
    if spent and at("支出总表", "合计", "合计"):
        yield "支出总表", spent, at("支出总表", "合计", "合计")
    for book, table in BOOKS.items():
        if "合计" in tables.get((part, table), {}) and book in tables.get((part, "财政拨款收支总表.支出"), {}):
            yield table, at("财政拨款收支总表.支出", "本年支出合计", book), at(table, "合计", "合计")


def records(facts: Iterable[Known]) -> Iterator[str]:
    """Projects and purchases add to their totals."""
    for table in ("项目支出表", "政府采购表"):
        mine = [one for one in facts if one.table == table and one.column == "合计"]
        for part in {one.part for one in mine}:
            rows = [one for one in mine if one.part == part]
            whole = sum(one.value for one in rows if one.row == "合计")
            rest = sum(one.value for one in rows if one.row != "合计")
            if rows and rest not in (whole, 2 * whole):
                yield f"{part} {table}: {whole} is not {rest}"
