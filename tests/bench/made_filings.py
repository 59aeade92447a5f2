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
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))

import yaml
from made.changes import FAMILIES
from made.draw import Draw
from made.filing import Made, make
from made.forms import printed, texts
from made.measure import Measured, failed, measured
from made.report import details, grouped, rates, totals, unread

from budgetaudit import loaders, rulefiles
from budgetaudit.audit import audit
from budgetaudit.errors import BudgetAuditError
from budgetaudit.reporters.summary import flat
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Audit, Finding

FORMS = ("html", "docx", "txt", "pdf")
KNOWN = Path(__file__).parents[1] / "data" / "made_filings.yaml"


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


def shown(seed: int, asked: Asked) -> Iterator[str]:
    made, _ = ordered(seed, asked)
    yield from texts(made.blocks)
    result = tried(seed, asked)
    yield " ".join(result.features)
    yield from details(result)


def asked_for() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--form", choices=FORMS, default="")
    options.add_argument("--keep", type=Path)
    options.add_argument("--show", type=int)
    options.add_argument("--avoid", nargs="*", default=[])
    options.add_argument("--fix", nargs="*", default=[])
    for flag in ("--changed", "--known", "--each"):
        options.add_argument(flag, action="store_true")
    return options.parse_args()


def told(given: argparse.Namespace, asked: Asked) -> Iterator[str]:
    """Everything to print, line by line."""
    seeds = range(given.seed, given.seed + given.count)
    with ProcessPoolExecutor(2) as pool:
        if given.changed:
            cases = [row for rows in pool.map(partial(changed, asked=asked), seeds, chunksize=4) for row in rows]
            yield from rates(cases, given.each)
            return
        rows = list(pool.map(partial(tried, asked=asked), seeds, chunksize=8))
    if given.each:
        yield from (line for one in rows if not one.right for line in details(one))
    yield from (*grouped(rows), "", *unread(rows), "", *totals(rows, FORMS))


def main() -> None:
    given = asked_for()
    fixed = tuple((name, option) for name, _, option in (one.partition("=") for one in given.fix))
    asked = Asked(given.form, frozenset(given.avoid), fixed, given.keep, given.known)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    for line in shown(given.show, asked) if given.show is not None else told(given, asked):
        print(line)


if __name__ == "__main__":
    main()
