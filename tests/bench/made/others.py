"""Tables of other kinds: the three official expenses, projects, procurement, institutions, performance forms."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from .accounts import CARRIED, FUNDS, Posting, Purchase, total
from .context import Context
from .document import Cell, Header, Known, Leaf, Row, depth


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
    by_item = context.draw.pick("procurement_form", "items", "categories") == "items"
    return bought_items(context) if by_item else bought_categories(context)


def bought_categories(context: Context) -> tuple[list[Row], list[Row]]:
    bought = context.accounts.purchases
    rows: list[Row] = [[Cell("合计"), purchase_cell(context, "合计", "合计", bought)]]
    for name in ("货物", "工程", "服务"):
        if mine := [one for one in bought if one.category == name]:
            rows.append([Cell(name), purchase_cell(context, name, "合计", mine)])
    return [[Cell("采购项目"), Cell("金额")]], rows


PURCHASE_HEADS = tuple(
    ["项目名称", "采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价", "合计", "一般公共预算拨款"]
)


def bought_items(context: Context) -> tuple[list[Row], list[Row]]:
    def money(row: str, bought: Sequence[Purchase]) -> list[Cell]:
        return [purchase_cell(context, row, column, bought) for column in ("合计", "一般公共预算")]

    bought = context.accounts.purchases
    body: list[Row] = [[Cell("合计"), *(Cell("") for _ in range(5)), *money("合计", bought)]]
    for one in bought:
        known = Known(context.part, "政府采购表", one.name, one.name, "单价", one.price)
        price = context.style.cell(one.price, known)
        count = Cell(str(one.quantity), known=replace(known, column="数量", value=one.quantity, money=False))
        words = (Cell(text) for text in (one.project, one.name, one.catalogue, one.measure))
        body.append([*words, count, price, *money(one.name, [one])])
    return [[Cell(text) for text in PURCHASE_HEADS]], body


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
    """A performance form of one project: its money, its goal, its indicators."""
    fiscal = total(one for one in rows if one.source in (*FUNDS, *CARRIED[:3]))
    decimals = max(context.style.decimals, {10_000: 2, 100: 4, 1: 6}[context.accounts.grain])
    style = replace(context.style, unit="万元", decimals=decimals)
    whole = total(rows)
    head: list[Row] = [
        [Cell("项目名称"), Cell(name, 4)],
        [Cell("主管部门"), Cell(context.body.name), Cell("实施单位"), Cell(rows[0].unit, 2)],
        [Cell("项目资金（万元）", 1, 3), Cell("年度资金总额"), Cell(style.money(whole), 3)],
        [None, Cell("其中：财政拨款"), Cell(style.money(fiscal) or "0.00", 3)],
        [None, Cell("其他资金"), Cell(style.money(whole - fiscal) or "0.00", 3)],
        [Cell("年度目标"), Cell(f"按计划完成{name}各项任务，保障业务正常开展。", 4)],
    ]
    return [], head + indicators(context, name)


WEIGHTS = {
    "none": [""] * 5,
    "100": ["30", "20", "10", "30", "10"],
    "90 and 10": ["20", "20", "10", "30", "10"],
}


def indicators(context: Context, name: str) -> list[Row]:
    """Indicators whose weights, where there are any, add to 100: all of them, or 90 and 10 for spending."""
    weighted = context.draw.pick("form_weights", "none", "100", ("90 and 10", 0.5))
    random = context.draw.stream(f"form {name}")
    texts = [
        ("产出指标", "数量指标", "完成任务数量", f"≥{random.randint(2, 60)}项"),
        ("产出指标", "质量指标", "验收合格率", "≥95%"),
        ("产出指标", "时效指标", "按期完成率", "=100%"),
        ("效益指标", "社会效益指标", "业务保障水平", "有效提升"),
        ("满意度指标", "服务对象满意度指标", "服务对象满意度", f"≥{random.randint(85, 98)}%"),
    ]
    last = "备注" if weighted == "none" else "权重"
    rows = [("一级指标", "二级指标", "三级指标", "指标值", last)]
    rows += [(*one, share) for one, share in zip(texts, WEIGHTS[weighted], strict=True)]
    if weighted == "90 and 10":
        rows.append(("预算执行指标", "预算执行率", "预算执行率", "=100%", "10"))
    return [[Cell(text) for text in one] for one in rows]
