"""Formats that only LibreOffice reads well (.doc, .wps, .odt, .rtf, .ods): converted first.

Every conversion runs in a folder and a user profile of its own, without macros or network, for a limited
time; the result is read as Word or Excel.
"""

import os
import shutil
import signal
import subprocess
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from budgetaudit.errors import FilingError
from budgetaudit.filing import Block
from budgetaudit.messages import Text, message

SECONDS = 120
PROGRAMS = ("soffice", "libreoffice")
USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
SETTINGS = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""A profile in which a document can run nothing and fetch nothing."""
SPREADSHEETS = (b"opendocument.spreadsheet", b"urn:schemas-microsoft-com:office:spreadsheet")
FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


def load(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """The document as LibreOffice turns it into a Word or Excel file."""
    target = "xlsx" if any(mark in data[:4096] for mark in SPREADSHEETS) else "docx"
    converted = _converted(data, name, target)
    read = import_module(f"budgetaudit.loaders.{target}").load
    blocks, cautions = read(converted, name)
    return blocks, cautions


def program() -> str:
    """The path of LibreOffice, "" where it is not installed."""
    on_path = next(filter(None, map(shutil.which, PROGRAMS)), "")
    return on_path or next((path for path in USUAL_PLACES if Path(path).is_file()), "")


def _converted(data: bytes, name: str, target: str) -> bytes:
    soffice = program()
    if not soffice:
        raise FilingError(name, message("office.absent"))
    with TemporaryDirectory(prefix="budgetaudit-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source = home / "filing.bin"
        source.write_bytes(data)
        _write_profile(home / "profile" / "user")
        _run(_command(soffice, home, source, target), name)
        result = home / "out" / f"filing.{target}"
        if not result.is_file():
            raise FilingError(name, message("office.shut"))
        return result.read_bytes()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{key}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, settings in SETTINGS.items()
        for key, value in settings.items()
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _command(soffice: str, home: Path, source: Path, target: str) -> list[str]:
    profile = (home / "profile").as_uri()
    quiet = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    convert = ["--convert-to", FILTERS[target], "--outdir", str(home / "out"), str(source)]
    return [soffice, f"-env:UserInstallation={profile}", *quiet, *convert]


def _run(command: list[str], name: str) -> None:
    """Run to the end or to the time limit; then the whole family of processes goes."""
    silent = subprocess.DEVNULL
    own_group = os.name == "posix"
    process = subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent, start_new_session=own_group)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        _kill(process)
        raise FilingError(name, message("office.slow", seconds=SECONDS)) from error


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
