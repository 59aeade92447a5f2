"""What a paragraph's tokens are grouped into: clauses, each with the token that ends it or says something of it.

Looks at the tokens alone: what a number is of, and what it is a part of, is not known here."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.amounts import MONEY, PERCENT, UNITS, Unit, count_unit
from budgetaudit.claims.clause import Clause
from budgetaudit.claims.clausewords import clause_with
from budgetaudit.claims.names import named
from budgetaudit.claims.setting import Setting
from budgetaudit.claims.tokens import Token

ENDS = frozenset(
    {"up", "down", "both", "flat", "intro", "open", "close", "stop", "semi", "comma", "dot", "colon", "num"}
)
"""The kinds of the tokens that a clause is handed on with."""
LEADS = ("方面", "如下", "情况", "内容", "包括")
"""Words before a colon that say what follows."""


class Chunk(Struct, frozen=True, eq=False):
    """A clause as read up to `word`, which ends it or says something of it; `reason` says whether a purpose or reason
    goes on being given behind it."""

    clause: Clause
    word: Token
    reason: bool


class Enclosing(Struct, frozen=True, eq=False):
    """The clause before a bracket, and how many amounts and percentages there were before it; `outer` is the same of
    the bracket that it stands in."""

    clause: Clause
    amounts: int
    outer: "Enclosing | None"


def clauses(cut: Iterable[Token], here: Setting) -> Iterator[Chunk]:
    """The clauses of a paragraph. Behind a bracket without an amount the clause before it goes on."""
    clause, amounts = Clause(0), 0
    bracket: Enclosing | None = None
    for word in cut:
        clause = clause_with(clause, word, here)
        if word.kind not in ENDS or _passed_over(clause, word, here):
            continue
        amounts += is_amount(word)
        following = _following(clause, word, here)
        if word.kind == "open":
            bracket = Enclosing(clause, amounts, bracket)
        elif word.kind == "close" and bracket:
            goes_on = bracket.amounts == amounts
            following = bracket.clause if goes_on else Clause(word.end, bracket.clause.reason)
            bracket = bracket.outer
        yield Chunk(clause, word, following.reason)
        clause = following


def unit_of(name: str) -> Unit:
    """The unit that stands behind a number."""
    if name == "万":
        return UNITS["万元"]
    return UNITS[name] if name in UNITS else count_unit(name)


def is_amount(word: Token) -> bool:
    """Whether a token is an amount of money or a percentage."""
    unit = word.unit if word.kind == "num" and not word.bare else ""
    return bool(unit) and unit_of(unit).dimension in (MONEY, PERCENT)


def counts_known(clause: Clause, word: Token, here: Setting) -> bool:
    """Whether a number that counts things counts a subject of the lexicon."""
    mention = named(clause, here, word.start)
    return mention is not None and mention.name in here.lexicon.subjects and not clause.reason


def _passed_over(clause: Clause, word: Token, here: Setting) -> bool:
    """Whether 包括 stands within a reason, and opens no list."""
    within = word.kind == "intro" and clause.reason
    return within and word.text not in here.lexicon.mild and word.text not in here.lexicon.firm


def _following(clause: Clause, word: Token, here: Setting) -> Clause:
    """The clause that begins behind a token; the same one where the token does not end it."""
    match word.kind:
        case "comma":
            return Clause(word.end, clause.reason, year=clause.year if clause.than >= 0 else 0)
        case "dot":
            joined = clause.joined or (clause.mention is not None and clause.than < 0)
            return Clause(word.end, clause.reason, joined=joined)
        case "colon":
            return _behind_colon(clause, word, here)
        case "num":
            return _behind_number(clause, word, here)
        case "up" | "down" | "both" | "flat" | "close":
            return clause
    goes_on = clause.reason if word.kind == "open" else word.kind == "intro" and word.text in here.lexicon.mild
    return Clause(word.end, goes_on)


def _behind_colon(clause: Clause, word: Token, here: Setting) -> Clause:
    """2026年：the year goes for what follows."""
    reason = clause.reason and not here.text.endswith(LEADS, 0, word.start)
    if clause.year and not clause.mention and clause.year_end == word.start:
        return Clause(word.end, reason, year=clause.year, year_end=word.end)
    return Clause(word.end, reason)


def _behind_number(clause: Clause, word: Token, here: Setting) -> Clause:
    """An amount ends its clause; a number without a unit does not, nor one that counts what nobody asks for."""
    if word.bare or not word.unit:
        return clause
    apart = any(start <= word.start < end for start, end in here.apart)
    if is_amount(word) or apart or counts_known(clause, word, here):
        return Clause(word.end, clause.reason)
    return replace(clause, turn=None)
