"""rules/classification/*.csv → Classification. A list is named as its file. A later file of that name adds to it; where
both have a code or event, the later one alone says what it is."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn, TypeVar

from budgetaudit.classification import Classification, CodeEntry, CodeList, Happening, normal
from budgetaudit.errors import RuleError, unknown
from budgetaudit.rulefiles.sources import shown

T = TypeVar("T")
CODES = ["code", "name", "book", "years", "confidence"]
EVENTS = ["date", "event", "words", "known"]
"""The first lines of lists of codes and of events. `words` are joined by `|`; `known` is the month in which an event to
come was announced, empty where it is not known."""
CONFIDENCE = ("sourced", "high", "medium", "low")
BOOKS = {"functional": ("general", "fund", "soe"), "economic": ("department", "government")}
"""What `book` may be: the budget that uses a functional code, the classification that an economic one is of. Lists of
other names have books of their own."""
CODE = re.compile(r"[0-9]+")
YEARS = re.compile(r"([0-9]{4})?-([0-9]{4})?")
"""The years in which a name is a code's: 2014-2018, 2024-, -2019; nothing where they are not known."""
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class ListLine:
    """A line of a list, and where it stands (file:line)."""

    def __init__(self, values: list[str], where: str) -> None:
        self.values, self.where = values, where

    def fail(self, problem: str) -> NoReturn:
        raise RuleError(f"{self.where}: {problem}")


def classification(paths: Iterable[Path]) -> Classification:
    """The lists of these files. Every mistake is a RuleError that begins with file:line."""
    codes: dict[str, dict[str, tuple[CodeEntry, ...]]] = {}
    events: dict[str, dict[str, tuple[Happening, ...]]] = {}
    for path in paths:
        header, *lines = _lines(path) or [ListLine([], f"{shown(str(path))}:1")]
        if header.values == CODES:
            books = BOOKS.get(path.stem, ())
            entries = _by_key((line.values[0], (_entry(line, books),)) for line in lines)
            codes.setdefault(path.stem, {}).update(entries)
        elif header.values == EVENTS:
            events.setdefault(path.stem, {}).update(_by_key((line.values[1], _happenings(line)) for line in lines))
        else:
            header.fail(f"第一行应为“{','.join(CODES)}”或“{','.join(EVENTS)}”。")
    return Classification(
        {name: CodeList(_all(entries.values())) for name, entries in codes.items()},
        {name: _all(happenings.values()) for name, happenings in events.items()},
    )


def _all(several: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(value for values in several for value in values)


def _by_key(pairs: Iterable[tuple[str, tuple[T, ...]]]) -> dict[str, tuple[T, ...]]:
    """What a file says of each key (code, event): it may have several lines."""
    said: dict[str, tuple[T, ...]] = {}
    for key, values in pairs:
        said[key] = (*said.get(key, ()), *values)
    return said


def _lines(path: Path) -> list[ListLine]:
    """The lines of a CSV file, its header first; all have as many values as the header."""
    name, at = shown(str(path)), 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            lines = [ListLine(values, f"{name}:{(at := reader.line_num)}") for values in reader if values]
    except UnicodeDecodeError as error:
        raise RuleError(f"{name}:{at + 1}: 不是UTF-8编码的CSV文件。") from error
    except csv.Error as error:
        raise RuleError(f"{name}:{at + 1}: CSV格式有误（{error}）。") from error
    except OSError as error:
        raise RuleError(f"{name}: 无法读取（{error.strerror}）。") from error
    for line in lines:
        if len(line.values) != len(lines[0].values):
            line.fail(f"应有 {len(lines[0].values)} 项，写的是 {len(line.values)} 项。")
    return lines


def _entry(line: ListLine, books: tuple[str, ...]) -> CodeEntry:
    code, name, book, years, confidence = line.values
    if not CODE.fullmatch(code):
        line.fail(f"科目编码应为数字，写的是“{code}”。")
    if not name:
        line.fail("缺少科目名称。")
    if books and book not in books:
        line.fail(unknown("所属预算（book）", book, books) if book else f"缺少所属预算（book）：{'、'.join(books)}。")
    if confidence not in CONFIDENCE:
        named = "可信程度（confidence）"
        line.fail(unknown(named, confidence, CONFIDENCE) if confidence else f"缺少{named}：{'、'.join(CONFIDENCE)}。")
    span = YEARS.fullmatch(years or "-")
    if span is None:
        line.fail(f"年度应写作 2019-2024、2022- 或 -2018，写的是“{years}”。")
    if span[1] and span[2] and span[1] > span[2]:
        line.fail(f"年度的起止颠倒了：“{years}”。")
    return CodeEntry(code, name, normal(name), book, int(span[1] or 0), int(span[2] or 0), confidence)


def _happenings(line: ListLine) -> tuple[Happening, ...]:
    """An event by each of its words."""
    date, event, words, known = line.values
    for month in (date, known or date):
        if not MONTH.fullmatch(month):
            line.fail(f"日期应写作 2012-11，写的是“{month}”。")
    if not all(words.split("|")):
        line.fail("缺少“words”，或者其中有空的。")
    return tuple(Happening(date, event, word, known or date) for word in words.split("|"))
