"""`budgetaudit check`: one or a few filings, one report each."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.commands import LEVELS, OK, UNREADABLE, Settings, exit_code, one_of
from budgetaudit.commands.examine import examine, rulebook
from budgetaudit.commands.output import put, save, say, terminal_look
from budgetaudit.errors import UsageError
from budgetaudit.messages import say as in_words
from budgetaudit.reporters import BINARY, Look, render, suffix
from budgetaudit.siblings import contradictions, stated
from budgetaudit.verdicts import Audit, UnreadFiling

if TYPE_CHECKING:
    from budgetaudit.waivers import Waiver


class ReportOptions(Struct, frozen=True):
    """The report that is wanted, and where; `waivers` is a file of findings already looked into."""

    name: str = "console"
    output: Path | None = None
    lang: str = "zh"
    verbose: bool = False
    waivers: Path | None = None


def check(files: Sequence[Path], settings: Settings, form: ReportOptions) -> int:
    """Audit each file and print or save its report; the gravest outcome decides."""
    _usable(files, settings, form)
    titles = {rule.id: rule.title_en for rule in rulebook(settings).rules}
    look = Look(form.lang, form.verbose) if form.output else terminal_look(form.lang, form.verbose)
    look = replace(look, titles=titles)
    waivers = _waivers(form.waivers) if form.waivers else ()
    worst, reports, said = OK, [], []
    for path in files:
        outcome = _waived(examine(path, settings), waivers)
        worst = max(worst, _code(outcome, settings))
        if isinstance(outcome, UnreadFiling):
            say(in_words(outcome.reason, form.lang))
            continue
        said.append(stated(outcome))
        if report := _deliver(outcome, path, files, form, look):
            reports.append(report)
    _print(reports, len(files), form)
    clashes = contradictions(said)
    for clash in clashes:
        say(in_words(clash, form.lang))
    return max(worst, exit_code((0, len(clashes), 0), 0, 1, settings))


def _code(outcome: Audit | UnreadFiling, settings: Settings) -> int:
    """What the outcome of one filing means for the exit code."""
    if isinstance(outcome, UnreadFiling):
        return UNREADABLE
    severities = [finding.severity for finding in outcome.findings]
    errors, warnings, notes = map(severities.count, LEVELS[:3])
    return exit_code((errors, warnings, notes), len(outcome.unchecked), outcome.coverage.checked, settings)


def _usable(files: Sequence[Path], settings: Settings, form: ReportOptions) -> None:
    """Say what is wrong with the options before any work is done."""
    suffix(form.name)
    one_of("级别", settings.fail_on, LEVELS)
    one_of("语言", form.lang, ("zh", "en"))
    if form.output is None and form.name in BINARY:
        raise UsageError(f"{form.name} 格式不能打印到屏幕，请用 --output 指定要写入的文件。")
    if (target := form.output) and target.exists() and any(path.exists() and path.samefile(target) for path in files):
        raise UsageError(f"{form.output}：这是要核对的文件本身，请换一个输出位置。")


def _waivers(path: Path) -> Sequence["Waiver"]:
    """The waivers that are in force today."""
    from datetime import date

    from budgetaudit.waivers import load

    return load(path, date.today())


def _waived(outcome: Audit | UnreadFiling, waivers: Sequence["Waiver"]) -> Audit | UnreadFiling:
    """The outcome less what is waived; a waiver that covers nothing is worth a warning."""
    if isinstance(outcome, UnreadFiling) or not waivers:
        return outcome
    from budgetaudit.waivers import waive

    audit, idle = waive(outcome, waivers)
    for waiver in idle:
        say(f"{waiver.source}：这条豁免在 {audit.facts.filing.name} 中没有对应的问题。")
    return audit


def _deliver(audit: Audit, path: Path, files: Sequence[Path], form: ReportOptions, look: Look) -> str | bytes:
    """Save the report if it goes to a file, else hand it back."""
    report = render(form.name, audit, look)
    if form.output is None:
        return report
    target = form.output
    if len(files) > 1:
        target = _in_folder(target, path, files, form)
    save(report, target)
    say(f"报告已写入 {target}")
    return ""


def _in_folder(folder: Path, path: Path, files: Sequence[Path], form: ReportOptions) -> Path:
    """The report of one filing of several; filings of one name from different folders are numbered."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}：不能在这里写报告（{error.strerror}），请换一个文件夹。") from error
    twins = [file for file in dict.fromkeys(files) if file.name == path.name]
    number = f"-{twins.index(path) + 1}" if path != twins[0] else ""
    return folder / f"{path.name}{number}{suffix(form.name)}"


def _print(reports: Sequence[str | bytes], files: int, form: ReportOptions) -> None:
    """Reports one after another; JSON of several files as one array."""
    texts = [report for report in reports if isinstance(report, str)]
    if form.name == "json" and files > 1 and form.output is None:
        put(("[" + ",\n".join(text.rstrip("\n") for text in texts) + "]\n").encode())
    elif form.name != "console":
        put("".join(texts).encode())
    else:
        put("\n".join(texts))
