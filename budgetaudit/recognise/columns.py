"""Headers → columns: which column is a code, a name, text, or an amount, and what each amount is called."""

from collections.abc import Iterator, Sequence
from itertools import count

from msgspec import Struct

from budgetaudit.amounts import UNITS, Unit, count_unit
from budgetaudit.facts import Column
from budgetaudit.recognise.sheet import GridRow, Sheet, is_number
from budgetaudit.recognise.vocabulary import SideWords, Vocabulary, without_year
from budgetaudit.rulebook import ColumnSpec
from budgetaudit.text import regex, unquoted

_UNIT_IN_HEADER = regex(r"单位?:?(千元|万元|百万元|亿元|元)\)|\((千元|万元|百万元|亿元|元)\)")
_FORMULA = regex(r"(\d{1,2})=(.+)")
_WORDY = frozenset({"text", "code", "name", "label", "ordinal"})
_GENERIC = frozenset({"小计", "合计", "总计", "金额", "计"})


class HeaderPath(Struct, frozen=True):
    """A column's header from top to bottom, squashed, years removed; `year` is the last year named in it."""

    at: int
    parts: tuple[str, ...]
    year: int
    printed: str


class ColumnBlock(Struct, frozen=True):
    """A run of columns that together make one table: label columns, then amounts. Two-sided tables have two."""

    codes: tuple[int, ...]
    names: tuple[int, ...]
    owners: tuple[int, ...]
    amounts: tuple[HeaderPath, ...]
    texts: tuple[HeaderPath, ...]
    heads: tuple[str, ...]
    """the headers of its label column, top to bottom"""
    start: int = 0
    """its first column"""
    further: tuple[int, ...] = ()
    """columns of codes that stand beside those by which its rows are named"""


def paths(sheet: Sheet) -> tuple[HeaderPath, ...]:
    """The header path of every column."""
    return tuple(_path(sheet.head, column) for column in range(sheet.width))


def _path(head: Sequence[GridRow], column: int) -> HeaderPath:
    parts: list[str] = []
    printed: list[str] = []
    year, last = 0, None
    for line in head:
        cell = line.cells[column] if column < len(line.cells) else None
        if cell is None or cell is last or not cell.text.strip():
            continue
        last = cell
        text, named = without_year(unquoted(cell.text))
        year = named or year
        printed.append(unquoted(cell.text))
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return HeaderPath(column, tuple(parts), year, "/".join(printed))


def column_blocks(
    sheet: Sheet, header_paths: Sequence[HeaderPath], words: Vocabulary, sided: bool = False
) -> tuple[ColumnBlock, ...]:
    """Cut the columns into blocks: a new one begins where labels or codes come after amounts. In a two-sided table any
    column of words beside amounts is a column of labels."""
    kinds = [_kind(sheet, path, words) for path in header_paths]
    if sided:
        after = [next((kind for kind in kinds[i + 1 :] if kind != "ordinal"), "") for i in range(len(kinds))]
        kinds = [
            "name" if kind == "text" and follows == "amount" else kind
            for kind, follows in zip(kinds, after, strict=True)
        ]
    starts = [0]
    for column in range(1, len(header_paths)):
        before = kinds[starts[-1] : column]
        if kinds[column] in ("name", "code", "part") and "amount" in before and kinds[column - 1] == "amount":
            starts.append(column)
    cuts = list(zip(starts, [*starts[1:], len(header_paths)], strict=True))
    made = tuple(_column_block(header_paths[a:b], kinds[a:b]) for a, b in cuts)
    return tuple(block for block in made if block.amounts or len(made) == 1)


def _column_block(header_paths: Sequence[HeaderPath], kinds: Sequence[str]) -> ColumnBlock:
    def of(*wanted: str) -> tuple[HeaderPath, ...]:
        return tuple(path for path, kind in zip(header_paths, kinds, strict=True) if kind in wanted)

    names = of("name")
    first = names[0] if names else header_paths[0]
    return ColumnBlock(
        tuple(path.at for path in of("code", "part")),
        tuple(path.at for path in names),
        tuple(path.at for path in of("owner", "ownercode")),
        of("amount"),
        of("text", "other"),
        first.parts,
        header_paths[0].at,
    )


def _kind(sheet: Sheet, path: HeaderPath, words: Vocabulary) -> str:
    """ordinal, part, code, owner, ownercode, other, name, amount, text or blank: what a column holds."""
    said = _said(sheet, path, words)
    counts = _census(sheet.body, path.at)
    numbers, texts, codes = counts
    if said == "code" and texts:
        return "code" if codes >= texts else "name"
    if said and (said != "name" or not numbers):
        return said
    if not numbers and texts and path.parts and path.parts[-1] in words.amount_headers:
        return "amount" if any(map(_misprinted, _column_texts(sheet.body, path.at))) else "text"
    return _shown(sheet, path, counts)


def _said(sheet: Sheet, path: HeaderPath, words: Vocabulary) -> str:
    """What the header says a column is, "" where it is silent."""
    if sheet.body and path.at < 4 and unquoted(sheet.body[0].texts[path.at]) in words.words("header_code_part"):
        return "part"
    last = path.parts[-1] if path.parts else ""
    return "other" if not words.foreign.isdisjoint(path.parts) else words.said.get(last, "")


