"""Files of one body about one year: what one of them says and another denies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from budgetaudit.amounts import Amount, read_amount
from budgetaudit.facts import Fact, Facts, Role, RowKind
from budgetaudit.messages import SEMICOLON, Message, Text, message, series
from budgetaudit.verdicts import Audit

SHOWN = 5
APART = " · "
OTHERS = ("“", "科目/")
"""What subjects that the rules do not name begin with: words of one document mean nothing in another."""


class Stated(Struct, frozen=True):
    """What a file says of its body: `about` is the body, the year, the kind, whether it speaks of the department or of
    a unit alone ("" where it does not say whose it is); `numbers` are the amounts printed for each total, by what it
    is."""

    name: str
    about: str
    numbers: Mapping[str, Sequence[str]]


def stated(audit: Audit) -> Stated:
    """The totals of the first part's tables and the amounts of its prose."""
    facts = audit.facts
    printed: dict[str, dict[str, None]] = {}
    for name, amount in _numbers(facts):
        printed.setdefault(name, {})[str(amount)] = None
    body = facts.parts[0].name if facts.parts else ""
    about = APART.join((body, str(facts.year), facts.kind, facts.scope)) if body and facts.year and facts.kind else ""
    return Stated(facts.filing.name, about, {name: tuple(texts) for name, texts in printed.items()} if about else {})


def _numbers(facts: Facts) -> Iterator[tuple[str, Amount]]:
    for part in facts.parts[:1]:
        for table in part.tables:
            for row in table.rows if table.name else ():
                if row.kind is RowKind.TOTAL:
                    pairs = zip(table.columns, row.entries, strict=True)
                    yield from (
                        (APART.join((table.key, row.key, column.name)), entry.amount)
                        for column, entry in pairs
                        if isinstance(entry, Fact)
                    )
        for claim in facts.claims:
            own = claim.fact.key.part == part.id and not claim.subject.startswith(OTHERS)
            if own and claim.role == Role.AMOUNT and "·" not in claim.subject:
                yield claim.subject, claim.fact.amount


def contradictions(files: Iterable[Stated]) -> tuple[Message, ...]:
    """A sentence for each pair of files of one body that print different numbers for the same."""
    bodies: dict[str, list[Stated]] = {}
    for file in files:
        if file.about:
            bodies.setdefault(file.about, []).append(file)
    pairs = (pair for several in bodies.values() for pair in combinations(several, 2))
    return tuple(says for one, other in pairs if (says := _contradiction(one, other)))


def _contradiction(one: Stated, other: Stated) -> Message | None:
    """Names alone prove little: neither file prints the other's amount for anything."""
    mine, its = ({text for texts in file.numbers.values() for text in texts} for file in (one, other))
    wrong = [
        name
        for name in one.numbers
        if name in other.numbers
        and _apart(one.numbers[name], other.numbers[name])
        and mine.isdisjoint(other.numbers[name])
        and its.isdisjoint(one.numbers[name])
    ]
    if not wrong:
        return None
    return message("siblings", one=one.name, other=other.name, count=len(wrong), shown=_shown(wrong, one, other))


def _shown(names: Sequence[str], one: Stated, other: Stated) -> Text:
    few = (message("siblings.number", name=n, one=one.numbers[n][0], other=other.numbers[n][0]) for n in names[:SHOWN])
    return series(few, SEMICOLON)


def _apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two files print one amount each, which cannot be one number, rounded differently."""
    if len(one) != 1 or len(other) != 1:
        return False
    a, b = read_amount(one[0]), read_amount(other[0])
    if a is None or b is None or a.unit.dimension != b.unit.dimension:
        return False
    return abs(a.base - b.base) > a.half + b.half
