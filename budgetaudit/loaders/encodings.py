"""Bytes → text the way Chinese files need it: marks, strict UTF-8, what is declared, then GB18030."""

from codecs import getincrementaldecoder

from budgetaudit.messages import Text, message

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x07\x1a\x1c\x1d\x1e\x1f")
DECLARED = {"big5": "big5", "big5-hkscs": "big5hkscs", "utf-16": "utf-16"}
"""Encodings that are taken from what a page says of itself; all the rest is found by trying."""
LOST = "\ufffd"
LETTERS_FOR_ONE_LOST = 500
"""So many letters of text for a damaged one; for a stray control character, which is dropped, a fifth of that."""


def decoded(data: bytes, declared: str = "", whole: bool = True) -> str | None:
    """The text, None where the bytes are no text; `whole` is False where they may end inside a character.

    A few damaged characters among thousands become "\ufffd".
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, "replace", whole)
    encodings = ("utf-8", DECLARED.get(declared.lower(), ""), "gb18030")
    for encoding in filter(None, encodings):
        text = _decoded(data, encoding, "strict", whole)
        if text is not None:
            return _without_controls(text)
    return _damaged(data, whole)


def caution(text: str) -> tuple[Text, ...]:
    """Say how many characters were lost, if any."""
    lost = text.count(LOST)
    return (message("caution.lost", count=lost, shown=LOST),) if lost else ()


def _damaged(data: bytes, whole: bool) -> str | None:
    """Text with a few bad bytes, in the encoding that loses least."""
    texts = [_decoded(data, encoding, "replace", whole) or "" for encoding in ("utf-8", "gb18030")]
    text = min(texts, key=lambda text: text.count(LOST))
    few = text.count(LOST) * LETTERS_FOR_ONE_LOST <= len(text)
    return _without_controls(text) if few else None


def _without_controls(text: str) -> str | None:
    """The text without stray control characters; None where there are too many for a text."""
    strays = CONTROLS & set(text)
    if sum(map(text.count, strays)) * LETTERS_FOR_ONE_LOST > 5 * len(text):
        return None
    return text.translate(dict.fromkeys(map(ord, strays))) if strays else text


def _decoded(data: bytes, encoding: str, errors: str, whole: bool) -> str | None:
    try:
        return getincrementaldecoder(encoding)(errors).decode(data, whole)
    except (UnicodeDecodeError, LookupError):
        return None
