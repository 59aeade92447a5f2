"""Tables whose rows are budget codes: income, expenditure, the three books, by economic purpose."""

from collections.abc import Sequence

from . import codes
from .accounts import BASIC, BOOK, Posting
from .context import Context, sums
from .document import Cell, Column, Group, Header, Known, Leaf, Row, depth, leaves
from .economy import economic_name


def label_head(context: Context, economic: bool = False) -> list[str]:
    """The headers of the label columns, one for each column."""
    form = context.draw.pick(
        "codes", ("one cell", 3.0), ("cells", 1.5), ("own cells", 0.5), ("bracket", 0.5), ("names", 0.5)
    )
    kind = "经济" if economic else "功能"
    name = context.draw.pick(f"name_head_{kind}", "科目名称", f"{kind}分类科目名称", f"{'支出' + kind}分类科目名称")
    if form == "one cell":
        return [context.draw.pick("code_head", "科目编码", "科目代码"), name]
    if form in ("cells", "own cells"):
        return [*("类", "款", "项")[: 2 if economic else 3], name]
    return [name]


def labels(context: Context, code: str, name: str, economic: bool = False) -> list[str]:
    """The label cells of a row. An empty code is the total row's."""
    form = context.draw.features["codes"]
    deep = 2 if economic else 3
    level = {3: 0, 5: 1, 7: 2}.get(len(code), 0)
    indent = context.draw.pick("indent", ("none", 2.0), "wide", "spaces")
    name = {"none": "", "wide": "　" * level, "spaces": "  " * level}[indent] + name
    if form == "one cell":
        return [code, name]
    if form in ("cells", "own cells"):
        pieces = [code[:3], code[3:5], code[5:]][:deep]
        if form == "own cells":
            pieces = [piece if at == level else "" for at, piece in enumerate(pieces)]
        return [*pieces, name]
    return [f"[{code}]{name.strip()}" if form == "bracket" and code else name]


def head(context: Context, columns: Sequence[Column], names: Sequence[str], title: str) -> list[Row]:
    """Header rows: the labels, perhaps under 项目 or a header of codes, and the tree of columns."""
    grouped = len(names) >= 3
    umbrella = context.draw.has("umbrella_header", 0.35) and len(names) > 1
    over = [Group(title, tuple(columns))] if umbrella else list(columns)
    layout = Header(depth(over) + (1 if grouped and not umbrella else 0) + (1 if grouped and umbrella else 0))
    if umbrella:
        layout.rows[0].append(Cell("项目", len(names)))
        place_names(layout, names, 1)
    else:
        place_names(layout, names, 0)
    layout.add(over)
    return layout.rows


def place_names(layout: Header, names: Sequence[str], at: int) -> None:
    if len(names) < 3:
        for name in names:
            layout.label(name, at)
        return
    parts = names[:-1]
    layout.rows[at].append(Cell("科目编码", len(parts), max(1, layout.high - at - 1)))
    for row in layout.rows[at + 1 : layout.high - 1]:
        row.extend([None] * len(parts))
    layout.rows[layout.high - 1].extend(Cell(part) for part in parts)
    layout.label(names[-1], at)


def numbered(context: Context, names: int, columns: int) -> list[Row]:
    """The row that numbers the columns, where there is one."""
    form = context.draw.pick("column_numbers", ("none", 3.0), ("栏次", 0.6), ("**", 0.4))
    if form == "none":
        return []
    first = [Cell(form, names)] if form == "栏次" else [Cell("**") for _ in range(names)]
    return [[*first, *(Cell(str(n)) for n in range(1, columns + 1))]]


def code_rows(
    context: Context, postings: Sequence[Posting], columns: Sequence[Leaf], book: str
) -> list[tuple[str, str]]:
    """The codes with an amount in some column, and their names; 类, 款, 项 or only 项."""
    form = context.draw.pick("levels", ("all", 8.0), ("项 only", 0.5))
    lengths = (7,) if form == "项 only" else (3, 5, 7)
    shown = {one.code for one in postings if any(column.value([one]) for column in columns)}
    found = sorted({code[:length] for code in shown for length in lengths})
    names = {code: functional_name(code, book, postings) for code in found}
    return [(code, names[code]) for code in found]


