"""The font that the PDF loader gives PDFium: every character a square. `python tests/make_font.py` writes it.

A TrueType font of three glyphs. Its character map (format 13: many characters, one glyph) leads Latin letters to a
half square and everything from U+2E80 on to a full one; lengths are in thousandths of the font size.
"""

from pathlib import Path
from struct import pack

FONT = Path(__file__).parents[1] / "budgetaudit" / "loaders" / "pdf" / "fonts" / "squares.ttf"
NAME, VERSION = "Budgetaudit Squares", 0x00010000
HALF, FULL, TOP, BOTTOM = 500, 1000, 880, -120
WIDTHS = (HALF, HALF, FULL)
"""The widths of the glyphs: that of unknown characters, the half square, the full one."""
RANGES = ((0x20, 0x2E7F, 1), (0x2E80, 0x2FFFF, 2))
"""First and last character, and their glyph."""
LATIN, JAPANESE, SIMPLIFIED, KOREAN, TRADITIONAL = (1 << bit for bit in (0, 17, 18, 19, 20))
CODE_PAGES = LATIN | JAPANESE | SIMPLIFIED | KOREAN | TRADITIONAL
"""What the font says it covers: PDFium chooses a substitute by that."""


def font() -> bytes:
    """The bytes of the font file."""
    glyphs = tuple(map(_square, WIDTHS))
    starts = [sum(map(len, glyphs[:index])) for index in range(len(glyphs) + 1)]
    return _file(
        {
            "OS/2": _os2(),
            "cmap": _cmap(),
            "glyf": b"".join(glyphs),
            "head": _head(),
            "hhea": pack(">I3hH11hH", VERSION, TOP, BOTTOM, 0, FULL, 0, 0, FULL, 1, *[0] * 7, len(WIDTHS)),
            "hmtx": b"".join(pack(">Hh", width, 0) for width in WIDTHS),
            "loca": pack(f">{len(starts)}I", *starts),
            "maxp": pack(">I14H", VERSION, len(WIDTHS), 4, 1, 0, 0, 1, *[0] * 8),
            "name": _names(),
            "post": pack(">IIhhIIIII", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0),
        }
    )


def _square(width: int) -> bytes:
    """One contour of four points: each step as x, then as y."""
    head = pack(">5h", 1, 0, BOTTOM, width, TOP)
    outline = pack(">HH4B", 3, 0, 1, 1, 1, 1)
    steps = pack(">8h", 0, 0, width, 0, BOTTOM, TOP - BOTTOM, 0, BOTTOM - TOP)
    return head + outline + steps + bytes(2)


def _cmap() -> bytes:
    groups = b"".join(pack(">III", *group) for group in RANGES)
    return pack(">HHHHI", 0, 1, 3, 10, 12) + pack(">HHIII", 13, 0, 16 + len(groups), 0, len(RANGES)) + groups


def _head() -> bytes:
    start = pack(">IIIIHH", VERSION, VERSION, 0, 0x5F0F3CF5, 0, FULL)
    return start + bytes(16) + pack(">4hHHhhh", 0, BOTTOM, FULL, TOP, 0, 8, 2, 1, 0)


def _os2() -> bytes:
    start = pack(">HhHHH", 4, HALF, 400, 5, 0) + bytes(22 + 10 + 16) + b"    "
    middle = pack(">HHHhhhHH", 0x40, 0x20, 0xFFFF, TOP, BOTTOM, 0, TOP, -BOTTOM)
    return start + middle + pack(">IIhhHHH", CODE_PAGES, 0, HALF, TOP, 0, 0x20, 1)


def _names() -> bytes:
    texts = {1: NAME, 2: "Regular", 4: NAME, 6: NAME.replace(" ", "-")}
    records, data = b"", b""
    for number, text in texts.items():
        coded = text.encode("utf-16-be")
        records += pack(">6H", 3, 1, 0x409, number, len(coded), len(data))
        data += coded
    return pack(">HHH", 0, len(texts), 6 + len(records)) + records + data


def _file(tables: dict[str, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    head = pack(">IHHHH", VERSION, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    place, index, body = len(head) + 16 * len(tables), b"", b""
    for name, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        index += pack(">4sIII", name.encode(), _checksum(padded), place + len(body), len(data))
        body += padded
    return head + index + body


def _checksum(data: bytes) -> int:
    return sum(int.from_bytes(data[at : at + 4]) for at in range(0, len(data), 4)) & 0xFFFFFFFF


if __name__ == "__main__":
    FONT.parent.mkdir(exist_ok=True)
    FONT.write_bytes(font())
