"""Where a rule applies: its conditions, asked of each part of a filing."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from msgspec.structs import replace

from budgetaudit.checks import Check, Term
from budgetaudit.facts import Entry, Facts, Missing, Part
from budgetaudit.lookup import every, parts, table_in, terms
from budgetaudit.messages import Text, message
from budgetaudit.rulebook import Condition, Rule, Statement
from budgetaudit.selectors import Expression
from budgetaudit.text import regex
from budgetaudit.verdicts import Status

Judge = Callable[[Check], Status]
BUILT_IN = ("kind", "years", "level", "region", "units")
STATEMENTS = ("prints", "lacks", "zero", "nonzero", "equal")
UNITS = ("none", "one", "some", "many")
YEARS = regex(r"(\d{4})?(-)?(\d{4})?")


def applicable(rule: Rule, facts: Facts, judge: Judge) -> tuple[Facts | None, Text]:
    """The facts of the parts in which a rule applies; None and the reason where it applies in none."""
    why: Text = ""
    if rule.since and not in_force(rule.since, facts):
        return None, message("applies.since", month=rule.since)
    if rule.since and facts.nature:
        return None, message("applies.department")
    for condition in rule.conditions:
        if condition.name in BUILT_IN and condition.name != "level" and not _built_in(condition, facts):
            return None, message("applies.only", condition=condition.title)
    chosen = []
    for part in facts.parts:
        failed = next((condition for condition in rule.conditions if not _holds(condition, facts, part, judge)), None)
        if failed is None:
            chosen.append(part)
        else:
            why = why or message("applies.only", condition=failed.title)
    if not chosen:
        return None, why or message("applies.nowhere")
    return (facts, "") if len(chosen) == len(facts.parts) else (_only(facts, tuple(chosen)), "")


def in_force(since: str, facts: Facts) -> bool:
    """Whether a duty in force since a month binds a filing of this year: a budget is published from February of its
    year on, final accounts by August of the next. A filing whose year is not known is taken for a recent one."""
    published = f"{facts.year + 1}-08" if facts.kind == "决算" else f"{facts.year}-02"
    return not facts.year or since <= published


def _only(facts: Facts, chosen: tuple[Part, ...]) -> Facts:
    """The filing as if it had only these parts."""
    ids = {part.id for part in chosen}
    return replace(
        facts,
        parts=chosen,
        claims=tuple(claim for claim in facts.claims if claim.fact.key.part in ids),
        relations=tuple(relation for relation in facts.relations if relation.part in ids),
    )


def _built_in(condition: Condition, facts: Facts) -> bool:
    value = condition.value
    if condition.name == "kind":
        return facts.kind == value
    if condition.name == "region":
        return facts.region.startswith(value)
    if condition.name == "years":
        return in_years(facts.year, value)
    count = sum(part.level == "单位" for part in facts.parts)
    return {"none": count == 0, "one": count == 1, "some": count > 0, "many": count > 1}[value]


def in_years(year: int, span: str) -> bool:
    """Whether a year is in `2019-2024`, `2022-`, `-2021` or `2021`."""
    match = YEARS.fullmatch(span)
    if not match or not year:
        return False
    first, dash, last = match.groups()
    return int(first or 0) <= year <= int(last or (9999 if dash else first or 0))


def _holds(condition: Condition, facts: Facts, part: Part, judge: Judge) -> bool:
    """Whether a part meets a condition; False where the statements of the condition cannot be decided."""
    if condition.name == "level":
        return part.level == condition.value
    if condition.name in BUILT_IN:
        return True
    answers = [answer for statement in condition.statements for answer in _answers(statement, facts, part, judge)]
    if condition.value != "no":
        return any(answers) if condition.any else all(answers)
    return all(answer is False for answer in answers) if condition.any else False in answers


def _answers(statement: Statement, facts: Facts, part: Part, judge: Judge) -> Iterator[bool | None]:
    """Whether a statement holds in a part, once for each number or equation: True, False, or None where undecided."""
    if statement.verb == "equal":
        first, *others = (terms(expression, facts, part) for expression in statement.expressions)
        yield from (_answer(judge(Check(first, other, part.id, "", ""))) for other in others)
        return
    for expression in statement.expressions:
        if statement.verb in ("prints", "lacks"):
            yield _printed(expression, facts, part) == (statement.verb == "prints")
        else:
            zero = _zero(expression, facts, part, judge)
            yield zero if statement.verb == "zero" or zero is None else not zero


def _printed(expression: Expression, facts: Facts, part: Part) -> bool:
    """Whether the filing has the row and column, filled or blank."""
    return any(
        not isinstance(entry, Missing)
        for selector in expression.selectors
        for place in parts(selector, facts, part)
        for entry in every(selector, place)
    )


def _zero(expression: Expression, facts: Facts, part: Part, judge: Judge) -> bool | None:
    """True where every number of an expression is zero, blank or not printed, False where one is not, None where a
    table is not there."""
    for selector in expression.selectors:
        for place in parts(selector, facts, part):
            if isinstance(table_in(place, selector.table), Missing):
                if not selector.optional:
                    return None
            elif any(_answer(judge(_against_zero(entry))) is False for entry in every(selector, place)):
                return False
    return True


def _against_zero(entry: Entry) -> Check:
    return Check((Term(Decimal(1), (entry,)),), (Term(Decimal(0), ()),), entry.key.part, "", "", claim=True)


def _answer(status: Status) -> bool | None:
    return {Status.HELD: True, Status.ROUNDING: True, Status.BROKEN: False}.get(status)
