"""Numbers as a worksheet shows them: stored value and format code → printed text, by exact decimals."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from functools import lru_cache

from msgspec import Struct

from budgetaudit.text import regex

SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
"""A worksheet keeps binary doubles and shows at most 15 digits: what lies beyond is noise."""
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm", 31: "yyyy年m月d日",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-", 42: "#,##0;-#,##0;-", 43: "#,##0.00;-#,##0.00;-", 44: "#,##0.00;-#,##0.00;-",
    57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_TOKEN = regex(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]{0,200}\]|([0#?][0#?,.]*|\.[0#?]+,*)|(E[+-])|(.)', re.DOTALL)
_DATE = regex(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]{0,200}\]|_.|\*.')
_SECTION = regex(r'(?:"[^"]*+"|\\.|[^;])*+(?:;|$)')
_CONDITION = regex(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_NONZERO, _CLOCK = regex("[1-9]"), regex("[ymdhs]")
_GENERAL = regex(r"general|g/通用格式|@", re.IGNORECASE)


class Shape(Struct, frozen=True):
    """One section of a number format: what stands around the digits and how they are cut."""

    before: str
    after: str
    places: int
    least: int
    """digits before the point that are always shown"""
    optional: int
    """of the places, how many disappear when zero"""
    grouped: bool
    scale: int
    digits: bool
    """whether the section shows the number at all"""


def shown(raw: str, code: str, epoch_1904: bool = False) -> str:
    """The stored number `raw` as format `code` prints it; unknown codes print the number plainly."""
    try:
        value = SHOWN.create_decimal(raw)
    except DecimalException:
        return raw
    try:
        return _formatted(value, code, epoch_1904) if value.is_finite() else raw
    except DecimalException:
        return _plain(value)


def _formatted(value: Decimal, code: str, epoch_1904: bool) -> str:
    """A number as its format prints it; DecimalException where it has more digits than anybody prints."""
    sections = _sections(code)
    if _is_date(sections[0]):
        return _date(value, sections[0], epoch_1904)
    section, signed = _chosen(value, sections)
    if not code or _GENERAL.search(section) or "E+" in section or "E-" in section or "/" in section:
        return _plain(value)
    text = _printed(abs(value), _shape(section))
    return f"-{text}" if signed and _NONZERO.search(text) else text


def _chosen(value: Decimal, sections: tuple[str, ...]) -> tuple[str, bool]:
    """The section for the value, and whether the minus sign is ours to write."""
    if any(map(_CONDITION.search, sections)):
        return next((section for section in sections if _meets(value, section)), "General"), value < 0
    if value < 0:
        return (sections[1], False) if len(sections) > 1 else (sections[0], True)
    if not value and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _meets(value: Decimal, section: str) -> bool:
    match = _CONDITION.search(section)
    if not match:
        return True
    sign, bound = match[1], Decimal(match[2])
    return (
        ("<" in sign and value < bound)
        or (">" in sign and value > bound)
        or (sign in ("=", "<=", ">=") and value == bound)
    )


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    """The code cut at its semicolons, but not inside quotes."""
    parts = _SECTION.findall(code)
    return tuple(part.removesuffix(";") for part in parts[: code.count(";") + 1]) or ("",)


@lru_cache(maxsize=1024)
def _is_date(section: str) -> bool:
    bare = _DATE.sub("", section).lower()
    return not _GENERAL.search(bare) and bool(_CLOCK.search(bare))


@lru_cache(maxsize=1024)
def _shape(section: str) -> Shape:
    before, after, digits = "", "", ""
    for match in _TOKEN.finditer(section):
        literal = match[1] or match[2] or match[5] or ""
        if match[3]:
            digits += match[3]
        elif digits:
            after += literal
        else:
            before += literal
    whole, _, fraction = digits.partition(".")
    scaled = len(digits) - len(digits.rstrip(","))
    fraction, whole_digits = fraction.rstrip(","), whole.rstrip(",")
    percent = (before + after).count("%")
    required = len(fraction.rstrip("#?"))
    return Shape(
        before, after, len(fraction), whole_digits.count("0"), len(fraction) - required,
        "," in whole_digits, 2 * percent - 3 * scaled, bool(digits),
    )  # fmt: skip


def _printed(value: Decimal, shape: Shape) -> str:
    """An unsigned number in its shape."""
    if not shape.digits:
        return (shape.before + shape.after).strip()
    quantum = Decimal(1).scaleb(-shape.places)
    cut = value.scaleb(shape.scale).quantize(quantum, rounding=ROUND_HALF_UP, context=Context(prec=400))
    text = f"{cut:,f}" if shape.grouped else f"{cut:f}"
    if shape.optional:
        kept = len(text) - shape.optional
        text = (text[:kept] + text[kept:].rstrip("0")).rstrip(".")
    whole, point, fraction = text.partition(".")
    text = whole.zfill(shape.least) + point + fraction
    if not shape.least and text.startswith("0"):
        text = text[1:] if cut and shape.places else ("" if not cut else text)
    return f"{shape.before}{text}{shape.after}".strip()


def _plain(value: Decimal) -> str:
    """As an unformatted cell shows it: no trailing zeros, no exponent."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _date(value: Decimal, section: str, epoch_1904: bool) -> str:
    """A date in the parts that the format asks for, in year-month-day order."""
    try:
        moment = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
        moment += timedelta(days=int(value), seconds=round((value % 1) * 86400))
    except OverflowError:
        return _plain(value)
    bare = _DATE.sub("", section).lower()
    chinese = "年" in section or "月" in section
    day = "%d" if "d" in bare else ""
    parts = [
        (("%Y", "年")) if "y" in bare else ("", ""),
        ("%m", "月") if "m" in bare else ("", ""),
        (day, "日"),
    ]
    named = [(part, name) for part, name in parts if part]
    if not ("y" in bare or "d" in bare or chinese):
        return moment.strftime("%H:%M:%S" if "s" in bare else "%H:%M")
    if chinese:
        return "".join(str(int(moment.strftime(part))) + name for part, name in named)
    return "-".join(moment.strftime(part) for part, _ in named)
