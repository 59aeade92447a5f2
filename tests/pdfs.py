"""Small PDFs written by hand: pages of text and lines at given places, in points from the top left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zlib import compress

A4 = (595, 842)
IMAGE = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"


@dataclass
class Sheet:
    """A page being drawn. What is drawn later is later in the file, wherever it stands."""

    size: tuple[int, int] = A4
    rotate: int = 0
    turned: bool = False
    """Draw everything a quarter anticlockwise, as on a page that is turned clockwise to be read."""
    matrix: tuple[float, ...] = ()
    """Draw everything inside a form object with this matrix."""
    parts: list[str] = field(default_factory=list)

    @property
    def height(self) -> int:
        return self.size[0] if self.turned else self.size[1]

    def text(self, left: float, baseline: float, text: str, size: float = 10) -> "Sheet":
        """Each character on its own full or half square, in one text object."""
        code = "".join(f"{ord(char):04X}" for char in text)
        self.parts.append(f"BT /F {size} Tf 1 0 0 1 {left} {self.height - baseline} Tm <{code}> Tj ET")
        return self

    def within(self, *boxes: tuple[float, float, float, float]) -> "Sheet":
        """Clips what was drawn last by boxes (left, top, right, bottom), one in the other."""
        clips = " ".join(f"{x0} {self.height - y1} {x1 - x0} {y1 - y0} re W n" for x0, y0, x1, y1 in boxes)
        self.parts[-1] = f"q {clips} {self.parts[-1]} Q"
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, gray: float = 0) -> "Sheet":
        h = self.height
        self.parts.append(f"{gray} G 0.5 w {x0} {h - y0} m {x1} {h - y1} l S 0 G")
        return self

    def bar(self, x0: float, y0: float, x1: float, y1: float, gray: float = 0) -> "Sheet":
        """A filled rectangle."""
        self.parts.append(f"{gray} g {x0} {self.height - y1} {x1 - x0} {y1 - y0} re f 0 g")
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float) -> "Sheet":
        """A stroked rectangle."""
        self.parts.append(f"0.5 w {x0} {self.height - y1} {x1 - x0} {y1 - y0} re S")
        return self

    def picture(self) -> "Sheet":
        """A picture that fills the page."""
        self.parts.append(f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm /I Do Q")
        return self

    def table(self, left: float, top: float, rows: Sequence[Sequence[str]], wide: float = 80) -> "Sheet":
        """A table with all its lines; None leaves a cell to the one on its left."""
        high, right = 20, left + wide * len(rows[0])
        for r, row in enumerate(rows):
            self.line(left, top + r * high, right, top + r * high)
            for c, text in enumerate(row):
                self.text(left + c * wide + 3, top + r * high + 14, text)
        bottom = top + high * len(rows)
        self.line(left, bottom, right, bottom)
        for c in range(len(rows[0]) + 1):
            self.line(left + c * wide, top, left + c * wide, bottom)
        return self

    @property
    def content(self) -> str:
        drawn = "\n".join(self.parts)
        return f"q 0 1 -1 0 {self.size[0]} 0 cm {drawn} Q" if self.turned else drawn


def pdf(sheets: Iterable[Sheet], extra: str = "", font: bytes = b"") -> bytes:
    """The sheets as a PDF file; `extra` goes into the trailer. A TrueType `font` is brought along: its glyph 1 stands
    for every half square, glyph 2 for every full one; without it the file names a font that the reader must have."""
    pages = list(sheets)
    kids = " ".join(f"{10 + 3 * index} 0 R" for index in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        "/DescendantFonts [4 0 R] >>",
        4: "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>",
        5: "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        6: _stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            "x",
        ),
    }
    if font:
        objects |= _embedded(font)
    for index, page in enumerate(pages):
        number = 10 + 3 * index
        resources = f"/Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R /X {number + 2} 0 R >> >>"
        rotate = f"/Rotate {page.rotate}" if page.rotate else ""
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.size[0]} {page.size[1]}] {rotate} "
            f"{resources} /Contents {number + 1} 0 R >>"
        )
        matrix = " ".join(map(str, page.matrix))
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 9999 9999] /Matrix [{matrix or '1 0 0 1 0 0'}] "
        objects[number + 1] = _stream("", "/X Do" if page.matrix else page.content)
        objects[number + 2] = _stream(form + "/Resources << /Font << /F 3 0 R >> >>", page.content)
    return _file(objects, extra)


def _embedded(font: bytes) -> dict[int, str]:
    """The objects of a font that the file brings: codes are Unicode's, told in a ToUnicode map."""
    glyphs = b"".join((1 if code < 0x2E80 else 2).to_bytes(2) for code in range(0x10000))
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
    parts = (ranges[:100], ranges[100:200], ranges[200:])
    blocks = [f"{len(part)} beginbfrange {' '.join(part)} endbfrange" for part in parts]
    return {
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /Squares /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 9 0 R >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Squares /DW 1000 /W [0 11903 500] /CIDToGIDMap 8 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R >>",
        5: "<< /Type /FontDescriptor /FontName /Squares /Flags 4 /FontBBox [0 -120 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 /FontFile2 7 0 R >>",
        7: _stream(f"/Length1 {len(font)}", font.decode("latin-1")),
        8: _stream("/Filter /FlateDecode", compress(glyphs).decode("latin-1")),
        9: _stream("", f"{CMAP}\n{chr(10).join(blocks)}\nendcmap"),
    }


CMAP = "/CMapName /U def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange"


def _stream(entries: str, content: str) -> str:
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: dict[int, str], extra: str) -> bytes:
    out, places = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start, size = len(out), max(places) + 1
    table = "".join(
        f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(size)
    )
    trailer = f"trailer << /Size {size} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF"
    return out + f"xref\n0 {size}\n{table}{trailer}".encode("latin-1")
