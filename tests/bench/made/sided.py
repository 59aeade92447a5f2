"""Two-sided tables: income on the left, expenditure by class on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from . import codes
from .accounts import BASIC, CARRIED, FUNDS, KINDS, OWN, YEAR
from .coded import functional_name
from .context import Context, picked
from .document import Cell, Known, Row

CHINESE = "一二三四五六七八九十"


def ordinal(number: int) -> str:
    """1 … 99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return CHINESE[ones - 1]
    return ("" if tens == 1 else CHINESE[tens - 1]) + "十" + (CHINESE[ones - 1] if ones else "")


@dataclass(frozen=True)
class Line:
    """A line of one side: printed label, canonical row, amounts by canonical column."""

    label: str
    key: str
    values: tuple[tuple[str, int], ...]


def line(label: str, key: str, value: int, column: str = "预算数") -> Line:
    return Line(label, key, ((column, value),))


BLANK = Line("", "", ())
BOOK_KEYS = ("一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入")
OWN_LINES = (
    ("财政专户管理资金收入", "专户"),
    ("事业收入", "事业"),
    ("事业单位经营收入", "经营"),
    ("上级补助收入", "上级"),
    ("附属单位上缴收入", "附属"),
    ("其他收入", "其他"),
)


def book_names(context: Context) -> tuple[str, ...]:
    """How the three books are called in lines of income."""
    return {
        "拨款收入": BOOK_KEYS,
        "财政拨款收入": tuple(key.replace("拨款", "财政拨款") for key in BOOK_KEYS),
        "资金": ("一般公共预算资金", "政府性基金预算资金", "国有资本经营预算资金"),
        "收入": ("一般公共预算收入", "政府性基金预算收入", "国有资本经营预算收入"),
        "预算": ("一般公共预算", "政府性基金预算", "国有资本经营预算"),
    }[context.draw.pick("book_word", ("拨款收入", 3.0), "财政拨款收入", "资金", "收入", "预算")]


def income_lines(context: Context) -> list[Line]:
    """The lines of income of this year."""
    form = context.draw.pick("income_lines", "numbered", "fiscal", ("own", 0.7))
    books = [
        (name, key, context.received((fund,)))
        for name, key, fund in zip(book_names(context), BOOK_KEYS, FUNDS, strict=True)
    ]
    own = [(name, context.received((source,))) for name, source in OWN_LINES]
    if form == "numbered":
        lines = [*books, *((name, name, value) for name, value in own)]
        return [line(f"{ordinal(n)}、{name}", key, value) for n, (name, key, value) in enumerate(lines, 1)]
    mark = context.draw.pick("sub_mark", "1.", "none", "（一）")
    fiscal = context.draw.pick("fiscal_word", "财政拨款收入", "财政拨款")
    lines = [line(f"一、{fiscal}", "财政拨款收入", context.received(FUNDS))]
    lines += [line(f"{sub(mark, n)}{name}", key, value) for n, (name, key, value) in enumerate(books, 1)]
    if form == "fiscal":
        return lines + [line(f"{ordinal(n)}、{name}", name, value) for n, (name, value) in enumerate(own, 2)]
    lines += [
        line("二、财政专户管理资金", own[0][0], own[0][1]),
        line("三、单位资金", "单位资金", context.received([one for one in OWN if one != "专户"])),
    ]
    return lines + [line(f"{sub(mark, n)}{name}", name, value) for n, (name, value) in enumerate(own[1:], 1)]


def sub(mark: str, number: int) -> str:
    return {"1.": f"{number}.", "none": "  ", "（一）": f"（{ordinal(number)}）"}[mark]


def class_names(context: Context, book: str) -> list[str]:
    """The classes that stand in a summary: all of them or those with money."""
    used = {one.code[:3] for one in picked(context.postings, book=book) if one.now}
    every = context.draw.pick("classes", "used", "all") == "all"
    return [code for code in codes.CLASSES if every or code in used]


def spending_lines(
    context: Context, book: str, columns: Sequence[tuple[str, str, Sequence[str]]], mark: str = "、"
) -> list[Line]:
    """A line for each class; below it its 款 and 项 where the table goes so deep. A column is name, book, kinds."""
    lines = []
    for number, code in enumerate(class_names(context, book), 1):
        label = f"{ordinal(number)}、" if mark == "、" else f"（{ordinal(number)}）"
        lines.append(Line(label + codes.functional(code), code, cells(context, columns, code)))
        if context.draw.has("summary_down_to_items", 0.08):
            lines += deeper(context, book, columns, code)
    return lines


