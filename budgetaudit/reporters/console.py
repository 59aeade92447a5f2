"""The report a person reads: what does not agree, worst first, and what was not checked."""

import shutil
from collections.abc import Iterator, Mapping
from io import StringIO

from msgspec import Struct
from rich.cells import cell_len

from budgetaudit.reporters import VISIBLE, Look
from budgetaudit.reporters.layout import fit, padded
from budgetaudit.reporters.view import FEW, FindingView, GroupView, HeadedLines, PartView, Remark, View, view
from budgetaudit.verdicts import Audit

COLOURS = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}
GLYPHS = {"error": "✗", "warning": "▲", "info": "·", "held": "✓"}
PLAIN_GLYPHS = GLYPHS | {"error": "×", "held": "√"}
SHOWN = VISIBLE | dict.fromkeys(map(ord, "\a\b\v\f\r"))
"""What is sent to a terminal in place of a character: nothing for a bell and the like."""

Styled = tuple[tuple[str, str], ...]
"""A text in pieces, each with its style; rich is loaded only where there are colours to be had."""


def render(audit: Audit, look: Look) -> str:
    """The report as text, with colours only where wanted."""
    width = max(look.width or shutil.get_terminal_size((100, 24)).columns, 40)
    page = ConsolePage(look, width, look.words, GLYPHS if look.glyphs else PLAIN_GLYPHS)
    pieces = [piece for line in page.lines(view(audit, look)) for piece in (*line, ("\n", ""))]
    report = tuple((text.translate(SHOWN), style) for text, style in pieces)
    return _coloured(report) if look.colour else plain(report)


def styled(text: str, style: str = "") -> Styled:
    return ((text, style),) if text else ()


def plain(pieces: Styled) -> str:
    return "".join([text for text, _ in pieces])


def _coloured(report: Styled) -> str:
    """With the colours of a terminal. Nothing in the text is markup, none of it is folded again."""
    from rich.console import Console
    from rich.text import Text

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
    console.print(Text.assemble(*report), soft_wrap=True, end="")
    return out.getvalue()


class ConsolePage(Struct, frozen=True):
    """Lays a report out as lines of a width."""

    look: Look
    width: int
    words: Mapping[str, str]
    glyphs: Mapping[str, str]

    def lines(self, report: View) -> Iterator[Styled]:
        yield from self._header(report)
        for part in report.parts:
            yield from self._part(part)
        yield from (styled(""), self._ruler(""))
        for remark in (report.counts, report.covered):
            yield from self._remark(remark, 0, "bold")
        for listing in report.listings:
            yield from self._listing(listing)

    def _block(self, text: str, indent: int, style: str = "", head: Styled = ()) -> Iterator[Styled]:
        """Text folded under its own first line; `head` stands before it on that line."""
        lead = styled(" " * indent) + head
        first = cell_len(plain(lead))
        under = first if first <= self.width // 3 else indent + 4
        lines = fit(text, self.width - under, self.width - first)
        yield lead + styled(lines[0], style)
        yield from (styled(" " * under + line, style) for line in lines[1:])

    def _ruler(self, name: str) -> Styled:
        text = f"── {name} " if name else ""
        return styled(text + "─" * (self.width - cell_len(text) - 1), "bold")

    def _header(self, report: View) -> Iterator[Styled]:
        yield from self._block(f"{report.name}  {report.known}", 0, "bold")
        yield from self._block(report.entities, 0)
        if report.clean == "clean":
            yield styled(f"{self.glyphs['held']} {report.said}", "bold green")
        elif report.clean:
            yield styled(report.said, "bold yellow")
        else:
            marks = [self._mark(severity, str(count)) for severity, count in report.tally]
            yield tuple(piece for mark in marks for piece in (*styled("   "), *mark))[1:]
        for notice in report.notices:
            yield from self._block(notice, 0, "yellow")

    def _mark(self, severity: str, text: str) -> Styled:
        return styled(f"{self.glyphs[severity]} {self.words[severity]} {text}", COLOURS[severity])

    def _part(self, part: PartView) -> Iterator[Styled]:
        yield from (styled(""), self._ruler(part.name))
        for group in part.groups:
            times = self.words["open"] + self.words["places"].format(count=len(group.findings)) + self.words["close"]
            title = group.title + (times if len(group.findings) > 1 else "")
            yield styled("")
            yield from self._block(title, 0, "bold", self._mark(group.severity, f"{group.rule} "))
            for number, finding in enumerate(group.findings):
                if number and finding.sides:
                    yield styled("")
                yield from self._finding(finding)

    def _finding(self, finding: FindingView) -> Iterator[Styled]:
        if finding.message:
            yield from self._block(finding.message, 2)
        yield from self._named(self.words["at"], finding.places)
        names = max((cell_len(side.word) for side in finding.sides), default=0)
        amounts = max((cell_len(side.amount) for side in finding.sides), default=0)
        for side in finding.sides:
            head = styled(side.word + " " * (names - cell_len(side.word) + 2), "dim")
            head += styled(padded(side.amount, amounts) + "  ", "bold dim")
            yield from self._block("\n".join(side.lines), 2, "", head)
        if finding.gap:
            yield from self._block(finding.gap, 2)
        for remark in finding.remarks:
            yield from self._remark(remark, 2, "dim")
        yield from self._named(self.words["also"], finding.also)
        yield from self._below(finding)

    def _remark(self, remark: Remark, indent: int, style: str) -> Iterator[Styled]:
        return self._block(remark.text, indent, "", styled(remark.name + self.words["colon"], style))

    def _named(self, name: str, lines: tuple[str, ...]) -> Iterator[Styled]:
        """Lines under one name, which stands before the first."""
        head = name + self.words["colon"]
        for number, line in enumerate(lines):
            shown = head if number == 0 else " " * cell_len(head)
            yield from self._block(line, 2, "", styled(shown, "dim"))

    def _below(self, finding: FindingView, indent: int = 2) -> Iterator[Styled]:
        """What follows from a finding: each rule once, each instance a sentence."""
        if finding.below:
            count = sum(len(group.findings) for group in finding.below)
            yield styled(" " * indent + self.words["consequences"].format(count=count), "dim")
        for group in finding.below:
            yield from self._consequences(group, indent + 2)

    def _consequences(self, group: GroupView, indent: int) -> Iterator[Styled]:
        yield from self._block(group.title, indent, "", self._mark(group.severity, f"{group.rule} "))
        shown = group.findings if self.look.verbose else group.findings[:FEW]
        for finding in shown:
            yield from self._block(finding.brief, indent + 2)
            yield from self._below(finding, indent + 2)
        if hidden := group.findings[len(shown) :]:
            yield from self._block(self.words["others"].format(count=len(hidden)), indent + 2, "dim")
            for finding in hidden:
                yield from self._below(finding, indent + 2)

    def _listing(self, listing: HeadedLines) -> Iterator[Styled]:
        yield from self._block((listing.heading + self.words["colon"]).rstrip(), 0, "bold")
        for line in listing.lines:
            yield from self._block(line, 2)
