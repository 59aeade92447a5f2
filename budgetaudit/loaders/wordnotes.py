"""Footnotes and endnotes of a Word file."""

import pyexpat

from budgetaudit.loaders import package
from budgetaudit.loaders.package import value


def notes_in(xml: bytes, kind: str, name: str) -> dict[str, str]:
    """Id → text of each footnote or endnote; the separator lines that Word keeps among them have no text."""
    if not xml:
        return {}
    texts: dict[str, list[str]] = {}
    current: list[str] = []
    parser = pyexpat.ParserCreate()

    def note(attrs: dict[str, str]) -> None:
        nonlocal current
        current = texts.setdefault(value(attrs, "id"), [])

    def words(_: dict[str, str]) -> None:
        parser.CharacterDataHandler = current.append

    def silence() -> None:
        parser.CharacterDataHandler = None

    w = package.prefix(xml)
    starts: dict[str, package.Start] = {w + kind: note, f"{w}t": words}
    ends: dict[str, package.End] = {f"{w}t": silence, f"{w}p": lambda: current.append("\n")}
    package.run(parser, xml, starts, ends, name)
    return {key: "".join(lines).strip() for key, lines in texts.items()}
