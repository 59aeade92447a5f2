"""Tables of contents: lines that look like headings and are not."""

from collections import Counter
from collections.abc import Sequence

from budgetaudit.filing import Passage
from budgetaudit.outline.headings import HeadingWords, numbered
from budgetaudit.text import regex, squeeze

ContentsBlock = Passage | str

LEADER = regex(
    r"(?<![….·．。﹒⋯-])[….·．。﹒⋯-]{3,}\d*$|(?<![….·．﹒⋯])[….·．﹒⋯]{2,}\d*$|[….·．﹒⋯]{4,}|PAGEREF_Toc\d"
)
"""What leads to a page number; the code of a field that Word would have replaced by one."""
PAGE = regex(r"(?<!\s)\D\s+[-－—]?\d{1,3}[-－—]?$|\t\d{1,3}$")
_LONG = 60
_FEWEST = 4


def body_of(blocks: Sequence[ContentsBlock], heading_words: HeadingWords) -> list[ContentsBlock]:
    """The blocks without a table of contents and without lines that lead to a page number."""
    start = next((at for at, block in enumerate(blocks) if _opens(block, heading_words)), None)
    kept = list(blocks) if start is None else [*blocks[:start], *blocks[_close(blocks, start + 1) :]]
    kept = [block for block in kept if isinstance(block, str) or not LEADER.search(squeeze(block.text))]
    first, last = _listed(kept, heading_words)
    return [*kept[:first], *kept[last:]]


def entries(blocks: Sequence[ContentsBlock], heading_words: HeadingWords) -> list[Passage]:
    """The lines of the table of contents."""
    body = {id(block) for block in body_of(blocks, heading_words)}
    return [block for block in blocks if isinstance(block, Passage) and id(block) not in body]


def _opens(block: ContentsBlock, heading_words: HeadingWords) -> bool:
    return (
        isinstance(block, Passage)
        and _short(block)
        and squeeze(block.text).strip("：:").endswith(heading_words.contents)
    )


def _close(blocks: Sequence[ContentsBlock], start: int) -> int:
    """Where the contents end: at a table, a long paragraph, or the first line that repeats one of them. Two entries
    that are broken over lines may begin with the same line."""
    seen: dict[str, str] = {}
    for at in range(start, len(blocks)):
        block = blocks[at]
        if isinstance(block, str):
            return at
        title, rest = titled(block.text), _rest(blocks, at + 1)
        again = title in seen and not (rest and seen[title] and rest != seen[title])
        if again or title + rest in seen or (len(title) > _LONG and "。" in title):
            return at
        if title:
            seen |= {title: rest, title + rest: ""} if rest else {title: ""}
    return start


def _rest(blocks: Sequence[ContentsBlock], at: int) -> str:
    """A short line without a number, which may be the rest of the entry above it; "" where there is none."""
    block = blocks[at] if at < len(blocks) else ""
    if isinstance(block, str) or not _short(block) or PAGE.search(block.text.strip()):
        return ""
    style, _, title = numbered(squeeze(block.text))
    return "" if style or "。" in title else title


def _listed(blocks: Sequence[ContentsBlock], heading_words: HeadingWords) -> tuple[int, int]:
    """The first run of short lines most of which come again further on: contents that do not say so."""
    start = 0
    for at, block in enumerate((*blocks, "")):
        if isinstance(block, Passage) and _short(block):
            continue
        run = [(i, titled(block.text)) for i, block in enumerate(blocks[start:at], start) if isinstance(block, Passage)]
        if len(run) >= _FEWEST:
            again = Counter(
                titled(block.text) for block in blocks[start:] if isinstance(block, Passage) and _short(block)
            )
            titles = [(i, title) for i, title in run if title and not title.endswith(heading_words.tables)]
            twice = [i for i, title in titles if again[title] > 1]
            if len(twice) >= _FEWEST and len(twice) * 2 > len(titles):
                return twice[0], _second(run, twice[0], at)
        if isinstance(block, str):
            break
        start = at + 1
    return 0, 0


def _second(run: Sequence[tuple[int, str]], first: int, end: int) -> int:
    """Where in a run its titles begin to come a second time: there the body starts."""
    seen: set[str] = set()
    for at, title in run:
        if at >= first and title in seen:
            return at
        seen.add(title)
    return end


def _short(passage: Passage) -> bool:
    text = squeeze(passage.text)
    return len(text) <= _LONG and not text.endswith("。")


def titled(text: str) -> str:
    """A line without white space, number, leaders and page."""
    line = squeeze(PAGE.sub("", text.strip()) if PAGE.search(text.strip()) else text)
    return numbered(LEADER.sub("", line))[2]
