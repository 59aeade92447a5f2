"""Old binary Office files: which kind, and whether they are locked with a password."""

from io import BytesIO
from struct import unpack_from

import olefile

from budgetaudit.errors import FilingError
from budgetaudit.messages import message

LOCKED = message("file.locked.office")


def kind_of(data: bytes, name: str) -> str:
    """`doc` or `xls`; the encrypted, the truncated and the foreign are refused."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return _kind(file, name)
    except FilingError:
        raise
    except Exception as error:  # olefile lets struct, index and its own errors through
        raise FilingError(name, message("file.cut")) from error


def _kind(file: olefile.OleFileIO, name: str) -> str:
    streams = {entry[0].lower() for entry in file.listdir()}
    if "encryptedpackage" in streams:
        raise FilingError(name, LOCKED)
    if "worddocument" in streams:
        head = file.openstream("WordDocument").read(32)
        if unpack_from("<H", head, 10)[0] & 0x0100:
            raise FilingError(name, LOCKED)
        return "doc"
    for book in ("Workbook", "Book"):
        if book.lower() in streams:
            if _has_password(file.openstream(book).read(4096)):
                raise FilingError(name, LOCKED)
            return "xls"
    raise FilingError(name, message("file.neither"))


def _has_password(head: bytes) -> bool:
    """Whether a FILEPASS record stands among the first records of a workbook."""
    at = 0
    while at + 4 <= len(head):
        record, size = unpack_from("<HH", head, at)
        if record == 0x2F:
            return True
        if record == 0x0A:
            return False
        at += 4 + size
    return False
