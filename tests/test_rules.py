"""Shipped rules prove themselves, and the real filing says what it must."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from budgetaudit import ruletest
from budgetaudit.checks import Check, Observation, Term
from budgetaudit.decide import decide
from budgetaudit.diagnose import diagnose
from budgetaudit.examples import changed, filing
from budgetaudit.facts import Fact, Facts
from budgetaudit.loaders import read
from budgetaudit.messages import LANGUAGES, say
from budgetaudit.recognise import recognise
from budgetaudit.rulebook import Rule
from budgetaudit.rulefiles import load, shipped
from budgetaudit.verdicts import Status, Verdict

BOOK = load()
MINE = tuple(rule for rule in BOOK.rules if Path(rule.source.partition(":")[0]).stem in ("in", "xt", "fa", "du"))
XINLE = Path("/work/shared/filings/xinle-2021/xinle-2021.docx")


def example(name: str) -> Facts:
    return recognise(filing((shipped() / "examples" / f"{name}.md").read_text("utf-8")), BOOK)


def verdicts(facts: Facts, *ids: str) -> list[Verdict]:
    chosen = (rule for rule in MINE if not ids or rule.id in ids)
    return [verdict for rule in chosen for verdict in decide(rule, facts)]


def test_every_rule_on_its_examples(golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example does as it says, every rule can fail, and what is told of those that do is in `examples.txt`: rule,
    place, what stands there and what should; not the words of the message."""
    given: list[tuple[Verdict, Facts]] = []

    def noted(rule: Rule, facts: Facts) -> Iterator[Verdict]:
        for verdict in decide(rule, facts):
            given.append((verdict, facts))
            yield verdict

    monkeypatch.setattr(ruletest, "decide", noted)
    assert [result.message for result in ruletest.run(BOOK) if not result.passed] == []
    for verdict, facts in given:
        complete(verdict, facts)
    golden("examples.txt", "".join(told(verdict) for verdict, _ in given if verdict.status is Status.BROKEN))


def complete(verdict: Verdict, facts: Facts) -> None:
    """What is broken can be gone to, what is not checked has a reason, and parts are those of the filing."""
    check, parts = verdict.check, {part.id for part in facts.parts}
    assert verdict.rule in BOOK.rules
    assert bool(say(verdict.why)) or verdict.status not in (Status.UNCHECKED, Status.INAPPLICABLE)
    if check is None:
        assert verdict.status is Status.INAPPLICABLE
        return
    assert check.part in parts and say(check.subject) and isinstance(check.table, str)
    if isinstance(check, Observation):
        texts = (check.message, check.stated, check.expected, check.why, *(spot.raw for spot in check.spots))
        assert all(isinstance(say(text, language), str) for text in texts for language in LANGUAGES)
        assert all(say(spot.label) and spot.place and spot.part in {"", *parts} for spot in check.spots)
        assert bool(say(check.message) and check.spots) or verdict.status is not Status.BROKEN
    if verdict.status is Status.BROKEN and verdict.rule.severity != "off":
        (found,) = diagnose([verdict], facts)
        assert (found.rule, found.part, found.table) == (verdict.rule.id, check.part, check.table)
        assert len(found.id) == 12 and found.severity in ("error", "warning", "info") and say(found.message)


def told(verdict: Verdict) -> str:
    """A broken verdict as two lines."""
    check = verdict.check
    assert check
    head = f"{verdict.rule.id} {check.part} {check.table} · {say(check.subject)}"
    if isinstance(check, Observation):
        where = "、".join(f"{say(spot.label)} {say(spot.raw)}".strip() for spot in check.spots)
        sides = f"{say(check.stated) or '–'} ≠ {say(check.expected) or '–'}"
        return f"{head}\n    {sides} [{where}] {check.severity}".rstrip() + "\n"
    sides = ((check.left, check.left_label), (check.right, check.right_label), (check.over, ""))
    left, right, over = (f"{' '.join(map(printed, side))} {say(label)}".strip() for side, label in sides)
    numbers = f"{verdict.stated} {check.relation} {verdict.expected} ± {verdict.bound}"
    return f"{head}\n    {numbers} [{left} | {right} | {over}]\n"


def printed(term: Term) -> str:
    """A term as printed; × a weight that is not one."""
    numbers = "×".join(entry.raw if isinstance(entry, Fact) else "–" for entry in term.factors)
    return numbers if term.weight == 1 and numbers else f"{numbers}·{term.weight}".strip("·")


