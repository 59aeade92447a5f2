"""A number: by its unit an amount of money, a percentage, so many of something, or none that says what it is of."""

from decimal import Decimal

from msgspec.structs import replace

from budgetaudit.amounts import MONEY, PERCENT, Amount, read_amount
from budgetaudit.claims.changes import spoken_of
from budgetaudit.claims.clause import ADJACENT
from budgetaudit.claims.clauses import counts_known, unit_of
from budgetaudit.claims.current import REVISED, WHOLE_YEAR
from budgetaudit.claims.lists import known_or_new, new_in_list
from budgetaudit.claims.money import money
from budgetaudit.claims.names import named, named_before
from budgetaudit.claims.precision import last_digit
from budgetaudit.claims.setting import Setting
from budgetaudit.claims.state import State, amended, aside, bound, left, missed
from budgetaudit.claims.tokens import Token
from budgetaudit.claims.topics import Topic
from budgetaudit.facts import Role
from budgetaudit.messages import message
from budgetaudit.text import regex

BEGINNING = "年初"
TIMES = ("倍", "成", "番")
"""What a number before these counts is no per cent."""
LISTED = regex(r"[，。；]?\(?(?:其中|包括|含)|\(")
COSTING = regex(r"[、，](?=\d[\d.,]*[万亿]?元)")

Meaning = tuple[Role, int, int]
"""What a percentage is: its role, its sign, and where the words end that may name its topic."""


def on_number(state: State, word: Token) -> State:
    """With a number, by its unit."""
    if word.bare or not word.unit:
        return _unitless(state, word)
    unit = unit_of(word.unit)
    amount = read_amount(word.text.replace("，", ","), unit)
    if amount is None:
        return state
    if any(start <= word.start < end for start, end in state.here.apart):
        return left(missed(state, word, amount, message("unread.apart")))
    if unit.dimension == MONEY:
        return money(state, word, _sharp(amount, state.here))
    if unit.dimension == PERCENT:
        return left(_percent(state, word, amount))
    return _count(state, word, replace(amount, quantum=Decimal(0)))


def _sharp(amount: Amount, here: Setting) -> Amount:
    """A whole number as exact as the amounts beside it show it to be."""
    if amount.quantum != 1 or amount.unit.name != "万元":
        return amount
    return replace(amount, quantum=last_digit(amount.value, here.habit, here.context.beside))


def _unitless(state: State, word: Token) -> State:
    """A number without a unit is a claim only where the sentence asks for one."""
    turn, last, text = state.clause.turn, state.topic(state.last), state.here.text
    if word.bare or not last or "." not in word.text or text[word.end : word.end + 1] in TIMES:
        return state
    amount, delta = read_amount(word.text.replace("，", ",")), last.numbers.get(Role.DELTA)
    if _behind_change(state, word) and delta:
        return bound(state, last, Role.RATE, word, amount, delta.sign)
    if turn and ADJACENT.fullmatch(text, turn.end, word.start):
        return bound(state, last, Role.RATE if delta else Role.CHANGE, word, amount, turn.sign)
    return bound(state, last, Role.SHARE, word, amount) if state.clause.share >= 0 else state


def _behind_change(state: State, word: Token) -> bool:
    """Whether a number opens a bracket behind a change: 增加1.5万元（8.6%）."""
    return state.role == Role.DELTA and state.here.text[word.start - 1] == "("


# percentages


def _percent(state: State, word: Token, amount: Amount) -> State:
    """With a share, a rate of completion, or a rate of change."""
    meaning = _meaning(state, word)
    if meaning is None:
        return aside(state, word, amount, message("unread.rate"))
    role, sign, before = meaning
    whole = state.clause.whole
    state, topic = _target(state, before)
    if topic is None:
        return missed(state, word, amount, message("unread.percentage"))
    if role == Role.SHARE and whole:
        topic = replace(topic, whole=whole.name)
        state = amended(state, topic)
    return replace(bound(state, topic, role, word, amount, sign), last=topic.id)


def _meaning(state: State, word: Token) -> Meaning | None:
    """What a percentage is; None where the words do not say."""
    clause, turn, last = state.clause, state.clause.turn, state.topic(state.last)
    if clause.share >= 0:
        return Role.SHARE, 1, clause.share
    if clause.done >= 0:
        return _completed(state, word), 1, clause.share
    if turn and ADJACENT.fullmatch(state.here.text, turn.end, word.start):
        return Role.RATE, turn.sign, turn.start
    if _behind_change(state, word) and last and Role.DELTA in last.numbers:
        return Role.RATE, last.numbers[Role.DELTA].sign, clause.share
    return None


def _completed(state: State, word: Token) -> Role:
    """Whether a percentage is of the revised plan (that is said, or there is no other) or of the plan; ASIDE where
    that cannot be told."""
    last, words = state.topic(state.last), state.here.text[state.clause.done : word.start]
    numbers = last.numbers if last else {}
    revised = REVISED in words or (WHOLE_YEAR in words and Role.REVISED in numbers)
    if revised or (Role.REVISED in numbers and Role.PLAN not in numbers):
        return Role.RECOMPLETION
    return Role.COMPLETION if Role.REVISED not in numbers or BEGINNING in words else Role.ASIDE


def _target(state: State, before: int) -> tuple[State, Topic | None]:
    """The topic of a percentage: the one that its clause names, else the one last spoken of."""
    clause = state.clause
    mention = named_before(clause, state.here, before) if before > clause.start else None
    if mention:
        return known_or_new(state, mention)
    if state.last is None and state.pending:
        return new_in_list(state, state.pending)
    return state, spoken_of(state)


def _count(state: State, word: Token, amount: Amount) -> State:
    """With so many cars, people, projects."""
    mention = named(state.clause, state.here, word.start)
    owner = state.spoken.owner_of(state.innermost)
    counted = (owner is not None and Role.COUNT in owner.numbers) or LISTED.match(state.here.text, word.end)
    known = counts_known(state.clause, word, state.here)
    if mention and (known or counted) and not state.clause.reason:
        state, topic = new_in_list(state, mention)
        state = replace(bound(state, topic, Role.COUNT, word, amount), last=topic.id)
        return left(state) if known else state
    state = aside(state, word, amount, word.unit)
    costing = mention and COSTING.match(state.here.text, word.end)
    return replace(state, phrase=mention) if costing else state
