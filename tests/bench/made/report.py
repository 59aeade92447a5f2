"""What is told of many made filings: false findings by rule, what was not read, totals, rates of detection."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from budgetaudit.verdicts import Finding

from .changes import FAMILIES
from .measure import Measured


def grouped(rows: Sequence[Measured]) -> Iterator[str]:
    """False findings by rule, each with its smallest example and the features that stand out among its filings."""
    by_rule: dict[tuple[str, str], list[tuple[Measured, Finding]]] = defaultdict(list)
    for one in rows:
        for finding in one.findings:
            by_rule[finding.severity, finding.rule].append((one, finding))
    ranked = sorted(by_rule.items(), key=lambda item: -len({one.seed for one, _ in item[1]}))
    for (severity, rule), cases in ranked:
        those = {one.seed: one for one, _ in cases}
        smallest, finding = min(cases, key=lambda case: case[0].printed)
        yield f"{rule} {severity}: {len(cases)} findings in {len(those)} filings; {suspects(those.values(), rows)}"
        where = f"[{finding.part} {finding.table}]"
        yield f"    seed {smallest.seed} {smallest.form}: {finding.message} {where}"


def suspects(those: Iterable[Measured], rows: Sequence[Measured]) -> str:
    """The features that some filings have far more often than all have; nothing of fewer than three."""
    listed = list(those)
    if len(listed) < 3:
        return ""
    mine = Counter(feature for one in listed for feature in one.features)
    usual = Counter(feature for one in rows for feature in one.features)
    size, count = len(listed), len(rows)
    ranked = sorted(mine, key=lambda feature: -(mine[feature] / size - usual[feature] / count))
    return ", ".join(f"{feature} {mine[feature]}/{size} (all {usual[feature]}/{count})" for feature in ranked[:3])


def unread(rows: Sequence[Measured]) -> Iterator[str]:
    """Tables of which numbers were not read or were misread, with the columns."""
    tables: dict[str, dict[str, set[Measured]]] = defaultdict(lambda: defaultdict(set))
    for one in rows:
        for known in one.missed:
            tables[f"not read  {known.table}"][known.column].add(one)
        for known, _ in one.wrong:
            tables[f"misread   {known.table}"][known.column].add(one)
    for name, columns in sorted(tables.items(), key=lambda item: -len(set().union(*item[1].values()))):
        those = set().union(*columns.values())
        first = min(those, key=lambda one: one.printed)
        yield f"{name}: {len(those)} filings, e.g. seed {first.seed} {first.form}; {suspects(those, rows)}"
        ranked = sorted(columns.items(), key=lambda item: -len(item[1]))
        yield "    " + " ".join(f"{column}×{len(found)}" for column, found in ranked)


def totals(rows: Sequence[Measured], forms: Sequence[str]) -> Iterator[str]:
    yield from (f"seed {one.seed} {one.form}: {one.failure}" for one in rows if one.failure)
    each = "; ".join(f"{form} {sum(one.form == form for one in rows)}" for form in forms)
    yield f"{len(rows)} filings; refused {sum(bool(one.failure) for one in rows)}; {each}"
    clean = sum(not one.findings and not one.failure for one in rows)
    yield f"clean: {clean} ({100 * clean / len(rows):.1f} %)"
    for severity in ("error", "warning"):
        count = [sum(one.severity == severity for one in row.findings) for row in rows]
        yield f"false {severity}s: {sum(count)} in {sum(map(bool, count))} filings"
    facts = sum(one.facts for one in rows)
    missed, wrong = sum(len(one.missed) for one in rows), sum(len(one.wrong) for one in rows)
    shares = f"not read {missed} ({100 * missed / facts:.2f} %); misread {wrong} ({100 * wrong / facts:.2f} %)"
    yield f"numbers of tables: {facts}; {shares}"
    prints, counted, checked = (sum(getattr(one, name) for one in rows) for name in ("printed", "counted", "checked"))
    share = f"{100 * checked / prints:.1f} % of those printed"
    yield f"numbers printed {prints}, counted {counted}, checked {checked} ({share})"


def details(result: Measured) -> Iterator[str]:
    counts = f"printed {result.printed} counted {result.counted} checked {result.checked}"
    yield f"seed {result.seed} {result.form}: {counts} {result.failure}"
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
