"""Prose about income, expenditure and the books of the budget, in the phrasings that filings use."""

from . import codes
from .accounts import BASIC, BOOK, CARRIED, FUNDS, KINDS, YEAR, Posting
from .coded import functional_name
from .context import Context
from .lines import ordinal
from .prose_sums import classes, grand, sources, ways
from .say import Say

Sums = list[tuple[str, int]]


def income(say: Say) -> list[str]:
    forms = {
        "lines with shares": income_lines,
        "shares": lambda say: listed(say, "收入", grand(say.context), sources(say.context)),
        "plain": income_plain,
        "all sources": income_all,
        "respectively": lambda say: each(say, "收入", grand(say.context), sources(say.context)),
    }
    return forms[say.context.draw.pick("prose_income", *forms)](say)


def listed(say: Say, word: str, whole: int, parts: Sums) -> list[str]:
    """Parts with their shares."""
    start = f"{say.context.name}{say.context.year}年{word}预算{say.amount(whole)}"
    return [f"{start}，其中：{say.several(parts, shares_of=whole)}。"]


def each(say: Say, word: str, whole: int, parts: Sums) -> list[str]:
    """`a、b分别为…`, or that all of it is one."""
    start = f"{say.context.name}{say.context.year}年{word}预算{say.amount(whole)}，"
    kept = [(key, amount) for key, amount in parts if amount]
    return [start + (f"其中：{say.respectively(kept)}。" if len(kept) > 1 else f"全部为{kept[0][0]}。")]


def income_lines(say: Say) -> list[str]:
    context = say.context
    now, year = grand(context), context.received(YEAR)
    rows = [(f"本年{key.replace('拨款', '')}", amount) for key, amount in sources(context, carried=False)]
    lines = [f"{text}{say.amount(amount)}，{say.share(amount, now)}；" for text, amount in rows]
    start = f"{context.name}{context.year}年收入预算合计{say.amount(now)}，包括本年收入{say.amount(year)}，"
    last = f"上年结转结余{say.amount(now - year)}，{say.share(now - year, now)}。"
    return [f"{start}上年结转结余{say.amount(now - year)}。", "其中：", *lines, last]


def income_plain(say: Say) -> list[str]:
    context = say.context
    start = f"收入预算反映{context.own}当年全部收入。{context.year}年预算收入{say.amount(grand(context))}"
    return [f"{start}，其中：{say.several(sources(context))}。"]


def income_all(say: Say) -> list[str]:
    context = say.context
    now = grand(context)
    start = f"{context.year}年{context.level}财务总收入{say.amount(now)}"
    change = say.change(now, grand(context, "before"))
    return [f"{start}，其中：{say.several(sources(context), '，', zeros=True)}。", f"{change}。"]


def expenditure(say: Say) -> list[str]:
    forms = {
        "lines with shares": spending_lines,
        "shares": lambda say: listed(say, "支出", say.context.spent(), ways(say.context)),
        "nested": spending_nested,
        "by class and use": spending_by_use,
        "respectively": lambda say: each(say, "支出", say.context.spent(), ways(say.context)),
    }
    return forms[say.context.draw.pick("prose_spending", *forms)](say)


def spending_lines(say: Say) -> list[str]:
    context = say.context
    spent = context.spent()
    rows = [f"{text}{say.amount(amount)}，{say.share(amount, spent)}" for text, amount in ways(context)]
    start = f"{context.name}{context.year}年支出预算合计{say.amount(spent)}，其中："
    return [start, *(row + "；" for row in rows[:-1]), rows[-1] + "。"]


def spending_nested(say: Say) -> list[str]:
    context = say.context
    staff, office = context.spent(kinds=("人员",)), context.spent(kinds=("公用",))
    rest = [row for row in ways(context) if row[0] != "基本支出"]
    start = f"支出预算反映{context.own}当年全部支出。{context.year}年支出预算{say.amount(context.spent())}，"
    basic = f"其中基本支出{say.amount(staff + office)}，包括人员经费{say.amount(staff)}和公用经费{say.amount(office)}；"
    return [f"{start}{basic}{say.several(rest, '；')}。"]


