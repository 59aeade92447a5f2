"""A side of several numbers in words: `基本支出表 · 30101 基本工资 + 30107 绩效工资 · 合计`."""

from collections.abc import Sequence
from decimal import Decimal

from budgetaudit.amounts import plain
from budgetaudit.facts import Entry, Missing
from budgetaudit.verdicts import Term

BETWEEN = " · "
MANY = 4


def told(side: Sequence[Term]) -> str:
    """What a side adds up: table and column once where all numbers share them; a sum of very many by its length."""
    if len(side) == 1 and side[0].weight == 1 and len(side[0].factors) == 1:
        return entry_name(side[0].factors[0])
    used = [term for term in side if term.factors or term.weight]
    weights = {term.weight for term in used}
    common = weights.pop() if len(weights) == 1 else Decimal(1)
    names = [_product(term).split(BETWEEN) for term in used]
    least = min(map(len, names))
    head = names[0][:1] if least > 1 and len({name[0] for name in names}) == 1 else []
    tail = names[0][-1:] if least > 2 and len({name[-1] for name in names}) == 1 else []
    inner = [BETWEEN.join(name[len(head) : len(name) - len(tail)]) for name in names]
    added = _added(used, inner, common) if len(used) <= MANY or common != 1 else f"{len(used)}项之和"
    if common != 1:
        added = f"{plain(common)} ×（{added}）" if len(used) > 1 else f"{plain(common)} × {added}"
    return BETWEEN.join([*head, added, *tail])


def entry_name(entry: Entry) -> str:
    """What an entry is: its label; for a missing one the names it was looked up by."""
    if isinstance(entry, Missing):
        return BETWEEN.join(filter(None, (entry.key.table, entry.key.row, entry.key.column)))
    return entry.label


def _product(term: Term) -> str:
    return " × ".join(map(entry_name, term.factors)) or plain(abs(term.weight))


def _added(terms: Sequence[Term], names: Sequence[str], common: Decimal) -> str:
    text = ""
    for term, name in zip(terms, names, strict=True):
        share = term.weight if common == 1 else term.weight / common
        sign = " − " if share < 0 else " + "
        weight = "" if abs(share) == 1 or not term.factors else f"{plain(abs(share))} × "
        text += f"{sign if text or share < 0 else ''}{weight}{name}"
    return text.removeprefix(" ")
