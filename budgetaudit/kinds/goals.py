"""`goals`: what the performance forms of projects say of money, weights and indicators adds up and is complete."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from budgetaudit.amounts import UNITS, read_amount
from budgetaudit.checks import Check, Observation, Spot, Term
from budgetaudit.facts import Fact, Facts, Goal, IndicatorLine
from budgetaudit.kinds.reading import clip, titled
from budgetaudit.kinds.shape import ONE, plus, unchecked
from budgetaudit.messages import SEMICOLON, Text, label, message, phrase, series
from budgetaudit.text import regex

WHOLE, SCALE = Decimal(100), regex(r"[（(](\d{2,3})分?[）)]")
MONEY = regex(r"[≤<=＝≦＜≥>≧＞]*([\d,]{1,40}(?:\.\d{1,20})?)(万元|亿元|元)")
LEAST = ("≥", ">", "＞", "≧", "不低于", "不少于")
MOST = ("≤", "<", "＜", "≦", "不高于", "不超过")
SHOWN = 3
FORM = message("goals.form")
INDICATORS_ALONE = Decimal(90)
"""What indicators come to where ten points are for money spent, if no sum is printed."""


class Goals(Struct, frozen=True):
    """Asked of the performance forms. `ask`:

    `funds` a project's money is the sum of its parts; `weights` the weights of its indicators, and the points for money
    spent, add up to what the form prints, or to 100; those of a level to what it prints;
    `cost` an indicator of cost (`costs`) is at most the project's money;
    `direction` costs (but `unless`) are at most, and what is named by `merits` at least, so much; `second` a first
    level has an indicator of each list of `needs`.
    """

    ask: Literal["funds", "weights", "cost", "direction", "second"]
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
            if not part.goals:
                yield unchecked(part.id, "", FORM, message("absent.table", table=FORM))
            for goal in part.goals:
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
    yield from _levels(goal)
    said = SCALE.search(goal.scale)
    spent = [goal.spent] if goal.spent else []
    if said:
        whole, readings = Term(Decimal(said[1]), ()), [printed, [*printed, *spent]]
    else:
        whole = Term(ONE, (goal.points,)) if goal.points else Term(WHOLE, ())
        readings = [[*printed, *spent], printed]
    doubt = _doubt(goal)
    checks = [_adds_up(goal, facts, whole, doubt) for facts in readings]
    if not (said or spent or goal.points):
        checks[1] = _adds_up(goal, printed, Term(INDICATORS_ALONE, ()), doubt)
    yield replace(checks[0], otherwise=tuple(check for check in checks[1:] if check != checks[0]))


def _adds_up(goal: Goal, facts: Sequence[Fact], whole: Term, doubt: Text) -> Check:
    name = message("goals.weights", form=form_name(goal), count=len(facts))
    return Check(
        tuple(Term(ONE, (fact,)) for fact in facts), (whole,), goal.table.part, goal.table.key, form_name(goal),
        left_label=name, right_label=message("goals.sum"), doubt=doubt,
    )  # fmt: skip


def _doubt(goal: Goal) -> Text:
    """Why a sum of the whole form that differs would prove nothing."""
    if goal.spending and goal.spent is None and not SCALE.search(goal.scale):
        return message("goals.unweighed")
    return "" if goal.closed else message("goals.open")


def _levels(goal: Goal) -> Iterator[Check]:
    """The weights under a level that prints its own sum, such as 产出指标（50分）; the last level may go on."""
    levels: dict[str, list[Fact]] = {}
    for line in goal.lines:
        if line.weight:
            levels.setdefault(line.first, []).append(line.weight)
    for level, facts in levels.items():
        said, last = SCALE.search(level), level == goal.lines[-1].first
        if said:
            doubt = message("goals.open") if last and not goal.closed else ""
            check = _adds_up(goal, facts, Term(Decimal(said[1]), ()), doubt)
            about = phrase(form_name(goal), level)
            name = message("goals.weights", form=about, count=len(facts))
            yield replace(check, subject=about, left_label=name, right_label=level)


def _lines(goal: Goal, wrong: list[IndicatorLine]) -> Observation:
    """One observation for a form, with every indicator whose direction is doubtful."""
    name, turned = form_name(goal), message("goals.turned")
    shown = series((clip(f"{line.third} {line.value}", 30) for line in wrong[:SHOWN]), SEMICOLON)
    says = message("goals.direction", form=name, count=len(wrong), turned=turned, shown=shown)
    spots = tuple(Spot(name, f"{line.third} {line.value}", line.place, goal.table.part) for line in wrong)
    subject = phrase(name, message("goals.way"))
    return Observation(not wrong, goal.table.part, goal.table.key, subject, says, spots, shown, turned)
