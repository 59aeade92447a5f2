"""What a filing states: parts, recognised tables, sections, and every number by its name.

A number has a `Key` (part, table, row, column). A printed number is a `Fact`; an empty cell is a `Blank`; a number that
a rule names and the filing does not have is a `Missing`. Rules are written against these. A number of the prose is a
`Claim`; what a sentence says about several claims is a `Relation`.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from budgetaudit.amounts import Amount, Unit
from budgetaudit.classification import Classification
from budgetaudit.filing import Filing, Grid, Passage, Place
from budgetaudit.messages import Called, Message, PartId, Text, called, message
from budgetaudit.text import squeeze


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
    """A cell that should hold a number and is empty, or holds what was not understood (`raw`): then it is *unread*,
    and neither blank nor zero."""

    key: Key
    raw: str
    label: Text
    place: Place

    @property
    def unread(self) -> bool:
        return bool(self.raw)


class Missing(Struct, frozen=True):
    """A number that a rule needs and the filing does not have. `why` is a short reason; `row_only` says that the table
    is printed and filled and only the row is missing (a sum may then count it as zero)."""

    key: Key
    why: Text
    row_only: bool = False


Entry = Fact | Blank | Missing


def unread_number(entry: Entry) -> bool:
    """Whether a cell prints digits that were not understood."""
    return type(entry) is Blank and any(map(str.isdigit, entry.raw))


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
    AGAIN = "again"
    """a row printed a second time (the total atop a further page), part of no sum"""
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
    `entries` align with the table's columns; `texts` are the row's non-numeric cells by canonical column name.
    `renamed` is true where the printed name is none of its code's: a code that somebody uses for something else."""

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
    renamed: bool = False

    @cached_property
    def filled(self) -> bool:
        """Whether a cell of it holds a number, read or unread."""
        return Fact in map(type, self.entries) or any(unread_number(entry) for entry in self.entries)


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
        """Whether it holds no number at all, read or unread; a dash is a number (zero)."""
        return not any(row.filled for row in self.rows)

    @cached_property
    def titled(self) -> str:
        """What a reader calls it: its title where it has one."""
        return squeeze(self.title) or self.family or self.name or self.key

    @property
    def nothing(self) -> Message:
        """Why an empty table has no number: none is printed, or none of its columns was understood."""
        return message("unread.table" if self.rows and not self.columns else "empty.table", table=self.called)

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
        index, printed_row = self.column_index.get(column), self.by_key.get(row)
        if index is not None and printed_row is not None:
            return printed_row.entries[index]
        key = Key(self.part, self.key, row, column)
        if index is None:
            return Missing(key, message("absent.column", table=self.called, column=column))
        return Missing(key, message("absent.row", table=self.called, row=row), row_only=True)

    @cached_property
    def _below(self) -> Mapping[int, tuple[Row, ...]]:
        """Index of a parent row (-1 for none) → its rows."""
        below: dict[int, list[Row]] = {}
        for row in self.rows:
            below.setdefault(row.parent, []).append(row)
        return {parent: tuple(rows) for parent, rows in below.items()}

    def children(self, row: Row) -> tuple[Row, ...]:
        """The rows, of every kind, whose parent is `row`."""
        return self._below.get(row.index, ())


class IndicatorLine(Struct, frozen=True):
    """An indicator of a performance form: its levels (those of merged cells repeated), its value with sign and unit,
    its weight."""

    first: str
    second: str
    third: str
    value: str
    weight: Fact | None
    place: Place


class Funds(Struct, frozen=True):
    """A project's money: the total, the parts printed, and whether both parts have their box."""

    total: Fact
    parts: tuple[Fact, ...]
    complete: bool


class Goal(Struct, frozen=True):
    """One project's performance form. `scale` is the head of its weights, `weighed` whether it has one; `spent` are the
    points for money spent, printed beside the money (None: none, or, with `spending`, a blank); `points` the printed
    sum of all points. `closed` says that its end was seen; `cut` that something of it was not read, or may belong to
    something else."""

    name: str
    table: Table
    place: Place
    funds: tuple[Funds, ...] = ()
    lines: tuple[IndicatorLine, ...] = ()
    scale: str = ""
    weighed: bool = False
    spent: Fact | None = None
    spending: bool = False
    points: Fact | None = None
    closed: bool = False
    cut: bool = False


class Section(Struct, frozen=True):
    """A heading and what stands under it until the next heading of its level or above.

    `name` is the canonical section name of the rule book ("" where none fits), inherited from no one; `path` are the
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
    goals: tuple[Goal, ...] = ()

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

    @cached_property
    def order(self) -> Mapping[int, int]:
        """Id of a passage → its place among the passages."""
        return {id(passage): at for at, passage in enumerate(self.passages)}

    def table(self, key: str) -> Table | None:
        return self.by_key.get(key)


class Role(StrEnum):
    """What a number of the prose is of its subject. The value is the column of the claim's key (`文字[会议费, amount]`)
    and is written to exports; the last two values are given by the kind `phrased` alone, to claims of its own."""

    AMOUNT = "amount"
    """what the subject is in the year of the filing, in money"""
    BEFORE = "before"
    """what it was: the amount that this year's is compared with, as a rule last year's"""
    PLAN = "plan"
    """in final accounts: the budget of the year's beginning"""
    REVISED = "revised"
    """in final accounts: the budget as changed during the year"""
    DELTA = "delta"
    """by how much money it changed; `Claim.sign` says which way"""
    RATE = "rate"
    """by how many per cent it changed; `Claim.sign` says which way"""
    CHANGE = "change"
    """by how much it changed, printed without a unit: money or per cent"""
    SHARE = "share"
    """how many per cent of a whole it is"""
    COMPLETION = "completion"
    """how many per cent of `plan` were spent"""
    RECOMPLETION = "recompletion"
    """how many per cent of `revised` were spent"""
    COUNT = "count"
    """how many cars, people, projects there are"""
    AGAIN = "again"
    """a further printing of `amount`"""
    ASIDE = "aside"
    """a number that says nothing about the budget; its label may say why"""
    SILENT = "silent"
    """an amount that is said to have changed, without by how much"""
    OF_NOTHING = "of nothing"
    """a rate of change whose base is zero"""


