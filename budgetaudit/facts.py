"""What a filing states: parts, recognised tables, sections, and every number by its name.

A number has a `Key` (part, table, row, column). Printed in a cell it is a `Fact`; an empty cell is a `Blank`; a
number that a rule names and the filing does not have is a `Missing`. Rules are written against these.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from budgetaudit.amounts import Amount, Unit
from budgetaudit.classification import Classification
from budgetaudit.filing import Filing, Grid, Passage, Place
from budgetaudit.messages import Called, Message, PartId, Text, called, message


class Key(Struct, frozen=True):
    """The name of a number. `str(key)` is the selector that finds it."""

    part: str
    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.part}:{self.table}[{self.row}, {self.column}]"


class Fact(Struct, frozen=True):
    """One printing of a number, in a cell or in the prose. A dash is a zero and has its own raw text.

    `label` says in the reader's words what it is (`支出总表 · 2010301 行政运行 · 基本支出`), `raw` is what is printed.
    """

    key: Key
    amount: Amount
    raw: str
    label: Text
    place: Place


class Blank(Struct, frozen=True):
    """A cell that should hold a number and is empty, or holds words (`raw`)."""

    key: Key
    raw: str
    label: Text
    place: Place


class Missing(Struct, frozen=True):
    """A number that a rule needs and the filing does not have. `why` is a short reason; `row_only`
    where the table is there and filled and only the row is not (a sum may then take it as zero)."""

    key: Key
    why: Text
    row_only: bool = False


Entry = Fact | Blank | Missing


class RowKind(StrEnum):
    """What a row is in sums."""

    DETAIL = "detail"
    OF_WHICH = "of_which"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    MINUS = "minus"
    BALANCE = "balance"
    """carry-over and the like: between the year's total and the grand total, part of no sum of lines"""
    BESIDE = "beside"
    """printed in the table, no part of its total (会议费 beside 三公)"""
    UNTYPED = "untyped"


class Column(Struct, frozen=True):
    """A column of numbers. `name` is canonical (a template's name, or the printed header where no template knows it);
    `header` is the printed header, top to bottom joined by `/`; `group` is the canonical name of the group it stands
    under ("" if none); `at` its grid column from 0; `of_which` if it must not be added to its siblings;
    `formula` what the 栏次 row says of it (`3=4+5`, "" if nothing)."""

    name: str
    header: str
    group: str
    at: int
    unit: Unit
    of_which: bool = False
    formula: str = ""


class Row(Struct, frozen=True, dict=True):
    """A row of a recognised table. `key` names it in selectors: its code, or its canonical label (unique in the table:
    a repeated label gets its block's name in front, `上年结转/一般公共预算`). `label` is printed, `name` is the label
    without code, ordinal and 其中. `parent` is the index of the row it is a part of, -1 at the top level.
    `entries` align with the table's columns; `texts` are the row's non-numeric cells by canonical column name."""

    key: str
    code: str
    name: str
    label: str
    kind: RowKind
    level: int
    parent: int
    index: int
    entries: tuple[Fact | Blank, ...]
    texts: Mapping[str, str]
    place: Place

    @cached_property
    def filled(self) -> bool:
        return Fact in map(type, self.entries)


class Caption(Struct, frozen=True):
    """One printed property of a table or part (entity, year, unit of measure, date), with its place."""

    value: str
    raw: str
    place: Place


class Table(Struct, frozen=True, dict=True):
    """A recognised table, or one side of a two-sided one (`收支总表.支出`).

    `name` is the canonical name, "" where no template matched (an unrecognised table, `title` as printed).
    `key` names it within its part in facts' keys: the name, plus `#2` when a part has a second of that name.
    `family` is the name without the side; `known_by` says how it was recognised (which alias, template, pack).
    `notes` are the passages between this table and the next title (空表 notes, 注). `captions` maps
    `entity`, `code`, `year`, `unit`, `date`, `title` to what is printed above it.
    """

    part: str
    name: str
    key: str
    family: str
    title: str
    known_by: Text
    kind: str
    unit: Unit
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    captions: Mapping[str, Caption]
    notes: tuple[Passage, ...]
    place: Place
    grids: tuple[Grid, ...] = ()

    @cached_property
    def empty(self) -> bool:
        """No number in it but zeros' dashes count as numbers: a table of blanks only."""
        return not any(row.filled for row in self.rows)

    @cached_property
    def called(self) -> Called:
        """Its key as a reader is told it."""
        return called(self.key, sided=bool(self.family))

    @cached_property
    def by_key(self) -> Mapping[str, Row]:
        return {row.key: row for row in reversed(self.rows)}

    @cached_property
    def column_index(self) -> Mapping[str, int]:
        return {column.name: i for i, column in reversed(tuple(enumerate(self.columns)))}

    def find(self, row: str, column: str) -> Entry:
        """The entry at a row key and a canonical column name; Missing with its reason where there is none."""
        index, found = self.column_index.get(column), self.by_key.get(row)
        if index is not None and found is not None:
            return found.entries[index]
        key = Key(self.part, self.key, row, column)
        if index is None:
            return Missing(key, message("absent.column", table=self.called, column=column))
        return Missing(key, message("absent.row", table=self.called, row=row), row_only=True)

    @cached_property
    def _below(self) -> Mapping[int, tuple[Row, ...]]:
        found: dict[int, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.parent, []).append(row)
        return {parent: tuple(rows) for parent, rows in found.items()}

    def children(self, row: Row) -> tuple[Row, ...]:
        """The rows whose parent is `row`, of every kind."""
        return self._below.get(row.index, ())