def deeper(context: Context, book: str, columns: Sequence[tuple[str, str, Sequence[str]]], top: str) -> list[Line]:
    rows = [one for one in picked(context.postings, book=book, code=top) if one.now]
    found = sorted({one.code[:length] for one in rows for length in (5, 7)})
    return [
        Line("  " * (len(code) // 2 - 1) + functional_name(code, "", rows), code, cells(context, columns, code))
        for code in found
    ]


def cells(
    context: Context, columns: Sequence[tuple[str, str, Sequence[str]]], code: str = ""
) -> tuple[tuple[str, int], ...]:
    return tuple((name, context.spent(book=book, kinds=kinds, code=code)) for name, book, kinds in columns)


def plus(values: tuple[tuple[str, int], ...], more: Sequence[int]) -> tuple[tuple[str, int], ...]:
    return tuple((name, value + extra) for (name, value), extra in zip(values, more, strict=True))


def spending_form(context: Context) -> tuple[tuple[str, str, Sequence[str]], ...]:
    """The amount columns of expenditure in 收支总表."""
    form = context.draw.pick("summary_columns", ("one", 3.0), ("basic and project", 0.4), ("staff and office", 0.4))
    if any(one.kind in ("经营", "上缴", "补助") and one.now for one in context.accounts.postings):
        form = "one"
    return {
        "one": (("预算数", "", KINDS),),
        "basic and project": (("预算数", "", KINDS), ("基本支出", "", BASIC), ("项目支出", "", ("项目",))),
        "staff and office": (
            ("预算数", "", KINDS),
            ("人员经费", "", ("人员",)),
            ("公用经费", "", ("公用",)),
            ("项目支出", "", ("项目",)),
        ),
    }[form]


def kept(context: Context, sources: Sequence[str]) -> int:
    return sum(one.now for one in context.postings if one.kind == "留存" and one.source in sources)


def summary(context: Context) -> tuple[list[Row], list[Row]]:
    """收支总表."""
    columns = spending_form(context)
    income, spent = income_lines(context), spending_lines(context, "", columns)
    year, all_spent = context.received(YEAR), cells(context, columns)
    carried, left = context.received(CARRIED), kept(context, (*YEAR, *CARRIED))
    form = context.draw.pick("summary_totals", ("year and grand", 5.0), ("first", 0.5))
    rest = [left, *[0] * (len(columns) - 1)]
    carry_word = context.draw.pick("carry_word", "上年结转", "上年结转结余")
    left_word = context.draw.pick("left_word", "结转下年", "年终结转结余")
    if form == "first" and not carried and not left:
        income = [line("合计", "收入总计", year), *income]
        spent = [Line("合计", "支出总计", all_spent), *spent]
        return sheet(context, "收支总表", income, spent, columns)
    income, spent = evened(income, spent)
    income += [
        line("本年收入合计", "本年收入合计", year),
        line(carry_word, "上年结转", carried),
        line("收入总计", "收入总计", year + carried),
    ]
    spent += [
        Line("本年支出合计", "本年支出合计", all_spent),
        Line(left_word, "年终结转", plus(tuple((n, 0) for n, _ in all_spent), rest)),
        Line("支出总计", "支出总计", plus(all_spent, rest)),
    ]
    return sheet(context, "收支总表", income, spent, columns)


def evened(left: list[Line], right: list[Line]) -> tuple[list[Line], list[Line]]:
    """Both sides as long as the longer one, so that the totals stand side by side."""
    high = max(len(left), len(right))
    return left + [BLANK] * (high - len(left)), right + [BLANK] * (high - len(right))


def fiscal(context: Context) -> tuple[list[Row], list[Row]]:
    """财政拨款收支总表."""
    form = context.draw.pick("fiscal_form", "lines", "years", ("accounts", 0.6))
    single = context.draw.pick("fiscal_columns", "books", "one") == "one"
    books = [
        (f"{name}", fund, KINDS)
        for name, fund in (("一般公共预算", "一般"), ("政府性基金", "基金"), ("国有资本经营", "国资"))
    ]
    columns = [("合计", "财政", KINDS), *([] if single else books)]
    year, carried = context.received(FUNDS), context.received(CARRIED[:3])
    spent = spending_lines(context, "财政", columns, "（" if form == "years" else "、")
    all_spent = cells(context, columns)
    left = [kept(context, (*FUNDS, *CARRIED[:3])), *([] if single else [kept(context, pair) for pair in PAIRS])]
    nothing = tuple((name, 0) for name, _ in all_spent)
    income = [
        (name, key, context.received((fund,)))
        for name, key, fund in zip(book_names(context), BOOK_KEYS, FUNDS, strict=True)
    ]
    back = [
        (name, f"上年结转/{key}", context.received((fund,)))
        for name, key, fund in zip(book_names(context), BOOK_KEYS, CARRIED, strict=False)
    ]
    left_line = Line(context.draw.pick("left_word", "结转下年", "年终结转结余"), "年终结转", plus(nothing, left))
    grand = (line("收入总计", "收入总计", year + carried), Line("支出总计", "支出总计", plus(all_spent, left)))
    if form == "years":
        lines = [
            line("一、本年收入", "本年收入合计", year),
            *braced(income),
            line("二、上年结转", "上年结转", carried),
            *braced(back),
        ]
        others = [
            Line("一、本年支出", "本年支出合计", all_spent),
            *spent,
            Line(f"二、{left_line.label}", left_line.key, left_line.values),
        ]
        lines, others = evened(lines, others)
        return sheet(context, "财政拨款收支总表", [*lines, grand[0]], [*others, grand[1]], columns)
    lines, others = evened(
        [line(f"{ordinal(n)}、{name}", key, value) for n, (name, key, value) in enumerate(income, 1)], spent
    )
    lines.append(line("本年收入合计", "本年收入合计", year))
    others.append(Line("本年支出合计", "本年支出合计", all_spent))
    carry_word = context.draw.pick("carry_word", "上年结转", "上年结转结余")
    if form == "accounts":
        carry_word = "年初财政拨款结转和结余"
        left_line = Line("年末财政拨款结转和结余", left_line.key, left_line.values)
    lines.append(line(carry_word, "上年结转", carried))
    others.append(left_line)
    if form == "accounts":
        lines += [line(f"{ordinal(n)}、{name}", key, value) for n, (name, key, value) in enumerate(back, 1)]
        others += [BLANK] * 3
    return sheet(context, "财政拨款收支总表", [*lines, grand[0]], [*others, grand[1]], columns)


PAIRS = (("一般", "结转一般"), ("基金", "结转基金"), ("国资", "结转国资"))


def braced(rows: Sequence[tuple[str, str, int]]) -> list[Line]:
    return [line(f"（{ordinal(n)}）{name}", key, value) for n, (name, key, value) in enumerate(rows, 1)]


PRINTED = {
    "一般公共预算": "一般公共预算",
    "政府性基金": "政府性基金预算",
    "国有资本经营": "国有资本经营预算",
    "合计": "合计",
    "预算数": "预算数",
    "基本支出": "基本支出",
    "项目支出": "项目支出",
    "人员经费": "人员经费",
    "公用经费": "公用经费",
}


def sheet(
    context: Context, name: str, left: list[Line], right: list[Line], columns: Sequence
) -> tuple[list[Row], list[Row]]:
    """Header and body of the two sides."""
    item = context.draw.pick("item_head", "项目", "项    目")
    amount = context.draw.pick("amount_head", ("预算数", 3.0), f"{context.year}年预算数", "金额")
    across = len(columns)
    spaced = context.draw.pick("side_head", "收入", "收    入")
    top: Row = [Cell(spaced, 2), Cell(spaced.replace("收", "支").replace("入", "出"), 1 + across)]
    heads = [amount if across == 1 else PRINTED[column[0]] for column in columns]
    if heads[0] == "预算数" and across > 1:
        heads[0] = "合计"
    second: Row = [Cell(text) for text in (item, amount, item, *heads)]
    rows: list[Row] = []
    for one, other in zip_longest(left, right, fillvalue=BLANK):
        rows.append([*side(context, f"{name}.收入", one, 1), *side(context, f"{name}.支出", other, across)])
    return [top, second], rows


def side(context: Context, table: str, one: Line, across: int) -> list[Cell]:
    if not one.label:
        return [Cell("") for _ in range(1 + across)]
    plain = one.label.strip()
    made = [
        context.style.cell(value, Known(context.part, table, one.key, plain, column, value))
        for column, value in one.values
    ]
    return [Cell(one.label), *made]
