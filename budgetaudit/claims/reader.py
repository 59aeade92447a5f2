"""Reads a paragraph word by word: a fold of its tokens over the state. Every number is bound to what it is of: an
amount, a change, a rate, a share, a count."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from budgetaudit.claims import marks
from budgetaudit.claims.clauses import Chunk, clauses
from budgetaudit.claims.numbers import on_number
from budgetaudit.claims.setting import Setting
from budgetaudit.claims.state import State, begun
from budgetaudit.claims.tokens import ProseWords, Token, TokenKind, tokens
from budgetaudit.claims.topics import Spoken
from budgetaudit.text import regex

CHAIN = regex(
    r"(?:[\u4e00-\u9fff][\u4e00-\u9fff、]{1,60}+(?:\([\u4e00-\u9fff]{2,20}\)[\u4e00-\u9fff、]*+)?\(\d{0,3}[类款项]\))+"
)
LEVELS = ("类)", "款)", "项)")
MARKS: Mapping[TokenKind, Callable[[State, Token], State]] = {
    "up": marks.on_turn, "down": marks.on_turn, "both": marks.on_turn, "flat": marks.on_turn,
    "intro": marks.on_intro, "open": marks.on_open, "close": marks.on_close, "stop": marks.on_stop,
    "semi": marks.on_semi, "comma": marks.on_comma, "dot": marks.on_dot, "colon": marks.on_colon, "num": on_number,
}  # fmt: skip
"""What reads the tokens that end a clause, or say something of a topic."""


def words_of_paragraph(text: str, words: ProseWords) -> Iterator[Token]:
    """The tokens of a paragraph; a chain of 类, 款, 项 names is one token."""
    at = 0
    chained = any(mark in text for mark in LEVELS)
    for names in CHAIN.finditer(text) if chained else ():
        yield from tokens(text, words, at, names.start())
        yield Token("line", names[0], names.start(), names.end())
        at = names.end()
    yield from tokens(text, words, at)


def states(chunks: Iterable[Chunk], here: Setting, spoken: Spoken) -> Iterator[State]:
    """The state behind each clause. `spoken` is what the paragraph begins with."""
    state = begun(here, spoken)
    for chunk in chunks:
        heard = replace(state, clause=chunk.clause, reason=chunk.reason)
        state = MARKS[chunk.word.kind](heard, chunk.word)
        yield state


def read(here: Setting, spoken: Spoken) -> State:
    """The state at the end of a paragraph."""
    cut = words_of_paragraph(here.text, here.lexicon.words)
    last = begun(here, spoken)
    for state in states(clauses(cut, here), here, spoken):
        last = state
    return last
