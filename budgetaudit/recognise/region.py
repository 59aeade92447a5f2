"""The province a filing is of."""

from collections import Counter
from collections.abc import Iterable

from budgetaudit.facts import Part
from budgetaudit.filing import Filing, Passage
from budgetaudit.rulebook import WordLists, under
from budgetaudit.text import dictionary


def region(filing: Filing, parts: Iterable[Part], words: WordLists) -> str:
    """The province whose places the names of the parts have, or else that the text names most often; "" if none."""
    places = {place: name for name, places in under(words, "region/").items() for place in places}
    if not places:
        return ""
    known = dictionary(places)
    names = "".join((filing.name, *(part.name for part in parts)))
    texts = (block.text for block in filing.blocks if isinstance(block, Passage))
    counts = Counter(places[place] for _, place in known.all(names)) or Counter(
        places[place] for text in texts for _, place in known.all(text)
    )
    return counts.most_common(1)[0][0] if counts else ""
