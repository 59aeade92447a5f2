"""The section on income and expenditure as a whole, in the phrasings of several places."""

from collections.abc import Iterable

from .accounts import CARRIED, YEAR
from .prose_sums import SOURCE_NAMES, classes, grand, left_over, sources, ways
from .say import Say


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
        f"{context.name}{context.year}年度收入、支出预算总计{say.amount(now)}，"
        f"{say.change(now, before, '收、支预算总计各')}。其中：",
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
            f"（{number}）{name}（类）支出{say.amount(amount)}，主要用于保障机构运转和业务开展。"
            f"{say.change(amount, olds[name])}。"
        )
    return [*lines, f"2．年终结转结余为{say.amount(left_over(context))}。"]


def overall_fujian(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    spent, spent_before = context.spent(), context.spent(year="before")
    return [
        f"{principle(say)}{context.year}年，{context.name}收入预算为{say.amount(now)}，其中："
        f"{say.several(sources(context))}。"
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
        f"{context.year}年{context.name}{kind}支出{say.amount(spent)}，"
        f"{say.change(spent, spent_before, reason=False)}。",
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
        f"（一）收入预算。{year}年年初预算数{say.amount(now)}，其中：{say.several(sources(context), '，')}，"
        f"收入比{year - 1}年{moved(say, now, before)}，"
        f"其中：{moves(say, sources(context), sources(context, 'before'))}。",
        f"（二）支出预算。{year}年年初预算数{say.amount(spent)}，其中：{say.several(classes(context), '，')}。"
        f"支出比{year - 1}年{moved(say, spent, spent_before)}，其中："
        f"{moves(say, ways(context), ways(context, 'before'))}。",
    ]


def overall_xian(say: Say) -> list[str]:
    context = say.context
    now, before = grand(context), grand(context, "before")
    spent, spent_before = context.spent(), context.spent(year="before")
    return [
        f"{principle(say)}{context.own}当年预算收入{say.amount(now)}，其中：{say.several(sources(context), '、')}，"
        f"{say.change(now, before)}；"
        f"{context.own}当年预算支出{say.amount(spent)}，其中：{say.several(ways(context), '、')}，"
        f"{say.change(spent, spent_before)}。"
    ]
