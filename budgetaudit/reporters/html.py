"""The report as one page of HTML: no script, nothing loaded from elsewhere, text from the filing always escaped."""

from budgetaudit.reporters import Look
from budgetaudit.reporters.view import view
from budgetaudit.verdicts import Audit


def render(audit: Audit, look: Look) -> str:
    """The page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("budgetaudit.reporters", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.get_template("report.html.j2")
    return template.render(told=view(audit, look), words=look.words, lang=look.lang)
