"""The parts of a Word file, and what is open while its text goes by."""

from zipfile import ZipFile

from budgetaudit.filing import Block
from budgetaudit.loaders import package


class WordParts:
    """The parts of the document by their kinds; a flat file is all of them at once."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name, self.main = name, data
        self.archive: ZipFile | None = None
        if data.startswith(b"PK"):
            self.archive = package.opened(data, name)
            path = package.main_part(self.archive, name, "word/document.xml")
            self.paths = package.relations(self.archive, path, name)
            self.main = package.part(self.archive, path, name)

    def part(self, kind: str) -> bytes:
        """The part that the document relates to as its `kind`, b"" where there is none."""
        if self.archive is None:
            return self.main if kind == "styles" else b""
        path = self.paths.get(kind, "")
        return package.part(self.archive, path, self.name) if path else b""


class WordParagraph:
    """A paragraph being read: its words so far, and what its properties say."""

    __slots__ = ("level", "mark_deleted", "number", "outline", "style", "texts")

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.style = self.number = self.level = self.outline = ""
        self.mark_deleted = False


class Frame:
    """What holds paragraphs: the body, a cell, a text box. `after` are the blocks that follow it."""

    __slots__ = ("after", "carried", "lines", "role")

    def __init__(self, role: str) -> None:
        self.role = role
        self.lines: list[str] = []
        self.carried: list[str] = []
        self.after: list[Block | tuple[str, str]] = []
