"""Every filing of ../shared/filings/public, end to end: what was recognised, read, decided, printed, and how fast.

    python tests/bench/public_filings.py [ID ...]        one row per filing, then totals
        --findings      list the findings of the filings named
        --misses        list the tables and numeric cells that were not read, and the keys that look doubtful
        --unread        list the numbers of the prose that were not understood
        --labels        compare with labels.yaml
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from census import SAME, numeric_cells, printed_codes, tables_present
from filings import FILINGS
from labels import compare, labels, listed

from budgetaudit import loaders, rulefiles
from budgetaudit.audit import audit
from budgetaudit.facts import Fact, Row, Table
from budgetaudit.filing import Filing, Grid, Place
from budgetaudit.messages import say
from budgetaudit.reporters.summary import flat
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Audit, Status

HEAD = (
    "| filing | tables | of | facts | cells | read % | same keys | wrong keys | held | rounding | broken | unchecked "
    "| errors | warnings | notes | claims | read % | s |"
)


@dataclass(frozen=True)
class Measured:
    """One filing, audited and counted."""

    filing: Filing
    audit: Audit
    seconds: float
    money: frozenset[str]
    coded: frozenset[str]

    @cached_property
    def present(self) -> Counter[str]:
        return tables_present(self.filing)

    @cached_property
    def recognised(self) -> Counter[str]:
        """Family → tables, each two-sided one counted once."""
        found = {(t.part, t.key.partition(".")[0] + t.key.partition("#")[2], t.family) for t in self.tables}
        return Counter(SAME.get(family, family) for _, _, family in found)

    @cached_property
    def tables(self) -> list[Table]:
        return [table for table in self.audit.facts.tables() if table.family in self.money]

    @cached_property
    def facts(self) -> list[tuple[Table, Row, Fact]]:
        return [
            (table, row, entry)
            for table in self.audit.facts.tables()
            for row in table.rows
            for entry in row.entries
            if isinstance(entry, Fact)
        ]

    @cached_property
    def groups(self) -> list[tuple[Grid, ...]]:
        """The grids of every recognised table, each group once."""
        return list({tuple(map(id, table.grids)): table.grids for table in self.tables}.values())

    @cached_property
    def cells(self) -> list[tuple[Place, str]]:
        found: dict[tuple[Place, int, int], str] = {}
        for grids in self.groups:
            for cell in numeric_cells(grids):
                found[(cell.place, cell.row, cell.column)] = cell.text
        return [(place, text) for (place, _, _), text in found.items()]

    @cached_property
    def missed(self) -> list[tuple[Place, str]]:
        """Numbers of which no fact was made; a number cut by the end of a page begins the fact that it is."""
        read = {fact.place: fact.raw for _, _, fact in self.facts}
        return [(place, text) for place, text in self.cells if not read.get(place, "").startswith(text.strip())]

    @cached_property
    def odd(self) -> list[Fact]:
        """Facts of recognised tables whose key only a number tells from another: repeated rows or columns."""
        return [
            fact
            for table, row, fact in self.facts
            if table.name and table.family in self.money and _odd(table, row, fact)
        ]

    @cached_property
    def wrong(self) -> list[Fact]:
        """Facts of tables by code whose row has not the code that is printed in their line."""
        lines: dict[Place, tuple[str, ...]] = {}
        for grid in (grid for grids in self.groups for grid in grids):
            lines |= printed_codes(grid)
        return [
            fact
            for table, row, fact in self.facts
            if table.family in self.coded and (printed := lines.get(fact.place))
            if not any(row.code.endswith(code) for code in printed)
        ]

    @cached_property
    def severities(self) -> Counter[str]:
        return Counter(finding.severity for finding in flat(self.audit))


def _odd(table: Table, row: Row, fact: Fact) -> bool:
    numbered = row.key.startswith("行") and row.key[1:].isdigit()
    return numbered or "#" in fact.key.column or ("#" in row.key and bool(row.code))


def measure(path: Path, rules: Rulebook) -> Measured:
    start = time.perf_counter()
    filing = loaders.read(path)
    done = audit(filing, rules)
    seconds = time.perf_counter() - start
    money = frozenset(t.name for t in rules.templates if t.money)
    coded = frozenset(t.name for t in rules.templates if t.rows_by in ("code", "economic"))
    return Measured(filing, done, seconds, money, coded)


def numbers(one: Measured) -> list[float]:
    """The columns of one row, as numbers; shares are made from them when printed."""
    facts, counts, bad = one.audit.facts, one.audit.counts, one.severities
    return [
        sum((one.present & one.recognised).values()),
        sum(one.present.values()),
        len(one.facts),
        len(one.cells),
        len(one.cells) - len(one.missed),
        len(one.odd),
        len(one.wrong),
        *(counts[s] for s in (Status.HELD, Status.ROUNDING, Status.BROKEN, Status.UNCHECKED)),
        bad["error"],
        bad["warning"],
        bad["info"],
        len(facts.claims),
        len(facts.unread),
        one.seconds,
    ]


def line(name: str, row: Sequence[float]) -> str:
    whole = [f"{value:.0f}" for value in row]
    read = f"{100 * row[4] / row[3]:.2f}" if row[3] else "–"
    said = row[14] + row[15]
    claims = f"{100 * row[14] / said:.1f}" if said else "–"
    return f"| {name} | " + " | ".join([*whole[:4], read, *whole[5:14], f"{said:.0f}", claims, f"{row[16]:.2f}"]) + " |"


def table(paths: Sequence[Path], rules: Rulebook) -> Iterator[str]:
    yield HEAD
    yield "|---|" + "---:|" * (HEAD.count("|") - 2)
    total = [0.0] * 17
    for path in paths:
        try:
            row = numbers(measure(path, rules))
        except Exception as error:  # the bench goes on and says so
            yield f"| {short(path)} | {type(error).__name__}: {str(error)[:90]} |"
            continue
        total = [a + b for a, b in zip(total, row, strict=True)]
        yield line(short(path), row)
    yield line("all", total)


def short(path: Path) -> str:
    return "-".join(path.stem.split("-")[:2]) + path.stem[-2:]


def chosen(wanted: Sequence[str]) -> list[Path]:
    paths = [p for p in sorted((FILINGS / "public").iterdir()) if p.suffix != ".yaml"]
    return [p for p in paths if not wanted or any(p.name.startswith(one) for one in wanted)]


def misses(one: Measured) -> Iterator[str]:
    lacking = one.present - one.recognised
    beyond = one.recognised - one.present
    yield f"{one.filing.name}: tables lacking {dict(lacking)}, more than titled {dict(beyond)}"
    for place, text in one.missed:
        yield f"  cell  p{place.page} {place.sheet} table {place.table} row {place.row} column {place.column}: {text!r}"
    for what, facts in (("same", one.odd), ("wrong", one.wrong)):
        for fact in facts:
            yield f"  {what:<5} p{fact.place.page} {fact.key} {fact.raw}"


def unread(one: Measured) -> Iterator[str]:
    yield f"{one.filing.name}: {len(one.audit.facts.unread)} of {len(one.audit.facts.claims)}"
    for found in one.audit.facts.unread:
        text = found.passage.text[max(0, found.start - 30) : found.end + 12].replace("\n", " ")
        yield f"  p{found.passage.place.page} {found.raw}: {say(found.why)}: …{text}…"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("ids", nargs="*")
    for name in ("findings", "misses", "unread", "labels"):
        options.add_argument(f"--{name}", action="store_true")
    asked = options.parse_args()
    rules, paths = rulefiles.load(), chosen(asked.ids)
    modes = {"findings": listed, "misses": misses, "unread": unread}
    picked = [mode for name, mode in modes.items() if getattr(asked, name)]
    if asked.labels:
        known = labels(FILINGS / "public" / "labels.yaml")
        paths = [path for path in paths if path.name in known]
        picked.append(lambda one: compare(one.audit, known[one.filing.name]))
    if picked:
        for path in paths:
            one = measure(path, rules)
            for mode in picked:
                print(*mode(one), sep="\n", flush=True)
        return
    for text in table(paths, rules):
        print(text, flush=True)


if __name__ == "__main__":
    main()
