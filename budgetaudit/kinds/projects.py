"""`listed`: projects that are named in several places are the same projects, with the same money."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.checks import Check, Observation, Spot, Term
from budgetaudit.facts import Entry, Fact, Facts, Goal, Part, Row, RowKind, Table
from budgetaudit.kinds.goals import FORM, form_name
from budgetaudit.kinds.projectamounts import project_name
from budgetaudit.kinds.shape import ONE, unchecked
from budgetaudit.messages import called, label, message, series
from budgetaudit.rulebook import ColumnName, TableName

FEWEST, SHOWN = 3, 5
GoalOrRow = TypeVar("GoalOrRow", Goal, Row)


class Listed(Struct, frozen=True):
    """`ask`: `forms` – each project with a performance form is a row of `projects`;
    `rows` – each row has its form; both only where most are found, for lists may be of different things;
    `money` – the forms of one name have together the amount of the rows of that name (`column`), or one of them has,
    the others being the same form once more or that of another year; `units` – the department's forms are those of its
    units. Names are compared without the words of `tails` at their end."""

    ask: Literal["forms", "rows", "money", "units"]
    projects: TableName = TableName("")
    column: ColumnName = ColumnName("")
    tails: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        if self.ask == "units":
            yield from self._units(facts)
            return
        for part in facts.parts:
            table = next(
                (candidate for candidate in part.tables if candidate.name == self.projects and not candidate.empty),
                None,
            )
            forms = self._goals(part)
            if table is None or not forms:
                lack = called(self.projects) if table is None else FORM
                why = message("absent.table", table=lack)
                yield unchecked(part.id, self.projects, called(self.projects), why)
            else:
                yield from self._part(part, table, forms)

    def _part(self, part: Part, table: Table, forms: Sequence[Goal]) -> Iterator[Check | Observation]:
        rows = self._projects(table)
        if self.ask == "money":
            yield from self._money(table, rows, forms)
            return
        by_form, by_row = self._by_name(forms), self._by_name(rows)
        wanted, there = (by_form, by_row) if self.ask == "forms" else (by_row, by_form)
        missing = [name for name in wanted if not _among(name, there)]
        if len(wanted) - len(missing) < max(FEWEST, len(missing) * 2):
            yield unchecked(part.id, table.key, table.called, message("projects.different"))
            return
        where = [_place(wanted[name], table) for name in missing]
        shown = series(spot.raw for spot in where[:SHOWN])
        unlisted = message("projects.unlisted", table=table.called)
        lacking = unlisted if self.ask == "forms" else message("projects.formless")
        says = message("projects", count=len(missing), lacking=lacking, shown=shown)
        yield Observation(not missing, part.id, table.key, self.ask, says, tuple(where), shown, lacking)

    def _goals(self, part: Part) -> list[Goal]:
        """The performance forms that name a project."""
        return [goal for goal in part.goals if self._plain(goal)]

    def _projects(self, table: Table) -> list[Row]:
        """The rows that are projects."""
        return [row for row in table.rows if row.kind is RowKind.DETAIL and row.filled and len(self._plain(row)) > 1]

    def _plain(self, goal_or_row: Goal | Row) -> str:
        return project_name(goal_or_row.name, self.tails)

    def _by_name(self, goals_or_rows: Iterable[GoalOrRow]) -> dict[str, GoalOrRow]:
        return {self._plain(goal_or_row): goal_or_row for goal_or_row in goals_or_rows}

    def _money(self, table: Table, rows: Sequence[Row], forms: Sequence[Goal]) -> Iterator[Check | Observation]:
        for name in dict.fromkeys(self._plain(goal) for goal in forms):
            same_rows = [row for row in rows if self._plain(row) == name]
            same_forms = [goal for goal in forms if self._plain(goal) == name]
            totals = [goal.funds[0].total for goal in same_forms if len(goal.funds) == 1]
            printed = [table.find(row.key, self.column) for row in same_rows]
            if same_rows and len(totals) == len(same_forms) and all(isinstance(entry, Fact) for entry in printed):
                about = message("projects.money", form=form_name(same_forms[0]))
                there = label(table.called, same_rows[0].name, self.column)
                whole = Check(_sum(totals), _sum(printed), table.part, table.key, about, right_label=there)
                alone = tuple(replace(whole, left=_sum([total])) for total in totals if len(totals) > 1)
                yield replace(whole, otherwise=alone)

    def _units(self, facts: Facts) -> Iterator[Check | Observation]:
        department = next((part for part in facts.parts if part.level == "部门"), None)
        units = [part for part in facts.parts if part.level != "部门"]
        if department is None or not units:
            return
        own = self._by_name(self._goals(department))
        below = self._by_name(goal for unit in units for goal in self._goals(unit))
        if not own or not below:
            yield unchecked(department.id, "", message("projects.goals"), message("projects.none"))
            return
        alone = [goal for name, goal in own.items() if name not in below]
        alone += [goal for name, goal in below.items() if name not in own]
        spots = tuple(Spot(form_name(goal), goal.name, goal.place, goal.table.part) for goal in alone)
        shown = series(form_name(goal) for goal in alone[:SHOWN])
        says, about = message("projects.alone", count=len(alone), shown=shown), message("projects.goals")
        yield Observation(not alone, department.id, "", about, says, spots, shown, message("projects.same"))


def _among(name: str, names: Mapping[str, object]) -> bool:
    """Whether a name is one of some, or one is cut short."""
    return name in names or any(name in other or other in name for other in names)


def _place(goal_or_row: object, table: Table) -> Spot:
    if isinstance(goal_or_row, Goal):
        return Spot(form_name(goal_or_row), goal_or_row.name, goal_or_row.place, table.part)
    assert isinstance(goal_or_row, Row)
    return Spot(label(table.called, goal_or_row.label), goal_or_row.name, goal_or_row.place, table.part)


def _sum(entries: Sequence[Entry]) -> tuple[Term, ...]:
    return tuple(Term(ONE, (entry,)) for entry in entries)
