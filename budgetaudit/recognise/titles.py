"""What a title is about, whoever's table it is and however the title ends: the words of budgets in it."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from budgetaudit.rulebook import Template
from budgetaudit.text import Dictionary, dictionary

_TITLE = "表"
"""What every title of a table ends in, but for a bracket."""

About = frozenset[str]


class TitleKeys(Struct, frozen=True):
    """Words that tell titles apart, each with the name it counts as; `leading` ones outweigh the others; and the
    templates by what their titles are about."""

    words: Dictionary
    names: Mapping[str, str]
    leading: tuple[str, ...]
    templates: Mapping[About, tuple[Template, ...]]

    def about(self, reduced: str) -> About:
        """What a reduced title is about."""
        named = frozenset(self.names[word] for _, word in self.words.all(reduced))
        return next((frozenset((lead,)) for lead in self.leading if lead in named), named)

    def templates_for(self, title: str, reduced: str) -> tuple[Template, ...]:
        """The templates whose titles are about the same; () where a line is no title."""
        return self.templates.get(self.about(reduced), ()) if _is_title(title) else ()


def _is_title(line: str) -> bool:
    return line.endswith(_TITLE) or (line.endswith(")") and f"{_TITLE}(" in line)


def title_keys(
    pairs: Iterable[str], leading: tuple[str, ...], templates: Iterable[Template], reduce: Callable[[str], str]
) -> TitleKeys:
    """The keys of a list of `printed=name`, and what the titles of some templates are about."""
    names = {printed: name for printed, _, name in (pair.partition("=") for pair in pairs)}
    keys = TitleKeys(dictionary(names), names, leading, {})
    about: dict[About, tuple[Template, ...]] = {}
    for template in templates:
        whole = (title for title in template.titles if not title.startswith("*"))
        for subject in dict.fromkeys(keys.about(reduce(title)) for title in whole):
            about[subject] = (*about.get(subject, ()), template)
    return TitleKeys(keys.words, names, leading, {subject: found for subject, found in about.items() if subject})
