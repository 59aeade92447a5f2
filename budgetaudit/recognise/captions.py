"""What stands above a table: unit, entity, code, year, date, table number."""

from collections.abc import Mapping
from functools import lru_cache

from budgetaudit.facts import Caption
from budgetaudit.filing import Place
from budgetaudit.recognise.vocabulary import Vocabulary
from budgetaudit.text import COUNTING, HAN, YEAR, regex, unquoted

_UNITS = ("元", "千元", "万元", "百万元", "亿元")
_ENTITY = regex(rf"(?!(?:19\d\d|{YEAR})年)(\d{{3,9}})-?({HAN}(?:[^\W_]|[()]){{2,60}})")
_PUBLIC_NUMBER = regex(rf"(?:部门|单位)?(?:公开|预算|决算|附|续)?表?\d{{1,2}}(?:-\d)?表?|(?:附表|表)[{COUNTING}\d]+")
_SPLIT_UNIT = regex(r"(?<=[万亿千百])\s+(?=[万元])|(?<=[:：])[ \u3000]+(?=[^\s:：]+(?:\s|$))")
_SIDE_BY_SIDE = regex(r"\s{2,}|[\n\t]|\s(?=[^\s:：]{2,12}[:：])")
_UNIT_AT_END = regex(r"(?:金额)?单位:(元|万元|千元|亿元)$")
_NOT_ENTITY = regex(r"(?:金额)?单位:.*|^\[\d+\]")
_BEGINS_YEAR = regex(rf"({YEAR})")


@lru_cache(maxsize=8192)
def caption_of(text: str, words: Vocabulary) -> Mapping[str, str]:
    """What a line above a table states: unit, entity, code, year, date, number. {} if it is no caption at all."""
    plain = unquoted(text)
    if not plain or len(plain) > 120:
        return {}
    stated: dict[str, str] = {}
    for piece in map(unquoted, _pieces(text)):
        read = _caption_piece(piece[1:-1] if piece[0] + piece[-1] == "()" else piece, words)
        if not read:
            return stated if stated.get("unit") and len(plain) < 50 else {}
        stated.update(read)
    return stated


def captions_of(text: str, words: Vocabulary, place: Place) -> dict[str, Caption]:
    """What a line above a table states, each with the piece of the line that states it."""
    pieces = _pieces(text)
    return {
        name: Caption(value, next((p.strip() for p in pieces if value in unquoted(p)), text.strip()), place)
        for name, value in caption_of(text, words).items()
    }


def _pieces(text: str) -> list[str]:
    """A caption line cut where captions stand side by side; a unit broken over lines is whole again."""
    whole = _SPLIT_UNIT.sub("", text.strip())
    cut = _SIDE_BY_SIDE.split(whole)
    return [piece for piece in cut if piece and piece.strip()]


def _caption_piece(piece: str, words: Vocabulary) -> dict[str, str]:
    """What one piece of a caption line states."""
    name, colon, value = piece.partition(":")
    if not colon:
        return _uncaptioned(piece)
    if name in words.words("caption_unit") and value in _UNITS:
        return {"unit": value}
    if name in words.words("caption_year") and (year := _BEGINS_YEAR.match(value)):
        return {"year": year[1]}
    if name in words.words("caption_date"):
        return {"date": value}
    return _entity(value) if name in words.words("caption_entity") else {}


def _uncaptioned(piece: str) -> dict[str, str]:
    """A piece without a name: a table number, code and entity, a bare unit."""
    if _PUBLIC_NUMBER.fullmatch(piece):
        return {"number": piece}
    if code := _ENTITY.fullmatch(piece):
        return {"code": code[1], "entity": code[2]}
    return {"unit": piece} if piece in _UNITS else {}


def _entity(value: str) -> dict[str, str]:
    """The body a caption names, with its code and a unit printed on the same line."""
    unit = _UNIT_AT_END.search(value)
    code = _ENTITY.fullmatch(value)
    stated = {"entity": code[2] if code else _NOT_ENTITY.sub("", value)}
    if code:
        stated["code"] = code[1]
    if unit:
        stated["unit"] = unit[1]
    return stated
