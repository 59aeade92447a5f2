"""Numbers as printed: exact value, last printed digit, unit; and the interval a rounded number stands for."""

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from budgetaudit.text import narrow, regex


class Unit(Struct, frozen=True):
    """What one printed unit is worth in the base of its dimension (money: 元; percent: 1 %; count: 1)."""

    name: str
    scale: Decimal
    dimension: str


MONEY, PERCENT, COUNT, PURE = "money", "percent", "count", "pure"
UNITS = {
    "元": Unit("元", Decimal(1), MONEY),
    "千元": Unit("千元", Decimal(1000), MONEY),
    "万元": Unit("万元", Decimal(10_000), MONEY),
    "百万元": Unit("百万元", Decimal(1_000_000), MONEY),
    "亿元": Unit("亿元", Decimal(100_000_000), MONEY),
    "%": Unit("%", Decimal(1), PERCENT),
    "": Unit("", Decimal(1), PURE),
}


def count_unit(name: str) -> Unit:
    """A unit of counting such as 辆 or 人次; only equal names are comparable with each other."""
    return Unit(name, Decimal(1), COUNT)


class Interval(Struct, frozen=True):
    """A closed interval of exact decimals."""

    low: Decimal
    high: Decimal

    def times(self, other: "Interval") -> "Interval":
        corners = (
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        )
        return Interval(min(corners), max(corners))


class Amount(Struct, frozen=True):
    """A printed number: `value` and `quantum` (one unit of its last printed digit), both in `unit`."""

    value: Decimal
    quantum: Decimal
    unit: Unit = UNITS[""]

    @property
    def base(self) -> Decimal:
        """The value in the base unit of its dimension (money: 元)."""
        return self.value * self.unit.scale

    @property
    def half(self) -> Decimal:
        """Half a last digit in base units: how far what was rounded may be from what is printed. Whole numbers of
        things (44台) are counted, not rounded."""
        if self.unit.dimension == COUNT and self.quantum >= 1:
            return Decimal(0)
        return self.quantum * self.unit.scale / 2

    @property
    def interval(self) -> Interval:
        """What the printed number may stand for, in base units."""
        base, half = self.base, self.half
        return Interval(base - half, base + half)

    def with_unit(self, unit: Unit) -> "Amount":
        return Amount(self.value, self.quantum, unit)

    def __str__(self) -> str:
        return f"{plain(self.value)}{self.unit.name}"


_WHOLE = regex(
    r"(?P<open>\()?(?P<sign>[-+])?(?P<digits>\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)(?P<close>\))?"
    r"(?P<unit>%|元|千元|万元|百万元|亿元)?"
)
_MOST_DIGITS = 24
"""A longer run of digits is no amount, and would not fit exact arithmetic."""
_DASHES = "-—－–―─"
_MINUS = str.maketrans({"−": "-", "－": "-", "–": "-", "—": "-", "，": ",", "．": "."})


@lru_cache(maxsize=8192)
def read_amount(text: str, unit: Unit = UNITS[""]) -> Amount | None:
    """The number that `text` prints, or None where it prints none. A unit printed with it wins over `unit`.

    Full-width digits, thousands marks (also where not all of them are printed: 120258,600), spaces inside, brackets
    or any minus sign for negatives, a trailing % or unit of money are understood. A blank is
    None; a lone dash is a zero printed without digits (see `is_zero_mark`).
    """
    match = _WHOLE.fullmatch(narrow(text).translate(_MINUS))
    if not match or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["digits"].replace(",", "")
    if len(digits) > _MOST_DIGITS:
        return None
    value = Decimal(digits if not digits.endswith(".") else digits[:-1])
    negative = bool(match["open"]) or match["sign"] == "-"
    exponent = value.as_tuple().exponent
    quantum = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return Amount(-value if negative else value, quantum, UNITS[match["unit"]] if match["unit"] else unit)


def is_zero_mark(text: str) -> bool:
    """Whether the cell prints a dash that stands for zero."""
    mark = text.strip()
    return mark == "/" or (mark != "" and not mark.strip(_DASHES))


def plain(value: Decimal) -> str:
    """A decimal as people print it: no exponent; its own trailing zeros kept.

    >>> plain(Decimal("1E+2"))
    '100'
    """
    return f"{value:f}"
