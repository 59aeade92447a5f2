"""`budgetaudit batch`: a folder of filings, a line for each, report.jsonl and report.xlsx."""

import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from budgetaudit import batch as batches
from budgetaudit.batch import Line, Pool, Task
from budgetaudit.commands import FINDINGS, LEVELS, OK, UNREADABLE, Settings, one_of
from budgetaudit.commands.examine import rulebook
from budgetaudit.commands.ledger import Ledger
from budgetaudit.commands.output import put, say, terminal_look
from budgetaudit.errors import FilingError, UsageError
from budgetaudit.reporters.batch import line_text, ranking, workbook

AHEAD = 4
"""Filings handed out per worker before the first is waited for; this bounds memory."""


class Plan(Struct, frozen=True):
    """How the batch runs and where its reports go; `jobs` 0 takes every processor."""

    output: Path
    jobs: int = 0
    resume: bool = False
    dask: str = ""
    lang: str = "zh"


def batch(folder: Path, settings: Settings, plan: Plan) -> int:
    """Audit every filing of a folder; the gravest outcome decides."""
    paths = _paths(folder, settings, plan)
    digest = rulebook(settings).digest
    todo = batches.tasks(folder, paths, settings, digest)
    ledger = _ledger(plan)
    look, worst = terminal_look(plan.lang, verbose=False), OK
    with meter(len(paths)) as tell, _resumable(), closing(_lines(ledger, todo, settings, plan)) as lines:
        for line in lines:
            ledger.add(line)
            worst = max(worst, code(line, settings))
            tell(line_text(line, look))
    ledger.close()
    put(ranking(ledger.summaries, look))
    target = plan.output / "report.xlsx"
    workbook(ledger.path, target)
    say(f"报告已写入 {ledger.path} 和 {target}")
    return worst


def _ledger(plan: Plan) -> Ledger:
    try:
        return Ledger.open(plan.output, plan.resume)
    except OSError as error:
        raise UsageError(
            f"{plan.output}：不能在这里写报告（{error.strerror}），请用 --output 换一个文件夹。"
        ) from error


def _paths(folder: Path, settings: Settings, plan: Plan) -> list[Path]:
    """The filings, once the options are known to be usable."""
    one_of("级别", settings.fail_on, LEVELS)
    one_of("语言", plan.lang, ("zh", "en"))
    if plan.jobs < 0:
        raise UsageError("--jobs 应为 0 或正整数。")
    if not folder.exists():
        raise FilingError(f"{folder}：找不到这个文件夹，请检查路径。")
    if not folder.is_dir():
        raise FilingError(f"{folder}：这是文件，不是文件夹；核对单个文件请用 budgetaudit check。")
    paths = list(batches.find(folder, plan.output.resolve()))
    if not paths:
        raise FilingError(f"{folder}：文件夹中没有可以读取的文件（docx、pdf、xlsx、html、txt 等）。")
    return paths


@contextmanager
def _resumable() -> Iterator[None]:
    """Ctrl+C loses nothing that is done, and says so."""
    try:
        yield
    except KeyboardInterrupt:
        say("已中断；核对过的都已保存，加 --resume 可以接着核对。")
        raise


def _lines(
    ledger: Ledger, todo: Iterable[Task], settings: Settings, plan: Plan
) -> Generator[Line, None, None]:
    """Lines kept from last time, and new ones, in the order of the tasks."""
    work = partial(batches.examine, settings=settings)
    return batches.run(work, todo, _pool(plan), ledger.kept)


def _pool(plan: Plan) -> Pool:
    """Where the work is done, and how many filings are handed out at once."""
    if plan.dask:
        return Pool(_dask(plan.dask), 16 * AHEAD)
    jobs = plan.jobs or _processors()
    return Pool(partial(batches.processes, jobs), jobs * AHEAD)


def _processors() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _dask(address: str) -> Callable[[], Executor]:
    try:
        from dask.distributed import Client
    except ImportError as error:
        raise UsageError("没有安装 Dask：请先运行 pip install 'budgetaudit[dask]'。") from error
    client = Client(address)
    return lambda: client.get_executor()


def code(line: Line, settings: Settings) -> int:
    """What a line means for the exit code."""
    if line.outcome == batches.UNREAD:
        return UNREADABLE
    if settings.strict and line.unchecked:
        return FINDINGS
    counts = (line.errors, line.warnings, line.infos)
    grave = counts[: LEVELS.index(settings.fail_on) + 1] if settings.fail_on != "never" else ()
    return FINDINGS if any(grave) else OK


@contextmanager
def meter(total: int) -> Iterator[Callable[[str], None]]:
    """A way to print a filing's line; with a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield put
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
    from rich.text import Text

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total)

        def tell(line: str) -> None:
            """On the terminal the line goes above the bar; elsewhere it goes its own way."""
            if sys.stdout.isatty():
                bar.console.print(Text.from_ansi(line.rstrip()), soft_wrap=True)
            else:
                put(line)
            bar.advance(task)

        yield tell
