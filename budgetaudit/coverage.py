"""Which printed numbers took part in a check that could have failed, and which in none."""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain

from budgetaudit.amounts import read_amount
from budgetaudit.checks import Check
from budgetaudit.facts import Fact, Facts, Goal, Key, Part, Table
from budgetaudit.filing import Cell, Passage, Place
from budgetaudit.messages import Text, message
from budgetaudit.text import regex, squeeze
from budgetaudit.verdicts import Coverage, Status, UncheckedNumber, Verdict

NumberIdentity = tuple[Key, Place, str]
DECIDED = frozenset({Status.HELD, Status.ROUNDING, Status.BROKEN})
NUMBER = regex(r"\d[\d,]{0,30}(?:\.\d{1,9})?")
BESIDE = frozenset(".．-–—/:：第〔[ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_@")
"""What stands beside digits of a date, a web address, the number of a document."""
UNRECOGNISED, UNPLACED, LINED = map(message, ("number.unrecognised", "number.unplaced", "number.lined"))


def coverage(facts: Facts, verdicts: Sequence[Verdict]) -> Coverage:
    """Every number of the tables and the prose, by whether a decided check covers it."""
    covered = {spot for verdict in verdicts if _telling(verdict) for spot in _spots(verdict)}
    printed = list(_printed(facts))
    unknown = {(table.part, table.key) for table in facts.tables() if not table.name}
    left = tuple(_uncovered(fact, unknown) for fact in printed if _spot(fact) not in covered)
    unread = tuple(
        UncheckedNumber(
            f"“{u.passage.text[max(0, u.start - 12) : u.end + 6]}”",
            u.raw,
            u.passage.place,
            u.part,
            message("number.unread", why=u.why),
        )
        for u in facts.unread
    )
    others = (*_in_cells(facts, {fact.place for fact in printed}), *_in_lines(facts))
    numbers = len(printed) + len(unread) + len(others)
    return Coverage(numbers, len(printed) - len(left), (*left, *unread, *others))


def _telling(verdict: Verdict) -> bool:
    """Whether a verdict says anything of its numbers: that a part is not above its whole says next to nothing, that
    several parts are all of it does."""
    check = verdict.check
    mere = isinstance(check, Check) and check.relation != "=" and not _closes(check, verdict)
    return verdict.status is Status.BROKEN or (verdict.status in DECIDED and not mere)


def _closes(check: Check, verdict: Verdict) -> bool:
    """Whether numbers that need only stay within bounds are equal to the last digit, two of them added up."""
    return verdict.difference == 0 and len(check.left) + len(check.right) > 2


def _spots(verdict: Verdict) -> Iterator[NumberIdentity]:
    check = verdict.check
    if isinstance(check, Check):
        for term in (*check.left, *check.right, *check.over):
            for entry in term.factors:
                if type(entry) is Fact:
                    yield _spot(entry)


def _spot(fact: Fact) -> NumberIdentity:
    """What tells one printing of a number from another."""
    return fact.key, fact.place, fact.raw


def _printed(facts: Facts) -> Iterator[Fact]:
    for table in facts.tables():
        for row in table.rows:
            yield from (entry for entry in row.entries if type(entry) is Fact)
    for part in facts.parts:
        for goal in part.goals:
            yield from _of_goal(goal)
    yield from (claim.fact for claim in facts.claims)


def _of_goal(goal: Goal) -> Iterator[Fact]:
    """The money and the points of a performance form."""
    for funds in goal.funds:
        yield from (funds.total, *funds.parts)
    points = chain((line.weight for line in goal.lines), (goal.spent, goal.points))
    yield from (fact for fact in points if fact)


def _uncovered(fact: Fact, unknown: Container[tuple[str, str]]) -> UncheckedNumber:
    why = UNRECOGNISED if (fact.key.part, fact.key.table) in unknown else message("number.free")
    return UncheckedNumber(fact.label, fact.raw, fact.place, fact.key.part, why)


def _in_cells(facts: Facts, read: set[Place]) -> Iterator[UncheckedNumber]:
    """The amounts in cells of which no fact was made, each grid once."""
    seen: set[Place] = set()
    for table in facts.tables():
        for grid in table.grids:
            if grid.place not in seen:
                seen.add(grid.place)
                yield from (_unplaced(cell, table) for cell in grid.cells if cell.place not in read and _amount(cell))


def _amount(cell: Cell) -> bool:
    """Whether a cell prints an amount for certain, no code, ordinal or year."""
    text = cell.text
    return ("." in text or "," in text or "，" in text) and read_amount(text) is not None


def name_of(table: Table) -> Text:
    """What a reader calls a table, whether it has a title or not."""
    return table.titled if table.title else table.called


def _unplaced(cell: Cell, table: Table) -> UncheckedNumber:
    why = UNPLACED if table.name else UNRECOGNISED
    return UncheckedNumber(name_of(table), squeeze(cell.text), cell.place, table.part, why)


def _in_lines(facts: Facts) -> Iterator[UncheckedNumber]:
    """The amounts in the text that stand in no claim and are no unread number of a sentence."""
    taken: dict[int, list[tuple[int, int]]] = {}
    read = [(claim.passage, claim.start, claim.end) for claim in facts.claims]
    for passage, start, end in (*read, *((number.passage, number.start, number.end) for number in facts.unread)):
        taken.setdefault(id(passage), []).append((start, end))
    for part in facts.parts:
        for passage in part.passages:
            yield from _lined(passage, taken.get(id(passage), ()), part)


def _lined(passage: Passage, taken: Iterable[tuple[int, int]], part: Part) -> Iterator[UncheckedNumber]:
    text = passage.text
    for match in NUMBER.finditer(text) if "." in text or "," in text else ():
        start, end = match.span()
        apart = not any(a < end and start < b for a, b in taken)
        if apart and _money_like(match[0], text[:start][-1:], text[end : end + 1], start):
            yield UncheckedNumber(_about(text, start, end), match[0], passage.place, part.id, LINED)


def _money_like(number: str, before: str, after: str, start: int) -> bool:
    """Whether digits are printed as amounts are: with decimals or thousands marks, not within a date or an address,
    not as the ordinal that a line begins with."""
    if (before and before in BESIDE) or (after and after in BESIDE) or not ("." in number or "," in number.rstrip(",")):
        return False
    return read_amount(number.rstrip(",")) is not None and not (start == 0 and len(number) < len("1.23"))


def _about(text: str, start: int, end: int) -> Text:
    return f"“{text[max(0, start - 12) : end + 6]}”"
