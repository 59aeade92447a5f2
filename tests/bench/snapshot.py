"""What an audit says of a filing, in lines without the filing's prose: what tests/snapshots keeps, one file per filing.

A line is a kind, what it is about, and its fields, with spaces between. Words of the filing are shown by a short hash;
`text=` is the wording there, `rest=` everything else that the JSON report says of a finding, `json=` and `en=` the
whole report in both languages.
"""

import json
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from budgetaudit import loaders
from budgetaudit.audit import audit
from budgetaudit.errors import FilingError
from budgetaudit.facts import Fact, Facts, Part, Table
from budgetaudit.filing import Place
from budgetaudit.messages import say
from budgetaudit.reporters import Look
from budgetaudit.reporters.json import render
from budgetaudit.rulebook import Rulebook
from budgetaudit.verdicts import Audit

SIGNS = {1: "+", -1: "-", 0: "0"}
NUMERIC = frozenset("0123456789.,%+-万千百亿元")
WORDING = ("title", "message", "explanation", "basis")
LETTERS = {"page": "p", "paragraph": "q", "line": "l", "sheet": "s", "table": "t", "row": "r", "column": "c"}

Record = Mapping[str, Any]


class Made(NamedTuple):
    """A filing's snapshot; `words` are for the screen only: messages by finding id, under "" why it was not read."""

    text: str
    words: Mapping[str, str]


def make(path: Path, rules: Rulebook) -> Made:
    """The snapshot of the filing in a file; what cannot be read and what crashes is a line."""
    try:
        done = audit(loaders.read(path), rules)
        look = Look("en", titles={rule.id: rule.title_en for rule in rules.rules})
        report, english = (json.loads(render(done, one)) for one in (Look(), look))
    except FilingError as error:
        return Made(f"unread {type(error).__name__} text={_hash(str(error))}\n", {"": str(error)})
    except Exception as error:
        return Made(f"crash {type(error).__name__}\n", {"": traceback.format_exc()})
    words = {one["id"]: one["message"] for one in report["findings"]}
    return Made("".join(f"{line}\n" for line in _lines(done, report, english)), words)


def _lines(done: Audit, report: Record, english: Record) -> Iterator[str]:
    facts = done.facts
    yield from _head(report, english)
    for part in facts.parts:
        yield from _part(part)
    yield from (_finding(one, facts) for one in report["findings"])
    yield from _rules_told(done, report)
    yield from _claims(facts)
    yield from _related(facts)
    for number in facts.unread:
        yield f"unread-number {number.part} {_word(number.raw)} text={_hash(number.why)}"


def _head(report: Record, english: Record) -> Iterator[str]:
    filing, coverage = report["filing"], report["coverage"]
    yield f"filing {filing['format']} {filing['year']} {filing['kind']} sha256={filing['sha256'][:16]}"
    yield f"report json={_report(report)} en={_report(english)} cautions={len(filing['cautions'])}"
    yield "counts " + " ".join(f"{name}={count}" for name, count in report["counts"].items())
    yield f"coverage numbers={coverage['numbers']} checked={coverage['checked']}"


def _report(report: Record) -> str:
    """The digest of a whole report but for the program's version."""
    return _hash({name: value for name, value in report.items() if name != "budgetaudit"}, 16)


def _part(part: Part) -> Iterator[str]:
    outline = [[one.level, one.style, one.ordinal, one.title, one.name, one.path] for one in part.sections]
    about = _hash([part.level, part.name, part.code, {name: one.value for name, one in part.captions.items()}])
    yield f"part {part.id} about={about} sections={len(outline)} outline={_hash(outline)} passages={len(part.passages)}"
    yield from map(_table, part.tables)


def _table(table: Table) -> str:
    facts = [one for row in table.rows for one in row.entries if isinstance(one, Fact)]
    values = [[one.key.row, one.key.column, *_amount(one)] for one in facts]
    rows = [[row.key, row.code, row.name, row.kind, row.level, row.parent, *row.texts.items()] for row in table.rows]
    columns = [[one.name, one.header, one.group, one.at, one.unit.name, one.of_which] for one in table.columns]
    captions = {name: one.value for name, one in table.captions.items()}
    shape = _hash([table.title, table.kind, columns, rows, captions, len(table.notes)])
    size = f"rows={len(table.rows)} columns={len(table.columns)} facts={len(facts)}"
    return f"table {table.part} {_named(table)} {size} values={_hash(values)} shape={shape}"


def _named(table: Table) -> str:
    """The key of a recognised table; an unrecognised one's is its title, shown by its hash."""
    return _word(table.key) if table.name else f"~{_hash(table.key)}"


