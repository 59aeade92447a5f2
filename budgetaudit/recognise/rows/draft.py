"""Body lines → drafts: what each row prints as code, label and owner, before keys, kinds and parents."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.recognise.columns import ColumnBlock, HeaderPath
from budgetaudit.recognise.sheet import GridRow, is_number
from budgetaudit.recognise.vocabulary import SideWords, Vocabulary, strip_label, unbracketed
from budgetaudit.rulebook import RowSpec
from budgetaudit.text import regex, unquoted

CODED = regex(r"[\[(]?(\d{3}(?:\d{2}){0,3})[\])]?[-—_:.、]*+([^\d\W].*|\(.*)", re.S)
CODE = regex(r"\d{3}(?:\d{2}){0,4}")
CLASS, PIECE, PAIR = regex(r"\d{3}"), regex(r"\d{1,2}"), regex(r"\d{2}")
UNIT_CODE = regex(r"\d{3,9}")


class RowContext(Struct, frozen=True, dict=True):
    """Where rows are read: part, table key, the template's side, the block of columns, the body whose table it is."""

    part: str
    table: str
    side: SideWords
    words: Vocabulary
    block: ColumnBlock
    entity: str
    by: str

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """How a label ends that says what its row counts: (辆)."""
        return tuple(f"({unit})" for unit in self.words.words("row_counted"))

    @cached_property
    def of_which(self) -> tuple[str, ...]:
        return self.words.words("row_of_which")

    @cached_property
    def named_texts(self) -> tuple[tuple[HeaderPath, str], ...]:
        """The block's columns of text, each with the name that its cells go by."""
        columns = self.side.columns
        specs = [next((columns[part] for part in reversed(p.parts) if part in columns), None) for p in self.block.texts]
        last = [path.parts[-1] if path.parts else "" for path in self.block.texts]
        return tuple(
            (path, spec.name if spec else name) for path, spec, name in zip(self.block.texts, specs, last, strict=True)
        )

    def class_code(self, name: str) -> str:
        """The code of a functional class by its name, with or without the last word that all of them share."""
        return self.words.classes.get(name) or self.words.classes.get(name + self.words.class_ending, "")

    def knows(self, name: str) -> bool:
        """Whether a label is the template's or names a class."""
        return name in self.side.rows or (self.by == "class" and bool(self.class_code(name)))


class Draft(Struct, frozen=True):
    """A row before keys, kinds and parents. `beside` is a second code printed in the row (the economic one beside the
    functional one); `style` the shape of its ordinal; `of_which` whether 其中 stood before its label."""

    line: GridRow
    code: str
    label: str
    name: str
    style: str
    of_which: bool
    owner: str
    spec: RowSpec | None
    texts: Mapping[str, str]
    beside: str = ""


class Codes:
    """Completes partial codes from those above: `05` under `208` in columns of 类, 款, 项, or in one column."""

    def __init__(self) -> None:
        self.levels = ["", "", ""]

    def read(self, cells: Sequence[str]) -> str:
        """The whole code of a row from its code cells, "" where it prints none."""
        whole = [text for text in cells if CODE.fullmatch(text)]
        if len(cells) == 1:
            return self._single(whole[0] if whole else cells[0])
        if whole and len(whole[-1]) > 3:
            return whole[-1]
        printed = [i for i, t in enumerate(cells[:3]) if (CLASS if i == 0 else PIECE).fullmatch(t)]
        for level in printed:
            self.levels[level:] = [cells[level].rjust(2, "0"), *[""] * (2 - level)]
        return "".join(self.levels[: printed[-1] + 1]) if printed else ""

    def _single(self, text: str) -> str:
        if PAIR.fullmatch(text) and self.levels[0]:
            return self.levels[0] + text
        if not CODE.fullmatch(text):
            return ""
        self.levels[0] = text[:3]
        return text


