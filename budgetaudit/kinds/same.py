"""`same`: what is printed above the tables agrees with the part and the filing."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from budgetaudit.facts import Caption, Facts, Part, Table
from budgetaudit.kinds.reading import at_table, squeeze, titled
from budgetaudit.verdicts import Observation, Spot

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SPAN = re.compile(r"20\d\d年?(?:度)?[—–~～至到和、-]+(?:20)?\d\d")
BRACKETS = re.compile(r"[（()）〔〕\[\]“”\"·]")
DIGITS = re.compile(r"^\[?\d{3,}\]?-?")


@dataclass(frozen=True, slots=True)
class Same:
    """`of`: `year` (captions and titles name the filing's year), `entity` (captions name the part), `prefix` (titles
    begin with the part's own level), `date` (the reporting date of a table of stocks), `unit` (every table of
    amounts says its unit of measure).

    `own` are suffixes that do not change who is meant (本级); `levels` are the two words of a title's prefix;
    `tables` limits the rule; `before` are words after which a year in a title is another year's.
    """

    of: Literal["year", "entity", "prefix", "date", "unit"]
    tables: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        ask = {
            "year": self._year, "entity": self._entity, "prefix": self._prefix, "date": self._date, "unit": self._unit,
        }[self.of]  # fmt: skip
        for part in facts.parts:
            for table in _once(part):
                if not self.tables or table.family in self.tables:
                    yield from ask(table, part, facts)

    def _year(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        for name in ("year", "title"):
            caption = table.captions.get(name) or (
                Caption(table.title, table.title, table.place) if name == "title" else None
            )
            years = _years(caption.raw) if caption else []
            if (
                not facts.year
                or not caption
                or len(years) != 1
                or any(word in caption.raw for word in self.unless)
            ):
                continue
            where = "标题" if name == "title" else "表头年度"
            message = f"{titled(table)}的{where}是{years[0]}年，本文件是{facts.year}年{facts.kind}。"
            spots = (_spot(caption, table, where), Spot("文件年度", str(facts.year), facts.year_place))
            yield Observation(
                years[0] == facts.year,
                part.id,
                table.key,
                f"{titled(table)} {where}",
                message,
                spots,
                f"{years[0]}年",
                f"{facts.year}年",
            )

    def _entity(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        entity, code = table.captions.get("entity"), table.captions.get("code")
        stated_code = code.value if code else ""
        if not entity or not entity.value or not part.name:
            return
        holds = (
            self._who(entity.value) == self._who(part.name)
            if not (stated_code and part.code)
            else stated_code == part.code
        )
        other = next(
            (one for one in facts.parts if one is not part and self._names(one, entity.value, stated_code)),
            None,
        )
        if not holds and other is None and not self._unlike(entity.value, part.name, stated_code):
            return
        mine = f"{part.code}{part.name}"
        whose = f"，那是{other.id}的名称" if other else ""
        message = f"{titled(table)}的表头写的是“{squeeze(entity.raw)}”{whose}，应为“{mine}”。"
        yield Observation(
            holds, part.id, table.key, f"{titled(table)} 表头单位", message, (_spot(entity, table, "表头单位"),),
            squeeze(entity.raw), mine, severity="" if other else "warning",
        )  # fmt: skip

    def _who(self, name: str) -> str:
        """A name without code and brackets."""
        return BRACKETS.sub("", DIGITS.sub("", squeeze(name)))

    def _stem(self, name: str) -> str:
        """A name without the words for the body itself."""
        bare = self._who(name)
        for suffix in self.own:
            bare = bare.removesuffix(BRACKETS.sub("", suffix))
        return bare

    def _names(self, part: Part, name: str, code: str) -> bool:
        return (
            part.code == code
            if code and part.code
            else bool(part.name) and self._who(part.name) == self._who(name)
        )

    def _unlike(self, stated: str, name: str, code: str) -> bool:
        """Whether a caption means another body: neither name is contained in the other, letter after letter."""
        del code
        a, b = self._stem(stated), self._stem(name)
        return not (_within(a, b) or _within(b, a))

    def _prefix(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        if len({one.level for one in facts.parts}) < 2 or part.level not in self.levels:
            return
        bare = YEAR.sub("", squeeze(table.title)).removeprefix("年度").removeprefix("年")
        stated = next((level for level in self.levels if bare.startswith(level)), "")
        if not stated or sum(squeeze(one.title).startswith(part.level) for one in part.tables) < 2:
            return
        message = f"表名为“{titled(table)}”，本部分是{part.level}，表名应以“{part.level}”开头。"
        yield Observation(
            stated == part.level,
            part.id,
            table.key,
            titled(table),
            message,
            (at_table(table),),
            stated,
            part.level,
        )

    def _date(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        caption = table.captions.get("date")
        years = _years(caption.raw) if caption else []
        if not caption or not years or not facts.year:
            return
        allowed = (facts.year - 1, facts.year) if facts.kind == "预算" else (facts.year, facts.year + 1)
        message = f"{titled(table)}的时点是“{squeeze(caption.raw)}”，{facts.year}年{facts.kind}应为{allowed[0]}年末前后。"
        yield Observation(
            years[0] in allowed, part.id, table.key, titled(table), message, (_spot(caption, table, "时点"),),
            squeeze(caption.raw), f"{allowed[0]}年",
        )  # fmt: skip

    def _unit(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        if not table.name or table.empty or not table.columns:
            return
        holds = "unit" in table.captions or any(column.unit.dimension != "pure" for column in table.columns)
        others = Counter("unit" in one.captions for one in part.tables if one.name and not one.empty)
        if not holds and others[True] < 2:
            return
        message = f"{titled(table)}没有写明计量单位，其他表写明了。"
        yield Observation(
            holds, part.id, table.key, titled(table), message, (at_table(table),), "无计量单位", "单位：万元"
        )


def _once(part: Part) -> Iterator[Table]:
    """The tables of a part, a two-sided one once."""
    seen: set[str] = set()
    for table in part.tables:
        name = table.key.partition(".")[0] if table.name else table.key
        if name not in seen:
            seen.add(name)
            yield table


def _years(text: str) -> list[int]:
    """The years a caption names; none where it names a span."""
    bare = squeeze(text)
    return [] if SPAN.search(bare) else [int(year) for year in YEAR.findall(bare)]


def _spot(caption: Caption, table: Table, label: str) -> Spot:
    return Spot(f"{titled(table)} {label}", squeeze(caption.raw), caption.place, table.part)


def _within(short: str, long: str) -> bool:
    """Whether the letters of one stand in the other in order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
