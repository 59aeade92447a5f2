"""Where the department's part ends and each unit's begins; the name, code and level of each."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from budgetaudit.facts import Caption
from budgetaudit.filing import Passage
from budgetaudit.recognise.stream import StreamItem, TitledSheet
from budgetaudit.recognise.vocabulary import Vocabulary
from budgetaudit.text import COUNTING, regex, unquoted

_PART_HEADING = regex(rf"第[{COUNTING}]+部分")


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
        if len(seen) >= 3 and (_other(identity, here) if family in seen else _below(identity, here)):
            cuts.append(_begin(items, at, cuts[-1], words))
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


def _begin(items: Sequence[StreamItem], at: int, since: int, words: Vocabulary) -> int:
    """The first item of a part whose first table stands at `at`: its heading, else its title."""
    start = at
    while start - 1 > since and isinstance(items[start - 1], Passage):
        start -= 1
    for index in range(start, at):
        text = unquoted(items[index].text)  # type: ignore[union-attr]
        if _PART_HEADING.match(text) or (len(text) < 40 and any(word in text for word in words.words("part_unit"))):
            return index
    used = set(items[at].used)  # type: ignore[union-attr]
    return next((i for i in range(start, at) if items[i] in used), at)


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
