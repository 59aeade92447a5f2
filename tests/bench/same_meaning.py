"""Changes that change nothing: what is said of a filing must stay the same, however it is printed.

python tests/bench/same_meaning.py [WORD ...]    real filings whose folder/name contains a word; all without
    --made N            instead: N made filings (bench/made), from --seed on
    --change NAME ...   only these changes (a part of the name is enough); --list names them
    --each              a line for each finding that is gone or new, each filing's numbers that are no longer read
    --jobs N            processes (2)

Says for each change: filings changed, those of which something else is said, findings gone and new (errors, warnings,
notes), numbers of tables no longer read. Ends with 1 where anything differs.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))

from filings import filings, readable
from made.forms import printed
from made_filings import Asked, ordered
from meaning import tables, texts
from meaning.compared import SEVERITIES, Difference, compared, said
from meaning.seen import Seen, numbered

from budgetaudit import loaders, rulefiles
from budgetaudit.audit import audit
from budgetaudit.errors import BudgetAuditError
from budgetaudit.filing import Filing
from budgetaudit.rulebook import Rulebook

CHANGES = {
    "page break": tables.page_break(tables.nothing),
    "page break, page number": tables.page_break(tables.page_number),
    "page break, head again": tables.page_break(tables.head),
    "page break, title and head again": tables.page_break(tables.title_and_head),
    "header's synonym": tables.synonyms,
    "order of columns": tables.column_order,
    "merged cells of the head split": tables.split_head,
    "merged names split": tables.split_body,
    "元 for 万元": tables.other_unit("万元", "元"),
    "万元 for 元": tables.other_unit("元", "万元"),
    "thousands marks in tables": tables.thousands,
    "dash for zero": tables.dashes,
    "note below each table": tables.note_below,
    "blank row": tables.blank_row,
    "blank rows below": tables.blank_rows_below,
    "blank column": tables.blank_column,
    "spaces in names": tables.spaced_names,
    "names over two lines": tables.wrapped_names,
    "titles in wide print": tables.spaced_title,
    "title in the table": tables.title_inside,
    "full-width": texts.all_texts(texts.wide),
    "half-width": texts.all_texts(texts.narrow),
    "marks of numbering": texts.prose(texts.other_marks),
    "numbering a level down": texts.level_down,
    "1. for 一、": texts.heading_digits,
    "paragraphs cut": texts.paragraphs_cut,
    "paragraphs joined": texts.paragraphs_joined,
    "spaces about numbers": texts.prose(texts.spaces_about_numbers),
    "thousands marks in prose": texts.prose(texts.thousands),
}
"""Name → Seen → the changed filing, None where there is nothing to change."""


@cache
def rulebook() -> Rulebook:
    return rulefiles.load()


def loaded(source: str, seed: int = 0) -> Filing:
    """A real filing by its name, or the made one of a seed (its source is then its form, "" for any)."""
    if not seed:
        return loaders.read(filings()[source])
    made, form = ordered(seed, Asked(source, known=True))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{seed}.{form}"
        path.write_bytes(printed(form, made.blocks, made.draw))
        return loaders.read(path)


def differences(name: str, filing: Filing, rules: Rulebook, changes: Iterable[str]) -> list[Difference]:
    """What each change that the filing allows does to what is said of it."""
    before = numbered(filing)
    done = audit(before, rules)
    known, findings = Seen(done.facts.filing, done.facts, rules, bool(done.rounding)), said(done)
    changed = ((change, CHANGES[change](known)) for change in changes)
    return [compared(name, change, findings, other, rules) for change, other in changed if other is not None]


def tried(name: str, seed: int, changes: Sequence[str]) -> list[Difference]:
    """All that of a filing by its name or seed; nothing of one that is refused."""
    try:
        return differences(f"{seed} {name}" if seed else name, loaded(name, seed), rulebook(), changes)
    except BudgetAuditError:
        return []


def rates(all_tried: Mapping[str, Sequence[Difference]]) -> Iterator[str]:
    """A line for each change."""
    yield f"| {'change':32} | filings | differ | gone e/w/n | new e/w/n | moved | failed | unread numbers |"
    yield "|---|---:|---:|---|---|---:|---:|---:|"
    for change, several in all_tried.items():
        differ, moved = sum(not one.none for one in several), sum(len(one.moved) for one in several)
        gone, new = (_counted(one for diff in several for one in getattr(diff, name)) for name in ("gone", "new"))
        failed, unread = sum(bool(one.failure) for one in several), sum(len(one.unread) for one in several)
        yield f"| {change:32} | {len(several)} | {differ} | {gone} | {new} | {moved} | {failed} | {unread} |"


def _counted(findings: Iterable[tuple[str, ...]]) -> str:
    severities = [one[0] for one in findings]
    return "/".join(str(severities.count(name)) for name in SEVERITIES)


def details(one: Difference) -> Iterator[str]:
    """What is gone and new in one filing, errors first."""
    if one.none and not one.unread:
        return
    yield f"{one.change} · {one.filing} {one.failure}"
    for mark, findings in (("- ", one.gone), ("+ ", one.new), ("~ ", one.moved)):
        yield from (f"  {mark}{' '.join(finding)}" for finding in findings)
    if one.unread:
        shown = "; ".join(" ".join(number) for number in one.unread[:4])
        yield f"  {len(one.unread)} numbers no longer read: {shown}"


def asked_for() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("words", nargs="*", metavar="WORD")
    options.add_argument("--made", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--change", nargs="*", default=[])
    options.add_argument("--jobs", type=int, default=2)
    for flag in ("--each", "--list"):
        options.add_argument(flag, action="store_true")
    return options.parse_args()


def wanted(asked: argparse.Namespace) -> list[tuple[str, int]]:
    if asked.made:
        return [("", seed) for seed in range(asked.seed, asked.seed + asked.made)]
    there = {name: path for name, path in filings().items() if readable(path)}
    return [(name, 0) for name in there if not asked.words or any(word in name for word in asked.words)]


def main() -> None:
    asked = asked_for()
    changes = [name for name in CHANGES if not asked.change or any(word in name for word in asked.change)]
    if asked.list:
        print(*changes, sep="\n")
        return
    results: dict[str, list[Difference]] = {name: [] for name in changes}
    with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
        begun = [pool.submit(tried, name, seed, changes) for name, seed in wanted(asked)]
        for one in (one for job in begun for one in job.result()):
            results[one.change].append(one)
            for line in details(one) if asked.each else ():
                print(line, flush=True)
    print(*rates(results), sep="\n")
    sys.exit(any(not one.none for several in results.values() for one in several))


if __name__ == "__main__":
    main()
