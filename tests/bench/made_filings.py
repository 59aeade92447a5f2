"""Filings whose truth is known, audited: what is said about them that is false, what is not read, what is misread.

python tests/bench/made_filings.py --count 200 --seed 1
    --form html       only this form (html, docx, txt, pdf; otherwise each seed draws one)
    --keep DIR        write the filings there
    --show SEED       print one filing, and what was said of it
    --changed         change one thing in each filing, and see whether it is found (rate by family)
    --avoid F=O ...   leave features out; --fix F=O ... hold them
    --known           leave out the features that are known to go wrong (tests/data/made_filings.yaml)
    --each            a line for each seed
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import yaml
from made.changes import FAMILIES
from made.draw import Draw
from made.filing import Made, make
from made.forms import printed, texts
from made.measure import Measured, failed, measured

from budgetaudit import loaders, rulefiles
from budgetaudit.audit import audit
from budgetaudit.errors import BudgetAuditError
from budgetaudit.reporters.summary import flat
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Audit, Finding

FORMS = ("html", "docx", "txt", "pdf")
KNOWN = HERE.parent / "data" / "made_filings.yaml"


@dataclass(frozen=True)
class Asked:
    """What the command line asks of every seed."""

    form: str = ""
    avoid: frozenset[str] = frozenset()
    fixed: tuple[tuple[str, str], ...] = ()
    keep: Path | None = None
    known: bool = False


@cache
def known() -> dict[str, dict[str, str]]:
    """Form (or `all`) → feature → what goes wrong with it today."""
    found: dict[str, dict[str, str]] = yaml.safe_load(KNOWN.read_text("utf-8"))
    return found


@cache
def rulebook() -> Rulebook:
    return rulefiles.load()


def ordered(seed: int, asked: Asked) -> tuple[Made, str]:
    """The filing of a seed and the form it is printed in."""
    form = asked.form or dict(asked.fixed).get("form") or Draw(seed).pick("form", *FORMS)
    left_out = known()["all"].keys() | known().get(form, {}).keys() if asked.known else frozenset()
    return make(seed, asked.avoid | left_out, {**dict(asked.fixed), "form": form}), form


def heard(content: bytes, name: str) -> tuple[Audit, tuple[Finding, ...]]:
    """The audit of a file's bytes, and its errors and warnings."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        done = audit(loaders.read(path), rulebook())
    return done, tuple(one for one in flat(done) if one.severity in ("error", "warning"))


def tried(seed: int, asked: Asked) -> Measured:
    """One made filing, printed and audited."""
    made, form = ordered(seed, asked)
    content = printed(form, made.blocks, made.draw)
    if asked.keep:
        (asked.keep / f"{seed}.{form}").write_bytes(content)
    try:
        done, findings = heard(content, f"{seed}.{form}")
    except BudgetAuditError as error:
        return failed(made, form, str(error))
    except Exception as error:  # a crash is a result here
        return failed(made, form, f"crash: {type(error).__name__}: {error}")
    return measured(made, form, done, findings)


def changed(seed: int, asked: Asked, families: Iterable[str] = tuple(FAMILIES)) -> list[tuple[str, str, bool]]:
    """(family, what was changed, whether something new was said) for each of some families that the filing has."""
    made, form = ordered(seed, asked)
    clean = {one.id for one in heard(printed(form, made.blocks, made.draw), f"{seed}.{form}")[1]}
    random = made.draw.stream("changes")
    rows = []
    for family in families:
        edit = FAMILIES[family](made.blocks, random)
        if edit is not None:
            said = heard(printed(form, edit[0], made.draw), f"{seed}.{form}")[1]
            rows.append((family, f"seed {seed} {form}: {edit[1]}", any(one.id not in clean for one in said)))
    return rows


def grouped(rows: Iterable[Measured]) -> Iterator[str]:
    """False findings by rule, each with its smallest example and the features that stand out among its filings."""
    rows = list(rows)
    by_rule: dict[tuple[str, str], list[tuple[Measured, Finding]]] = defaultdict(list)
    for one in rows:
        for finding in one.findings:
            by_rule[finding.severity, finding.rule].append((one, finding))
    usual = Counter(feature for one in rows for feature in one.features)
    for (severity, rule), cases in sorted(by_rule.items(), key=lambda item: -len({one.seed for one, _ in item[1]})):
        seeds = {one.seed: one for one, _ in cases}
        smallest, finding = min(cases, key=lambda case: case[0].printed)
        yield f"{rule} {severity}: {len(cases)} findings in {len(seeds)} filings; {', '.join(suspects(seeds.values(), usual, len(rows)))}"
        yield f"    seed {smallest.seed} {smallest.form}: {finding.message} [{finding.part} {finding.table}]"


def suspects(those: Iterable[Measured], usual: Counter[str], count: int) -> Iterator[str]:
    """The features that a rule's filings have far more often than all filings."""
    listed = list(those)
    size = len(listed)
    if size < 3:
        return
    mine = Counter(feature for one in listed for feature in one.features)
    ranked = sorted(mine, key=lambda feature: -(mine[feature] / size - usual[feature] / count))
    for feature in ranked[:3]:
        yield f"{feature} {mine[feature]}/{size} (all {usual[feature]}/{count})"


