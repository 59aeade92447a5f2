"""Performance forms as printed: a project's name and money in labelled boxes or in columns, its indicators below."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import UNITS, Unit, count_unit, read_amount
from budgetaudit.facts import Fact, Key, Table
from budgetaudit.filing import Grid, Place
from budgetaudit.kinds.reading import titled
from budgetaudit.messages import label
from budgetaudit.text import regex, squeeze, unnumbered

Labels = Mapping[str, tuple[str, ...]]
"""What boxes and columns are called, by role: name, total, fiscal, other, first, second, third, sign, value, unit,
weight; `ends` are the endings of a form's title."""

BRACKETED = regex(r"[（(][^（()）]*[）)]")
MEASURE = regex(r"[（(：:](万元|亿元|元)")
CODE = regex(r"^[A-Z\d]{8,}-?")
SCORE, LANE = count_unit("分"), 4


class IndicatorLine(Struct, frozen=True):
    """An indicator: its levels (those of merged cells repeated), its value with sign and unit, its weight."""

    first: str
    second: str
    third: str
    value: str
    weight: Fact | None
    place: Place


class Funds(Struct, frozen=True):
    """A project's money: the total, the parts printed, and whether both parts have their box."""

    total: Fact
    parts: tuple[Fact, ...]
    complete: bool


class Goal(Struct, frozen=True):
    """One project's form. `scale` is the head of its weights, `weighed` whether it has one; `closed` whether it ends
    before its table does, so that no line of it can be missing."""

    name: str
    table: Table
    place: Place
    funds: tuple[Funds, ...] = ()
    lines: tuple[IndicatorLine, ...] = ()
    scale: str = ""
    weighed: bool = False
    closed: bool = False


class FormHeader(Struct, frozen=True):
    """A row of column heads: role → column, what the weights' column says, whether projects stand in rows."""

    columns: Mapping[str, int]
    scale: str
    records: bool


class FormPage(Struct, frozen=True):
    """A grid of a form."""

    grid: Grid
    texts: tuple[tuple[str, ...], ...]
    table: Table
    roles: Mapping[str, str]

    def role(self, text: str) -> str:
        bare = BRACKETED.sub("", text).strip("：:").removeprefix("其中：").removeprefix("其中:")
        return self.roles.get(text) or self.roles.get(bare, "")

    def fact(self, row: int, column: int, name: str, unit: Unit | None) -> Fact | None:
        text = self.texts[row][column]
        amount = read_amount(text, unit) if unit else None
        key = Key(self.table.part, self.table.key, name, "")
        place = self.grid.squares[row, column].place
        return Fact(key, amount, text, label(titled(self.table), name), place) if amount else None

    def unit(self, row: int) -> Unit | None:
        """The unit printed in a row, in the two above it, or above the table."""
        near = "".join("".join(texts) for texts in self.texts[max(0, row - 2) : row + 1])
        match = MEASURE.search(near)
        return UNITS[match[1]] if match else (self.table.unit if "unit" in self.table.captions else None)


def read_goals(tables: Iterable[Table], labels: Labels) -> list[Goal]:
    """The forms of some tables, in order; one that goes on over several tables of one title is one."""
    roles = {name: role for role, names in labels.items() if role != "ends" for name in names}
    goals: list[Goal] = []
    header: FormHeader | None = None
    before: FormPage | None = None
    for table in tables:
        for grid in table.grids:
            page = FormPage(grid, tuple(tuple(map(squeeze, row)) for row in grid.texts), table, roles)
            same = before is not None and before.table.title == table.title
            if not same or not goals:
                goals.append(Goal(project(titled(table), labels["ends"]), table, grid.place))
            kept = header if same and before and before.grid.width == grid.width else None
            header = _page(page, kept, goals)
            before = page
    ended = [replace(goal, closed=goal.closed or goal.table is not after.table) for goal, after in pairwise(goals)]
    return [goal for goal in (*ended, *goals[-1:]) if goal.funds or goal.lines]


def project(title: str, ends: Iterable[str]) -> str:
    """The project that a title names: without ordinal and ending; "" where it names none."""
    bare = unnumbered(title)
    for end in ends:
        bare = bare.removesuffix(end)
    return bare


