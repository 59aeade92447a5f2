"""What the rules say, as data: templates of tables, words, subjects of the prose, budget codes, rules. Built by
rulefiles/ from the folder rules/."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, NewType, TypeVar

from msgspec import Struct, field

from budgetaudit.checks import Check, Observation
from budgetaudit.classification import Classification
from budgetaudit.facts import Facts
from budgetaudit.selectors import Expression

T = TypeVar("T")
WordLists = Mapping[str, tuple[str, ...]]
"""Lists of words by name."""

TableName = NewType("TableName", str)
RowName = NewType("RowName", str)
ColumnName = NewType("ColumnName", str)
"""Texts in a kind's fields that must be on the blank form (rulefiles tries them)."""
CodesName = NewType("CodesName", str)
EventsName = NewType("EventsName", str)
"""Texts in a kind's fields that must be lists of the classification."""


class Kind(ABC):
    """What a rule can say: a frozen Struct whose fields are its YAML keys. It writes checks, compares nothing."""

    inferred = False
    """Whether the layout, and not the rule, says which numbers belong together. A kind that infers says so itself."""

    @abstractmethod
    def checks(self, facts: Facts) -> Iterator[Check | Observation]: ...

    @classmethod
    def __subclasshook__(cls, other: type) -> bool:
        """Whatever has `checks` is a kind. (Python 3.11 takes ten times as long to tell that of a Protocol.)"""
        return hasattr(other, "checks")


class Statement(Struct, frozen=True):
    """One thing a condition asks of the numbers. `verb`: prints, lacks, zero, nonzero (each expression by itself)
    or equal (all of them the same)."""

    verb: str
    expressions: tuple[Expression, ...]


class Condition(Struct, frozen=True):
    """When a rule applies. `name` is a built-in one (kind, years, level, region, units) with its `value`, or a
    condition described in rules/, true or false (`value` yes, no) as its `statements` are (all, or `any` of them).
    `title` says it in words."""

    name: str
    value: str
    title: str
    statements: tuple[Statement, ...] = ()
    any: bool = False


class Example(Struct, frozen=True):
    """A small filing on which a rule must hold, break or stay unchecked."""

    outcome: str
    text: str
    source: str


class Rule(Struct, frozen=True):
    """One statement that should be true. `severity` is error, warning, info or off. `when` are its conditions as
    written (kind: 预算, years: 2019-2024, level: 单位, all_fiscal: true …). `since` is the month (2016-10) from which
    its basis is in force: filings published before have no such duty. `tolerance` is in base units and comes with a
    `why`. `withheld` are the words by which a filing says that it does not print everything: why (涉密), what (项目),
    how (剔除), one of each in a sentence, what beside one of the others. Then a total that is larger than its rows is a
    note only (no words: the rule is not about totals and rows)."""

    id: str
    title: str
    title_en: str
    severity: str
    kind_name: str
    kind: Kind
    when: Mapping[str, str]
    basis: str
    why: str
    note: str
    source: str
    conditions: tuple[Condition, ...] = ()
    tolerance: Decimal = Decimal(0)
    examples: tuple[Example, ...] = ()
    withheld: tuple[tuple[str, ...], ...] = ()
    since: str = ""


class ColumnSpec(Struct, frozen=True):
    """A template's column: its canonical name, printed aliases (a `/` separates header levels: `当年预算/小计`),
    whether it is an 其中 column, or may lie inside the others without that word (`inside`: the rows tell), and its
    role: amount, count, price, percent, text, code, name, label, ordinal."""

    name: str
    aliases: tuple[str, ...]
    role: str = "amount"
    of_which: bool = False
    group: str = ""
    inside: bool = False


class RowSpec(Struct, frozen=True):
    """A template's labelled row: canonical name, aliases, kind (a RowKind), the row it is a part of wherever both are
    printed (`parent`), and the row it is a part of when printed under it (`within`)."""

    name: str
    aliases: tuple[str, ...]
    kind: str = "detail"
    parent: str = ""
    within: str = ""


class Template(Struct, frozen=True):
    """A standard table. `rows_by` is code (functional), economic, label, class (labels that name functional classes)
    or record (free rows in order, named by `name_column`). Two-sided tables have `sides`, each becoming the logical
    table `name.side`; a side is known by `headers`. `requires` are header texts without which it is not this table.
    A title alias beginning with `*` fits any title that ends so."""

    name: str
    titles: tuple[str, ...]
    rows_by: str
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...]
    kinds: tuple[str, ...] = ()
    sides: tuple["Template", ...] = ()
    codes: str = ""
    money: bool = True
    pack: str = ""
    source: str = ""
    headers: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    name_column: str = ""


class Subject(Struct, frozen=True):
    """Something a sentence gives a number for. `near` aliases count only in a paragraph about the same family; a `fund`
    is where money comes from, and gives way to another subject in its clause. `alone` are words that mean it in a
    clause that names nothing else (甲局预算 …); `like` are other subjects that a share of it may mean."""

    name: str
    family: str
    aliases: tuple[str, ...]
    near: tuple[str, ...]
    alone: tuple[str, ...]
    like: tuple[str, ...]
    fund: bool
    source: str


class Partition(Struct, frozen=True, dict=True):
    """What a whole is made of. A list is complete when it names all `parts` (or, without parts, one of `first` and one
    of `last`) and nothing but `parts` and `also`. `anywhere`: the parts need not stand in one list; `narrated`: the
    paragraphs of a section of totals spell it out."""

    whole: str
    parts: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    also: tuple[str, ...]
    anywhere: bool
    narrated: bool
    source: str

    @cached_property
    def members(self) -> frozenset[str]:
        return frozenset((*self.parts, *self.first, *self.last, *self.also))

    def complete(self, named: Iterable[str]) -> bool:
        """Whether a list of these subjects leaves nothing out."""
        listed = frozenset(named)
        if not listed <= self.members or not listed.issuperset(self.parts):
            return False
        return bool(self.parts) or not (listed.isdisjoint(self.first) or listed.isdisjoint(self.last))


class Rulebook(Struct, frozen=True, dict=True):
    """Everything under rules/: templates in the order they are tried, words by list name, rules in order. `digest` is
    the SHA-256 of the files it was built from ("" if from none)."""

    templates: tuple[Template, ...]
    rules: tuple[Rule, ...]
    words: WordLists = field(default_factory=dict)
    subjects: tuple[Subject, ...] = ()
    partitions: tuple[Partition, ...] = ()
    classification: Classification = Classification()
    digest: str = ""

    @cached_property
    def _made(self) -> dict[object, Any]:
        return {}

    def once(self, make: Callable[["Rulebook"], T]) -> T:
        """The value of `make(self)` (the recogniser's vocabulary, the prose's lexicon): computed at the first call,
        kept as long as the rulebook."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made


def under(words: WordLists, start: str) -> dict[str, tuple[str, ...]]:
    """The lists whose names begin so (`class/`), by the rest of their names."""
    return {name.removeprefix(start): listed for name, listed in words.items() if name.startswith(start)}
