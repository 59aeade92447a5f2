"""Two snapshots of one filing: which lines are gone, which are new, and what changed in those that stayed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from snapshot import Made

NAMED_BY = {"finding": (1, 2), "table": (1, 3), "claim": (1, 3), "relation": (1, 3), "unread-number": (1, 3)}
"""Kind of line → which of its words name what it is about; in other kinds the second does."""
UNNAMED = frozenset({"filing", "report", "counts", "coverage", "unread", "crash"})
"""Kinds of which a snapshot has one line."""
WORDING = ("text=", "json=", "en=")

Words = tuple[str, ...]
Pair = tuple[Words, Words]


@dataclass(frozen=True)
class Compared:
    """A filing's lines before and after, each as its words."""

    before: Sequence[Words]
    after: Sequence[Words]

    @property
    def different(self) -> bool:
        return bool(self.changed or self.gone or self.new)

    @property
    def changed(self) -> list[Pair]:
        """What is there before and after, and is not the same."""
        return self._apart[0]

    @property
    def gone(self) -> list[Words]:
        return self._apart[1]

    @property
    def new(self) -> list[Words]:
        return self._apart[2]

    @cached_property
    def _apart(self) -> tuple[list[Pair], list[Words], list[Words]]:
        before, after = _less(self.before, Counter(self.after)), _less(self.after, Counter(self.before))
        waiting: dict[Words, list[Words]] = defaultdict(list)
        for line in after:
            waiting[name_of(line)].append(line)
        pairs = [(line, found.pop(0)) for line in before if (found := waiting[name_of(line)])]
        paired = Counter(line for pair in pairs for line in pair)
        return pairs, _less(before, paired), _less(after, paired)

    @property
    def wording(self) -> bool:
        """Whether nothing changed but sentences, or the report's form."""
        return not self.gone and not self.new and all(only_wording(*pair) for pair in self.changed)

    def number(self, kind: str, field: str) -> tuple[int, int]:
        """A count of the filing, before and after."""
        return _number(self.before, kind, f"{field}="), _number(self.after, kind, f"{field}=")

    def findings(self, severity: str) -> tuple[int, int]:
        """Findings of a severity, before and after."""
        return _findings(self.before, severity), _findings(self.after, severity)


def _number(lines: Sequence[Words], kind: str, start: str) -> int:
    words = (word for line in lines if line[0] == kind for word in line)
    return sum(int(word.removeprefix(start)) for word in words if word.startswith(start))


def _findings(lines: Sequence[Words], severity: str) -> int:
    return sum(line[0] == "finding" and line[3] == severity for line in lines)


def lines_of(text: str) -> list[Words]:
    """The lines of a snapshot."""
    return [tuple(line.split(" ")) for line in text.splitlines()]


def name_of(line: Words) -> Words:
    """What a line is about: it stays the same when what is said of it changes."""
    start, end = (1, 1) if line[0] in UNNAMED else NAMED_BY.get(line[0], (1, 2))
    return line[0], *line[start:end]


def _less(lines: Iterable[Words], taken: Counter[Words]) -> list[Words]:
    """The lines without those taken, each as often as it is taken."""
    left = Counter(taken)
    kept = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            kept.append(line)
    return kept


def only_wording(before: Words, after: Words) -> bool:
    """Whether nothing but the wording of a line changed."""
    return all(one.startswith(WORDING) for one in differing(before, after))


def differing(before: Words, after: Words) -> list[str]:
    """The words that changed: `left=1 → 2`."""
    was, now = _fields(before), _fields(after)
    names = [name for name in dict.fromkeys((*was, *now)) if was.get(name) != now.get(name)]
    return [f"{was.get(name, '–')} → {now.get(name, '–').removeprefix(f'{name}=')}" for name in names]


def _fields(line: Words) -> dict[str, str]:
    """Every word by the name it has; one without a name by its place."""
    return {word.partition("=")[0] if "=" in word else str(at): word for at, word in enumerate(line)}


def told(name: str, one: Compared, made: Made) -> Iterator[str]:
    """What changed in a filing, a line each."""
    yield f"== {name}" + ("  (wording only)" if one.wording else "")
    for line in one.gone:
        yield f"  gone     {' '.join(line)}"
    for line in one.new:
        yield f"  new      {' '.join(line)}{_said(line, made)}"
    for before, after in one.changed:
        yield f"  changed  {_title(before)}: {', '.join(differing(before, after))}{_said(after, made)}"


def _title(line: Words) -> str:
    """What a line is about, for a reader: a finding's rule and table too."""
    return " ".join(line[:6] if line[0] == "finding" else name_of(line))


def _said(line: Words, made: Made) -> str:
    """What a finding says, or why a filing was not read."""
    said = made.words.get(line[1] if line[0] == "finding" else "", "")
    return f"\n           {said.strip()}" if said and line[0] in ("finding", "unread", "crash") else ""
