"""Prose about everything else: duties, units, the three official expenses, running costs, assets, goals."""

import re

from .accounts import total
from .lines import ordinal
from .official import official_values
from .say import Say

DUTIES = (
    "贯彻执行国家有关法律、法规和政策",
    "负责本领域业务的组织实施和监督管理",
    "承担日常管理和公共服务工作",
    "组织开展业务培训和宣传",
    "完成上级交办的其他任务",
)
GLOSSARY = (
    ("财政拨款收入", "指本级财政部门当年拨付的资金。"),
    ("事业收入", "指事业单位开展专业业务活动及辅助活动取得的收入。"),
    ("其他收入", "指除上述收入以外的各项收入。"),
    ("基本支出", "指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"),
    ("项目支出", "指在基本支出之外为完成特定任务和事业发展目标所发生的支出。"),
    ("“三公”经费", "指用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。"),
    ("机关运行经费", "指行政单位和参照公务员法管理的事业单位使用一般公共预算安排的日常公用经费支出。"),
)


def duties(say: Say) -> list[str]:
    rows = say.random.sample(DUTIES, 4)
    return [f"{say.context.name}的主要职责是：", *(f"（{ordinal(n)}）{text}。" for n, text in enumerate(rows, 1))]


def organisation(say: Say) -> list[str]:
    context = say.context
    if len(context.units) == 1:
        return [f"{context.own}内设{say.random.randint(3, 15)}个机构，包括办公室、财务科、业务科等，无下属预算单位。"]
    form = context.draw.pick("prose_units", "inline", "list")
    start = f"从预算单位构成看，纳入{context.own}{context.year}年部门预算编制范围的预算单位共{len(context.units)}个，"
    names = [unit.name for unit in context.units]
    if form == "inline":
        return [f"{start}包括：{'、'.join(names)}。"]
    return [f"{start}具体包括：", *(f"{n}.{name}" for n, name in enumerate(names, 1))]


def official(say: Say) -> list[str]:
    """The three official expenses in one of the usual forms."""
    context = say.context
    lines = OFFICIAL_FORMS[context.draw.pick("prose_official", *OFFICIAL_FORMS)]
    wanted = sorted(set(re.findall(r"\{(\w+)\}", "".join(lines))))
    words = {word: official_word(say, word) for word in wanted}
    return [line.format(**words) for line in lines]


def official_word(say: Say, word: str) -> str:
    """What stands for a word of the forms."""
    context = say.context
    run = context.draw.pick("prose_run_word", "公务用车运行费", "公务用车运行维护费")
    cars = "公务用车购置及运行维护费" if "维护" in run else "公务用车购置及运行费"
    names = {
        "出国": "因公出国（境）费",
        "接待": "公务接待费",
        "购置": "公务用车购置费",
        "运行": run,
        "用车": cars,
        "合计": "",
    }
    if word in ("own", "year", "用车名"):
        return {"own": context.own, "year": str(context.year), "用车名": cars}[word]
    key, form = word[:2], word[2:]
    now, before = (official_values(context, year)[OFFICIAL_ROWS[key]] for year in ("now", "before"))
    text = ("" if form == "额" else names[key]) + say.amount(now)
    return text if form == "数" else f"{text}，{say.change(now, before)}"


OFFICIAL_ROWS = {
    "合计": "合计",
    "出国": "因公出国（境）费",
    "接待": "公务接待费",
    "用车": "公务用车购置及运行费",
    "购置": "公务用车购置费",
    "运行": "公务用车运行费",
}
WHOLE = "{year}年{own}财政拨款“三公”经费预算{合计额}。"
OFFICIAL_FORMS = {
    "numbered": (WHOLE + "其中：", "1.{出国}。", "2.{用车}。其中：{购置}；{运行}。", "3.{接待}。"),
    "inline": (WHOLE + "其中：{出国}；{接待}；{用车}，其中：{购置}；{运行}。",),
    "headings": (
        WHOLE + "具体情况如下：",
        "（一）因公出国（境）费",
        "{year}年预算安排{出国额}。",
        "（二）公务接待费",
        "{year}年预算安排{接待额}。",
        "（三）{用车名}",
        "{year}年预算安排{用车额}。其中：{购置}；{运行}。",
    ),
    "semicolons": (WHOLE + "“三公”经费预算{合计数}，其中：{出国数}；{购置数}；{运行数}；{接待数}。",),
    "nested brackets": (WHOLE + "其中：{出国数}；{用车数}（其中：{购置数}，{运行数}）；{接待数}。",),
}
"""How the section reads: `{出国}` is name, amount and change; `{出国数}` has no change, `{出国额}` no name."""


def running_costs(say: Say) -> list[str]:
    """Office money of the administrative units."""
    context = say.context
    names = {unit.name for unit in context.units if unit.nature != "事业"}
    rows = [one for one in context.accounts.economic if one.kind == "公用" and one.unit in names]
    now, before = total(rows), total(rows, "before")
    if not now:
        return [f"{context.own}无机关运行经费。"]
    return [f"{context.year}年{context.own}机关运行经费预算{say.amount(now)}，{say.change(now, before)}。"]


def procurement(say: Say) -> list[str]:
    context = say.context
    bought = context.accounts.purchases
    if not bought:
        return [f"{context.own}{context.year}年未安排政府采购预算。"]
    form = context.draw.pick("prose_procurement", "政府采购货物预算", "货物类", "货物采购金额")
    words = {"政府采购货物预算": "政府采购{}预算", "货物类": "{}类项目", "货物采购金额": "{}采购金额"}[form]
    parts = [
        (words.format(name), sum(one.amount for one in bought if one.category == name))
        for name in ("货物", "工程", "服务")
    ]
    return [
        f"{context.year}年{context.own}政府采购预算总额{say.amount(sum(one.amount for one in bought))}，其中："
        f"{say.several(parts, '、', zeros=True)}。"
    ]


def assets(say: Say) -> list[str]:
    context = say.context
    kinds = ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车")
    cars = [(kind, say.random.randint(0, 4)) for kind in kinds]
    date = context.draw.pick("asset_date", f"{context.year - 1}年12月31日", f"{context.year - 1}年底")
    listed = "、".join(f"{kind}{count}辆" for kind, count in cars)
    return [
        f"截至{date}，{context.own}共有车辆{sum(count for _, count in cars)}辆，其中：{listed}。"
        f"单价100万元以上设备{say.random.randint(0, 9)}台（套）。",
        f"{context.year}年{context.own}预算安排购置车辆0辆，购置单价100万元以上设备0台（套）。",
    ]


def goals(say: Say) -> list[str]:
    context = say.context
    rows = [one for one in context.postings if one.kind == "项目" and one.now]
    if not rows:
        return [f"{context.own}{context.year}年无项目支出绩效目标。"]
    count = len({one.project for one in rows})
    return [
        f"{context.year}年{context.own}项目支出全部实行绩效目标管理，涉及项目{count}个，"
        f"涉及预算资金{say.amount(total(rows))}。"
    ]


def glossary(say: Say) -> list[str]:
    style = say.context.draw.pick("glossary_mark", "一、", "1.", "（一）")
    marks = {"一、": lambda n: f"{ordinal(n)}、", "1.": lambda n: f"{n}.", "（一）": lambda n: f"（{ordinal(n)}）"}[
        style
    ]
    return [f"{marks(n)}{word}：{text}" for n, (word, text) in enumerate(GLOSSARY, 1)]
