"""Tables drawn against each other with nothing between: told apart where the columns change altogether."""

from itertools import pairwise

from msgspec.structs import replace

from budgetaudit.loaders.pdf.lattice import Lattice

RowRange = range
Inner = frozenset[int]
"""The column lines inside the table that part the cells of some rows."""


def parted(whole: Lattice) -> tuple[Lattice, ...]:
    """The tables that a lattice holds: more than one where no inner column line runs on from rows to rows."""
    bands = _bands(whole)
    return tuple(_cut(whole, rows) for rows in bands) if len(bands) > 1 else (whole,)


def _bands(whole: Lattice) -> list[RowRange]:
    """Runs of rows whose inner column lines have nothing in common with those of the runs beside them."""
    bands: list[tuple[RowRange, Inner]] = []
    for rows, inner in _strips(whole):
        start = rows.start
        while bands and (not bands[-1][1] or not inner or bands[-1][1] & inner):
            before, lines = bands.pop()
            start, inner = before.start, inner | lines
        bands.append((range(start, rows.stop), inner))
    return [rows for rows, _ in bands]


def _strips(whole: Lattice) -> list[tuple[RowRange, Inner]]:
    """The rows between lines that run across the whole table, with their inner column lines."""
    height = len(whole.ys) - 1
    spanned = {s.row + r for s in whole.squares for r in range(1, s.rowspan)}
    lines = [row for row in range(height + 1) if row not in spanned]
    strips = (range(start, stop) for start, stop in pairwise(lines))
    return [(rows, frozenset(s.column for s in whole.squares if s.row in rows and s.column)) for rows in strips]


def _cut(whole: Lattice, rows: RowRange) -> Lattice:
    """Some rows of a lattice as a table of its own, without the column lines they do not use."""
    held = [square for square in whole.squares if square.row in rows]
    used = sorted({s.column for s in held} | {s.column + s.colspan for s in held})
    number = {column: index for index, column in enumerate(used)}
    squares = tuple(
        replace(
            s,
            row=s.row - rows.start,
            column=number[s.column],
            colspan=number[s.column + s.colspan] - number[s.column],
        )
        for s in held
    )
    return Lattice(tuple(whole.xs[column] for column in used), whole.ys[rows.start : rows.stop + 1], squares)
