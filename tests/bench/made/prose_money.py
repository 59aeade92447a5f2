"""Prose about income, expenditure and the books of the budget, in the phrasings that filings use."""

from collections.abc import Iterable

from . import codes
from .accounts import BASIC, BOOK, CARRIED, FUNDS, KINDS, YEAR, Posting, total
from .coded import functional_name
from .context import Context, picked
from .say import Say
from .sided import ordinal

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


def overall(say: Say) -> list[str]:
    """The section on income and expenditure as a whole."""
    context = say.context
    form = context.draw.pick("prose_overall", "江苏", "福建", "广州", "深圳", "烟台", "重庆", "西安")
    return {
        "江苏": overall_jiangsu,
        "福建": overall_fujian,
        "广州": overall_guangzhou,
        "深圳": overall_shenzhen,
        "烟台": overall_yantai,
        "重庆": overall_chongqing,
        "西安": overall_xian,
    }[form](say)


def grand(context: Context, year: str = "now") -> int:
    return context.received((*YEAR, *CARRIED), year)


def principle(say: Say) -> str:
    return (
        f"按照综合预算的原则，{say.context.own}所有收入和支出均纳入预算管理。"
        if say.context.draw.has("principle", 0.6)
        else ""
    )


def overall_jiangsu(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    lines = [
        f"{context.name}{context.year}年度收入、支出预算总计{say.amount(now)}，{say.change(now, before, '收、支预算总计各')}。其中：",
        f"（一）收入预算总计{say.amount(now)}。包括：",
        f"1．本年收入合计{say.amount(context.received(YEAR))}。",
    ]
    for number, (name, which) in enumerate(SOURCE_NAMES, 1):
        a, b = context.received(which), context.received(which, "before")
        lines.append(f"（{number}）{name}{say.amount(a)}，{say.change(a, b)}。")
    a, b = context.received(CARRIED), context.received(CARRIED, "before")
    lines += [
        f"2．上年结转结余为{say.amount(a)}。{say.change(a, b)}。",
        f"（二）支出预算总计{say.amount(now)}。包括：",
        f"1．本年支出合计{say.amount(context.spent())}。",
    ]
    olds = dict(classes(context, year="before"))
    for number, (name, amount) in enumerate(classes(context), 1):
        lines.append(
            f"（{number}）{name}（类）支出{say.amount(amount)}，主要用于保障机构运转和业务开展。{say.change(amount, olds[name])}。"
        )
    return [*lines, f"2．年终结转结余为{say.amount(left_over(context))}。"]


def overall_fujian(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    spent, spent_before = context.spent(), context.spent(year="before")
    return [
        f"{principle(say)}{context.year}年，{context.name}收入预算为{say.amount(now)}，其中：{say.several(sources(context))}。"
        f"{say.change(now, before)}。",
        f"相应安排支出预算{say.amount(spent)}，其中：{say.several(ways(context))}。{say.change(spent, spent_before)}。",
    ]


def overall_guangzhou(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    spent, spent_before = context.spent(), context.spent(year="before")
    return [
        f"{context.year}年{context.own}收入预算{say.amount(now)}，{say.change(now, before)}；"
        f"支出预算{say.amount(spent)}，{say.change(spent, spent_before)}。"
    ]


def overall_shenzhen(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    spent, spent_before = context.spent(), context.spent(year="before")
    kind = f"{context.level}预算"
    return [
        f"{context.year}年{context.name}{kind}收入{say.amount(now)}，{say.change(now, before, reason=False)}。"
        f"{context.year}年{context.name}{kind}支出{say.amount(spent)}，{say.change(spent, spent_before, reason=False)}。",
        f"预算收支增减的主要原因：{say.random.choice(('人员经费调整', '项目安排变化'))}。",
    ]


def overall_yantai(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    if now == before or left_over(context):
        return overall_guangzhou(say)
    return [
        principle(say) or "收支预算说明如下。",
        f"（一）收入预算：{context.year}年收入预算{say.amount(now)}，其中：{say.several(sources(context))}。",
        f"（二）支出预算：{context.year}年支出预算{say.amount(context.spent())}，其中：{say.several(ways(context))}。",
        f"（三）增减变化情况：{context.year}年收支预算{say.amount(now)}，比上年{moved(say, now, before)}，其中：",
        f"1.收入预算{moved(say, now, before)}，其中{moves(say, sources(context), sources(context, 'before'))}。",
        f"2.支出预算{moved(say, now, before)}，其中{moves(say, ways(context), ways(context, 'before'))}。",
        "3.收支预算变化的主要原因是人员变动和项目调整。",
    ]


def moved(say: Say, now: int, before: int) -> str:
    return f"{'增加' if now >= before else '减少'}{say.amount(abs(now - before))}"


def moves(say: Say, now: Iterable[tuple[str, int]], before: Iterable[tuple[str, int]]) -> str:
    return "，".join(f"{name}{moved(say, a, b)}" for (name, a), (_, b) in zip(now, before, strict=True) if a != b)


def overall_chongqing(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    if now == before:
        return overall_guangzhou(say)
    year = context.year
    spent, spent_before = context.spent(), context.spent(year="before")
    return [
        f"（一）收入预算。{year}年年初预算数{say.amount(now)}，其中：{say.several(sources(context), '，')}，收入比{year - 1}年{moved(say, now, before)}，"
        f"其中：{moves(say, sources(context), sources(context, 'before'))}。",
        f"（二）支出预算。{year}年年初预算数{say.amount(spent)}，其中：{say.several(classes(context), '，')}。"
        f"支出比{year - 1}年{moved(say, spent, spent_before)}，其中：{moves(say, ways(context), ways(context, 'before'))}。",
    ]


def overall_xian(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    spent, spent_before = context.spent(), context.spent(year="before")
    return [
        f"{principle(say)}{context.own}当年预算收入{say.amount(now)}，其中：{say.several(sources(context), '、')}，{say.change(now, before)}；"
        f"{context.own}当年预算支出{say.amount(spent)}，其中：{say.several(ways(context), '、')}，{say.change(spent, spent_before)}。"
    ]


def income(say: Say) -> list[str]:
    context = say.context
    now, year = grand(context), context.received(YEAR)
    form = context.draw.pick("prose_income", "lines with shares", "shares", "plain", "all sources", "respectively")
    name = f"{context.name}{context.year}年"
    if form == "lines with shares":
        rows = [(f"本年{key.replace('拨款', '')}", amount) for key, amount in sources(context, carried=False)]
        lines = [f"{text}{say.amount(amount)}，{say.share(amount, now)}；" for text, amount in rows]
        last = f"上年结转结余{say.amount(now - year)}，{say.share(now - year, now)}。"
        return [
            f"{name}收入预算合计{say.amount(now)}，包括本年收入{say.amount(year)}，上年结转结余{say.amount(now - year)}。",
            "其中：",
            *lines,
            last,
        ]
    if form == "shares":
        return [f"{name}收入预算{say.amount(now)}，其中：{say.several(sources(context), shares_of=now)}。"]
    if form == "plain":
        return [
            f"收入预算反映{context.own}当年全部收入。{context.year}年预算收入{say.amount(now)}，其中：{say.several(sources(context))}。"
        ]
    if form == "all sources":
        change = say.change(now, grand(context, "before"))
        return [
            f"{context.year}年{context.level}财务总收入{say.amount(now)}，其中：{say.several(sources(context), '，', zeros=True)}。",
            f"{change}。",
        ]
    kept = [(key, amount) for key, amount in sources(context) if amount]
    if len(kept) < 2:
        return [f"{name}收入预算{say.amount(now)}，全部为{kept[0][0]}。"]
    return [f"{name}收入预算{say.amount(now)}，其中：{say.respectively(kept)}。"]


def expenditure(say: Say) -> list[str]:
    context = say.context
    spent = context.spent()
    form = context.draw.pick(
        "prose_spending", "lines with shares", "shares", "nested", "by class and use", "respectively"
    )
    name = f"{context.name}{context.year}年"
    if form == "lines with shares":
        rows = [f"{text}{say.amount(amount)}，{say.share(amount, spent)}" for text, amount in ways(context)]
        return [f"{name}支出预算合计{say.amount(spent)}，其中：", *(row + "；" for row in rows[:-1]), rows[-1] + "。"]
    if form == "shares":
        return [f"{name}支出预算{say.amount(spent)}，其中：{say.several(ways(context), shares_of=spent)}。"]
    staff, office = context.spent(kinds=("人员",)), context.spent(kinds=("公用",))
    if form == "nested":
        rest = [row for row in ways(context) if row[0] != "基本支出"]
        return [
            f"支出预算反映{context.own}当年全部支出。{context.year}年支出预算{say.amount(spent)}，其中基本支出{say.amount(staff + office)}，"
            f"包括人员经费{say.amount(staff)}和公用经费{say.amount(office)}；{say.several(rest, '；')}。"
        ]
    if form == "by class and use":
        uses = [("人员支出", staff), ("日常公用支出", office), *(row for row in ways(context) if row[0] != "基本支出")]
        return [
            f"{name}支出预算{say.amount(spent)}。",
            f"1.按支出功能分类，包括{say.several(classes(context), '、')}。",
            f"2.按支出用途分类，包括{say.several(uses, shares_of=spent)}。",
        ]
    kept = [(key, amount) for key, amount in ways(context) if amount]
    if len(kept) < 2:
        return [f"{name}支出预算{say.amount(spent)}，全部为{kept[0][0]}。"]
    return [f"{name}支出预算{say.amount(spent)}，其中：{say.respectively(kept)}。"]


def fiscal(say: Say) -> list[str]:
    context = say.context
    now, before = (context.received((*FUNDS, *CARRIED[:3]), year) for year in ("now", "before"))
    form = context.draw.pick("prose_fiscal", "totals", "both sides", "spending")
    name = f"{context.name}{context.year}年"
    if form == "totals":
        return [f"{name}度财政拨款收、支总预算{say.amount(now)}。{say.change(now, before, '财政拨款收、支总计各')}。"]
    if form == "both sides":
        books = [
            (f"{text}", context.received((fund,)))
            for text, fund in (
                ("一般公共预算拨款", "一般"),
                ("政府性基金预算拨款", "基金"),
                ("国有资本经营预算拨款", "国资"),
            )
        ]
        books.append(("上年结转", context.received(CARRIED[:3])))
        out = [*classes(context, "财政"), ("结转下年", now - context.spent(book="财政"))]
        return [
            f"{context.year}年财政拨款收支总预算{say.amount(now)}。收入包括：{say.several(books, '、')}；支出包括：{say.several(out, '、')}。"
        ]
    spent, spent_before = (context.spent(book="财政", year=year) for year in ("now", "before"))
    basic, project = (context.spent(book="财政", kinds=kinds) for kinds in (BASIC, ("项目",)))
    return [
        f"{name}财政拨款支出预算{say.amount(spent)}，{say.share(spent, context.spent(), '占本年支出合计的')}。{say.change(spent, spent_before)}。"
        f"其中：基本支出{say.amount(basic)}，项目支出{say.amount(project)}。"
    ]


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
    """A line for each 项 of a book, with its name in one of many ways."""
    context = say.context
    form = context.draw.pick(
        "prose_items", "类款项", "code-name", "name (code)", "digits", "quoted classes", "joined names", "under classes"
    )
    if form == "quoted classes":
        return [
            f"{number}.“{name}”科目{say.amount(amount)}，主要用于保障机构运转和业务开展。"
            for number, (name, amount) in enumerate(classes(context, book), 1)
        ]
    rows = [one for one in context.postings if BOOK.get(one.source) == book and one.kind in KINDS]
    lines, number, last = [], 0, ""
    for code in sorted({one.code for one in rows if one.now}):
        now, before = (context.spent(book=book, code=code, year=year) for year in ("now", "before"))
        names = [functional_name(code[:length], book, rows) for length in (3, 5, 7)]
        if form == "under classes" and code[:3] != last:
            last, number = code[:3], 0
            lines.append(f"（{ordinal(len({one[1] for one in lines if one.startswith('（')}) + 1)}）{names[0]}（类）")
        number += 1
        label = item_label(form, code, names)
        tail = (
            f"，{say.change(now, before)}" if context.draw.has("items_with_change", 0.6) else "，主要用于相关业务支出"
        )
        head = f"（{number}）" if mark and form != "under classes" else f"{number}."
        lines.append(f"{head}{label}{say.amount(now)}{tail}。")
    return renumbered(lines) if form == "under classes" else lines


def renumbered(lines: list[str]) -> list[str]:
    """Headings of classes numbered in order."""
    done, number = [], 0
    for text in lines:
        if text.startswith("（"):
            number += 1
            text = f"（{ordinal(number)}）{text.partition('）')[2]}"
        done.append(text)
    return done


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
            f"{start}人员经费{say.amount(staff)}，主要包括：{people}；公用经费{say.amount(office)}，主要包括：{things}。"
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
