"""The lines of two-sided tables: income by source, expenditure by class."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import codes
from .accounts import FUNDS, OWN
from .coded import functional_name
from .context import Context, picked

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
