"""Lines above a table → the templates that they name."""

from collections.abc import Iterator, Mapping, Sequence

from budgetaudit.facts import Caption
from budgetaudit.filing import Passage
from budgetaudit.recognise.tables import Candidate
from budgetaudit.recognise.vocabulary import Vocabulary
from budgetaudit.text import unquoted

NAMED = 4
"""How many characters a body's name has at least."""
TITLE = "表"
"""What every title of a table ends in."""


def without_body(
    candidates: Sequence[Candidate], above: Sequence[Passage], captions: Mapping[str, Caption], words: Vocabulary
) -> list[Candidate]:
    """What a title names but for the body that it begins with, which its captions name too; () where that is no more
    than it says with it."""
    body = captions["entity"].value if "entity" in captions else ""
    if len(body) < NAMED or any(candidate.sure for candidate in candidates):
        return []
    lines = [(unquoted(passage.text), passage) for passage in above]
    titles = [(text.replace(body, "", 1), passage) for text, passage in lines if body in text and text[-1:] == TITLE]
    named = ((words.templates_for(text), passage) for text, passage in titles)
    return [
        Candidate(template, Caption(unquoted(passage.text), passage.text.strip(), passage.place))
        for templates, passage in named
        for template in templates
    ]


def titles_in(passage: Passage, below: str, words: Vocabulary) -> tuple[list[Candidate], bool]:
    """The templates that a line or a piece of it names, else those that it may name; and whether it is one title with
    the line below."""
    known: list[Candidate] = []
    broken = False
    for text in _title_texts(passage.text, below):
        named = sure(Caption(unquoted(text), text.strip(), passage.place), words)
        if named and below and text == passage.text + below and _broken(passage.text, below, words):
            known, broken = [*named, *known], True
        else:
            known += named
    return known or perhaps(Caption(unquoted(passage.text), passage.text.strip(), passage.place), words), broken


def sure(title: Caption, words: Vocabulary) -> list[Candidate]:
    return [Candidate(template, title) for template in words.templates_for(title.raw)]


def perhaps(title: Caption, words: Vocabulary) -> list[Candidate]:
    return [Candidate(template, title, sure=False) for template in words.perhaps(title.raw)]


def _broken(upper: str, lower: str, words: Vocabulary) -> bool:
    """Whether two lines are one title: together they are a standard title which the lower one alone is not."""
    whole = words.reduce(upper + lower)
    return "。" not in upper and TITLE not in upper and whole in words.titles and whole != words.reduce(lower)


def _title_texts(text: str, below: str) -> Iterator[str]:
    """What may be a title: the line, the line with the one below it, each line of it, its pieces."""
    yield text
    if below and len(text) < 40:
        yield text + below
    pieces = [piece for piece in text.replace("\t", "\n").split("\n") if piece.strip()]
    if len(pieces) > 1:
        yield from reversed(pieces)
    spaced = [piece for piece in text.split("  ") if piece.strip()]
    if len(spaced) > 1:
        yield from spaced