def spending_by_use(say: Say) -> list[str]:
    context = say.context
    spent = context.spent()
    uses = [("人员支出", context.spent(kinds=("人员",))), ("日常公用支出", context.spent(kinds=("公用",)))]
    uses += [row for row in ways(context) if row[0] != "基本支出"]
    return [
        f"{context.name}{context.year}年支出预算{say.amount(spent)}。",
        f"1.按支出功能分类，包括{say.several(classes(context), '、')}。",
        f"2.按支出用途分类，包括{say.several(uses, shares_of=spent)}。",
    ]


def fiscal(say: Say) -> list[str]:
    forms = {"totals": fiscal_totals, "both sides": fiscal_sides, "spending": fiscal_spending}
    return forms[say.context.draw.pick("prose_fiscal", *forms)](say)


def fiscal_money(context: Context, year: str = "now") -> int:
    return context.received((*FUNDS, *CARRIED[:3]), year)


def fiscal_totals(say: Say) -> list[str]:
    now, before = fiscal_money(say.context), fiscal_money(say.context, "before")
    start = f"{say.context.name}{say.context.year}年度财政拨款收、支总预算{say.amount(now)}。"
    return [f"{start}{say.change(now, before, '财政拨款收、支总计各')}。"]


def fiscal_sides(say: Say) -> list[str]:
    context = say.context
    names = ("一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款")
    books = [(name, context.received((fund,))) for name, fund in zip(names, FUNDS, strict=True)]
    books.append(("上年结转", context.received(CARRIED[:3])))
    out = [*classes(context, "财政"), ("结转下年", fiscal_money(context) - context.spent(book="财政"))]
    start = f"{context.year}年财政拨款收支总预算{say.amount(fiscal_money(context))}。"
    return [f"{start}收入包括：{say.several(books, '、')}；支出包括：{say.several(out, '、')}。"]


def fiscal_spending(say: Say) -> list[str]:
    context = say.context
    spent, before = (context.spent(book="财政", year=year) for year in ("now", "before"))
    basic, project = (context.spent(book="财政", kinds=kinds) for kinds in (BASIC, ("项目",)))
    share = say.share(spent, context.spent(), "占本年支出合计的")
    start = f"{context.name}{context.year}年财政拨款支出预算{say.amount(spent)}，{share}。{say.change(spent, before)}。"
    return [f"{start}其中：基本支出{say.amount(basic)}，项目支出{say.amount(project)}。"]


def general(say: Say) -> list[str]:
    """The general budget: scale, structure, items."""
    context = say.context
    now, before = (context.spent(book="一般", year=year) for year in ("now", "before"))
    start = f"{context.year}年一般公共预算支出{say.amount(now)}，{say.change(now, before)}。"
    if context.draw.has("scale_and_structure", 0.5):
        rows = "；".join(
            f"{name.removesuffix('支出')}（类）支出{say.amount(amount)}，{say.share(amount, now)}"
            for name, amount in classes(context, "一般")
        )
        return ["1.规模变化情况。", start, "2.结构情况。", f"{rows}。", "3.具体使用情况。", *items(say, "一般", "（")]
    return [f"{start}具体情况如下：", *items(say, "一般", "")]


def items(say: Say, book: str, mark: str) -> list[str]:
    """A line for each 项 of a book, with its name in one of many ways; or for each class."""
    context = say.context
    form = context.draw.pick("prose_items", *ITEM_FORMS)
    if form == "quoted classes":
        rows = enumerate(classes(context, book), 1)
        return [f"{n}.“{name}”科目{say.amount(amount)}，主要用于保障机构运转。" for n, (name, amount) in rows]
    codes_ = sorted({one.code for one in context.postings if in_book(one, book) and one.now})
    if form != "under classes":
        return [item(say, book, code, f"（{n}）" if mark else f"{n}.") for n, code in enumerate(codes_, 1)]
    lines = []
    for number, top in enumerate(sorted({code[:3] for code in codes_}), 1):
        lines.append(f"（{ordinal(number)}）{codes.functional(top)}（类）")
        below = [code for code in codes_ if code.startswith(top)]
        lines += [item(say, book, code, f"{n}.") for n, code in enumerate(below, 1)]
    return lines


