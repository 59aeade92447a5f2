"""`same`: what is printed above the tables agrees with the part and the filing."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.amounts import MONEY, UNITS
from budgetaudit.checks import Observation, Spot
from budgetaudit.facts import Caption, Facts, Part, Table
from budgetaudit.kinds.reading import HEADING, at_table, in_year, spot, titled
from budgetaudit.messages import PartId, Text, message, phrase
from budgetaudit.text import DATED, YEAR, regex, squeeze

YEARED, TITLED, BODY = message("same.caption"), message("same.title"), message("same.body")
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
        for where, caption in ((YEARED, table.captions.get("year")), (TITLED, table.captions.get("title", title))):
            years = _years(caption.raw) if caption else []
            if not caption or len(years) != 1 or not facts.year or any(word in caption.raw for word in self.unless):
                continue
            subject, sides = phrase(titled(table), where), (in_year(years[0]), in_year(facts.year))
            says = message(
                "same.year", table=titled(table), where=where, stated=sides[0], year=sides[1], kind=facts.kind_text
            )
            spots = (_spot(caption, table, where), Spot(message("same.filing"), str(facts.year), facts.year_place))
            yield Observation(years[0] == facts.year, part.id, table.key, subject, says, spots, *sides)

    def _entity(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        entity, code = table.captions.get("entity"), table.captions.get("code")
        if entity is None or not entity.value or not part.name:
            return
        number = code.value if code else ""
        holds = _names(part, entity.value, number)
        other = next(
            (
                candidate
                for candidate in facts.parts
                if candidate is not part and _names(candidate, entity.value, number)
            ),
            None,
        )
        if not holds and other is None and self._alike(entity.value, part.name):
            return
        stated, expected = f"{number}{CODE.sub('', squeeze(entity.value))}", f"{part.code}{part.name}"
        whose = message("same.whose", part=PartId(other.id)) if other else ""
        says = message("same.entity", table=titled(table), stated=stated, whose=whose, mine=expected)
        subject, severity = phrase(titled(table), BODY), "" if other else "warning"
        spots = (_spot(entity, table, BODY),)
        yield Observation(holds, part.id, table.key, subject, says, spots, stated, expected, severity=severity)

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
        if len({other.level for other in facts.parts}) < 2 or part.level not in self.levels:
            return
        bare = _YEAR.sub("", squeeze(table.title)).removeprefix("年").removeprefix("度")
        stated = next((level for level in self.levels if bare.startswith(level)), "")
        if not stated or sum(squeeze(other.title).startswith(part.level) for other in part.tables) < 2:
            return
        says = message("same.prefix", title=titled(table), level=part.level_text, begins=part.level)
        holds, where = stated == part.level, (at_table(table),)
        yield Observation(holds, part.id, table.key, titled(table), says, where, stated, part.level)

    def _headings(self, part: Part, facts: Facts) -> Iterator[Observation]:
        """A heading that begins with the other level (`部门整体绩效目标` in a unit's part)."""
        if len({other.level for other in facts.parts}) < 2:
            return
        for section in part.sections:
            stated = next((level for level in self.levels if section.title.startswith(level)), "")
            if not stated or section.heading is None or any(word in section.title for word in self.unless):
                continue
            says = message("same.heading", title=section.title, level=part.level_text, begins=part.level)
            holds, where = stated == part.level, (spot(section.heading, part.id, HEADING, section.title),)
            yield Observation(holds, part.id, "", section.title, says, where, stated, part.level)

    def _date(self, table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
        caption = table.captions.get("date")
        years = [int(year) for year in _YEAR.findall(caption.raw)] if caption else []
        if not caption or not years or not facts.year:
            return
        stated = squeeze(caption.raw)
        allowed = (facts.year - 1, facts.year) if facts.kind == "预算" else (facts.year, facts.year + 1)
        name, expected = titled(table), in_year(allowed[0])
        says = message(
            "same.date", table=name, stated=stated, year=in_year(facts.year), kind=facts.kind_text, expected=expected
        )
        holds, where = years[0] in allowed, (_spot(caption, table, message("same.point")),)
        yield Observation(holds, part.id, table.key, name, says, where, stated, expected)


def _unit(table: Table, part: Part, facts: Facts) -> Iterator[Observation]:
    del facts
    if not table.name or table.empty or not table.columns:
        return
    holds = "unit" in table.captions or any(unit in column.header for column in table.columns for unit in MONEYS)
    others = sum("unit" in other.captions for other in part.tables if other.name and not other.empty)
    if holds or others > 1:
        says, where = message("same.unit", table=titled(table)), (at_table(table),)
        sides = message("same.unitless"), message("same.unit.expected")
        yield Observation(holds, part.id, table.key, titled(table), says, where, *sides)


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


def _spot(caption: Caption, table: Table, label: Text) -> Spot:
    return Spot(phrase(titled(table), label), squeeze(caption.raw), caption.place, table.part)


def _within(short: str, long: str) -> bool:
    """Whether the letters of one stand in the other in order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
