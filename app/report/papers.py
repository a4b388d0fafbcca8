"""Determinations as PDF files (`ports.Papers`): the door the services see; heavy libraries load on first use."""

from app.domain.determination import Determination
from app.report.layout import FieldBox
from app.services.ports import PdfSigner


class PdfPapers:
    """The real papers."""

    def preview(self, determination: Determination) -> bytes:
        """The pages of a determination as they stand, without fields to sign."""
        from app.report import document

        return document.render(determination).pdf

    def to_sign(self, determination: Determination) -> bytes:
        """The same pages with every signature field, ready for the first signature."""
        from app.report import document, fields

        rendered = document.render(determination)
        return fields.add_fields(rendered.pdf, sorted(rendered.boxes, key=_turn))

    def sign(
        self, pdf: bytes, field: str, by: PdfSigner, *, name: str, role: str, at: str, certify: bool = False
    ) -> bytes:
        """The file with one field signed, everything before it unchanged."""
        from app.report import signatures
        from app.report.closing import closing_reason
        from app.report.fields import CLOSE

        reason = closing_reason() if field == CLOSE else REASON
        return signatures.sign(pdf, field, by, name=name, role=role, reason=reason, at=at, certify=certify)


REASON = "I have read this determination"


def _turn(box: FieldBox) -> int:
    """Fields stand in the order of signing: the seal of the case first, its closing seal last."""
    return {"seal": 0, "close": 2}.get(box.name, 1)
