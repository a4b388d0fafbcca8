"""The spoken forms of events: what a screen reader says of a mark or a line."""

from app.domain.facts_listed import Listed, why_here
from ui.words import of_domain, translate


def kind(line: Listed) -> str:
    """A decision or any other event."""
    return translate("facts", "Decision") if line.row.decision_point else translate("facts", "Event")


def spoken(line: Listed) -> str:
    """ "Decision, E17, about 14:58, time uncertain, RN-1 switches the cabinet to override." """
    row = line.row
    parts = [kind(line), row.label, line.time]
    if row.uncertain and line.timed:
        parts.append(translate("facts", "time uncertain"))
    if not row.text.startswith(row.actor):
        parts.append(row.actor)
    return ", ".join([*parts, row.text])


def placed(line: Listed) -> str:
    """Why an event without a time stands where it does, or nothing."""
    sentence, label = why_here(line)
    return of_domain("facts", sentence).format(label=label) if sentence else ""
