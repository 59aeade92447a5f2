"""`budgetaudit show`: what was read from a filing, so that nobody has to trust it blindly."""

from pathlib import Path

from msgspec import Struct

from budgetaudit.commands import OK, Settings, one_of
from budgetaudit.commands.examine import rulebook
from budgetaudit.commands.guard import guarded
from budgetaudit.commands.output import put, terminal_look
from budgetaudit.errors import UsageError
from budgetaudit.loaders import name_of, read
from budgetaudit.recognise import recognise
from budgetaudit.reporters import reading
from budgetaudit.rulebook import Rulebook


class Wanted(Struct, frozen=True):
    """What to show: an overview, one table's numbers, the numbers of the prose, or every stage's value."""

    table: str = ""
    claims: bool = False
    lang: str = "zh"
    steps: bool = False


def show(file: Path, settings: Settings, wanted: Wanted) -> int:
    """Print what was read. No rule is applied."""
    look = terminal_look(one_of("语言", wanted.lang, ("zh", "en")), verbose=True)
    book = rulebook(settings)
    if wanted.steps:
        return _steps(file, book)
    with guarded(name_of(file)):
        facts = recognise(read(file), book)
    if wanted.claims or not wanted.table:
        from budgetaudit.claims import read_claims

        facts = read_claims(facts, book)
    if wanted.table:
        text = reading.tables(facts, wanted.table, look)
        if not text:
            names = "、".join(dict.fromkeys(table.key or table.title for table in facts.tables()))
            raise UsageError(f"这个文件中没有叫“{wanted.table}”的表；有：{names}。")
        put(text)
    if wanted.claims:
        put(reading.claims(facts, look))
    if not (wanted.table or wanted.claims):
        put(reading.overview(facts, look))
    return OK


def _steps(file: Path, book: Rulebook) -> int:
    """Print every stage's value, as far as the filing gets."""
    from budgetaudit.commands.steps import steps

    with guarded(name_of(file)):
        for line in steps(read(file), book):
            put(f"{line}\n")
    return OK
