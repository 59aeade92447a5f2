"""Numbers are compared in one place: held, rounding, broken, unchecked."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from budgetaudit.amounts import UNITS, Unit, count_unit, read_amount
from budgetaudit.checks import Check, Observation, Term
from budgetaudit.decide import decided, factor, rounding_bound
from budgetaudit.facts import Blank, Entry, Fact, Key, Missing
from budgetaudit.filing import Place
from budgetaudit.rulebook import Rule
from budgetaudit.verdicts import Status, Verdict

WAN, YUAN, PERCENT, NONE = UNITS["万元"], UNITS["元"], UNITS["%"], UNITS[""]
KEY = Key("部门", "支出总表", "201", "合计")


class Never:
    def checks(self, facts: object) -> tuple[Check | Observation, ...]:
        return ()


RULE = Rule("ZZ-01", "甲", "A", "error", "never", Never(), {}, "", "", "", "x.yaml:1")  # type: ignore[arg-type]


def fact(printed: str, unit: Unit = WAN) -> Fact:
    amount = read_amount(printed, unit)
    assert amount is not None
    return Fact(KEY, amount, printed, printed, Place())


BLANK = Blank(KEY, "", "空", Place())
NO_ROW = Missing(KEY, "没有这一行", row_only=True)
NO_TABLE = Missing(KEY, "没有支出总表")


def side(*entries: Entry | str) -> tuple[Term, ...]:
    read = (fact(entry) if isinstance(entry, str) else entry for entry in entries)
    return tuple(Term(Decimal(1), (entry,)) for entry in read)


def check(left: tuple[Term, ...], right: tuple[Term, ...], relation: str = "=") -> Check:
    return Check(left, right, "部门", "支出总表", "", relation)


def status(one: Check) -> str:
    return str(decided(RULE, one).status)


SUMS = {
    "equal": (("10.00",), ("4.00", "6.00"), "held"),
    "prose drops zeros": (("719.9",), ("719.90",), "held"),
    "one cent, three addends": (("10.00",), ("3.33", "3.33", "3.33"), "rounding"),
    "as far as rounding goes": (("10.03",), ("5.00", "5.00", "0.00", "0.00", "0.00"), "rounding"),
    "one beyond": (("10.04",), ("5.00", "5.00", "0.00", "0.00", "0.00"), "broken"),
    "wrong": (("11.00",), ("4.00", "6.00"), "broken"),
    "a blank addend is zero": (("4.00",), ("4.00", BLANK), "held"),
    "an absent row is zero as an addend": (("4.00",), ("4.00", NO_ROW), "held"),
    "a blank total of blanks": ((BLANK,), (BLANK, BLANK), "unchecked"),
    "a blank total of zeros": ((BLANK,), ("0.00", BLANK), "held"),
    "a blank total": ((BLANK,), ("4.00", BLANK), "broken"),
    "parts all blank": (("4.00",), (BLANK, BLANK), "unchecked"),
    "zero and blank parts": (("0.00",), (BLANK, BLANK), "held"),
    "nothing printed": ((BLANK,), (BLANK,), "unchecked"),
    "an absent row alone": (("4.00",), (NO_ROW,), "unchecked"),
    "an absent table": (("4.00",), ("4.00", NO_TABLE), "unchecked"),
}


@pytest.mark.parametrize(("left", "right", "expected"), SUMS.values(), ids=SUMS)
def test_sums(left: tuple[Entry | str, ...], right: tuple[Entry | str, ...], expected: str) -> None:
    assert status(check(side(*left), side(*right))) == expected


def test_blank_parts_count_where_the_kind_says_so() -> None:
    one = check(side("4.00"), side(BLANK, BLANK))
    assert status(replace(one, zeros=True)) == "broken"


def test_a_claim_against_a_blank_is_broken_unless_it_is_zero() -> None:
    assert status(replace(check(side("4.00"), side(BLANK, BLANK)), claim=True)) == "broken"
    assert status(replace(check(side("0"), side(BLANK)), claim=True)) == "held"


COMPARED = {
    "less": ("1.00", "<=", "2.00", "held"),
    "equal": ("2.00", "<=", "2.00", "held"),
    "within rounding": ("2.01", "<=", "2.00", "rounding"),
    "more": ("2.02", "<=", "2.00", "broken"),
    "at least": ("3.00", ">=", "2.00", "held"),
    "too little": ("1.00", ">=", "2.00", "broken"),
}


@pytest.mark.parametrize(("left", "relation", "right", "expected"), COMPARED.values(), ids=COMPARED)
def test_inequalities(left: str, relation: str, right: str, expected: str) -> None:
    assert status(check(side(left), side(right), relation)) == expected


def test_a_verdict_says_what_was_compared() -> None:
    """Both values and their difference in base units, of the reading that was decided."""
    holds = check(side("1.00"), side("2.00"), "<=")
    assert decided(RULE, holds) == Verdict(Status.HELD, RULE, holds, *map(Decimal, (10_000, 20_000, -10_000)))
    wrong = check(side("11.00"), side("4.00", "6.00"))
    verdict = decided(RULE, wrong)
    assert verdict == Verdict(Status.BROKEN, RULE, wrong, *map(Decimal, (110_000, 100_000, 10_000, 150)))
    other = check(side("11.00"), side("11.00"))
    assert decided(RULE, replace(wrong, otherwise=(other,))).check == other


def test_where_a_side_is_blank_the_verdict_says_so() -> None:
    for one in (check(side(BLANK), side("4.00", BLANK)), check(side("4.00"), side(BLANK))):
        verdict = decided(RULE, one)
        assert verdict.status is Status.BROKEN and verdict.why
    assert not decided(RULE, check(side("4.00"), side("5.00"))).why


@pytest.mark.parametrize(
    ("left", "right", "times"),
    [
        ("5.00", "50000.00", "10000"),
        ("50000.00", "5.00", "0.0001"),
        ("5.00", "500.00", "100"),
        ("5.00", "5000.00", "1000"),
        ("5.00", "500.50", "100"),  # 5.00 is anything up to 5.005
        ("5.00", "500.52", None),
        ("5.00", "50.00", None),  # no two units of measure differ by ten
        ("0.00", "50.00", None),
        ("5.00", "-50000.00", None),
    ],
)
def test_units_of_measure_differ_by_a_factor(left: str, right: str, times: str | None) -> None:
    one = check(side(left), side(right))
    assert factor(one) == (Decimal(times) if times else None)
    assert (status(replace(one, relation="~")) == "broken") is bool(times)


def test_a_blank_says_nothing_in_an_inequality() -> None:
    assert status(check(side("3.00"), side(BLANK), "<=")) == "unchecked"


def test_a_coarse_printing_of_a_fine_number_is_rounding() -> None:
    assert status(check(side(fact("28828")), side(fact("288280700", YUAN)))) == "rounding"
    assert status(check(side(fact("328661")), side(fact("328661.81")))) == "broken"


def test_units_are_compared_after_scaling() -> None:
    assert status(check(side(fact("9.38")), side(fact("93800", YUAN)))) == "held"
    assert status(check(side(fact("5", NONE)), side(fact("5.00")))) == "unchecked"
    assert status(check(side(fact("5", count_unit("辆"))), side(fact("6", count_unit("台"))))) == "unchecked"
    assert status(check(side(fact("5", count_unit("辆"))), side(fact("6", NONE)))) == "broken"


def test_counts_are_exact() -> None:
    counts = (count_unit("辆"), count_unit(""))
    assert status(check(side(fact("3", counts[0])), side(fact("2", counts[1])))) == "broken"


def product(*printed: Fact) -> tuple[Term, ...]:
    return (Term(Decimal(1), printed),)


def test_products() -> None:
    pieces = count_unit("")
    assert status(check(side("20.088"), product(fact("36", pieces), fact("0.558")))) == "held"
    wrong = decided(RULE, check(side("12.54"), product(fact("44", pieces), fact("12.54"))))
    assert (wrong.status, wrong.difference) == (Status.BROKEN, Decimal("-5392200"))
    assert wrong.bound == Decimal("2250")  # half a cent 44 times, and half a cent of the amount
    assert status(check(side("20.10"), product(fact("36", pieces), fact("0.558")))) == "rounding"


def test_products_that_are_added_are_each_as_uncertain() -> None:
    pieces = count_unit("")
    one, other = (fact("2", pieces), fact("1.00")), (fact("3", pieces), fact("1.00"))
    assert rounding_bound(check(side("5.00"), (*product(*one), *product(*other)))) == Decimal("300")


def share(stated: str, part: str, whole: str) -> Check:
    return replace(check(side(fact(stated, PERCENT)), side(part)), over=side(whole))


SHARES = {
    "rounded as printed": ("33.33", "1.00", "3.00", "held"),
    "half goes up": ("12.5", "1.245", "10.00", "held"),
    "within the rounding of its numbers": ("33.4", "1.00", "2.99", "held"),
    "numbers that are themselves rounded": ("34", "1.00", "3.00", "rounding"),
    "wrong": ("4.35", "929.49", "21147.70", "broken"),
    "right": ("4.40", "929.49", "21147.70", "held"),
    "of nothing": ("5", "1.00", "0.00", "unchecked"),
}


@pytest.mark.parametrize(("stated", "part", "whole", "expected"), SHARES.values(), ids=SHARES)
def test_shares(stated: str, part: str, whole: str, expected: str) -> None:
    if expected == "rounding":
        part, whole = "1", "3"
    assert status(share(stated, part, whole)) == expected


def test_a_verdict_on_a_share_says_what_it_should_be() -> None:
    for stated, status, gap in (("50.0", Status.HELD, 0), ("60.0", Status.BROKEN, 10)):
        verdict = decided(RULE, share(stated, "1.00", "2.00"))
        assert (verdict.status, verdict.stated, verdict.expected) == (status, Decimal(stated), 50)
        assert verdict.difference == gap


def test_growth_knows_that_one_number_stands_twice() -> None:
    """rate = Δ ÷ (now − Δ): Δ is one number, above and below the line."""
    now, delta = fact("200.00"), fact("100.00")
    over = (Term(Decimal(1), (now,)), Term(Decimal(-1), (delta,)))
    one = replace(check(side(fact("100.0", PERCENT)), side(delta)), over=over)
    assert status(one) == "held"
    assert status(replace(one, left=side(fact("100.1", PERCENT)))) == "broken"


def test_another_reading_may_hold() -> None:
    wrong, right = check(side("5.00"), side("6.00")), check(side("5.00"), side("5.00"))
    assert status(replace(wrong, otherwise=(right,))) == "held"
    assert status(replace(wrong, otherwise=(wrong,))) == "broken"


def test_a_doubtful_difference_breaks_nothing() -> None:
    wrong = replace(check(side("5.00"), side("6.00")), doubt="有未认识的列“甲”")
    verdict = decided(RULE, wrong)
    assert (str(verdict.status), verdict.why) == ("unchecked", "有未认识的列“甲”")


def test_a_tolerance_is_printed_with_its_reason() -> None:
    lenient = replace(RULE, tolerance=Decimal("2000"), why="按元取整")
    verdict = decided(lenient, check(side("5.20"), side("5.00")))
    assert (str(verdict.status), verdict.why) == ("rounding", "按元取整")


cents = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n) / 100)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=8), st.integers(0, 4))
def test_what_was_only_rounded_is_never_broken(exact: list[int], places: int) -> None:
    """元 amounts, each printed in 万元 with a few decimals, and their sum too."""
    quantum = Decimal(1).scaleb(-places)
    printed = [str((Decimal(n) / 10000).quantize(quantum, ROUND_HALF_UP)) for n in exact]
    total = str((Decimal(sum(exact)) / 10000).quantize(quantum, ROUND_HALF_UP))
    assert status(check(side(total), side(*printed))) in ("held", "rounding")


@given(st.lists(cents, min_size=1, max_size=8), st.integers(1, 10**6))
def test_an_error_beyond_rounding_is_always_broken(parts: list[Decimal], off: int) -> None:
    """Half a cent for each number and for their sum: any cent beyond that is an error."""
    explained = (len(parts) + 1) // 2
    total = sum(parts, Decimal(0)) + Decimal(explained + off) / 100
    assert status(check(side(f"{total:.2f}"), side(*(f"{part:.2f}" for part in parts)))) == "broken"


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 2))
def test_a_percentage_printed_right_is_held_or_rounding(part: int, whole: int, places: int) -> None:
    """Percentages computed from exact 元, compared with amounts printed in 万元."""
    quantum = Decimal(1).scaleb(-places)
    rate = (Decimal(100) * part / whole).quantize(quantum, ROUND_HALF_UP)
    printed = [str((Decimal(n) / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)) for n in (part, whole)]
    if Decimal(printed[1]) > 0:
        assert status(share(str(rate), *printed)) in ("held", "rounding")


def test_a_number_on_both_sides_rounds_once() -> None:
    same = fact("5.00")
    one = check(side(same, "1.00"), side(same, "1.00"))
    assert rounding_bound(one) == Decimal("100")
