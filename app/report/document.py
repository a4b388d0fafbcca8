"""The door of the report: a determination in, the pages of its PDF out, unsigned and the same bytes every time."""

from app.domain.determination import Determination
from app.report import wording
from app.report.layout import A4, Rendered


def render(determination: Determination) -> Rendered:
    """Lay out and draw a determination.

    With something `missing` it is a draft: marked as one on every page, what is missing listed, and no `boxes`. All
    texts are taken literally. The same value gives the same bytes.
    """
    # reportlab and pikepdf are slow to import and needed by nobody who does not print.
    from app.report.metadata import finish, xmp
    from app.report.press import press

    pressed = press(determination, A4)
    title = wording.DOCUMENT.format(reference=determination.reference)
    packet = xmp(
        title, wording.LANGUAGE, determination.reference, determination.record.head, _fingerprints(determination)
    )
    pdf = finish(pressed.pdf, packet, wording.LANGUAGE, pressed.bookmarks)
    return Rendered(pdf, pressed.boxes)


def _fingerprints(determination: Determination) -> dict[str, str]:
    """The certificate behind each field; a draft has no fields, and a roster without its seal is not printed."""
    if determination.missing or not determination.seal:
        return {}
    members = {member.seat: member.fingerprint for member in determination.panel}
    return {"seal": determination.seal, **members, "close": determination.seal}
