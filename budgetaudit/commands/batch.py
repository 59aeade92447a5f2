"""`budgetaudit batch`: a folder of filings, a line for each, report.jsonl and report.xlsx."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from functools import lru_cache, partial
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from budgetaudit import __version__
from budgetaudit.commands import LEVELS, OK, UNREADABLE, Settings, exit_code, one_of
from budgetaudit.commands.examine import examine, rulebook
from budgetaudit.commands.output import meter, put, say, terminal_look
from budgetaudit.commands.pool import Pool, processes, run
from budgetaudit.errors import FilingError, UsageError
from budgetaudit.ledger import AUDITED, UNREAD, Ledger, LedgerLine, Task, unread
from budgetaudit.loaders import EXTENSIONS
from budgetaudit.messages import message
from budgetaudit.messages import say as in_words
from budgetaudit.reporters import Look
from budgetaudit.reporters.batch import line_text, ranking, workbook
from budgetaudit.reporters.json import encode
from budgetaudit.siblings import Stated, contradictions, stated
from budgetaudit.verdicts import Audit, UnreadFiling

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
    todo = tasks(folder, paths, settings, f"{rulebook(settings).digest} {plan.lang}")
    ledger = _ledger(plan)
    look, worst = terminal_look(plan.lang, verbose=False), OK
    with meter(len(paths)) as tell, _resumable(plan.lang), closing(_lines(ledger, todo, settings, plan)) as lines:
        for line in lines:
            ledger.add(line)
            worst = max(worst, _code(line, settings))
            tell(line_text(line, look))
    ledger.close()
    put(ranking(ledger.summaries, look))
    clashes = contradictions(Stated(line.file, line.about, line.totals) for line in ledger.summaries)
    for clash in clashes:
        put(in_words(clash, plan.lang) + "\n")
    worst = max(worst, exit_code((0, len(clashes), 0), 0, 1, settings))
    target = plan.output / "report.xlsx"
    workbook(ledger.path, target, look)
    say(in_words(message("batch.written", ledger=str(ledger.path), workbook=str(target)), plan.lang))
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
        raise FilingError(str(folder), message("folder.absent"))
    if not folder.is_dir():
        raise FilingError(str(folder), message("folder.file"))
    paths, left = list(find(folder, plan.output.resolve())), outside(folder, plan.output.resolve())
    if not paths:
        raise FilingError(str(folder), message("folder.links", count=left) if left else message("folder.none"))
    if left:
        say(in_words(message("folder.left", count=left), plan.lang))
    return paths


def _code(line: LedgerLine, settings: Settings) -> int:
    """What a line means for the exit code."""
    if line.outcome == UNREAD:
        return UNREADABLE
    return exit_code((line.errors, line.warnings, line.infos), line.unchecked, line.checked, settings)


@contextmanager
def _resumable(lang: str) -> Iterator[None]:
    """Ctrl+C loses nothing that is done, and says so."""
    try:
        yield
    except KeyboardInterrupt:
        say(in_words(message("batch.stopped"), lang))
        raise


def _lines(ledger: Ledger, todo: Iterable[Task], settings: Settings, plan: Plan) -> Generator[LedgerLine, None, None]:
    """Lines kept from last time, and new ones, in the order of the tasks."""
    return run(partial(line_of, settings=settings, lang=plan.lang), todo, _pool(plan), ledger.kept)


def _pool(plan: Plan) -> Pool:
    """Where the work is done, and how many filings are handed out at once."""
    if plan.dask:
        return Pool(_dask(plan.dask), 16 * AHEAD, plan.lang)
    jobs = plan.jobs or _processors()
    return Pool(partial(processes, jobs), jobs * AHEAD, plan.lang)


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


def find(folder: Path, skip: Path) -> Iterator[Path]:
    """The filings in a folder and the folders in it, by name. Links to folders are not followed, nor links to
    files outside; what Office keeps open (`~$…`), hidden files and the folder `skip` are left out."""
    root = folder.resolve()
    yield from (path for path in _candidates(folder, skip) if path.resolve().is_relative_to(root))


def outside(folder: Path, skip: Path) -> int:
    """How many links to files outside are left out."""
    root = folder.resolve()
    return sum(not path.resolve().is_relative_to(root) for path in _candidates(folder, skip))


def _candidates(folder: Path, skip: Path) -> Iterator[Path]:
    """The files in a folder that could be filings, by name."""
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(
            folder for folder in folders if not folder.startswith(".") and (Path(at) / folder).resolve() != skip
        )
        for name in sorted(files):
            path = Path(at) / name
            if name.startswith((".", "~$")) or path.suffix.lower() not in EXTENSIONS:
                continue
            if path.is_file():
                yield path


def tasks(folder: Path, paths: Iterable[Path], settings: Settings, digest: str) -> Iterator[Task]:
    """The filings with their keys: the same content, program, rules (`digest`, with the language of the report) and
    settings give the same key."""
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
    root = Path(__file__).parents[1]
    for source in sorted((*root.rglob("*.py"), root / "messages.json")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def line_of(task: Task, settings: Settings, lang: str = "zh") -> LedgerLine:
    """The line of one filing, made in a worker. An exception becomes the line's reason."""
    try:
        titles = {rule.id: rule.title_en for rule in rulebook(settings).rules} if lang == "en" else {}
        return summary(task, examine(task.path, settings), Look(lang, titles=titles))
    except Exception as error:
        says = message("batch.crash", name=task.name, error=f"{type(error).__name__}: {error}")
        return unread(task, in_words(says, lang))


def summary(task: Task, outcome: Audit | UnreadFiling, look: Look) -> LedgerLine:
    """An outcome as a line, its report in the reader's language."""
    if isinstance(outcome, UnreadFiling):
        return unread(task, look.say(outcome.reason))
    said = stated(outcome)
    facts, severities = outcome.facts, [finding.severity for finding in outcome.findings]
    return LedgerLine(
        task.name,
        task.key,
        AUDITED,
        " ".join(map(look.say, outcome.notices)),
        entity=facts.parts[0].name if facts.parts else "",
        year=facts.year,
        kind=facts.kind,
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        infos=severities.count("info"),
        unchecked=len(outcome.unchecked),
        numbers=outcome.coverage.numbers,
        checked=outcome.coverage.checked,
        about=said.about,
        totals={name: tuple(texts) for name, texts in said.numbers.items()},
        report=msgspec.Raw(encode(outcome, look)),
    )
