"""Whole numbers beside decimals: has 5万元 dropped its zeros, or was it rounded? Whichever its neighbours do more."""

from decimal import Decimal

from msgspec import Struct

from budgetaudit.text import regex

ONE = Decimal(1)
AMOUNT = regex(r"(\d[\d,，]{0,30})(?:\.(\d{1,6}))?\s*万元")


class Habit(Struct, frozen=True):
    """How a text prints amounts: how many are whole (noughts aside), how many have decimals, and their most digits."""

    whole: int = 0
    decimals: int = 0
    digits: int = 0

    @property
    def finest(self) -> Decimal:
        """The last digit of its most exact amount."""
        return ONE.scaleb(-self.digits)


def habit(text: str) -> Habit:
    """How a text prints amounts in 万元."""
    printed = AMOUNT.findall(text)
    decimals = [len(digits) for _, digits in printed if digits]
    whole = sum(1 for number, digits in printed if not digits and number != "0")
    return Habit(whole, len(decimals), max(decimals, default=0))


def last_digit(value: Decimal, *habits: Habit) -> Decimal:
    """The last digit that a whole amount is exact to, by the texts about it, the closest first. In the first text that
    has more of one kind, decimals make it as exact as the finest of them, and whole numbers make it rounded; where none
    has, it is exact. A nought beside decimals is nothing at all, not rounded."""
    for near in habits:
        if near.decimals > near.whole or (near.decimals and not value):
            return near.finest
        if near.whole > near.decimals:
            return ONE
    return next((near.finest for near in habits if near.decimals), ONE)
