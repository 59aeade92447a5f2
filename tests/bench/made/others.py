"""Tables of other kinds: the three official expenses, projects, procurement, institutions, performance forms."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from .accounts import CARRIED, FUNDS, Posting, Purchase, total
from .context import Context
from .document import Cell, Column, Group, Header, Known, Leaf, Row, Style, depth, leaves
from .economy import official

OFFICIAL_KEYS = ("合计", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费")


def official_values(context: Context, year: str = "now", unit: str = "") -> dict[str, int]:
    """The three official expenses by canonical row."""
    abroad, guests, bought, run = (
        official(context.accounts, item, year, unit) for item in ("出国", "接待", "购置", "运行")
    )
    return dict(
        zip(OFFICIAL_KEYS, (abroad + guests + bought + run, abroad, bought + run, bought, run, guests), strict=True)
    )


def official_style(context: Context) -> Style:
    """The table may be in 万元 where the others are in 元."""
    style = context.style
    if style.unit == "元" and context.accounts.grain == 100 and context.draw.has("official_in_wan", 0.3):
        style = replace(style, unit="万元", decimals=4)
    return replace(style, zero="0.00" if style.zero == "0.00" else style.zero)


def three_public(context: Context) -> tuple[list[Row], list[Row]]:
    """三公经费表 in one of its forms."""
    form = context.draw.pick(
        "official_form",
        ("list", 2.0),
        ("list with funds", 0.5),
        ("one row", 1.5),
        ("two years", 1.0),
        ("units", 0.7),
        ("with meetings", 0.7),
    )
    if form == "units" and len(context.units) < 2:
        form = "one row"
    return {
        "list": vertical,
        "list with funds": vertical,
        "one row": across,
        "two years": two_years,
        "units": rows_of_units,
        "with meetings": across,
    }[form](context)


def number(context: Context, row: str, column: str, value: int) -> Cell:
    return official_style(context).cell(value, Known(context.part, "三公经费表", row, row, column, value))


def order(context: Context) -> tuple[str, ...]:
    """The rows in print: hospitality last, or before the cars."""
    last = context.draw.pick("hospitality", ("last", 2.0), "before the cars") == "last"
    return OFFICIAL_KEYS if last else ("合计", "因公出国（境）费", "公务接待费", *OFFICIAL_KEYS[2:5])


def vertical(context: Context) -> tuple[list[Row], list[Row]]:
    """One row for each item."""
    values = official_values(context)
    run = context.draw.pick("run_word", "公务用车运行费", "公务用车运行维护费")
    marks = {
        "因公出国（境）费": "1、",
        "公务接待费": "",
        "公务用车购置及运行费": "",
        "公务用车购置费": "其中：（1）",
        "公务用车运行费": "　　　（2）",
        "合计": "",
    }
    numbers = iter("123")
    rows: list[Row] = []
    funds = context.draw.features["official_form"] == "list with funds"
    for key in order(context):
        top = key in ("因公出国（境）费", "公务接待费", "公务用车购置及运行费")
        mark = f"{next(numbers)}、" if top else marks[key]
        text = (
            run
            if key == "公务用车运行费"
            else key.replace("购置及运行费", "购置及运行维护费" if "维护" in run else "购置及运行费")
        )
        cells = [number(context, key, "合计", values[key])]
        if funds:
            cells += [
                number(context, key, "一般公共预算", values[key]),
                number(context, key, "政府性基金", 0),
                number(context, key, "国有资本经营", 0),
            ]
        rows.append([Cell(mark + text), *cells])
    heads = ["合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"] if funds else ["预算数"]
    return [[Cell(text) for text in ("项目", *heads)]], rows


def item_columns(context: Context, values: Callable[[str], Callable], column: str = "合计") -> tuple[Column, ...]:
    """The items as columns, cars under a header of their own."""
    run = context.draw.pick("run_word", "公务用车运行费", "公务用车运行维护费")
    cars = Group(
        "公务用车购置及运行费",
        (
            Leaf("小计", "公务用车购置及运行费", values("公务用车购置及运行费")),
            Leaf("公务用车购置费", "公务用车购置费", values("公务用车购置费")),
            Leaf(run, "公务用车运行费", values("公务用车运行费")),
        ),
    )
    made: dict[str, Column] = {key: Leaf(key, key, values(key)) for key in OFFICIAL_KEYS}
    made["公务用车购置及运行费"] = cars
    return tuple(made[key] for key in order(context) if key not in ("公务用车购置费", "公务用车运行费"))


def across(context: Context) -> tuple[list[Row], list[Row]]:
    """One row of six amounts, perhaps with meetings and training beside."""
    values = official_values(context)
    columns = list(item_columns(context, lambda key: lambda _: values[key]))
    columns[0] = replace(columns[0], text="“三公”经费合计") if isinstance(columns[0], Leaf) else columns[0]
    if context.draw.features["official_form"] == "with meetings":
        columns += [
            Leaf(text, text, lambda _, item=text[:2]: official(context.accounts, item)) for text in ("会议费", "培训费")
        ]
    head = Header(depth(columns)).add(columns).rows
    return head, [[number(context, leaf.name, "合计", leaf.value(())) for leaf in leaves(columns)]]


def two_years(context: Context) -> tuple[list[Row], list[Row]]:
    """Last year and this year side by side."""
    row: Row = []
    groups = []
    for year, column, label in (
        ("before", "上年预算数", f"{context.year - 1}年预算数"),
        ("now", "合计", f"{context.year}年预算数"),
    ):
        values = official_values(context, year)
        columns = item_columns(context, lambda key, values=values: lambda _: values[key])
        groups.append(Group(label, columns))
        row += [number(context, leaf.name, column, leaf.value(())) for leaf in leaves(columns)]
    return Header(depth(groups)).add(groups).rows, [row]


def rows_of_units(context: Context) -> tuple[list[Row], list[Row]]:
    """A row for each unit."""
    columns = item_columns(context, lambda key: lambda _: 0)
    layout = Header(depth(columns)).label("单位名称").add(columns)
    rows: list[Row] = []
    for name in ("", *(unit.name for unit in context.units)):
        values = official_values(context, unit=name)
        cells = [
            number(context, leaf.name, "合计" if not name else f"{name}/合计", values[leaf.name])
            for leaf in leaves(columns)
        ]
        rows.append([Cell(name or "合计"), *cells])
    return layout.rows, rows


def project_columns() -> tuple[Leaf, ...]:
    def of(*sources: str) -> Callable[[Sequence[Posting]], int]:
        return lambda rows: total(one for one in rows if not sources or one.source in sources)

    return (
        Leaf("合计", "合计", of()),
        Leaf("一般公共预算", "一般公共预算", of(FUNDS[0])),
        Leaf("政府性基金预算", "政府性基金", of(FUNDS[1])),
        Leaf("国有资本经营预算", "国有资本经营", of(FUNDS[2])),
        Leaf("财政专户管理资金", "财政专户", of("专户")),
        Leaf("单位资金", "单位资金", of("事业", "经营", "上级", "附属", "其他")),
        Leaf("上年结转", "上年结转", of(*CARRIED)),
    )


def projects(context: Context) -> tuple[list[Row], list[Row]]:
    """项目支出表: blocks of units, a column of units (perhaps merged), or projects only."""
    form = context.draw.pick("project_form", "blocks", "column", "merged", "projects only")
    rows = [one for one in context.postings if one.kind == "项目" and one.now]
    columns = project_columns()
    owner = form in ("column", "merged")
    body: list[Row] = [[*([Cell("")] if owner else []), Cell("合计"), *project_cells(context, "合计", columns, rows)]]
    for unit in context.units:
        mine = [one for one in rows if one.unit == unit.name]
        if form == "blocks" and mine:
            body.append([Cell(unit.name), *project_cells(context, unit.name, columns, mine)])
        body += project_rows(context, form, unit.name, mine)
    layout = Header(depth(columns))
    for text in (["单位名称"] if owner else []) + [
        context.draw.pick("project_head", "项目名称", "单位（项目）名称") if form == "blocks" else "项目名称"
    ]:
        layout.label(text)
    return layout.add(columns).rows, body


def project_rows(context: Context, form: str, unit: str, mine: Sequence[Posting]) -> list[Row]:
    names = list(dict.fromkeys(one.project for one in mine))
    rows: list[Row] = []
    for at, name in enumerate(names):
        cells = project_cells(context, name, project_columns(), [one for one in mine if one.project == name])
        indent = "　　" if form == "blocks" and context.draw.pick("project_indent", "yes", "no") == "yes" else ""
        owner: Row = {"column": [Cell(unit)], "merged": [Cell(unit, 1, len(names)) if not at else None]}.get(form, [])
        rows.append([*owner, Cell(indent + name), *cells])
    return rows


def project_cells(context: Context, key: str, columns: Sequence[Leaf], rows: Sequence[Posting]) -> list[Cell]:
    cells = []
    for column in columns:
        value = column.value(rows)
        cells.append(context.style.cell(value, Known(context.part, "项目支出表", key, key, column.name, value)))
    return cells


def procurement(context: Context) -> tuple[list[Row], list[Row]]:
    """政府采购表: by item with quantity and price, or by category."""
    form = context.draw.pick("procurement_form", "items", "categories")
    bought = context.accounts.purchases
    if form == "categories":
        rows = [[Cell("合计"), purchase_cell(context, "合计", "合计", bought)]]
        rows += [
            [Cell(name), purchase_cell(context, name, "合计", [one for one in bought if one.category == name])]
            for name in ("货物", "工程", "服务")
            if any(one.category == name for one in bought)
        ]
        return [[Cell("采购项目"), Cell("金额")]], [list(row) for row in rows]
    heads = ("项目名称", "采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价", "合计", "一般公共预算拨款")
    body: list[Row] = [
        [
            Cell("合计"),
            *(Cell("") for _ in range(5)),
            *(purchase_cell(context, "合计", column, bought) for column in ("合计", "一般公共预算")),
        ]
    ]
    for one in bought:
        price = context.style.cell(one.price, Known(context.part, "政府采购表", one.name, one.name, "单价", one.price))
        count = Cell(
            str(one.quantity),
            known=Known(context.part, "政府采购表", one.name, one.name, "数量", one.quantity, money=False),
        )
        body.append(
            [
                Cell(one.project),
                Cell(one.name),
                Cell(one.catalogue),
                Cell(one.measure),
                count,
                price,
                *(purchase_cell(context, one.name, column, [one]) for column in ("合计", "一般公共预算")),
            ]
        )
    return [[Cell(text) for text in heads]], body


def purchase_cell(context: Context, row: str, column: str, bought: Sequence[Purchase]) -> Cell:
    value = sum(one.amount for one in bought)
    return context.style.cell(value, Known(context.part, "政府采购表", row, row, column, value))


def institutions(context: Context) -> tuple[list[Row], list[Row]]:
    """机构设置表."""
    rows: list[Row] = [
        [
            Cell(str(at)),
            Cell(unit.name),
            Cell({"行政": "行政单位", "参公": "参照公务员法管理单位", "事业": "公益一类事业单位"}[unit.nature]),
            Cell("财政拨款"),
        ]
        for at, unit in enumerate(context.units, 1)
    ]
    return [[Cell(text) for text in ("序号", "单位名称", "单位性质", "经费保障形式")]], rows


def form(context: Context, name: str, rows: Sequence[Posting]) -> tuple[list[Row], list[Row]]:
    """A performance form of one project: its money, its goal, indicators whose weights add to 100 (or 90 and 10)."""
    fiscal = total(one for one in rows if one.source in (*FUNDS, *CARRIED[:3]))
    style = replace(
        context.style,
        unit="万元",
        decimals=max(context.style.decimals, {10_000: 2, 100: 4, 1: 6}[context.accounts.grain]),
    )
    whole = total(rows)
    weighted = context.draw.pick("form_weights", "none", "100", ("90 and 10", 0.5))
    random = context.draw.stream(f"form {name}")
    head: list[Row] = [
        [Cell("项目名称"), Cell(name, 4)],
        [Cell("主管部门"), Cell(context.body.name), Cell("实施单位"), Cell(rows[0].unit, 2)],
        [Cell("项目资金（万元）", 1, 3), Cell("年度资金总额"), Cell(style.money(whole), 3)],
        [None, Cell("其中：财政拨款"), Cell(style.money(fiscal) or "0.00", 3)],
        [None, Cell("其他资金"), Cell(style.money(whole - fiscal) or "0.00", 3)],
        [Cell("年度目标"), Cell(f"按计划完成{name}各项任务，保障业务正常开展。", 4)],
    ]
    last = {"none": "备注"}.get(weighted, "权重")
    body: list[Row] = [[Cell(text) for text in ("一级指标", "二级指标", "三级指标", "指标值", last)]]
    names = [
        ("产出指标", "数量指标", "完成任务数量", f"≥{random.randint(2, 60)}项"),
        ("产出指标", "质量指标", "验收合格率", "≥95%"),
        ("产出指标", "时效指标", "按期完成率", "=100%"),
        ("效益指标", "社会效益指标", "业务保障水平", "有效提升"),
        ("满意度指标", "服务对象满意度指标", "服务对象满意度", f"≥{random.randint(85, 98)}%"),
    ]
    shares = {"none": [""] * 5, "100": ["30", "20", "10", "30", "10"], "90 and 10": ["20", "20", "10", "30", "10"]}[
        weighted
    ]
    body += [[*(Cell(text) for text in one), Cell(share)] for one, share in zip(names, shares, strict=True)]
    if weighted == "90 and 10":
        body.append([Cell("预算执行指标"), Cell("预算执行率"), Cell("预算执行率"), Cell("=100%"), Cell("10")])
    return [], head + body
