"""Reads the prose of one part, paragraph by paragraph."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from budgetaudit.claims.clause import Mention
from budgetaudit.claims.items import Item, Listing
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.reader import Reader
from budgetaudit.claims.relations import relations_of
from budgetaudit.claims.state import Context, Setting
from budgetaudit.claims.text import Paragraph, paragraphs, squash
from budgetaudit.facts import Claim, Facts, Part, Relation, Unread
from budgetaudit.rulebook import Rulebook

DIGIT = re.compile(r"\d")
OPENS = re.compile(r"(?:其中|包括|如下|分别为|组成)[^。；]{0,6}[:：]$")
STYLE = re.compile(r"[（(]?([\d一二三四五六七八九十]+)([)）、.．]?)")
class Read(NamedTuple):
    """What the prose of a part says."""

    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    unread: tuple[Unread, ...]


class Above(NamedTuple):
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
    setting = Setting(lexicon, part.id, squash(part.name), facts.year, facts.kind, titles)
    sections = _sections(part)
    claims: list[Claim] = []
    unread: list[Unread] = []
    items: list[Item] = []
    above = Above()
    headings = {id(section.heading) for section in part.sections if section.heading}
    for paragraph in paragraphs(part.passages, headings):
        section = sections.get(id(paragraph.passages[0]), 0)
        names = _names(part, section)
        if lexicon.silent.intersection(names):
            continue
        if not DIGIT.search(paragraph.text) or paragraph.passages[0].role == "heading":
            above = _headed(paragraph, above, lexicon)
            if not DIGIT.search(paragraph.text):
                continue
        family = _family(paragraph.text, lexicon) or above.family
        if family == "收支":
            family = next((f"{family}/{lexicon.funds[name]}" for name in names if name in lexicon.funds), family)
        above = _reopened(above, _style(paragraph))
        other = _other(part, section, setting)
        context = Context(section, family, above.heading, above.carried, above.prior, other)
        reader = Reader(setting, paragraph, context).read()
        claims += reader.claims
        unread += reader.unread
        items += reader.items
        above = _next(reader, paragraph, above, family)
    return Read(tuple(claims), tuple(relations_of(items, lexicon)), tuple(unread))


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
        title = squash(here.title)
        names_body = title.removesuffix(")").endswith(setting.lexicon.organs)
        if names_body and not here.name and len(title) > 4 and title != setting.name:
            return here.title
        section = here.parent
    return ""


def _titles(part: Part, rulebook: Rulebook) -> Mapping[str, str]:
    """Names of lines of the classification, as matched → as named."""
    found = {
        squash(name): names[0] for key, names in rulebook.words.items() if key.startswith("class/") for name in names
    }
    for table in part.tables:
        for row in table.rows:
            if row.code and row.name:
                found.setdefault(squash(row.name), row.name)
    return found


def _family(text: str, lexicon: Lexicon) -> str:
    """What a paragraph is about: the family of the first subject it names outright."""
    for word in lexicon.pattern.finditer(text):
        if word.lastgroup == "subj" and word[0] in lexicon.names:
            return lexicon.subjects[lexicon.names[word[0]]].family
    return ""


def _headed(paragraph: Paragraph, above: Above, lexicon: Lexicon) -> Above:
    """A heading or short line sets what follows it; anything longer leaves things as they are."""
    text = paragraph.text
    if len(text) > 40 or text.endswith("。"):
        return above
    mention = None
    for word in lexicon.pattern.finditer(text):
        if word.lastgroup == "subj" and word[0] in lexicon.names:
            mention = Mention(lexicon.names[word[0]], word.start(), word.end())
    family = lexicon.subjects[mention.name].family if mention else above.family
    return Above(family, mention)


def _style(paragraph: Paragraph) -> str:
    found = STYLE.match(paragraph.passages[0].text.strip())
    if not found:
        return ""
    return ("1" if found[1].isdigit() else "一") + paragraph.passages[0].text.strip()[0].translate(NUMERALS) + found[2]


NUMERALS = {ord(digit): None for digit in "0123456789一二三四五六七八九十"}


def _reopened(above: Above, style: str) -> Above:
    """The innermost list that a paragraph of this style may belong to."""
    while above.carried and above.style is not None and above.style != style:
        above = above.outer or Above(above.family)
    return above._replace(style=style) if above.carried else above


def _next(reader: Reader, paragraph: Paragraph, above: Above, family: str) -> Above:
    """What a paragraph leaves to the next."""
    prior = above.prior if reader.classed else reader.outer or reader.last
    here = above._replace(family=family, heading=None, prior=prior)
    if OPENS.search(paragraph.text) and prior:
        return Above(family, None, Listing(prior, "其中"), None, here if above.carried else None, prior)
    return here if above.carried else Above(family, prior=prior)
