"""Two-sided tables: income on the left, expenditure by class on the right."""

from collections.abc import Sequence
from itertools import zip_longest

from .accounts import BASIC, CARRIED, FUNDS, KINDS, YEAR
from .context import Context
from .document import Cell, Known, Row
from .lines import BLANK, BOOK_KEYS, Line, book_names, cells, income_lines, line, ordinal, plus, spending_lines


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
    """收支总表: the year's totals and the grand ones below, or the grand ones first where nothing is carried."""
    columns = spending_form(context)
    income, spent = income_lines(context), spending_lines(context, "", columns)
    year, carried = context.received(YEAR), context.received(CARRIED)
    all_spent = cells(context, columns)
    left = kept(context, (*YEAR, *CARRIED))
    form = context.draw.pick("summary_totals", ("year and grand", 5.0), ("first", 0.5))
    if form == "first" and not carried and not left:
        income = [line("合计", "收入总计", year), *income]
        return sheet(context, "收支总表", income, [Line("合计", "支出总计", all_spent), *spent], columns)
    income, spent = evened(income, spent)
    income.append(line("本年收入合计", "本年收入合计", year))
    income.append(line(context.draw.pick("carry_word", "上年结转", "上年结转结余"), "上年结转", carried))
    income.append(line("收入总计", "收入总计", year + carried))
    rest = [left, *[0] * (len(columns) - 1)]
    nothing = tuple((name, 0) for name, _ in all_spent)
    spent.append(Line("本年支出合计", "本年支出合计", all_spent))
    spent.append(Line(context.draw.pick("left_word", "结转下年", "年终结转结余"), "年终结转", plus(nothing, rest)))
    spent.append(Line("支出总计", "支出总计", plus(all_spent, rest)))
    return sheet(context, "收支总表", income, spent, columns)


def evened(left: list[Line], right: list[Line]) -> tuple[list[Line], list[Line]]:
    """Both sides as long as the longer one, so that the totals stand side by side."""
    high = max(len(left), len(right))
    return left + [BLANK] * (high - len(left)), right + [BLANK] * (high - len(right))


def fiscal(context: Context) -> tuple[list[Row], list[Row]]:
    """财政拨款收支总表: this year and what was carried over as blocks of their own, or as lines before the totals."""
    form = context.draw.pick("fiscal_form", "lines", "years", ("accounts", 0.6))
    columns: list[Spent] = [("合计", "财政", KINDS)]
    if context.draw.pick("fiscal_columns", "books", "one") == "books":
        columns += [(name, fund, KINDS) for name, fund in zip(BOOK_COLUMNS, FUNDS, strict=True)]
    spent, left = cells(context, columns), not_spent(context, columns)
    write = by_years if form == "years" else by_lines
    lines, others = write(context, columns, spent, left)
    received = context.received((*FUNDS, *CARRIED[:3]))
    lines.append(line("收入总计", "收入总计", received))
    others.append(Line("支出总计", "支出总计", plus(spent, [amount for _, amount in left])))
    return sheet(context, "财政拨款收支总表", lines, others, columns)


Spent = tuple[str, str, Sequence[str]]
Amounts = tuple[tuple[str, int], ...]
BOOK_COLUMNS = ("一般公共预算", "政府性基金", "国有资本经营")


def not_spent(context: Context, columns: Sequence[Spent]) -> Amounts:
    """What each column keeps for the next year."""
    of = {"财政": (*FUNDS, *CARRIED[:3]), **dict(zip(FUNDS, zip(FUNDS, CARRIED[:3], strict=True), strict=True))}
    return tuple((name, kept(context, of[book])) for name, book, _ in columns)


def book_lines(context: Context, sources: Sequence[str], within: str = "") -> list[tuple[str, str, int]]:
    """Printed name, canonical row and amount of each book."""
    names = zip(book_names(context), BOOK_KEYS, sources, strict=True)
    return [(name, within + key, context.received((source,))) for name, key, source in names]


def by_years(
    context: Context, columns: Sequence[Spent], spent: Amounts, left: Amounts
) -> tuple[list[Line], list[Line]]:
    """一、本年收入 and 二、上年结转, each with its books; 一、本年支出 and 二、结转下年."""
    word = context.draw.pick("left_word", "结转下年", "年终结转结余")
    lines = [
        line("一、本年收入", "本年收入合计", context.received(FUNDS)),
        *braced(book_lines(context, FUNDS)),
        line("二、上年结转", "上年结转", context.received(CARRIED[:3])),
        *braced(book_lines(context, CARRIED[:3], "上年结转/")),
    ]
    others = [Line("一、本年支出", "本年支出合计", spent), *spending_lines(context, "财政", columns, "（")]
    return evened(lines, [*others, Line(f"二、{word}", "年终结转", left)])


def by_lines(
    context: Context, columns: Sequence[Spent], spent: Amounts, left: Amounts
) -> tuple[list[Line], list[Line]]:
    """The books as lines, then the year's totals and what is carried; as accounts do it, with the books again."""
    lines, others = evened(counted(book_lines(context, FUNDS)), spending_lines(context, "财政", columns))
    carried = context.draw.pick("carry_word", "上年结转", "上年结转结余")
    kept_word = context.draw.pick("left_word", "结转下年", "年终结转结余")
    accounts = context.draw.features["fiscal_form"] == "accounts"
    if accounts:
        carried, kept_word = "年初财政拨款结转和结余", "年末财政拨款结转和结余"
    lines.append(line("本年收入合计", "本年收入合计", context.received(FUNDS)))
    lines.append(line(carried, "上年结转", context.received(CARRIED[:3])))
    others += [Line("本年支出合计", "本年支出合计", spent), Line(kept_word, "年终结转", left)]
    if accounts:
        lines += counted(book_lines(context, CARRIED[:3], "上年结转/"))
        others += [BLANK] * 3
    return lines, others


def counted(rows: Sequence[tuple[str, str, int]]) -> list[Line]:
    return [line(f"{ordinal(n)}、{name}", key, value) for n, (name, key, value) in enumerate(rows, 1)]


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
