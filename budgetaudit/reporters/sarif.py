"""The report as SARIF 2.1.0, for code hosts and editors."""

import json
from typing import Any

from budgetaudit import __version__
from budgetaudit.facts import Facts
from budgetaudit.filing import NOWHERE, Place
from budgetaudit.reporters import Look
from budgetaudit.reporters.places import Locator, locator
from budgetaudit.reporters.summary import flat, titled
from budgetaudit.verdicts import Audit, Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
SPECIAL = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"})


def render(audit: Audit, look: Look) -> str:
    """One run with a result per finding, consequences included."""
    where = locator(audit.facts, look.words)
    findings = tuple(flat(audit))
    run = {
        "tool": {"driver": _driver(findings, look)},
        "artifacts": [_artifact(audit.facts)],
        "invocations": [_invocation(audit, look)],
        "results": [_result(finding, audit.facts, where, look) for finding in findings],
    }
    report = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def text(plain: str) -> dict[str, str]:
    """A message in which nothing is a link or a placeholder."""
    return {"text": plain.translate(SPECIAL)}


def _invocation(audit: Audit, look: Look) -> dict[str, Any]:
    """What a reader must know first: no results of a filing that was not read are no approval."""
    told = [{"level": "warning", "message": text(look.say(notice))} for notice in audit.notices]
    return {"executionSuccessful": True, "toolExecutionNotifications": told}


def _artifact(facts: Facts) -> dict[str, Any]:
    return {"location": _uri(facts), "hashes": {"sha-256": facts.filing.sha256}}


def _uri(facts: Facts) -> dict[str, str]:
    from urllib.parse import quote

    return {"uri": quote(facts.filing.name)}


def _driver(findings: tuple[Finding, ...], look: Look) -> dict[str, Any]:
    titles = {finding.rule: titled(finding, look) for finding in findings}
    rules = [{"id": rule, "shortDescription": text(title)} for rule, title in sorted(titles.items())]
    return {"name": "budgetaudit", "version": __version__, "rules": rules}


def _result(finding: Finding, facts: Facts, where: Locator, look: Look) -> dict[str, Any]:
    others = [finding.right.place, *(spot.place for spot in finding.also)]
    related = [_location(place, facts, where) for place in others if place != NOWHERE]
    return {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": text(look.say(finding.message) or finding.title),
        "locations": [_location(finding.left.place, facts, where)],
        "relatedLocations": [location | {"id": number} for number, location in enumerate(related, 1)],
        "partialFingerprints": {"budgetaudit/v1": finding.id},
        "properties": {"part": finding.part, "table": finding.table, "cause": finding.cause},
    }


def _location(place: Place, facts: Facts, where: Locator) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _uri(facts)}
    if place.line:
        physical["region"] = {"startLine": place.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if said := where.say(place):
        location["message"] = text(said)
    return location
