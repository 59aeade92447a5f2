"""What every table and sentence of one part is made from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .accounts import BOOK, FUNDS, KEPT, KINDS, Accounts, Posting, total
from .bodies import Body, Unit
from .document import Style
from .draw import Draw


@dataclass(frozen=True)
class Context:
    """One part of a filing: the department's (`unit` None) or one unit's."""

    draw: Draw
    style: Style
    body: Body
    accounts: Accounts
    part: str
    unit: Unit | None = None

    @property
    def name(self) -> str:
        return self.unit.name if self.unit else self.body.name

    @property
    def code(self) -> str:
        return self.unit.code if self.unit else self.body.units[0].code[:3]

    @property
    def level(self) -> str:
        return "单位" if self.unit else self.body.level

    @property
    def own(self) -> str:
        return "本单位" if self.unit else self.body.own

    @property
    def year(self) -> int:
        return self.body.year

    @property
    def units(self) -> tuple[Unit, ...]:
        return (self.unit,) if self.unit else self.body.units

    @property
    def postings(self) -> tuple[Posting, ...]:
        return self.accounts.postings

    def of(self, unit: Unit) -> "Context":
        """The part of one unit."""
        number = self.body.units.index(unit) + 1

        def mine(rows: Iterable) -> tuple:
            return tuple(one for one in rows if one.unit == unit.name)

        accounts = Accounts(
            mine(self.accounts.postings),
            mine(self.accounts.economic),
            mine(self.accounts.purchases),
            self.accounts.grain,
        )
        return Context(self.draw, self.style, self.body, accounts, f"单位{number}", unit)

    @property
    def project_kinds(self) -> tuple[str, ...]:
        """What the expenditure tables call 项目支出: with or without operating and the like."""
        inside = self.draw.pick("of_which_columns", "beside", ("inside 项目支出", 0.12)) == "inside 项目支出"
        return ("项目", "经营", "上缴", "补助") if inside else ("项目",)

    def spent(self, *, book: str = "", year: str = "now", kinds: Sequence[str] = KINDS, code: str = "") -> int:
        """What is spent: of one book (all money when ""), in some ways, below a code."""
        return total(picked(self.postings, book=book, kinds=kinds, code=code), year)

    def received(self, sources: Sequence[str], year: str = "now") -> int:
        return total((one for one in self.postings if one.source in sources), year)


def picked(
    postings: Iterable[Posting], *, book: str = "", kinds: Sequence[str] = KINDS, code: str = ""
) -> list[Posting]:
    """Postings of expenditure by book, kind and code. What is kept for the next year is no expenditure."""
    books = {"财政": FUNDS, "": None}.get(book, (book,))
    return [
        one
        for one in postings
        if one.kind in kinds and one.code.startswith(code) and (books is None or BOOK.get(one.source) in books)
    ]


def sums(sources: Sequence[str] = (), kinds: Sequence[str] = (), year: str = "now") -> Callable[[Sequence], int]:
    """The amount of a column: postings of some sources and kinds (all expenditure kinds and what is kept when ())."""

    def value(postings: Sequence[Posting]) -> int:
        return total(
            (
                one
                for one in postings
                if (not sources or one.source in sources)
                and (one.kind in kinds if kinds else one.kind in (*KINDS, KEPT))
            ),
            year,
        )

    return value
