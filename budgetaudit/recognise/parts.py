"""Where the department's part ends and each unit's begins; the name, code and level of each."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from budgetaudit.facts import Caption
from budgetaudit.filing import Passage
from budgetaudit.recognise.stream import StreamItem, TitledSheet
from budgetaudit.recognise.vocabulary import Vocabulary
from budgetaudit.text import COUNTING, SENTENCE_ENDS, regex, unnumbered, unquoted

_PART_HEADING = regex(rf"第[{COUNTING}]+部分")
_FIRST_PART = regex(r"第一部分")


class PartSpan(Struct, frozen=True):
    """A run of items that make one part."""

    items: tuple[StreamItem, ...]
    level: str
    name: str
    code: str
    captions: Mapping[str, Caption]


def spans(items: Sequence[StreamItem], words: Vocabulary) -> tuple[PartSpan, ...]:
    """The parts in reading order. A part begins where the first table of the set comes again for another body."""
    cuts = _cuts(items, words)
    pieces = [items[a:b] for a, b in zip(cuts, [*cuts[1:], len(items)], strict=True)]
    return tuple(_span(piece, words, order, len(pieces)) for order, piece in enumerate(pieces))


def _cuts(items: Sequence[StreamItem], words: Vocabulary) -> list[int]:
    cuts = [0]
    seen: set[str] = set()
    identity = ("", "", "")
    for at, item in enumerate(items):
        if not isinstance(item, TitledSheet) or item.known.template is None or not item.known.template.money:
            continue
        family = item.known.template.name
        here = _identity(item, words)
        other = _other(identity, here) or _restart(items, at)
        if len(seen) >= 3 and (other if family in seen else _below(identity, here)):
            cuts.append(_begin(items, at, _gap(items, at, cuts[-1]), (identity[1], here[1]), words))
            seen, identity = set(), ("", "", "")
        seen.add(family)
        identity = tuple(a or b for a, b in zip(identity, here, strict=True))  # type: ignore[assignment]
    return cuts


def _identity(titled: TitledSheet, words: Vocabulary) -> tuple[str, str, str]:
    """(code, entity, level) that a table prints of itself."""
    code = titled.captions.get("code")
    entity = titled.captions.get("entity")
    return (
        code.value if code else "",
        entity.value if entity else "",
        _level_of(titled.known.title.raw, words),
    )


def _level_of(title: str, words: Vocabulary) -> str:
    plain = unquoted(title)
    if any(word in plain for word in words.words("part_unit")):
        return "单位"
    return "部门" if any(word in plain for word in words.words("part_department")) else ""


def _other(mine: Sequence[str], here: Sequence[str]) -> bool:
    """Whether two identities differ in something both print."""
    return any(a and b and a != b for a, b in zip(mine, here, strict=True))


def _below(mine: Sequence[str], here: Sequence[str]) -> bool:
    """Whether a table says that it is a unit's and names another body, among tables of the department."""
    return (mine[2], here[2]) == ("部门", "单位") and bool(mine[0]) and bool(here[0]) and mine[0] != here[0]


def _gap(items: Sequence[StreamItem], at: int, since: int = 0) -> int:
    """The first of the passages right before the table at `at`."""
    start = at
    while start - 1 > since and isinstance(items[start - 1], Passage):
        start -= 1
    return start


def _restart(items: Sequence[StreamItem], at: int) -> int:
    """Where chapters are counted from one again before a table, 0 where they are not."""
    gap = range(_gap(items, at), at)
    return next((i for i in gap if _FIRST_PART.match(unquoted(items[i].text))), 0)  # type: ignore[union-attr]


def _begin(items: Sequence[StreamItem], at: int, start: int, bodies: tuple[str, str], words: Vocabulary) -> int:
    """The first item of a part whose first table stands at `at`, the passages before it at `start`: where the chapters
    begin again, with the title above them; else a heading that says so or begins with the body; else its title.
    `bodies`: whose the part before is, and this."""
    if first := _restart(items, at):
        return _titled(items, first, start)
    used = set(items[at].used)  # type: ignore[union-attr]
    title = next((i for i in range(start, at) if items[i] in used), at)
    for index in range(start, at):
        text = unquoted(items[index].text)  # type: ignore[union-attr]
        if _PART_HEADING.match(text) or (index < title and _heads(text, bodies, words)):
            return index
    return title


def _heads(text: str, bodies: tuple[str, str], words: Vocabulary) -> bool:
    """Whether a line begins a unit's part: it says so, or begins with its name, not with that of the body before."""
    mine, here = bodies
    plain = unnumbered(text)
    if len(text) >= 60 or text.endswith(tuple(SENTENCE_ENDS)):
        return False
    if mine and plain.startswith(mine) and not (here and plain.startswith(here)):
        return False
    says = len(text) < 40 and any(word in text for word in words.words("part_unit"))
    return says or (here not in ("", mine) and plain.startswith(here) and len(plain) > len(here))


def _is_title(text: str) -> bool:
    return len(text) < 60 and not text.endswith(tuple(SENTENCE_ENDS))


def _titled(items: Sequence[StreamItem], first: int, start: int) -> int:
    """Where the title over a part's first chapter begins, and its contents."""
    index = first
    while index > max(first - 3, start) and _is_title(unquoted(items[index - 1].text)):  # type: ignore[union-attr]
        index -= 1
    return index


def _span(items: Sequence[StreamItem], words: Vocabulary, order: int, total: int) -> PartSpan:
    codes: Counter[str] = Counter()
    names: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    captions: dict[str, Caption] = {}
    for item in items:
        if not isinstance(item, TitledSheet):
            continue
        code, entity, level = _identity(item, words)
        codes.update([code] if code else [])
        names.update([entity] if entity else [])
        levels.update([level] if level else [])
        for name, caption in item.captions.items():
            captions.setdefault(name, caption)
    level = levels.most_common(1)[0][0] if levels else "部门"
    if total > 1:
        level = "部门" if not order else "单位"
    name = names.most_common(1)[0][0] if names else ""
    code = codes.most_common(1)[0][0] if codes else ""
    return PartSpan(tuple(items), level, name, code, captions)
