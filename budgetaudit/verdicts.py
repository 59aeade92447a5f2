"""What is concluded: verdicts, findings, coverage, the audit. Values only; nothing here compares numbers."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from budgetaudit.checks import Certainty, Check, Ground, Observation, Spot
from budgetaudit.facts import Entry, Facts
from budgetaudit.filing import Place
from budgetaudit.messages import Text
from budgetaudit.rulebook import Rule


class Status(StrEnum):
    """The five verdicts."""

    HELD = "held"
    ROUNDING = "rounding"
    BROKEN = "broken"
    UNCHECKED = "unchecked"
    INAPPLICABLE = "not applicable"


class Verdict(Struct, frozen=True):
    """One instance of a rule, decided. `stated`, `expected`, `difference` (stated − expected) and `bound` (what
    rounding explains at most) are in base units (元, %, 1); None for observations and where not decided."""

    status: Status
    rule: Rule
    check: Check | Observation | None
    stated: Decimal | None = None
    expected: Decimal | None = None
    difference: Decimal | None = None
    bound: Decimal | None = None
    why: Text = ""
    missing: tuple[Entry, ...] = ()


class Side(Struct, frozen=True):
    """One side of a finding as printed: amounts are texts in `unit`."""

    label: Text
    value: Text
    unit: str
    raw: Text
    place: Place
    part: str = ""
    items: tuple[Spot, ...] = ()


class Finding(Struct, frozen=True):
    """What a user is told. `id` is a stable fingerprint from logical names. `cause` is the id of the finding this one
    follows from ("" for a root); `consequences` are the findings that follow from this one; `also` are other places
    where the very same discrepancy stands (the unit's copy of the department's table). Amounts are texts. `waived`
    says why and by which waiver, where one covers it. `grounds` are the steps of reading that it rests on: it is as
    sure as the least sure of them."""

    id: str
    rule: str
    severity: str
    part: str
    table: str
    title: str
    message: Text
    left: Side
    right: Side
    expected: Text
    difference: str
    bound: str
    explanation: Text
    cause: str = ""
    consequences: tuple["Finding", ...] = ()
    also: tuple[Spot, ...] = ()
    subject: Text = ""
    basis: str = ""
    waived: Text = ""
    grounds: tuple[Ground, ...] = ()

    @property
    def certainty(self) -> Certainty:
        """That of its least sure step; stated where it rests on what is printed alone."""
        order = list(Certainty)
        return max((ground.certainty for ground in self.grounds), key=order.index, default=Certainty.STATED)


class Unchecked(Struct, frozen=True):
    """A rule instance that could not be decided: rule, what, why."""

    rule: str
    title: str
    part: str
    subject: Text
    why: Text


class UncheckedNumber(Struct, frozen=True):
    """A printed number that no rule covered: what it is, what is printed, where, why."""

    label: Text
    raw: str
    place: Place
    part: str
    why: Text


class Coverage(Struct, frozen=True):
    """How many numbers the filing prints, how many took part in a decided check, and those that did not."""

    numbers: int
    checked: int
    unchecked: tuple[UncheckedNumber, ...]


class Audit(Struct, frozen=True):
    """The whole result for one filing. `findings` are roots, worst first within each part; `counts` maps each status
    to the number of rule instances; `rounding` are the verdicts that only rounding explains, for listing on demand;
    `notices` say what the document is, if it is no usual one, and what of it was not read."""

    facts: Facts
    counts: Mapping[Status, int]
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    rounding: tuple[Verdict, ...]
    coverage: Coverage
    notices: tuple[Text, ...] = ()
    rules_tried: int = 0
    seconds: float = 0.0


class UnreadFiling(Struct, frozen=True):
    """A filing that could not be read: a line in a batch, an exit code 3 in a check."""

    name: str
    reason: Text