class Certainty(StrEnum):
    """How sure a step of reading is (DESIGN §11), surest first."""

    STATED = "stated"
    """the document prints it: a header, a code, a note, an indent"""
    CONFIRMED = "confirmed"
    """other sums close when it is read so"""
    USUAL = "usual"
    """other filings print it so"""
    GUESSED = "guessed"
    """neither the document nor any other number says so"""


class Claim(Struct, frozen=True):
    """A number in the prose that was understood. `fact.key` is (part, 文字, subject, role).

    `subject` is a subject of the rule book; `科目/…` for a line of the classification (its code, or the chain of its
    names); `“…”` for words that the rule book does not have; `X·…` for a part of X only (接待费 of 机关运行经费, of
    another unit). `sign` is -1 where the words say decrease, +1 increase, 0 where they say neither or both. `start` and
    `end` index the text of the passage. `section` is the index of its section in the part. `within` are the subjects
    that it is a part of, innermost first; `certainty` says how sure its own is.
    """

    fact: Fact
    subject: str
    role: Role
    sign: int
    passage: Passage
    start: int
    end: int
    section: int
    within: tuple[str, ...] = ()
    certainty: Certainty = Certainty.STATED


class RelationKind(StrEnum):
    """What a relation says, and where in it the claims stand: in `whole`, in `parts`, or in `named` by these names."""

    BREAKDOWN = "breakdown"
    """`whole` = Σ `parts` if `exhaustive`, else ≥; all are amounts, or counts, or changes (role delta); `otherwise` are
    other trees that the sentence may be"""
    CHANGE = "change"
    """named `now`, and two or all of `before`, `delta`, `rate`; `parts` are other claims that `now` may be, `before 0`
    … others that `before` may be; `word` is 比 where `before` stands behind a bare 比上年 and may be the change"""
    FLAT = "flat"
    """named `now`, `before`: the words say that they are the same"""
    SHARE = "share"
    """`whole` is the percentage; named `part`, and `sum 0`, `sum 1` … whose sum may be what the share is of; `parts`
    are the claims that may be it; `word` is the subject that is named as the whole"""
    SHARES = "shares"
    """`parts` are the percentages of every part of one whole; `exhaustive`: there can be no other part"""
    COMPLETION = "completion"
    """named `rate`, `now`, `plan`; `revised` where that is given too"""
    DIRECTION = "direction"
    """named `now`, `plan`, and `revised` where that is given too; `word` says which is greater"""
    SILENT = "silent"
    """`whole` is said (by `word`) to have changed, without by how much"""
    REPEAT = "repeat"
    """`whole` and `parts` are one number, printed again"""


class Relation(Struct, frozen=True):
    """What a sentence says about several of its claims; `kind` says what `whole`, `parts` and `named` hold.

    `word` is the wording that states it (增加, 持平, 占, 完成 …), `passage` that of its first claim. The sentence
    may be read as each of `otherwise` too: what it says is true if one of them is. `certainty` says how sure it is that
    the whole is what the parts are of.
    """

    kind: RelationKind
    part: str
    whole: Claim | None
    parts: tuple[Claim, ...]
    word: str
    exhaustive: bool
    passage: Passage
    named: Mapping[str, Claim] = {}
    otherwise: tuple["Relation", ...] = ()
    certainty: Certainty = Certainty.STATED


class UnreadNumber(Struct, frozen=True):
    """A number in the prose that was not understood; `why` is a short reason. `start` and `end` index the text of the
    passage, `part` is the id of the part."""

    raw: str
    why: Text
    passage: Passage
    start: int
    end: int
    part: str


class Facts(Struct, frozen=True, dict=True):
    """Everything a filing states. `year` 0 and `kind` "" where not found; `kind` is 预算 or 决算. `classification` are
    the lists of codes that it is read by; `nature` says what the document is if it is no department's budget or final
    account (`government`), `attachments` are the files that it names; `scope` is 单位 where its first lines speak of a
    unit alone, else 部门."""

    filing: Filing
    year: int
    kind: str
    region: str
    parts: tuple[Part, ...]
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    unread: tuple[UnreadNumber, ...] = ()
    stray: tuple[Passage, ...] = ()
    year_place: Place = Place()
    classification: Classification = Classification()
    nature: str = ""
    attachments: tuple[str, ...] = ()
    scope: str = "部门"

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
            return Missing(key, table.nothing)
        return table.find(key.row, key.column)

    def claimed(self, subject: str, role: str = Role.AMOUNT, part: str = "") -> Iterator[Claim]:
        """Claims about a subject in a role, in one part (all when "")."""
        return (
            claim
            for claim in self.claims
            if claim.subject == subject and claim.role == role and (not part or claim.fact.key.part == part)
        )
