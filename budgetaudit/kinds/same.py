"""`same`: what is printed above the tables agrees with the part and the filing."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.amounts import MONEY, UNITS
from budgetaudit.facts import Caption, Facts, Part, Table
from budgetaudit.kinds.reading import at_table, spot, titled
from budgetaudit.text import DATED, YEAR, regex, squeeze
from budgetaudit.verdicts import Observation, Spot

_YEAR = regex(rf"(?<!\d)({YEAR})(?!\d)")
SPAN = regex(rf"{DATED}[—–~～至到和、-]+(?:20)?\d\d")
BRACKETS = regex(r"[（()）〔〕\[\]“”\"·]")
MONEYS = tuple(name for name, unit in UNITS.items() if unit.dimension == MONEY)
CODE = regex(r"^\[?\d{3,}\]?-?")


class Same(Struct, frozen=True):
    """`of`: `year` (captions and titles name the filing's year), `entity` (captions name the part), `prefix`
    (titles begin with the part's own level), `date` (a table of stocks is of the last year's end), `unit` (every
    table of amounts says its unit of measure).

    `own` are suffixes that do not change who is meant (本级); `levels` are the two words of a title's prefix;
    `tables` limits the rule; a title or caption with a word of `unless` is of another year on purpose.
    """

    of: Literal["year", "entity", "prefix", "date", "unit"]
    tables: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        ask = {
            "year": self._year, "entity": self._entity, "prefix": self._prefix, "date": self._date, "unit": _unit,
        }[self.of]  # fmt: skip
        for part in facts.parts:
            if self.of == "prefix":
                yield from self._headings(part, facts)
            for table in _once(part):
                if not self.tables or table.family in self.tables:
                    yield from ask(table, part, facts)

    def _year(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        if not table.name:
            return
        title = Caption(table.title, table.title, table.place)
        for where, caption in (("表头年度", table.captions.get("year")), ("表名", table.captions.get("title", title))):
            years = _years(caption.raw) if caption else []
            if not caption or len(years) != 1 or not facts.year or any(word in caption.raw for word in self.unless):
                continue
            subject = f"{titled(table)} {where}"
            message = f"{titled(table)}的{where}是{years[0]}年，本文件是{facts.year}年{facts.kind}。"
            spots = (_spot(caption, table, where), Spot("文件年度", str(facts.year), facts.year_place))
            holds = years[0] == facts.year
            yield Observation(holds, part.id, table.key, subject, message, spots, f"{years[0]}年", f"{facts.year}年")

    def _entity(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        entity, code = table.captions.get("entity"), table.captions.get("code")
        if entity is None or not entity.value or not part.name:
            return
        number = code.value if code else ""
        holds = _names(part, entity.value, number)
        other = next((one for one in facts.parts if one is not part and _names(one, entity.value, number)), None)
        if not holds and other is None and self._alike(entity.value, part.name):
            return
        stated, mine = f"{number}{CODE.sub('', squeeze(entity.value))}", f"{part.code}{part.name}"
        whose = f"，那是{other.id}的名称" if other else ""
        message = f"{titled(table)}的表头写的是“{stated}”{whose}，应为“{mine}”。"
        subject, severity = f"{titled(table)} 表头单位", "" if other else "warning"
        spots = (_spot(entity, table, "表头单位"),)
        yield Observation(holds, part.id, table.key, subject, message, spots, stated, mine, severity=severity)

    def _alike(self, a: str, b: str) -> bool:
        """Whether one name may be short for the other: its letters stand in the other in order."""
        stems = [self._stem(a), self._stem(b)]
        return _within(*stems) or _within(*reversed(stems))

    def _stem(self, name: str) -> str:
        """A name without the words for the body itself."""
        bare = _who(name)
        for suffix in self.own:
            bare = bare.removesuffix(BRACKETS.sub("", suffix))
        return bare

    def _prefix(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        """Only in filings of both levels, and in parts that say their own level elsewhere."""
        if len({one.level for one in facts.parts}) < 2 or part.level not in self.levels:
            return
        bare = _YEAR.sub("", squeeze(table.title)).removeprefix("年").removeprefix("度")
        stated = next((level for level in self.levels if bare.startswith(level)), "")
        if not stated or sum(squeeze(one.title).startswith(part.level) for one in part.tables) < 2:
            return
        message = f"表名为“{titled(table)}”，本部分是{part.level}，表名应以“{part.level}”开头。"
        holds, where = stated == part.level, (at_table(table),)
        yield Observation(holds, part.id, table.key, titled(table), message, where, stated, part.level)

    def _headings(self, part: Part, facts: Facts) -> Iterator[Observation]:
        """A heading that begins with the other level (`部门整体绩效目标` in a unit's part)."""
        if len({one.level for one in facts.parts}) < 2:
            return
        for section in part.sections:
            stated = next((level for level in self.levels if section.title.startswith(level)), "")
            if not stated or section.heading is None or any(word in section.title for word in self.unless):
                continue
            message = f"标题为“{section.title}”，本部分是{part.level}，标题应以“{part.level}”开头。"
            holds, where = stated == part.level, (spot(section.heading, part.id, "标题", section.title),)
            yield Observation(holds, part.id, "", section.title, message, where, stated, part.level)

    def _date(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        caption = table.captions.get("date")
        years = [int(year) for year in _YEAR.findall(caption.raw)] if caption else []
        if not caption or not years or not facts.year:
            return
        stated = squeeze(caption.raw)
        allowed = (facts.year - 1, facts.year) if facts.kind == "预算" else (facts.year, facts.year + 1)
        message = f"{titled(table)}的时点是“{stated}”，{facts.year}年{facts.kind}应为{allowed[0]}年末前后。"
        holds, where = years[0] in allowed, (_spot(caption, table, "时点"),)
        yield Observation(holds, part.id, table.key, titled(table), message, where, stated, f"{allowed[0]}年")


def _unit(table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
    del facts
    if not table.name or table.empty or not table.columns:
        return
    holds = "unit" in table.captions or any(unit in column.header for column in table.columns for unit in MONEYS)
    others = sum("unit" in one.captions for one in part.tables if one.name and not one.empty)
    if holds or others > 1:
        message = f"{titled(table)}没有写明计量单位，其他表写明了。"
        where = (at_table(table),)
        yield Observation(holds, part.id, table.key, titled(table), message, where, "无计量单位", "单位：万元")


def _names(part: Part, name: str, code: str) -> bool:
    """Whether a code, or else a name, is a part's."""
    return code == part.code if code and part.code else bool(part.name) and _who(name) == _who(part.name)


def _who(name: str) -> str:
    """A name without code and brackets."""
    return BRACKETS.sub("", CODE.sub("", squeeze(name)))


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
    return [] if SPAN.search(bare) else [int(year) for year in _YEAR.findall(bare)]


def _spot(caption: Caption, table: Table, label: str) -> Spot:
    return Spot(f"{titled(table)} {label}", squeeze(caption.raw), caption.place, table.part)


def _within(short: str, long: str) -> bool:
    """Whether the letters of one stand in the other in order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
