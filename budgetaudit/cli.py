"""The command line: from its words to an exit code."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from budgetaudit.commands import MISUSE, UNREADABLE, Settings
from budgetaudit.commands.output import say
from budgetaudit.errors import BudgetAuditError, FilingError


def main() -> None:
    """Run the command line and exit with its code. The process is short: it collects no garbage."""
    gc.disable()
    _open_streams()
    try:
        _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except BudgetAuditError as error:
        say(str(error))
        sys.exit(UNREADABLE if isinstance(error, FilingError) else MISUSE)
    except OSError as error:
        what = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "文件"
        say(f"{what}：无法读写（{error.strerror or error}）。")
        sys.exit(MISUSE)
    except Exception as error:
        if os.environ.get("BUDGETAUDIT_DEBUG"):
            raise
        say(f"程序内部出错（{type(error).__name__}：{error}），请把文件和这条信息发给维护者。")
        sys.exit(UNREADABLE)
    finally:
        gc.freeze()


def _open_streams() -> None:
    """A stream that whoever called the program has closed leads nowhere."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def _run(words: Sequence[str]) -> None:
    """A plain `check FILE...` has no options to read, and is not kept waiting for what reads them."""
    if _plain(words):
        from budgetaudit.commands import check

        _leave(check.check([Path(word) for word in words[1:]], Settings(), check.Form()))
    from budgetaudit.options import app

    app(prog_name="budgetaudit")


def _leave(code: int) -> NoReturn:
    """End at once: nothing is left to tidy up, and to free every object by itself takes 4 ms."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _plain(words: Sequence[str]) -> bool:
    """Whether the words are `check` and files; on Windows files may be patterns, which typer knows to spell out."""
    named = words[:1] == ["check"] and len(words) > 1 and os.name != "nt"
    return named and not any(word.startswith("-") for word in words[1:])
