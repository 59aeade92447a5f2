"""Ruling lines → tables: joined lines, the lattices they form, cells with spans where edges are missing."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby, pairwise
from operator import attrgetter

from msgspec import Struct

from budgetaudit.loaders.pdf.geometry import Box, Ruling, Rulings, overlap

SNAP = 3.0
"""Lines nearer than this (points) are one line."""
OVERHANG = 8.0
"""Lines that reach this far beyond the outermost crossing line close an open border."""
MAX_LINES = 3000
MAX_SQUARES = 200_000


class Square(Struct, frozen=True):
    """A cell of a lattice: its first row and column and how many it spans."""

    row: int
    column: int
    rowspan: int
    colspan: int


class Lattice(Struct, frozen=True, dict=True):
    """A drawn table: the positions of its lines and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    squares: tuple[Square, ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @cached_property
    def _owner(self) -> dict[tuple[int, int], int]:
        return {
            (square.row + r, square.column + c): index
            for index, square in enumerate(self.squares)
            for r in range(square.rowspan)
            for c in range(square.colspan)
        }

    def box_of(self, index: int) -> Box:
        """The box of a cell."""
        square = self.squares[index]
        right, bottom = square.column + square.colspan, square.row + square.rowspan
        return self.xs[square.column], self.ys[square.row], self.xs[right], self.ys[bottom]

    def find(self, x: float, y: float) -> int | None:
        """The index of the cell that holds a point."""
        return self._owner.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def lattices(rules: Rulings, white: Rulings) -> tuple[Lattice, ...]:
    """The tables drawn on a page, from the top down. White lines count only where no line can be seen."""
    seen = _lattices(rules)
    if not (white.horizontal and white.vertical):
        return seen
    everything = Rulings(rules.horizontal + white.horizontal, rules.vertical + white.vertical)
    unseen = (drawn for drawn in _lattices(everything) if not any(overlap(drawn.box, other.box) for other in seen))
    return tuple(sorted((*seen, *unseen), key=_place))


def _place(lattice: Lattice) -> tuple[float, float]:
    return lattice.box[1], lattice.box[0]


def _lattices(rules: Rulings) -> tuple[Lattice, ...]:
    horizontal, vertical = joined(rules.horizontal), joined(rules.vertical)
    drawn_lattices = (lattice(group) for group in _crossing(horizontal, vertical))
    return tuple(sorted((drawn for drawn in drawn_lattices if drawn), key=_place))


def joined(rules: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Lines on one level that touch become one; levels nearer than `SNAP` become one level."""
    levels = _snapped({round(rule.at, 1) for rule in rules})
    levelled = (Ruling(levels[round(rule.at, 1)], rule.start, rule.end) for rule in rules)
    placed = sorted(levelled, key=attrgetter("at", "start", "end"))
    merged = (piece for _, level in groupby(placed, key=attrgetter("at")) for piece in _merged(level))
    return tuple(rule for rule in merged if rule.end - rule.start > SNAP)


def _snapped(values: Iterable[float]) -> dict[float, float]:
    """Each value with the level it belongs to: the middle of a run of values closer than `SNAP`."""
    runs: list[list[float]] = []
    for value in sorted(values):
        if runs and value - runs[-1][0] <= SNAP:
            runs[-1].append(value)
        else:
            runs.append([value])
    return {value: (run[0] + run[-1]) / 2 for run in runs for value in run}


def _merged(level: Iterable[Ruling]) -> Iterator[Ruling]:
    last: Ruling | None = None
    for rule in level:
        if last and rule.start <= last.end + SNAP:
            last = Ruling(last.at, last.start, max(last.end, rule.end))
        else:
            if last:
                yield last
            last = rule
    if last:
        yield last


def _crossing(horizontal: tuple[Ruling, ...], vertical: tuple[Ruling, ...]) -> Iterator[Rulings]:
    """Groups of lines that cross or touch one another."""
    horizontal, vertical = horizontal[:MAX_LINES], vertical[:MAX_LINES]
    free = set(range(len(vertical)))
    waiting = set(range(len(horizontal)))
    while waiting:
        across, down, front = set[int](), set[int](), [min(waiting)]
        while front:
            new = set(front) & waiting
            waiting -= new
            across |= new
            touched = {v for v in free if any(_touch(horizontal[h], vertical[v]) for h in new)}
            free -= touched
            down |= touched
            front = [h for h in waiting if any(_touch(horizontal[h], vertical[v]) for v in touched)]
        if down:
            yield Rulings(tuple(horizontal[h] for h in sorted(across)), tuple(vertical[v] for v in sorted(down)))


def _touch(across: Ruling, down: Ruling) -> bool:
    return across.start - SNAP <= down.at <= across.end + SNAP and down.start - SNAP <= across.at <= down.end + SNAP


def lattice(group: Rulings) -> Lattice | None:
    """The table that a group of crossing lines draws, or None where it encloses fewer than two cells."""
    closed = Rulings(_with_borders(group.horizontal, group.vertical), _with_borders(group.vertical, group.horizontal))
    ys = tuple(sorted({rule.at for rule in closed.horizontal}))
    xs = tuple(sorted({rule.at for rule in closed.vertical}))
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MAX_SQUARES:
        return None
    squares = tuple(_squares(xs, ys, closed))
    return Lattice(xs, ys, squares) if len(squares) > 1 else None


def _with_borders(lines: tuple[Ruling, ...], crossing: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
    """The lines, and a border at each side where two or more crossing lines reach beyond the outermost."""
    first, last = min(rule.at for rule in lines), max(rule.at for rule in lines)
    before = [rule for rule in crossing if rule.start < first - OVERHANG]
    after = [rule for rule in crossing if rule.end > last + OVERHANG]
    borders = []
    if len(before) > 1:
        borders.append(Ruling(min(r.start for r in before), before[0].at, before[-1].at))
    if len(after) > 1:
        borders.append(Ruling(max(r.end for r in after), after[0].at, after[-1].at))
    return (*lines, *borders)


def _squares(xs: tuple[float, ...], ys: tuple[float, ...], rules: Rulings) -> Iterator[Square]:
    """The enclosed cells, in reading order: squares joined where no edge parts them, cut into rectangles."""
    right = _edges(rules.vertical, xs, ys)
    below = _edges(rules.horizontal, ys, xs)
    height, width = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            if {(column, row), (column + 1, row)} <= right and {(row, column), (row + 1, column)} <= below:
                yield Square(row, column, 1, 1)
                continue
            region = _region((row, column), (height, width), right, below)
            taken |= region
            if _enclosed(region, (height, width), right, below):
                yield from _rectangles(region)


DrawnEdges = frozenset[tuple[int, int]]


def _edges(rules: tuple[Ruling, ...], levels: tuple[float, ...], stops: tuple[float, ...]) -> DrawnEdges:
    """(level, interval) of every piece of a line that covers the interval between two neighbouring stops."""
    number = {level: index for index, level in enumerate(levels)}
    return frozenset(
        (number[rule.at], index)
        for rule in rules
        for index, (start, end) in enumerate(pairwise(stops))
        if rule.start <= start + 0.3 * (end - start) and rule.end >= end - 0.3 * (end - start)
    )


def _region(
    start: tuple[int, int], size: tuple[int, int], right: DrawnEdges, below: DrawnEdges
) -> set[tuple[int, int]]:
    """The squares that can be reached without crossing an edge."""
    region, front = {start}, [start]
    while front:
        row, column = front.pop()
        steps = (
            ((row, column - 1), (column, row) in right),
            ((row, column + 1), (column + 1, row) in right),
            ((row - 1, column), (row, column) in below),
            ((row + 1, column), (row + 1, column) in below),
        )
        for (r, c), walled in steps:
            if not walled and 0 <= r < size[0] and 0 <= c < size[1] and (r, c) not in region:
                region.add((r, c))
                front.append((r, c))
    return region


def _enclosed(region: set[tuple[int, int]], size: tuple[int, int], right: DrawnEdges, below: DrawnEdges) -> bool:
    """Whether the region is open to one side of the table at most, as where a page break cuts a cell."""
    height, width = size
    sides = (
        any(row == 0 and (0, column) not in below for row, column in region),
        any(row == height - 1 and (height, column) not in below for row, column in region),
        any(column == 0 and (0, row) not in right for row, column in region),
        any(column == width - 1 and (width, row) not in right for row, column in region),
    )
    return sum(sides) <= 1


def _rectangles(region: set[tuple[int, int]]) -> Iterator[Square]:
    """A region cut into rectangles: as wide as possible first, then as high."""
    left = set(region)
    while left:
        row, column = min(left)
        colspan = 1
        while (row, column + colspan) in left:
            colspan += 1
        rowspan = 1
        while all((row + rowspan, column + c) in left for c in range(colspan)):
            rowspan += 1
        left -= {(row + r, column + c) for r in range(rowspan) for c in range(colspan)}
        yield Square(row, column, rowspan, colspan)
