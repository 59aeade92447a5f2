"""The columns of coded tables: where the money comes from, how it is spent."""

from .accounts import BASIC, CARRIED, FUNDS, KINDS, YEAR
from .context import Context, sums
from .document import Column, Group, Leaf


def income_columns(context: Context) -> tuple[Column, ...]:
    """Where the money comes from, one column each."""
    form = context.draw.pick("income_columns", "flat", "by year", "fiscal", ("fiscal and own", 0.7))
    used = {one.source for one in context.postings if one.now}
    if form == "fiscal and own" and used & {"专户", "上级", "附属", *CARRIED}:
        form = "fiscal"
    whole = Leaf("合计", "合计", sums())
    tail = context.draw.pick("fund_word", "收入", "", "拨款收入", "财政拨款收入")
    books = tuple(Leaf(f"{name}{tail}", key, sums((source,))) for name, key, source in BOOK_COLUMNS)
    own = tuple(Leaf(text, key, sums((source,))) for text, key, source in OWN_COLUMNS)
    carried = Leaf(context.draw.pick("carry_word", "上年结转", "上年结转结余"), "上年结转", sums(CARRIED))
    if form == "by year":
        back = (Leaf(text, f"上年结转/{key}", sums((source,))) for text, key, source in CARRY_COLUMNS)
        last = Group(carried.text, (Leaf("小计", "上年结转", sums(CARRIED)), *back))
        return whole, Group("本年收入", (Leaf("小计", "小计", sums(YEAR)), *books, *own)), last
    if form == "flat":
        return (whole, *books, *own, carried)
    fiscal = Leaf("小计", "财政拨款", sums(FUNDS))
    if form == "fiscal":
        return (whole, Group("财政拨款收入", (fiscal, *books)), *own, carried)
    return (whole, Leaf("财政拨款收入", "财政拨款", sums(FUNDS)), own[1], own[2], own[5])


BOOK_COLUMNS = (
    ("一般公共预算", "一般公共预算", "一般"),
    ("政府性基金预算", "政府性基金", "基金"),
    ("国有资本经营预算", "国有资本经营", "国资"),
)
OWN_COLUMNS = (
    ("财政专户管理资金收入", "财政专户", "专户"),
    ("事业收入", "事业收入", "事业"),
    ("事业单位经营收入", "经营收入", "经营"),
    ("上级补助收入", "上级补助", "上级"),
    ("附属单位上缴收入", "附属上缴", "附属"),
    ("其他收入", "其他收入", "其他"),
)
CARRY_COLUMNS = (
    ("一般公共预算", "一般公共预算", "结转一般"),
    ("政府性基金预算", "政府性基金", "结转基金"),
    ("国有资本经营预算", "国有资本经营", "结转国资"),
    ("财政专户管理资金", "财政专户", "结转专户"),
    ("单位资金", "单位资金", "结转单位"),
)


def spending_columns(context: Context, book: str) -> tuple[Column, ...]:
    """How the money is spent, for all money ("") or one book."""
    columns = basic_and_project(context, book)
    if not book:
        return with_others(context, columns)
    if not context.draw.has("prior_column", 0.12):
        return columns
    prior = Leaf(f"{context.year - 1}年预算数", "上年/合计", sums((), KINDS, "before"))
    return prior, Group(f"{context.year}年预算数", columns)


def basic_and_project(context: Context, book: str) -> tuple[Column, ...]:
    """合计, 基本支出 (whole or in two parts, or both), 项目支出."""
    draw = context.draw
    form = draw.pick("spending_columns", "plain", "split", ("staff and office", 0.6), ("of which", 0.6))
    staff = draw.pick("staff_word", "人员经费", ("人员支出", 0.6))
    office = draw.pick("office_word", "公用经费", "日常公用支出") if staff == "人员支出" else "公用经费"
    whole, basic = Leaf("合计", "合计", sums((), KINDS)), Leaf("基本支出", "基本支出", sums((), BASIC))
    project = Leaf("项目支出", "项目支出", sums((), ("项目",) if book else context.project_kinds))
    parts = (Leaf(staff, "人员经费", sums((), ("人员",))), Leaf(office, "公用经费", sums((), ("公用",))))
    if form == "split":
        return whole, Group("基本支出", (Leaf("小计", "基本支出", basic.value), *parts)), project
    if form == "staff and office":
        return whole, *parts, project
    if form == "of which" and book:
        return Leaf("小计", "合计", whole.value), Group("其中：", (basic, project))
    return whole, basic, project


def with_others(context: Context, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Operating, handed up, handed down: columns of their own, or inside 项目支出 under 其中."""
    others = tuple(
        Leaf(text, key, sums((), (kind,)))
        for text, key, kind in (
            ("事业单位经营支出", "经营支出", "经营"),
            ("上缴上级支出", "上缴上级", "上缴"),
            ("对附属单位补助支出", "对附属补助", "补助"),
        )
    )
    if len(context.project_kinds) > 1:
        return (*columns, Group("其中", others))
    needed = any(one.kind in ("经营", "上缴", "补助") and one.now for one in context.accounts.postings)
    return (*columns, *others) if needed or context.draw.has("empty_columns", 0.6) else columns
