"""The report as Markdown, for issues, mails and wikis."""

from collections.abc import Iterator
from html import escape

from budgetaudit.reporters import Look
from budgetaudit.reporters.view import FindingView, GroupView, Remark, view
from budgetaudit.text import regex
from budgetaudit.verdicts import Audit

MARKS = {"error": "❌", "warning": "⚠️", "info": "💡"}
SPECIAL = regex(r"([\\`*_{}\[\]#|~$!]|^[-+=])")


def render(audit: Audit, look: Look) -> str:
    """The report as Markdown."""
    return "".join(f"{line}\n" for line in _lines(audit, look))


def text(plain: str) -> str:
    """Text from a filing, so that none of it is markup.

    >>> text("1*2 [a](b) <i>")
    '1\\\\*2 \\\\[a\\\\](b) &lt;i&gt;'
    """
    return SPECIAL.sub(r"\\\1", escape(" ".join(plain.split()), quote=False))


def _lines(audit: Audit, look: Look) -> Iterator[str]:
    words, report = look.words, view(audit, look)
    tally = "  ".join(f"{MARKS[severity]} {words[severity]} {count}" for severity, count in report.tally)
    yield from (f"# {text(report.name)}", "", f"{text(report.known)}  ", f"{text(report.entities)}  ")
    yield from (tally or report.said, "")
    for notice in report.notices:
        yield from (text(notice), "")
    for part in report.parts:
        yield from (f"## {text(part.name)}", "")
        for group in part.groups:
            yield from (f"### {MARKS[group.severity]} {group.rule} {text(group.title)}", "")
            for finding in group.findings:
                yield from (*_finding(finding, look), "")
    yield from (f"## {words['results']}", "")
    for remark in (report.counts, report.covered):
        yield f"- {_remark(remark, look)}"
    for listing in report.listings:
        yield f"- {text(listing.heading)}"
        yield from (f"  - {text(line)}" for line in listing.lines)


def _finding(finding: FindingView, look: Look) -> Iterator[str]:
    words = look.words
    if finding.message:
        yield f"- {text(finding.message)}"
    yield from (f"  - {text(place)}" for place in finding.places)
    for side in finding.sides:
        yield f"- {side.word} **{text(side.amount)}** {text('  '.join(side.lines))}"
    if finding.gap:
        yield f"- {text(finding.gap)}"
    yield from (f"- {_remark(remark, look)}" for remark in finding.remarks)
    if finding.also:
        yield f"- {words['also']}{words['colon']}{text(words['stop'].join(finding.also))}"
    yield from _below(finding.below, look, "")


def _below(groups: tuple[GroupView, ...], look: Look, indent: str) -> Iterator[str]:
    """What follows from a finding, one line each."""
    words = look.words
    if groups:
        yield f"{indent}- {words['consequences'].format(count=sum(len(group.findings) for group in groups))}"
    for group in groups:
        for finding in group.findings:
            heading = f"{MARKS[group.severity]} {group.rule} {text(group.title)}{words['colon']}"
            yield f"{indent}  - {heading}{text(finding.brief)}"
            yield from _below(finding.below, look, indent + "    ")


def _remark(remark: Remark, look: Look) -> str:
    return f"{text(remark.name)}{look.words['colon']}{text(remark.text)}"