def _shown(sheet: Sheet, path: HeaderPath, counts: tuple[int, int, int]) -> str:
    """What a column's body shows, where the header is silent."""
    numbers, texts, codes = counts
    headed = bool(path.parts)
    if not headed and sheet.formulas and numbers and not path.at:
        return "ordinal"
    if numbers and numbers >= texts:
        return "code" if codes == numbers and path.at < 3 and not headed else "amount"
    if texts:
        return "name" if not headed and path.at < 3 else "text"
    if not path.at:
        return "name"
    return "amount" if headed else "blank"


def _column_texts(body: Sequence[GridRow], column: int) -> Sequence[str]:
    """What the cells of a column print; those merged with its neighbours only where there are no others."""
    printed = [(line.texts[column], line.cells[column]) for line in body if column < len(line.texts)]
    alone = [text for text, cell in printed if text and cell and cell.colspan == 1]
    return alone or [text for text, _ in printed if text]


def _misprinted(text: str) -> bool:
    """Whether a text is a number that cannot be read, by its digits."""
    return 2 * sum(map(str.isdecimal, text)) >= len(text) > 0


def _census(body: Sequence[GridRow], column: int) -> tuple[int, int, int]:
    """How many cells of a column print numbers, texts, codes (codes are counted among the numbers too)."""
    numbers = texts = codes = 0
    for text in _column_texts(body, column):
        if is_number(text):
            numbers += 1
            codes += _CODE.fullmatch(text) is not None
        else:
            texts += 1
    return numbers, texts, codes


_CODE = regex(r"\d{3}(\d\d){0,2}")


def named(
    header_paths: Sequence[HeaderPath], side: SideWords, words: Vocabulary, unit: Unit, sheet: Sheet
) -> tuple[tuple[Column, ColumnSpec | None], ...]:
    """The amount columns of a block with their canonical names."""
    latest = max((path.year for path in header_paths), default=0)
    formulas = _formulas(sheet)
    taken: set[str] = set()
    columns: list[tuple[Column, ColumnSpec | None]] = []
    for path in header_paths:
        spec, group = _match(path, side, words, latest)
        if (spec is None and not path.parts) or (spec is not None and spec.role in _WORDY):
            continue
        base = spec.name if spec else path.parts[-1]
        name = _grouped(group, base, side)
        if name in taken:
            name = next(n for n in _distinct(path, base) if n not in taken)
        taken.add(name)
        columns.append(
            (
                Column(
                    name,
                    path.printed,
                    group,
                    path.at,
                    _unit(path, spec, unit),
                    (spec.of_which if spec else False)
                    or (any(p.startswith(words.words("row_of_which")) for p in path.parts[-1:]) and not spec),
                    formulas.get(path.at, ""),
                ),
                spec,
            )
        )
    return tuple(columns)


def _grouped(group: str, base: str, side: SideWords) -> str:
    """A column's name in its group: the template's own where it has one (上年预算数), else `group/name`."""
    own = f"{group}{base}"
    if not group or any(spec.name == own for spec in side.columns.values()):
        return own
    return f"{group}/{base}"


def _distinct(path: HeaderPath, base: str) -> Iterator[str]:
    """Further names for a column whose name is taken: with a header above it, then numbered."""
    yield from (f"{part}/{base}" for part in reversed(path.parts[:-1]) if part != base)
    yield from (f"{base}#{n}" for n in count(2))


def _match(path: HeaderPath, side: SideWords, words: Vocabulary, latest: int) -> tuple[ColumnSpec | None, str]:
    """(the template's column, the group it stands in)."""
    parts = path.parts
    group = "上年" if latest and path.year and path.year < latest else ""
    for length in range(min(3, len(parts)), 0, -1):
        spec = side.columns.get("/".join(parts[-length:]))
        if spec is not None:
            return spec, group or _group(parts[:-length], words)
    if parts and parts[-1] in _GENERIC and len(parts) > 1:
        spec = side.columns.get(parts[-2])
        if spec is not None:
            return spec, group or _group(parts[:-2], words)
        carried = _group(parts[:-1], words)
        if carried:
            return side.columns.get("合计"), carried
    bare = next(
        (parts[-1][len(w) :].lstrip(":,") for w in words.words("row_of_which") if parts and parts[-1].startswith(w)),
        "",
    )
    if bare and (spec := side.columns.get(bare)) is not None:
        return spec, group
    return None, group or _group(parts[:-1], words)


_GROUP_NAMES = {"prior": "上年", "carry": "上年结转", "plan": "预算数", "actual": "决算数", "change": "增减"}


def _group(parts: Sequence[str], words: Vocabulary) -> str:
    group = next((words.groups[part] for part in parts if part in words.groups), "")
    return _GROUP_NAMES.get(group, "") if group != "plan" else ""


def _unit(path: HeaderPath, spec: ColumnSpec | None, unit: Unit) -> Unit:
    if spec is not None and spec.role in ("count", "percent"):
        return UNITS["%"] if spec.role == "percent" else count_unit("")
    if path.parts and path.parts[-1].endswith(("%", "%)", "率")):
        return UNITS["%"]
    printed = _UNIT_IN_HEADER.search(path.printed)
    return UNITS[printed[1] or printed[2]] if printed else unit


def _formulas(sheet: Sheet) -> dict[int, str]:
    """Grid column → what the numbering row says (`3=4+5`), or its plain number."""
    if sheet.formulas is None:
        return {}
    return {
        column: unquoted(sheet.formulas.texts[column])
        for column in range(len(sheet.formulas.cells))
        if unquoted(sheet.formulas.texts[column])[:1].isdecimal()
    }