def drafts(setting: RowContext, lines: Sequence[GridRow]) -> list[Draft]:
    """The rows of a block; a label wrapped onto the next page is joined to its row."""
    made: list[Draft] = []
    codes = Codes()
    for line in lines:
        draft = _draft(setting, line, codes)
        if draft is None:
            continue
        if made and _continues(setting, draft, made[-1]):
            made[-1] = _completed(setting, made[-1], draft)
        else:
            made.append(draft)
    return made


def _completed(setting: RowContext, first: Draft, more: Draft) -> Draft:
    name = first.name + more.name
    return replace(first, label=first.label + more.label, name=name, spec=first.spec or setting.side.rows.get(name))


def _continues(setting: RowContext, draft: Draft, last: Draft) -> bool:
    """A wrapped label: nothing but words, at the top of a page, under a row whose label it completes."""
    alone = not draft.code and not any(draft.line.texts[path.at] for path in setting.block.amounts)
    if not alone or draft.line.row > 4:
        return False
    if setting.by in ("label", "class"):
        known = setting.knows(last.name) or setting.knows(draft.name)
        return setting.knows(last.name + draft.name) and not known
    return setting.by in ("code", "economic") and bool(last.code) and draft.spec is None


def _draft(setting: RowContext, line: GridRow, codes: Codes) -> Draft | None:
    block = setting.block
    label, owner = _label(setting, line), _owner(setting, line)
    code = codes.read([unquoted(line.texts[c]).lstrip("'") for c in block.codes]) if block.codes else ""
    if not code and label and (match := CODED.fullmatch(unquoted(label))):
        code, label = match[1], match[2]
    if not code and not block.codes and setting.by in ("code", "economic"):
        code = next((t for c in block.owners if UNIT_CODE.fullmatch(t := unquoted(line.texts[c]))), "")
    if not label and not code:
        label = next((line.texts[c] for c in block.codes if line.texts[c]), "") or owner
    texts = dict(_texts(setting, line))
    printed = label or code or texts or any(line.texts[path.at] for path in block.amounts)
    if not printed or _is_note(setting, label, line):
        return None
    name, style, marked = strip_label(label, setting.of_which)
    rows = setting.side.rows
    spec = rows.get(name) or (rows.get(unbracketed(name)) if rows else None)
    beside = _beside(setting, line, texts) if code else ""
    return Draft(line, code, " ".join(label.split()), name, style, marked, owner, spec, texts, beside)


def _label(setting: RowContext, line: GridRow) -> str:
    """The first name printed in this row; a name that spans rows belongs to its first, one that spans blocks too. A
    number in a cell merged with others is no name."""
    for column in setting.block.names:
        cell = line.cells[column]
        mine = cell and cell.row == line.row and cell.column >= setting.block.start
        if cell and mine and (text := cell.text.strip()) and not (cell.colspan > 1 and is_number(text)):
            return text
    return ""


def _owner(setting: RowContext, line: GridRow) -> str:
    """The body whose row it is, spanning rows or not."""
    for column in reversed(setting.block.owners):
        if text := line.covering(column).strip():
            return text
    return ""


def _texts(setting: RowContext, line: GridRow) -> Iterator[tuple[str, str]]:
    for path, name in setting.named_texts:
        value = line.covering(path.at).strip()
        if value:
            yield name, value


def _beside(setting: RowContext, line: GridRow, texts: Mapping[str, str]) -> str:
    """The further codes of the row, where rows are named by several."""
    if own := [code for c in setting.block.further if (code := unquoted(line.covering(c)).strip())]:
        return "/".join(own)
    further = (*(line.covering(c) for c in setting.block.names[1:]), *texts.values())
    coded = [CODED.fullmatch(unquoted(text)) for text in further]
    return "/".join(match[1] for match in coded if match)


def _is_note(setting: RowContext, label: str, line: GridRow) -> bool:
    """注：… in the last row of a table."""
    if len(line.own) != 1:
        return False
    plain = unquoted(label)
    return plain.startswith(setting.words.words("row_note")) or len(plain) > 40
