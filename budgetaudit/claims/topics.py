"""What a paragraph is read into: topics with their numbers, and the lists of parts that the topics stand in."""

from msgspec import Struct, field

from budgetaudit.facts import Certainty, Claim, Role


class PartsList(Struct, eq=False):
    """A list of parts. `owner` is what it divides (None where it is not named), `word` the word that opens it; `full`
    says that the word promises every part; `of` is the role of the numbers that it divides; `numbered` says that its
    topics are numbered sentences. `sure` that the number of its owner stands directly before it, `enclosed` that it
    stands in a bracket behind it. `marks` are the marks between its topics, `topics` the topics in order; `cuts` says
    how many stand before each semicolon."""

    owner: "Topic | None"
    word: str
    full: bool = False
    of: Role | None = Role.AMOUNT
    numbered: bool = False
    sure: bool = True
    enclosed: bool = False
    marks: set[str] = field(default_factory=set)
    cuts: list[int] = field(default_factory=list)
    topics: list["Topic"] = field(default_factory=list)


class Topic(Struct, eq=False):
    """What a sentence is about. `subject` is its name as in `Claim.subject`, "" where it has none; `label` the printed
    words; `codes` the classification printed with it. `numbers` are its numbers by role; `again` further printings of
    its amount, `earlier` further amounts of the year before (its budget, its outturn); `within` the list of which it is
    a part; `whole` the subject that its share is of. `flat` and `turned` are the words that say that it did not, or
    did, change, `side` those that say whether the outturn is above or below the budget. `bare` says that its earlier
    amount stands behind a bare 比上年, `opens` that it begins a numbered paragraph. Where its change begins a sentence,
    `item` is what the paragraph is about, whose change it may be; `lent` says that its amount was given elsewhere, and
    only its change here. `certainty` says how sure its subject is."""

    subject: str
    label: str
    codes: tuple[str, ...] = ()
    numbers: dict[Role, Claim] = field(default_factory=dict)
    again: list[Claim] = field(default_factory=list)
    earlier: list[Claim] = field(default_factory=list)
    within: PartsList | None = None
    whole: str = ""
    flat: str = ""
    bare: bool = False
    side: str = ""
    opens: bool = False
    turned: str = ""
    item: "Topic | None" = None
    certainty: Certainty = Certainty.STATED
    lent: bool = False

    @property
    def owners(self) -> list["Topic"]:
        """The wholes of the lists it stands in, innermost first."""
        owners: list[Topic] = []
        listing = self.within
        while listing and listing.owner and listing.owner not in owners:
            owners.append(listing.owner)
            listing = listing.owner.within
        return owners
