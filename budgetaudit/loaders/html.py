"""Web pages, and files that are web pages whatever their name says."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block, Grid, Passage, Place
from budgetaudit.loaders import htmltable
from budgetaudit.loaders.encodings import caution, decoded
from budgetaudit.loaders.layout import grid
from budgetaudit.loaders.tablesplit import separated
from budgetaudit.messages import Text, message
from budgetaudit.text import regex

_CHARSET = regex(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_DECLARATION = regex(r"^\s*<\?xml[^>]*\?>")
SILENT = frozenset({
    "script", "style", "head", "title", "noscript", "nav", "template", "iframe", "select", "option", "button",
    "textarea", "object", "svg",
})  # fmt: skip
LINES = frozenset({
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main",
    "header", "footer", "center", "blockquote", "pre", "address", "form", "fieldset", "figure", "figcaption", "hr",
    "caption", "body", "tr", "td", "th", "tbody",
})  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".zip", ".rar", ".7z")
SHORTEST_LINK = 5
PLACED = 8
"""How many pieces at fixed positions make a page."""
_SPACE = regex(r"[ \t\r\n\f]+")


def load(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """Prose and tables in reading order; menus, scripts and what is hidden are left out."""
    text = _text(data, name)
    body = _parsed(text, name)
    page = _Page(has_pages=any(map(placed, body.iter("div"))))
    page.walk(body)
    page.end_line()
    page.end_pages()
    return (*separated(page.blocks), *_links(body)), caution(text)


def _links(body: HtmlElement) -> Iterator[Passage]:
    """What the links of a page say: the names of files, and whatever is long enough to be the title of a page."""
    for link in body.iter("a"):
        said = " ".join(link.text_content().split())
        name = unquote(urlsplit(link.get("href") or "").path).rpartition("/")[2]
        if name.lower().endswith(FILES) and not said.lower().endswith(FILES):
            said = name
        if len(said) >= SHORTEST_LINK:
            yield Passage(said, Place(), "link")


def _text(data: bytes, name: str) -> str:
    if data[:4096].lstrip().lower().startswith(b"mime-version:") or b"multipart/related" in data[:2048]:
        data = _page_of_archive(data)
    declared = _CHARSET.search(data[:4096])
    text = decoded(data, declared[1].decode("ascii") if declared else "")
    if text is None:
        raise FilingError(name, message("page.encoding"))
    return text


def _parsed(text: str, name: str) -> HtmlElement:
    try:
        parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, recover=True)
        return document_fromstring(_DECLARATION.sub("", text).replace("\0", ""), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise FilingError(name, message("page.empty")) from error


def _page_of_archive(data: bytes) -> bytes:
    """The page inside a web archive (.mht)."""
    from email import message_from_bytes

    for part in message_from_bytes(data.lstrip()).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    return data


class _Page:
    """Blocks so far, and the line of prose being gathered."""

    def __init__(self, *, has_pages: bool) -> None:
        self.has_pages = has_pages
        self.blocks: list[Block] = []
        self.texts: list[str] = []
        self.linked = self.plain = 0
        self.role = "body"
        self.passages = self.tables = self.pages_before = 0
        self.pages: list[HtmlElement] = []

    def walk(self, element: HtmlElement, in_link: bool = False) -> None:
        """Read an element and what is in it, in order."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in SILENT or is_hidden(element):
            return
        if self.has_pages and placed(element, fewest=1):
            self.end_line()
            self.pages.append(element)
            return
        if tag == "table" and not htmltable.is_layout(element):
            self.end_line()
            self.table(element)
            return
        if tag == "br" or tag in LINES:
            self.end_line()
            self.role = "heading" if tag in HEADINGS else "body"
        in_link = in_link or (tag == "a" and element.get("href") is not None)
        self.write(element.text, in_link)
        for child in element:
            self.walk(child, in_link)
            self.write(child.tail, in_link)
        if tag in LINES:
            self.end_line()
            self.role = "body"

    def write(self, text: str | None, in_link: bool) -> None:
        if text and (words := _SPACE.sub(" ", text)):
            self.texts.append(words)
            size = len(words.strip())
            self.linked += size * in_link
            self.plain += size * (not in_link)

    def end_line(self) -> None:
        """File the line of prose, unless all of it is links: a menu."""
        text = "".join(self.texts).replace("\xa0", " ").strip()
        if text and (self.plain or not self.linked):
            self.end_pages()
            self.passages += 1
            self.blocks.append(Passage(text, Place(paragraph=self.passages), self.role))
        self.texts, self.linked, self.plain = [], 0, 0

    def end_pages(self) -> None:
        """File the pages that were placed piece by piece, one after the other."""
        if self.pages:
            from budgetaudit.loaders import positioned  # the reader of PDF pages is loaded for such pages only

            before = positioned.Counted(self.pages_before, self.passages, self.tables)
            blocks = positioned.blocks(self.pages, before)
            self.pages_before += len(self.pages)
            self.tables += sum(isinstance(block, Grid) for block in blocks)
            self.passages += sum(isinstance(block, Passage) for block in blocks)
            self.blocks += blocks
            self.pages = []

    def table(self, element: HtmlElement) -> None:
        """A table, then the tables inside its cells."""
        self.end_pages()
        for caption in element.iterchildren("caption"):
            self.walk(caption)
        self.tables += 1
        rows = htmltable.rows(element)
        table = grid(rows, Place(table=self.tables), len(rows))
        if table.cells:
            self.blocks.append(table)
        else:
            self.tables -= 1
        for inner in htmltable.nested(element):
            self.table(inner)


def placed(element: HtmlElement, fewest: int = PLACED) -> bool:
    """Whether what an element holds is placed piece by piece, as converters make the pages of a PDF."""
    if len(element) < fewest:
        return False
    styles = [style for child in element if (style := child.get("style")) and "left:" in style and "top:" in style]
    return len(styles) >= fewest and 2 * len(styles) > len(element)


def is_hidden(element: HtmlElement) -> bool:
    """Whether a reader of the page does not see it."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
