"""Many filings on any executor. A bad filing is a line; a worker that dies takes one filing with it."""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from functools import lru_cache
from hashlib import file_digest, sha256
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from budgetaudit import __version__
from budgetaudit.commands import Settings
from budgetaudit.verdicts import Audit, Unread

T = TypeVar("T")
AUDITED, UNREAD = "audited", "unread"


class Task(Struct, frozen=True):
    """A filing to audit: its file, its name in the report, and the key under which its result is kept."""

    path: Path
    name: str
    key: str


class Line(msgspec.Struct, frozen=True):
    """The outcome of one filing, a line of report.jsonl: counts and JSON report, or why it was not read."""

    file: str
    key: str
    outcome: str
    reason: str = ""
    entity: str = ""
    year: int = 0
    kind: str = ""
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    unchecked: int = 0
    numbers: int = 0
    checked: int = 0
    report: msgspec.Raw = msgspec.Raw(b"null")


def find(folder: Path, skip: Path) -> Iterator[Path]:
    """The filings in a folder and the folders in it, by name. Links to folders are not followed, nor links to
    files outside; what Office keeps open (`~$…`), hidden files and the folder `skip` are left out."""
    from budgetaudit.loaders import EXTENSIONS

    root = folder.resolve()
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(
            one for one in folders if not one.startswith(".") and (Path(at) / one).resolve() != skip
        )
        for name in sorted(files):
            path = Path(at) / name
            if name.startswith((".", "~$")) or path.suffix.lower() not in EXTENSIONS:
                continue
            if path.resolve().is_relative_to(root) and path.is_file():
                yield path


def tasks(folder: Path, paths: Iterable[Path], settings: Settings, digest: str) -> Iterator[Task]:
    """The filings with their keys: the same content, program, rules and settings give the same key."""
    rules = sha256(f"{engine()} {digest} {settings.select} {settings.ignore}".encode()).hexdigest()
    for path in paths:
        try:
            with path.open("rb") as file:
                content = file_digest(file, "sha256").hexdigest()
        except OSError:
            content = ""
        key = sha256(f"{rules} {content}".encode()).hexdigest()[:32]
        name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
        yield Task(path, name, key)


@lru_cache(maxsize=1)
def engine() -> str:
    """The program itself as a fingerprint: its version and its source."""
    digest = sha256(__version__.encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def examine(task: Task, settings: Settings) -> Line:
    """The work of a worker. Whatever goes wrong with one filing becomes its line."""
    from budgetaudit.commands.examine import examine as outcome_of

    try:
        return summary(task, outcome_of(task.path, settings))
    except Exception as error:
        return unread(task, f"{task.name}：程序内部出错（{type(error).__name__}：{error}）。")


def unread(task: Task, reason: str) -> Line:
    return Line(task.name, task.key, UNREAD, reason)


def summary(task: Task, outcome: Audit | Unread) -> Line:
    """An outcome as a line."""
    from budgetaudit.reporters import Look
    from budgetaudit.reporters.json import encode

    if isinstance(outcome, Unread):
        return unread(task, outcome.reason)
    facts, severities = outcome.facts, [finding.severity for finding in outcome.findings]
    return Line(
        task.name,
        task.key,
        AUDITED,
        entity=facts.parts[0].name if facts.parts else "",
        year=facts.year,
        kind=facts.kind,
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        infos=severities.count("info"),
        unchecked=len(outcome.unchecked),
        numbers=outcome.coverage.numbers,
        checked=outcome.coverage.checked,
        report=msgspec.Raw(encode(outcome, Look())),
    )


class Workers(ProcessPoolExecutor):
    """Processes that end at once when what they work for is given up (Ctrl+C), whatever they are at; a future that
    was cancelled besides would be reported as an error of the executor."""

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> bool | None:
        if kind is not None:
            for child in active_children():
                child.terminate()
        return super().__exit__(kind, *rest)


def processes(jobs: int) -> Executor:
    """So many processes on this machine, each started afresh."""
    return Workers(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl+C is for the parent, which then ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


Work = Callable[[Task], Line]
Kept = Callable[[Task], Line | None]


class Pool(Struct, frozen=True):
    """Where work is done: how to start an executor, and how many tasks it is handed at once."""

    start: Callable[[], Executor]
    ahead: int


def run(work: Work, todo: Iterable[Task], pool: Pool, kept: Kept) -> Generator[Line, None, None]:
    """The lines of all tasks, in the order of the tasks; what is `kept` is not done again. When a
    worker dies, the tasks at hand are tried again one at a time, which finds the bad filing."""
    stream, broken = iter(todo), True
    while broken:
        with pool.start() as executor:
            left = yield from _through(executor, work, stream, pool.ahead, kept)
        broken = bool(left)
        for task in left:
            yield kept(task) or _alone(pool, work, task)


def _through(
    executor: Executor, work: Work, stream: Iterator[Task], ahead: int, kept: Kept
) -> Generator[Line, None, list[Task]]:
    """Keep `ahead` tasks handed out; returns those left without a result when the executor broke."""
    waiting: deque[tuple[Task, Future[Line]]] = deque()
    try:
        for task in stream:
            waiting.append((task, _hand_out(executor, work, task, kept)))
            if len(waiting) >= ahead:
                yield waiting[0][1].result()
                waiting.popleft()
        while waiting:
            yield waiting[0][1].result()
            waiting.popleft()
    except BrokenExecutor:
        return [task for task, _ in waiting]
    finally:
        for _, future in () if isinstance(executor, Workers) else waiting:
            future.cancel()
    return []


def _hand_out(executor: Executor, work: Work, task: Task, kept: Kept) -> Future[Line]:
    """A future of the line. A pool that has just broken refuses work: that is a result like any other."""
    if line := kept(task):
        return _done(line)
    try:
        return executor.submit(work, task)
    except BrokenExecutor as error:
        refused: Future[Line] = Future()
        refused.set_exception(error)
        return refused


def _done(value: T) -> Future[T]:
    done: Future[T] = Future()
    done.set_result(value)
    return done


def _alone(pool: Pool, work: Work, task: Task) -> Line:
    with pool.start() as executor:
        try:
            return executor.submit(work, task).result()
        except BrokenExecutor:
            return unread(task, f"{task.name}：读取时进程中途退出，文件可能已损坏或过大。")
