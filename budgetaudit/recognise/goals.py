"""Performance forms as printed: a project's name and money in labelled boxes or in columns, its indicators below. A
form may go on over a page, there narrower or wider, or as a table that has no title."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import count_unit
from budgetaudit.facts import Fact, Funds, Goal, IndicatorLine, Table
from budgetaudit.recognise.formpage import FormHeader, FormPage, form_page
from budgetaudit.text import regex, unnumbered

Labels = Mapping[str, Sequence[str]]
"""What boxes and columns are called, by role: name, total, fiscal, other, first, second, third, sign, value, unit,
weight, rate, spent, sum; `ends` are the endings of a form's title, `tables` the tables that are forms."""

CODE = regex(r"^[A-Z\d]{8,}-?")
SCORE, LANE = count_unit("分"), 4
QUIET = frozenset({"rate", "spent", "sum"})
"""Heads that may be the name of an indicator too."""


class Reading(Struct, frozen=True):
    """How far a form is read: its forms, of which the last may go on; the heads of its indicators and of the points for
    money spent that are in force; the levels of the line above; the page before."""

    goals: tuple[Goal, ...] = ()
    header: FormHeader | None = None
    spending: FormHeader | None = None
    above: tuple[str, str] = ("", "")
    page: FormPage | None = None

    def last(self, goal: Goal) -> "Reading":
        """With the last form read further."""
        return replace(self, goals=(*self.goals[:-1], goal))

    def begun(self, goal: Goal) -> "Reading":
        """With another form."""
        return replace(self, goals=(*self.goals, goal), spending=None, above=("", ""))


def read_goals(tables: Iterable[Table], labels: Labels) -> tuple[Goal, ...]:
    """The forms of a part's tables, in order."""
    roles = {name: role for role, names in labels.items() if role not in ("ends", "tables") for name in names}
    read = Reading()
    done: list[Goal] = []
    for table in tables:
        if table.name not in labels["tables"]:
            read = _perhaps_more(read, table, roles) if not table.name and table.grids else replace(read, page=None)
            continue
        for grid in table.grids:
            page = form_page(grid, table, roles)
            before = read.page
            if before is None or before.table.title != table.title or not read.goals:
                done += read.goals[:-1]
                started = Goal(project(table.titled, labels["ends"]), table, grid.place)
                read = Reading(goals=(*read.goals[-1:], started))
            read = replace(_read(page, _kept(read, page)), page=page)
    return tuple(_ended([*done, *read.goals]))


def _kept(read: Reading, page: FormPage) -> Reading:
    """The reading; without its heads where they are of projects in rows and the page has other columns."""
    header = read.header
    other = header is not None and header.records and header.width != page.grid.width
    return replace(read, header=None) if other else read


def _ended(goals: Sequence[Goal]) -> Iterator[Goal]:
    """The forms that say anything; closed where another table begins the next one and nothing of them is unread."""
    ended = [replace(goal, closed=goal.closed or goal.table is not after.table) for goal, after in pairwise(goals)]
    for goal in (*ended, *goals[-1:]):
        if goal.funds or goal.lines:
            yield replace(goal, closed=goal.closed and not goal.cut)


def project(title: str, ends: Iterable[str]) -> str:
    """The project that a title names: without ordinal and ending; "" where it names none."""
    bare = unnumbered(title)
    for end in ends:
        bare = bare.removesuffix(end)
    return bare


def _perhaps_more(read: Reading, table: Table, roles: Mapping[str, str]) -> Reading:
    """A table of no known kind right behind a form: its lines are the form's if they have weights, but who knows."""
    if read.page is None or read.header is None or read.header.records or "weight" not in read.header.columns:
        return replace(read, page=None)
    tried = read
    for grid in table.grids:
        tried = _read(form_page(grid, table, roles), tried)
    more = tried.goals[-1].lines[len(read.goals[-1].lines) :]
    same = len(tried.goals) == len(read.goals) and bool(more) and all(line.weight for line in more)
    return (tried if same else replace(read, page=None)).last(replace((tried if same else read).goals[-1], cut=True))


