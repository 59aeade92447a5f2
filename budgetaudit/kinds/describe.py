"""A side of several numbers in words: `基本支出表 · 30101 基本工资 + 30107 绩效工资 · 合计`."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetaudit.amounts import plain
from budgetaudit.checks import Term
from budgetaudit.facts import Entry, Missing
from budgetaudit.messages import Chain, Text, called, chain, label, message
from budgetaudit.selectors import Expression

MANY = 4
TIMES = " × "
Pieces = tuple[Text, ...]


def describe(side: Sequence[Term]) -> Text:
    """The words for a side: table and column once where all its numbers share them; more than MANY terms by count."""
    if len(side) == 1 and side[0].weight == 1 and len(side[0].factors) == 1:
        return entry_name(side[0].factors[0])
    used = [term for term in side if term.factors or term.weight]
    weights = {term.weight for term in used}
    common = weights.pop() if len(weights) == 1 else Decimal(1)
    names = [_product(term) for term in used]
    least = min(map(len, names))
    head = names[0][:1] if least > 1 and len({name[0] for name in names}) == 1 else ()
    tail = names[0][-1:] if least > 2 and len({name[-1] for name in names}) == 1 else ()
    inner = [label(*name[len(head) : len(name) - len(tail)]) for name in names]
    return label(*head, _weighed(used, inner, common), *tail)


def entry_name(entry: Entry) -> Text:
    """What an entry is: its label; for a missing one the names it was looked up by."""
    if isinstance(entry, Missing):
        table = (called(entry.key.table),) if entry.key.table else ()
        return label(*table, *filter(None, (entry.key.row, entry.key.column)))
    return entry.label


def expressed(cell: Expression) -> Text:
    """An expression as written, its tables as they are called."""
    pieces: list[Text] = []
    at = 0
    for selector in cell.selectors:
        here = cell.text.find(selector.table, at)
        pieces += [cell.text[at:here], called(selector.table)]
        at = here + len(selector.table)
    return chain((*pieces, cell.text[at:]))


def _product(term: Term) -> Pieces:
    """The pieces of a term's label; a product is one piece."""
    if len(term.factors) == 1:
        name = entry_name(term.factors[0])
        return name.pieces if isinstance(name, Chain) else (name,)
    return (chain(tuple(map(entry_name, term.factors)), TIMES) if term.factors else plain(abs(term.weight)),)


def _weighed(terms: Sequence[Term], names: Sequence[Text], common: Decimal) -> Text:
    if common == 1:
        return chain(tuple(_added(terms, names, common))) if len(terms) <= MANY else _sum(terms)
    added = chain(tuple(_added(terms, names, common)))
    return message("weighed" if len(terms) > 1 else "weighed.one", weight=plain(common), what=added)


def _sum(terms: Sequence[Term]) -> Text:
    return message("sum.items", count=len(terms))


def _added(terms: Sequence[Term], names: Sequence[Text], common: Decimal) -> Iterator[Text]:
    for order, (term, name) in enumerate(zip(terms, names, strict=True)):
        share = term.weight if common == 1 else term.weight / common
        if share < 0:
            yield " − " if order else "− "
        elif order:
            yield " + "
        if abs(share) != 1 and term.factors:
            yield f"{plain(abs(share))} × "
        yield name
