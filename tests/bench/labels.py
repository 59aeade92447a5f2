"""Findings listed compactly, and compared with what was verified by hand (labels.yaml)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from census import family_of

from budgetaudit.messages import say
from budgetaudit.reporters.summary import flat
from budgetaudit.text import narrow
from budgetaudit.verdicts import Audit, Finding, Side

Label = Mapping[str, str]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def labels(path: Path) -> Mapping[str, Sequence[Label]]:
    """File name → its labels."""
    entries = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return {entry["file"]: entry["labels"] for entry in entries}


def listed(one: Any) -> Iterator[str]:
    """The findings of a filing, one or two lines each."""
    yield f"== {one.filing.name}"
    for finding in flat(one.audit):
        yield line(finding)


def line(finding: Finding) -> str:
    mark = "   -> " if finding.cause else ""
    bound = f" (舍入至多{finding.bound})" if finding.bound not in ("", "0") else ""
    gap = f" 差{finding.difference}{bound}" if finding.difference else ""
    why = f" 【{say(finding.explanation)}】" if finding.explanation else ""
    also = f" 另{len(finding.also)}处" if finding.also else ""
    sides = f"\n        {_side(finding.left)}  ≠  {_side(finding.right)}{gap}{why}{also}" if finding.left.label else ""
    return f"{mark}{finding.severity:<7} {finding.rule} {finding.part} {say(finding.message)}{sides}"


def _side(side: Side) -> str:
    page = f"p{side.place.page} " if side.place.page else ""
    raw = f" “{_short(say(side.raw))}”" if side.raw and side.raw != side.value else ""
    return f"{page}{say(side.label)} {say(side.value)}{side.unit}{raw}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) < 90 else plain[:88] + "…"


def compare(audit: Audit, known: Sequence[Label]) -> Iterator[str]:
    """One line per label: what is printed about it, if anything."""
    yield f"== {audit.facts.filing.name}"
    for label in known:
        matched = [(strength(f, label), f) for f in flat(audit)]
        best = max(matched, key=lambda pair: pair[0], default=(0, None))
        what = f"{label['status']} {label['where']}: {label['printed']} → {label['recomputed']}"
        yield f"  {verdict(label, best[0], best[1])}  {what}"
        if best[1] is not None and best[0]:
            yield "      " + line(best[1]).strip().replace("\n", "\n      ")


def verdict(label: Label, strength: int, finding: Finding | None) -> str:
    """FOUND, near or missed for what is wrong; for what is right, whether it was complained of."""
    if label["status"] in ("clean", "rounding"):
        wrong = strength == 3 and finding is not None and finding.severity in ("error", "warning")
        return "ALARM?" if wrong else "quiet "
    return ("missed", "near? ", "near  ", "FOUND ")[strength]


def strength(finding: Finding, label: Label) -> int:
    """0: nothing in common; 1: a printed figure; 2: the recomputed one; 3: both. It must name the label.s table."""
    said = _said(finding)
    families = {name for word in re.split(r"[/ ]", label["where"]) if (name := family_of(word))}
    if families and not any(name in said for name in families):
        return 0
    printed, recomputed = _figures(label["printed"]), _figures(label["recomputed"])
    word = not recomputed and bool(label["recomputed"]) and label["recomputed"] in said
    has_printed = any(_has(said, figure) for figure in printed)
    has_result = word or any(_has(said, figure) for figure in (*recomputed, *_figures(label["note"])))
    return 2 * has_result + has_printed


def _figures(text: str) -> list[str]:
    plain = re.sub(r"(?<=\d),(?=\d)", "", narrow(text))
    found = [n for n in _NUMBER.findall(plain) if "." in n or len(n) > 3]
    return found or _NUMBER.findall(plain)


def _has(said: str, figure: str) -> bool:
    """Whether a number stands there that is this figure at the figure's precision."""
    wanted = Decimal(figure)
    step = Decimal(1).scaleb(-len(figure.partition(".")[2]))
    return any(abs(Decimal(number) - wanted) * 2 <= step for number in _NUMBER.findall(said))


def _said(finding: Finding) -> str:
    sides = (finding.left, finding.right)
    items = [say(item.raw) + say(item.label) for side in sides for item in side.items]
    spots = [say(spot.raw) for spot in finding.also]
    stated = [say(side.value) + side.unit + say(side.raw) + say(side.label) for side in sides]
    told = map(say, (finding.message, finding.expected, finding.explanation))
    parts = [*told, finding.difference, finding.title, *stated, *items, *spots]
    return re.sub(r"(?<=\d),(?=\d)", "", narrow(" ; ".join(parts)))
