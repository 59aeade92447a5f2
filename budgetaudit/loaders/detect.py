"""What kind of document a file is, from its content; its name is used in messages only."""

from budgetaudit.errors import FilingError
from budgetaudit.loaders.encodings import decoded
from budgetaudit.messages import message

IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}
ZIP, OLE, RTF, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"%PDF-"
HTML_MARKS = ("<!doctype html", "<html", "<head", "<body", "<table", "<div", "<p>", "<h1", "<meta")
NAMES = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}
READS = message("file.reads")


def kind_of(data: bytes, name: str) -> str:
    """The kind, a key of the table of loaders."""
    if data.startswith(ZIP):
        return _in_zip(data, name)
    if data.startswith(OLE):
        return _in_ole(data, name)
    if data.lstrip()[:5] == RTF:
        return "rtf"
    _refuse_foreign(data, name)
    if PDF in data[:1024]:
        return "pdf"
    return _in_text(data, name)


def _refuse_foreign(data: bytes, name: str) -> None:
    if data.startswith(IMAGES):
        raise FilingError(name, message("file.image"))
    for mark, what in ARCHIVES.items():
        if data.startswith(mark):
            raise FilingError(name, message("file.archive", kind=what))
    if data.startswith(b"PK"):
        raise FilingError(name, message("file.zip"))


def _in_zip(data: bytes, name: str) -> str:
    from budgetaudit.loaders.package import main_part, opened, part  # zipfile is loaded for a zip only

    archive = opened(data, name)
    members = set(archive.namelist())
    if "EncryptedPackage" in members or "encryption.xml" in members:
        raise FilingError(name, message("file.locked"))
    main = main_part(archive, name, "")
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
        if main.startswith(folder) or (not main and any(m.startswith(folder) for m in members)):
            return kind
    if "mimetype" in members:
        return _in_odf(
            part(archive, "mimetype", name),
            part(archive, "META-INF/manifest.xml", name),
            name,
        )
    slides = main.startswith("ppt/")
    raise FilingError(name, message("file.slides" if slides else "file.unpack", reads=READS))


def _in_odf(mimetype: bytes, manifest: bytes, name: str) -> str:
    if b"encryption-data" in manifest:
        raise FilingError(name, message("file.locked"))
    for mark, kind in ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods")):
        if mark in mimetype:
            return kind
    raise FilingError(name, message("file.odf", reads=READS))


def _in_ole(data: bytes, name: str) -> str:
    from budgetaudit.loaders.ole import kind_of as kind_in_ole  # olefile is loaded for an OLE file only

    return kind_in_ole(data, name)


def _in_text(data: bytes, name: str) -> str:
    """Text of some sort, or nothing we know."""
    text = decoded(data[:65536], whole=len(data) <= 65536)
    if text is None:
        _not_what_its_name_says(data, name)
        raise FilingError(name, message("file.unknown", reads=READS))
    head = text.lstrip("\ufeff \t\r\n")[:4000].lower()
    if head.startswith("mime-version:") or "multipart/related" in head[:1000]:
        return "html"
    if head.startswith("<?xml") and ("word.document" in head or "w:worddocument" in head):
        return "wordxml"
    if head.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "excelxml"
    if any(mark in head for mark in HTML_MARKS) or head.startswith("<?xml"):
        return "html"
    _not_what_its_name_says(data, name)
    return "text"


def _not_what_its_name_says(data: bytes, name: str) -> None:
    """A file called .pdf or .docx that is no such thing: truncated, a saved error message, rubbish."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix in NAMES:
        short = message("file.short", count=len(data)) if len(data) < 1000 else ""
        raise FilingError(name, message("file.not", kind=NAMES[suffix], suffix=suffix, short=short))
