"""An audit put into words, once for console, HTML and Markdown. Those lay the words out."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from budgetaudit.checks import Spot
from budgetaudit.facts import Part
from budgetaudit.filing import NOWHERE
from budgetaudit.messages import Message, PartId, message, series
from budgetaudit.reporters import Look, share
from budgetaudit.reporters.places import Locator, locator
from budgetaudit.reporters.summary import reasons, rounded, tells, titled, uncovered
from budgetaudit.verdicts import Audit, Finding, Side, Status

SEVERITIES = ("error", "warning", "info")
FEW, ENOUGH = 3, 5
HERE = message("part.here")


class SideView(Struct, frozen=True):
    """One side: the word for it, the amount with its unit, what it is and where."""

    word: str
    amount: str
    lines: tuple[str, ...]


class Remark(Struct, frozen=True):
    """A named line, such as the likely cause."""

    name: str
    text: str


class FindingView(Struct, frozen=True):
    """A finding without its title: a message and its places, or two sides and their gap; then remarks, other
    places, and what follows from it."""

    id: str
    brief: str
    message: str
    places: tuple[str, ...]
    sides: tuple[SideView, ...]
    gap: str
    remarks: tuple[Remark, ...]
    also: tuple[str, ...]
    below: tuple["GroupView", ...]


class GroupView(Struct, frozen=True):
    """Findings of one rule and severity under its statement."""

    severity: str
    rule: str
    title: str
    findings: tuple[FindingView, ...]


class PartView(Struct, frozen=True):
    """The findings of one part."""

    name: str
    groups: tuple[GroupView, ...]


class HeadedLines(Struct, frozen=True):
    """Lines under a heading: what was not checked, what rounding explains, cautions."""

    heading: str
    lines: tuple[str, ...]


class View(Struct, frozen=True):
    """The whole report in words. `tally` counts findings by severity; `clean` is said where there is none, `said` are
    its words; `notices` say what the document is and what was not read."""

    name: str
    known: str
    entities: str
    tally: tuple[tuple[str, int], ...]
    clean: str
    said: str
    notices: tuple[str, ...]
    parts: tuple[PartView, ...]
    counts: Remark
    covered: Remark
    listings: tuple[HeadedLines, ...]


def view(audit: Audit, look: Look) -> View:
    """An audit in words."""
    words, facts = look.words, audit.facts
    year = words["year"].format(year=facts.year) if facts.year else words["no_year"]
    names = words["list"].join(part_name(part, look) for part in facts.parts)
    tally = ((severity, sum(finding.severity == severity for finding in audit.findings)) for severity in SEVERITIES)
    clean, checked, total = _clean(audit), audit.coverage.checked, audit.coverage.numbers
    return View(
        facts.filing.name,
        f"{year}  {look.say(facts.kind_text) or words['no_kind']}  {facts.filing.format}",
        words["parts"].format(count=len(facts.parts), names=names) if facts.parts else words["no_parts"],
        tuple((severity, count) for severity, count in tally if count),
        clean,
        words[clean].format(share=share(checked, total)) if clean else "",
        tuple(map(look.say, audit.notices)),
        tuple(_parts(audit, look)),
        *_totals(audit, look),
        tuple(_listings(audit, look)),
    )


def _clean(audit: Audit) -> str:
    """What is said of an audit without a finding. Silence is not approval: only a filing that was read, and most of
    whose numbers were checked, has nothing wrong with it."""
    if audit.findings:
        return ""
    if not audit.coverage.checked:
        return "nothing"
    return "partly" if audit.notices or audit.coverage.checked * 2 < audit.coverage.numbers else "clean"


def part_name(part: Part, look: Look) -> str:
    """A part as a heading: its id, name and code."""
    code = message("bracketed", what=part.code) if part.code else ""
    return look.say(message("part.heading", id=PartId(part.id), name=part.name, code=code)).strip()


def _totals(audit: Audit, look: Look) -> tuple[Remark, Remark]:
    words = look.words
    counts = words["list"].join(f"{words[status]} {audit.counts.get(status, 0)}" for status in Status)
    total, checked = audit.coverage.numbers, audit.coverage.checked
    covered = words["covered"].format(all=total, checked=checked, share=share(checked, total), left=total - checked)
    return Remark(words["results"], counts), Remark(words["coverage"], covered)


def _listings(audit: Audit, look: Look) -> Iterator[HeadedLines]:
    words = look.words
    where = locator(audit.facts, words)
    listings = (
        ("not_covered", uncovered(audit, look, where)),
        ("not_checked", reasons(audit, look)),
        ("roundings", rounded(audit, look, where)),
        ("cautions", map(look.say, audit.facts.filing.cautions)),
    )
    for name, lines in listings:
        if shown := tuple(lines):
            hint = words["open"] + words["more"] + words["close"] if name == "roundings" and not look.verbose else ""
            yield HeadedLines(words[name] + hint, shown)


def _parts(audit: Audit, look: Look) -> Iterator[PartView]:
    """Findings under the name of their part, parts in the order of the filing, those of no part first."""
    names = {part.id: part_name(part, look) for part in audit.facts.parts}
    parts = frozenset(part.named for part in audit.facts.parts)
    writer = Writer(look, locator(audit.facts, look.words), parts)
    for part in dict.fromkeys(["", *names, *(finding.part for finding in audit.findings)]):
        findings = [finding for finding in audit.findings if finding.part == part]
        if findings:
            yield PartView(names.get(part, part) or look.words["whole"], writer.groups(findings))


class Writer(Struct, frozen=True):
    """Puts findings into words, knowing the places of the filing and the names of its parts."""

    look: Look
    where: Locator
    parts: frozenset[Message]

    def groups(self, findings: Sequence[Finding]) -> tuple[GroupView, ...]:
        """Findings of the same rule and severity together, where the first of them stands."""
        by_rule: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings:
            by_rule.setdefault((finding.severity, finding.rule), []).append(finding)
        return tuple(self._group(group) for group in by_rule.values())

    def _group(self, findings: Sequence[Finding]) -> GroupView:
        first = findings[0]
        views = tuple(map(self._finding, findings))
        return GroupView(first.severity, first.rule, titled(first, self.look), views)

    def _finding(self, finding: Finding) -> FindingView:
        numeric = bool(finding.difference)
        above = self.look.say(finding.message) + self.look.say(finding.left.raw)
        return FindingView(
            finding.id,
            brief=self._message(finding),
            message="" if numeric else self._message(finding),
            places=() if numeric else tuple(self._places(finding)),
            sides=tuple(self._sides(finding)) if numeric else (),
            gap=self._gap(finding) if numeric else "",
            remarks=tuple(self._remarks(finding)),
            also=tuple(self._also(spot, above) for spot in finding.also),
            below=self.groups(finding.consequences),
        )

    def _remarks(self, finding: Finding) -> Iterator[Remark]:
        """Why it may be so, or by which waiver it is none; on what it rests."""
        words = self.look.words
        if finding.waived:
            yield Remark(words["waived"], self.look.say(finding.waived))
        elif finding.explanation:
            yield Remark(words["explanation"], self.look.say(finding.explanation))
        if finding.basis:
            yield Remark(words["basis"], finding.basis)
        for ground in finding.grounds if self.look.verbose else ():
            yield Remark(words["grounds"], self.look.say(message(f"certainty.{ground.certainty}", step=ground.step)))

    def _also(self, spot: Spot, above: str) -> str:
        return f"{self.look.say(PartId(spot.part))}  {self._seen(spot, above)}".strip()

    def _message(self, finding: Finding) -> str:
        """The message without the name of its part, which stands above it."""
        said = finding.message
        if isinstance(said, Message):
            said = Message(said.id, tuple((name, HERE if text in self.parts else text) for name, text in said.holes))
        return self.look.say(said)

    def _gap(self, finding: Finding) -> str:
        words, unit = self.look.words, finding.left.unit
        bound = finding.bound.strip("0.") and words["bound"].format(amount=f"{finding.bound}{unit}")
        return f"{words['difference']} {finding.difference}{unit}{words['stop']}{bound or words['exact']}"

    def _sides(self, finding: Finding) -> Iterator[SideView]:
        words = self.look.words
        for name, side in (("left", finding.left), ("right", finding.right)):
            amount = f"{self.look.say(side.value)} {side.unit}".strip()
            yield SideView(words[name], amount, tuple(self._whereabouts(side)))

    def _whereabouts(self, side: Side) -> Iterator[str]:
        """What a side is, how it is printed, where; a sum of many numbers by its table and rows."""
        words = self.look.words
        items = [item for item in side.items if item.place != NOWHERE]
        printed = words["sum"] if len(side.items) > 1 else words["raw"]
        said = self.look.say(side.raw)
        raw = f"{printed}{words['colon']}{said}" if tells(side, self.look) else ""
        if len(items) > FEW:
            places = [self.where.span([item.place for item in items])]
        elif items and len(side.items) > 1:
            places = list(dict.fromkeys(self._spot(item) for item in items))
        else:
            raw = self.where.quote(side.place, said) or raw
            places = [self.where.say(side.place)]
        listed = 1 < len(items) <= FEW and side.label == series(item.label for item in items)
        label = "" if listed else self.look.say(side.label)
        return filter(None, (label, raw, *places))

    def _spot(self, spot: Spot) -> str:
        return "  ".join(filter(None, (*map(self.look.say, (spot.label, spot.raw)), self.where.say(spot.place))))

    def _places(self, finding: Finding) -> Iterator[str]:
        """Each place once, with what is printed there unless the message quotes it; not too many."""
        left, right = finding.left, finding.right
        ends = (Spot(side.label, side.raw, side.place, side.part) for side in (left, right))
        above = self.look.say(finding.message)
        lines = dict.fromkeys(self._seen(spot, above) for spot in (*left.items, *ends))
        shown = [line for line in lines if line]
        yield from shown[:ENOUGH]
        if len(shown) > ENOUGH:
            yield self.look.words["others"].format(count=len(shown) - ENOUGH)

    def _seen(self, spot: Spot, above: str) -> str:
        place = self.where.say(spot.place)
        raw = self.look.say(spot.raw)
        quote = raw.strip("…")
        if not place or not quote or quote[:8] in above or quote in place:
            return place
        return f"{place}{self.look.words['colon']}{raw}"
