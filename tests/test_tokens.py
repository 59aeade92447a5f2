"""What prose is cut into: words by dictionary, the longest first; numbers, years and codes by pattern."""

import pytest

from budgetaudit.claims.tokens import ProseWords, joins, token_at, tokens, words_of

LISTS = {
    "引出": ["其中", "包括", "主要包括"],
    "原因": ["主要用于"],
    "增减": ["增加(减少)"],
    "大致": ["基本"],
    "持平": ["持平"],
    "增加": ["增加", "增"],
    "减少": ["减少", "低于"],
    "占": ["占", "占比"],
    "完成": ["完成"],
    "比较": ["比", "与", "相较"],
    "单位": ["辆", "个", "个百分点", "人", "人次"],
    "套话": ["为", "预算", "预算数", "共"],
}
SUBJECTS = ["支出", "支出预算", "支出总计", "上年结转", "基本支出"]


def words() -> ProseWords:
    return words_of(SUBJECTS, LISTS)


def cut(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Every token but commas."""
    found = tokens(text, words(), start, end)
    return [f"{token.kind} {token.text}{token.unit}" for token in found if token.kind != "comma"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出预算和支出总计和支出", ["subj 支出预算", "subj 支出总计", "subj 支出"]),
        ("上年结转比上年增加1,234.5万元", ["subj 上年结转", "than 比", "year 上年", "up 增加", "num 1,234.5万元"]),
        ("基本支出基本持平", ["subj 基本支出", "soft 基本", "flat 持平"]),
        ("增加(减少)2%；", ["both 增加(减少)", "num 2%", "semi ；"]),
        ("占比3%，占用4%", ["share 占比", "num 3%", "num 4%"]),
        ("完成5%，完成数6%", ["done 完成", "num 5%", "num 6%"]),
        ("与2020年相比", ["than 与", "year 2020年", "past 相比"]),
        ("与本部门", []),
        ("相较于上年，相较", ["than 相较", "year 上年", "past 相较"]),
        ("2021年度支出(2010301)20103", ["year 2021年度", "subj 支出", "code (2010301)", "code 20103"]),
        ("不超过5%，50万元以上，3元/人", ["bound 不超过5%", "bound 50万元以上", "bound 3元/"]),
        ("提高到5万元，达到5万元", ["num 5万元", "bound 达到5万元"]),
        ("3个百分点，4个，5万人次", ["num 3个百分点", "num 4个", "num 5万人次"]),
        ("6万，7万2", ["num 6万", "num 7", "num 2"]),
        ("〔2021〕5号，2021-01-02，5月3日，A3-2", ["skip 〔2021〕5号", "skip 2021-01-02", "skip 5月3日", "skip A3-2"]),
        ("1,234,567,8", ["num 1", "num 234", "num 567", "num 8"]),
    ],
)
def test_a_text_is_cut_into_tokens(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_number_that_counts_days_is_bare_and_an_intro_takes_its_colon() -> None:
    number = token_at("12天", 0, words())
    assert number and number.bare and number.end == 3 and not number.unit
    intro = token_at("其中:支出", 0, words())
    assert intro and (intro.kind, intro.text, intro.end) == ("intro", "其中", 3)


def test_a_stretch_is_read_as_if_the_text_ended_there_and_knows_what_stood_before() -> None:
    text = "。增加到5万元支出预算"
    assert cut(text, 0, 10) == ["stop 。", "up 增加", "num 5万元", "subj 支出"]
    assert cut(text, 4) == ["num 5万元", "subj 支出预算"]
    assert [(token.start, token.end) for token in tokens(text, words(), 4)] == [(4, 7), (7, 11)]


def test_a_run_of_digits_longer_than_any_amount_is_skipped() -> None:
    assert cut("1" + ",234" * 12 + "万元")[0].startswith("skip")
    assert cut("1" + ",234" * 5 + "万元")[0].startswith("num")


def test_words_that_only_join() -> None:
    assert joins("共为1,2(预算数)", words()) and joins("", words())
    assert not joins("共为支出", words()) and joins("共为支出", words(), 0, 2) and not joins("共为", words(), 2, 1)
    assert words().filler.without("支出预算数共5") == "支出5"
