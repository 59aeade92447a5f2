"""What a rule can say. A kind is a frozen Struct whose fields are its YAML keys, with one method that writes
checks or observations; kinds never compare numbers."""

from functools import lru_cache
from importlib import import_module

from msgspec import Struct

KINDS = {
    "sum": "budgetaudit.kinds.total:Sum",
    "grouped": "budgetaudit.kinds.grouped:Grouped",
    "rollup": "budgetaudit.kinds.rollup:Rollup",
    "parts": "budgetaudit.kinds.parts:Parts",
    "equal": "budgetaudit.kinds.equal:Equal",
    "compare": "budgetaudit.kinds.equal:Compare",
    "scale": "budgetaudit.kinds.scale:Scale",
    "product": "budgetaudit.kinds.product:Product",
    "consolidate": "budgetaudit.kinds.consolidate:Consolidate",
    "formula": "budgetaudit.kinds.formula:Formula",
    "unique": "budgetaudit.kinds.unique:Unique",
    "nested": "budgetaudit.kinds.nested:Nested",
    "alike": "budgetaudit.kinds.alike:Alike",
    "units": "budgetaudit.kinds.units:Units",
    "numbered": "budgetaudit.kinds.numbered:Numbered",
    "blanks": "budgetaudit.kinds.blanks:Blanks",
    "odd": "budgetaudit.kinds.odd:Odd",
    "each": "budgetaudit.kinds.each:Each",
    "suited": "budgetaudit.kinds.suited:Suited",
    "restated": "budgetaudit.kinds.restated:Restated",
    "itemised": "budgetaudit.kinds.itemised:Itemised",
    "summed": "budgetaudit.kinds.restated:Summed",
    "breakdown": "budgetaudit.kinds.stated:Breakdown",
    "change": "budgetaudit.kinds.stated:Change",
    "ratio": "budgetaudit.kinds.ratios:StatedRatio",
    "direction": "budgetaudit.kinds.stated:Direction",
    "hundred": "budgetaudit.kinds.stated:Hundred",
    "repeated": "budgetaudit.kinds.repeated:Repeated",
    "consistent": "budgetaudit.kinds.repeated:Consistent",
    "identity": "budgetaudit.kinds.balance:Identity",
    "one_unit": "budgetaudit.kinds.balance:OneUnit",
    "within": "budgetaudit.kinds.limits:Within",
    "ordered": "budgetaudit.kinds.limits:Ordered",
    "projects": "budgetaudit.kinds.projectamounts:Projects",
    "renamed": "budgetaudit.kinds.wordings:Renamed",
    "denied": "budgetaudit.kinds.wordings:Denied",
    "reasoned": "budgetaudit.kinds.wordings:Reasoned",
    "phrased": "budgetaudit.kinds.phrased:Phrased",
    "present": "budgetaudit.kinds.present:Present",
    "states": "budgetaudit.kinds.states:States",
    "noted": "budgetaudit.kinds.noted:Noted",
    "spelt": "budgetaudit.kinds.spelt:Spelt",
    "twins": "budgetaudit.kinds.twins:Twins",
    "contents": "budgetaudit.kinds.contents:Contents",
    "sequence": "budgetaudit.kinds.sequence:Sequence",
    "same": "budgetaudit.kinds.same:Same",
    "dated": "budgetaudit.kinds.dated:Dated",
    "event": "budgetaudit.kinds.event:Event",
    "wording": "budgetaudit.kinds.wording:Wording",
    "named": "budgetaudit.kinds.named:Named",
    "agree": "budgetaudit.kinds.agree:Agree",
    "classified": "budgetaudit.kinds.classified:Classified",
    "filled": "budgetaudit.kinds.filled:Filled",
    "uniform": "budgetaudit.kinds.uniform:Uniform",
    "detailed": "budgetaudit.kinds.detailed:Detailed",
    "goals": "budgetaudit.kinds.goals:Goals",
    "listed": "budgetaudit.kinds.projects:Listed",
    "indicators": "budgetaudit.kinds.indicators:Indicators",
}
"""Name in YAML → module:class, imported only when a rule uses it."""


@lru_cache(maxsize=64)
def find_kind(name: str) -> type[Struct]:
    """The Struct of a kind."""
    module, _, attribute = KINDS[name].partition(":")
    kind: type[Struct] = getattr(import_module(module), attribute)
    return kind
