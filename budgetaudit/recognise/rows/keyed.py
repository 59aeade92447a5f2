"""Several columns of codes apart from one another: by which of them the rows are named, and which stand beside.

A table by purpose may print the government's code beside the department's, a table by function the economic one. The
rows are named by the run of columns that prints most codes of the list that the table is by, the first of equals.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from budgetaudit.recognise.columns import ColumnBlock
from budgetaudit.recognise.rows.draft import RowContext
from budgetaudit.recognise.sheet import GridRow
from budgetaudit.text import unquoted


def keyed(setting: RowContext, lines: Sequence[GridRow]) -> RowContext:
    """The setting; where a block has several runs of code columns, with that which names its rows, its name first. The
    others tell rows apart where its own codes repeat."""
    runs = list(_runs(setting.block))
    if len(runs) < 2 or setting.by not in ("code", "economic"):
        return setting
    known = setting.words.codes["economic" if setting.by == "economic" else "functional"]
    printed = {run: [code for line in lines if (code := _code(line, run)) and known.of(code)] for run in runs}
    mine = max(runs, key=lambda run: len(set(printed[run])))
    repeats = len(set(printed[mine])) < len(printed[mine])
    further = tuple(at for run in runs if run != mine for at in run) if repeats else ()
    names = sorted(setting.block.names, key=lambda at: (at < mine[0], at))
    return replace(setting, block=replace(setting.block, codes=mine, names=tuple(names), further=further))


def _runs(block: ColumnBlock) -> Iterator[tuple[int, ...]]:
    """The code columns, cut where a column of names stands between them."""
    start = 0
    for at, (one, after) in enumerate(pairwise(block.codes), 1):
        if any(one < name < after for name in block.names):
            yield block.codes[start:at]
            start = at
    yield block.codes[start:]


def _code(line: GridRow, run: Sequence[int]) -> str:
    """What a run prints as one whole code; pieces in columns of their own are joined."""
    return "".join(unquoted(line.texts[at]).lstrip("'") for at in run)
