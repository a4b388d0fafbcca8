"""Translation in one place: the window's own words, and words that came from the domain marked but untranslated."""

from PySide6.QtCore import QCoreApplication

from app.domain.errors import EvenhandError

translate = QCoreApplication.translate
"""`translate("context", "text")`: the extraction tool finds calls of this name, with literal texts."""


def of_fault(fault: EvenhandError) -> str:
    """The sentence of a fault in the person's language, with its facts filled in."""
    return translate("errors", fault.message).format(**fault.facts)


def of_domain(context: str, text: str) -> str:
    """A sentence the domain marked for translation under `context`."""
    return translate(context, text)
