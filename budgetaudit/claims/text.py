"""Prose made ready for reading: whole paragraphs, narrowed, without spaces and quotes; offsets are kept."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator

from msgspec import Struct

from budgetaudit.filing import Passage
from budgetaudit.text import BY_LETTER, COUNTING, NUMBERED, SENTENCE_ENDS, regex

_DROP = regex(
    r"(?<=\d),\s+(?=\d)|(?<=\d)\s+(?=[.,]\d)"  # a number split after or before its mark
    r"|(?<=\d)\s+(?=\d)"  # two numbers: stay apart
    r"|[\s\u3000\u200b\ufeff\xad]+"
    r"|[\"'“”‘’「」『』〝〞]+"
    r"|\([境护室镜役]\)"
)
_COMMA = regex(r"(?<!\d),|,(?!\d{3}(?!\d))")
"""A comma that does not part the thousands of a number."""
_COUNTER = regex(r"\s*\d{1,2}[.、]")
_INLINE = regex(r"[:：；;。，](\d{1,2})[.、．](?!\d)")
_OWN = regex(r"\s*(\d{1,2})[.、．](?!\d)")
_ENDS = tuple(f"{SENTENCE_ENDS}：:.…)）")
_MARKER = regex(rf"\s*(?:{NUMBERED}|第?[{COUNTING}百]+[、.．章节部分]|注|附|表\s?\d)")


class Piece(Struct, frozen=True):
    """Where a run of a paragraph's characters came from: `at` in the paragraph, `start` in the passage's text."""

    at: int
    passage: Passage
    start: int


class Paragraph(Struct, frozen=True):
    """One or more passages as one text; `pieces` say where each run of its characters was printed."""

    text: str
    pieces: tuple[Piece, ...]
    passages: tuple[Passage, ...]

    def origin(self, at: int) -> tuple[Passage, int]:
        """The passage and offset that the character at `at` was printed at."""
        piece = self.pieces[max(0, bisect_right(self.pieces, at, key=lambda piece: piece.at) - 1)]
        return piece.passage, piece.start + at - piece.at


def runs(passages: Iterable[Passage], headings: Container[int] = ()) -> Iterator[list[Passage]]:
    """Passages that are one paragraph: a sentence runs over the end of one; never over a heading (by id)."""
    run: list[Passage] = []
    for passage in passages:
        apart = bool(run) and (id(passage) in headings or id(run[-1]) in headings)
        if run and (apart or not (_runs_on(run[-1], passage) or _counts_on(run[-1].text, passage.text))):
            yield run
            run = []
        run.append(passage)
    if run:
        yield run


def _runs_on(passage: Passage, following: Passage) -> bool:
    """Whether a sentence goes on in the next passage."""
    if passage.role != following.role or passage.role == "heading" or len(passage.text) < 20:
        return False
    return not passage.text.endswith(_ENDS) and not _MARKER.match(following.text)


def _counts_on(text: str, following: str) -> bool:
    """Whether a list within a paragraph (…：1.甲；2.乙；) goes on in the next passage (3.丙), which is not the next
    paragraph of its own."""
    number, own = _OWN.match(following), _OWN.match(text)
    if not number or not text.rstrip().endswith(("；", ";")):
        return False
    before = int(number[1]) - 1
    within = [int(mark[1]) for mark in _INLINE.finditer(text)]
    return within[-1:] == [before] and not (own and int(own[1]) == before)


def joined(passages: Iterable[Passage]) -> Paragraph:
    """The passages as one narrowed text, with the place of every character in them."""
    run = tuple(passages)
    text: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for passage in run:
        for start, kept in _kept(passage.text.translate(BY_LETTER)):
            pieces.append(Piece(at, passage, start))
            text.append(kept)
            at += len(kept)
    return Paragraph(_COMMA.sub("，", "".join(text)), tuple(pieces), run)


def _kept(text: str) -> Iterator[tuple[int, str]]:
    """The runs of a text that stay, with their offsets."""
    last = 0
    for gap in _DROP.finditer(text):
        first = gap[0][0]
        if first == "," or (first.isspace() and _parts_numbers(text, gap)):
            yield last, text[last : gap.start() + 1]
        elif gap.start() > last:
            yield last, text[last : gap.start()]
        last = gap.end()
    if last < len(text):
        yield last, text[last:]


def _parts_numbers(text: str, gap: re.Match[str]) -> bool:
    """Whether the gap keeps two numbers, or a list marker and a number, apart."""
    before, after = text[: gap.start()], text[gap.end() : gap.end() + 1]
    return after.isdigit() and (before[-1:].isdigit() or bool(_COUNTER.fullmatch(before)))
