"""The general budget by economic purpose, the three official expenses, procurement: drawn to agree with postings."""

from random import Random

from . import codes
from .accounts import BASIC, BOOK, Accounts, Maker, Posting, Purchase, split, total
from .bodies import Body, Unit
from .draw import Draw

FIXED = {
    "2080505": "30108",
    "2080506": "30109",
    "2101101": "30110",
    "2101102": "30110",
    "2101103": "30111",
    "2089999": "30112",
    "2210201": "30113",
    "2080501": "30302",
    "2080502": "30302",
    "2210202": "30102",
    "2210203": "30102",
}
"""Functional item → the economic code under which the same money stands."""
WAGES = {
    "行政": (("30101", 5), ("30102", 8), ("30103", 6), ("30199", 1)),
    "事业": (("30101", 5), ("30102", 1), ("30107", 8), ("30199", 2)),
}
OFFICE = (
    "30201",
    "30202",
    "30205",
    "30206",
    "30207",
    "30209",
    "30211",
    "30213",
    "30214",
    "30226",
    "30228",
    "30229",
    "30239",
    "30299",
)
WORKS = (
    "30201",
    "30202",
    "30203",
    "30209",
    "30211",
    "30213",
    "30226",
    "30227",
    "30299",
    "30305",
    "31002",
    "31003",
    "31007",
    "31204",
)
SPECIAL = ("30212", "30215", "30216", "30217", "30231")


def economy(maker: Maker, unit: Unit, postings: list[Posting]) -> list[Posting]:
    """One unit's general budget by economic code and kind."""
    general = [one for one in postings if one.unit == unit.name and BOOK.get(one.source) == "一般"]
    done: dict[tuple[str, str], list[int]] = {}

    def add(code: str, kind: str, now: int, before: int) -> None:
        cell = done.setdefault((code, kind), [0, 0])
        cell[0] += now
        cell[1] += before

    for one in general:
        if one.kind in BASIC and one.code in FIXED:
            add(FIXED[one.code], one.kind, one.now, one.before)
        elif one.kind in (*BASIC, "项目"):
            shares = weights(maker.random, one.kind, unit, one.code)
            parts = [code for code, _ in shares], [weight for _, weight in shares]
            now, before = (split(amount, parts[1], maker.grain) for amount in (one.now, one.before))
            for code, a, b in zip(parts[0], now, before, strict=True):
                add(code, one.kind, a, b)
    return [
        Posting(unit.name, code, "一般", kind, "", *pair) for (code, kind), pair in sorted(done.items()) if any(pair)
    ]


def weights(random: Random, kind: str, unit: Unit, code: str) -> list[tuple[str, float]]:
    """Into which economic codes a posting falls, and how much into each."""
    if kind == "人员":
        base = WAGES["事业" if unit.nature == "事业" else "行政"]
        extra = [("30305", 0.5), ("30309", 0.1)] if random.random() < 0.5 else []
        return [(name, weight * random.uniform(0.6, 1.4)) for name, weight in (*base, *extra)]
    if code == "2050803":
        return [("30216", 1.0)]
    pool = OFFICE if kind == "公用" else WORKS
    chosen = random.sample(pool, random.randint(4, len(pool) - 2) if kind == "公用" else random.randint(1, 4))
    special = [one for one in SPECIAL if random.random() < (0.6 if kind == "公用" else 0.08)]
    bought = ["31013"] if kind == "项目" and random.random() < 0.06 else []
    bought += ["31002"] if kind == "公用" and random.random() < 0.4 else []
    return [
        *((one, random.uniform(1, 6)) for one in chosen),
        *((one, random.uniform(0.1, 0.9)) for one in special),
        *((one, random.uniform(0.5, 1)) for one in bought if one not in chosen),
    ]


OFFICIAL = {"出国": "30212", "接待": "30217", "购置": "31013", "运行": "30231"}


def official(accounts: Accounts, item: str, year: str = "now", unit: str = "") -> int:
    """One of the three official expenses: what the general budget spends on its economic code, basic and project."""
    code = OFFICIAL.get(item) or {"会议": "30215", "培训": "30216"}[item]
    return total((one for one in accounts.economic if one.code == code and unit in ("", one.unit)), year)


GOODS = (
    ("台式计算机", "A02010105", "台"),
    ("打印机", "A02021001", "台"),
    ("办公家具", "A05010000", "批"),
    ("复印纸", "A07100300", "箱"),
)
SERVICES = (("物业管理服务", "C21040000", "项"), ("软件运维服务", "C16070000", "项"), ("印刷服务", "C23090100", "项"))
WORKED = (("房屋修缮工程", "B08010000", "项"),)


def purchases(maker: Maker, postings: list[Posting]) -> list[Purchase]:
    """What is bought through procurement: less than the project it is paid from."""
    random, done = maker.random, []
    for one in postings:
        if one.kind == "项目" and one.source == "一般" and random.random() < 0.5:
            category = random.choice(("货物", "货物", "服务", "服务", "工程"))
            pool = {"货物": GOODS, "服务": SERVICES, "工程": WORKED}[category]
            name, catalogue, measure = random.choice(pool)
            quantity = random.randint(1, 12) if category == "货物" and measure != "批" else 1
            price = int(one.now * random.uniform(0.1, 0.9)) // quantity // maker.grain * maker.grain
            if price:
                done.append(Purchase(one.unit, category, name, catalogue, measure, quantity, price, one.project))
    return done


def accounts(body: Body, draw: Draw) -> Accounts:
    """The accounts of a body, drawn."""
    maker = Maker(body, draw)
    postings = [one for unit in body.units for one in maker.unit(unit)]
    economic = [one for unit in body.units for one in economy(maker, unit, postings)]
    return Accounts(tuple(postings), tuple(economic), tuple(purchases(maker, postings)), maker.grain)


def economic_name(code: str) -> str:
    return codes.economic(code)
