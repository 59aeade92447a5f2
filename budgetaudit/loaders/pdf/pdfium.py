"""PDFium through ctypes. Only what we call is declared, and only what it returns: calls then cost a third.

Undeclared arguments are passed as they are, so handles must be `c_void_p` and sizes `c_size_t`.
"""

import ctypes
import os
from ctypes import CDLL, byref, c_char_p, c_double, c_float, c_void_p
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

RETURNS: dict[str, Any] = {
    "FPDF_LoadMemDocument64": c_void_p,
    "FPDF_LoadPage": c_void_p,
    "FPDFText_LoadPage": c_void_p,
    "FPDFPage_GetObject": c_void_p,
    "FPDFFormObj_GetObject": c_void_p,
    "FPDFPageObj_GetClipPath": c_void_p,
    "FPDFClipPath_GetPathSegment": c_void_p,
    "FPDFPath_GetPathSegment": c_void_p,
    "FPDF_GetLastError": ctypes.c_ulong,
    "FPDFText_GetTextObject": c_void_p,
    "FPDFText_GetUnicode": ctypes.c_uint,
    "FPDFText_GetFontSize": c_double,
    "FPDFText_GetCharAngle": c_float,
}

FONTS = (c_char_p * 2)(os.fsencode(Path(__file__).parent / "fonts"), None)
"""The folders of fonts that stand in for those a PDF does not bring. Only ours: PDFium drops a character that stands
alone in a font for which the machine has no substitute, so that a filing would be read by the machine's fonts."""


class Config(ctypes.Structure):
    """FPDF_LIBRARY_CONFIG, version 2. PDFium keeps the pointer to the folders."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("folders", c_void_p),
        ("isolate", c_void_p),
        ("slot", ctypes.c_uint),
    )


@cache
def pdfium() -> CDLL:
    """The PDFium library that pypdfium2 ships, started once per process; not for use in several threads."""
    lib = CDLL(_path())
    for name, returned in RETURNS.items():
        getattr(lib, name).restype = returned
    lib.FPDF_InitLibraryWithConfig(byref(Config(2, ctypes.addressof(FONTS))))
    return lib


def _path() -> str:
    """The library file, found without importing pypdfium2's own declarations (20 ms)."""
    spec = find_spec("pypdfium2_raw")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in Path(folder).glob("*pdfium.*"):
            if path.suffix in (".so", ".dll", ".dylib"):
                return str(path)
    from pypdfium2_raw import bindings

    return str(bindings._libs["pdfium"]._name)


class Out:
    """Numbers that a function writes: where to write them, and their values."""

    def __init__(self, kind: type[c_double] | type[c_float] | type[ctypes.c_int], count: int) -> None:
        self.values = (kind * count)()
        self.whole = byref(self.values)
        self.each = tuple(byref(self.values, index * ctypes.sizeof(kind)) for index in range(count))
