"""The reports of a batch: a line per filing, a ranking, a workbook made from report.jsonl line by line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from budgetaudit.ledger import UNREAD, LedgerLine
from budgetaudit.messages import PartId
from budgetaudit.reporters import VISIBLE, Look, share
from budgetaudit.reporters.json import FindingRecord, Report

RED, YELLOW, GREEN, MAGENTA, END = "\033[31m", "\033[33m", "\033[32m", "\033[35m", "\033[0m"
SHOWN = 20


def line_text(line: LedgerLine, look: Look) -> str:
    """One filing in one line."""
    words = look.words
    if line.outcome == UNREAD:
        return _painted(f"? {_shown(line.reason)}", MAGENTA, look) + "\n"
    counts = zip(("error", "warning", "info"), (line.errors, line.warnings, line.infos), strict=True)
    tally = " ".join(f"{words[name]}{count}" for name, count in counts)
    mark, colour = _mark(line, look)
    checked = share(line.checked, line.numbers)
    note = f"  {_shown(line.reason)}" if line.reason else ""
    return _painted(f"{mark} {tally}", colour, look) + f"  {words['checked']}{checked}  {_shown(line.file)}{note}\n"


def _shown(text: str) -> str:
    """Text of others on one line, without what steers a terminal."""
    return " ".join(text.split()).translate(VISIBLE)


def _mark(line: LedgerLine, look: Look) -> tuple[str, str]:
    if line.errors:
        return ("✗" if look.glyphs else "×"), RED
    if line.warnings or line.reason or line.checked * 2 < line.numbers or not line.checked:
        return ("▲" if line.warnings else "○"), YELLOW
    return ("✓" if look.glyphs else "√"), GREEN


def _painted(text: str, colour: str, look: Look) -> str:
    return f"{colour}{text}{END}" if look.colour else text


def ranking(lines: Sequence[LedgerLine], look: Look) -> str:
    """The totals, and the filings with most errors."""
    words = look.words
    bad = [line for line in lines if line.outcome == UNREAD]
    wrong = [line for line in lines if line.errors]
    out = ["", words["batch"].format(files=len(lines), wrong=len(wrong), unread=len(bad))]
    worst = [line for line in ranked(lines) if line.errors or line.warnings]
    if worst:
        out.append(words["ranking"])
        out += [f"  {number:>3}. {line_text(line, look).rstrip()}" for number, line in enumerate(worst[:SHOWN], 1)]
    if len(worst) > SHOWN:
        out.append("  " + words["rest"].format(count=len(worst) - SHOWN))
    return "\n".join(out) + "\n"


def ranked(lines: Iterable[LedgerLine]) -> list[LedgerLine]:
    """Most errors first, then most warnings, then by name; what was not read comes last."""
    return sorted(lines, key=lambda line: (line.outcome == UNREAD, -line.errors, -line.warnings, line.file))


def workbook(ledger: Path, target: Path, look: Look) -> None:
    """report.xlsx from report.jsonl, a line at a time."""
    from budgetaudit.reporters.sheets import Book

    book, words = Book(), look.words
    summaries = [msgspec.structs.replace(line, report=msgspec.Raw(b"null")) for line in _read(ledger)]
    findings = (row for line in _read(ledger) for row in _findings(line, look))
    book.sheet(words["summary"], _columns(SUMMARY, look), (_summary(line) for line in ranked(summaries)))
    book.sheet(words["findings"], _columns(FINDINGS, look), findings)
    book.save(target)


SUMMARY = {
    "file": 50,
    "body": 30,
    "fiscal_year": 8,
    "kind": 8,
    "error": 8,
    "warning": 8,
    "info": 8,
    "unchecked": 10,
    "numbers": 8,
    "checked_numbers": 8,
    "unread_why": 60,
}
FINDINGS = {
    "file": 40,
    "level": 8,
    "rule": 10,
    "part": 12,
    "statement": 40,
    "message": 60,
    "left": 16,
    "should_be": 16,
    "difference": 16,
    "explanation": 30,
    "caused_by": 10,
}
"""The columns of a sheet, by their words in the table of sentences, and how wide they are."""


def _columns(widths: Mapping[str, int], look: Look) -> tuple[tuple[str, int], ...]:
    return tuple((look.words[name], width) for name, width in widths.items())


def _summary(line: LedgerLine) -> tuple[Any, ...]:
    counts = (line.errors, line.warnings, line.infos, line.unchecked, line.numbers, line.checked)
    shown = counts if line.outcome != UNREAD else ("",) * len(counts)
    return (line.file, line.entity, line.year or "", line.kind, *shown, line.reason)


def _findings(line: LedgerLine, look: Look) -> Iterator[tuple[Any, ...]]:
    if line.outcome == UNREAD:
        return
    report = msgspec.json.decode(line.report, type=Report)
    for finding in report.findings:
        yield (line.file, *_finding(finding, look))


def _finding(finding: FindingRecord, look: Look) -> tuple[Any, ...]:
    stated = f"{finding.left.value}{finding.left.unit}"
    return (
        look.words[finding.severity],
        finding.rule,
        look.say(PartId(finding.part)),
        finding.title,
        finding.message,
        stated,
        finding.expected,
        finding.difference,
        finding.explanation,
        finding.cause,
    )


def _read(ledger: Path) -> Iterator[LedgerLine]:
    with ledger.open("rb") as file:
        for raw in file:
            yield msgspec.json.decode(raw, type=LedgerLine)