def _page(page: FormPage, header: FormHeader | None, goals: list[Goal]) -> FormHeader | None:
    """Adds the forms of a page to `goals`, of which the last may go on; returns the header in force at its end."""
    above = ("", "")
    for at, row in enumerate(page.texts):
        roles = {role: column for column, text in enumerate(row) if (role := page.role(text))}
        if "third" in roles and ("value" in roles or "first" in roles):
            header = _header(page, at, roles)
            goals[-1] = replace(goals[-1], scale=header.scale, weighed="weight" in header.columns)
        elif header and (header.records or not roles):
            if header.records and (started := _record(page, at, header)):
                goals[-1] = replace(goals[-1], closed=True)
                goals.append(started)
            if line := _line(page, at, header, above):
                above = (line.first, line.second)
                goals[-1] = replace(goals[-1], lines=(*goals[-1].lines, line), closed=at + 1 < len(page.texts))
        elif roles:
            header = None if "name" in roles else header
            _boxes(page, at, roles, goals)
    return header


def _header(page: FormPage, at: int, roles: Mapping[str, int]) -> FormHeader:
    """The heads of a row and, for the parts of an amount, of the row below."""
    below = page.texts[at + 1] if at + 1 < len(page.texts) else ()
    parts = {role: c for c, text in enumerate(below) if (role := page.role(text)) in ("fiscal", "other")}
    columns = {**parts, **roles}
    scale = page.texts[at][columns["weight"]] if "weight" in columns else ""
    return FormHeader(columns, scale, "name" in roles)


def _record(page: FormPage, at: int, header: FormHeader) -> Goal | None:
    """A project that stands in a row of its own."""
    row, columns = page.texts[at], header.columns
    name = CODE.sub("", row[columns["name"]])
    unit = page.unit(at) or page.unit(1)
    money = {
        role: page.fact(at, columns[role], f"{name} · {role}", unit)
        for role in ("total", "fiscal", "other")
        if role in columns
    }
    total = money.pop("total", None)
    if not name and total is None:
        return None
    parts = tuple(fact for fact in money.values() if fact)
    funds = (Funds(total, parts, len(money) > 1),) if total else ()
    place = page.grid.squares[at, columns["name"]].place
    return Goal(name, page.table, place, funds, scale=header.scale, weighed="weight" in columns)


def _line(page: FormPage, at: int, header: FormHeader, above: tuple[str, str]) -> IndicatorLine | None:
    row = page.texts[at]

    def cell(role: str) -> str:
        column = header.columns.get(role)
        return row[column] if column is not None else ""

    first, third = cell("first"), cell("third")
    if not third:
        return None
    second = cell("second") or ("" if first and first != above[0] else above[1])
    value = cell("sign") + cell("value") + cell("unit")
    weight = page.fact(at, header.columns["weight"], third, SCORE) if "weight" in header.columns else None
    place = page.grid.squares[at, header.columns["third"]].place
    return IndicatorLine(first or above[0], second, third, value, weight, place)


def _boxes(page: FormPage, at: int, roles: Mapping[str, int], goals: list[Goal]) -> None:
    """Adds a row of labelled boxes to `goals`: a name begins a form, or names the last one while that is empty; money
    belongs to the last form."""
    row = page.texts[at]
    if "name" in roles and (name := next((text for text in row[roles["name"] + 1 :] if text), "")):
        here = goals[-1]
        if here.funds or here.lines:
            goals[-1] = replace(here, closed=True)
            goals.append(Goal(name, page.table, page.grid.place))
        else:
            goals[-1] = replace(here, name=name)
    for column, text in enumerate(row):
        if page.role(text) == "total" and (funds := _funds(page, at, column)):
            goals[-1] = replace(goals[-1], funds=(*goals[-1].funds, funds))


def _funds(page: FormPage, at: int, column: int) -> Funds | None:
    """The total in its box and the parts in the boxes below it, in the same lane."""
    total = _beside(page, at, column)
    if total is None:
        return None
    below = list(_lane(page, at, column))
    parts = tuple(fact for row in below if (fact := _beside(page, row, column)))
    roles = {page.role(page.texts[row][column]) for row in below}
    return Funds(total, parts, roles == {"fiscal", "other"})


def _lane(page: FormPage, at: int, column: int) -> Iterator[int]:
    for row in range(at + 1, min(at + LANE, len(page.texts))):
        if page.role(page.texts[row][column]) not in ("fiscal", "other"):
            return
        yield row


def _beside(page: FormPage, at: int, column: int) -> Fact | None:
    """The number in the first filled box to the right."""
    row = page.texts[at]
    right = next((c for c in range(column + 1, len(row)) if row[c]), None)
    return page.fact(at, right, row[column].strip("：:"), page.unit(at)) if right is not None else None
