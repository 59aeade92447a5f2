"""Bytes → text the way Chinese files need it: byte order marks, strict UTF-8, then GB18030."""

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1a\x1e\x1f\x1c\x1d\x07")
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}


def decoded(data: bytes, declared: str = "", whole: bool = True) -> str | None:
    """The text, None where the bytes are no text; `whole` is False where they may end inside a character."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, whole)
    for encoding in ("utf-8", ALIASES.get(declared.lower(), declared), "gb18030"):
        text = _strict(data, encoding, whole) if encoding else None
        if text is not None:
            return None if CONTROLS & set(text) else text
    return None


def _strict(data: bytes, encoding: str, whole: bool) -> str | None:
    from codecs import getincrementaldecoder

    try:
        return getincrementaldecoder(encoding)().decode(data, whole)
    except (UnicodeDecodeError, LookupError):
        return None
