"""The body of a finding on the console: both sides with their places, the gap, the likely cause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from budgetaudit.facts import Facts
from budgetaudit.reporters import Look
from budgetaudit.reporters.layout import fit, padded
from budgetaudit.reporters.places import Locator, locator
from budgetaudit.reporters.words import LANGUAGES
from budgetaudit.verdicts import Finding, Side, Spot

FEW = 3
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Writer:
    """Folds text to a width, and knows the words and the places of one filing."""

    look: Look
    width: int
    where: Locator
    names: tuple[str, ...]

    def block(self, text: str, indent: int, style: str = "", head: Text | None = None) -> Iterator[Text]:
        """Text folded under its own first line; `head` stands before it on that line."""
        lead = Text(" " * indent) + (head or Text(""))
        first = lead.cell_len
        under = first if first <= self.width // 3 else indent + 4
        lines = fit(text, self.width - under, self.width - first)
        yield lead + Text(lines[0], style)
        yield from (Text(" " * under + line, style) for line in lines[1:])

    def body(self, finding: Finding, indent: int) -> Iterator[Text]:
        """A finding without its title."""
        yield from self._numeric(finding, indent) if finding.difference else self._structural(finding, indent)
        words = LANGUAGES[self.look.lang]
        for name, text in (("explanation", finding.explanation), ("basis", finding.basis)):
            if text:
                yield from self.block(text, indent, "", Text(words[name] + words["colon"], "dim"))
        for number, spot in enumerate(finding.also):
            head = words["also"] + words["colon"]
            head = head if number == 0 else " " * cell_len(head)
            line = f"{spot.part}  {self._seen(spot, finding.message + finding.left.raw)}".strip()
            yield from self.block(line, indent, "", Text(head, "dim"))

    def brief(self, finding: Finding) -> str:
        """A finding in one sentence, for a consequence."""
        return self._message(finding)

    def _message(self, finding: Finding) -> str:
        """The message without the name of its part, which stands above it."""
        text = finding.message
        for name in self.names:
            text = text.removeprefix(name)
        return text

    def _numeric(self, finding: Finding, indent: int) -> Iterator[Text]:
        words = LANGUAGES[self.look.lang]
        sides = [(words["left"], finding.left), (words["right"], finding.right)]
        names = max(cell_len(word) for word, _ in sides)
        amounts = max(cell_len(amount(side)) for _, side in sides)
        for word, side in sides:
            head = Text(word + " " * (names - cell_len(word) + 2), "dim")
            head += Text(padded(amount(side), amounts) + "  ", "bold")
            yield from self.block("\n".join(self._whereabouts(side)), indent, "", head)
        unit = finding.left.unit
        bound = finding.bound.strip("0.") and words["bound"].format(f"{finding.bound}{unit}")
        gap = f"{words['difference']} {finding.difference}{unit}{words['stop']}{bound or words['exact']}"
        yield from self.block(gap, indent)

    def _whereabouts(self, side: Side) -> list[str]:
        """What a side is, how it is printed, where; a sum of many numbers by its table and rows."""
        words = LANGUAGES[self.look.lang]
        items = [item for item in side.items if item.raw or any(item.place)]
        printed = words["sum"] if len(side.items) > 1 else words["raw"]
        raw = f"{printed}{words['colon']}{side.raw}" if _tells(side) else ""
        if len(items) > FEW:
            places = [self.where.span([item.place for item in items])]
        elif len(items) > 1:
            places = [self._spot(item) for item in items]
        else:
            raw = self.where.quote(side.place, side.raw) or raw
            places = [self.where.say(side.place)]
        return [line for line in (side.label, raw, *places) if line]

    def _spot(self, spot: Spot) -> str:
        return "  ".join(filter(None, (spot.label, spot.raw, self.where.say(spot.place))))

    def _structural(self, finding: Finding, indent: int) -> Iterator[Text]:
        """The message, then each place once, with what is printed there unless the message quotes it."""
        yield from self.block(self._message(finding), indent)
        spots = (*finding.left.items, _as_spot(finding.left), _as_spot(finding.right))
        lines = dict.fromkeys(self._seen(spot, finding.message) for spot in spots)
        words, shown = LANGUAGES[self.look.lang], [line for line in lines if line]
        for number, line in enumerate(shown[:ENOUGH]):
            head = words["at"] + words["colon"]
            head = head if number == 0 else " " * cell_len(head)
            yield from self.block(line, indent, "", Text(head, "dim"))
        if len(shown) > ENOUGH:
            yield from self.block(words["others"].format(len(shown) - ENOUGH), indent + 6)

    def _seen(self, spot: Spot, message: str) -> str:
        place = self.where.say(spot.place)
        quote = spot.raw.strip("…")
        if not place or not quote or quote[:8] in message or quote in place:
            return place
        return f"{place}{LANGUAGES[self.look.lang]['colon']}{spot.raw}"


def writer(facts: Facts, look: Look, width: int) -> Writer:
    """The writer for one filing."""
    names = tuple(f"{part.id}（{part.name}）" for part in facts.parts)
    return Writer(look, width, locator(facts, LANGUAGES[look.lang]), names)


def amount(side: Side) -> str:
    """The value of a side with its unit."""
    return f"{side.value} {side.unit}".strip()


def _tells(side: Side) -> bool:
    """Whether the printed text tells more than the amount does."""
    return bool(side.raw) and side.raw not in (side.value, f"{side.value}{side.unit}", side.label)


def _as_spot(side: Side) -> Spot:
    return Spot(side.label, side.raw, side.place, side.part)


def grouped(findings: Sequence[Finding]) -> list[tuple[Finding, ...]]:
    """Findings of the same rule and severity together, where the first of them stands."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    return [tuple(group) for group in groups.values()]
