# ruff: noqa: E501 - sentences are quoted whole
"""The prose: what sentences of many provinces say, what is made of them, and what must not be."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random

import pytest

from budgetaudit.checks import Check
from budgetaudit.claims import read_claims
from budgetaudit.claims.lexicon import lexicon
from budgetaudit.claims.text import joined, runs
from budgetaudit.decide import decide
from budgetaudit.diagnose.percentages import wrong_percentage
from budgetaudit.facts import Claim, Facts, Part, Relation, Section
from budgetaudit.filing import Filing, Passage, Place
from budgetaudit.loaders import read
from budgetaudit.messages import say
from budgetaudit.recognise import recognise
from budgetaudit.rulebook import Rulebook
from budgetaudit.rulefiles import load
from budgetaudit.text import as_prose
from budgetaudit.verdicts import Status

FILINGS = Path(__file__).parents[2] / "shared" / "filings"
real = pytest.mark.skipif(not FILINGS.is_dir(), reason="the real filings are not there")


@cache
def book() -> Rulebook:
    return load()


def facts(*lines: str, year: int = 2026, kind: str = "预算", section: str = "") -> Facts:
    """A filing of prose alone; `section` is the canonical name of the section it stands in."""
    passages = tuple(Passage(line, Place(paragraph=i)) for i, line in enumerate(lines, 1))
    sections = (Section(0, -1, 1, "", "", 0, section, section, (), None, passages),) if section else ()
    part = Part("部门", "部门", "甲市乙局", "434", (), sections, passages, {})
    filing = Filing("样例.docx", "", "docx", passages)
    return read_claims(Facts(filing, year, kind, "", (part,)), book())


def said(found: Facts) -> list[str]:
    """Every claim as `subject.role raw`, with an arrow for a fall and ± where the words do not say."""
    marks = {1: "", -1: "↓", 0: "±"}
    return [
        f"{c.subject}.{c.role} {marks[c.sign] if c.role in ('delta', 'rate') else ''}{c.fact.raw.replace(' ', '')}"
        for c in found.claims
    ]


def relations(found: Facts, kind: str) -> list[Relation]:
    return [relation for relation in found.relations if relation.kind == kind]


def amounts(claims: tuple[Claim, ...]) -> list[str]:
    return [claim.fact.raw for claim in claims]


def outcomes(found: Facts, *rules: str) -> Iterator[tuple[str, Status, str]]:
    """(rule, status, subject) of every decided check about the prose."""
    for rule in book().rules:
        if (
            rule.source.startswith(("rules/checks/tx.yaml", "rules/checks/fa.yaml"))
            and rule.severity == "error"
            and (not rules or rule.id in rules)
        ):
            for verdict in decide(rule, found):
                if verdict.status is not Status.UNCHECKED and isinstance(verdict.check, Check):
                    yield rule.id, verdict.status, verdict.check.subject


def broken(found: Facts, *rules: str) -> list[tuple[str, str]]:
    return [(rule, subject) for rule, status, subject in outcomes(found, *rules) if status is Status.BROKEN]


def test_text_is_narrowed_and_knows_where_it_stood() -> None:
    passage = Passage("（一）“三公”经费预算 １，２３４．５６ 万元，因公出国（境）费 5,293\n.75 万元。", Place())
    paragraph = joined([passage])
    assert paragraph.text == "(一)三公经费预算1，234.56万元，因公出国费5,293.75万元。"
    where, at = paragraph.origin(paragraph.text.index("5,293"))
    assert where is passage and passage.text[at:].startswith("5,293\n.75")


def test_numbers_that_only_stand_beside_each_other_stay_apart() -> None:
    assert joined([Passage("1. 2024年收入 5 10 万元", Place())]).text == "1. 2024年收入5 10万元"
    assert as_prose("因公出国（境） “费用”") == "因公出国费用"


def test_a_sentence_goes_on_over_a_page_but_not_over_a_heading() -> None:
    one, other = (
        Passage("2026年度收入、支出预算总计984,760.87万元，与上年", Place()),
        Passage("相比减少3万元。", Place()),
    )
    assert [len(run) for run in runs([one, other])] == [2]
    assert [len(run) for run in runs([one, other], {id(other)})] == [1, 1]
    assert [len(run) for run in runs([one, Passage("（一）收入预算", Place())])] == [1, 1]


def test_a_rulebook_has_one_lexicon() -> None:
    assert lexicon(book()) is lexicon(book())


SENTENCES = {
    # 河北
    "2021年支出预算2148.32万元，其中基本支出1429.32万元，包括人员经费719.9万元和日常公用经费709.42万元；项目支出719万元。": [
        "支出预算.amount 2148.32万元", "基本支出.amount 1429.32万元", "人员经费.amount 719.9万元",
        "公用经费.amount 709.42万元", "项目支出.amount 719万元",
    ],
    # 北京: the base is printed
    "2026 年度收入预算 1341.33 万元，比 2025 年年初预算数 1254.62 万元增加 86.71 万元，增长 6.91%。": [
        "收入预算.amount 1341.33万元", "收入预算.before 1254.62万元", "收入预算.delta 86.71万元", "收入预算.rate 6.91%",
    ],
    # 江苏: two subjects share a verb
    "2026年度收入、支出预算总计640.74万元，与上年相比收、支预算总计各减少38.15万元，减少5.62%。": [
        "收支总预算.amount 640.74万元", "收支总预算.delta ↓38.15万元", "收支总预算.rate ↓5.62%",
    ],
    # 上海区级
    "“公共安全支出（类）司法（款）行政运行（项）”1672.67万元，主要用于行政单位的基本支出。"
    "2025年当年预算执行数为1690.69万元，2026年预算安排1672.67万元，比2025年预算执行数减少1.07%。": [
        "科目/公共安全支出/司法/行政运行.amount 1672.67万元", "科目/公共安全支出/司法/行政运行.before 1690.69万元",
        "科目/公共安全支出/司法/行政运行.again 1672.67万元", "科目/公共安全支出/司法/行政运行.rate ↓1.07%",
    ],
    # 上海: codes inside the brackets
    "7、社会保障和就业支出（208类）行政事业单位养老支出（05款）行政单位离退休（01项）57.8万元。": [
        "科目/社会保障和就业支出/行政事业单位养老支出/行政单位离退休.amount 57.8万元",
    ],
    # 福建, 云南, 陕西: codes before or behind the name
    "（一）2040201-行政运行 6556.70 万元。主要用于单位基本支出。": ["科目/2040201.amount 6556.70万元"],
    "2010301一般公共服务支出-政府办公厅（室）及相关机构事务-行政运行40,051,558.64元，主要反映基本支出。": [
        "科目/2010301.amount 40,051,558.64元",
    ],
    "1.行政运行（2014001）1,373.32万元，较上年增加41.86万元，增长3.14%，增长的主要原因是：在职人员增加；": [
        "科目/2014001.amount 1,373.32万元", "科目/2014001.delta 41.86万元", "科目/2014001.rate 3.14%",
    ],
    # 陕西 2019: the rate in a bracket
    "公务接待费8.6万元，较上年增加1.5万元（21.13%），主要原因工作任务增加；": [
        "公务接待费.amount 8.6万元", "公务接待费.delta 1.5万元", "公务接待费.rate 21.13%",
    ],
    # 江苏检察: 小于 with an amount
    "3．公务接待费预算支出156.55万元，本年数小于上年预算数29.65万元，主要是厉行节约。": [
        "公务接待费.amount 156.55万元", "公务接待费.delta ↓29.65万元",
    ],
    # 长春: no 元
    "2026年预算收入1682.76万元。其中当年预算1682.76万。": ["收入预算.amount 1682.76万元", "“当年预算”.amount 1682.76万"],
    # 深圳: so many, for so much; 占用 is no share
    "2026年计划购置车辆2辆、60.00万元，占用道路监督支出12.00万元。": [
        "其他.aside 2辆", "“计划购置车辆”.amount 60.00万元", "“占用道路监督”.amount 12.00万元",
    ],
    # what was done last year is a base, and no completion
    "收入预算1000.00万元，较2025年完成数增长5.00%。": ["收入预算.amount 1000.00万元", "收入预算.rate 5.00%"],
    # what is no claim
    "根据财预〔2016〕143号和第12345号文，截至2025年8月31日，单价100万元（含）以上设备，满意度不低于95%，联系电话0871-63123819。": [],
}  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda text: text[:18])
def test_sentences(sentence: str) -> None:
    year = 2021 if sentence.startswith("2021") else 2026
    assert said(facts(sentence, year=year)) == SENTENCES[sentence]


def test_final_accounts_name_plan_outturn_and_completion() -> None:
    found = facts(
        "1、一般公共服务支出（类）财政事务（款）行政运行（项）。主要用于：人员经费。年初预算为1560.05万元，"
        "支出决算为1511.89万元，完成年初预算的96.91%。决算数小于预算数的主要原因：人员减少。",
        year=2024, kind="决算",
    )  # fmt: skip
    subject = "科目/一般公共服务支出/财政事务/行政运行"
    assert said(found) == [
        f"{subject}.plan 1560.05万元",
        f"{subject}.amount 1511.89万元",
        f"{subject}.completion 96.91%",
    ]
    assert broken(found) == []


EACH = {
    "因公出国（境）费、公务用车购置及运行费、公务接待费分别为0、57.00、10.00万元。": [
        "因公出国（境）费.amount 0", "公务用车购置及运行费.amount 57.00", "公务接待费.amount 10.00万元",
    ],
    "人员经费和公用经费分别为719.90万元、709.42万元，较上年分别增加10.00万元、减少5.00万元。": [
        "人员经费.amount 719.90万元", "公用经费.amount 709.42万元", "人员经费.delta 10.00万元", "公用经费.delta ↓5.00万元",
    ],
    "基本支出1429.32万元，项目支出719.00万元，分别比上年增加79.87万元（5.92%）和3.57万元（0.50%）。": [
        "基本支出.amount 1429.32万元", "项目支出.amount 719.00万元", "基本支出.delta 79.87万元", "基本支出.rate 5.92%",
        "项目支出.delta 3.57万元", "项目支出.rate 0.50%",
    ],
    "一般公共服务支出、教育支出分别较上年增加10.00万元、减少5.00万元，增长4.0%、下降5.0%。": [
        "科目/一般公共服务支出.delta 10.00万元", "科目/教育支出.delta ↓5.00万元", "科目/一般公共服务支出.rate 4.0%",
        "科目/教育支出.rate ↓5.0%",
    ],
    "货物、工程、服务预算分别为83.4万元、800万元。": [],
    "2024年、2025年会议费分别为1.00万元和2.00万元。": [],
}  # fmt: skip


@pytest.mark.parametrize("sentence", EACH, ids=lambda text: text[:18])
def test_numbers_named_together_each_find_their_own(sentence: str) -> None:
    found = facts(sentence)
    assert said(found) == EACH[sentence]
    assert [say(number.why) for number in found.unread] == (
        [] if EACH[sentence] else ["“分别”所列各数与各项不能一一对应"] * 2
    )


def test_a_list_of_numbers_named_together_is_added_up() -> None:
    text = "“三公”经费67.00万元，其中因公出国（境）费、公务用车购置及运行费、公务接待费分别为0万元、57.00万元和{}万元。"
    assert broken(facts(text.format("10.00"))) == []
    assert broken(facts(text.format("11.00"))) == [("TX-17", "三公经费")]


FROM_TO = {
    "会议费由2025年的10.00万元调整为12.00万元，增加2.00万元，同比增长20%。": ["before 10.00万元", "amount 12.00万元", "delta 2.00万元", "rate 20%"],
    "会议费从上年的10.00万元下降至8.00万元，降幅20%。": ["before 10.00万元", "amount 8.00万元", "rate ↓20%"],
    "会议费由上年10.00万元减少为8.00万元，净减2.00万元。": ["before 10.00万元", "amount 8.00万元", "delta ↓2.00万元"],
    "会议费8.00万元，与上年10.00万元相比减少2.00万元，减幅20%。": ["amount 8.00万元", "before 10.00万元", "delta ↓2.00万元", "rate ↓20%"],
    "会议费12.00万元，比上年增加2.00万元至12.00万元。": ["amount 12.00万元", "delta 2.00万元", "again 12.00万元"],
    "会议费12.00万元，比上年多出2.00万元。": ["amount 12.00万元"],
}  # fmt: skip


@pytest.mark.parametrize("sentence", FROM_TO, ids=lambda text: text[:18])
def test_from_one_number_to_another(sentence: str) -> None:
    found = facts(sentence)
    assert said(found) == [f"会议费.{line}" for line in FROM_TO[sentence]]
    assert broken(found) == []


def test_a_change_since_the_last_final_account_is_no_base() -> None:
    text = "收入决算1,180.00万元，较上年决算数增加100.00万元，增长9.26%。"
    assert said(facts(text, year=2024, kind="决算"))[1] == "收入预算.delta 100.00万元"


def test_the_revised_plan_has_its_own_completion() -> None:
    text = "会议费年初预算为10.00万元，调整预算为12.00万元，支出决算为9.00万元，完成{}"
    done = {
        "年初预算的90%，完成调整预算的75%。": 0,
        "预算的75%。": 0,
        "预算的90%。": 0,
        "调整预算的90%。": 1,
        "年初预算的75%。": 1,
    }
    for words, wrong in done.items():
        found = facts(text.format(words), year=2024, kind="决算")
        assert [rule for rule, _ in broken(found)] == ["FA-10"] * wrong


def test_unchanged_beside_another_number() -> None:
    assert broken(facts("会议费5.00万元，与上年5.50万元持平。")) == [("TX-13", "会议费")]
    assert broken(facts("会议费5.00万元，与上年5.00万元持平，比上年零增长。")) == []


CHANGES = (
    "{name}{now}万元，比2025年预算数{before}万元{up}{delta}万元，{up}{rate}%。",
    "{name}{now}万元，与上年{before}万元相比{up}{delta}万元，同比{up}{rate}%。",
    "2025年{name}{before}万元，2026年{name}{now}万元，{up}{delta}万元（{rate}%）。",
)


def changed(random: Random) -> dict[str, object]:
    """A number, what it was, the change and its percentage, all right."""
    now, before = (Decimal(random.randint(100, 10 ** random.randint(3, 7))) / 100 for _ in range(2))
    delta, rate = abs(now - before), abs(now - before) / before * 100
    words = {"name": random.choice(("培训费", "支出预算", "收入预算", "公务接待费", "“三公”经费预算"))}
    words["up"] = random.choice(("增加", "增长", "上升") if now > before else ("减少", "下降", "降低"))
    numbers = {"now": now, "before": before, "delta": delta, "rate": rate}
    return words | {name: number.quantize(Decimal("0.01"), ROUND_HALF_UP) for name, number in numbers.items()}


@pytest.mark.parametrize("sentence", CHANGES)
def test_right_changes_are_right_and_wrong_ones_wrong(sentence: str) -> None:
    random = Random(sentence)
    for _ in range(60):
        right = changed(random)
        found = facts(sentence.format(**right))
        assert not found.unread and broken(found) == [], sentence.format(**right)
        for name in ("now", "before", "delta"):
            wrong = sentence.format(**{**right, name: right[name] + 1})  # type: ignore[operator]
            assert broken(facts(wrong)), wrong
        wrong = sentence.format(**{**right, "rate": right["rate"] * 2 + 3})  # type: ignore[operator]
        assert broken(facts(wrong)), wrong


@pytest.mark.parametrize(("word", "wrong"), [("小于", False), ("大于", True), ("等于", True)])
def test_direction_words(word: str, wrong: bool) -> None:
    text = f"公务接待费年初预算为80.81万元，支出决算为80.38万元。决算数{word}预算数的主要原因：节约。"
    assert bool(broken(facts(text, year=2024, kind="决算"), "FA-12")) is wrong


def test_lists_are_complete_only_where_they_are() -> None:
    whole = facts("政府采购预算总额883.4万元，其中：货物83.4万元、工程0万元、服务800万元。")
    part = facts("政府采购预算总额883.4万元，其中：货物83.4万元。")
    rest = facts("收入预算100.00万元，其中：一般公共预算收入90.00万元，其他收入10.00万元。")
    assert [relations(one, "breakdown")[0].exhaustive for one in (whole, part, rest)] == [True, False, True]


def test_parts_of_a_list_that_may_be_incomplete_are_at_most_the_whole() -> None:
    assert broken(facts("政府采购预算总额83.40万元，其中：货物50.00万元。")) == []
    assert broken(facts("政府采购预算总额83.40万元，其中：货物84.00万元。")) == [("TX-22", "政府采购预算总额")]


def test_nested_brackets_guangzhou() -> None:
    text = (
        "“三公”经费176.31万元，比上年增加38.9万元，增长28.3%。其中：因公出国（境）费80万元，比上年增加0万元，增长0%；"
        "公务用车购置及运行维护费74.1万元（公务用车购置费0万元，比上年减少18万元；公务用车运行维护费74.1万元，"
        "比上年增加57.2万元。）比上年增加39.2万元，增长112.3%；公务接待费22.21万元，比上年减少0.3万元，下降1.3%。"
    )
    found = facts(text)
    car = next(r for r in relations(found, "breakdown") if r.whole and r.whole.fact.raw == "74.1万元")
    assert amounts(car.parts) == ["0万元", "74.1万元"] and car.exhaustive
    assert "公务用车购置及运行费.delta 39.2万元" in said(found)
    assert broken(found) == []


def test_a_change_behind_a_list_may_be_of_the_whole_xian() -> None:
    text = (
        "预算收入344,447.70万元，其中：一般公共预算拨款341,003.70万元、其他收入3,444.00万元，"
        "较上年减少129,422.00万元，下降27.31%。"
    )
    assert broken(facts(text)) == []


# sentence, and the error beside it: the same with one number changed
TREES = {
    # a change behind a list, or behind its sentence, is the owner's
    "2.调研活动166.02万元，主要包括：文稿起草116.30万元，用于起草；业务培训49.72万元，用于培训。较2025年年初预算增加28.46万元，增幅20.7%。": ("20.7%", "27.0%"),
    "1.转移支付50.00万元，主要包括：物业服务20.00万元，上年结转2.00万元，用于运行。查验服务23.00万元，上年结转5.00万元，用于工作。较2025年年初预算增加10.00万元，增幅25.0%。": ("25.0%", "52.0%"),
    # of last year the budget and the outturn are given: the change is from one of them
    "“专项普查（项）”2026年度预算50万元，2025年度预算77.59万元，主要用于统计。2025年当年预算执行数为20.04万元，2026年预算安排50万元，比2025年预算执行数增加149.50%。": ("149.50", "194.50"),
    # an item's own list ends at a semicolon
    "3.行政管理1,000.00万元，主要包括：履职工作300.00万元，其中结转结余50.00万元，用于业务；辅助人员200.00万元，用于人员；专项工作450.00万元。": ("450.00", "760.00"),
    "收入预算总额80.00万元，其中：财政拨款收入10.00万元，包括一般公共预算收入10.00万元；其他收入70.00万元。": ("其他收入70", "其他收入90"),
    # what stands besides is no part
    "收入合计20.00万元，其中：财政拨款收入20.00万元；此外，年初结转和结余3.00万元。": ("收入20", "收入22"),
    # a list that named nothing has ended
    "会议费10.00万元，其中主要为视频会议；培训费12.00万元，其中视频培训6.00万元。": ("视频培训6", "视频培训16"),
    # a list printed twice
    "计划购置车辆3辆、54万元，其中：使用财政拨款购置车辆2辆、36万元、使用单位资金购置车辆1辆，18万元报废更新，其中：使用财政拨款购置车辆2辆、36万元、使用单位资金购置车辆1辆，18万元。": ("54万元", "45万元"),
    # a threshold is no amount
    "单价100万元以上设备0.00万元，其中无100万以上设备。": ("设备0.00万元，其中", "设备0.00万元，其中进口设备5.00万元，"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", TREES, ids=lambda text: text[:14])
def test_an_error_survives_every_tree_of_its_sentence(sentence: str) -> None:
    assert broken(facts(sentence)) == []
    right, wrong = TREES[sentence]
    assert right in sentence and broken(facts(sentence.replace(right, wrong)))


LABELS = {
    "检察（款）: 2026年预算支出合计60.00万元。": ["科目/检察.amount 60.00万元"],
    "1.住房公积金(项):支出40.00万元。": ["科目/住房公积金.amount 40.00万元"],
    "支出预算比2025年减少1.00万元。主要是2014099其他信访事务支出，2026年预算数为36.24万元。": [
        "支出预算.delta ↓1.00万元", "科目/2014099.amount 36.24万元",
    ],
    "1.“公安支出（类）普查活动（项）”43.83万元，上年:25.77万元，主要用于普查。": [
        "科目/公安支出/普查活动.amount 43.83万元", "科目/公安支出/普查活动.before 25.77万元",
    ],
}  # fmt: skip


@pytest.mark.parametrize("sentence", LABELS, ids=lambda text: text[:12])
def test_a_label_says_what_its_amount_is_of(sentence: str) -> None:
    assert said(facts(sentence)) == LABELS[sentence]


@pytest.mark.parametrize(
    ("plan", "rest", "wrong"),
    [
        ("300.00", "完成全年预算的95.89%。决算数小于全年预算数的原因：节约。", set()),
        ("300.00", "完成全年预算的95.98%。决算数大于全年预算数的原因：增支。", {"FA-10"}),
        ("0", "完成年初预算的95.89%。决算数小于预算数的原因：节约。", set()),
        ("0", "完成年初预算的96.89%。决算数小于预算数的原因：节约。", {"FA-10"}),
        ("310.00", "决算数大于预算数的原因：增支。", {"FA-12"}),
    ],
)
def test_two_plans(plan: str, rest: str, wrong: set[str]) -> None:
    text = f"一般公共预算财政拨款支出年初预算为{plan}万元，全年预算为321.02万元，支出决算为307.82万元，{rest}"
    assert {rule for rule, _ in broken(facts(text, year=2024, kind="决算"), "FA-10", "FA-12")} == wrong


def test_a_list_within_a_paragraph_goes_on_in_the_next_passage() -> None:
    lines = (
        "（一）项目支出50.00万元，具体包括：",
        "1.统计业务50.00万元，主要包括：1.指数编制业务20.00万元，用于编制；2.日常业务工作15.00万元，用于统计；",
        "3.编外人员15.00万元，用于劳务；",
    )
    assert broken(facts(*lines)) == []
    assert broken(facts(*[line.replace("用于统计；", "用于统计。") for line in lines])) == [("TX-25b", "项目支出")]


def test_a_share_is_not_of_a_whole_that_a_later_report_has() -> None:
    sections = ("财政拨款支出90.00万元，占总支出90.00%。", "项目总支出50.00万元。")
    passages = tuple(Passage(line, Place(paragraph=i)) for i, line in enumerate(sections, 1))
    parts = tuple(Section(i, -1, 1, "", "", 0, "", "", (), None, (one,)) for i, one in enumerate(passages))
    part = Part("部门", "部门", "甲市乙局", "434", (), parts, passages, {})
    found = read_claims(Facts(Filing("样例.docx", "", "docx", passages), 2026, "预算", "", (part,)), book())
    assert broken(found, "TX-27b") == []


def test_a_line_has_one_outturn() -> None:
    text = "住房公积金（项）257.14万元，主要用于缴费，年初预算274.82万元，支出决算为{}万元，完成年初预算的93.57%。"
    assert broken(facts(text.format("257.14"), year=2024, kind="决算")) == []
    assert broken(facts(text.format("245.53"), year=2024, kind="决算")) == [("TX-32", "住房公积金(项)")]


def test_the_parts_of_last_year_are_of_last_year() -> None:
    text = "2026年“三公”经费预算21.80万元。2025年“三公”经费支出20.12万元，其中：公务接待费12.39万元，培训费{}万元。"
    assert broken(facts(text.format("7.73"))) == []
    assert "公务接待费.before 12.39万元" in said(facts(text.format("7.73")))


def test_commas_of_other_keyboards_part_clauses() -> None:
    assert said(facts("会议费1,234.50万元,比上年增加2.00万元,增长5%.")) == [
        "会议费.amount 1,234.50万元", "会议费.delta 2.00万元", "会议费.rate 5%",
    ]  # fmt: skip


def test_a_list_of_nothing_divides_what_nothing_is_a_part_of() -> None:
    lines = ("一般公共预算支出90.00万元，其中：基本支出90.00万元，项目支出0万元，具体支出预算如下：", "初中教育支出30.00万元。", "高中教育支出{}万元。")
    assert broken(facts(*[line.format("60.00") for line in lines])) == []
    assert broken(facts(*[line.format("70.00") for line in lines])) == [("TX-25b", "项目支出")]


NARRATIVE = (
    "2026年度收入预算{}万元。", "（一）本年财政拨款收入{}万元", "1.一般公共预算拨款收入60.00万元。", "2.政府性基金预算拨款收入20.00万元。",
    "3.国有资本经营预算拨款收入0.00万元。", "（二）本年其他资金收入{}万元", "4.财政专户管理资金收入1.00万元。", "5.事业收入6.00万元。",
    "6.上级补助收入0.00万元。", "7.附属单位上缴收入0.00万元。", "8.事业单位经营收入3.00万元。", "9.其他收入5.00万元。",
    "（三）上年结转结余{}万元", "10.上年结转结余5.00万元。",
)  # fmt: skip


@pytest.mark.parametrize(
    ("amounts", "wrong"),
    [
        (("100.00", "80.00", "15.00", "5.00"), set()),
        (("110.00", "80.00", "15.00", "5.00"), {("TX-02", "收入预算")}),
        (("100.00", "70.00", "25.00", "5.00"), {("TX-02", "本年财政拨款收入"), ("TX-02", "本年其他资金收入")}),
        (("105.00", "80.00", "15.00", "10.00"), {("TX-32", "上年结转结余")}),
    ],
)
def test_a_section_takes_its_total_apart(amounts: tuple[str, ...], wrong: set[tuple[str, str]]) -> None:
    numbers = iter(amounts)
    lines = [line.format(next(numbers)) if "{}" in line else line for line in NARRATIVE]
    assert set(broken(facts(*lines, section="收入预算"))) == wrong


def test_what_stands_behind_an_item_is_of_the_item() -> None:
    text = "②机关商品和服务支出（502）390.00万元，其中：2025年专项业务费380.00万元。2026年专项业务费380.00万元，日常公用经费10.00万元。"
    assert said(facts(text))[-1] == "②机关商品和服务支出(502)·公用经费.amount 10.00万元"


def test_items_of_one_list_are_two_whatever_they_are_called() -> None:
    lines = ("项目支出100.00万元，具体包括：", "1.信息化项目（软件开发）60.00万元。", "2.信息化项目（运行维护）40.00万元。")
    assert broken(facts(*lines)) == []
    again = ("预算100.00万元，包括设备购置60.00万元、维护40.00万元。", "（一）设备购置66.00万元，主要是购置。")
    assert broken(facts(*again)) == [("TX-32", "设备购置")]


@pytest.mark.parametrize("name", ["本院", "我校", "学校", "全局", "本镇", "我乡", "本中心", "全院", "本所", "该局", "法院"])
def test_a_body_speaks_of_itself(name: str) -> None:
    text = f"{name}2018年度收入合计100.00万元，其中：财政拨款收入90.00万元，占90.00%；其他收入20.00万元，占20.00%。"
    assert broken(facts(text, year=2018, kind="决算")) == [("TX-02", "收入合计")]


def test_shares_are_of_basic_and_project_spending_beijing() -> None:
    lines = (
        "2026年支出预算134133.33万元，比2025年年初预算数125462.47万元增加8670.86万元，增长6.91%。",
        "（一）基本支出。基本支出预算70692.09万元，占本年支出预算53.59%。",
        "（二）项目支出。项目支出预算61213.81万元，占本年支出预算46.41%。",
    )
    assert broken(facts(*lines)) == []
    wrong = (lines[0], lines[1].replace("53.59", "52.70"), lines[2])
    assert broken(facts(*wrong)) == []  # of 134133.33, as printed
    neither = (lines[0], lines[1].replace("53.59", "55.79"), lines[2])
    assert [rule for rule, _ in broken(facts(*neither))] == ["TX-27b"]


def test_shares_are_of_everything_a_list_gives_huzhou() -> None:
    text = (
        "按支出用途分类，包括人员支出26435.02万元，占13.1%；日常公用支出3388.68万元，占1.7%；"
        "项目支出171262.41万元，占85.1%；事业单位经营支出200.00万元，占0.1%。"
    )
    found = facts("2026年支出预算201286.11万元，比上年执行数增加81487.86万元，增长68.02%。", text)
    share = next(r for r in relations(found, "share") if r.whole and r.whole.fact.raw == "85.1%")
    assert "200.00万元" in amounts([claim for name, claim in share.named.items() if name.startswith("sum")])
    assert broken(found) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("公务用车购置费200.00万元，比上年增加200.00万元，增长100%。", True),
        ("公务用车购置费200.00万元，比上年增加100.00万元，增长100%。", False),
        ("公务用车购置费200.00万元，比上年减少200.00万元，下降50%。", False),
    ],
)
def test_a_change_from_nothing_has_no_percentage(text: str, wrong: bool) -> None:
    rule = next(rule for rule in book().rules if rule.id == "TX-15")
    assert any(verdict.status is Status.BROKEN for verdict in decide(rule, facts(text))) is wrong


def test_shares_of_three_public_expenses_jiangsu() -> None:
    text = (
        "“三公”经费预算支出中，因公出国（境）费支出222.5万元，占“三公”经费的{}%；公务用车购置及运行费支出183.6万元，"
        "占“三公”经费的22.02%；公务接待费支出427.5万元，占“三公”经费的51.28%。"
    )
    assert broken(facts(text.format("26.69"))) == []
    assert [rule for rule, _ in broken(facts(text.format("8.75")))] == ["TX-27b"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("货物、工程、服务分别占政府采购预算总额的33.3%、33.3%、33.3%。", False),  # within rounding
        ("货物、工程、服务分别占政府采购预算总额的33.3%、33.3%、23.4%。", True),
        ("货物占政府采购预算总额的33%，工程占政府采购预算总额的27%。", False),  # not all of it
        ("基本支出、项目支出分别占60%、30%。", False),  # 经营支出 may be left out
        ("基本支出、项目支出分别占60%、50%。", True),
    ],
)  # fmt: skip
def test_shares_of_one_whole_are_a_hundred_per_cent(text: str, wrong: bool) -> None:
    assert broken(facts(text)) == ([("TX-27e", "货物" if "货" in text else "基本支出")] if wrong else [])


TWICE = "支出预算1000.00万元，较年初预算{}减少50.00万元，下降4.76%，较2024年决算数1200.00万元减少{}万元，下降{}%。"


@pytest.mark.parametrize("base", ["", "1050.00万元"])
def test_an_amount_compared_twice(base: str) -> None:
    assert broken(facts(TWICE.format(base, "200.00", "16.67"))) == []
    assert broken(facts(TWICE.format(base, "210.00", "16.67"))) != []
    assert broken(facts(TWICE.format(base, "200.00", "20.00"))) == [("TX-11", "支出预算")]


def test_a_second_list_of_what_is_divided_already() -> None:
    said_of = "政府采购预算总额50.00万元，其中：货物{}万元、工程0万元、服务30.00万元。其中面向中小企业采购{}万元，面向小微企业20.00万元。"
    assert broken(facts(said_of.format("20.00", "40.00"))) == []
    assert broken(facts(said_of.format("20.00", "60.00"))) == [("TX-22", "政府采购预算总额")]
    assert broken(facts(said_of.format("10.00", "40.00"))) == [("TX-22", "政府采购预算总额")]


def test_a_multiple_is_no_percentage() -> None:
    assert broken(facts("会议费10.00万元，比上年的4.00万元增加6.00万元，增长1.5倍。")) == []


def test_what_a_year_spends_is_not_the_total_of_all_years() -> None:
    assert broken(facts("总投资5000.00万元，2026年安排300.00万元。")) == []


def test_ambiguous_direction_is_read_both_ways() -> None:
    text = "较2020年预算增加83.44万元，其中：基本支出增加79.87万元，主要为人员经费减少16.74万元，公用经费增减96.61万元；项目支出增加3.57万元。"
    found = facts(f"2021年预算收支安排2148.32万元，{text}", year=2021)
    assert "公用经费.delta ±96.61万元" in said(found)
    assert broken(found) == []
    assert list(outcomes(found, "TX-08", "TX-09")) == [
        ("TX-08", Status.HELD, "预算收支安排"),
        ("TX-09", Status.HELD, "基本支出"),
    ]


def test_changes_of_a_list_are_signed() -> None:
    text = "“三公”经费67.00万元，比上年减少19.00万元，其中：因公出国（境）费0万元，与上年持平；公务用车购置及运行费57.00万元，比上年减少16.50万元；公务接待费10.00万元，比上年{}2.50万元。"
    assert broken(facts(text.format("减少")), "TX-18") == []
    assert broken(facts(text.format("增加")), "TX-18") == [("TX-18", "三公经费")]


def test_the_same_item_twice() -> None:
    text = "12、住房保障支出（221类）住房改革支出（02款）住房公积金（01项）208.8万元。2025年当年预算执行数为198.34万元，2026年预算安排{}万元，比2025年预算执行数增加5.27%。"
    assert broken(facts(text.format("208.80"))) == []
    assert [rule for rule, _ in broken(facts(text.format("201.50")))] == ["TX-32"]


def test_a_whole_number_among_decimals_is_exact() -> None:
    text = "机关运行经费6032.55万元，比2016年增加3401万元，增长129.24%。"
    (change,) = relations(facts(text, year=2017), "change")
    assert str(change.named["delta"].fact.amount.quantum) == "0.01"


def test_a_whole_number_among_whole_numbers_is_rounded() -> None:
    text = "收入预算7072万元，其中：财政拨款收入6672万元、其他收入400万元，公用经费减少5.4万元。"
    assert [str(claim.fact.amount.quantum) for claim in facts(text).claims] == ["1", "1", "1", "0.1"]
    text = "收入预算7072.00万元，其中：财政拨款收入6672万元、其他收入400.00万元。"
    assert [str(claim.fact.amount.quantum) for claim in facts(text).claims] == ["0.01", "0.01", "0.01"]


def test_a_nought_among_decimals_is_nothing() -> None:
    text = "会议费5万元、培训费0万元、公务接待费7万元、差旅费5.4万元。"
    assert [str(claim.fact.amount.quantum) for claim in facts(text).claims] == ["1", "0.1", "1", "0.1"]


def test_a_part_of_something_else_is_not_the_thing() -> None:
    found = facts("机关运行经费82.00万元，其中：办公费71.47万元，公务接待费2.00万元。")
    assert "机关运行经费·公务接待费.amount 2.00万元" in said(found)


def test_reasons_and_purposes_are_no_claims() -> None:
    found = facts("会议费174.6万元，较上年增加151.6万元，主要原因是新增培训项目120万元、压减经费3万元。")
    assert [line for line in said(found) if "aside" not in line] == [
        "会议费.amount 174.6万元",
        "会议费.delta 151.6万元",
    ]


def test_joined_subjects_are_one() -> None:
    assert said(facts("“三公”经费及会议费、培训费预算支出共263.72万元。")) != ["培训费.amount 263.72万元"]


def test_a_list_goes_on_in_numbered_paragraphs() -> None:
    found = facts(
        "本单位“三公”经费预算合计804,395.02元，较上年增加0元，增长0.00%，具体变动情况如下：",
        "（一）因公出国（境）费预算为0.00元。", "（二）公务接待费预算为580,000.00元。",
        "（三）公务用车购置及运行维护费为224,395.20元。其中：公务用车购置费0.00元；公务用车运行维护费224,395.20元。",
    )  # fmt: skip
    assert broken(found) == [("TX-17", "三公经费预算")]


def test_sections_of_one_fund_have_their_own_basic_expenditure() -> None:
    line = "其中基本支出9.55万元，包括人员支出等；项目支出103.23万元。"
    assert said(facts(line, section="政府性基金")) == [
        "政府性基金基本支出.amount 9.55万元",
        "政府性基金项目支出.amount 103.23万元",
    ]
    assert said(facts(line)) == ["基本支出.amount 9.55万元", "项目支出.amount 103.23万元"]


def test_duties_and_definitions_are_not_read() -> None:
    assert said(facts("三公经费指10万元以内的开支，支出5万元。", section="名词解释")) == []


@pytest.mark.parametrize(
    ("text", "said_so"),
    [
        (
            "培训费603.00万元，增加10.00万元，增长{}%。",
            {"1.66": "除以了本年数", "1.68": "末位直接截去", "16.86": "小数点"},
        ),
        ("公务接待费8.6万元，较上年增加1.5万元（{}%）。", {"1.21": "本年数与上年数之比"}),
    ],
)
def test_wrong_percentages_are_explained(text: str, said_so: dict[str, str]) -> None:
    for printed, words in said_so.items():
        found = facts(text.format(printed))
        rule = next(rule for rule in book().rules if rule.id == "TX-11")
        (verdict,) = (v for v in decide(rule, found) if v.status is Status.BROKEN)
        assert isinstance(verdict.check, Check)
        assert words in say(wrong_percentage(verdict, verdict.check))


@pytest.mark.parametrize(
    "text",
    [
        "预算数总计合计",
        "一般公共服务支出",
        "其中：",
        "（",
        "1.",
        "比上年",
        "甲、",
        "5万元，",
        "甲、乙分别为1万元、2万元，",
        "分别",
    ],
)
def test_reading_is_linear(text: str) -> None:
    """A hostile paragraph takes no longer than its length."""
    assert facts(text * 1500 + "某物5万元。").claims is not None


@real
def test_the_xinle_prose() -> None:
    found = read_claims(recognise(read(FILINGS / "xinle-2021" / "xinle-2021.docx"), book()), book())
    assert not found.unread
    assert sorted(broken(found)) == sorted(
        [
            ("TX-02", "预算收入"), ("TX-03", "上年结转结余"), ("TX-21", "政府采购预算"), ("TX-21", "政府采购预算"),
            ("TX-24", "拟购置固定资产总额"), ("TX-24", "拟购置固定资产总额"),
        ]
    )  # fmt: skip
    carried = next(claim for claim in found.claims if claim.subject == "上年结转")
    assert (carried.fact.raw, carried.fact.key.part) == ("372.99万元", "单位1")