@pytest.mark.parametrize("name", ["simple", "full", "final", "nested"])
def test_example_filings_have_no_error(name: str) -> None:
    broken = [v.rule.id for v in verdicts(example(name)) if v.status is Status.BROKEN]
    assert broken == []


def test_heuristics_are_no_errors() -> None:
    mild = {"XT-22", "XT-24", "XT-29", "XT-29f", "XT-30", "XT-32", "XT-32a", "XT-33"}
    assert {rule.severity for rule in MINE if rule.id in mild} == {"info"}


def one(identity: str) -> Rule:
    return next(rule for rule in MINE if rule.id == identity)


def test_conditions_that_fail_are_said_once() -> None:
    facts = changed(example("simple"), {"收支总表.收入[事业收入, 预算数]": "1.00"})
    (verdict,) = decide(one("XT-11"), facts)
    assert (verdict.status, say(verdict.why)) == (
        Status.INAPPLICABLE,
        "只适用于：全部收入和结转都来自财政拨款",
    )


def test_an_absent_class_is_zero_only_where_classes_are_printed() -> None:
    (broken,) = (
        v for v in verdicts(changed(example("simple"), {"支出总表[221, *]": "×"}), "XT-06") if v.status is Status.BROKEN
    )
    assert (broken.stated, broken.expected) == (70000, 0)
    only_items = changed(example("simple"), {f"支出总表[{code}, *]": "×" for code in ("201", "208", "210", "221")})
    assert {v.status for v in verdicts(only_items, "XT-06")} == {Status.UNCHECKED}


def test_unknown_columns_leave_a_difference_unchecked() -> None:
    text = (shipped() / "examples" / "simple.md").read_text("utf-8")
    strange = text.replace("| 经营支出 | 上缴上级支出 |", "| 神秘支出 | 上缴上级支出 |").replace(
        "| 2010301 | 行政运行 | 60.00 | 55.00 | 5.00 | | |", "| 2010301 | 行政运行 | 61.00 | 55.00 | 5.00 | 1.00 | |"
    )
    found = {v.status: say(v.why) for v in decide(one("IN-11"), recognise(filing(strange), BOOK))}
    assert Status.BROKEN not in found
    assert found[Status.UNCHECKED] == "支出总表有未认识的列“神秘支出”"


def test_several_units_add_up() -> None:
    text = (shipped() / "examples" / "nested.md").read_text("utf-8")
    head, unit = text.split("# 第二部分 单位预算")
    second = unit.replace("434001甲市乙局本级", "434002甲市丙中心").replace("110.00", "40.00").replace("85.00", "15.00")
    head = head.replace("| 1 | 甲市乙局本级 |", "| 2 | 甲市丙中心 | 事业 | 正科级 | 财政拨款 |\n| 1 | 甲市乙局本级 |")
    both = f"{head}# 第二部分 单位预算{unit}# 第三部分 单位预算{second}"
    facts = recognise(filing(both), BOOK)
    assert [part.level for part in facts.parts] == ["部门", "单位", "单位"]
    broken = [v for v in verdicts(facts, "DU-01") if v.status is Status.BROKEN]
    total = next(v for v in broken if v.check and say(v.check.subject) == "收入总计 · 预算数")
    assert (total.stated, total.expected) == (1100000, 1500000)


@pytest.mark.real
@pytest.mark.skipif(not XINLE.exists(), reason="the real filings are not here")
def test_the_xinle_filing() -> None:
    found = verdicts(recognise(read(XINLE), BOOK))
    counts = Counter(v.status for v in found)
    broken = sorted((v.rule.id, v.check.part) for v in found if v.status is Status.BROKEN and v.check)
    assert [one for one in broken if one[0] not in ("DU-10", "XT-30", "XT-31")] == [
        ("DU-06", "单位1"),
        ("IN-31", "单位1"),
        ("IN-31", "部门"),
        ("IN-35", "单位1"),
        ("IN-35", "部门"),
    ]
    assert counts[Status.HELD] > 900 and counts[Status.ROUNDING] == 0
    procurement = next(v for v in found if v.rule.id == "IN-31" and v.status is Status.BROKEN)
    assert isinstance(procurement.check, Check)
    assert (procurement.stated, procurement.expected) == (125400, 5517600)
