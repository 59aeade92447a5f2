"""Loaders: the real filing in every form, and the sentence for each file that cannot be read."""

import json
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from documents import REAL, blocks_of, grids, p, prose, word, zipped

from budgetaudit.errors import FilingError
from budgetaudit.filing import Filing
from budgetaudit.loaders import LOADERS, office, ole, read

XINLE = REAL / "xinle-2021"
needs_office = pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")
needs_real = pytest.mark.skipif(not XINLE.is_dir(), reason="../shared/filings is not here")


@needs_real
@pytest.mark.real
@pytest.mark.parametrize(
    ("form", "exact"),
    [
        ("xinle-2021.docx", True),
        ("xinle-2021-narrow.docx", True),
        ("xinle-2021.txt", True),
        ("xinle-2021.gbk.txt", True),
        ("xinle-2021.xlsx", True),
        ("xinle-2021.xls", True),
        ("xinle-2021.html", False),
        pytest.param("xinle-2021.doc", True, marks=needs_office),
        pytest.param("xinle-2021.odt", True, marks=needs_office),
    ],
)
def test_every_form_of_the_real_filing_has_the_same_tables(form: str, exact: bool) -> None:
    """Text and spans of all 48 tables; a web page does not keep double spaces."""
    truth = json.loads((XINLE / "grids.json").read_text(encoding="utf-8"))
    found = grids(read(XINLE / form).blocks)
    assert len(found) == len(truth)

    def same(value: str) -> str:
        return value if exact else "".join(value.split())

    for grid, table in zip(found, truth, strict=True):
        assert [[same(t) for t in row] for row in grid.texts] == [[same(t) for t in row] for row in table["grid"]]
        expected = {(c["r"], c["c"], c["rowspan"], c["colspan"]) for c in table["cells"]}
        assert {(c.row, c.column, c.rowspan, c.colspan) for c in grid.cells} == expected


@needs_real
@pytest.mark.real
def test_prose_is_the_same_in_word_and_text() -> None:
    word_prose = prose(read(XINLE / "xinle-2021.docx").blocks)
    assert len(word_prose) > 150
    assert word_prose == prose(read(XINLE / "xinle-2021.txt").blocks)
    assert word_prose == prose(read(XINLE / "xinle-2021.gbk.txt").blocks)


@needs_real
@pytest.mark.real
@pytest.mark.parametrize(
    ("file", "says"),
    [("~$lock.xlsx", "锁文件"), ("seventeen-bytes.pdf", "17 字节")],
)
def test_odd_files_each_get_their_sentence(file: str, says: str) -> None:
    with pytest.raises(FilingError, match=says.replace("$", r"\$")):
        read(REAL / "odd" / file)


@needs_real
@pytest.mark.real
def test_a_web_page_called_pdf_is_read_as_a_web_page() -> None:
    filing = read(REAL / "odd" / "html-saved-as.pdf")
    assert filing.format == "html"
    assert any("45,369.18万元" in line for line in prose(filing.blocks))


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    with pytest.raises(FilingError, match=r"安装 LibreOffice.*另存为 \.docx"):
        office.load(b"{\\rtf1}", "a.rtf")


@needs_office
def test_rich_text_is_read_through_libreoffice(tmp_path: Path) -> None:
    source = tmp_path / "a.rtf"
    source.write_bytes(b"{\\rtf1\\ansi Total 12.50\\par\\trowd\\cellx1000\\cellx2000 a\\intbl\\cell 1.00\\cell\\row}")
    filing = read(source)
    assert filing.format == "rtf"
    assert prose(filing.blocks) == ["Total 12.50"]
    assert grids(filing.blocks)[0].texts == (("a", "1.00"),)


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>'
GOOD = word(p("正文"))
REFUSED = {
    "empty.docx": (b"", "0 字节"),
    "short.pdf": (b"dummy pdf content", "17 字节"),
    "notzip.docx": (b"plain words, no archive", "不是 Word 文件"),
    "cut.docx": (GOOD[: len(GOOD) // 2], "不完整"),
    "laughs.docx": (zipped({"word/document.xml": LAUGHS + "<w:document/>"}), "DOCTYPE"),
    "broken.docx": (zipped({"word/document.xml": "<w:document><w:body>"}), "XML 已损坏"),
    "photos.zip": (zipped({"a.txt": "x"}), "压缩包"),
    "slides.pptx": (zipped({"ppt/presentation.xml": "<p/>"}), "压缩包"),
    "scan.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "图片"),
    "scan.png": (b"\x89PNG\r\n" + b"\0" * 50, "图片"),
    "all.rar": (b"Rar!\x1a\x07" + b"\0" * 50, "RAR 压缩包"),
    "noise.bin": (bytes(range(256)) * 4, "不认识的文件格式"),
    "cut.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "不完整"),
    "~$lock.docx": (b"\x06owner", "锁文件"),
    "locked.odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text",
                           "META-INF/manifest.xml": "<manifest:encryption-data/>"}), "密码"),
    "binary.xlsb": (zipped({"xl/workbook.bin": b"\0", "_rels/.rels": (
        "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.bin'/></Relationships>")}),
        "xlsb"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_each_bad_file_has_its_own_sentence(name: str, tmp_path: Path) -> None:
    data, says = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FilingError) as error:
        read(tmp_path / name)
    message = str(error.value)
    assert says in message
    assert name in message
    assert "\n" not in message
    assert message.endswith("。")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FilingError, match="找不到"):
        read(tmp_path / "none.docx")
    with pytest.raises(FilingError, match="文件夹"):
        read(tmp_path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.docx"
    bomb.write_bytes(zipped({"word/document.xml": b"\0" * (200 << 20)}))
    with pytest.raises(FilingError, match="压缩炸弹"):
        read(bomb)


def test_deep_nesting_is_no_danger() -> None:
    deep = "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000
    assert prose(blocks_of(word(deep + p("完")))) == ["完"]


def test_a_password_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    class File:
        def __init__(self, streams: dict[str, bytes]) -> None:
            self.streams = streams

        def __enter__(self) -> "File":
            return self

        def __exit__(self, *_: object) -> None: ...

        def listdir(self) -> list[list[str]]:
            return [[name] for name in self.streams]

        def openstream(self, name: str) -> object:

            return BytesIO(self.streams[name])

    locked = [
        {"EncryptedPackage": b"", "EncryptionInfo": b""},
        {"WordDocument": b"\0" * 10 + b"\x00\x01" + b"\0" * 30},
        {"Workbook": b"\x09\x08\x02\x00\x00\x06\x2f\x00\x02\x00\x00\x00"},
    ]
    for streams in locked:
        monkeypatch.setattr(ole.olefile, "OleFileIO", lambda _, streams=streams: File(streams))
        with pytest.raises(FilingError, match="密码"):
            ole.kind_of(b"", "a.doc")
    monkeypatch.setattr(
        ole.olefile, "OleFileIO", lambda _: File({"Workbook": b"\x09\x08\x02\x00\x00\x06\x0a\x00\x00\x00"})
    )
    assert ole.kind_of(b"", "a.xls") == "xls"


def test_every_kind_has_a_loader() -> None:

    for module in set(LOADERS.values()):
        assert callable(import_module(module).load)


def test_a_filing_knows_its_name_content_and_format(tmp_path: Path) -> None:
    path = tmp_path / "改了名.txt"
    path.write_bytes(GOOD)
    filing = read(path)
    assert isinstance(filing, Filing)
    assert (filing.name, filing.format, len(filing.sha256)) == ("改了名.txt", "docx", 64)
