"""What a paragraph is read into: things with their numbers, and the lists they stand in."""

from msgspec import Struct, field

from budgetaudit.facts import Claim


class Listing(Struct, eq=False):
    """A list of parts: what it divides (None where it is not named), the words that open it, whether it says that it
    names every part, whether its items are numbered sentences, and the items in order."""

    owner: "Item | None"
    word: str
    full: bool = False
    of: str = "amount"
    numbered: bool = False
    marks: set[str] = field(default_factory=set)
    items: list["Item"] = field(default_factory=list)


class Item(Struct, eq=False):
    """One thing a sentence is about. `subject` is the lexicon's name or "" ; `label` the printed words; `codes` the
    classification printed with it. `found` are its numbers by role; `again` further printings of its amount;
    `flat` and `turned` the words that say it did not, or did, change."""

    subject: str
    label: str
    codes: tuple[str, ...] = ()
    found: dict[str, Claim] = field(default_factory=dict)
    again: list[Claim] = field(default_factory=list)
    within: Listing | None = None
    whole: str = ""
    flat: str = ""
    bare: bool = False
    side: str = ""
    opens: bool = False
    turned: str = ""

    @property
    def owners(self) -> list["Item"]:
        """The wholes of the lists it stands in, innermost first."""
        found: list[Item] = []
        listing = self.within
        while listing and listing.owner and listing.owner not in found:
            found.append(listing.owner)
            listing = listing.owner.within
        return found
