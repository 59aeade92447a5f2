"""Page headers, footers and page numbers: what stands in the margins and repeats from page to page."""

from collections import Counter
from collections.abc import Callable, Iterator

from budgetaudit.filing import Passage, Place
from budgetaudit.loaders.pdf.layout import Layout
from budgetaudit.loaders.pdf.text import VisualLine
from budgetaudit.text import regex

MARGIN, NUMBER_MARGIN = 0.12, 0.2
"""The share of a page's height, at its top and bottom, where headers and footers stand, and page numbers."""
_PAGE_NUMBER = regex(
    r"[-—–－─~·\s]*(?:第\s*)?\d{1,4}\s*+页?[-—–－─~·\s]*"
    r"|(?:第\s*)?\d{1,4}\s*+页?\s*[/／,，共]\s*(?:共\s*)?\d{1,4}\s*页?"
)
_DIGITS = regex(r"\d+")

Furniture = frozenset[str]


def furniture(layouts: tuple[Layout, ...]) -> Furniture:
    """What is printed at the same place in the margin of most pages; digits may differ."""
    seen = Counter(key for page in layouts for key in {_key(line, page) for line in _marginal(page)})
    return frozenset(key for key, times in seen.items() if times >= max(3, 0.6 * len(layouts)))


def text_lines(page: Layout, repeated: Furniture) -> tuple[VisualLine, ...]:
    """The lines of a page without its headers, footers and page numbers."""
    outer = _outer(page, repeated)
    return tuple(line for line in page.lines if not outer(line))


def _outer(page: Layout, repeated: Furniture) -> Callable[[VisualLine], bool]:
    """Tells the furniture of a page. What repeats between the page's own lines, such as the caption under a title, is
    none."""
    own = [line for line in page.lines if not _is_furniture(line, page, repeated)]
    top = min((line.bottom for line in own), default=page.height)
    low = max((line.top for line in own), default=0)

    def tells(line: VisualLine) -> bool:
        further = line.top < top if _is_above(line, page) else line.bottom > low
        return _is_page_number(line, page) or (_is_furniture(line, page, repeated) and further)

    return tells


def _is_furniture(line: VisualLine, page: Layout, repeated: Furniture) -> bool:
    return _is_page_number(line, page) or (_in_margin(line, page) and _key(line, page) in repeated)


def _is_above(line: VisualLine, page: Layout) -> bool:
    return line.middle < page.height / 2


def _is_page_number(line: VisualLine, page: Layout) -> bool:
    """Whether a line is a page number: the first or last thing on its page, towards the edge."""
    if not _PAGE_NUMBER.fullmatch(line.text) or not _in_margin(line, page, NUMBER_MARGIN):
        return False
    above = line is page.lines[0] and all(line.bottom < table.box[1] for table in page.tables)
    below = line is page.lines[-1] and all(line.top > table.box[3] for table in page.tables)
    return above or below


def _in_margin(line: VisualLine, page: Layout, share: float = MARGIN) -> bool:
    return not share < line.middle / page.height < 1 - share


def _marginal(page: Layout) -> Iterator[VisualLine]:
    return (line for line in page.lines if _in_margin(line, page))


def _key(line: VisualLine, page: Layout) -> str:
    side = "header" if _is_above(line, page) else "footer"
    return f"{side}{round(line.top / 4)}{_DIGITS.sub('#', line.text)}"


def headers_and_footers(layouts: tuple[Layout, ...], repeated: Furniture) -> Iterator[Passage]:
    """Each header and footer once; page numbers not at all."""
    done: set[str] = set()
    for page in layouts:
        outer = _outer(page, repeated)
        for line in _marginal(page):
            key = _key(line, page)
            if key in repeated - done and outer(line) and not _is_page_number(line, page):
                done.add(key)
                yield Passage(line.text, Place(page=page.number), key[:6])
