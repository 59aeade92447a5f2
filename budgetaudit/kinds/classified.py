"""`classified`: budget codes and their names agree with the lists of the filing's year."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from budgetaudit.checks import Observation, Spot
from budgetaudit.classification import CodeEntry, CodeList, normal
from budgetaudit.facts import Facts, Part, Row, Table
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import PROSE, around, nonzero, prose, spot, titled
from budgetaudit.messages import Text, message, phrase, series
from budgetaudit.rulebook import CodesName
from budgetaudit.text import squeeze

CLASS = 3
SURE = frozenset({"sourced", "high"})
MARKS = ("（类", "（款", "（项", "(类", "(款", "(项", "类）", "款）")


class Fault(Struct, frozen=True):
    """What is wrong with a row: the sentence, what was expected, and the severity if not the rule's."""

    says: Text
    expected: Text
    severity: str = ""


GOOD = Fault("", "")


class Classified(Struct, frozen=True):
    """Codes of `tables` against the list `list` (functional, economic). `ask`:

    `name` (the printed name is not another code's), `current` (nor one that has been replaced), `known` (the
    list has the code), `digits` (the code has one of `lengths` digits), `book` (the code belongs to one of
    `books`), `prose` (the prose calls no budget line by a name that has been replaced), `ending` (a name of `endings`
    stands for a code that ends so), `owner` (a code of `owners` belongs to a body whose name has one of its words).
    """

    ask: Literal["name", "current", "known", "digits", "book", "prose", "ending", "owner"]
    list: CodesName = CodesName("functional")
    tables: tuple[str, ...] = ()
    lengths: tuple[int, ...] = (3, 5, 7)
    books: tuple[str, ...] = ()
    endings: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def checks(self, facts: Facts) -> Iterator[Observation]:
        codes = facts.classification.codes[self.list]
        old = _old(codes, facts.year) if self.ask == "prose" else {}
        for part in facts.parts:
            if self.ask == "prose":
                yield from self._prose(part, old, facts.year)
                continue
            for table in part.tables:
                if table.name not in self.tables:
                    continue
                if self.ask == "owner":
                    yield from self._owners(table, part)
                else:
                    yield from self._table(table, codes, facts.year)

    def _table(self, table: Table, codes: CodeList, year: int) -> Iterator[Observation]:
        ask = {
            "name": self._name, "current": self._current, "known": self._known,
            "digits": self._digits, "book": self._book, "ending": self._ending,
        }[self.ask]  # fmt: skip
        rows = [row for row in table.rows if codes.of(row.code[:CLASS]) and row.name]
        faults = [(row, fault) for row in rows if (fault := ask(row, codes, year))]
        wrong = [(row, fault) for row, fault in faults if fault is not GOOD]
        if self.ask == "book":
            wrong = _unlike_below(wrong, [row.code for row, fault in faults if fault is GOOD])
        if faults and not wrong:
            yield Observation(True, table.part, table.key, titled(table), "", ())
        yield from _reports(wrong, table) if self.ask != "known" else _unlisted(wrong, table)

    def _name(self, row: Row, codes: CodeList, year: int) -> Fault | None:
        printed, listed = normal(row.name), codes.of(row.code)
        if not listed:
            return None
        if codes.bears(row.code, row.name):
            return GOOD
        expected = next((entry for entry in listed if entry.valid(year)), listed[0])
        others = [code for code in codes.by_name.get(printed, ()) if code != row.code]
        whose = message("classified.whose", name=row.name, code=others[0]) if others else ""
        severity = "" if others and expected.confidence in SURE else "info"
        says = message("classified.name", code=row.code, expected=expected.name, whose=whose)
        return Fault(says, expected.name, severity)

    def _current(self, row: Row, codes: CodeList, year: int) -> Fault | None:
        listed = codes.of(row.code)
        own = [entry for entry in listed if entry.plain == normal(row.name)]
        now = next((entry for entry in listed if entry.valid(year)), None)
        if not own or not year or now is None:
            return None
        if any(entry.valid(year) for entry in own):
            return GOOD
        old = own[0]
        until = message("classified.until", year=old.last) if old.last else message("classified.since", year=old.first)
        severity = "" if old.confidence in SURE else "info"
        return Fault(message("classified.current", span=until, year=year, name=now.name), now.name, severity)

    def _known(self, row: Row, codes: CodeList, year: int) -> Fault | None:
        del year
        if len(row.code) not in self.lengths or row.code.endswith("00"):
            return None
        return GOOD if codes.of(row.code) else Fault(row.code, message("classified.listed"))

    def _digits(self, row: Row, codes: CodeList, year: int) -> Fault | None:
        """Only of rows that bear the name of a budget line: other codes are those of units and projects."""
        del year
        if row.name not in codes.names:
            return None
        if len(row.code) in self.lengths:
            return GOOD
        lengths = series(map(str, self.lengths))
        says = message("classified.digits", count=len(row.code), lengths=lengths)
        return Fault(says, message("digits.code", digits=lengths))

    def _book(self, row: Row, codes: CodeList, year: int) -> Fault | None:
        del year
        listed = codes.of(row.code)
        if not listed or not any(entry.confidence in SURE for entry in listed):
            return None
        good = any(entry.book in self.books for entry in listed)
        return GOOD if good else Fault(message("classified.book"), message("classified.own"))

    def _ending(self, row: Row, codes: CodeList, year: int) -> Fault | None:
        del year
        end, listed = self.endings.get(row.name), codes.of(row.code)
        if end is None or any(entry.name == row.name for entry in listed) or len(row.code) != max(self.lengths):
            return None
        good = row.code.endswith(end)
        return GOOD if good else Fault(message("classified.ending", name=row.name, end=end), f"…{end}")

    def _owners(self, table: Table, part: Part) -> Iterator[Observation]:
        name = squeeze(part.name)
        rows = [row for row in table.rows if row.code in self.owners and nonzero(row)] if name else []
        wrong = [row for row in rows if not any(word in name for word in self.owners[row.code])]
        if rows and not wrong:
            yield Observation(True, table.part, table.key, titled(table), "", ())
        fault = Fault(message("classified.owner", name=name), message("classified.department"))
        yield from _reports([(row, fault) for row in wrong], table)

    def _prose(self, part: Part, old: Mapping[str, CodeEntry], year: int) -> Iterator[Observation]:
        mentions: dict[str, tuple[Passage, str]] = {}
        for passage in prose(part):
            text = squeeze(passage.text)
            for name, now in old.items():
                at = text.find(name)
                if at >= 0 and name not in mentions and _as_line(text[at + len(name) :], now.code):
                    mentions[name] = passage, around(text, at, at + len(name))
        for name, (passage, shown) in mentions.items():
            now = old[name]
            says = message("classified.prose", name=name, year=year, code=now.code, now=now.name, shown=shown)
            where = (spot(passage, part.id, PROSE, shown),)
            yield Observation(False, part.id, "", name, says, where, name, now.name)
        if part.passages and not mentions:
            yield Observation(True, part.id, "", part.name, "", ())


