"""Translation in one place: the window's own words, and words that came from the domain marked but untranslated."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.errors import EvenhandError

if TYPE_CHECKING:
    from app.domain.stages import Missing
    from app.domain.stages_of_judging import Lack

translate = QCoreApplication.translate
"""`translate("context", "text")`: the extraction tool finds calls of this name, with literal texts."""


def of_fault(fault: EvenhandError) -> str:
    """The sentence of a fault in the person's language, with its facts filled in."""
    return translate("errors", fault.message).format(**fault.facts)


def of_domain(context: str, text: str) -> str:
    """A sentence the domain marked for translation under `context`."""
    return translate(context, text)


def still_missing(found: "Sequence[Missing]") -> tuple[str, ...]:
    """What a stage still lacks, in the person's language."""
    return tuple(
        translate("missing", one.text).format(labels=some(one.labels, one.total), person=one.person) for one in found
    )


def some(labels: Sequence[str], total: int) -> str:
    """The first few of many: "E01 and E05", "E01, E05, E07 and 4 more"."""
    if total > len(labels):
        more = translate("words", "{labels} and {count} more")
        return more.format(labels=", ".join(labels), count=total - len(labels))
    if len(labels) < 2:
        return "".join(labels)
    return translate("words", "{labels} and {last}").format(labels=", ".join(labels[:-1]), last=labels[-1])


def of_lack(lack: "Lack") -> str:
    """Something that is missing, as a sentence in the person's language."""
    return translate("missing", lack.text).format(**lack.facts)
