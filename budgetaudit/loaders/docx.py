"""Word filings (.docx, and the flat XML of Word 2003), read in one pass of a streaming XML parser.

That is fast, and deep nesting costs nothing.
"""

import pyexpat
from collections.abc import Callable

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block, Passage, Place
from budgetaudit.loaders import package
from budgetaudit.loaders.package import Attributes, value
from budgetaudit.loaders.tablesplit import separated
from budgetaudit.loaders.wordnotes import notes_in
from budgetaudit.loaders.wordparts import Frame, WordParagraph, WordParts
from budgetaudit.loaders.wordstyles import Styles
from budgetaudit.loaders.wordtable import WordTable
from budgetaudit.messages import Text, message
from budgetaudit.text import regex

FORMATTING = regex(
    rb"<w:(?:rFonts|szCs|sz|spacing|jc|vAlign|tcW|ind|color|lang|kern|bCs|b|trHeight|top|left|bottom|right|shd"
    rb"|cantSplit|tblHeader|gridCol|widowControl|snapToGrid|w|position|highlight|u|iCs|i"
    rb"|tcBorders|tcMar|rPr|pPr|tcPr|trPr)[ /][^>]{0,300}+(?<=/)>"
)
"""Elements of looks alone, most of a document; taken out first, reading takes half the time. (What is not one letter is
found faster than what is not one of two; the bound keeps a tag without an end from being sought over and over.)"""
EMPTIED = [b"<w:%s></w:%s>" % (tag, tag) for tag in (b"tcBorders", b"tcMar", b"rPr", b"pPr", b"tcPr", b"trPr")]
RUN = regex(rb"<w:r(?: [^<>]*)?>(<w:t(?: [^<>]*)?>[^<]*</w:t>)</w:r>")
CELL = regex(
    rb"<w:tc(?: [^<>]*)?><w:p(?: [^<>]*)?(?:/>|>(?:<w:r(?: [^<>]*)?>"
    rb'<w:t(?: xml:space="preserve")?>([^<]*)</w:t></w:r>)?</w:p>)</w:tc>'
)
PLAIN, ROW = "plain-cell", "plain-row"
"""A cell of one paragraph of plain text, written as one element instead of four, and a row of such cells, written as
one element of texts with BETWEEN: that halves the time again."""
BETWEEN = "\x7f"
CELLS = regex(rb"<w:tr(?: [^<>]*)?>((?:<plain-cell>[^<]*+</plain-cell>)++)</w:tr>")
BESIDE = ("textbox", "footnote")
MOST_DEPTH, MOST_BLOCKS = 200, 50_000
OFF = frozenset({"0", "false", "off"})


