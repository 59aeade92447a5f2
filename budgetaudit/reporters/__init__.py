"""How an audit is shown: one module per format, each with `render(audit, look) -> str | bytes`."""

from collections.abc import Mapping
from importlib import import_module

from msgspec import Struct

from budgetaudit.errors import UsageError, unknown
from budgetaudit.messages import Text, say, words
from budgetaudit.verdicts import Audit

BINARY = frozenset({"xlsx"})
REPORTERS = {
    "console": ("budgetaudit.reporters.console", ".txt"),
    "json": ("budgetaudit.reporters.json", ".json"),
    "xlsx": ("budgetaudit.reporters.xlsx", ".xlsx"),
    "html": ("budgetaudit.reporters.html", ".html"),
    "markdown": ("budgetaudit.reporters.markdown", ".md"),
    "md": ("budgetaudit.reporters.markdown", ".md"),
    "sarif": ("budgetaudit.reporters.sarif", ".sarif"),
    "junit": ("budgetaudit.reporters.junit", ".xml"),
}


CONTROLS = (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0))
TURNS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
VISIBLE = dict.fromkeys((*CONTROLS, *TURNS), "�")
"""What steers a terminal or turns the direction of writing, in names and filings of strangers: never sent to one."""


class Look(Struct, frozen=True):
    """How the reader wants it. `glyphs` is false where ✓ and ✗ cannot be printed; `titles` are the English
    titles of rules by id; `width` 0 lets the terminal decide."""

    lang: str = "zh"
    verbose: bool = False
    colour: bool = False
    glyphs: bool = True
    width: int = 0
    titles: Mapping[str, str] = {}

    @property
    def words(self) -> Mapping[str, str]:
        """The table of sentences in the reader's language."""
        return words(self.lang)

    def say(self, text: Text) -> str:
        """A text in the reader's language."""
        return say(text, self.lang)


def suffix(name: str) -> str:
    """The file name ending of a format."""
    if name not in REPORTERS:
        raise UsageError(unknown("报告格式", name, REPORTERS))
    return REPORTERS[name][1]


def share(part: int, whole: int) -> str:
    """A percentage cut after its first decimal, so that 100% means all.

    >>> share(539, 540)
    '99.8%'
    """
    if not whole:
        return "0%"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def render(name: str, audit: Audit, look: Look) -> str | bytes:
    """An audit in the format of that name."""
    suffix(name)
    report: str | bytes = import_module(REPORTERS[name][0]).render(audit, look)
    return report
