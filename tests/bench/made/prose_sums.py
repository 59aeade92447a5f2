"""The sums that prose speaks of."""

from . import codes
from .accounts import BASIC, CARRIED, YEAR, total
from .context import Context, picked

SOURCE_NAMES = (
    ("一般公共预算拨款收入", ("一般",)),
    ("政府性基金预算拨款收入", ("基金",)),
    ("国有资本经营预算拨款收入", ("国资",)),
    ("财政专户管理资金收入", ("专户",)),
    ("事业收入", ("事业",)),
    ("事业单位经营收入", ("经营",)),
    ("上级补助收入", ("上级",)),
    ("附属单位上缴收入", ("附属",)),
    ("其他收入", ("其他",)),
)


def sources(context: Context, year: str = "now", carried: bool = True) -> list[tuple[str, int]]:
    rows = [(name, context.received(which, year)) for name, which in SOURCE_NAMES]
    return [*rows, ("上年结转结余", context.received(CARRIED, year))] if carried else rows


def ways(context: Context, year: str = "now") -> list[tuple[str, int]]:
    """Expenditure by way of spending, as its tables name them."""
    inside = context.project_kinds
    rows = [("基本支出", BASIC), ("项目支出", inside)]
    if len(inside) == 1:
        rows += [("事业单位经营支出", ("经营",)), ("上缴上级支出", ("上缴",)), ("对附属单位补助支出", ("补助",))]
    return [(name, context.spent(kinds=kinds, year=year)) for name, kinds in rows]


def classes(context: Context, book: str = "", year: str = "now") -> list[tuple[str, int]]:
    """Expenditure by class, those with money."""
    found = sorted({one.code[:3] for one in picked(context.postings, book=book) if one.now})
    return [(codes.functional(code), context.spent(book=book, code=code, year=year)) for code in found]


def left_over(context: Context) -> int:
    return total(one for one in context.postings if one.kind == "留存")


def grand(context: Context, year: str = "now") -> int:
    return context.received((*YEAR, *CARRIED), year)
