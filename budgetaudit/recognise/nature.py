"""What kind of document it is, where it is no department's budget or final account; the files it names."""

from collections.abc import Iterable, Iterator, Sequence

from budgetaudit.filing import Block, Passage
from budgetaudit.recognise.stream import StreamItem, TitledSheet
from budgetaudit.recognise.vocabulary import Vocabulary
from budgetaudit.rulebook import WordLists, under
from budgetaudit.text import regex, unquoted

LINES, LONGEST, SHOWN = 3, 60, 3
DECISIVE = "checklist"
"""What a document is although its title, its very first line, names the budget that it is about."""
FILE_NAME = regex(r"[^\s【】“”《》<>/\\：:|]{1,80}\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z)(?![a-z])")


def nature(stream: Sequence[StreamItem], words: WordLists) -> str:
    """The rest of the name of the word list `document/…` that the first lines have a word of; "" for a department's
    budget or final account."""
    lists = under(words, "document/")
    lines = list(_first_lines(stream))
    title, first = "".join(lines), "".join(lines[:1])
    own = any(word in title for word in lists.get("own", ()))
    for name, listed in lists.items():
        said = first if name == DECISIVE else "" if own or name == "own" else title
        if any(word in said for word in listed):
            return name
    return ""


def scope(stream: Sequence[StreamItem], words: Vocabulary) -> str:
    """单位 where the first lines name a unit's budget or final account and no department's, else 部门."""
    title = "".join(_first_lines(stream))
    unit, department = (any(word in title for word in words.words(name)) for name in ("part_unit", "part_department"))
    return "单位" if unit and not department else "部门"


def _first_lines(stream: Sequence[StreamItem]) -> Iterator[str]:
    """The short lines that a document begins with."""
    for item in stream[:LINES]:
        text = unquoted(item.known.title.raw if isinstance(item, TitledSheet) else item.text)
        if len(text) > LONGEST:
            return
        yield text


def linked_titles(blocks: Iterable[Block], words: Vocabulary) -> tuple[str, ...]:
    """What the first few links to budgets and final accounts say."""
    kinds = (*words.words("kind_budget"), *words.words("kind_final"))
    links = (block.text for block in blocks if isinstance(block, Passage) and block.role == "link")
    return tuple(text for text in links if any(kind in text for kind in kinds))[:SHOWN]


def attachments(passages: Iterable[Passage]) -> tuple[str, ...]:
    """The files that a document names or links to."""
    return tuple(dict.fromkeys(match[0] for passage in passages for match in FILE_NAME.finditer(passage.text)))