def load(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """Paragraphs and tables in reading order; footnotes and text boxes follow the block that holds them."""
    parts = WordParts(data, name)
    reader = _Reader(parts, name)
    reader.read(parts.main)
    return separated(reader.blocks), reader.cautions()


def _lean(xml: bytes) -> bytes:
    """The same document in fewer elements."""
    xml = FORMATTING.sub(b"", xml)
    for nothing in EMPTIED:
        xml = xml.replace(nothing, b"")
    begins, ends, between = f"<{PLAIN}>".encode(), f"</{PLAIN}>".encode(), BETWEEN.encode()
    xml = CELL.sub(lambda cell: begins + (cell[1] or b"") + ends, xml)
    if between not in xml and b"&#" not in xml:
        whole, joint = f"<{ROW}>%s</{ROW}>".encode(), ends + begins
        xml = CELLS.sub(lambda row: whole % row[1][len(begins) : -len(ends)].replace(joint, between), xml)
    return RUN.sub(lambda run: run[1], xml)


class _Reader:
    """The state of one pass. `on_x` and `after_x` handle the start and the end of Word's element x."""

    def __init__(self, parts: WordParts, name: str) -> None:
        self.part, self.name = parts.part, name
        self.parser = pyexpat.ParserCreate()
        self.styles = Styles(parts.part, name)
        self.blocks: list[Block] = []
        self.frames = [Frame("body")]
        self.paragraphs: list[WordParagraph] = []
        self.tables: list[WordTable] = []
        self.skipped = self.passages = self.grids = self.pictures = self.objects = 0
        self.hidden = self.in_properties = False

    def read(self, xml: bytes) -> None:
        """Read the main part into `blocks`."""
        notes = {kind: notes_in(self.part(f"{kind}s"), kind, self.name) for kind in ("footnote", "endnote")}
        w = package.prefix(xml)
        starts = {w + tag: handler for tag, handler in self._starts(notes).items()}
        ends = {w + tag: handler for tag, handler in self._ends().items()}
        starts |= {"mc:Fallback": self.skip, "m:t": self.on_t}
        starts |= {"pic:pic": self.picture, "v:imagedata": self.picture, "wx:t": self.on_written_number}
        ends |= {"mc:Fallback": self.unskip, "m:t": self.after_t}
        starts[PLAIN], ends[PLAIN] = self.on_plain, self.after_plain_cell
        starts[ROW], ends[ROW] = self.on_plain, self.after_plain_row
        package.run(self.parser, _lean(xml), starts, ends, self.name)

    def _starts(self, notes: dict[str, dict[str, str]]) -> dict[str, package.Start]:
        def of_table(act: Callable[[WordTable, str], None]) -> package.Start:
            return lambda attrs: act(self.tables[-1], value(attrs)) if self.tables else None

        def of_paragraph(field: str) -> package.Start:
            def read(attrs: Attributes) -> None:
                if self.paragraphs:
                    setattr(self.paragraphs[-1], field, value(attrs))

            return read

        def note(kind: str) -> package.Start:
            return lambda attrs: self.note(notes[kind].get(value(attrs, "id"), ""))

        return {
            "p": self.on_p, "t": self.on_t, "tab": self.writes("\t"),
            "ptab": self.writes("\t"), "br": self.writes("\n"), "cr": self.writes("\n"),
            "noBreakHyphen": self.writes("-"), "pPr": self.on_properties, "vanish": self.on_vanish,
            "rt": self.skip, "del": self.on_del,
            "moveFrom": self.skip, "pStyle": of_paragraph("style"), "numId": of_paragraph("number"),
            "ilvl": of_paragraph("level"), "outlineLvl": of_paragraph("outline"),
            "tbl": self.on_tbl, "tr": self.on_tr, "tc": self.on_tc, "gridSpan": of_table(WordTable.span),
            "vMerge": of_table(WordTable.merge_down), "hMerge": of_table(WordTable.merge_right),
            "gridBefore": of_table(WordTable.before), "txbxContent": self.on_box,
            "footnoteReference": note("footnote"), "endnoteReference": note("endnote"),
            "object": self.object, "altChunk": self.object,
            "vmerge": of_table(WordTable.merge_down), "hmerge": of_table(WordTable.merge_right),
            "hdr": self.skip, "ftr": self.skip, "footnote": self.on_note, "endnote": self.on_note,
        }  # fmt: skip

    def _ends(self) -> dict[str, package.End]:
        return {
            "p": self.after_p, "r": self.after_r, "t": self.after_t, "pPr": self.after_properties, "rt": self.unskip,
            "del": self.unskip, "moveFrom": self.unskip, "tbl": self.after_tbl, "tr": self.after_tr,
            "tc": self.after_tc, "txbxContent": self.after_box, "hdr": self.unskip, "ftr": self.unskip,
            "footnote": self.after_box, "endnote": self.after_box,
        }  # fmt: skip

    # -- words --

    def on_t(self, _: Attributes) -> None:
        if self.paragraphs and not self.skipped and not self.hidden:
            self.parser.CharacterDataHandler = self.paragraphs[-1].texts.append

    def after_t(self) -> None:
        self.parser.CharacterDataHandler = None

    def writes(self, text: str) -> package.Start:
        """A handler for an element that stands for one character of a run."""

        def write(_: Attributes) -> None:
            if self.paragraphs and not self.skipped and not self.in_properties:
                self.paragraphs[-1].texts.append(text)

        return write

    def after_r(self) -> None:
        self.hidden = False

    def on_vanish(self, attrs: Attributes) -> None:
        self.hidden = not self.in_properties and value(attrs) not in OFF

    def on_written_number(self, attrs: Attributes) -> None:
        """Word 2003 writes the number of a list paragraph out."""
        if self.paragraphs:
            self.paragraphs[-1].texts.append(value(attrs))

    def skip(self, _: Attributes) -> None:
        self.skipped += 1

    def unskip(self) -> None:
        self.skipped -= 1

    def on_del(self, attrs: Attributes) -> None:
        """Deleted words; in properties: a deleted paragraph mark, or a deleted row."""
        self.skip(attrs)
        if self.in_properties:
            self.paragraphs[-1].mark_deleted = True
        elif self.tables and self.frames[-1].role != "cell":
            self.tables[-1].drop_row()

    def picture(self, _: Attributes) -> None:
        self.pictures += 1

    def object(self, _: Attributes) -> None:
        self.objects += 1

    def note(self, text: str) -> None:
        if text and not self.skipped:
            self.frames[-1].after.append(("footnote", text))

    # -- paragraphs --

    def on_p(self, _: Attributes) -> None:
        frame = self.frames[-1]
        self.paragraphs.append(WordParagraph(frame.carried))
        frame.carried = []
        self.hidden = False

    def on_properties(self, _: Attributes) -> None:
        self.in_properties = bool(self.paragraphs)

    def after_properties(self) -> None:
        self.in_properties = False

    def after_p(self) -> None:
        paragraph = self.paragraphs.pop()
        frame = self.frames[-1]
        if paragraph.mark_deleted:
            frame.carried = paragraph.texts
            return
        text = "".join(paragraph.texts)
        if paragraph.number or paragraph.style:
            label = self.styles.label(paragraph.style, paragraph.number, paragraph.level)
            text = label + text if text or frame.role == "cell" else ""
        if frame.role == "cell":
            frame.lines.append(text)
        elif not self.skipped:
            self.passage(text.strip(), frame, paragraph)

    def passage(self, text: str, frame: Frame, paragraph: WordParagraph) -> None:
        """File a paragraph that stands in no table."""
        role = frame.role if frame.role in BESIDE else "body"
        if role == "body" and (paragraph.outline or paragraph.style):
            role = "heading" if self.styles.is_heading(paragraph.style, paragraph.outline) else "body"
        if role in BESIDE:
            frame.after.append((role, text))
        else:
            self.file([(role, text)])
            self.file(frame.after)
            frame.after = []

    def file(self, blocks: list[Block | tuple[str, str]]) -> None:
        """Give passages their numbers and add all to the document."""
        if len(self.blocks) > MOST_BLOCKS:
            raise FilingError(self.name, message("file.blocks", most=MOST_BLOCKS))
        for block in blocks:
            if not isinstance(block, tuple):
                self.blocks.append(block)
            elif block[1]:
                self.passages += 1
                self.blocks.append(Passage(block[1], Place(paragraph=self.passages), block[0]))

    # -- tables and text boxes --

    def on_tbl(self, _: Attributes) -> None:
        if not self.skipped:
            self.grids += 1
        self.tables.append(WordTable(self.grids))
        self.enter("table")

    def on_tr(self, _: Attributes) -> None:
        if self.tables:
            self.tables[-1].open_row()

    def on_tc(self, _: Attributes) -> None:
        if self.tables:
            self.tables[-1].open_cell()
            self.enter("cell")

    def after_tc(self) -> None:
        if self.tables:
            frame = self.frames.pop()
            self.tables[-1].close_cell("\n".join(frame.lines))
            self.frames[-1].after.extend(frame.after)

    def after_tr(self) -> None:
        if self.tables:
            self.tables[-1].close_row()

    def after_tbl(self) -> None:
        """A table inside a cell or box follows the table around it."""
        after = self.frames.pop().after
        table = self.tables.pop().grid()
        self.hand_over([table, *after] if table.cells else after)

    def on_plain(self, _: Attributes) -> None:
        self.words: list[str] = []
        self.hidden = False
        self.parser.CharacterDataHandler = self.words.append

    def after_plain_cell(self) -> None:
        self.parser.CharacterDataHandler = None
        self.plain_cell("".join(self.words))

    def after_plain_row(self) -> None:
        self.parser.CharacterDataHandler = None
        texts = "".join(self.words).split(BETWEEN)
        if self.tables:
            self.tables[-1].plain_row([""] * len(texts) if self.skipped else texts)
        else:
            for text in texts:
                self.plain_cell(text)

    def plain_cell(self, text: str) -> None:
        text = "" if self.skipped else text
        if self.tables:
            self.tables[-1].open_cell()
            self.tables[-1].close_cell(text)
        else:
            self.paragraphs.append(WordParagraph([text]))
            self.after_p()

    def on_box(self, _: Attributes) -> None:
        self.enter("textbox")

    def enter(self, role: str) -> None:
        """Read on inside something that holds paragraphs."""
        if len(self.frames) > MOST_DEPTH:
            raise FilingError(self.name, message("file.deep"))
        self.frames.append(Frame(role))

    def on_note(self, _: Attributes) -> None:
        """A footnote written where it belongs, as Word 2003 does."""
        self.frames.append(Frame("footnote"))

    def after_box(self) -> None:
        self.hand_over(self.frames.pop().after)

    def hand_over(self, blocks: list[Block | tuple[str, str]]) -> None:
        """Pass finished blocks to what surrounds them; text boxes and nested tables wait for its end."""
        if self.skipped:
            return
        if self.frames[-1].role == "body" and not self.paragraphs:
            self.file(blocks)
        else:
            self.frames[-1].after.extend(blocks)

    def cautions(self) -> tuple[Text, ...]:
        """What the file holds and this reader cannot read."""
        pictures = message("caution.pictures", count=self.pictures)
        objects = message("caution.objects", count=self.objects)
        return (pictures,) * bool(self.pictures) + (objects,) * bool(self.objects)