def _read(page: FormPage, read: Reading) -> Reading:
    """The reading with a page of the form."""
    goes_on = read.header is not None
    for at in range(len(page.texts)):
        before = read
        read = _row(page, at, read)
        header = read.header
        if read is before and goes_on and header and any(page.texts[at]) and _scored(page, header, at):
            read = read.last(replace(read.goals[-1], cut=True))
    return read


def _scored(page: FormPage, header: FormHeader, at: int) -> bool:
    """Whether a row prints points, so that it is lost if it was not read."""
    return not header.records and page.fact(page.under(header, "weight", at), "", SCORE) is not None


def _row(page: FormPage, at: int, read: Reading) -> Reading:
    roles, header = page.roles_at(at), read.header
    loud = roles.keys() - QUIET
    if "third" in roles and ("value" in roles or "first" in roles):
        header = page.header(at, roles)
        goal = replace(read.goals[-1], scale=header.scale, weighed="weight" in header.columns)
        return replace(read.last(goal), header=header, spending=None)
    if header and (header.records or not loud):
        return _listed(page, at, header, read)
    if "weight" in roles and "rate" in roles:
        return replace(read, spending=page.header(at, roles))
    return _boxes(page, at, roles, replace(read, header=None if "name" in roles else header)) if roles else read


def _listed(page: FormPage, at: int, header: FormHeader, read: Reading) -> Reading:
    """A row under heads: a project, an indicator, the sum of points."""
    if header.records and (started := _record(page, at, header)):
        read = read.last(replace(read.goals[-1], closed=True)).begun(started)
    goal = read.goals[-1]
    if line := _line(page, at, header, read.above):
        goal = replace(goal, lines=(*goal.lines, line), closed=at + 1 < len(page.texts))
        return replace(read.last(goal), above=(line.first, line.second))
    first = next(filter(None, page.texts[at]), "")
    points = page.fact(page.under(header, "weight", at), first, SCORE) if page.role(first) == "sum" else None
    return read.last(replace(goal, points=points, closed=True)) if points and goal.lines else read


def _record(page: FormPage, at: int, header: FormHeader) -> Goal | None:
    """A project that stands in a row of its own."""
    row, columns = page.texts[at], header.columns
    name = CODE.sub("", row[columns["name"]])
    unit = page.unit(at) or page.unit(1)
    money = {
        role: page.fact(page.square(at, columns[role]), f"{name} · {role}", unit)
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
    boxes = {role: box for role in header.columns if (box := page.under(header, role, at))}
    text = {role: box.text for role, box in boxes.items()}
    first, third = text.get("first", ""), text.get("third", "")
    if not third:
        return None
    second = text.get("second", "") or ("" if first and first != above[0] else above[1])
    value = "".join(text.get(role, "") for role in ("sign", "value", "unit"))
    weight = page.fact(boxes.get("weight"), third, SCORE)
    return IndicatorLine(first or above[0], second, third, value, weight, boxes["third"].place)


def _boxes(page: FormPage, at: int, roles: Mapping[str, int], read: Reading) -> Reading:
    """A row of labelled boxes: a name begins a form, or names the last one while that is empty; money and the points
    for spending it belong to the last form."""
    row, goal = page.texts[at], read.goals[-1]
    if "name" in roles and (name := next((text for text in row[roles["name"] + 1 :] if text), "")):
        if goal.funds or goal.lines:
            started = Goal(name, page.table, page.grid.place)
            read = read.last(replace(goal, closed=True)).begun(started)
        else:
            read = read.last(replace(goal, name=name))
    if read.spending and {"total", "spent"} & roles.keys():
        spent = page.fact(page.under(read.spending, "weight", at), next(filter(None, row)), SCORE)
        read = read.last(replace(read.goals[-1], spent=read.goals[-1].spent or spent, spending=True))
    funds = (_funds(page, at, column) for column, text in enumerate(row) if page.role(text) == "total")
    goal = read.goals[-1]
    return read.last(replace(goal, funds=(*goal.funds, *(money for money in funds if money))))


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
    return page.fact(page.square(at, right), row[column].strip("：:"), page.unit(at)) if right is not None else None
