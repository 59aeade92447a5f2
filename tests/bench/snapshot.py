"""What budgetaudit says of every filing in ../shared/filings, as compact text without the filings' prose.

`tests/snapshots/FOLDER.txt` holds a block per filing: `= name`, then one line per thing that the audit states. Lines of
a block stand in the order of the report; a thing is named so that it is the same thing after a change elsewhere.

    json      digest of the whole JSON report, without version
    counts    verdicts, findings, numbers, as the JSON report has them
    table     part, key, rows × columns, numbers, digest of names and values
    finding   severity, rule, fingerprint, part, cause, the two values and their difference, digest of the wording
    claim     part, subject, role, value and unit, sign
    unread    part, number
    relation  part and kind, how many
    refused   digest of the sentence that says why a file was not read
    crash     the exception's name
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from budgetaudit import loaders, rulefiles
from budgetaudit.audit import audit
from budgetaudit.errors import FilingError
from budgetaudit.facts import Claim, Fact, Table
from budgetaudit.reporters import Look
from budgetaudit.reporters import json as report
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Audit

ROOT = Path(__file__).parents[2]
FILINGS = ROOT.parent / "shared" / "filings"
SNAPSHOTS = ROOT / "tests" / "snapshots"
FOLDERS = ("public", "judged", "wild", "xinle-2021", "reproductions", "odd")
CONVERTED = {".doc", ".odt", ".wps", ".rtf"}
"""Files that only LibreOffice opens."""
FREE = ("“", "科目/")
"""How subjects begin that are words of a filing, not of the lexicon."""

Block = tuple[str, ...]
"""The lines of one filing."""


@cache
def rulebook() -> Rulebook:
    return rulefiles.load()


def filings(wanted: tuple[str, ...] = ()) -> list[Path]:
    """Every filing, or those whose `folder/name` contains one of the words, that this machine can open."""
    found = [path for folder in FOLDERS for path in sorted((FILINGS / folder).iterdir()) if _readable(path)]
    return [path for path in found if not wanted or any(word in name_of(path) for word in wanted)]


def _readable(path: Path) -> bool:
    if path.suffix in (".md", ".yaml", ".json") or not path.is_file():
        return False
    return path.suffix not in CONVERTED or shutil.which("soffice") is not None


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def taken(paths: list[Path], jobs: int = 2) -> dict[str, Block]:
    """Name → block of every filing."""
    if jobs == 1:
        return {name_of(path): block(path) for path in paths}
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return dict(zip(map(name_of, paths), pool.map(block, paths, chunksize=4), strict=True))


def block(path: Path) -> Block:
    """The lines of one filing."""
    try:
        return tuple(_lines(audit(loaders.read(path), rulebook())))
    except FilingError as error:
        return (f"refused {_digest(str(error).replace(str(path.parent), ''))}",)
    except Exception as error:
        return (f"crash {type(error).__name__}",)


def read(folder: str, text: str | None = None) -> dict[str, Block]:
    """The snapshot of a folder: name → block."""
    path = SNAPSHOTS / f"{folder}.txt"
    text = text if text is not None else path.read_text("utf-8") if path.exists() else ""
    pieces = (piece.split("\n") for piece in re.split(r"^= ", text, flags=re.MULTILINE)[1:])
    return {f"{folder}/{first}": tuple(filter(None, lines)) for first, *lines in pieces}


def write(folder: str, blocks: Mapping[str, Block]) -> None:
    """Write the snapshot of a folder, filings in order of their names."""
    SNAPSHOTS.mkdir(exist_ok=True)
    names = sorted(name for name in blocks if name.startswith(f"{folder}/"))
    text = "\n".join("\n".join([f"= {name.removeprefix(f'{folder}/')}", *blocks[name], ""]) for name in names)
    (SNAPSHOTS / f"{folder}.txt").write_text(text, "utf-8", newline="\n")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def _lines(audited: Audit) -> Iterator[str]:
    made = json.loads(report.render(audited, Look()))
    made.pop("budgetaudit", None)
    yield f"json {_digest(json.dumps(made, ensure_ascii=False, sort_keys=True))}"
    counts = made["counts"] | {name: made["coverage"][name] for name in ("numbers", "checked")}
    yield "counts " + " ".join(f"{name}={count}" for name, count in counts.items())
    for table in audited.facts.tables():
        yield f"table {_table(table)}"
    for finding in made["findings"]:
        yield f"finding {_finding(finding)}"
    for claim in audited.facts.claims:
        yield f"claim {_claim(claim)}"
    for number in audited.facts.unread:
        yield f"unread {number.part} {number.raw}"
    relations = Counter((relation.part, str(relation.kind)) for relation in audited.facts.relations)
    for (part, kind), count in sorted(relations.items()):
        yield f"relation {part} {kind} {count}"


def _table(table: Table) -> str:
    facts = [entry for row in table.rows for entry in row.entries if isinstance(entry, Fact)]
    values = "\n".join(f"{fact.key.row}\t{fact.key.column}\t{fact.amount.base}" for fact in facts)
    name = table.key if table.name else f"?{_digest(table.key)}"
    return f"{table.part} {name} {len(table.rows)}×{len(table.columns)} {len(facts)} {_digest(values)}"


def _finding(finding: Mapping[str, Any]) -> str:
    left, right = (f"{finding[side]['value'] or '-'}{finding[side]['unit']}" for side in ("left", "right"))
    said = f"{left} {right} {finding['difference']}" if finding["difference"] else "observed"
    wording = _digest(f"{finding['title']}|{finding['message']}|{finding['explanation']}")
    cause = f" because {finding['cause']}" if finding["cause"] else ""
    named = f"{finding['severity']} {finding['rule']} {finding['id']} {finding['part'] or '-'}"
    return f"{named}{cause} : {said} : text {wording}"


def _claim(claim: Claim) -> str:
    amount, subject = claim.fact.amount, claim.subject
    if any(start in subject for start in FREE) or "·" in subject:
        subject = f"#{_digest(subject)}"
    return f"{claim.fact.key.part} {subject} {claim.role} {amount.value:f}{amount.unit.name} {claim.sign:+d}"
