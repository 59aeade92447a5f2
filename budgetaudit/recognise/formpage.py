"""A grid of a performance form: its rows box by box, and the row of heads that names its columns."""

from collections.abc import Mapping

from msgspec import Struct

from budgetaudit.amounts import UNITS, Unit, read_amount
from budgetaudit.facts import Fact, Key, Table
from budgetaudit.filing import Cell, Grid, Place
from budgetaudit.messages import label
from budgetaudit.text import regex, squeeze

BRACKETED = regex(r"[（(][^（()）]*[）)]")
MEASURE = regex(r"[（(：:](万元|亿元|元)")


class Box(Struct, frozen=True):
    """What is printed in a box, and where."""

    text: str
    place: Place


class FormHeader(Struct, frozen=True):
    """A row of heads: role → grid column, and → how many boxes stand to its right; what the weights' head says; whether
    projects stand in rows; how wide its grid is."""

    columns: Mapping[str, int]
    behind: Mapping[str, int]
    scale: str
    records: bool
    width: int


class FormPage(Struct, frozen=True):
    """A grid of a form."""

    grid: Grid
    texts: tuple[tuple[str, ...], ...]
    table: Table
    roles: Mapping[str, str]

    def role(self, text: str) -> str:
        bare = BRACKETED.sub("", text).strip("：:").removeprefix("其中：").removeprefix("其中:")
        return self.roles.get(text) or self.roles.get(bare, "")

    def roles_at(self, row: int) -> dict[str, int]:
        """The roles that heads in a row name, each with its column."""
        return {role: column for column, text in enumerate(self.texts[row]) if (role := self.role(text))}

    def cells(self, row: int) -> tuple[Cell, ...]:
        """The cells that cover a row, each once."""
        return tuple(dict.fromkeys(cell for c in range(self.grid.width) if (cell := self.grid.squares.get((row, c)))))

    def fact(self, box: Box | None, name: str, unit: Unit | None) -> Fact | None:
        amount = read_amount(box.text, unit) if box and unit else None
        key = Key(self.table.part, self.table.key, name, "")
        return Fact(key, amount, box.text, label(self.table.titled, name), box.place) if box and amount else None

    def square(self, row: int, column: int) -> Box:
        return Box(self.texts[row][column], self.grid.squares[row, column].place)

    def unit(self, row: int) -> Unit | None:
        """The unit printed in a row, in the two above it, or above the table."""
        near = "".join("".join(texts) for texts in self.texts[max(0, row - 2) : row + 1])
        match = MEASURE.search(near)
        return UNITS[match[1]] if match else (self.table.unit if "unit" in self.table.captions else None)

    def header(self, at: int, roles: Mapping[str, int]) -> FormHeader:
        """The heads of a row and, for the parts of an amount, of the row below."""
        below = self.texts[at + 1] if at + 1 < len(self.texts) else ()
        parts = {role: c for c, text in enumerate(below) if (role := self.role(text)) in ("fiscal", "other")}
        columns = {**parts, **roles}
        scale = self.texts[at][columns["weight"]] if "weight" in columns else ""
        right = {cell: n for n, cell in enumerate(reversed(self.cells(at)))}
        behind = {role: right[self.grid.squares[at, column]] for role, column in roles.items()}
        return FormHeader(columns, behind, scale, "name" in roles, self.grid.width)

    def under(self, header: FormHeader, role: str, at: int) -> Box | None:
        """What a row prints under a head: in its grid column, or, on a page that is cut into other columns, in the box
        that has as many to its right."""
        if self.grid.width == header.width:
            return self.square(at, header.columns[role]) if role in header.columns else None
        cells = self.cells(at)
        place = len(cells) - 1 - header.behind.get(role, len(cells))
        if place < 0:
            return None
        cell = cells[place]
        return Box(squeeze(cell.text) if cell.row == at else "", cell.place)


def form_page(grid: Grid, table: Table, roles: Mapping[str, str]) -> FormPage:
    return FormPage(grid, tuple(tuple(map(squeeze, row)) for row in grid.texts), table, roles)
