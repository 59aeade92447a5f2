"""Changes of the prose that change nothing: paragraphs, numbering, width of letters, spaces."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from budgetaudit.filing import Block, Filing, Grid, Passage
from budgetaudit.text import CIRCLED, COUNTING, HAN, NUMBERED, ordinal, regex

from . import grids
from .seen import Seen

_WIDE = str.maketrans("0123456789.%():;", "０１２３４５６７８９．％（）：；")
_NARROW = str.maketrans("（）：％；", "():%;")
_AMOUNT = regex(r"(?<![\d.,])\d{4,9}(?=(?:\.\d+)?(?:万元|元))")
_MARKED = regex(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = regex(rf"(?<={HAN})(?=\d)|(?<=\d)(?={HAN})")
_ITEM, _INSIDE = regex(NUMBERED), regex(rf"[。；：:;，]\s*(?:{NUMBERED})")
LONG = 30
"""The fewest letters of a paragraph of text."""


def all_texts(rewrite: Callable[[str], str]) -> Callable[[Seen], Filing | None]:
    """Every text of the filing, in tables and prose, written otherwise."""

    def change(seen: Seen) -> Filing | None:
        return seen.with_blocks(
            grids.rewritten(block, lambda cell: rewrite(cell.text))
            if isinstance(block, Grid)
            else replace(block, text=rewrite(block.text))
            for block in seen.filing.blocks
        )

    return change


def wide(text: str) -> str:
    return text.translate(_WIDE)


def narrow(text: str) -> str:
    return text.translate(_NARROW)


def prose(rewrite: Callable[[str], str]) -> Callable[[Seen], Filing | None]:
    """Every passage written otherwise."""
    return lambda seen: seen.with_passages(lambda passage: rewrite(passage.text))


def spaces_about_numbers(text: str) -> str:
    return _NUMBER.sub(" ", text)


def thousands(text: str) -> str:
    """Thousands marks in amounts, or none where there were some."""
    if _MARKED.search(text):
        return _MARKED.sub("", text)
    return _AMOUNT.sub(lambda match: f"{int(match[0]):,}" if match[0][0] != "0" else match[0], text)


def paragraphs_cut(seen: Seen) -> Filing | None:
    """Each long paragraph is cut behind its first full stop."""

    def pieces(block: Block) -> Sequence[Block]:
        if not isinstance(block, Passage) or block.role != "body":
            return (block,)
        first, stop, rest = block.text.strip().partition("。")
        whole = first.count("（") == first.count("）") and first.count("“") == first.count("”")
        if not stop or not whole or min(len(first), len(rest)) < LONG:
            return (block,)
        return replace(block, text=first + stop), replace(block, text=rest)

    return seen.with_blocks(piece for block in seen.filing.blocks for piece in pieces(block))


def paragraphs_joined(seen: Seen) -> Filing | None:
    """Two paragraphs of text that follow each other, the second without a number, are one."""
    blocks = seen.filing.blocks
    joints = {at for at, (upper, lower) in enumerate(pairwise(blocks), 1) if _joins(upper, lower)}
    joints = {at for at in joints if at - 1 not in joints}

    def joined() -> Iterator[Block]:
        for at, block in enumerate(blocks):
            below = blocks[at + 1] if at + 1 in joints else None
            if isinstance(block, Passage) and isinstance(below, Passage):
                yield replace(block, text=block.text.strip() + below.text.strip())
            elif at not in joints:
                yield block

    return seen.with_blocks(joined())


def _joins(upper: Block, lower: Block) -> bool:
    return all(isinstance(one, Passage) and _running(one) for one in (upper, lower)) and not (
        isinstance(lower, Passage) and _ITEM.match(lower.text.strip())
    )


def _running(passage: Passage) -> bool:
    text = passage.text.strip()
    return passage.role == "body" and len(text) > LONG and text.endswith("。")


def other_marks(text: str) -> str:
    """一、 → 一．, （一） → (一), 1. → 1、 and the other way at the beginning of lines."""
    match = _ITEM.match(text.strip())
    if match is None:
        return text
    number, rest = match[0], text.strip()[match.end() :]
    if number[-1] in "、.．" and not rest[:1].isdecimal():
        chinese = number[0] in COUNTING
        return f"{number[:-1]}{'．' if chinese else '、' if number[-1] != '、' else '.'}{rest}"
    return f"{number.translate(_NARROW)}{rest}"


_LEVELS = (
    (regex(rf"([{COUNTING}]{{1,3}})、"), "（{}）"),
    (regex(rf"[（(]([{COUNTING}]{{1,3}})[）)]、?"), "1."),
    (regex(r"(\d{1,2})[、.．](?!\d)"), "（{}）"),
    (regex(r"[（(](\d{1,2})[）)]"), "①"),
)


def level_down(seen: Seen) -> Filing | None:
    """All numbers of headings and items in the style of the level below: 一、 → （一）, （一） → 1. Not where one
    stands inside a line, nor where ① does."""
    lines = [block for block in seen.filing.blocks if isinstance(block, Passage)]
    if any(_INSIDE.search(line.text) or any(mark in line.text for mark in CIRCLED) for line in lines):
        return None
    return seen.with_passages(lambda passage: _lowered(passage.text))


def _lowered(text: str) -> str:
    plain = text.strip()
    for pattern, style in _LEVELS:
        if match := pattern.match(plain):
            return _printed(match[1], style) + plain[match.end() :]
    return text


def _printed(number: str, style: str) -> str:
    """A number as a style prints it."""
    if style == "①":
        return CIRCLED[int(number) - 1] if 0 < int(number) <= len(CIRCLED) else f"（{number}）"
    return f"{ordinal(number)}." if style == "1." else style.format(number)


def heading_digits(seen: Seen) -> Filing | None:
    """一、 → 1. throughout, where no line begins with a digit's number."""
    lines = [block.text.strip() for block in seen.filing.blocks if isinstance(block, Passage)]
    if any(_LEVELS[2][0].match(line) or _INSIDE.search(line) for line in lines):
        return None

    def digits(passage: Passage) -> str:
        match = _LEVELS[0][0].match(passage.text.strip())
        return f"{ordinal(match[1])}.{passage.text.strip()[match.end() :]}" if match else passage.text

    return seen.with_passages(digits)


