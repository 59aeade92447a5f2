"""Findings that somebody has looked into: they stay in the report, as notes with the reason.

A waiver file is a list. Each entry names a finding by its fingerprint (`finding`, the `id` in the JSON report) or by
`rule` with any of `part`, `table` and `subject` (which may hold `*`), says `why`, and may end (`until: 2026-12-31`).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.messages import message, say
from budgetaudit.rulefiles.nodes import Node, compose, fail, fields, items, text, where
from budgetaudit.verdicts import Audit, Finding

ORDER = ("error", "warning", "info")


class Waiver(Struct, frozen=True):
    """What it covers, why, and until when ("" for ever). `source` is its file:line."""

    finding: str
    rule: str
    part: str
    table: str
    subject: str
    why: str
    until: str
    source: str

    def covers(self, finding: Finding) -> bool:
        if self.finding:
            return finding.id == self.finding
        named = ((self.part, finding.part), (self.table, finding.table), (self.subject, say(finding.subject)))
        return self.rule == finding.rule and all(not want or fnmatchcase(have, want) for want, have in named)


def load(path: Path, today: date) -> tuple[Waiver, ...]:
    """The waivers of a file that are still in force."""
    root = compose(path)
    waivers = [_waiver(node) for node in (items(root) if root else [])]
    return tuple(waiver for waiver in waivers if not waiver.until or today <= date.fromisoformat(waiver.until))


def _waiver(node: Node) -> Waiver:
    keys = Waiver.__struct_fields__[:-1]
    got = fields(node, keys, ("why",))
    values = {name: text(got[name]).strip() if name in got else "" for name in keys}
    if not values["finding"] and not values["rule"]:
        fail(node, "缺少“finding”或“rule”。")
    if not values["why"]:
        fail(got["why"], "没有写理由。")
    if values["until"]:
        try:
            date.fromisoformat(values["until"])
        except ValueError:
            fail(got["until"], f"“{values['until']}”不是 2026-12-31 这样的日期。")
    return Waiver(**values, source=where(node))


def waive(audit: Audit, waivers: Sequence[Waiver]) -> tuple[Audit, tuple[Waiver, ...]]:
    """The audit with waived findings as notes, and the waivers that covered nothing. A root is waived with what
    follows from it."""
    findings = tuple(_waived(finding, waivers) for finding in audit.findings)
    ordered = sorted(findings, key=lambda finding: (_part(audit, finding), ORDER.index(finding.severity)))
    idle = tuple(waiver for waiver in waivers if not any(map(waiver.covers, audit.findings)))
    return replace(audit, findings=tuple(ordered)), idle


def _waived(finding: Finding, waivers: Iterable[Waiver]) -> Finding:
    waiver = next((waiver for waiver in waivers if waiver.covers(finding)), None)
    if waiver is None:
        return finding
    below = tuple(replace(consequence, severity="info") for consequence in finding.consequences)
    reason = message("waived.by", why=waiver.why, source=waiver.source)
    return replace(
        finding, severity="info", consequences=below, explanation=message("waived.so", by=reason), waived=reason
    )


def _part(audit: Audit, finding: Finding) -> int:
    ids = [part.id for part in audit.facts.parts]
    return ids.index(finding.part) if finding.part in ids else -1
