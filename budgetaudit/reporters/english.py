"""What the rules say, in English. Names of tables, rows and what is printed stay as the filing has them.

Each line of english.txt is a Chinese sentence or phrase with holes, and the same in English; the first that fits whole
is taken, and what stands in its holes is put into English in turn where it can be. What fits nothing stays Chinese.
"""

import re
from functools import lru_cache
from pathlib import Path

HOLE = re.compile(r"\\\{(\d)\\\}")


@lru_cache(maxsize=1)
def phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The phrases as patterns, in their order."""
    text = (Path(__file__).parent / "english.txt").read_text("utf-8")
    pairs = (line.split(" => ") for line in text.splitlines() if line)
    return tuple((_pattern(chinese), english) for chinese, english in pairs)


def _pattern(chinese: str) -> re.Pattern[str]:
    return re.compile(HOLE.sub(r"(?P<h\1>.+?)", re.escape(chinese)), re.DOTALL)


@lru_cache(maxsize=4096)
def english(text: str) -> str:
    """A sentence in English where it is known.

    >>> english("支出总表为空表")
    '支出总表 is empty'
    """
    for pattern, words in phrases():
        if found := pattern.fullmatch(text):
            holes = [english(hole) for hole in found.groups()]
            return words.format(*holes)
    return text
