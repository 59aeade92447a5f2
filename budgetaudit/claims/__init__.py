"""Reads the prose: every number bound to its part, section and subject, and what sentences say about their numbers.

Read in passes over frozen values, each printed by `show --steps`:

    paragraphs  setting.setting          every number beside its name (text, spread)
    tokens      chains.paragraph_tokens  words, numbers, marks (tokens)
    clauses     clauses.clauses          what each clause names and compares (clausewords, names)
    topics      reader.states            a fold: what each number is of, and a part of (marks, numbers, money, lists)
    relations   relations.relations_of   what the sentences say about their numbers (trees, shares, narrative)

`read_claims` fills `Facts.claims`, `Facts.relations` and `Facts.unread`. What the roles and the kinds of relations mean
is said in `facts.Role` and `facts.RelationKind`, how subjects are written in `facts.Claim`.
"""

from msgspec.structs import replace

from budgetaudit.claims.lexicon import lexicon
from budgetaudit.claims.parts import read_part
from budgetaudit.facts import Facts
from budgetaudit.rulebook import Rulebook


def read_claims(facts: Facts, rulebook: Rulebook) -> Facts:
    """The facts with the claims, relations and unread numbers of the prose."""
    words = lexicon(rulebook)
    readings = [read_part(part, facts, words, rulebook) for part in facts.parts]
    return replace(
        facts,
        claims=tuple(claim for reading in readings for claim in reading.claims),
        relations=tuple(relation for reading in readings for relation in reading.relations),
        unread=tuple(number for reading in readings for number in reading.unread),
    )


__all__ = ["read_claims"]
