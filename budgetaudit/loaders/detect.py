"""What kind of document a file is, from its content; its name is used in messages only."""

from budgetaudit.errors import FilingError
from budgetaudit.loaders.encodings import decoded

IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}
ZIP, OLE, RTF, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"%PDF-"
HTML_MARKS = ("<!doctype html", "<html", "<head", "<body", "<table", "<div", "<p>")
NAMES = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}
READS = "能读的是 Word、PDF、Excel、网页和文本文件"


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
        raise FilingError(f"{name}：这是一张图片，没有可核对的文字，请换成可复制文字的 Word 或 PDF 文件。")
    for mark, what in ARCHIVES.items():
        if data.startswith(mark):
            raise FilingError(f"{name}：这是 {what} 压缩包，请先解压，再检查里面的文件。")
    if data.startswith(b"PK"):
        raise FilingError(f"{name}：这是空的或不完整的压缩包，不是文档。")


def _in_zip(data: bytes, name: str) -> str:
    from budgetaudit.loaders import package

    archive = package.opened(data, name)
    members = set(archive.namelist())
    if "EncryptedPackage" in members or "encryption.xml" in members:
        raise FilingError(f"{name}：文件加了密码，请去掉密码后另存再试。")
    main = package.main_part(archive, name, "")
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
        if main.startswith(folder) or (not main and any(m.startswith(folder) for m in members)):
            return kind
    if "mimetype" in members:
        return _in_odf(
            package.part(archive, "mimetype", name),
            package.part(archive, "META-INF/manifest.xml", name),
            name,
        )
    what = "演示文稿" if main.startswith("ppt/") else "普通压缩包，请先解压，再检查里面的文件"
    raise FilingError(f"{name}：这是{what}，不是能核对的文档；{READS}。")


def _in_odf(mimetype: bytes, manifest: bytes, name: str) -> str:
    if b"encryption-data" in manifest:
        raise FilingError(f"{name}：文件加了密码，请去掉密码后另存再试。")
    for mark, kind in ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods")):
        if mark in mimetype:
            return kind
    raise FilingError(f"{name}：这种 OpenDocument 文件（既非文字也非表格）不能核对；{READS}。")


def _in_ole(data: bytes, name: str) -> str:
    from budgetaudit.loaders import ole

    return ole.kind_of(data, name)


def _in_text(data: bytes, name: str) -> str:
    """Text of some sort, or nothing we know."""
    text = decoded(data[:65536], whole=len(data) <= 65536)
    if text is None:
        _not_what_its_name_says(data, name)
        raise FilingError(f"{name}：不认识的文件格式；{READS}。")
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
        short = f"（只有 {len(data)} 字节）" if len(data) < 1000 else ""
        what = f"这不是 {NAMES[suffix]} 文件，内容不是 {suffix} 格式{short}"
        raise FilingError(f"{name}：{what}，可能下载不完整或已损坏，请重新获取。")
