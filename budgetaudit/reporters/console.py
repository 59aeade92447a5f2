"""The report a person reads: what does not agree, worst first, and what was not checked."""

import shutil
from collections.abc import Iterable, Iterator
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from budgetaudit.facts import Part
from budgetaudit.reporters import Look
from budgetaudit.reporters.layout import fit, padded
from budgetaudit.reporters.places import locator
from budgetaudit.reporters.summary import reasons, rounded, titled
from budgetaudit.reporters.words import LANGUAGES, share
from budgetaudit.verdicts import Audit, Finding, Side, Spot, Status

COLOURS = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}
GLYPHS = {"error": "✗", "warning": "▲", "info": "·", "held": "✓"}
PLAIN_GLYPHS = GLYPHS | {"error": "×", "held": "√"}
SEVERITIES = ("error", "warning", "info")


def render(audit: Audit, look: Look) -> str:
    """The report as text, with colours only where wanted."""
    out = StringIO()
    width = look.width or shutil.get_terminal_size((100, 24)).columns
    console = Console(
        file=out,
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        width=max(width, 40),
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for line in _Report(audit, look, max(width, 40)).lines():
        console.print(line, soft_wrap=True)
    return out.getvalue()


class _Report:
    """One audit being put into words. Text from the filing goes into Text only, so it is never markup."""

    def __init__(self, audit: Audit, look: Look, width: int) -> None:
        self.audit, self.look, self.width = audit, look, width
        self.words = LANGUAGES[look.lang]
        self.glyphs = GLYPHS if look.glyphs else PLAIN_GLYPHS
        self.where = locator(audit.facts, self.words)

    def lines(self) -> Iterator[Text]:
        yield from self._header()
        for name, findings in _by_part(self.audit):
            yield from (Text(""), self._ruler(name or self.words["whole"]))
            for finding in findings:
                yield Text("")
                yield from self._finding(finding)
        yield from (Text(""), self._ruler(""))
        yield from self._closing()

    def _ruler(self, name: str) -> Text:
        text = f"── {name} " if name else ""
        return Text(text + "─" * (self.width - cell_len(text) - 1), "bold")

    def _block(self, text: str, indent: int, style: str = "", head: Text | None = None) -> Iterator[Text]:
        """Text folded under its own first line; `head` stands before it on that line."""
        lead = Text(" " * indent) + (head or Text(""))
        first = lead.cell_len
        under = first if first <= self.width // 3 else indent + 4
        lines = fit(text, self.width - under, self.width - first)
        yield lead + Text(lines[0], style)
        yield from (Text(" " * under + line, style) for line in lines[1:])

    def _header(self) -> Iterator[Text]:
        facts, words = self.audit.facts, self.words
        year = words["year"].format(facts.year) if facts.year else words["no_year"]
        known = f"{year}  {facts.kind or words['no_kind']}  {facts.filing.format}"
        yield from self._block(f"{facts.filing.name}  {known}", 0, "bold")
        names = words["list"].join(part_name(part) for part in facts.parts)
        found = words["parts"].format(len(facts.parts), names) if facts.parts else words["no_parts"]
        yield from self._block(found, 0)
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

    def _finding(self, finding: Finding) -> Iterator[Text]:
        yield from self._block(titled(finding, self.look), 0, "bold", self._mark(finding))
        if finding.message and self.look.lang == "zh":
            yield from self._block(finding.message, 2)
        yield from self._sides(finding)
        yield from self._remarks(finding)
        if finding.consequences:
            yield Text("  " + self.words["consequences"].format(len(finding.consequences)), "dim")
            for consequence in finding.consequences:
                yield from self._consequence(consequence)

    def _mark(self, finding: Finding) -> Text:
        one = finding.severity
        return Text(f"{self.glyphs[one]} {self.words[one]} {finding.rule} ", COLOURS[one])

    def _sides(self, finding: Finding) -> Iterator[Text]:
        """Both sides: the word for it, the amount (never cut), what it is and where it stands."""
        both = ((self.words["left"], finding.left), (self.words["right"], finding.right))
        shown = [(word, side) for word, side in both if _says(side)]
        names = max((cell_len(word) for word, _ in shown), default=0)
        amounts = max((cell_len(_amount(side)) for _, side in shown), default=0)
        for word, side in shown:
            head = Text(word + " " * (names - cell_len(word) + 2), "dim")
            if amounts:
                head += Text(padded(_amount(side), amounts) + "  ", "bold")
            lines = self._whereabouts(side)
            yield from self._block("\n".join(lines), 2, "", head)

    def _whereabouts(self, side: Side) -> list[str]:
        words = self.words
        raw = f"{words['raw']}{words['colon']}{side.raw}" if _tells(side) else ""
        lines = (side.label, raw, self.where.say(side.place), *map(self._spot, side.items))
        return [line for line in lines if line]

    def _spot(self, spot: Spot) -> str:
        return "  ".join(filter(None, (spot.label, spot.raw, self.where.say(spot.place))))

    def _remarks(self, finding: Finding) -> Iterator[Text]:
        words = self.words
        if finding.difference:
            why = words["bound"].format(finding.bound) if finding.bound else words["exact"]
            yield from self._block(f"{words['difference']} {finding.difference}{words['stop']}{why}", 2)
        for name, text in (("explanation", finding.explanation), ("basis", finding.basis)):
            if text:
                yield from self._block(text, 2, "", Text(words[name] + words["colon"], "dim"))
        for number, spot in enumerate(finding.also):
            head = words["also"] + words["colon"]
            head = head if number == 0 else " " * cell_len(head)
            yield from self._block(self._spot(spot), 2, "", Text(head, "dim"))

    def _consequence(self, finding: Finding) -> Iterator[Text]:
        """A consequence: its rule, what it is about, and the gap or the message."""
        words = self.words
        gap = f"{words['difference']} {finding.difference}" if finding.difference else finding.message
        about = words["stop"].join(filter(None, (finding.subject or finding.left.label, gap)))
        yield from self._block(
            f"{titled(finding, self.look)}{words['colon']}{about}", 4, "", self._mark(finding)
        )

    def _closing(self) -> Iterator[Text]:
        words, audit = self.words, self.audit
        counts = words["list"].join(f"{words[status]} {audit.counts.get(status, 0)}" for status in Status)
        yield from self._block(counts, 0, "", Text(words["results"] + words["colon"], "bold"))
        total, checked = audit.coverage.numbers, audit.coverage.checked
        covered = words["covered"].format(total, checked, share(checked, total), total - checked)
        yield from self._block(covered, 0, "", Text(words["coverage"] + words["colon"], "bold"))
        yield from self._listing("not_checked", reasons(audit, self.look))
        yield from self._listing("roundings", rounded(audit, self.look))
        yield from self._listing("cautions", audit.facts.filing.cautions)

    def _listing(self, heading: str, lines: Iterable[str]) -> Iterator[Text]:
        shown = tuple(lines)
        if shown:
            yield Text((self.words[heading] + self.words["colon"]).rstrip(), "bold")
            for line in shown:
                yield from self._block(line, 2)


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


def _amount(side: Side) -> str:
    return f"{side.value} {side.unit}".strip()


def _says(side: Side) -> bool:
    return bool(side.label or side.value or side.raw or side.items) or any(side.place)


def _tells(side: Side) -> bool:
    """Whether the printed text tells more than the amount does."""
    return bool(side.raw) and side.raw not in (side.value, f"{side.value}{side.unit}")
