"""What a reader must know before the findings: what the document is, if it is no usual one; what of it was not read."""

from collections.abc import Iterator

from budgetaudit.coverage import LINED, UNRECOGNISED, name_of
from budgetaudit.facts import Facts
from budgetaudit.filing import Place
from budgetaudit.messages import Text, message, series
from budgetaudit.verdicts import Coverage

SHOWN = 3
FEWEST = 10
"""Fewer numbers outside sentences are no table."""


def notices(facts: Facts, coverage: Coverage) -> tuple[Text, ...]:
    """Each a sentence that says what it is and what to do."""
    return tuple(_notices(facts, coverage))


def _notices(facts: Facts, coverage: Coverage) -> Iterator[Text]:
    if facts.nature == "government":
        yield message("notice.government")
    if not coverage.numbers:
        yield _numberless(facts)
        return
    if _forms_only(facts):
        yield message("notice.goals")
    tables = {_grid(grid.place): table for table in facts.tables() if not table.name for grid in table.grids}
    places = [_grid(number.place) for number in coverage.unchecked if number.why == UNRECOGNISED]
    unknown = {(table.part, table.key): name_of(table) for place in places if (table := tables.get(place))}
    if unknown:
        shown = series(list(unknown.values())[:SHOWN])
        yield message("notice.unrecognised", count=len(unknown), numbers=len(places), titles=shown)
    lined = sum(number.why == LINED for number in coverage.unchecked)
    if lined >= FEWEST:
        yield message("notice.lined", numbers=lined)
    if not coverage.checked:
        yield message("notice.none")


def _grid(place: Place) -> tuple[int, str]:
    """What tells one grid of a document from another."""
    return place.table, place.sheet


def _numberless(facts: Facts) -> Text:
    if facts.attachments:
        return message("notice.attachments", names=series(facts.attachments[:SHOWN]))
    return message("notice.numberless")


def _forms_only(facts: Facts) -> bool:
    """Whether performance forms are all that there is."""
    goals = {(goal.table.part, goal.table.key) for part in facts.parts for goal in part.goals}
    others = (table for table in facts.tables() if not table.empty and (table.part, table.key) not in goals)
    return bool(goals) and not facts.claims and not any(others)
