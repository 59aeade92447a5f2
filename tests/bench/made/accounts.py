"""The accounts of a body: postings, each an amount of this year and of the year before. All else is their sums.

Amounts are whole numbers of fen. A posting says who spends (unit), on what (functional code), out of which source,
how (kind), and for which project.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from . import codes
from .bodies import Body, Unit
from .draw import Draw

BOOK = {"一般": "一般", "基金": "基金", "国资": "国资", "结转一般": "一般", "结转基金": "基金", "结转国资": "国资"}
FUNDS = ("一般", "基金", "国资")
OWN = ("专户", "事业", "经营", "上级", "附属", "其他")
CARRIED = ("结转一般", "结转基金", "结转国资", "结转专户", "结转单位")
YEAR = (*FUNDS, *OWN)
SOURCES = (*YEAR, *CARRIED)
BASIC = ("人员", "公用")
KINDS = (*BASIC, "项目", "经营", "上缴", "补助")
KEPT = "留存"
"""The kind of money that is received and not spent: it is carried into the next year."""


@dataclass(frozen=True)
class Posting:
    """One amount of the accounts, in fen."""

    unit: str
    code: str
    source: str
    kind: str
    project: str
    now: int
    before: int


@dataclass(frozen=True)
class Accounts:
    """Everything a body has and spends. `economic` are general-budget postings by economic code (source 一般)."""

    postings: tuple[Posting, ...]
    economic: tuple[Posting, ...]
    purchases: tuple["Purchase", ...]
    grain: int


@dataclass(frozen=True)
class Purchase:
    """A line of procurement: quantity × price = amount (fen)."""

    unit: str
    category: str
    name: str
    catalogue: str
    measure: str
    quantity: int
    price: int
    project: str

    @property
    def amount(self) -> int:
        return self.quantity * self.price


def total(postings: Iterable[Posting], year: str = "now") -> int:
    return sum(posting.now if year == "now" else posting.before for posting in postings)


def split(amount: int, weights: list[float], grain: int) -> list[int]:
    """An amount cut into parts of whole grains by weight; the parts add to it exactly."""
    if not weights:
        return []
    whole = sum(weights)
    parts = [int(amount * weight / whole) // grain * grain for weight in weights]
    parts[max(range(len(parts)), key=lambda n: weights[n])] += amount - sum(parts)
    return parts


class Maker:
    """Draws postings. The scale of a body is lognormal: from a small station to a large authority."""

    def __init__(self, body: Body, draw: Draw) -> None:
        self.body = body
        self.draw = draw
        self.random: Random = draw.stream("accounts")
        self.grain = {"万元.2": 10_000, "万元.4": 100, "万元.6": 1, "元.2": 1, "元.0": 100}[
            draw.pick("unit", ("万元.2", 5.0), "万元.6", ("万元.4", 0.5), ("元.2", 2.0), "元.0")
        ]
        self.rich = {
            source: draw.has(f"source_{source}", chance)
            for source, chance in (
                ("基金", 0.25),
                ("国资", 0.12),
                ("专户", 0.15),
                ("事业", 0.3),
                ("经营", 0.12),
                ("上级", 0.1),
                ("附属", 0.06),
                ("其他", 0.3),
                ("结转一般", 0.35),
                ("结转单位", 0.15),
            )
        }
        self.prior = draw.has("prior_budget", 0.95)

    def amount(self, low: float, high: float) -> int:
        """An amount between two numbers of 万元, to the grain."""
        value = self.random.uniform(low, high) * 1_000_000
        coarse = self.random.choice((1, 1, 1, 10, 100, 1000)) if self.grain == 10_000 else 1
        step = self.grain * coarse
        return max(step, round(value / step) * step)

    def posting(self, unit: Unit, code: str, source: str, kind: str, now: int, project: str = "") -> Posting:
        """A posting with what it was the year before: the same, more, less, or nothing."""
        chance = self.random.random()
        factor = self.random.uniform(0.7, 1.4) if chance > 0.2 else (1.0 if chance > 0.06 else 0.0)
        before = round(now * factor / self.grain) * self.grain
        return Posting(unit.name, code, source, kind, project, now, before)

    def own_items(self, unit: Unit) -> list[str]:
        """The items a body of this nature spends on."""
        group = self.random.choice(self.body.theme.groups)
        listed = [code for code in codes.items(group) if not code.endswith(("03", "50", "01", "02", "99"))]
        running = f"{group}{'50' if unit.nature == '事业' else '01'}"
        every = codes.items(group)
        first = running if running in every else every[0]
        others = self.random.sample(listed, min(len(listed), self.random.randint(0, 2)))
        tail = [code for code in every if code.endswith(("02", "99")) and self.random.random() < 0.6]
        return list(dict.fromkeys([first, *others, *tail]))

    def unit(self, unit: Unit) -> list[Posting]:
        scale = self.random.lognormvariate(0, 0.8)
        done: list[Posting] = []
        items = self.own_items(unit)
        for kind, low, high in (("人员", 150, 900), ("公用", 20, 200)):
            done.append(self.posting(unit, items[0], "一般", kind, self.amount(low * scale, high * scale)))
        done += self.institution(unit, scale)
        named = [*self.body.theme.projects, *COMMON_PROJECTS]
        self.random.shuffle(named)
        for code in items[1:] or ([items[0]] if self.random.random() < 0.8 else []):
            for _ in range(self.random.randint(1, 2)):
                if named:
                    project = self.project(named.pop(), unit)
                    done.append(self.posting(unit, code, "一般", "项目", self.amount(3, 400 * scale), project))
        done += self.others(unit, items, scale)
        return done

    def project(self, name: str, unit: Unit) -> str:
        return f"{unit.name}{name}" if len(self.body.units) > 1 else name

    def institution(self, unit: Unit, scale: float) -> list[Posting]:
        """Pensions, medical care, housing: the items every body has."""
        civil = unit.nature != "事业"
        rows = [
            ("2080501" if civil else "2080502", 0.6, 5, 150),
            ("2080505", 1, 20, 160),
            ("2080506", 0.9, 10, 80),
            ("2101101" if civil else "2101102", 0.9, 8, 90),
            ("2101103", 0.4, 3, 60),
            ("2089999", 0.3, 0.5, 8),
            ("2210201", 1, 20, 200),
            ("2210202", 0.25, 3, 90),
            ("2210203", 0.3, 5, 200),
        ]
        done = [
            self.posting(unit, code, "一般", "人员", self.amount(low * scale, high * scale))
            for code, chance, low, high in rows
            if self.random.random() < chance
        ]
        if self.random.random() < 0.3:
            done.append(self.posting(unit, "2050803", "一般", "公用", self.amount(1, 20)))
        return done

    def others(self, unit: Unit, items: list[str], scale: float) -> list[Posting]:
        """Money that is not the general budget's, and what is carried over."""
        done: list[Posting] = []
        last, running = items[-1], items[0]
        for source in ("基金", "国资"):
            if self.rich[source] and self.random.random() < 0.7:
                for code in self.random.sample(OTHER_BOOKS[source], self.random.randint(1, 2)):
                    project = self.project(OTHER_PROJECTS[code[:5]], unit)
                    done.append(self.posting(unit, code, source, "项目", self.amount(10, 900 * scale), project))
        for source in OWN:
            if self.rich.get(source) and self.random.random() < 0.6:
                kind = self.random.choice(("人员", "公用", "项目")) if source != "经营" else "经营"
                kind = "补助" if source == "附属" and self.random.random() < 0.5 else kind
                project = self.project(f"{SOURCE_PROJECT[source]}", unit) if kind == "项目" else ""
                done.append(
                    self.posting(unit, last if project else running, source, kind, self.amount(2, 300), project)
                )
        for source, name in (("结转一般", "上年结转工程款"), ("结转单位", "上年结转科研经费")):
            if self.rich[source] and self.random.random() < 0.7:
                project = self.project(name, unit)
                done.append(self.posting(unit, last, source, "项目", self.amount(1, 120), project))
        if self.rich["结转一般"] and self.draw.has("year_end_carry", 0.15) and unit is self.body.units[0]:
            done.append(replace(self.posting(unit, last, "一般", KEPT, self.amount(1, 40)), before=0))
        return done


COMMON_PROJECTS = ("专用设备购置", "信息系统运行维护", "房屋维修", "业务培训经费", "编外人员经费")
OTHER_BOOKS = {"基金": ["2120801", "2120803", "2120806", "2296002", "2296003"], "国资": ["2230105", "2230299"]}
OTHER_PROJECTS = {
    "21208": "土地出让收入安排的征地补偿",
    "22960": "彩票公益金项目",
    "22301": "国有企业退休人员社会化管理",
    "22302": "国有企业资本金注入",
}
SOURCE_PROJECT = {
    "专户": "教育收费安排的教学支出",
    "事业": "事业收入安排的业务支出",
    "上级": "上级补助专项",
    "其他": "横向课题经费",
    "附属": "附属单位上缴安排的支出",
}
