"""Totals that are larger than the rows under them: rows may be withheld (涉密), and some filings say so."""

from collections.abc import Iterator

from msgspec.structs import replace

from budgetaudit.checks import Check
from budgetaudit.facts import Facts
from budgetaudit.filing import Grid
from budgetaudit.messages import message
from budgetaudit.text import sentences_of, squeeze
from budgetaudit.verdicts import Finding, Verdict

_NOT = "非"


def withheld(finding: Finding, verdict: Verdict, facts: Facts) -> Finding:
    """The finding with a word on rows that may be withheld; a note only where the filing says that some are."""
    words, check = verdict.rule.withheld, verdict.check
    if not words or not isinstance(check, Check) or not verdict.difference or verdict.difference < 0:
        return finding
    said = next((clause for clause in _clauses(facts) if any(_says(clause, word) for word in words)), "")
    if said:
        return replace(finding, severity="info", explanation=message("withheld.said", words=said))
    return finding if finding.explanation else replace(finding, explanation=message("withheld.perhaps"))


def _says(text: str, word: str) -> bool:
    at = text.find(word)
    return at >= 0 and not text[:at].endswith(_NOT)


def _clauses(facts: Facts) -> Iterator[str]:
    """Everything the filing says, sentence by sentence, without spaces."""
    for block in facts.filing.blocks:
        for text in (cell.text for cell in block.cells) if isinstance(block, Grid) else (block.text,):
            yield from sentences_of(squeeze(text))
