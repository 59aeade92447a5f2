"""`classified`: budget codes and their names agree with the lists of the filing's year."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from budgetaudit.classification import Entry, by_name, codes, normal, replaced
from budgetaudit.facts import Facts, Part, Row, Table
from budgetaudit.kinds.reading import around, prose, spot, squeeze, titled
from budgetaudit.verdicts import Observation, Spot

ALIKE = 0.5
SURE = frozenset({"sourced", "high"})
MARKS = ("（类", "（款", "（项", "(类", "(款", "(项", "支出（类", "支出（款", "类）", "款）")


class Fault(NamedTuple):
    """What is wrong with a row: the sentence, what was expected, and the severity if not the rule's."""

    says: str
    expected: str
    severity: str = ""


GOOD = Fault("", "")


@dataclass(frozen=True, slots=True)
class Classified:
    """Codes of `tables` against the list `list` (functional, economic). `ask`:

    `name` (the printed name is not another code's), `current` (nor one that has been replaced), `known` (the list
    has the code), `digits` (the code has one of `lengths` digits), `book` (the code belongs to one of `books`),
    `prose` (the prose calls no 类 or 款 by a name that has been replaced).
    """

    ask: Literal["name", "current", "known", "digits", "book", "prose"]
    list: str = "functional"
    tables: tuple[str, ...] = ()
    lengths: tuple[int, ...] = (3, 5, 7)
    books: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            if self.ask == "prose":
                yield from self._prose(part, facts)
                continue
            for table in part.tables:
                if table.name in self.tables:
                    yield from self._table(table, part, facts)

    def _table(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        ask = {
            "name": self._name, "current": self._current, "known": self._known,
            "digits": self._digits, "book": self._book,
        }[self.ask]  # fmt: skip
        rows = [row for row in table.rows if row.code.isdigit()]
        faults = [(row, ask(row, codes(self.list).get(row.code, ()), facts.year)) for row in rows]
        told = [(row, fault) for row, fault in faults if fault is not None]
        wrong = [(row, fault) for row, fault in told if fault is not GOOD]
        if told and not wrong:
            yield Observation(True, part.id, table.key, titled(table), "", ())
        for row, fault in wrong:
            yield _report(fault, row, table, part, facts)

    def _name(self, row: Row, entries: tuple[Entry, ...], year: int) -> Fault | None:
        printed = normal(row.name)
        if not entries or not printed:
            return None
        if any(_same(printed, normal(entry.name)) for entry in entries):
            return GOOD
        expected = next((entry for entry in entries if entry.valid(year)), entries[0])
        others = [entry.code for entry in by_name(self.list).get(printed, ()) if entry.code != row.code]
        sure = bool(others) and expected.confidence in SURE
        whose = f"，“{row.name}”是{others[0]}的名称" if others else ""
        return Fault(
            f"编码{row.code}的科目名称应为“{expected.name}”{whose}", expected.name, "" if sure else "info"
        )

    def _current(self, row: Row, entries: tuple[Entry, ...], year: int) -> Fault | None:
        printed = normal(row.name)
        own = [entry for entry in entries if normal(entry.name) == printed]
        now = next((entry for entry in entries if entry.valid(year)), None)
        if not own or not year or now is None:
            return None
        if any(entry.valid(year) for entry in own):
            return GOOD
        old = own[0]
        span = f"{old.last}年以前" if old.last else f"{old.first}年起"
        return Fault(
            f"是{span}的科目名称，{year}年为“{now.name}”", now.name, "" if old.confidence in SURE else "info"
        )

    def _known(self, row: Row, entries: tuple[Entry, ...], year: int) -> Fault | None:
        del year
        if len(row.code) not in self.lengths:
            return None
        return GOOD if entries else Fault(f"编码{row.code}未收录在科目表中", "收录的科目编码")

    def _digits(self, row: Row, entries: tuple[Entry, ...], year: int) -> Fault | None:
        """Only of rows that bear the name of a budget line: other codes are those of units and projects."""
        del entries, year
        if normal(row.name) not in by_name(self.list):
            return None
        lengths = "、".join(map(str, self.lengths))
        good = len(row.code) in self.lengths
        return GOOD if good else Fault(f"编码有{len(row.code)}位，应为{lengths}位", f"{lengths}位编码")

    def _book(self, row: Row, entries: tuple[Entry, ...], year: int) -> Fault | None:
        del year
        if not entries or not any(entry.confidence in SURE for entry in entries):
            return None
        if any(entry.book in self.books for entry in entries):
            return GOOD
        return Fault("不是本表预算的科目", "本表预算的科目")

    def _prose(self, part: Part, facts: Facts) -> Iterator[Observation]:
        old = replaced(self.list, facts.year) if facts.year else {}
        seen: set[str] = set()
        for passage in prose(part):
            text = squeeze(passage.text)
            for name, now in old.items():
                at = text.find(name)
                if at < 0 or name in seen or now.confidence not in SURE:
                    continue
                if text[at + len(name) :].lstrip("支出").startswith(MARKS) or _coded(
                    text[at + len(name) :], now.code
                ):
                    seen.add(name)
                    shown = around(text, at, at + len(name))
                    message = (
                        f"正文用了旧科目名称“{name}”，{facts.year}年{now.code}为“{now.name}”：“{shown}”。"
                    )
                    where = (spot(passage, part.id, "正文", shown),)
                    yield Observation(False, part.id, "", name, message, where, name, now.name)
        if not seen and part.passages:
            yield Observation(True, part.id, "", f"{part.name}科目名称", "", ())


def _report(fault: Fault, row: Row, table: Table, part: Part, facts: Facts) -> Observation:
    printed = f"{row.code} {row.name}"
    spots = (Spot(f"{titled(table)} {row.code}", printed, row.place, part.id),)
    message = f"{titled(table)}“{printed}”：{fault.says}。"
    return Observation(
        False, part.id, table.key, row.code, message, spots, printed, fault.expected, severity=fault.severity
    )


def _same(printed: str, name: str) -> bool:
    """Whether a printed name is a code's: the same, cut short, or worded a little otherwise."""
    if printed == name or name.startswith(printed) or name in printed:
        return True
    return SequenceMatcher(None, printed, name, autojunk=False).ratio() >= ALIKE


def _coded(rest: str, code: str) -> bool:
    """Whether the code follows a name: `（210类）`."""
    return rest.lstrip("支出（(").startswith(code)
