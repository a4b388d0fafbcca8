"""What one signature may change in a file, and nothing else: its own field gets a value and a face.

The same question as pyHanko's difference analysis, answered the other way round: not "which changes are harmless" but
"is this exactly the update that this program writes" (trust.md 4.5, R4 and R5).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.report.signed_pdf import Signature, SignedPdf


def is_plain(document: "SignedPdf", signature: "Signature") -> bool:
    """True if the signature's revision sets its field's value and face, the certification its entry, and no more."""
    if not 0 < signature.revision < document.revisions:
        return False
    revision = signature.revision
    writing = document.writing(revision)
    allowed = {signature.number} | ({document.root(revision)} if signature.certifies else set())
    return (
        writing.tidy
        and writing.changed == allowed
        and document.trailer(revision) == document.trailer(revision - 1)
        and _field_filled(document, signature, writing.new)
        and (not signature.certifies or _certified(document, signature))
        and _closed(document, signature, writing.new)
    )


def _field_filled(document: "SignedPdf", signature: "Signature", new: frozenset[int]) -> bool:
    number, revision = signature.number, signature.revision
    before, after = document.values(number, revision - 1), document.values(number, revision)
    named = {document.pointer(number, revision, "/V"), document.pointer(number, revision, "/AP", "/N")}
    return _without(before, "/AP") == _without(after, "/V", "/AP") and len(named) == 2 and named <= new


def _certified(document: "SignedPdf", signature: "Signature") -> bool:
    revision = signature.revision
    number = document.root(revision)
    before, after = document.values(number, revision - 1), document.values(number, revision)
    named = document.pointer(number, revision, "/Perms", "/DocMDP")
    value = document.pointer(signature.number, revision, "/V")
    return before == _without(after, "/Perms") and named is not None and named == value


def _without(values: dict[str, bytes], *keys: str) -> dict[str, bytes]:
    return {key: value for key, value in values.items() if key not in keys}


def _closed(document: "SignedPdf", signature: "Signature", new: frozenset[int]) -> bool:
    """Every new object hangs on the field, and none of them hangs on anything older but the catalogue."""
    reached: set[int] = set()
    waiting = set(document.references(signature.number, signature.revision) & new)
    while waiting:
        number = waiting.pop()
        reached.add(number)
        named = document.references(number, signature.revision)
        if not named - new <= {document.root(signature.revision)}:
            return False
        waiting |= (named & new) - reached
    return reached == new
