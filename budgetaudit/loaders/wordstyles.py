"""What Word paragraphs get from elsewhere: outline levels from styles, numbers of automatic lists."""

from collections.abc import Callable
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.loaders import numerals, package
from budgetaudit.loaders.package import Attributes, value

STYLE, ITS_END = b"<w:style ", b"</w:style>"


class ParagraphStyle(Struct, frozen=True):
    """What a paragraph style says that matters here; "" where it says nothing."""

    based_on: str = ""
    outline: str = ""
    number: str = ""
    level: str = ""


class Level(Struct, frozen=True):
    """One level of a list: how its numbers look, their pattern (`%1、`), the first one, what follows."""

    form: str = "decimal"
    pattern: str = ""
    first: int = 1
    suffix: str = "tab"


class Styles:
    """Styles and lists of one document, read when first asked for."""

    def __init__(self, part: Callable[[str], bytes], name: str) -> None:
        self._part, self._name = part, name
        self._known: dict[tuple[str, str], str] = {}
        self._counters: dict[str, dict[int, int]] = {}

    @cached_property
    def _styles(self) -> dict[str, ParagraphStyle]:
        return _read_styles(self._part("styles"), self._name)

    @cached_property
    def _lists(self) -> tuple[dict[str, str], dict[tuple[str, int], Level]]:
        return _read_lists(self._part("numbering"), self._name)

    def _inherited(self, style: str, field: str) -> str:
        if (style, field) not in self._known:
            self._known[style, field] = self._find(style, field)
        return self._known[style, field]

    def _find(self, style: str, field: str) -> str:
        for _ in range(20):
            definition = self._styles.get(style)
            if definition is None:
                return ""
            if value := str(getattr(definition, field)):
                return value
            style = definition.based_on
        return ""

    def is_heading(self, style: str, outline: str) -> bool:
        """Whether the paragraph has an outline level of its own or from its style (level 9 is body text)."""
        level = outline or (self._inherited(style, "outline") if style else "")
        return level.isdecimal() and int(level) < 9

    def label(self, style: str, number: str, level: str) -> str:
        """The automatic number Word prints before this paragraph, counted on; "" where it has none."""
        number = number or (self._inherited(style, "number") if style else "")
        if not number or number == "0":
            return ""
        level = level or (self._inherited(style, "level") if style else "") or "0"
        abstract = self._lists[0].get(number)
        depth = int(level) if level.isdecimal() else 0
        if abstract is None or (abstract, depth) not in self._lists[1]:
            return ""
        return self._count(abstract, number, depth)

    def _level(self, abstract: str, number: str, depth: int) -> Level:
        levels = self._lists[1]
        return levels.get((f"={number}", depth)) or levels.get((abstract, depth), Level())

    def _count(self, abstract: str, number: str, depth: int) -> str:
        own = f"={number}" if (f"={number}", depth) in self._lists[1] else abstract
        counters = self._counters.setdefault(own, {})
        level = self._level(abstract, number, depth)
        counters[depth] = counters.get(depth, level.first - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            del counters[deeper]
        if level.form in ("bullet", "none"):
            return ""
        text = level.pattern
        for d in range(depth + 1):
            shape = self._level(abstract, number, d)
            text = text.replace(f"%{d + 1}", numerals.written(counters.get(d, shape.first), shape.form))
        return text + (" " if text[-1:].isascii() and text and level.suffix != "nothing" else "")


def _read_styles(xml: bytes, name: str) -> dict[str, ParagraphStyle]:
    """Style id → style. Word's own headings are known by name even where no outline level is written."""
    styles: dict[str, ParagraphStyle] = {}
    now = [""]

    def style(attrs: Attributes) -> None:
        now[0] = value(attrs, "styleId")
        styles[now[0]] = ParagraphStyle()

    def field(key: str) -> package.Start:
        def read(attrs: Attributes) -> None:
            if now[0] in styles:
                styles[now[0]] = replace(styles[now[0]], **{key: value(attrs)})

        return read

    def title(attrs: Attributes) -> None:
        word, _, digit = value(attrs).lower().partition(" ")
        if now[0] in styles and word == "heading" and digit.isdecimal():
            styles[now[0]] = replace(styles[now[0]], outline=str(int(digit) - 1))

    w, xml = package.prefix(xml), _of_paragraphs(xml)
    starts: dict[str, package.Start] = {"style": style, "name": title}
    starts |= {"basedOn": field("based_on"), "outlineLvl": field("outline")}
    starts |= {"numId": field("number"), "ilvl": field("level")}
    package.scan(xml, {w + tag: handler for tag, handler in starts.items()}, {}, name)
    return styles


def _of_paragraphs(xml: bytes) -> bytes:
    """The styles part without the styles of tables, most of its length."""
    first, *styles = xml.split(STYLE)
    kept = [
        definition.partition(ITS_END)[2] if b'w:type="table"' in definition.partition(b">")[0] else STYLE + definition
        for definition in styles
    ]
    return first + b"".join(kept)


class _Lists:
    """The numbering part as it goes by. A list's own overriding levels are kept under `=<its id>`."""

    def __init__(self) -> None:
        self.abstracts: dict[str, str] = {}
        self.levels: dict[tuple[str, int], Level] = {}
        self.owner = self.number = ""
        self.depth = 0

    def abstract(self, attrs: Attributes) -> None:
        self.owner = value(attrs, "abstractNumId")

    def num(self, attrs: Attributes) -> None:
        self.number = value(attrs, "numId")
        self.owner = f"={self.number}"

    def link(self, attrs: Attributes) -> None:
        self.abstracts[self.number] = value(attrs)

    def level(self, attrs: Attributes) -> None:
        text = value(attrs, "ilvl")
        self.depth = int(text) if text.isdecimal() else 0
        if self.owner.startswith("="):
            base = (self.abstracts.get(self.number, ""), self.depth)
            self.levels[self.owner, self.depth] = self.levels.get(base, Level())
        else:
            self.levels[self.owner, self.depth] = Level()

    def change(self, **fields: object) -> None:
        key = (self.owner, self.depth)
        if key in self.levels:
            self.levels[key] = replace(self.levels[key], **fields)

    def start(self, attrs: Attributes) -> None:
        text = value(attrs)
        self.change(first=int(text) if text.isdecimal() else 1)


def _read_lists(xml: bytes, name: str) -> tuple[dict[str, str], dict[tuple[str, int], Level]]:
    """List id → the list it is a copy of; (that list, level) → how its numbers look."""
    lists = _Lists()
    w = package.prefix(xml)
    starts: dict[str, package.Start] = {
        "abstractNum": lists.abstract,
        "num": lists.num,
        "abstractNumId": lists.link,
        "lvl": lists.level,
        "lvlOverride": lists.level,
        "start": lists.start,
        "startOverride": lists.start,
        "numFmt": lambda attrs: lists.change(form=value(attrs)),
        "lvlText": lambda attrs: lists.change(pattern=value(attrs)),
        "suff": lambda attrs: lists.change(suffix=value(attrs)),
    }
    package.scan(xml, {w + tag: handler for tag, handler in starts.items()}, {}, name)
    return lists.abstracts, lists.levels
