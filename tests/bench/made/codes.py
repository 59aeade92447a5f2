"""The code lists of rules/classification: names of functional and economic codes, and the items below a 款."""

import csv
from functools import cache
from pathlib import Path

RULES = Path(__file__).parents[3] / "rules" / "classification"


@cache
def _rows(file: str) -> list[dict[str, str]]:
    with (RULES / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _names(file: str, book: str) -> dict[str, str]:
    """Code → its name of today; of several the longest, the official one. Codes renamed of late are left out."""
    rows = [row for row in _rows(file) if row["book"] == book and not row["years"].startswith("-")]
    renamed = {row["code"] for row in rows if row["years"]}
    found: dict[str, str] = {}
    for row in rows:
        if row["code"] not in renamed and (row["confidence"] != "low" or row["code"] not in found):
            found[row["code"]] = max(found.get(row["code"], ""), row["name"], key=len)
    return found


def functional(code: str, book: str = "general") -> str:
    """The name of a functional code, in its book or else in another."""
    return next(
        found for name in (book, "general", "fund", "soe") if (found := _names("functional.csv", name).get(code))
    )


def economic(code: str) -> str:
    return _names("economic.csv", "department")[code].replace("(", "（").replace(")", "）")


def items(group: str, book: str = "general") -> list[str]:
    """The seven-digit codes below a 款, in order."""
    return sorted(code for code in _names("functional.csv", book) if code.startswith(group) and len(code) == 7)


def children(classes: tuple[str, ...]) -> list[str]:
    """The five-digit economic codes below some classes, in order."""
    known = _names("economic.csv", "department")
    return sorted(code for code in known if code[:3] in classes and len(code) == 5)


CLASSES = (
    *(str(code) for code in range(201, 218)),
    *(str(code) for code in range(219, 225)),
    *("227", "229", "230", "231", "232", "233"),
)
"""The classes that a summary table lists, in order."""
GOVERNMENT = {
    "301": ("50101", "工资奖金津补贴"),
    "302": ("50201", "办公经费"),
    "303": ("50901", "社会福利和救助"),
    "310": ("50306", "设备购置"),
    "312": ("50701", "费用补贴"),
}
"""Economic class → the item of the government's classification that its codes lead to."""
