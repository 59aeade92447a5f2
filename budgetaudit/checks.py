"""What a rule says of a filing: equations of its numbers, statements about its structure. Values only; decide.py says
whether they are true."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from budgetaudit.facts import Certainty, Entry, Fact
from budgetaudit.filing import Place
from budgetaudit.messages import Text


class Ground(Struct, frozen=True):
    """A step of reading that a check rests on: which, in words, and how sure it is. With `question` a doubt of it is
    asked in its own words (若…)."""

    step: Text
    certainty: Certainty
    question: bool = False


class Term(Struct, frozen=True):
    """A weighted product of numbers: weight × factor × factor …; no factor means the constant `weight` itself."""

    weight: Decimal
    factors: tuple[Entry, ...]


class Check(Struct, frozen=True):
    """`left` stands in `relation` (=, <=, >=) to `right`; with `over`, to 100 × right ÷ over (a percentage). The
    relation ~ says that they are of one size: not 100, 1000, 10 000 or 100 million times each other.

    `part` and `table` say where it belongs; `subject` what this instance is about, in the reader's words
    (`2010301 行政运行 · 基本支出`). `claim` is true when a side is a sentence (then a blank never counts as zero).
    `near` are other numbers that may explain a difference: (words, entry).
    `left_label`, `right_label` name a side that has several terms (`14 行之和`). `otherwise` are other readings of the
    same statement (another cell it may restate, the other sign): the statement holds if one of them does, is broken
    only if every reading that can be decided is, and is then reported as read here.
    `zeros` is true where blanks are zeros even if a whole side is blank (a row's parts, where other rows print them).
    `doubt` says why a difference would prove nothing (a column not understood): the check may hold, never break.
    `grounds` are the steps of reading by which its numbers were brought together.
    `sums` are sums (in base units) of numbers printed elsewhere, with these numbers: a number of the check that equals
    such a sum was added up from rounded parts, and rounding explains as much as theirs.
    """

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    part: str
    table: str
    subject: Text
    relation: str = "="
    over: tuple[Term, ...] = ()
    claim: bool = False
    left_label: Text = ""
    right_label: Text = ""
    near: tuple[tuple[Text, Entry], ...] = ()
    twins: tuple[Entry, ...] = ()
    otherwise: tuple["Check", ...] = ()
    zeros: bool = False
    doubt: Text = ""
    grounds: tuple[Ground, ...] = ()
    sums: Mapping[Decimal, tuple[Fact, ...]] = {}


class Spot(Struct, frozen=True):
    """A place a person can go to: what stands there in their words, what is printed, where."""

    label: Text
    raw: Text
    place: Place
    part: str = ""


class Observation(Struct, frozen=True):
    """A statement about structure (presence, order, names, years): true, false, or None where it could not be told.

    `message` is the sentence about a failure; `expected` and `stated` fill the two sides of a finding.
    """

    holds: bool | None
    part: str
    table: str
    subject: Text
    message: Text
    spots: tuple[Spot, ...]
    stated: Text = ""
    expected: Text = ""
    why: Text = ""
    severity: str = ""


__all__ = ["Certainty", "Check", "Ground", "Observation", "Spot", "Term"]
