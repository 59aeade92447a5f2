"""A filing and what is recognised in it: where the heads, bodies and numbers of its standard tables stand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from budgetaudit.facts import Fact, Facts, Table
from budgetaudit.filing import Block, Cell, Filing, Grid, Passage, Place
from budgetaudit.rulebook import Rulebook


@dataclass(frozen=True)
class Seen:
    """A filing (its blocks numbered), its facts, the rules; `rounded`: whether some sum is right only as rounded."""

    filing: Filing
    facts: Facts
    rules: Rulebook
    rounded: bool

    @cached_property
    def tables(self) -> Mapping[int, tuple[Table, ...]]:
        """Id of a grid → the standard tables of money read from it (two, where it has two sides)."""
        by_grid: dict[int, list[Table]] = {}
        money = {template.name for template in self.rules.templates if template.money}
        for table in self.facts.tables():
            of_money = table.name.partition(".")[0] in money and not table.empty
            for grid in table.grids if of_money else ():
                by_grid.setdefault(id(grid), []).append(table)
        return {grid: tuple(tables) for grid, tables in by_grid.items()}

    @cached_property
    def numbers(self) -> Mapping[Place, Fact]:
        """The numbers of standard tables, by the cell that prints them."""
        return {fact.place: fact for table in self.facts.tables() if table.name for fact in facts_of(table)}

    @cached_property
    def last(self) -> frozenset[int]:
        """Ids of the grids in which a standard table ends."""
        return frozenset(id(table.grids[-1]) for tables in self.tables.values() for table in tables)

    def head(self, grid: Grid) -> int:
        """How many rows stand above the first row of numbers."""
        rows = [row for table in self.tables[id(grid)] for row in table.rows]
        body = {row.place for row in rows} | {entry.place for row in rows for entry in row.entries}
        starts = (cell.row for cell in grid.cells if cell.place in body)
        return min(starts, default=0)

    def with_grids(self, change: Callable[[Grid], Sequence[Block]]) -> Filing | None:
        """The filing with other blocks in place of each grid of a standard table; None where nothing differs."""
        return self.with_blocks(
            block for old in self.filing.blocks for block in (change(old) if self.is_table(old) else (old,))
        )

    def is_table(self, block: Block) -> bool:
        return id(block) in self.tables

    def with_passages(self, rewrite: Callable[[Passage], str]) -> Filing | None:
        return self.with_blocks(
            replace(old, text=rewrite(old)) if isinstance(old, Passage) else old for old in self.filing.blocks
        )

    def with_blocks(self, blocks: Iterable[Block]) -> Filing | None:
        changed = tuple(blocks)
        return numbered(replace(self.filing, blocks=changed)) if changed != self.filing.blocks else None


def facts_of(table: Table) -> Iterator[Fact]:
    return (entry for row in table.rows for entry in row.entries if isinstance(entry, Fact))


def numbered(filing: Filing) -> Filing:
    """The filing with its grids, their cells and its passages counted anew, so that no two have one place."""
    blocks: list[Block] = []
    tables = 0
    for at, block in enumerate(filing.blocks, 1):
        if isinstance(block, Passage):
            blocks.append(replace(block, place=replace(block.place, paragraph=at)))
            continue
        tables += 1
        place = replace(block.place, table=tables)
        cells = tuple(_placed(cell, place) for cell in block.cells)
        blocks.append(Grid(cells, block.height, block.width, place))
    return replace(filing, blocks=tuple(blocks))


def _placed(cell: Cell, place: Place) -> Cell:
    return replace(cell, place=replace(place, row=cell.row + 1, column=cell.column + 1))
