"""The report a person reads: what does not agree, worst first, and what was not checked."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.text import Text

from budgetaudit.facts import Part
from budgetaudit.reporters import Look
from budgetaudit.reporters.bodies import FEW, grouped, writer
from budgetaudit.reporters.summary import descendants, reasons, rounded, titled
from budgetaudit.reporters.words import LANGUAGES, share
from budgetaudit.verdicts import Audit, Finding, Status

COLOURS = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}
GLYPHS = {"error": "✗", "warning": "▲", "info": "·", "held": "✓"}
PLAIN_GLYPHS = GLYPHS | {"error": "×", "held": "√"}
SEVERITIES = ("error", "warning", "info")


def render(audit: Audit, look: Look) -> str:
    """The report as text, with colours only where wanted."""
    width = max(look.width or shutil.get_terminal_size((100, 24)).columns, 40)
    report = Text("\n").join(_Report(audit, look, width).lines()) + "\n"
    return _coloured(report) if look.colour else report.plain


def _coloured(report: Text) -> str:
    """With the colours of a terminal. Nothing in the text is markup, none of it is folded again."""
    from rich.console import Console

    out = StringIO()
    console = Console(
        file=out,
        force_terminal=True,
        color_system="standard",
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    console.print(report, soft_wrap=True, end="")
    return out.getvalue()


class _Report:
    """One audit being put into words. Text from the filing goes into Text only, so it is never markup."""

    def __init__(self, audit: Audit, look: Look, width: int) -> None:
        self.audit, self.look, self.width = audit, look, width
        self.words = LANGUAGES[look.lang]
        self.glyphs = GLYPHS if look.glyphs else PLAIN_GLYPHS
        self.writer = writer(audit.facts, look, width)
        self.block = self.writer.block

    def lines(self) -> Iterator[Text]:
        yield from self._header()
        for name, findings in _by_part(self.audit):
            yield from (Text(""), self._ruler(name or self.words["whole"]))
            for group in grouped(findings):
                yield Text("")
                yield from self._group(group)
        yield from (Text(""), self._ruler(""))
        yield from self._closing()

    def _ruler(self, name: str) -> Text:
        text = f"── {name} " if name else ""
        return Text(text + "─" * (self.width - cell_len(text) - 1), "bold")

    def _header(self) -> Iterator[Text]:
        facts, words = self.audit.facts, self.words
        year = words["year"].format(facts.year) if facts.year else words["no_year"]
        known = f"{year}  {facts.kind or words['no_kind']}  {facts.filing.format}"
        yield from self.block(f"{facts.filing.name}  {known}", 0, "bold")
        names = words["list"].join(part_name(part) for part in facts.parts)
        found = words["parts"].format(len(facts.parts), names) if facts.parts else words["no_parts"]
        yield from self.block(found, 0)
        yield self._tally()

    def _tally(self) -> Text:
        """How many findings of each severity."""
        roots, words = self.audit.findings, self.words
        if not roots and not self.audit.counts.get(Status.HELD):
            return Text(words["nothing"], "bold yellow")
        if not roots:
            return Text(f"{self.glyphs['held']} {words['clean']}", "bold green")
        counts = ((one, sum(finding.severity == one for finding in roots)) for one in SEVERITIES)
        shown = (Text(f"{self.glyphs[one]} {words[one]} {n}", COLOURS[one]) for one, n in counts if n)
        return Text("   ").join(shown)

    def _group(self, findings: Sequence[Finding]) -> Iterator[Text]:
        """Findings of one rule under its statement, each with its consequences."""
        first = findings[0]
        times = self.words["open"] + self.words["places"].format(len(findings)) + self.words["close"]
        title = titled(first, self.look) + (times if len(findings) > 1 else "")
        yield from self.block(title, 0, "bold", self._mark(first))
        for number, finding in enumerate(findings):
            if number and finding.difference:
                yield Text("")
            yield from self.writer.body(finding, 2)
            yield from self._consequences(finding)

    def _mark(self, finding: Finding) -> Text:
        one = finding.severity
        return Text(f"{self.glyphs[one]} {self.words[one]} {finding.rule} ", COLOURS[one])

    def _consequences(self, root: Finding) -> Iterator[Text]:
        """What follows from a finding: each rule once, each instance a sentence."""
        below = tuple(descendants(root))
        if below:
            yield Text("  " + self.words["consequences"].format(len(below)), "dim")
        for group in grouped(below):
            yield from self.block(titled(group[0], self.look), 4, "", self._mark(group[0]))
            shown = group if self.look.verbose else group[:FEW]
            for finding in shown:
                yield from self.block(self.writer.brief(finding), 6)
            if len(shown) < len(group):
                yield from self.block(self.words["others"].format(len(group) - len(shown)), 6, "dim")

    def _closing(self) -> Iterator[Text]:
        words, audit = self.words, self.audit
        counts = words["list"].join(f"{words[status]} {audit.counts.get(status, 0)}" for status in Status)
        yield from self.block(counts, 0, "", Text(words["results"] + words["colon"], "bold"))
        total, checked = audit.coverage.numbers, audit.coverage.checked
        covered = words["covered"].format(total, checked, share(checked, total), total - checked)
        yield from self.block(covered, 0, "", Text(words["coverage"] + words["colon"], "bold"))
        yield from self._listing("not_checked", reasons(audit, self.look))
        yield from self._listing("roundings", rounded(audit, self.look))
        yield from self._listing("cautions", audit.facts.filing.cautions)

    def _listing(self, heading: str, lines: Iterable[str]) -> Iterator[Text]:
        shown = tuple(lines)
        if shown:
            yield Text((self.words[heading] + self.words["colon"]).rstrip(), "bold")
            for line in shown:
                yield from self.block(line, 2)


def part_name(part: Part) -> str:
    """A part as a heading: its id, name and code."""
    code = f"（{part.code}）" if part.code else ""
    return f"{part.id} {part.name}{code}".strip()


def _by_part(audit: Audit) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Findings under the name of their part, parts in the order of the filing, those of no part first."""
    names = {part.id: part_name(part) for part in audit.facts.parts}
    for part in dict.fromkeys(["", *names, *(finding.part for finding in audit.findings)]):
        findings = tuple(finding for finding in audit.findings if finding.part == part)
        if findings:
            yield names.get(part, part), findings
