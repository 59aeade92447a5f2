"""The JSON Schema of rule files, for editors that check YAML while it is written."""

from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from msgspec.structs import fields

from budgetaudit.conditions import BUILT_IN, STATEMENTS
from budgetaudit.kinds import KINDS, find_kind
from budgetaudit.rulefiles.checks import NEEDED, OUTCOMES, RULE_KEYS, SEVERITIES
from budgetaudit.rulefiles.convert import hints, needed
from budgetaudit.rulefiles.tables import COLUMN_KEYS, LINE_KEYS, ROLES, ROW_KINDS, ROWS_BY, SIDE_KEYS, TABLE_KEYS

Schema = dict[str, Any]
TEXT: Schema = {"type": ["string", "number"]}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
ANSWER: Schema = {"enum": ["yes", "no", True, False]}


def schema() -> Schema:
    """What an entry of a rule file may be: a table, a condition, word lists, or a rule of one of the kinds."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "budgetaudit rules",
        "type": "array",
        "items": {"anyOf": [_table(), _condition(), _words(), *map(_rule, KINDS)]},
    }


def _closed(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _rule(name: str) -> Schema:
    """A rule of one kind: the keys that every rule has, and the kind's own."""
    kind = find_kind(name)
    types = hints(kind)
    common: Schema = dict.fromkeys(RULE_KEYS, TEXT)
    common |= {
        "kind": {"const": name},
        "withheld": {"type": "array", "items": TEXTS},
        "severity": {"enum": list(SEVERITIES)},
        "when": {"type": "object", "propertyNames": {"type": "string"}, "description": _conditions()},
        "examples": {"type": "array", "items": _closed(dict.fromkeys(OUTCOMES, TEXT))},
    }
    own = {field.name: _type(types[field.name]) for field in fields(kind)}
    return {
        **_closed({**common, **own}, (*NEEDED, *needed(kind))),
        "title": name,
        "description": (kind.__doc__ or "").strip(),
    }


def _conditions() -> str:
    return f"{', '.join((*BUILT_IN, *STATEMENTS))}, or the name of a condition"


def _type(kind: Any) -> Schema:
    """The schema of a field's type; a list of one may be written without brackets."""
    if get_origin(kind) is tuple:
        inner = _type(get_args(kind)[0])
        several: Schema = {"type": "array", "items": inner}
        return several if get_origin(get_args(kind)[0]) is tuple else {"anyOf": [inner, several]}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is not None:
        return {"type": "object", "additionalProperties": _type(get_args(kind)[1])}
    return {bool: ANSWER, int: {"type": "integer"}, Decimal: {"type": "number"}}.get(kind, TEXT)


def _table() -> Schema:
    line = {"anyOf": [TEXTS, _closed({**dict.fromkeys(LINE_KEYS, TEXTS), "kind": {"enum": list(ROW_KINDS)}})]}
    column = {"anyOf": [TEXTS, _closed({**dict.fromkeys(COLUMN_KEYS, TEXTS), "role": {"enum": list(ROLES)}})]}
    parts: Schema = {
        "rows": {"enum": list(ROWS_BY)},
        "columns": {"type": "object", "additionalProperties": column},
        "lines": {"type": "object", "additionalProperties": line},
    }
    side = _closed({**dict.fromkeys(SIDE_KEYS, TEXTS), **parts})
    whole: Schema = {**dict.fromkeys(TABLE_KEYS, TEXTS), **parts, "money": ANSWER}
    return _closed({**whole, "sides": {"type": "object", "additionalProperties": side}}, ("table",))


def _condition() -> Schema:
    return _closed(
        {"condition": TEXT, "title": TEXT, "any": ANSWER, **dict.fromkeys(STATEMENTS, TEXTS)},
        ("condition", "title"),
    )


def _words() -> Schema:
    return _closed({"words": {"type": "object", "additionalProperties": TEXTS}}, ("words",))
