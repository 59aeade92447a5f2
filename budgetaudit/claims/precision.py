"""Whole numbers beside decimals: has 5万元 dropped its zeros, or was it rounded? Whichever its neighbours do more."""

from collections.abc import Iterable
from decimal import Decimal

from budgetaudit.text import regex

ONE, ZERO = Decimal(1), Decimal(0)
AMOUNT = regex(r"(\d[\d,，]{0,30})(?:\.(\d{1,6}))?\s*万元")


def last_digit(value: Decimal, texts: Iterable[str]) -> Decimal:
    """The last digit that a whole amount among the amounts of some texts, the closest first, is exact to. It is the
    finest of those where decimals outnumber whole numbers in the first text that has more of either, and whole numbers
    where they do not: rounding explains half a unit then. A nought beside decimals is nothing at all, not rounded."""
    for text in texts:
        printed = AMOUNT.findall(text)
        decimals = [digits for _, digits in printed if digits]
        whole = sum(1 for number, digits in printed if not digits and number != "0")
        if decimals and (value == ZERO or len(decimals) > whole):
            return ONE.scaleb(-max(map(len, decimals)))
        if whole > len(decimals):
            return ONE
    return ONE
