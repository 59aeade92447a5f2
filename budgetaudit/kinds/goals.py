"""`goals`: what the performance forms of projects say of money, weights and indicators adds up and is complete."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from budgetaudit.amounts import UNITS, read_amount
from budgetaudit.checks import Check, Observation, Spot, Term
from budgetaudit.facts import Fact, Facts, Part
from budgetaudit.kinds.goalsheets import Goal, IndicatorLine, Labels, read_goals
from budgetaudit.kinds.reading import clip, titled
from budgetaudit.kinds.shape import ONE, plus, unchecked
from budgetaudit.messages import SEMICOLON, label, message, phrase, series
from budgetaudit.rulebook import TableName
from budgetaudit.text import regex

WHOLE, SCALE = Decimal(100), regex(r"[（(](\d{2,3})分?[）)]")
MONEY = regex(r"[≤<=＝≦＜≥>≧＞]*([\d,]{1,40}(?:\.\d{1,20})?)(万元|亿元|元)")
LEAST = ("≥", ">", "＞", "≧", "不低于", "不少于")
MOST = ("≤", "<", "＜", "≦", "不高于", "不超过")
SHOWN = 3


class Goals(Struct, frozen=True):
    """Asked of the forms in `tables`, whose boxes and columns are called as `labels` say. `ask`:

    `funds` a project's money is the sum of its parts; `weights` the weights of its indicators add up to 100, or to
    what the head of their column says; `cost` an indicator of cost (`costs`) is at most the project's money;
    `direction` costs (but `unless`) are at most, and what is named by `merits` at least, so much; `second` a first
    level has an indicator of each list of `needs`.
    """

    ask: Literal["funds", "weights", "cost", "direction", "second"]
    tables: tuple[TableName, ...]
    labels: Labels
    costs: tuple[str, ...] = ()
    merits: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def inferred(self) -> bool:
        """Whether it adds up lines, whose number depends on where a form ends."""
        return self.ask == "weights"

    def checks(self, facts: Facts) -> Iterator[Check | Observation]:
        ask = {
            "funds": _funds, "weights": _weights, "cost": self._cost, "direction": self._direction,
            "second": self._second,
        }[self.ask]  # fmt: skip
        for part in facts.parts:
            forms = goals(part, self.tables, self.labels)
            if not forms:
                why = message("absent.table", table=message("goals.form"))
                yield unchecked(part.id, self.tables[0], self.tables[0], why)
            for goal in forms:
                yield from ask(goal)

    def _cost(self, goal: Goal) -> Iterator[Check | Observation]:
        """Where one amount is printed for the project: a project of several years has several."""
        totals = {funds.total.amount.base: funds.total for funds in goal.funds}
        for line in goal.lines if len(totals) == 1 else ():
            match = MONEY.fullmatch(line.value) if self._costs(line) else None
            amount = read_amount(match[1], UNITS[match[2]]) if match else None
            if amount and line.value.startswith(MOST):
                (total,) = totals.values()
                name = label(form_name(goal), line.third)
                fact = Fact(replace(total.key, row=line.third), amount, line.value, name, line.place)
                yield Check(plus((fact,)), plus((total,)), goal.table.part, goal.table.key, name, "<=")

    def _costs(self, line: IndicatorLine) -> bool:
        return any(word in level for word in self.costs for level in (line.first, line.second))

    def _direction(self, goal: Goal) -> Iterator[Check | Observation]:
        if goal.lines:
            wrong = [line for line in goal.lines if self._turned(line)]
            yield _lines(goal, wrong)

    def _turned(self, line: IndicatorLine) -> bool:
        if self._costs(line):
            return line.value.startswith(LEAST) and not any(word in line.third for word in self.unless)
        return line.value.startswith(MOST) and any(word in line.third for word in self.merits)

    def _second(self, goal: Goal) -> Iterator[Check | Observation]:
        if not goal.lines or not any(line.second for line in goal.lines):
            return
        missing = [
            words[0]
            for first, words in self.needs.items()
            if any(first in line.first for line in goal.lines)
            and not any(word in line.second for word in words for line in goal.lines)
        ]
        name, lack = form_name(goal), series(missing)
        says = message("goals.second", form=name, lack=lack)
        spots = (Spot(name, goal.name, goal.place, goal.table.part),)
        sides = message("none.of", what=lack), message("should.have", what=lack)
        yield Observation(not missing, goal.table.part, goal.table.key, name, says, spots, *sides)


class FormRequest:
    """The cache key of a part's forms: the part, compared by identity, and the tables and labels they are read by."""

    def __init__(self, part: Part, tables: tuple[TableName, ...], labels: Labels) -> None:
        self.part, self.how = part, (tables, labels)

    def __hash__(self) -> int:
        return id(self.part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormRequest) and self.part is other.part and self.how == other.how


def goals(part: Part, tables: tuple[TableName, ...], labels: Labels) -> tuple[Goal, ...]:
    """The forms of a part."""
    return _read(FormRequest(part, tables, labels))


@lru_cache(maxsize=4)
def _read(asked: FormRequest) -> tuple[Goal, ...]:
    tables, labels = asked.how
    return tuple(read_goals((table for table in asked.part.tables if table.name in tables), labels))


def form_name(goal: Goal) -> str:
    """What a reader calls a form."""
    return f"“{goal.name}”" if goal.name else titled(goal.table)


def _funds(goal: Goal) -> Iterator[Check | Observation]:
    for fund in goal.funds:
        total, parts = fund.total, fund.parts
        if fund.complete and parts:
            about = label(form_name(goal), total.key.row)
            names = " + ".join(fact.key.row for fact in parts)
            yield Check(plus((total,)), plus(parts), goal.table.part, goal.table.key, about, right_label=names)


def _weights(goal: Goal) -> Iterator[Check | Observation]:
    if not goal.weighed or not goal.lines:
        return
    printed = [line.weight for line in goal.lines if line.weight]
    if len(printed) < len(goal.lines):
        yield unchecked(goal.table.part, goal.table.key, form_name(goal), message("goals.unweighed"))
        return
    said = SCALE.search(goal.scale)
    whole = (Term(Decimal(said[1]) if said else WHOLE, ()),)
    name, doubt = message("goals.weights", form=form_name(goal), count=len(printed)), message("goals.open")
    yield Check(
        tuple(Term(ONE, (fact,)) for fact in printed), whole, goal.table.part, goal.table.key, form_name(goal),
        left_label=name, right_label=message("goals.sum"), doubt="" if goal.closed else doubt,
    )  # fmt: skip


def _lines(goal: Goal, wrong: list[IndicatorLine]) -> Observation:
    """One observation for a form, with every indicator whose direction is doubtful."""
    name, turned = form_name(goal), message("goals.turned")
    shown = series((clip(f"{line.third} {line.value}", 30) for line in wrong[:SHOWN]), SEMICOLON)
    says = message("goals.direction", form=name, count=len(wrong), turned=turned, shown=shown)
    spots = tuple(Spot(name, f"{line.third} {line.value}", line.place, goal.table.part) for line in wrong)
    subject = phrase(name, message("goals.way"))
    return Observation(not wrong, goal.table.part, goal.table.key, subject, says, spots, shown, turned)
