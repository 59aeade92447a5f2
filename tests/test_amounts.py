"""Numbers as printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetaudit.amounts import UNITS, Amount, Interval, count_unit, is_zero_mark, plain, read_amount

WAN = UNITS["万元"]

READ = {
    "2,148.32": ("2148.32", "0.01"),
    "２,１４８．３２": ("2148.32", "0.01"),
    "3，518.85": ("3518.85", "0.01"),
    " 1 318.68 ": ("1318.68", "0.01"),
    "5,293\n.75": ("5293.75", "0.01"),
    "(12.50)": ("-12.50", "0.01"),
    "（12.50）": ("-12.50", "0.01"),
    "-3": ("-3", "1"),
    "−3.0": ("-3.0", "0.1"),
    "0.00": ("0.00", "0.01"),
    ".5": ("0.5", "0.1"),
    "8.8290": ("8.8290", "0.0001"),
    "28,828": ("28828", "1"),
    "120258,600": ("120258600", "1"),
    "-7880,000.50": ("-7880000.50", "0.01"),
}


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=READ)
def test_printed_numbers(text: str, expected: tuple[str, str]) -> None:
    amount = read_amount(text, WAN)
    assert amount == Amount(Decimal(expected[0]), Decimal(expected[1]), WAN)


@pytest.mark.parametrize("text", ["", " ", "合计", "1.2.3", "12,34", "1,2345", ",600", "1 2a", "(5", "一百", "=1+1"])
def test_what_is_no_number(text: str) -> None:
    assert read_amount(text) is None


def test_a_unit_printed_with_the_number_wins() -> None:
    assert read_amount("5.0万元", UNITS["元"]) == Amount(Decimal("5.0"), Decimal("0.1"), WAN)
    assert read_amount("12.5%") == Amount(Decimal("12.5"), Decimal("0.1"), UNITS["%"])


@pytest.mark.parametrize("mark", ["-", "—", "——", " － ", "/"])
def test_dashes_are_zero_marks(mark: str) -> None:
    assert is_zero_mark(mark)


def test_base_and_interval() -> None:
    amount = Amount(Decimal("9.38"), Decimal("0.01"), WAN)
    assert amount.base == 93800
    assert amount.interval == Interval(Decimal(93750), Decimal(93850))


def test_counted_things_are_exact() -> None:
    cars = Amount(Decimal(9), Decimal(1), count_unit("辆"))
    assert cars.interval == Interval(Decimal(9), Decimal(9))
    assert Amount(Decimal("9.5"), Decimal("0.1"), count_unit("吨")).half == Decimal("0.05")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_reading_what_is_printed_gives_it_back(value: Decimal) -> None:
    amount = read_amount(plain(value))
    assert amount is not None and amount.value == value
    assert amount.interval.low <= value <= amount.interval.high


intervals = st.tuples(st.integers(-999, 999), st.integers(-999, 999)).map(
    lambda ends: Interval(Decimal(min(ends)), Decimal(max(ends)))
)


@given(intervals, intervals, st.integers(0, 4), st.integers(0, 4))
def test_intervals_hold_what_their_members_make(a: Interval, b: Interval, i: int, j: int) -> None:
    x, y = a.low + (a.high - a.low) * i / 4, b.low + (b.high - b.low) * j / 4
    multiplied = a.times(b)
    assert multiplied.low <= x * y <= multiplied.high