def functional_name(code: str, book: str, postings: Sequence[Posting]) -> str:
    """The name in the book of the money spent under it."""
    books = [BOOK.get(one.source, "一般") for one in postings if one.code.startswith(code)]
    first = {"一般": "general", "基金": "fund", "国资": "soe"}[book or books[0]]
    return codes.functional(code, first if "一般" not in books else "general")


def functional(
    context: Context, name: str, title: str, columns: Sequence[Column], book: str = ""
) -> tuple[list[Row], list[Row]]:
    """Header and body of a table by function."""
    postings = [one for one in context.postings if not book or BOOK.get(one.source) == book]
    every = leaves(columns)
    names = label_head(context)
    rows: list[Row] = []
    for code, label in code_rows(context, postings, every, book):
        mine = [one for one in postings if one.code.startswith(code)]
        cells = [Cell(text) for text in labels(context, code, label)]
        rows.append([*cells, *amounts(context, name, (code, label), every, mine)])
    if rows or context.draw.has("empty_total_row", 0.7):
        closing = total_row(context, len(names), amounts(context, name, ("合计", "合计"), every, postings))
        rows = place_total(context, rows, closing)
    if len(rows) < 2 and not any(one.now for one in postings):
        rows += [[Cell("") for _ in range(len(names) + len(every))] for _ in range(2)]
    return head(context, columns, names, heading(title)), numbered(context, len(names), len(every)) + rows


def heading(title: str) -> str:
    return title.replace("表", "").replace("情况", "").partition("（")[0]


def amounts(
    context: Context, table: str, row: tuple[str, str], columns: Sequence[Leaf], postings: Sequence[Posting]
) -> list[Cell]:
    """The number cells of a row."""
    cells = []
    for column in columns:
        value = column.value(postings)
        cells.append(context.style.cell(value, Known(context.part, table, row[0], row[1], column.name, value)))
    return cells


def total_row(context: Context, names: int, cells: Sequence[Cell], beside: int = 0) -> Row:
    """The row 合计; its word spans the label columns or stands in the column of names (`beside` columns after it)."""
    word = context.draw.pick("total_word", ("合计", 4.0), "合 计", ("总计", 0.6))
    form = context.draw.pick("total_label", "spanned", "in the name column")
    if form == "spanned":
        return [Cell(word, names), *cells]
    at = names - beside - 1
    return [*(Cell(word if column == at else "") for column in range(names)), *cells]


def place_total(context: Context, rows: list[Row], closing: Row) -> list[Row]:
    first = context.draw.pick("total_place", ("first", 2.0), "last") == "first"
    return [closing, *rows] if first else [*rows, closing]


