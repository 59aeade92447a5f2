"""The passes of the prose, printed: tokens, clauses, what each clause adds, the topics in their lists, relations."""

from collections.abc import Iterator, Sequence

from budgetaudit.claims.chains import paragraph_tokens
from budgetaudit.claims.clause import Clause
from budgetaudit.claims.clauses import Chunk, clauses
from budgetaudit.claims.lexicon import lexicon
from budgetaudit.claims.parts import ReadParagraph, paragraphs
from budgetaudit.claims.reader import states
from budgetaudit.claims.relations import relations_of
from budgetaudit.claims.state import State, begun
from budgetaudit.claims.tokens import Token
from budgetaudit.claims.topics import Spoken, Topic, gathered
from budgetaudit.facts import Claim, Facts, Part, Relation
from budgetaudit.messages import say
from budgetaudit.rulebook import Rulebook

SIGNS = {1: "+", -1: "-", 0: "±"}


def prose_steps(facts: Facts, rulebook: Rulebook) -> Iterator[tuple[str, str, list[str]]]:
    """Each pass: the function that makes it, what it makes, and its values as lines."""
    words = lexicon(rulebook)
    read = [(part, list(paragraphs(part, facts, words, rulebook))) for part in facts.parts]
    said = [paragraph for _, several in read for paragraph in several]
    yield "claims.setting.setting", "Setting: paragraphs, every number beside its name", list(map(_setting, said))
    yield "claims.chains.paragraph_tokens", "Token: what they are cut into", list(map(_tokens, said))
    yield (
        "claims.clauses.clauses",
        "Chunk: a clause, and the token it ends with",
        [line for p in said for line in _chunks(p)],
    )
    yield "claims.reader.states", "State: what each clause adds", [line for p in said for line in _states(p)]
    ends = [(part, gathered(several[-1].state.spoken)) for part, several in read if several]
    topics = [line for part, spoken in ends for line in _spoken(part, spoken)]
    yield "claims.topics.gathered", "Topic, PartsList: what is spoken of, and what it is a part of", topics
    stated = [relation for part, spoken in ends for relation in relations_of(spoken, part.sections, words)]
    yield "claims.relations.relations_of", "Relation: what follows of it", [_relation(relation) for relation in stated]


def _setting(paragraph: ReadParagraph) -> str:
    here = paragraph.state.here
    about = [here.context.family, here.context.heading.name if here.context.heading else "", here.context.other]
    return f"{here.text} {' '.join(f'<{one}>' for one in about if one)}".rstrip()


def _tokens(paragraph: ReadParagraph) -> str:
    here = paragraph.state.here
    cut = paragraph_tokens(here.text, here.lexicon.words)
    return " ".join(map(_token, cut))


def _token(token: Token) -> str:
    return f"{token.kind}:{token.text}{token.unit}"


def _chunks(paragraph: ReadParagraph) -> Iterator[str]:
    here = paragraph.state.here
    yield from map(_chunk, clauses(paragraph_tokens(here.text, here.lexicon.words), here))


def _chunk(chunk: Chunk) -> str:
    return f"{' '.join(_clause(chunk.clause)) or '·'} | {_token(chunk.word)}"


def _clause(clause: Clause) -> Iterator[str]:
    """What a clause says, by the names of its fields; what it does not say is left out."""
    if clause.mention:
        yield clause.mention.name
    for name, place in (("than", clause.than), ("share", clause.share), ("done", clause.done)):
        yield from [name] if place >= 0 else []
    if clause.whole:
        yield f"of:{clause.whole.name}"
    for name, year in (("year", clause.year), ("than_year", clause.than_year)):
        yield from [f"{name}:{year}"] if year else []
    if clause.turn:
        yield f"turn:{SIGNS[clause.turn.sign]}{clause.turn.word}"
    for name in ("past", "soft", "joined", "reason"):
        yield from [name] if getattr(clause, name) else []


def _states(paragraph: ReadParagraph) -> Iterator[str]:
    here = paragraph.state.here
    cut = list(clauses(paragraph_tokens(here.text, here.lexicon.words), here))
    before = begun(here, paragraph.before)
    for chunk, state in zip(cut, states(cut, here, paragraph.before), strict=True):
        added = " ".join(_added(before, state))
        yield from [f"{_token(chunk.word)} → {added}"] if added else []
        before = state


def _added(before: State, state: State) -> Iterator[str]:
    """What a clause adds to the state: claims, numbers that are not understood, the open lists, what is waiting."""
    yield from map(_claim, state.claims[len(before.claims) :])
    yield from (f"?{number.raw} {say(number.why)}" for number in state.unread[len(before.unread) :])
    if state.lists != before.lists:
        yield f"lists[{' '.join(_list(state.spoken, number) for number in state.lists)}]"
    if state.pending and state.pending != before.pending:
        yield f"pending:{state.pending.name}"
    if state.phrase and state.phrase != before.phrase:
        yield f"phrase:{state.phrase.name}"


def _claim(claim: Claim) -> str:
    sign = SIGNS[claim.sign] if claim.role in ("delta", "rate") else ""
    return f"{claim.subject}.{claim.role}={sign}{claim.fact.raw}"


def _list(spoken: Spoken, number: int) -> str:
    listing = spoken.listing(number)
    owner = spoken.owner_of(listing)
    return f"{listing.word}{'!' if listing.full else ''} of {owner.subject if owner else '?'}"


def _spoken(part: Part, spoken: Spoken) -> Iterator[str]:
    yield f"{part.id} {part.name}"
    for topic in spoken.topics.values():
        yield f"{'  ' * (len(spoken.owners(topic)) + 1)}{_topic(topic, spoken)}".rstrip()


def _topic(topic: Topic, spoken: Spoken) -> str:
    numbers = " ".join(f"{role}={claim.fact.raw}" for role, claim in topic.numbers.items())
    inside = f"({_list(spoken, topic.within)})" if topic.within is not None else ""
    words = {"flat": topic.flat, "turned": topic.turned, "side": topic.side, "whole": topic.whole}
    more = " ".join(f"{name}:{word}" for name, word in words.items() if word)
    return " ".join(filter(None, (topic.subject, numbers, inside, more)))


def _relation(relation: Relation) -> str:
    sides = [_raw([relation.whole] if relation.whole else []), _raw(relation.parts)]
    named = " ".join(f"{name}:{claim.fact.raw}" for name, claim in relation.named.items())
    full, ways = "full" if relation.exhaustive else "", f"or {len(relation.otherwise)}" if relation.otherwise else ""
    said = (relation.kind.value, relation.word, " ← ".join(filter(None, sides)), named, full, ways)
    return " ".join(filter(None, said))


def _raw(claims: Sequence[Claim]) -> str:
    return " + ".join(claim.fact.raw for claim in claims)
