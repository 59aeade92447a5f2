"""Reads the prose of one part, paragraph by paragraph."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.claims.clause import Mention
from budgetaudit.claims.items import Item, Listing
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.reader import Reader, finest_of
from budgetaudit.claims.relations import relations_of
from budgetaudit.claims.state import Context, Setting
from budgetaudit.claims.text import Paragraph, joined, runs
from budgetaudit.claims.tokens import tokens
from budgetaudit.facts import Claim, Facts, Part, Relation, Unread
from budgetaudit.filing import Passage
from budgetaudit.rulebook import Rulebook, under
from budgetaudit.text import COUNTING, as_prose, regex

DIGIT = regex(r"\d")
OPENS = regex(r"(?:其中|包括|如下|分别为|组成)[^。；]{0,6}[:：]$")
STYLE = regex(rf"[（(]?([\d{COUNTING}]+)([)）、.．]?)")
SHORT = 12
LONGEST = 40
"""A longer line is no heading."""


class Read(Struct, frozen=True):
    """What the prose of a part says."""

    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    unread: tuple[Unread, ...]


class Above(Struct, frozen=True):
    """What stands above a paragraph: what it is about, and a list that is open."""

    family: str = ""
    heading: Mention | None = None
    carried: Listing | None = None
    style: str | None = None
    outer: "Above | None" = None
    prior: Item | None = None


def read_part(part: Part, facts: Facts, lexicon: Lexicon, rulebook: Rulebook) -> Read:
    """Every number of a part's prose, and what is said about them."""
    titles = _titles(part, rulebook)
    setting = Setting(lexicon, part.id, as_prose(part.name), facts.year, facts.kind, titles)
    readers = list(_readers(part, setting))
    items = [item for reader in readers for item in reader.items]
    return Read(
        tuple(claim for reader in readers for claim in reader.claims),
        tuple(relations_of(items, lexicon)),
        tuple(number for reader in readers for number in reader.unread),
    )


def _readers(part: Part, setting: Setting) -> Iterator[Reader]:
    """Each paragraph with a number, read in what stands above it."""
    sections = _sections(part)
    headings = {id(section.heading) for section in part.sections if section.heading}
    above = Above()
    for run in runs(part.passages, headings):
        section = sections.get(id(run[0]), 0)
        names = _names(part, section)
        if setting.lexicon.silent.intersection(names):
            continue
        told = any(DIGIT.search(passage.text) for passage in run)
        if not told or run[0].role == "heading":
            above = _headed(run[0], above, setting.lexicon)
        if told:
            above = _reopened(above, _style(run[0]))
            paragraph = joined(run)
            family = _family(paragraph.text, setting.lexicon, names) or above.family
            other = _other(part, section, setting)
            finest = _finest(part, section)
            context = Context(section, family, above.heading, above.carried, above.prior, other, finest)
            reader = Reader(setting, paragraph, context).read()
            yield reader
            above = _next(reader, paragraph, above, family)


def _sections(part: Part) -> Mapping[int, int]:
    """Passage → the innermost section it stands in."""
    found: dict[int, int] = {}
    for section in part.sections:
        if section.heading:
            found[id(section.heading)] = section.index
        for passage in section.passages:
            found[id(passage)] = section.index
    return found


def _names(part: Part, section: int) -> tuple[str, ...]:
    """The canonical names of the sections a passage stands in, innermost first."""
    if section >= len(part.sections):
        return ()
    here = part.sections[section]
    return (here.name, *reversed(here.path))


def _other(part: Part, section: int, setting: Setting) -> str:
    """The unit that a section is about, where it is named and is not the part itself."""
    while 0 <= section < len(part.sections):
        here = part.sections[section]
        title = as_prose(here.title)
        names_body = title.removesuffix(")").endswith(setting.lexicon.organs)
        if names_body and not here.name and len(title) > 4 and title != setting.name:
            return here.title
        section = here.parent
    return ""


def _finest(part: Part, section: int) -> Decimal:
    """The last digit of the most exact amount of a section, where it is a short one with a name."""
    if section >= len(part.sections):
        return Decimal(1)
    here = part.sections[section]
    short = here.name and len(here.passages) <= SHORT
    return finest_of("\n".join(one.text for one in here.passages)) if short else Decimal(1)


def _titles(part: Part, rulebook: Rulebook) -> Mapping[str, str]:
    """Names of lines of the classification, as matched → as named."""
    found = {as_prose(name): names[0] for names in under(rulebook.words, "class/").values() for name in names}
    for table in part.tables:
        for row in table.rows:
            if row.code and row.name:
                found.setdefault(as_prose(row.name), row.name)
    return found


def _family(text: str, lexicon: Lexicon, sections: Iterable[str]) -> str:
    """What a paragraph is about: the family of the first subject it names outright, within that of its section."""
    for word in tokens(text, lexicon.words):
        if word.kind == "subj" and word.text in lexicon.names:
            family = lexicon.subjects[lexicon.names[word.text]].family
            closer = (lexicon.funds.get(name, "") for name in sections)
            return next((one for one in closer if one.startswith(f"{family}/")), family)
    return ""


def _headed(passage: Passage, above: Above, lexicon: Lexicon) -> Above:
    """A heading or short line sets what follows it; anything longer leaves things as they are."""
    text = as_prose(passage.text)
    if len(text) > LONGEST or text.endswith("。"):
        return above
    mention = None
    for word in tokens(text, lexicon.words):
        if word.kind == "subj" and word.text in lexicon.names:
            mention = Mention(lexicon.names[word.text], 0, 0, words=word.text)
    family = lexicon.subjects[mention.name].family if mention else above.family
    return Above(family, mention)


def _style(passage: Passage) -> str:
    """The shape of a paragraph's number: （一）, 1. or none."""
    text = passage.text.strip()
    found = STYLE.match(text)
    if not found:
        return ""
    bracket = "" if text[0] == found[1][0] else text[0]
    return f"{bracket}{'1' if found[1].isdigit() else '一'}{found[2]}"


def _reopened(above: Above, style: str) -> Above:
    """The innermost list that a paragraph of this style may belong to."""
    while above.carried and above.style is not None and above.style != style:
        above = above.outer or Above(above.family)
    return replace(above, style=style) if above.carried else above


def _next(reader: Reader, paragraph: Paragraph, above: Above, family: str) -> Above:
    """What a paragraph leaves to the next."""
    prior = above.prior if reader.classed else reader.outer or reader.last
    here = replace(above, family=family, heading=None, prior=prior)
    if OPENS.search(paragraph.text) and prior:
        return Above(family, None, Listing(prior, "其中"), None, here if above.carried else None, prior)
    return here if above.carried else Above(family, prior=prior)
