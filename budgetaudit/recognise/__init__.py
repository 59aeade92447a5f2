"""A filing and the rulebook → facts: parts, tables by template, sections."""

from collections.abc import Sequence

from msgspec.structs import replace

from budgetaudit.amounts import UNITS, Unit
from budgetaudit.errors import FilingError
from budgetaudit.facts import Caption, Facts, Part, Role, Table
from budgetaudit.filing import Block, Filing, Grid, Passage
from budgetaudit.messages import message, series
from budgetaudit.outline import outline
from budgetaudit.recognise.goals import read_goals
from budgetaudit.recognise.nature import attachments, linked_titles, nature, scope
from budgetaudit.recognise.parts import PartSpan, spans
from budgetaudit.recognise.region import region
from budgetaudit.recognise.stream import StreamItem, TitledSheet, items, notes_after
from budgetaudit.recognise.tables import TableContext, build
from budgetaudit.recognise.vocabulary import Vocabulary, vocabulary
from budgetaudit.recognise.years import cover_entity, year_and_kind
from budgetaudit.rulebook import Rulebook, under
from budgetaudit.text import plain_digits

ABOUT = {
    "checklist": "stranger.checklist",
    "evaluation": "stranger.evaluation",
    "traditional": "stranger.traditional",
}
"""What is said of documents that are about a budget and not one, or that the rules cannot read."""


def recognise(filing: Filing, rulebook: Rulebook) -> Facts:
    """Everything a filing's tables state, and its prose in sections.

    Raises FilingError where nothing in the document is a budget or final account.
    """
    words = vocabulary(rulebook)
    filing = replace(filing, blocks=tuple(map(_legible, filing.blocks)))
    stream = items([block for block in filing.blocks if not _is_link(block)], words)
    year, kind, place = year_and_kind(stream, words)
    what = nature(stream, rulebook.words)
    _refuse_strangers(filing, stream, kind, what, words)
    entity = cover_entity(stream)
    parts: list[Part] = []
    for span in spans(stream, words):
        number = sum(1 for part in parts if part.level == "单位") + 1
        identity = "部门" if span.level == "部门" else f"单位{number}"
        parts.append(_part(span, identity, kind, entity, words, rulebook))
    where = region(filing, parts, rulebook.words)
    files = attachments(block for block in filing.blocks if isinstance(block, Passage))
    return Facts(
        filing, year, kind, where, tuple(parts), year_place=place, classification=rulebook.classification,
        nature=what, attachments=files, scope=scope(stream, words),
    )  # fmt: skip


def _legible(block: Block) -> Block:
    """The block with plain digits, whatever their width on paper."""
    if isinstance(block, Passage):
        text = plain_digits(block.text)
        return block if text == block.text else replace(block, text=text)
    if all(plain_digits(cell.text) == cell.text for cell in block.cells):
        return block
    cells = (replace(cell, text=plain_digits(cell.text)) for cell in block.cells)
    return Grid(tuple(cells), block.height, block.width, block.place)


def _is_link(block: Block) -> bool:
    return isinstance(block, Passage) and block.role == "link"


def _refuse_strangers(filing: Filing, stream: Sequence[StreamItem], kind: str, what: str, words: Vocabulary) -> None:
    """A document in which nothing is a budget or final account, or that is about one."""
    if what in ABOUT:
        raise FilingError(filing.name, message(ABOUT[what]))
    known = [
        item.known.template for item in stream if isinstance(item, TitledSheet) and item.known.template is not None
    ]
    if kind or any(template.money for template in known):
        return
    titles = linked_titles(filing.blocks, words)
    says = message("stranger.index", titles=series(titles)) if titles else message("stranger.tableless")
    if known:
        says = message("stranger.goals")
    elif any(isinstance(item, TitledSheet) for item in stream):
        says = message("stranger.unknown")
    raise FilingError(filing.name, says)


def refuse_blank(facts: Facts) -> None:
    """Stop at a form that nobody has filled in: its tables are there, without a number, and the prose claims none."""
    tables = tuple(facts.tables())
    if sum(bool(table.name) for table in tables) < 3 or any(not table.empty for table in tables):
        return
    if any(claim.role == Role.AMOUNT and claim.fact.amount.value for claim in facts.claims):
        return
    raise FilingError(facts.filing.name, message("stranger.blank"))


def _part(span: PartSpan, identity: str, kind: str, entity: str, words: Vocabulary, rulebook: Rulebook) -> Part:
    taken: set[str] = set()
    tables: list[Table] = []
    blocks: list[Passage | str] = []
    prose: list[Passage] = []
    unit: Unit = UNITS[""]
    used = {id(p) for item in span.items if isinstance(item, TitledSheet) for p in (*item.used, *item.known.sheet.used)}
    for at, item in enumerate(span.items):
        if isinstance(item, Passage):
            if id(item) not in used:
                prose.append(item)
                blocks.append(item)
            continue
        stated = item.captions.get("unit")
        unit = UNITS[stated.value] if stated else unit
        built = _tables(
            item, at, span, TableContext(identity, kind, unit, _captions(item), span.name or entity), taken, words
        )
        tables += built
        blocks += [table.key for table in built]
    sections = outline(blocks, rulebook.words)
    return Part(
        identity,
        span.level,
        span.name or entity,
        span.code,
        tuple(tables),
        sections,
        tuple(prose),
        span.captions,
        read_goals(tables, under(rulebook.words, "form/")),
    )


def _tables(
    item: TitledSheet, at: int, span: PartSpan, setting: TableContext, taken: set[str], words: Vocabulary
) -> Sequence[Table]:

    notes = notes_after(span.items, at, words)
    known = replace(item.known, sheet=replace(item.known.sheet, after=notes))
    return build(known, setting, taken, words)


def _captions(item: TitledSheet) -> dict[str, Caption]:
    captions = dict(item.captions)
    if item.known.title.raw:
        captions.setdefault("title", item.known.title)
    return captions
