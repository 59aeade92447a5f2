"""Reads the prose of one part, paragraph by paragraph: each with what the text above leaves to it."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.claims.clause import Mention
from budgetaudit.claims.lexicon import Lexicon
from budgetaudit.claims.precision import Habit, habit
from budgetaudit.claims.reader import read
from budgetaudit.claims.relations import relations_of
from budgetaudit.claims.setting import ParagraphContext, ProseContext, Setting, setting
from budgetaudit.claims.state import State
from budgetaudit.claims.text import Paragraph, joined, runs
from budgetaudit.claims.tokens import tokens
from budgetaudit.claims.topics import PartsList, Spoken, following, gathered
from budgetaudit.facts import Claim, Facts, Part, Relation, UnreadNumber
from budgetaudit.filing import Passage
from budgetaudit.rulebook import Rulebook, under
from budgetaudit.text import COUNTING, as_prose, regex

DIGIT = regex(r"\d")
OPENS = regex(r"(?:其中|包括|如下|分别为|组成)[^。；]{0,6}[:：]$")
DIVIDED = regex(r"[元%)]，?(?:其中|包括)[:：]$")
STYLE = regex(rf"[（(]?([\d{COUNTING}]+)([)）、.．]?)")
PLACE = regex(r"\([^()]*\)$")
SHORT = 12
LONGEST = 40
"""A longer line is no heading."""


class ProseReading(Struct, frozen=True):
    """What the prose of a part says, each in reading order."""

    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    unread: tuple[UnreadNumber, ...]


class ReadParagraph(Struct, frozen=True, eq=False):
    """A paragraph that was read: what was spoken of `before` it, and the state at its end."""

    before: Spoken
    state: State


class Above(Struct, frozen=True):
    """What the text before a paragraph leaves to it. `family` is what that text is about, `heading` the subject of the
    heading; `carried` an open list, `style` the shape of the numbers of its paragraphs (None before the first), `outer`
    what stood above where it was opened; `prior` the topic that the paragraph before ended with."""

    family: str = ""
    heading: Mention | None = None
    carried: int | None = None
    style: str | None = None
    outer: "Above | None" = None
    prior: int | None = None


def read_part(part: Part, facts: Facts, lexicon: Lexicon, rulebook: Rulebook) -> ProseReading:
    """Every number of a part's prose, and what is said about them."""
    states = [paragraph.state for paragraph in paragraphs(part, facts, lexicon, rulebook)]
    spoken = gathered(states[-1].spoken) if states else Spoken()
    return ProseReading(
        tuple(claim for state in states for claim in state.claims),
        tuple(relations_of(spoken, part.sections, lexicon)),
        tuple(number for state in states for number in state.unread),
    )


def paragraphs(part: Part, facts: Facts, lexicon: Lexicon, rulebook: Rulebook) -> Iterator[ReadParagraph]:
    """Each paragraph with a number, read in what stands above it."""
    titles = _titles(part, rulebook)
    prose = ProseContext(lexicon, part.id, as_prose(part.name), facts.year, facts.kind, titles)
    sections = _sections(part)
    headings = {id(section.heading) for section in part.sections if section.heading}
    above, spoken = Above(), Spoken()
    for run in runs(part.passages, headings):
        section = sections.get(id(run[0]), 0)
        if lexicon.silent.intersection(_names(part, section)):
            continue
        has_number = any(DIGIT.search(passage.text) for passage in run)
        if not has_number or run[0].role == "heading":
            above = _headed(run[0], above, lexicon)
        if has_number:
            above = _reopened(above, _style(run[0]))
            here = _here(part, prose, joined(run), above, section)
            state = read(here, before := following(spoken))
            above, spoken = _next(state, above)
            yield ReadParagraph(before, state)


def _here(part: Part, prose: ProseContext, paragraph: Paragraph, above: Above, section: int) -> Setting:
    """A paragraph where it stands."""
    named = _family(paragraph.text, prose.lexicon, _names(part, section))
    other, beside = _other(part, section, prose), _beside(part, section)
    family = named or above.family
    context = ParagraphContext(section, family, above.heading, above.carried, above.prior, other, beside, bool(named))
    return setting(prose, context, paragraph)


def _sections(part: Part) -> Mapping[int, int]:
    """Id of a passage → index of the innermost section it stands in."""
    innermost: dict[int, int] = {}
    for section in part.sections:
        if section.heading:
            innermost[id(section.heading)] = section.index
        for passage in section.passages:
            innermost[id(passage)] = section.index
    return innermost


def _names(part: Part, section: int) -> tuple[str, ...]:
    """The canonical names of the sections a passage stands in, innermost first."""
    if section >= len(part.sections):
        return ()
    here = part.sections[section]
    return (here.name, *reversed(here.path))


def _other(part: Part, section: int, prose: ProseContext) -> str:
    """The unit that a section is about, where it is named and is not the part itself."""
    while 0 <= section < len(part.sections):
        here = part.sections[section]
        title = as_prose(here.title)
        organs = prose.lexicon.organs
        names_body = title.removesuffix(")").endswith(organs) or PLACE.sub("", title).endswith(organs)
        if names_body and not here.name and len(title) > 4 and title != prose.name:
            return here.title
        section = here.parent
    return ""


def _beside(part: Part, section: int) -> Habit:
    """How the amounts of a section are written, where they are written alike: in a short one with a name."""
    if section >= len(part.sections):
        return Habit()
    here = part.sections[section]
    short = here.name and len(here.passages) <= SHORT
    return habit("\n".join(passage.text for passage in here.passages)) if short else Habit()


def _titles(part: Part, rulebook: Rulebook) -> Mapping[str, str]:
    """Names of lines of the classification: as prose writes them → as the classification does."""
    titles = {as_prose(name): names[0] for names in under(rulebook.words, "class/").values() for name in names}
    for table in part.tables:
        for row in table.rows:
            if row.code and row.name:
                titles.setdefault(as_prose(row.name), row.name)
    return titles


def _family(text: str, lexicon: Lexicon, sections: Iterable[str]) -> str:
    """What a paragraph is about: the family of the first subject it names outright, within that of its section."""
    for word in tokens(text, lexicon.words):
        if word.kind == "subj" and word.text in lexicon.names:
            family = lexicon.subjects[lexicon.names[word.text]].family
            closer = (lexicon.funds.get(name, "") for name in sections)
            return next((name for name in closer if name.startswith(f"{family}/")), family)
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
    number = STYLE.match(text)
    if not number:
        return ""
    bracket = "" if text[0] == number[1][0] else text[0]
    return f"{bracket}{'1' if number[1].isdigit() else '一'}{number[2]}"


def _reopened(above: Above, style: str) -> Above:
    """The innermost list that a paragraph of this style may belong to."""
    while above.carried is not None and above.style is not None and above.style != style:
        above = above.outer or Above(above.family)
    return replace(above, style=style) if above.carried is not None else above


def _next(state: State, above: Above) -> tuple[Above, Spoken]:
    """What a paragraph leaves to the next."""
    context, spoken = state.here.context, state.spoken
    ends = state.outer if state.outer is not None else state.last
    prior = above.prior if state.classed else ends
    text, within = state.here.printed, above.carried is not None
    here = replace(above, family=context.family, heading=None, prior=prior)
    if OPENS.search(text) and prior is not None:
        carried = PartsList(spoken.next_list, prior, "其中", sure=bool(DIVIDED.search(text)))
        outer = here if within else None
        return Above(context.family, None, carried.id, None, outer, prior), spoken.with_list(carried)
    return here if within else Above(context.family, prior=prior), spoken
