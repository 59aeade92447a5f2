"""Work on many filings, on any executor. A worker that dies takes one filing with it."""

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import active_children, get_context
from typing import Any, TypeVar

from msgspec import Struct

from budgetaudit.ledger import LedgerLine, Task, unread
from budgetaudit.messages import message, say

T = TypeVar("T")


class Workers(ProcessPoolExecutor):
    """An executor whose processes are terminated when its `with` block ends in an exception (Ctrl+C). Futures are not
    cancelled: the executor would report a cancelled future of a dead process as an error of its own."""

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


Work = Callable[[Task], LedgerLine]
Kept = Callable[[Task], LedgerLine | None]


class Pool(Struct, frozen=True):
    """Where work is done: how to start an executor, how many tasks it is handed at once, and the language of what it
    says of a task that is lost."""

    start: Callable[[], Executor]
    ahead: int
    lang: str = "zh"


def run(work: Work, todo: Iterable[Task], pool: Pool, kept: Kept) -> Generator[LedgerLine, None, None]:
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
) -> Generator[LedgerLine, None, list[Task]]:
    """Keep `ahead` tasks handed out; returns those left without a result when the executor broke."""
    waiting: deque[tuple[Task, Future[LedgerLine]]] = deque()
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


def _hand_out(executor: Executor, work: Work, task: Task, kept: Kept) -> Future[LedgerLine]:
    """A future of the line. A pool that has just broken refuses work: that is a result like any other."""
    if line := kept(task):
        return _done(line)
    try:
        return executor.submit(work, task)
    except BrokenExecutor as error:
        refused: Future[LedgerLine] = Future()
        refused.set_exception(error)
        return refused


def _done(value: T) -> Future[T]:
    done: Future[T] = Future()
    done.set_result(value)
    return done


def _alone(pool: Pool, work: Work, task: Task) -> LedgerLine:
    with pool.start() as executor:
        try:
            return executor.submit(work, task).result()
        except BrokenExecutor:
            return unread(task, say(message("batch.lost", name=task.name), pool.lang))