def unread(rows: Iterable[Measured]) -> Iterator[str]:
    """Tables of which numbers were not read or were misread, with the columns."""
    everything = list(rows)
    usual = Counter(feature for one in everything for feature in one.features)
    tables: dict[str, dict[str, set[Measured]]] = defaultdict(lambda: defaultdict(set))
    for one in everything:
        for known in one.missed:
            tables[f"not read  {known.table}"][known.column].add(one)
        for known, _ in one.wrong:
            tables[f"misread   {known.table}"][known.column].add(one)
    for name, columns in sorted(tables.items(), key=lambda item: -len(set().union(*item[1].values()))):
        those = set().union(*columns.values())
        first = min(those, key=lambda one: one.printed)
        listed = " ".join(
            f"{column}×{len(found)}" for column, found in sorted(columns.items(), key=lambda item: -len(item[1]))
        )
        yield f"{name}: {len(those)} filings, e.g. seed {first.seed} {first.form}; {', '.join(suspects(those, usual, len(everything)))}"
        yield f"    {listed}"


def totals(rows: list[Measured]) -> Iterator[str]:
    yield from (f"seed {one.seed} {one.form}: {one.failure}" for one in rows if one.failure)
    yield f"{len(rows)} filings; refused {sum(bool(one.failure) for one in rows)}; " + "; ".join(
        f"{form} {sum(one.form == form for one in rows)}" for form in FORMS
    )
    clean = sum(not one.findings and not one.failure for one in rows)
    yield f"clean: {clean} ({100 * clean / len(rows):.1f} %)"
    for severity in ("error", "warning"):
        count = [sum(one.severity == severity for one in row.findings) for row in rows]
        yield f"false {severity}s: {sum(count)} in {sum(map(bool, count))} filings"
    facts, missed, wrong = (
        sum(x) for x in zip(*((one.facts, len(one.missed), len(one.wrong)) for one in rows), strict=True)
    )
    yield f"numbers of tables: {facts}; not read {missed} ({100 * missed / facts:.2f} %); misread {wrong} ({100 * wrong / facts:.2f} %)"
    prints, counted, checked = (
        sum(x) for x in zip(*((one.printed, one.counted, one.checked) for one in rows), strict=True)
    )
    yield f"numbers printed {prints}, counted {counted}, checked {checked} ({100 * checked / prints:.1f} % of those printed)"


def shown(seed: int, asked: Asked) -> Iterator[str]:
    made, _ = ordered(seed, asked)
    yield from texts(made.blocks)
    result = tried(seed, asked)
    yield " ".join(result.features)
    yield from details(result)


def details(result: Measured) -> Iterator[str]:
    yield f"seed {result.seed} {result.form}: printed {result.printed} counted {result.counted} checked {result.checked} {result.failure}"
    for one in result.findings:
        yield f"  {one.severity} {one.rule} {one.part} {one.table}: {one.message} {one.explanation}"
    for known in result.missed[:6]:
        yield f"  not read {known.part} {known.table}[{known.row}, {known.column}] {known.value / 100}"
    for known, value in result.wrong[:6]:
        yield f"  misread {known.part} {known.table}[{known.row}, {known.column}] {known.value / 100} as {value / 100}"


def rates(rows: Iterable[tuple[str, str, bool]], missed: bool) -> Iterator[str]:
    by_family: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for family, what, found in rows:
        by_family[family].append((what, found))
    yield "| family | seeded | found | % |"
    yield "|---|---:|---:|---:|"
    for family in [name for name in FAMILIES if name in by_family]:
        cases = by_family[family]
        found = sum(one for _, one in cases)
        yield f"| {family} | {len(cases)} | {found} | {100 * found / len(cases):.0f} |"
        if missed:
            yield from (f"      {what}" for what, one in cases[:200] if not one)
    found, count = sum(one for cases in by_family.values() for _, one in cases), sum(map(len, by_family.values()))
    yield f"| all | {count} | {found} | {100 * found / max(1, count):.0f} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--form", choices=FORMS, default="")
    options.add_argument("--keep", type=Path)
    options.add_argument("--show", type=int)
    options.add_argument("--changed", action="store_true")
    options.add_argument("--known", action="store_true")
    options.add_argument("--each", action="store_true")
    options.add_argument("--avoid", nargs="*", default=[])
    options.add_argument("--fix", nargs="*", default=[])
    given = options.parse_args()
    fixed = tuple((name, option) for name, _, option in (one.partition("=") for one in given.fix))
    asked = Asked(given.form, frozenset(given.avoid), fixed, given.keep, given.known)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    if given.show is not None:
        print("\n".join(shown(given.show, asked)))
        return
    seeds = range(given.seed, given.seed + given.count)
    with ProcessPoolExecutor(2) as pool:
        if given.changed:
            cases = [row for rows in pool.map(partial(changed, asked=asked), seeds, chunksize=4) for row in rows]
            print("\n".join(rates(cases, given.each)))
            return
        rows = list(pool.map(partial(tried, asked=asked), seeds, chunksize=8))
    if given.each:
        print(
            "\n".join(
                line for one in rows if one.findings or one.failure or one.missed or one.wrong for line in details(one)
            )
        )
    print("\n".join([*grouped(rows), "", *unread(rows), "", *totals(rows)]))


if __name__ == "__main__":
    main()
