"""budgetaudit: a consistency auditor for published Chinese department budgets and final accounts."""

__version__ = "0.1.0"
