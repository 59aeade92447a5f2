"""The report as JUnit XML, for build servers: a finding is a failure, what could not be checked is skipped."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from budgetaudit.reporters import Look
from budgetaudit.reporters.summary import flat, titled
from budgetaudit.text import regex
from budgetaudit.verdicts import Audit, Finding, Status, Unchecked

ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(audit: Audit, look: Look) -> str:
    """One suite per filing. Notes are no failures; checks that held are counted as properties."""
    findings = [finding for finding in flat(audit) if finding.severity != "info"]
    suite = Element(
        "testsuite",
        name=_clean(audit.facts.filing.name),
        tests=str(len(findings) + len(audit.unchecked)),
        failures=str(len(findings)),
        skipped=str(len(audit.unchecked)),
    )
    properties = SubElement(suite, "properties")
    for status in Status:
        SubElement(properties, "property", name=status.value, value=str(audit.counts.get(status, 0)))
    _failures(suite, findings, look)
    _skipped(suite, audit.unchecked, look)
    if audit.notices:
        SubElement(suite, "system-out").text = _clean("\n".join(map(look.say, audit.notices)))
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _failures(suite: Element, findings: Iterable[Finding], look: Look) -> None:
    for finding in findings:
        name = f"{finding.rule} {titled(finding, look)} {look.say(finding.subject)}".strip()
        case = SubElement(suite, "testcase", classname=_clean(finding.part), name=_clean(name))
        failure = SubElement(case, "failure", type=finding.severity, message=_clean(look.say(finding.message)))
        failure.text = _clean("\n".join(filter(None, (look.say(finding.explanation), finding.id))))


def _skipped(suite: Element, unchecked: Iterable[Unchecked], look: Look) -> None:
    for instance in unchecked:
        name = f"{instance.rule} {titled(instance, look)} {look.say(instance.subject)}".strip()
        case = SubElement(suite, "testcase", classname=_clean(instance.part), name=_clean(name))
        SubElement(case, "skipped", message=_clean(look.say(instance.why)))


def _clean(text: str) -> str:
    return ILLEGAL.sub("", text)
