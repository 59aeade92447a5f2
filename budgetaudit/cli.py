"""The command line: commands and their options, streams, exit codes, the garbage collector. Only here is typer known.

A command is imported when it is called: `--help` reads no rule, `check` neither pandas nor multiprocessing.
"""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from budgetaudit import __version__
from budgetaudit.commands import MISUSE, UNREADABLE, Settings
from budgetaudit.commands.output import say
from budgetaudit.errors import BudgetAuditError, FilingError

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="核对部门预算、决算公开文件中的数字。Audit published Chinese department budgets and final accounts.",
)
rules_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(rules_app, name="rules", help="查看和检验规则。List, show and test the rules.")

Rules = Annotated[list[Path], typer.Option("--rules", metavar="DIR", help="另加规则文件夹或文件，可多次给出")]
Packs = Annotated[list[str], typer.Option("--pack", metavar="NAME", help="地区、年度规则包，可多次给出")]
Select = Annotated[list[str], typer.Option(metavar="ID", help="只用这些规则：编号、组（IN）或通配（TX-1*）")]
Ignore = Annotated[list[str], typer.Option(metavar="ID", help="不用这些规则")]
FailOn = Annotated[str, typer.Option(metavar="LEVEL", help="从哪一级起以 1 退出：error warning info never")]
Strict = Annotated[bool, typer.Option("--strict", help="有未能核对的也以 1 退出")]
Lang = Annotated[str, typer.Option(metavar="zh|en", help="报告的语言")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="逐条列出尾差和未能核对的项目")]
Waivers = Annotated[Path | None, typer.Option(metavar="FILE", help="已查明、不再算作问题的清单")]
Format = Annotated[str, typer.Option("--format", "-f", help="报告格式：console json xlsx html markdown sarif junit")]
Folder = Annotated[Path, typer.Option("--output", "-o", help="报告写入的文件夹")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="写入文件；核对几个文件时是文件夹")]


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="要核对的文件")],
    form: Format = "console",
    output: Output = None,
    rules: Rules = [],
    pack: Packs = [],
    select: Select = [],
    ignore: Ignore = [],
    fail_on: FailOn = "error",
    strict: Strict = False,
    lang: Lang = "zh",
    verbose: Verbose = False,
    waivers: Waivers = None,
) -> None:
    """核对文件，打印不一致之处。Audit filings and print what does not agree.

    退出码：0 核对过、没有问题，1 有问题，2 用法有误，3 读不出或没有可以核对的数。
    Exit codes: 0 checked, nothing found; 1 findings; 2 wrong use; 3 unreadable, or nothing to check.
    """
    if len(files) == 1:
        gc.disable()  # the process ends with this filing: what is made of it is kept to the end
    from budgetaudit.commands import check as command

    settings = Settings(tuple(rules), tuple(pack), tuple(select), tuple(ignore), fail_on, strict)
    raise typer.Exit(command.check(files, settings, command.ReportOptions(form, output, lang, verbose, waivers)))


@app.command()
def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="要核对的文件夹，包括其中的文件夹")],
    output: Folder = Path("budgetaudit-report"),
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="同时核对几个文件，0 为自动")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="跳过上次核对过、没有变的文件")] = False,
    dask: Annotated[str, typer.Option("--dask", metavar="ADDRESS", help="在 Dask 集群上运行")] = "",
    rules: Rules = [],
    pack: Packs = [],
    select: Select = [],
    ignore: Ignore = [],
    fail_on: FailOn = "error",
    strict: Strict = False,
    lang: Lang = "zh",
) -> None:
    """核对整个文件夹，每个文件一行，汇总成表。Audit every filing in a folder."""
    from budgetaudit.commands import batch as command

    settings = Settings(tuple(rules), tuple(pack), tuple(select), tuple(ignore), fail_on, strict)
    raise typer.Exit(command.batch(folder, settings, command.Plan(output, jobs, resume, dask, lang)))


@app.command()
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="要看的文件")],
    table: Annotated[str, typer.Option("--table", metavar="NAME", help="打印这个表的每个数字")] = "",
    claims: Annotated[bool, typer.Option("--claims", help="打印文字中的每个数字和对它的理解")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="打印每一步得出的结果，用来查找误读")] = False,
    rules: Rules = [],
    pack: Packs = [],
    lang: Lang = "zh",
) -> None:
    """打印从文件中读出了什么。Print what was read from a filing."""
    from budgetaudit.commands import show as command

    settings = Settings(tuple(rules), tuple(pack))
    raise typer.Exit(command.show(file, settings, command.Wanted(table, claims, lang, steps)))


@rules_app.command("list")
def rules_list(rules: Rules = [], pack: Packs = [], select: Select = [], lang: Lang = "zh") -> None:
    """每条规则一行。One line per rule."""
    from budgetaudit.commands import rules as command

    raise typer.Exit(command.show_all(Settings(tuple(rules), tuple(pack), tuple(select)), lang))


@rules_app.command("show")
def rules_show(
    rule: Annotated[str, typer.Argument(metavar="ID")], rules: Rules = [], pack: Packs = [], lang: Lang = "zh"
) -> None:
    """一条规则的全部内容。Everything about one rule."""
    from budgetaudit.commands import rules as command

    raise typer.Exit(command.show_one(rule, Settings(tuple(rules), tuple(pack)), lang))


@rules_app.command("test")
def rules_test(rules: Rules = [], pack: Packs = [], select: Select = []) -> None:
    """用规则自带的例子检验规则。Try each rule on its own examples."""
    from budgetaudit.commands import rules as command

    raise typer.Exit(command.test(Settings(tuple(rules), tuple(pack), tuple(select))))


@rules_app.command("schema")
def rules_schema(
    report: Annotated[bool, typer.Option("--report", help="JSON 报告的格式，而不是规则文件的")] = False,
) -> None:
    """规则文件的 JSON Schema。The JSON Schema of rule files."""
    from budgetaudit.commands import rules as command

    raise typer.Exit(command.schema(report))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"budgetaudit {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """Options of the program itself."""


def main() -> None:
    """Run the command line and exit with its code (README: 0 to 3; 130 after Ctrl+C)."""
    _open_streams()
    try:
        app(prog_name="budgetaudit")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        sys.exit(_told(error))
    finally:
        gc.freeze()  # Python's last collection, at its end, has nothing to walk through


def _told(error: Exception) -> int:
    """Tell the user of an error, in one sentence; the exit code."""
    match error:
        case BudgetAuditError():
            say(str(error))
            return UNREADABLE if isinstance(error, FilingError) else MISUSE
        case OSError():
            what = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "文件"
            say(f"{what}：无法读写（{error.strerror or error}）。")
            return MISUSE
        case _ if os.environ.get("BUDGETAUDIT_DEBUG"):
            raise error
        case _:
            say(f"程序内部出错（{type(error).__name__}：{error}），请把文件和这条信息发给维护者。")
            return UNREADABLE


def _open_streams() -> None:
    """A stream that whoever called the program has closed leads nowhere."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
