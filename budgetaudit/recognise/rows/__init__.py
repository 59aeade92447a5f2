"""Body lines → typed rows: keys from codes or labels, levels, parents, and what each is in sums."""

from collections.abc import Sequence

from msgspec.structs import replace

from budgetaudit.facts import Column, Row
from budgetaudit.recognise.rows.coded import coded
from budgetaudit.recognise.rows.draft import Setting, drafts
from budgetaudit.recognise.rows.labelled import labelled
from budgetaudit.recognise.rows.records import pairs, records
from budgetaudit.recognise.sheet import Line


def rows(setting: Setting, lines: Sequence[Line], columns: Sequence[Column]) -> tuple[Row, ...]:
    """All rows of one lane, keyed and typed. Free rows that print a code each are read as rows by code."""
    if setting.by == "pairs":
        return tuple(pairs(lines))
    found = drafts(setting, lines)
    codes = [draft.code for draft in found if draft.code]
    if setting.by == "record" and setting.lane.codes and len(set(codes)) * 2 > len(found):
        setting = replace(setting, by="code")
    if setting.by in ("code", "economic"):
        return tuple(coded(setting, found, columns))
    make = records if setting.by == "record" else labelled
    return tuple(make(setting, found, columns))


__all__ = ["Setting", "rows"]
