"""Reads the prose: every number bound to its part, section and subject, and what sentences say about their numbers.

`read_claims` fills `Facts.claims`, `Facts.relations` and `Facts.unread`. Relations, by `kind`:

breakdown   whole = Σ parts where `exhaustive`, else ≥; all are amounts (or counts), or all are changes (`word` 增减)
change      named: `now`, and of `before`, `delta`, `rate`; `parts` are other claims that `now` may be
flat        named: `now`, `before`: the words say that they are the same
share       whole: the percentage; named: `part`; `parts` are the claims that may be the whole; `word`: its subject
shares      parts: percentages that must add up to 100
completion  named: `rate`, `now`, `plan`
direction   named: `now`, `plan`; `word` says which is greater
silent      whole: what is said (`word`) to have changed without a number
repeat      whole and `parts` are the same number, printed again
"""

from budgetaudit.claims.lexicon import lexicon
from budgetaudit.claims.parts import read_part
from budgetaudit.facts import Facts
from budgetaudit.rulebook import Rulebook
from budgetaudit.values import replace


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
