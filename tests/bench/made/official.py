"""The table of the three official expenses, in its forms."""

from collections.abc import Callable
from dataclasses import replace

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
    names = {"公务用车运行费": run}
    if "维护" in run:
        names["公务用车购置及运行费"] = "公务用车购置及运行维护费"
    marks = {"公务用车购置费": "其中：（1）", "公务用车运行费": "　　　（2）", "合计": ""}
    numbers = iter("123")
    funds = context.draw.features["official_form"] == "list with funds"
    rows: list[Row] = []
    for key in order(context):
        mark = marks[key] if key in marks else f"{next(numbers)}、"
        cells = [number(context, key, "合计", values[key])]
        if funds:
            cells.append(number(context, key, "一般公共预算", values[key]))
            cells += [number(context, key, name, 0) for name in ("政府性基金", "国有资本经营")]
        rows.append([Cell(mark + names.get(key, key)), *cells])
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
