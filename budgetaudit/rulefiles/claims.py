"""Subjects and partitions of the prose: rules/claims/*.yaml → Subject, Partition."""

import re
from collections.abc import Iterable
from itertools import product
from math import prod

from budgetaudit.rulebook import Partition, Subject
from budgetaudit.rulefiles.nodes import Node, fail, fields, text, texts, where, yes
from budgetaudit.text import as_prose

SUBJECT_KEYS = ("subject", "family", "aliases", "near", "alone", "like", "fund")
MOST_SPELLINGS = 10_000
PARTITION_KEYS = ("partition", "parts", "any", "last", "also", "anywhere", "narrated")


def subject(node: Node) -> Subject:
    """One `- subject:` entry."""
    got = fields(node, SUBJECT_KEYS, ("subject", "family"))
    lists = {key: tuple(_spelt(got[key])) if key in got else () for key in ("aliases", "near")}
    if not any(lists.values()):
        fail(node, "缺少“aliases”或“near”。")
    fund = yes(got["fund"]) if "fund" in got else False
    alone = texts(got["alone"]) if "alone" in got else ()
    like = texts(got["like"]) if "like" in got else ()
    return Subject(
        text(got["subject"]), text(got["family"]), lists["aliases"], lists["near"], alone, like, fund, where(node)
    )


def partition(node: Node) -> Partition:
    """One `- partition:` entry."""
    got = fields(node, PARTITION_KEYS, ("partition",))
    parts, first, last, also = (
        tuple(dict.fromkeys(texts(got[key]))) if key in got else () for key in ("parts", "any", "last", "also")
    )
    if not parts and not (first and last):
        fail(node, "缺少“parts”，或者“any”和“last”。")
    anywhere, narrated = (yes(got[key]) if key in got else False for key in ("anywhere", "narrated"))
    return Partition(text(got["partition"]), parts, first, last, also, anywhere, narrated, where(node))


def _spelt(node: Node) -> Iterable[str]:
    """Aliases with `{a,b}` spelt out, as the prose is matched."""
    for alias in texts(node):
        parts = re.split(r"\{([^{}]*)\}", alias)
        choices = [part.split(",") if i % 2 else [part] for i, part in enumerate(parts)]
        if prod(map(len, choices)) > MOST_SPELLINGS:
            fail(node, f"“{alias[:40]}”展开后超过 {MOST_SPELLINGS} 种写法，请拆成几个。")
        for spelling in product(*choices):
            if word := as_prose("".join(spelling)):
                yield word
