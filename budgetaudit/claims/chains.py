"""The tokens of a paragraph, in which a chain of 类, 款 and 项 names (教育支出（类）普通教育（款）) is one token."""

from collections.abc import Iterator

from budgetaudit.claims.tokens import ProseWords, Token, tokens
from budgetaudit.text import regex

CHAIN = regex(
    r"(?:[\u4e00-\u9fff][\u4e00-\u9fff、]{1,60}+(?:\([\u4e00-\u9fff]{2,20}\)[\u4e00-\u9fff、]*+)?\(\d{0,3}[类款项]\))+"
)
LEVELS = ("类)", "款)", "项)")


def paragraph_tokens(text: str, words: ProseWords) -> Iterator[Token]:
    """The tokens of a paragraph's text, in their order."""
    at = 0
    chained = any(mark in text for mark in LEVELS)
    for names in CHAIN.finditer(text) if chained else ():
        yield from tokens(text, words, at, names.start())
        yield Token("line", names[0], names.start(), names.end())
        at = names.end()
    yield from tokens(text, words, at)
