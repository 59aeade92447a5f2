"""Run by hatchling when a wheel is built, or a checkout installed as editable: compiles the rules into
rules/rulebook.bin, which goes into the wheel with the rest of rules/. A mistake in a rule stops the build."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        sys.path.insert(0, self.root)
        from budgetaudit.rulefiles import compiled, load, shipped

        compiled.write(load(), shipped())
