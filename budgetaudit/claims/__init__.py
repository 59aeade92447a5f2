"""Reads the prose: every number bound to its part, section and subject, and what sentences say about their numbers.

`read_claims` fills `Facts.claims`, `Facts.relations` and `Facts.unread`. Relations, by `kind`:

breakdown   whole = Σ parts where `exhaustive`, else ≥; all are amounts, or counts, or changes (role delta)
change      named: `now`, and of `before`, `delta`, `rate`; `parts` are other claims that `now` may be; `word` 比 where
            `before` stands behind a bare 比上年 and may be the change itself
flat        named: `now`, `before`: the words say that they are the same
share       whole: the percentage; named: `part`, and `sum 0`, `sum 1` … whose sum may be the whole; `parts`: the claims
            that may be it; `word`: the subject named as the whole
shares      parts: the percentages of every part of one whole; `exhaustive`: there can be no other part
completion  named: `rate`, `now`, `plan`
direction   named: `now`, `plan`; `word` says which is greater
silent      whole: what is said (`word`) to have changed without a number
repeat      whole and `parts` are the same number, printed again

A claim's subject is the lexicon's; `科目/…` for a line of the classification (its code, or the chain of its names);
`“…”` for words that the lexicon does not have; `X·…` for a part of X only (接待费 of 机关运行经费, of another unit).
Role `aside` is a number that says nothing about the budget; `again` a further printing of an amount; `revised` a plan
changed during the year, `recompletion` how much of that was done.
"""

from msgspec.structs import replace

from budgetaudit.claims.lexicon import lexicon
from budgetaudit.claims.parts import read_part
from budgetaudit.facts import Facts
from budgetaudit.rulebook import Rulebook


def read_claims(facts: Facts, rulebook: Rulebook) -> Facts:
    """The same facts with the claims, relations and unread numbers of the prose."""
    words = lexicon(rulebook)
    read = [read_part(part, facts, words, rulebook) for part in facts.parts]
    return replace(
        facts,
        claims=tuple(claim for one in read for claim in one.claims),
        relations=tuple(relation for one in read for relation in one.relations),
        unread=tuple(number for one in read for number in one.unread),
    )


__all__ = ["read_claims"]
