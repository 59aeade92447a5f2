"""Body lines → typed rows: keys from codes or labels, levels, parents, and what each is in sums."""

from collections.abc import Sequence

from msgspec.structs import replace

from budgetaudit.facts import Column, Row
from budgetaudit.recognise.rows.again import codes_again
from budgetaudit.recognise.rows.coded import coded
from budgetaudit.recognise.rows.draft import CODE, RowContext, drafts
from budgetaudit.recognise.rows.keyed import keyed
from budgetaudit.recognise.rows.labelled import labelled
from budgetaudit.recognise.rows.records import pairs, records
from budgetaudit.recognise.sheet import GridRow


def rows(setting: RowContext, lines: Sequence[GridRow], columns: Sequence[Column]) -> tuple[Row, ...]:
    """All rows of one block, keyed and typed. Free rows that print a code each are read as rows by code."""
    if setting.by == "pairs":
        return tuple(pairs(lines))
    setting = keyed(setting, lines)
    all_drafts = drafts(setting, lines)
    codes = [draft.code for draft in all_drafts if draft.code]
    if setting.by == "record" and setting.block.codes and len(set(codes)) * 2 > len(all_drafts):
        setting = replace(setting, by="code")
    if setting.by in ("code", "economic"):
        return codes_again(tuple(coded(setting, all_drafts, columns)))
    make = records if setting.by == "record" else labelled
    return tuple(make(setting, all_drafts, columns))


__all__ = ["CODE", "RowContext", "rows"]