ITEM_FORMS = ("类款项", "code-name", "name (code)", "digits", "quoted classes", "joined names", "under classes")


def in_book(one: Posting, book: str) -> bool:
    return BOOK.get(one.source) == book and one.kind in KINDS


def item(say: Say, book: str, code: str, mark: str) -> str:
    """One 项: its name, amount, and what became of it."""
    context = say.context
    rows = [one for one in context.postings if in_book(one, book)]
    now, before = (context.spent(book=book, code=code, year=year) for year in ("now", "before"))
    names = [functional_name(code[:length], book, rows) for length in (3, 5, 7)]
    label = item_label(context.draw.features["prose_items"], code, names)
    amount = say.amount(now)
    moved = context.draw.has("items_with_change", 0.6)
    return f"{mark}{label}{amount}，{say.change(now, before) if moved else '主要用于相关业务支出'}。"


def item_label(form: str, code: str, names: list[str]) -> str:
    return {
        "类款项": f"{names[0]}（类）{names[1]}（款）{names[2]}（项）",
        "code-name": f"{code}-{names[2]}",
        "name (code)": f"{names[2]}（{code}）",
        "digits": f"{names[0]}（{code[:3]}类）{names[1]}（{code[3:5]}款）{names[2]}（{code[5:]}项）",
        "joined names": f"{code}{names[0]}-{names[1]}-{names[2]}",
        "under classes": f"{names[1]}（款）{names[2]}（项）支出",
    }[form]


def basic(say: Say) -> list[str]:
    """Basic expenditure of the general budget: staff and office."""
    context = say.context
    staff, office = (context.spent(book="一般", kinds=(kind,)) for kind in BASIC)
    form = context.draw.pick("prose_basic", "inline", "lines", "bare")
    start = f"{context.year}年一般公共预算基本支出{say.amount(staff + office)}，其中："
    people, things = ("、".join(name_list(context, kind)) for kind in BASIC)
    if form == "lines":
        return [
            start,
            f"（一）人员经费{say.amount(staff)}，主要包括：{people}。",
            f"（二）公用经费{say.amount(office)}，主要包括：{things}。",
        ]
    if form == "inline":
        return [
            f"{start}人员经费{say.amount(staff)}，主要包括：{people}；公用经费{say.amount(office)}，主要包括："
            f"{things}。"
        ]
    return [f"{start}人员经费{say.amount(staff)}，公用经费{say.amount(office)}。"]


def name_list(context: Context, kind: str) -> list[str]:
    rows: list[Posting] = [one for one in context.accounts.economic if one.kind == kind and one.now]
    return [codes.economic(code) for code in sorted({one.code for one in rows})][:8] or ["无"]


def other_book(say: Say, book: str, name: str) -> list[str]:
    """The section of a fund or of state capital: nothing, or its items."""
    context = say.context
    now, before = (context.spent(book=book, year=year) for year in ("now", "before"))
    if not now and not before:
        form = context.draw.pick("prose_no_fund", "没有使用", "无", "预算为0")
        return [
            {
                "没有使用": f"{context.own}{context.year}年没有使用{name}预算拨款安排的支出。",
                "无": f"{context.own}无{name}预算支出。",
                "预算为0": f"{context.own}{context.year}年{name}预算支出0万元，与上年持平。",
            }[form]
        ]
    if not now:
        return [f"{context.year}年{name}预算支出{say.amount(0)}，{say.change(now, before)}。"]
    return [
        f"{context.year}年{name}预算支出{say.amount(now)}，{say.change(now, before)}。具体情况如下：",
        *items(say, book, ""),
    ]
