"""Zip packages (docx, xlsx, odt) opened with care: nothing unpacked to disk, sizes capped, no DOCTYPE."""

import pyexpat
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from posixpath import dirname, join, normpath

from budgetaudit.errors import FilingError
from budgetaudit.messages import message

MOST_PART, MOST_WHOLE, MOST_PARTS = 128 << 20, 1 << 30, 20_000
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
)
Attributes = dict[str, str]
"""Of an element of XML: name → value."""
Start = Callable[[Attributes], None]
End = Callable[[], None]
Starts = Mapping[str, Start]
Ends = Mapping[str, End]


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The package, its directory looked over before anything is unpacked."""
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FilingError(name, message("file.cut")) from error
    sizes = [member.file_size for member in package.infolist()]
    if len(sizes) > MOST_PARTS or max(sizes, default=0) > MOST_PART or sum(sizes) > MOST_WHOLE:
        whole = sum(sizes) >> 20
        raise FilingError(name, message("file.bomb", size=whole))
    return package


def part(package: zipfile.ZipFile, path: str, name: str) -> bytes:
    """One member, or b"" where there is none."""
    try:
        return package.read(path)
    except KeyError:
        return b""
    except RuntimeError as error:
        raise FilingError(name, message("file.locked")) from error
    except Exception as error:  # zlib, lzma, struct and zipfile each have their own kinds
        raise FilingError(name, message("file.part", part=path)) from error


def main_part(package: zipfile.ZipFile, name: str, default: str) -> str:
    """The path of the main document, as the package's own relations give it."""
    return relations(package, "", name).get("officeDocument", default)


def relations(package: zipfile.ZipFile, source: str, name: str, key: str = "Type") -> dict[str, str]:
    """Kind of relation (its last word), or its Id → path of the part, for one source ("" for the package)."""
    folder, _, file = source.rpartition("/")
    targets: dict[str, str] = {}

    def relation(attrs: Attributes) -> None:
        target = attrs.get("Target", "")
        path = target[1:] if target.startswith("/") else normpath(join(dirname(source), target))
        if attrs.get("TargetMode") != "External":
            targets.setdefault(attrs.get(key, "").rpartition("/")[2], path)

    scan(part(package, join(folder, "_rels", f"{file}.rels"), name), {"Relationship": relation}, {}, name)
    return targets


def scan(xml: bytes, starts: Starts, ends: Ends, name: str) -> None:
    """Run through an XML part, calling a handler for each element that has one."""
    if xml:
        run(pyexpat.ParserCreate(), xml, starts, ends, name)


def words(parser: "pyexpat.XMLParserType", texts: list[str], *tags: str) -> tuple[Starts, Ends]:
    """Handlers that add the text inside some elements to a list."""

    def listen(_: Attributes) -> None:
        parser.CharacterDataHandler = texts.append

    def stop() -> None:
        parser.CharacterDataHandler = None

    return dict.fromkeys(tags, listen), dict.fromkeys(tags, stop)


def run(parser: "pyexpat.XMLParserType", xml: bytes, starts: Starts, ends: Ends, name: str) -> None:
    """The same on a parser of the caller's, which may set its character handler as it goes."""
    start_of, end_of = starts.get, ends.get

    def start(tag: str, attrs: Attributes) -> None:
        if handler := start_of(tag):
            handler(attrs)

    def end(tag: str) -> None:
        if handler := end_of(tag):
            handler()

    def doctype(*_: object) -> None:
        raise FilingError(name, message("file.doctype"))

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(xml, True)
    except (pyexpat.ExpatError, LookupError) as error:
        raise FilingError(name, message("file.xml", error=str(error))) from error


def prefix(xml: bytes, namespaces: tuple[str, ...] = WORD, usual: str = "w:") -> str:
    """The prefix, with its colon, that the part binds to one of the namespaces; else the usual one."""
    head = xml[:20_000]
    for space in namespaces:
        before, bound, _ = head.partition(f'"{space}"'.encode())
        if bound:
            name = before.rpartition(b"xmlns")[2].rstrip(b"= ").decode("ascii", "replace")
            return f"{name[1:]}:" if name.startswith(":") else ""
    return usual


def value(attrs: Mapping[str, str], name: str = "val") -> str:
    """The attribute of this local name, whatever its prefix; "" where there is none."""
    for key, text in attrs.items():
        if key.rpartition(":")[2] == name:
            return text
    return ""
