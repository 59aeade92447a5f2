"""What a paragraph says: a fold of its clauses over the state. Every number is bound to what it is of (an amount, a
change, a rate, a share, a count), and every topic to the list that it is a part of."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from budgetaudit.claims import marks
from budgetaudit.claims.chains import paragraph_tokens
from budgetaudit.claims.clauses import Chunk, clauses
from budgetaudit.claims.numbers import on_number
from budgetaudit.claims.setting import Setting
from budgetaudit.claims.state import State, begun
from budgetaudit.claims.tokens import Token, TokenKind
from budgetaudit.claims.topics import Spoken

MARKS: Mapping[TokenKind, Callable[[State, Token], State]] = {
    "up": marks.on_turn, "down": marks.on_turn, "both": marks.on_turn, "flat": marks.on_turn,
    "intro": marks.on_intro, "open": marks.on_open, "close": marks.on_close, "stop": marks.on_stop,
    "semi": marks.on_semi, "comma": marks.on_comma, "dot": marks.on_dot, "colon": marks.on_colon, "num": on_number,
}  # fmt: skip
"""What reads the tokens that end a clause, or say something of a topic."""


def states(chunks: Iterable[Chunk], here: Setting, spoken: Spoken) -> Iterator[State]:
    """The state behind each clause. `spoken` is what the paragraph begins with."""
    state = begun(here, spoken)
    for chunk in chunks:
        heard = replace(state, clause=chunk.clause, reason=chunk.reason)
        state = MARKS[chunk.word.kind](heard, chunk.word)
        yield state


def read(here: Setting, spoken: Spoken) -> State:
    """The state at the end of a paragraph."""
    cut = paragraph_tokens(here.text, here.lexicon.words)
    last = begun(here, spoken)
    for state in states(clauses(cut, here), here, spoken):
        last = state
    return last
