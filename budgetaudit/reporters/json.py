"""The report a program reads. Its shape is the classes below; `schema()` publishes them as a JSON Schema.

Amounts are texts, so that nothing is rounded. Every finding stands in one flat list; a consequence names its
root in `cause`. The same audit gives the same bytes.
"""

from typing import Any

import msgspec
from msgspec.structs import astuple

from budgetaudit import __version__
from budgetaudit.checks import Certainty, Spot
from budgetaudit.facts import Part
from budgetaudit.filing import Place
from budgetaudit.reporters import Look
from budgetaudit.reporters.summary import flat, titled
from budgetaudit.verdicts import Audit, Coverage, Finding, Side, Status, Unchecked, UncheckedNumber


class Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record with no other fields than these."""


class PlaceRecord(Closed, frozen=True, omit_defaults=True):
    """Only what the format knows: page, paragraph, line, sheet, table, row, column; counting from 1."""

    page: int = 0
    paragraph: int = 0
    line: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0
    column: int = 0


class SpotRecord(Closed, frozen=True):
    """A place with what stands there."""

    label: str
    raw: str
    part: str
    place: PlaceRecord


class SideRecord(Closed, frozen=True):
    """One side of a finding: `value` in `unit` (both "" where it is no number), `raw` as printed."""

    label: str
    value: str
    unit: str
    raw: str
    part: str
    place: PlaceRecord
    items: list[SpotRecord]


class GroundRecord(Closed, frozen=True):
    """A step of reading that a finding rests on, and how sure it is: stated, confirmed, usual, guessed."""

    step: str
    certainty: Certainty


class FindingRecord(Closed, frozen=True):
    """What does not agree. `cause` is the id of the finding this one follows from, "" for a root; `certainty` that of
    its least sure ground."""

    id: str
    rule: str
    severity: str
    part: str
    table: str
    subject: str
    title: str
    message: str
    left: SideRecord
    right: SideRecord
    expected: str
    difference: str
    bound: str
    explanation: str
    cause: str
    also: list[SpotRecord]
    basis: str
    certainty: Certainty
    grounds: list[GroundRecord]


class PartRecord(Closed, frozen=True):
    """The department's part or a unit's."""

    id: str
    level: str
    name: str
    code: str


class FilingRecord(Closed, frozen=True):
    """The document: `year` 0 and `kind` "" where not found; `notices` say what it is, if it is no usual one, and what
    of it was not read."""

    name: str
    sha256: str
    format: str
    year: int
    kind: str
    parts: list[PartRecord]
    notices: list[str]
    cautions: list[str]


class Counts(Closed, frozen=True):
    """Rule instances by verdict, findings (roots) by severity."""

    held: int
    rounding: int
    broken: int
    unchecked: int
    not_applicable: int
    errors: int
    warnings: int
    infos: int


class NumberRecord(Closed, frozen=True):
    """A printed number that took part in no check, and why."""

    label: str
    raw: str
    part: str
    why: str
    place: PlaceRecord


class CoverageRecord(Closed, frozen=True):
    """How many numbers are printed, how many took part in a decided check, and the others."""

    numbers: int
    checked: int
    unchecked: list[NumberRecord]


class UncheckedRecord(Closed, frozen=True):
    """A rule instance that could not be decided, and why."""

    rule: str
    title: str
    part: str
    subject: str
    why: str


class Report(Closed, frozen=True):
    """The whole report."""

    budgetaudit: str
    filing: FilingRecord
    counts: Counts
    coverage: CoverageRecord
    findings: list[FindingRecord]
    unchecked: list[UncheckedRecord]


def render(audit: Audit, look: Look) -> str:
    """The report as indented JSON, a line break at its end."""
    return msgspec.json.format(encode(audit, look), indent=2).decode() + "\n"


def encode(audit: Audit, look: Look) -> bytes:
    """The report as one line of JSON."""
    return msgspec.json.encode(record(audit, look))


def schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    return msgspec.json.schema(Report)


def record(audit: Audit, look: Look) -> Report:
    """The report as values."""
    return Report(
        __version__,
        _filing(audit, look),
        _counts(audit),
        _coverage(audit.coverage, look),
        [_finding(finding, look) for finding in flat(audit)],
        [_unchecked(instance, look) for instance in audit.unchecked],
    )


def _filing(audit: Audit, look: Look) -> FilingRecord:
    facts, filing = audit.facts, audit.facts.filing
    parts = [_part(part) for part in facts.parts]
    cautions = list(map(look.say, filing.cautions))
    notices = list(map(look.say, audit.notices))
    return FilingRecord(filing.name, filing.sha256, filing.format, facts.year, facts.kind, parts, notices, cautions)


def _part(part: Part) -> PartRecord:
    return PartRecord(part.id, part.level, part.name, part.code)


def _counts(audit: Audit) -> Counts:
    severities = [finding.severity for finding in audit.findings]
    verdicts = (audit.counts.get(status, 0) for status in Status)
    return Counts(*verdicts, *(severities.count(severity) for severity in ("error", "warning", "info")))


def _coverage(coverage: Coverage, look: Look) -> CoverageRecord:
    unchecked = [_number(number, look) for number in coverage.unchecked]
    return CoverageRecord(coverage.numbers, coverage.checked, unchecked)


def _number(number: UncheckedNumber, look: Look) -> NumberRecord:
    label, why = look.say(number.label), look.say(number.why)
    return NumberRecord(label, number.raw, number.part, why, _place(number.place))


def _unchecked(instance: Unchecked, look: Look) -> UncheckedRecord:
    return UncheckedRecord(
        instance.rule,
        look.titles.get(instance.rule) or instance.title,
        instance.part,
        look.say(instance.subject),
        look.say(instance.why),
    )


def _finding(finding: Finding, look: Look) -> FindingRecord:
    return FindingRecord(
        id=finding.id,
        rule=finding.rule,
        severity=finding.severity,
        part=finding.part,
        table=finding.table,
        subject=look.say(finding.subject),
        title=titled(finding, look),
        message=look.say(finding.message),
        left=_side(finding.left, look),
        right=_side(finding.right, look),
        expected=look.say(finding.expected),
        difference=finding.difference,
        bound=finding.bound,
        explanation=look.say(finding.explanation),
        cause=finding.cause,
        also=[_spot(spot, look) for spot in finding.also],
        basis=finding.basis,
        certainty=finding.certainty,
        grounds=[GroundRecord(look.say(ground.step), ground.certainty) for ground in finding.grounds],
    )


def _side(side: Side, look: Look) -> SideRecord:
    items = [_spot(spot, look) for spot in side.items]
    label, value, raw = map(look.say, (side.label, side.value, side.raw))
    return SideRecord(label, value, side.unit, raw, side.part, _place(side.place), items)


def _spot(spot: Spot, look: Look) -> SpotRecord:
    return SpotRecord(look.say(spot.label), look.say(spot.raw), spot.part, _place(spot.place))


def _place(place: Place) -> PlaceRecord:
    return PlaceRecord(*astuple(place))
