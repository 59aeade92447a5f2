"""`filled`: what a form asks for is filled in: headings have text, columns have entries, captions have their items."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from budgetaudit.facts import Fact, Facts, Part, RowKind, Section, Table
from budgetaudit.kinds.reading import at_table, spot, squeeze, titled
from budgetaudit.verdicts import Observation

NAMES = {"entity": "编制单位", "year": "预算年度", "unit": "计量单位"}
SHARE = 4
USUAL_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Filled:
    """`ask`: `section` (a numbered heading has something under it), `column` (a column of `tables` is not wholly
    blank), `total` (a table of records has a total row), `caption` (the `items` that nearly all tables of the part
    print above them are printed above each), `digits` (a column's numbers have the same number of decimals).
    """

    ask: Literal["section", "column", "total", "caption", "digits"]
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        if self.ask == "section":
            yield from self._sections(facts)
            return
        ask = {
            "column": self._columns,
            "total": self._total,
            "caption": self._captions,
            "digits": self._digits,
        }[self.ask]
        for part in facts.parts:
            for table in part.tables:
                if not self.tables or table.name in self.tables:
                    yield from ask(table, part, facts)

    def _sections(self, facts: Facts) -> Iterator[Observation]:
        for part in facts.parts:
            for section in part.sections:
                if section.style in self.styles and section.number and not set(section.path) & set(self.skip):
                    following = part.sections[section.index + 1 : section.index + 2]
                    yield from self._section(section, following, part, facts)

    def _section(
        self, section: Section, following: tuple[Section, ...], part: Part, facts: Facts
    ) -> Iterator[Observation]:
        """Only a heading between two others of the same list is surely empty: what stands last may go on elsewhere."""
        if any(word in section.title for word in self.unless) or not section.heading:
            return
        empty = not section.passages and not section.tables
        if empty and not (
            following and following[0].style == section.style and following[0].ordinal == section.ordinal + 1
        ):
            return
        title = squeeze(section.heading.text)
        message = (
            f"标题“{title}”下没有内容，也没有写“无”，紧接着就是“{following[0].title if following else ''}”。"
        )
        yield Observation(
            not empty,
            part.id,
            "",
            title,
            message,
            (spot(section.heading, part.id, "标题", title),),
            "空章节",
            "内容或“无”",
        )

    def _columns(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        rows = [row for row in table.rows if row.filled]
        if len(rows) < 2:
            return
        for name in self.columns:
            printed = [row.texts.get(name) for row in rows]
            if all(text is None for text in printed):
                continue
            holds = any(squeeze(text or "") for text in printed)
            message = f"{titled(table)}的“{name}”一列{len(rows)}行全部空白。"
            yield Observation(
                holds, part.id, table.key, name, message, (at_table(table),), "空白", f"填写{name}"
            )

    def _total(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        details = [row for row in table.rows if row.filled]
        if len(details) < 2:
            return
        holds = any(row.kind is RowKind.TOTAL for row in details)
        message = f"{titled(table)}有{len(details)}行数据，没有合计行。"
        yield Observation(
            holds, part.id, table.key, "合计行", message, (at_table(table),), "无合计行", "合计行"
        )

    def _captions(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        others = [one for one in part.tables if one.name and one.columns]
        if table not in others or len(others) < SHARE:
            return
        for item in self.items:
            having = sum(item in one.captions for one in others)
            if having * SHARE < len(others) * (SHARE - 1):
                continue
            message = f"{titled(table)}的表头没有{NAMES[item]}，同一部分另有{having}张表写明了。"
            yield Observation(
                item in table.captions,
                part.id,
                table.key,
                f"{titled(table)} {NAMES[item]}",
                message,
                (at_table(table),),
                f"无{NAMES[item]}",
                NAMES[item],
            )

    def _digits(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        del facts
        mixed = {}
        for at, column in enumerate(table.columns):
            entries = [row.entries[at] for row in table.rows]
            raws = [entry for entry in entries if isinstance(entry, Fact) and "." in entry.raw]
            places = {-int(entry.amount.quantum.as_tuple().exponent) for entry in raws}
            if len(places) > 1 and max(places) > USUAL_DIGITS:
                mixed[column.name] = _counts(places)
        names, counts = "、".join(mixed), next(iter(mixed.values()), "")
        message = f"{titled(table)}“{names}”列的小数位数不一，有{counts}位的。"
        yield Observation(
            not mixed,
            part.id,
            table.key,
            titled(table),
            message,
            (at_table(table),),
            counts,
            "同一列小数位数一致",
        )


def _counts(places: set[int]) -> str:
    return "、".join(map(str, sorted(places)))