def _finding(one: Record, facts: Facts) -> str:
    names = {table.key: _named(table) for table in facts.tables()}
    table = names.get(one["table"]) or (f"~{_hash(one['table'])}" if one["table"] else "-")
    about = [one["id"], one["rule"], one["severity"], one["part"] or "-", table, _place(one["left"]["place"])]
    gap = {name: _value(one[name]) for name in ("difference", "bound")}
    sides = {name: _value(one[name]["value"], one[name]["unit"]) for name in ("left", "right")}
    rest = _hash({name: value for name, value in one.items() if name not in WORDING})
    ends = {"cause": one["cause"], "also": len(one["also"]), "rest": rest}
    fields = " ".join(f"{name}={value}" for name, value in (sides | gap | ends).items() if value)
    return f"finding {' '.join(about)} {fields} text={_hash([one[name] for name in WORDING])}"


def _at(place: Place) -> list[object]:
    return [getattr(place, name) for name in LETTERS]


def _place(place: Record) -> str:
    return "".join(f"{LETTERS[name]}{_value(value)}" for name, value in place.items()) or "-"


def _value(value: object, unit: str = "") -> str:
    """A number as it is; words by their hash."""
    text = f"{value}{unit}"
    return text if set(text) <= NUMERIC else f"~{_hash(text)}"


def _rules_told(done: Audit, report: Record) -> Iterator[str]:
    """What is rounding and what was not decided, by rule; which numbers no check covers, by part."""
    for family, rules in _families([one.rule.id for one in done.rounding]).items():
        yield f"rounding {family} {rules}"
    undecided = _grouped(report["unchecked"], lambda one: _family(one["rule"]))
    for family, rules in _families([one["rule"] for one in report["unchecked"]]).items():
        yield f"unchecked {family} {rules} {_digests(undecided[family], ('rule', 'part', 'subject'), ('why',))}"
    for part, group in _grouped(report["coverage"]["unchecked"], lambda one: one["part"] or "-").items():
        yield f"uncovered {part} count={len(group)} {_digests(group, ('raw', 'place'), ('label', 'why'))}"


def _families(rules: Iterable[str]) -> dict[str, str]:
    """Family of rules → how often each of them occurs."""
    counts = sorted(Counter(rules).items())
    return {
        family: " ".join(f"{rule}={count}" for rule, count in counts if _family(rule) == family)
        for family in dict.fromkeys(_family(rule) for rule, _ in counts)
    }


def _family(rule: str) -> str:
    return rule.partition("-")[0]


def _grouped(records: Iterable[Record], by: Callable[[Record], str]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for one in records:
        groups[by(one)].append(one)
    return groups


def _digests(records: Iterable[Record], about: Iterable[str], words: Iterable[str]) -> str:
    """The digest of what records are about, and of their wording."""
    several = list(records)
    about_them, text = (_hash([[one[field] for field in fields] for one in several]) for fields in (about, words))
    return f"about={about_them} text={text}"


def _claims(facts: Facts) -> Iterator[str]:
    """A line for where a part's claims stand, then the claims."""
    for part in facts.parts:
        claims = [one for one in facts.claims if one.fact.key.part == part.id]
        places = [[_at(one.passage.place), one.start, one.end, one.section, one.fact.label] for one in claims]
        yield f"claims {part.id} count={len(claims)} places={_hash(places)}"
        for one in claims:
            value, unit = _amount(one.fact)
            yield f"claim {part.id} {_subject(one.subject)}.{one.role} {value}{unit} {SIGNS[one.sign]}"


def _related(facts: Facts) -> Iterator[str]:
    """Per part and kind of relation how many there are, and which."""
    groups: dict[str, list[object]] = defaultdict(list)
    for one in facts.relations:
        whole = [_amount(one.whole.fact)] if one.whole else []
        parts = [_amount(claim.fact) for claim in one.parts]
        named = {name: _amount(claim.fact) for name, claim in one.named.items()}
        groups[f"{one.part} {one.kind}"].append([one.word, one.exhaustive, whole, parts, named])
    for name, relations in sorted(groups.items()):
        yield f"relation {name} count={len(relations)} about={_hash(relations)}"


def _subject(subject: str) -> str:
    """A subject of the lexicon as it is; words of the prose, and whose part it is, by their hash."""
    *owners, last = subject.split("·")
    shown = [f"~{_hash(owner, 4)}" for owner in owners]
    for quote in ("“", "科目/"):
        last = f"{quote}~{_hash(last, 4)}" if last.startswith(quote) else last
    return _word("·".join([*shown, last]))


def _amount(fact: Fact) -> tuple[str, str]:
    return f"{fact.amount.value:f}", fact.amount.unit.name


def _word(text: str) -> str:
    """A word of a line: without spaces."""
    return "_".join(text.split()) or "-"


def _hash(value: object, length: int = 8) -> str:
    plain = json.dumps(value, ensure_ascii=False, default=say)
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:length]
