"""The workbook to send back: summary, findings, facts read, what was not checked, what no rule covers."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from budgetaudit.frames import facts_frame
from budgetaudit.messages import PartId
from budgetaudit.reporters import Look, share
from budgetaudit.reporters.places import Locator, locator
from budgetaudit.reporters.sheets import Book, PrintedNumber, as_number
from budgetaudit.reporters.summary import flat, titled
from budgetaudit.reporters.view import FEW
from budgetaudit.verdicts import Audit, Finding, Side, Status

SUMMARY = {"item": 24, "content": 70}
FINDINGS = {
    "number": 6,
    "level": 8,
    "rule": 9,
    "part": 10,
    "statement": 36,
    "message": 56,
    "left": 30,
    "left_value": 14,
    "left_unit": 7,
    "left_raw": 24,
    "left_place": 40,
    "right": 30,
    "right_value": 14,
    "right_unit": 7,
    "right_raw": 24,
    "right_place": 40,
    "difference": 16,
    "bound_at_most": 14,
    "explanation": 30,
    "follows_from": 8,
    "basis": 24,
}
FACTS = {
    "part": 10,
    "table": 22,
    "table_title": 32,
    "code": 10,
    "row": 28,
    "column": 18,
    "value": 16,
    "unit": 8,
    "raw": 16,
    "place": 44,
    "source": 8,
}
UNCHECKED = {"rule": 10, "statement": 40, "part": 10, "subject": 40, "why": 50}
COVERAGE = {"part": 10, "label": 50, "raw": 16, "place": 44, "why": 40}


def render(audit: Audit, look: Look) -> bytes:
    """The workbook's bytes."""
    words = look.words
    where = locator(audit.facts, words)
    book, out = Book(), io.BytesIO()

    def columns(widths: dict[str, int]) -> list[tuple[str, int]]:
        return [(words[name], width) for name, width in widths.items()]

    book.sheet(words["summary"], columns(SUMMARY), _summary(audit, look))
    book.sheet(words["findings"], columns(FINDINGS), _findings(audit, look, where))
    book.sheet(words["facts"], columns(FACTS), _facts(audit, look, where))
    book.sheet(words["unchecked"], columns(UNCHECKED), _unchecked(audit, look))
    book.sheet(words["not_covered"], columns(COVERAGE), _coverage(audit, look, where))
    book.save(out)
    return out.getvalue()


def _summary(audit: Audit, look: Look) -> Iterator[tuple[Any, Any]]:
    words, facts, coverage = look.words, audit.facts, audit.coverage
    yield words["file"], facts.filing.name
    yield "SHA-256", facts.filing.sha256
    yield words["fiscal_year"], facts.year or words["no_year"]
    yield words["kind"], look.say(facts.kind_text) or words["no_kind"]
    for part in facts.parts:
        yield look.say(PartId(part.id)), f"{part.code} {part.name}".strip()
    for severity in ("error", "warning", "info"):
        yield words[severity], sum(finding.severity == severity for finding in audit.findings)
    for status in Status:
        yield f"{words['results']}{words['colon']}{words[status]}", audit.counts.get(status, 0)
    yield words["numbers"], coverage.numbers
    yield words["checked_numbers"], f"{coverage.checked} ({share(coverage.checked, coverage.numbers)})"
    for notice in audit.notices:
        yield words["notice"], look.say(notice)
    for caution in facts.filing.cautions:
        yield words["cautions"], look.say(caution)


def _findings(audit: Audit, look: Look, where: Locator) -> Iterator[tuple[Any, ...]]:
    words = look.words
    shown = tuple(flat(audit))
    numbers = {finding.id: number for number, finding in enumerate(shown, 1)}
    for number, finding in enumerate(shown, 1):
        yield (
            number,
            words[finding.severity],
            finding.rule,
            look.say(PartId(finding.part)),
            titled(finding, look),
            look.say(finding.message),
            *_sides(finding, look, where),
            as_number(finding.difference),
            as_number(finding.bound),
            look.say(finding.explanation),
            numbers.get(finding.cause, ""),
            finding.basis,
        )


def _sides(finding: Finding, look: Look, where: Locator) -> tuple[Any, ...]:
    return (*_side(finding.left, look, where), *_side(finding.right, look, where))


def _side(side: Side, look: Look, where: Locator) -> tuple[Any, ...]:
    """What it is, the amount as a number with its printed digits, its unit, the raw text, the places."""
    places = dict.fromkeys([side.place, *(item.place for item in side.items)])
    shown = [where.span(tuple(places))] if len(places) > FEW else [where.say(place) for place in places]
    label, value, raw = map(look.say, (side.label, side.value, side.raw))
    return label, as_number(value), side.unit, raw, "\n".join(filter(None, shown))


def _facts(audit: Audit, look: Look, where: Locator) -> Iterator[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = facts_frame(audit.facts).itertuples(index=False, name=None)
    for part, *names, value, quantum, unit, raw, place, source in rows:
        told = look.words["in_table" if source == "表" else "in_prose"]
        yield (look.say(PartId(part)), *names, PrintedNumber(value, quantum), unit, raw, where.say(place), told)


def _unchecked(audit: Audit, look: Look) -> Iterator[tuple[str, ...]]:
    for instance in audit.unchecked:
        yield (
            instance.rule,
            titled(instance, look),
            *map(look.say, (PartId(instance.part), instance.subject, instance.why)),
        )


def _coverage(audit: Audit, look: Look, where: Locator) -> Iterator[tuple[str, ...]]:
    for number in audit.coverage.unchecked:
        part, label, why = map(look.say, (PartId(number.part), number.label, number.why))
        yield part, label, number.raw, where.say(number.place), why