def by_economy(context: Context, name: str, title: str, kinds: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """Header and body of a table by economic purpose, one lane; at times with the government's codes beside."""
    postings = [one for one in context.accounts.economic if one.kind in kinds]
    columns = economic_columns(context, kinds)
    names = label_head(context, economic=True)
    both = len(names) == 2 and context.draw.has("government_codes", 0.2)
    layout = head(context, columns, names, heading(title))
    if both:
        names += ["政府经济科目编码", "政府经济科目名称"]
        layout = [[Cell(text) for text in (*names, *(leaf.text for leaf in columns))]]
    rows: list[Row] = []
    shown = sorted({one.code for one in postings if one.now})
    for code in sorted({piece for one in shown for piece in (one[:3], one)}):
        mine = [one for one in postings if one.code.startswith(code)]
        label = economic_name(code)
        texts = [*labels(context, code, label, economic=True), *(government(code) if both else ())]
        rows.append([*map(Cell, texts), *amounts(context, name, (code, label), columns, mine)])
    whole = amounts(context, name, ("合计", "合计"), columns, postings)
    closing = total_row(context, len(names), whole, 2 if both else 0)
    return layout, numbered(context, len(names), len(columns)) + place_total(context, rows, closing)


def government(code: str) -> tuple[str, str]:
    """The government's code and name beside an economic item; classes have none."""
    return codes.GOVERNMENT[code[:3]] if len(code) == 5 else ("", "")


def economic_columns(context: Context, kinds: Sequence[str]) -> list[Leaf]:
    """The total, or also staff, office and projects."""
    form = context.draw.pick(f"economic_columns_{'basic' if kinds == BASIC else 'all'}", "split", ("one", 0.6))
    if form == "one":
        return [Leaf("预算数", "合计", sums((), kinds))]
    names = {"人员": "人员经费", "公用": "公用经费", "项目": "项目支出"}
    return [
        Leaf("合计", "合计", sums((), kinds)),
        *(Leaf(names[kind], names[kind], sums((), (kind,))) for kind in kinds),
    ]


def basic_lane(context: Context, name: str) -> tuple[list[Row], list[Row]]:
    return by_economy(context, name, "基本支出", BASIC)


def two_lanes(context: Context, name: str) -> tuple[list[Row], list[Row]]:
    """Basic expenditure with staff on the left and office on the right, and a total below each."""
    economic = [one for one in context.accounts.economic if one.kind in BASIC]
    sides = [[one for one in economic if one.kind == kind] for kind in BASIC]
    if {one.code[:3] for one in sides[0]} & {one.code[:3] for one in sides[1]}:
        return basic_lane(context, name)
    lanes = []
    for side in sides:
        shown = sorted({piece for one in side if one.now for piece in (one.code[:3], one.code)})
        lanes.append([lane_row(context, name, code, side) for code in shown])
    high = max(map(len, lanes))
    rows: list[Row] = [
        [cell for lane in lanes for cell in (lane[at] if at < len(lane) else blank())] for at in range(high)
    ]
    totals = [
        amounts(context, name, (f"{word}合计", f"{word}合计"), [Leaf("", "合计", sums())], side)[0]
        for word, side in zip(("人员经费", "公用经费"), sides, strict=True)
    ]
    rows.append([Cell("人员经费合计", 2), totals[0], Cell("公用经费合计", 2), totals[1]])
    return [[Cell(text) for text in ("科目编码", "科目名称", "预算数") * 2]], rows


def lane_row(context: Context, name: str, code: str, side: Sequence[Posting]) -> list[Cell]:
    label = economic_name(code)
    mine = [one for one in side if one.code.startswith(code)]
    return [Cell(code), Cell(label), *amounts(context, name, (code, label), [Leaf("", "合计", sums())], mine)]


def blank() -> list[Cell]:
    return [Cell(""), Cell(""), Cell("")]


def by_unit(context: Context, name: str, columns: Sequence[Column]) -> tuple[list[Row], list[Row]]:
    """Income with a row for each unit instead of each code."""
    every = leaves(columns)
    coded = context.draw.pick("unit_rows", "with codes", "names") == "with codes"
    names = ["单位代码", "单位名称"] if coded else ["单位名称"]
    closing = amounts(context, name, ("合计", "合计"), every, context.postings)
    rows: list[Row] = [[Cell("合计", len(names)), *closing]]
    if coded and len(context.units) > 1:
        cells = amounts(context, name, (f"{context.name}/{context.code}", context.name), every, context.postings)
        rows.append([Cell(context.code), Cell(context.name), *cells])
    for unit in context.units:
        mine = [one for one in context.postings if one.unit == unit.name]
        key = f"{unit.name}/{unit.code}" if coded else unit.name
        cells = amounts(context, name, (key, unit.name), every, mine)
        rows.append([*([Cell(unit.code)] if coded else []), Cell(unit.name), *cells])
    layout = Header(depth(columns))
    for text in names:
        layout.label(text)
    return layout.add(columns).rows, numbered(context, len(names), len(every)) + rows