def _old(codes: CodeList, year: int) -> Mapping[str, CodeEntry]:
    """Names that are surely replaced, with what the code is called now."""
    return {name: now for name, now in codes.replaced(year).items() if now.confidence in SURE}


def _unlike_below(wrong: list[tuple[Row, Fault]], good: list[str]) -> list[tuple[Row, Fault]]:
    """Without the classes under which a code of the right budget stands: their parts decide whose they are here."""
    above = {code[:end] for code in good for end in range(1, len(code))}
    return [(row, fault) for row, fault in wrong if row.code not in above]


def _reports(wrong: list[tuple[Row, Fault]], table: Table) -> Iterator[Observation]:
    """One observation for each row."""
    for row, fault in wrong:
        printed = f"{row.code} {row.name}"
        where = (_at_row(row, table),)
        says = message("classified.row", table=titled(table), printed=printed, says=fault.says)
        yield Observation(
            False, table.part, table.key, row.code, says, where, printed, fault.expected, severity=fault.severity
        )


def _unlisted(wrong: list[tuple[Row, Fault]], table: Table) -> Iterator[Observation]:
    """One observation for a table: a list that lacks codes says more about the list."""
    if wrong:
        named = series(f"{row.code} {row.name}" for row, _ in wrong[:5])
        says = message("classified.unlisted", table=titled(table), count=len(wrong), codes=named)
        where = tuple(_at_row(row, table) for row, _ in wrong)
        yield Observation(False, table.part, table.key, titled(table), says, where, named, wrong[0][1].expected)


def _at_row(row: Row, table: Table) -> Spot:
    return Spot(phrase(titled(table), row.code), f"{row.code} {row.name}", row.place, table.part)


def _as_line(rest: str, code: str) -> bool:
    """Whether a name stands for a budget line: `（类）`, `（210类）`, or its code follows."""
    after = rest.removeprefix("支出")
    return after.startswith(MARKS) or after.lstrip("（(").startswith(code)
