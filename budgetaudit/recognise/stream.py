"""Blocks → sheets with the lines above and below them; continued tables are joined."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.facts import Caption
from budgetaudit.filing import Block, Grid, Passage
from budgetaudit.recognise.captions import caption_of, captions_of
from budgetaudit.recognise.columns import paths
from budgetaudit.recognise.halves import beside
from budgetaudit.recognise.joining import joined
from budgetaudit.recognise.sheet import Sheet, cut, head_key, headed_as, height, is_number
from budgetaudit.recognise.tables import Candidate, NamedSheet, choose
from budgetaudit.recognise.titlelines import TITLE, perhaps, sure, titles_in, without_body
from budgetaudit.recognise.vocabulary import Vocabulary
from budgetaudit.text import regex, unquoted

REACH = 8
"""How many lines above a table its title may stand."""
_MORE = regex(r"\(续表?\)$")
"""What a title says where its table goes on."""


class TitledSheet(Struct, frozen=True):
    """A sheet with its template, and which passages above it were its title and captions."""

    known: NamedSheet
    used: tuple[Passage, ...]
    captions: dict[str, Caption]
    until: int = 0
    """how many items stand before the end of its last piece"""


StreamItem = Passage | TitledSheet


def items(blocks: Sequence[Block], words: Vocabulary) -> list[StreamItem]:
    """The document as passages and named sheets, in reading order; passages used as captions are left in place."""
    out: list[StreamItem] = []
    for block in blocks:
        if isinstance(block, Passage):
            out.append(block)
            continue
        for sheet in cut(block, words):
            _add(out, sheet, words)
    return out


def _add(out: list[StreamItem], sheet: Sheet, words: Vocabulary) -> None:
    if not any(line.own for line in (*sheet.head, *sheet.body)):
        out += [Passage(c.raw, c.place) for c in dict.fromkeys((*sheet.titles, *sheet.captions.values()))]
        return
    above = _above(out)
    last = next((item for item in reversed(out) if isinstance(item, TitledSheet)), None)
    sheet = headed_as(last.known.sheet, sheet) if last else sheet
    candidates, used, captions = _read_above(above, sheet, words)
    candidates = without_body(candidates, above, captions | (last.captions if last else {}), words) or candidates
    join = None if last is None else _join(last, sheet, candidates, above, words)
    if last is not None and join is not None:
        at = max(i for i, item in enumerate(out) if isinstance(item, TitledSheet))
        whole = join(last.known.sheet, replace(sheet, used=used))
        known = replace(last.known, sheet=whole)
        out[at] = TitledSheet(known, (*last.used, *used), captions | last.captions, len(out))
        return
    if last is not None and not candidates and not above and last.known.template is not None:
        candidates = sure(last.known.title, words) or perhaps(last.known.title, words)
    known = choose(sheet, candidates, words)
    if known.template is None and not candidates and above and not known.title.raw:
        known = replace(known, title=_nearest_title(above, sheet, words))
    out.append(TitledSheet(known, used, captions))


def _above(out: Sequence[StreamItem]) -> list[Passage]:
    """The passages since the last table, nearest first."""
    passages: list[Passage] = []
    until = next((item.until for item in reversed(out) if isinstance(item, TitledSheet)), 0)
    for item in reversed(out[until:]):
        if isinstance(item, TitledSheet) or len(passages) >= REACH:
            break
        passages.append(item)
    return passages


def _read_above(
    above: Sequence[Passage], sheet: Sheet, words: Vocabulary
) -> tuple[list[Candidate], tuple[Passage, ...], dict[str, Caption]]:
    """Candidate templates nearest first, the passages that are title or caption, and what they state."""
    candidates: list[Candidate] = []
    captions = dict(sheet.captions)
    used: list[Passage] = []
    for title in reversed(sheet.titles):
        candidates += sure(title, words) or perhaps(title, words)
    previous = ""
    for distance, passage in enumerate(above):
        stated = captions_of(passage.text, words, passage.place)
        if stated and not candidates:
            used.append(passage)
            captions = stated | captions
            continue
        named, broken = titles_in(passage, previous, words)
        if named and (broken or not candidates):
            used += [passage for passage in above[: distance + 1] if "。" not in passage.text]
        candidates = [*named, *candidates] if broken else [*candidates, *named]
        previous = passage.text if distance < 3 and len(passage.text) < 40 else ""
    return candidates, tuple(dict.fromkeys(used)), captions


def _join(
    last: TitledSheet,
    sheet: Sheet,
    candidates: Sequence[Candidate],
    above: Sequence[Passage],
    words: Vocabulary,
) -> Callable[[Sheet, Sheet], Sheet] | None:
    """How a sheet is joined to the last table: below it, at its right side, or (None) not at all."""
    if _goes_on(last, sheet, candidates, above, words):
        return joined
    same = all(candidate.template is last.known.template for candidate in candidates[:1])
    alone = same and not _prose_between(above, words) and not _other_title(last, above, words)
    return beside if alone and _right_half(last.known, sheet, words) else None


def _right_half(known: NamedSheet, sheet: Sheet, words: Vocabulary) -> bool:
    """Whether a sheet is the right half of a table cut down its length: as many rows, numbers without labels, columns
    that such a table has and the left half has not."""
    texts = [cell.text for line in sheet.body for cell in line.own]
    if known.template is None or not sheet.head or height(sheet) != height(known.sheet):
        return False
    left, right = ({path.parts for path in paths(half) if path.parts} for half in (known.sheet, sheet))
    wanted = {alias for side in words.sides_of(known.template) for alias in side.columns}
    known_columns = sum("/".join(parts) in wanted or parts[-1] in wanted for parts in right)
    return all(map(is_number, texts)) and bool(texts) and not left & right and 2 * known_columns > len(right)


def _goes_on(
    last: TitledSheet,
    sheet: Sheet,
    candidates: Sequence[Candidate],
    above: Sequence[Passage],
    words: Vocabulary,
) -> bool:
    """Whether a sheet continues the last table: no title of its own (or the same again), fitting columns."""
    gap = last.known.sheet.width - sheet.width
    same_head = head_key(sheet) == head_key(last.known.sheet) if sheet.head else gap == 0
    if candidates:
        same = any(candidate.template is last.known.template for candidate in candidates)
        return same and same_head and _same_entity(last, sheet, above, words) and _same_title(last, candidates)
    if sheet.titles or _prose_between(above, words) or _other_title(last, above, words):
        return False
    return same_head or (not sheet.head and 0 < gap <= 4 and sheet.width >= 3)


def _same_title(last: TitledSheet, candidates: Sequence[Candidate]) -> bool:
    return _MORE.sub("", unquoted(candidates[0].title.raw)) == _MORE.sub("", unquoted(last.known.title.raw))


def _same_entity(last: TitledSheet, sheet: Sheet, above: Sequence[Passage], words: Vocabulary) -> bool:
    stated = {name: value.value for name, value in sheet.captions.items()}
    for passage in above:
        for name, value in caption_of(passage.text, words).items():
            stated.setdefault(name, value)
    mine = {name: value.value for name, value in last.captions.items()}
    return all(stated.get(name, "") in ("", mine.get(name, "")) for name in ("code", "entity"))


def _prose_between(above: Sequence[Passage], words: Vocabulary) -> bool:
    """Whether real text (more than captions and page furniture) stands between two grids."""
    return (
        any(len(passage.text.strip()) > 24 and not caption_of(passage.text, words) for passage in above)
        or len(above) > 3
    )


def _other_title(last: TitledSheet, above: Sequence[Passage], words: Vocabulary) -> bool:
    """Whether a line above the grid is the title of a table, and not of the last one."""
    lines = [unquoted(passage.text) for passage in above if not caption_of(passage.text, words)]
    ends = [line for line in lines if len(line) <= 40 and line.endswith(TITLE) and not line.endswith(f"续{TITLE}")]
    return any(words.reduce(line) != words.reduce(last.known.title.raw) for line in ends)


def _nearest_title(above: Sequence[Passage], sheet: Sheet, words: Vocabulary) -> Caption:
    """The nearest short line above an unknown table that is no caption."""
    for passage in above[:4]:
        text = unquoted(passage.text)
        worded = any("一" <= character <= "鿿" for character in text)
        if worded and 2 < len(text) <= 40 and not caption_of(passage.text, words):
            return Caption(text, passage.text.strip(), passage.place)
    return Caption("", "", sheet.grids[0].place)


def notes_after(out: Sequence[StreamItem], at: int, words: Vocabulary) -> tuple[Passage, ...]:
    """The passages right below a table that speak of it: 注：…, 空表列示 …"""
    notes: list[Passage] = []
    for item in out[at + 1 : at + 5]:
        if isinstance(item, TitledSheet):
            break
        plain = unquoted(item.text).lstrip("*（(")
        says = len(plain) < 80 and "表" in plain and any(word in plain for word in words.words("note_words"))
        if not says and not plain.startswith(words.words("row_note")):
            break
        notes.append(item)
    return tuple(notes)


__all__ = ["Grid", "StreamItem", "TitledSheet", "items", "notes_after", "paths"]
