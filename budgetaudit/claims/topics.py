"""What the prose is read into: topics with their numbers, and the lists of parts that the topics stand in.

Both are known by a number, which is never given twice in a part: a topic names its list and a list its topics by it."""

from collections.abc import Iterator, Mapping
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from budgetaudit.facts import Certainty, Claim, Role


class PartsList(Struct, frozen=True, eq=False):
    """A list of parts. `owner` is the topic that it divides (None where it is not named), `word` the word that opens
    it; `full` says that the word promises every part; `of` is the role of the numbers that it divides; `numbered` says
    that its topics are numbered sentences. `sure` that the number of its owner stands directly before it, `enclosed`
    that it stands in a bracket behind it. `marks` are the marks between its topics, `topics` the topics in order;
    `cuts` says how many stand before each semicolon."""

    id: int
    owner: int | None
    word: str
    full: bool = False
    of: Role | None = Role.AMOUNT
    numbered: bool = False
    sure: bool = True
    enclosed: bool = False
    marks: str = ""
    cuts: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()


class Topic(Struct, frozen=True, eq=False):
    """What a sentence is about. `subject` is its name as in `Claim.subject`, "" where it has none; `label` the printed
    words; `codes` the classification printed with it. `numbers` are its numbers by role; `again` further printings of
    its amount, `earlier` further amounts of the year before (its budget, its outturn); `within` the list of which it is
    a part; `whole` the subject that its share is of. `flat` and `turned` are the words that say that it did not, or
    did, change, `side` those that say whether the outturn is above or below the budget. `bare` says that its earlier
    amount stands behind a bare 比上年, `opens` that it begins a numbered paragraph. Where its change begins a sentence,
    `item` is the topic that the paragraph is about, whose change it may be; `lent` says that its amount was given
    elsewhere, and only its change here. `certainty` says how sure its subject is."""

    id: int
    subject: str
    label: str
    codes: tuple[str, ...] = ()
    numbers: Mapping[Role, Claim] = {}
    again: tuple[Claim, ...] = ()
    earlier: tuple[Claim, ...] = ()
    within: int | None = None
    whole: str = ""
    flat: str = ""
    bare: bool = False
    side: str = ""
    opens: bool = False
    turned: str = ""
    item: int | None = None
    certainty: Certainty = Certainty.STATED
    lent: bool = False


class Spoken(Struct, frozen=True, eq=False):
    """What was spoken of so far. `topics` and `lists` are those of this paragraph, and those of earlier ones that it
    says more of; the others stand in `before`, what was spoken of in the paragraphs above. `first` is the paragraph's
    first topic, `next_topic` and `next_list` are the numbers to be given next."""

    topics: Mapping[int, Topic] = {}
    lists: Mapping[int, PartsList] = {}
    before: "Spoken | None" = None
    first: int = 0
    next_topic: int = 0
    next_list: int = 0

    def topic(self, number: int) -> Topic:
        """The topic of a number, as it is now. Raises KeyError where there is none."""
        spoken = self
        while number not in spoken.topics and spoken.before:
            spoken = spoken.before
        return spoken.topics[number]

    def listing(self, number: int) -> PartsList:
        """The list of a number, as it is now. Raises KeyError where there is none."""
        spoken = self
        while number not in spoken.lists and spoken.before:
            spoken = spoken.before
        return spoken.lists[number]

    def with_topic(self, topic: Topic) -> "Spoken":
        """With a new topic, or a known one as it is now."""
        following = max(self.next_topic, topic.id + 1)
        return replace(self, topics={**self.topics, topic.id: topic}, next_topic=following)

    def with_list(self, listing: PartsList) -> "Spoken":
        """With a new list, or a known one as it is now."""
        following = max(self.next_list, listing.id + 1)
        return replace(self, lists={**self.lists, listing.id: listing}, next_list=following)

    def latest(self, subject: str) -> Iterator[Topic]:
        """The paragraph's topics of a subject, the latest first."""
        for number in range(self.next_topic - 1, self.first - 1, -1):
            topic = self.topics[number]
            if topic.subject == subject:
                yield topic

    def list_of(self, topic: Topic) -> PartsList | None:
        """The list that a topic is a part of."""
        return None if topic.within is None else self.listing(topic.within)

    def owner_of(self, listing: PartsList | None) -> Topic | None:
        """What a list divides."""
        return None if listing is None or listing.owner is None else self.topic(listing.owner)

    def owners(self, topic: Topic) -> list[Topic]:
        """The wholes of the lists that a topic stands in, innermost first."""
        owners: dict[int, Topic] = {}
        owner = self.owner_of(self.list_of(topic))
        while owner and owner.id not in owners:
            owners[owner.id] = owner
            owner = self.owner_of(self.list_of(owner))
        return list(owners.values())


def following(spoken: Spoken) -> Spoken:
    """What the next paragraph begins with."""
    numbers = (spoken.next_topic, spoken.next_topic, spoken.next_list)
    return Spoken({}, {}, spoken if spoken.topics or spoken.lists else spoken.before, *numbers)


def gathered(spoken: Spoken) -> Spoken:
    """All that was spoken of in a part, as one: every topic and list as it is at the end, in their order."""
    paragraphs = [spoken]
    while before := paragraphs[-1].before:
        paragraphs.append(before)
    topics = dict(chain.from_iterable(said.topics.items() for said in reversed(paragraphs)))
    lists = dict(chain.from_iterable(said.lists.items() for said in reversed(paragraphs)))
    return Spoken(topics, lists, None, 0, spoken.next_topic, spoken.next_list)