class Section(Struct, frozen=True):
    """A heading and what stands under it until the next heading of its level or above.

    `name` is the canonical section name from the lexicon ("" where none fits), inherited from no one; `path` are the
    canonical names of the headings above it, outermost first. `number` is the printed ordinal (`三`, `（一）`, `1`),
    `style` its shape (`第X部分`, `一、`, `（一）`, `1、` …, "" without a number), `ordinal` its value.
    """

    index: int
    parent: int
    level: int
    style: str
    number: str
    ordinal: int
    title: str
    name: str
    path: tuple[str, ...]
    heading: Passage | None
    passages: tuple[Passage, ...]
    tables: tuple[str, ...] = ()


LEVELS: Mapping[str, Text] = {"部门": message("department"), "单位": message("unit.body")}
KINDS: Mapping[str, Text] = {"预算": message("budget"), "决算": message("final")}


class Part(Struct, frozen=True, dict=True):
    """The department's part of a filing, or one unit's. `id` is `部门`, `单位1`, `单位2` …; `level` 部门 or 单位."""

    id: str
    level: str
    name: str
    code: str
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    captions: Mapping[str, Caption]

    @cached_property
    def level_text(self) -> Text:
        """Its level as a reader is told it."""
        return LEVELS.get(self.level, self.level)

    @cached_property
    def named(self) -> Message:
        """Its id and name as a reader is told them."""
        return message("part.named", id=PartId(self.id), name=self.name)

    @cached_property
    def by_key(self) -> Mapping[str, Table]:
        return {table.key: table for table in reversed(self.tables)}

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Table, ...]]:
        """The tables of each canonical name."""
        names = dict.fromkeys(table.name for table in self.tables)
        return {name: tuple(table for table in self.tables if table.name == name) for name in names}

    def table(self, key: str) -> Table | None:
        return self.by_key.get(key)


class Claim(Struct, frozen=True):
    """A number in the prose that was understood. `fact.key` is (part, 文字, subject, role).

    `subject` is the canonical subject of the lexicon; `role` one of amount, before, plan, change, rate, share,
    completion, count. `sign` is -1 where the words say decrease, +1 increase, 0 where they say neither or both.
    `start`/`end` index the sentence's passage text. `section` is the index of its section in the part.
    """

    fact: Fact
    subject: str
    role: str
    sign: int
    passage: Passage
    start: int
    end: int
    section: int


class Relation(Struct, frozen=True):
    """What a sentence says about several of its claims.

    `kind`: breakdown (whole = Σ parts if `exhaustive`, else ≥), change (whole = now, parts = delta, base …),
    share, completion, repeat … – each kind's layout of `whole` and `parts` is documented in claims.py.
    `word` is the wording that states it (增加, 持平, 占, 完成 …).
    """

    kind: str
    part: str
    whole: Claim | None
    parts: tuple[Claim, ...]
    word: str
    exhaustive: bool
    passage: Passage
    named: Mapping[str, Claim] = {}


class Unread(Struct, frozen=True):
    """A number in the prose that could not be bound, and why (in short)."""

    raw: str
    why: Text
    passage: Passage
    start: int
    end: int
    part: str


class Facts(Struct, frozen=True, dict=True):
    """Everything a filing states. `year` 0 and `kind` "" where not found; `kind` is 预算 or 决算. `classification` are
    the lists of codes that it is read by."""

    filing: Filing
    year: int
    kind: str
    region: str
    parts: tuple[Part, ...]
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    unread: tuple[Unread, ...] = ()
    stray: tuple[Passage, ...] = ()
    year_place: Place = Place()
    classification: Classification = Classification()

    @cached_property
    def kind_text(self) -> Text:
        """Its kind as a reader is told it."""
        return KINDS.get(self.kind, self.kind)

    @cached_property
    def part_by_id(self) -> Mapping[str, Part]:
        return {part.id: part for part in self.parts}

    def tables(self, name: str = "", part: str = "") -> Iterator[Table]:
        """Tables of a canonical name (all when ""), in one part (all when ""), in reading order."""
        for candidate in self.parts:
            if part and candidate.id != part:
                continue
            for table in candidate.tables:
                if not name or table.name == name:
                    yield table

    def find(self, key: Key) -> Entry:
        """The entry a key names; Missing with its reason where there is none or the table is empty."""
        part = self.part_by_id.get(key.part)
        table = part.table(key.table) if part else None
        if table is None:
            return Missing(key, message("absent.table", table=called(key.table)))
        if table.empty:
            return Missing(key, message("empty.table", table=table.called))
        return table.find(key.row, key.column)

    def claimed(self, subject: str, role: str = "amount", part: str = "") -> Iterator[Claim]:
        """Claims about a subject in a role, in one part (all when "")."""
        return (
            claim
            for claim in self.claims
            if claim.subject == subject and claim.role == role and (not part or claim.fact.key.part == part)
        )
