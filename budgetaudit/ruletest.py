"""Rules prove themselves: each holds, breaks and stays unchecked where its examples say so.

`rules/examples/FILING.md` are small filings; `rules/examples/*.yaml` say, rule by rule, what to change in them:

    IN-01:
      filing: full                                       # simple where not said
      fail: {"收支总表.收入[本年收入合计, 预算数]": 191}      # cells; `×` takes the row away, "" leaves a blank
      unchecked: {收支总表.收入: ""}                        # a whole table
      pass: {replace: {110万元: 110.00万元}}               # the filing's text

A rule holds on its filing unchanged unless `pass` says more. A rule that no example can break does not ship.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from budgetaudit.claims import read_claims
from budgetaudit.decide import decide
from budgetaudit.errors import RuleError, unknown
from budgetaudit.examples import changed, filing
from budgetaudit.facts import Facts
from budgetaudit.recognise import recognise
from budgetaudit.rulebook import Rule, Rulebook
from budgetaudit.rulefiles import shipped
from budgetaudit.rulefiles.nodes import compose, fail, fields, items, pairs, text
from budgetaudit.verdicts import Status, Verdict

KEYS = ("filing", "pass", "fail", "unchecked")
OUTCOMES = ("pass", "fail", "unchecked")
FIRST = "simple"
Changes = Mapping[str, Any]


class Result(Struct, frozen=True):
    """What an example showed."""

    rule: str
    passed: bool
    message: str


class Trial(Struct, frozen=True):
    """A filing with changes, and what a rule should say of it."""

    outcome: str
    filing: str
    changes: Changes
    source: str


def run(rulebook: Rulebook, folder: Path | None = None) -> Iterator[Result]:
    """Every example of every rule, and each rule that has none to break it."""
    folder = folder or shipped() / "examples"
    trials = _trials(folder)
    read = _reader(rulebook, folder)
    for rule in rulebook.rules:
        own = [*trials.get(rule.id, ()), *_inline(rule)]
        yield from (_tried(rule, trial, read) for trial in own)
        if not any(trial.outcome == "fail" for trial in own):
            yield Result(rule.id, False, f"{rule.id} 没有会使它失败的例子（{rule.source}）")


def _inline(rule: Rule) -> Iterable[Trial]:
    return (Trial(example.outcome, "", {"": example.text}, example.source) for example in rule.examples)


ReadExample = Callable[[str, tuple[tuple[str, str], ...]], Facts]


def _reader(rulebook: Rulebook, folder: Path) -> ReadExample:
    """Reads an example filing, with replacements in its text; each is read once."""

    @cache
    def read(written: str, replaced: tuple[tuple[str, str], ...]) -> Facts:
        path = folder / f"{written}.md"
        source = path.read_text("utf-8") if "\n" not in written else written
        for old, new in replaced:
            if old not in source:
                raise RuleError(f"{path}：例子要替换“{old}”，但文件中没有。")
            source = source.replace(old, new)
        return read_claims(recognise(filing(source), rulebook), rulebook)

    return read


def _tried(rule: Rule, trial: Trial, read: ReadExample) -> Result:
    """One example of one rule."""
    if trial.filing:
        facts = read(trial.filing, tuple(trial.changes.get("replace", {}).items()))
        cells = {key: value for key, value in trial.changes.items() if key != "replace"}
        facts = changed(facts, cells) if cells else facts
    else:
        facts = read(trial.changes[""], ())
    shown = outcome(decide(rule, facts))
    said = {"pass": "成立", "fail": "不成立", "unchecked": "未核对", "silent": "什么也没有核对"}
    if shown == trial.outcome:
        return Result(rule.id, True, f"{rule.id} {said[shown]}：{trial.source}")
    return Result(rule.id, False, f"{rule.id} 应为{said[trial.outcome]}，实为{said[shown]}：{trial.source}")


def outcome(verdicts: Iterable[Verdict]) -> str:
    """What a rule says of a filing as a whole: fail, or pass, or unchecked, or nothing (silent)."""
    statuses = {verdict.status for verdict in verdicts}
    if Status.BROKEN in statuses:
        return "fail"
    if statuses & {Status.HELD, Status.ROUNDING}:
        return "pass"
    return "unchecked" if Status.UNCHECKED in statuses or Status.INAPPLICABLE in statuses else "silent"


def _trials(folder: Path) -> Mapping[str, Sequence[Trial]]:
    """Rule id → its examples, from every file of the folder."""
    trials: dict[str, list[Trial]] = {}
    for path in sorted(folder.glob("*.yaml")):
        root = compose(path)
        for _, rule, node in pairs(root) if root is not None else ():
            trials.setdefault(rule, []).extend(_of_rule(node, folder))
    return trials


def _of_rule(node: Any, folder: Path) -> Iterator[Trial]:
    got = fields(node, KEYS)
    base = text(got["filing"]) if "filing" in got else FIRST
    filings = [path.stem for path in folder.glob("*.md")]
    if base not in filings:
        fail(got["filing"], unknown("样例文件", base, filings))
    if "pass" not in got:
        yield Trial("pass", base, {}, f"{base}.md")
    for key in OUTCOMES:
        if key in got:
            several = items(got[key]) if isinstance(got[key], yaml.SequenceNode) else [got[key]]
            yield from (Trial(key, base, _changes(change), _source(change)) for change in several)


def _source(node: Any) -> str:
    return f"{Path(node.start_mark.name).name}:{node.start_mark.line + 1}"


def _changes(node: Any) -> Changes:
    changes: dict[str, Any] = {}
    for _, key, value in pairs(node):
        if key == "<<":
            changes |= _changes(value)
        else:
            changes[key] = {old: text(new) for _, old, new in pairs(value)} if key == "replace" else text(value)
    return changes
