"""Which key may sign at each place of a log, and whether it did (datamodel.md 1-2)."""

from collections.abc import Iterator
from typing import NamedTuple

from app.domain import entries as e
from app.domain.errors import NotNormal
from app.domain.words import QT_TRANSLATE_NOOP
from app.storage import crypto, journal
from app.storage.database import ContentRow, EntryRow
from app.storage.identity import decision_message, enrolment_message


class Checked(NamedTuple):
    """One entry after the first look: its row, its fields where they could be read, its content."""

    row: EntryRow
    fields: journal.EntryBytes | None
    content: ContentRow | None
    payload: e.Payload | None


class KeysInForce:
    """Which key may sign at each place: each member's own, and the open sitting's."""

    def __init__(self, case: str) -> None:
        self._case = case
        self._own: dict[str, bytes] = {}
        self._sitting: tuple[str, bytes] | None = None
        self._bad_proofs: list[tuple[int, str]] = []
        self._heads: list[bytes] = []

    def follow(self, entry: Checked) -> None:
        """A member's keys count from their own enrolment on, which may be the commit that they sign."""
        if isinstance(entry.payload, e.MemberEnrolled):
            self._enrol(entry, entry.payload)
        elif isinstance(entry.payload, e.Decision):
            self._decision(entry, entry.payload)
        self._heads.append(entry.row.hash)

    def _decision(self, entry: Checked, decision: e.Decision) -> None:
        """Every consent under a decision is that member's own signature, over the record they had before them."""
        of = entry.fields.of if entry.fields is not None else None
        try:
            message = decision_message(self._case, decision, of)
        except NotNormal:
            message = b""
        for consent in decision.consents:
            own = self._own.get(consent.member, b"")
            if not crypto.key_check(own, _bytes_of(consent.sig), message):
                self._bad_proofs.append(
                    (entry.row.seq, QT_TRANSLATE_NOOP("verdict", "a signature under the decision is not good"))
                )
        known = 0 <= decision.seq < len(self._heads) and self._heads[decision.seq].hex() == decision.head
        if not known:
            self._bad_proofs.append(
                (entry.row.seq, QT_TRANSLATE_NOOP("verdict", "the decision was made on another record"))
            )

    def _enrol(self, entry: Checked, member: e.MemberEnrolled) -> None:
        key = _bytes_of(member.keys.sig)
        try:
            message = enrolment_message(self._case, member.id, member.keys)
        except NotNormal:
            message = b""
        if not crypto.key_check(key, _bytes_of(member.proof), message):
            self._bad_proofs.append(
                (
                    entry.row.seq,
                    QT_TRANSLATE_NOOP("verdict", "the new member's own signature on the roster is not good"),
                )
            )
        self._own.setdefault(member.id, key)

    def faults(self, commit: list[Checked], signature: bytes) -> Iterator[tuple[int, str]]:
        """What is wrong with the signature of a commit."""
        yield from self._bad_proofs
        self._bad_proofs = []
        last = commit[-1]
        fields = [entry.fields for entry in commit if entry.fields is not None]
        actors = {found.actor for found in fields}
        if len(actors) != 1:
            yield last.row.seq, QT_TRANSLATE_NOOP("verdict", "one step has more than one author")
            return
        actor = actors.pop()
        message = journal.signed_message(last.row.hash)
        own = self._own.get(actor)
        by_own = own is not None and crypto.key_check(own, signature, message)
        by_sitting = (
            self._sitting is not None
            and self._sitting[0] == actor
            and crypto.key_check(self._sitting[1], signature, message)
        )
        if not by_own and not by_sitting:
            yield (
                last.row.seq,
                QT_TRANSLATE_NOOP("verdict", "the signature is not good, or of a key that was not in force"),
            )
        elif not by_own and any(self._needs_own(found.type) for found in fields):
            yield last.row.seq, QT_TRANSLATE_NOOP("verdict", "an act is not signed with its author's own key")
        self._follow_changes(commit)

    @staticmethod
    def _needs_own(kind: str) -> bool:
        return kind in e.KINDS and e.KINDS[kind].signer is e.Signer.OWN

    def _follow_changes(self, commit: list[Checked]) -> None:
        for entry in commit:
            if isinstance(entry.payload, e.SittingOpened) and entry.fields is not None:
                self._sitting = (entry.fields.actor, _bytes_of(entry.payload.key))
            elif isinstance(entry.payload, e.SittingClosed):
                self._sitting = None
            elif isinstance(entry.payload, e.MemberRetired):
                self._own.pop(entry.payload.seat, None)
                if self._sitting is not None and self._sitting[0] == entry.payload.seat:
                    self._sitting = None


def _bytes_of(text: str) -> bytes:
    try:
        return crypto.unb64(text)
    except crypto.Refused:
        return b""
