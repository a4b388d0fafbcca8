"""The check of a whole case, part by part, with nothing but the case key (datamodel.md 7)."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from app.domain import entries as e
from app.domain import merkle
from app.domain.custody import CustodyRules
from app.domain.errors import DatabaseDamaged, NewerEntry, NotNormal
from app.domain.order import OrderRules, Outline
from app.domain.receipts import Anchor, anchor
from app.domain.verdict import Collector, Part, Result, Verdict
from app.domain.words import QT_TRANSLATE_NOOP
from app.storage import archive_files, canonical, crypto, journal, keyfile, opening, slots, vaults
from app.storage.database import ContentRow, Database, EntryRow
from app.storage.identity import Identity
from app.storage.keys_in_force import Checked, KeysInForce
from app.storage.reader import decode_body
from app.storage.verify_vaults import VaultCheck
from app.storage.ways_in import ways_in

_TIME: Final = "0000-00-00T00:00:00Z"


def verify(folder: Path, passphrase: str, head: str | None = None) -> Verdict:
    """The verdict on a case folder or an archive; opens it read-only and writes no byte to it.

    `head` is a head or a receipt that somebody else kept (a slip, a signed PDF): the chain must hold it. NotAnAnchor if
    it is neither.
    """
    kept = None if head is None else anchor(head)
    if folder.is_file():
        with archive_files.opened(folder, passphrase) as found:
            return check(found.file, found.database, found.unlocked.identity, kept, "archive")
    file = opening.read_key_file(folder)
    unlocked = slots.unlock(file, passphrase)
    database = opening.open_database(folder, file, unlocked.dek, read_only=True)
    try:
        return check(file, database, unlocked.identity, kept)
    finally:
        database.close()


def check(
    file: keyfile.KeyFile, database: Database, identity: Identity | None, head: Anchor | None, subject: str = "case"
) -> Verdict:
    """The verdict on an open database and the key file beside it, all of one moment.

    Without an `identity` what lies in vaults is held by its hash alone: enough for a copy of a case that is open.
    """
    with database.reading():
        return _Check(file, database, identity, subject).verdict(head)


class _Check:
    """One run of all parts over one database."""

    def __init__(self, file: keyfile.KeyFile, database: Database, identity: Identity | None, subject: str) -> None:
        self._subject = subject
        self._file = file
        self._database = database
        self._identity = identity
        self._case = file.header.case
        self.chain = Collector(QT_TRANSLATE_NOOP("verdict", "Chain"))
        self.signatures = Collector(QT_TRANSLATE_NOOP("verdict", "Signatures"))
        self.contents = Collector(QT_TRANSLATE_NOOP("verdict", "Contents"))
        self.documents = Collector(QT_TRANSLATE_NOOP("verdict", "Documents"))
        self.order = Collector(QT_TRANSLATE_NOOP("verdict", "Order"))
        self.vaults = Collector(QT_TRANSLATE_NOOP("verdict", "Vaults"))
        self._heads: set[str] = set()
        self._erased: set[int] = set()
        self._invalid: set[int] = set()
        self._unread = False

    def verdict(self, head: Anchor | None) -> Verdict:
        parts = [self._key_file(), self._pages()]
        try:
            entries = list(self._read_all())
            self._signatures_of(entries)
            self._order_of(entries)
            self._closings_of(entries)
            self._contents_of(entries)
            self._vaults_of(entries)
        except DatabaseDamaged:
            parts.append(
                Part(
                    QT_TRANSLATE_NOOP("verdict", "Entries"),
                    Result.BROKEN,
                    QT_TRANSLATE_NOOP("verdict", "The rest could not be read from the damaged pages."),
                )
            )
            return Verdict(self._subject, tuple(parts))
        parts.append(ways_in(self._file.header.slots, entries))
        parts += self._finished(entries)
        parts.append(_times(entries))
        parts.append(self._anchor(head))
        return Verdict(self._subject, tuple(parts))

    # --- before the entries -----------------------------------------------------------------------

    def _key_file(self) -> Part:
        found = Collector(QT_TRANSLATE_NOOP("verdict", "Key file"))
        for name in self._file.damaged:
            found.add(
                None, QT_TRANSLATE_NOOP("verdict", "The {name} copy of the key header is damaged.").format(name=name)
            )
        for slot in self._file.header.slots:
            if not slots.within_bounds(slot.kdf):
                found.add(
                    None,
                    QT_TRANSLATE_NOOP("verdict", "Seat {seat} is locked more weakly than allowed.").format(
                        seat=slot.id
                    ),
                )
        return found.part(
            QT_TRANSLATE_NOOP(
                "verdict",
                "Both copies of the key header are sound and were written by somebody who holds the case key.",
            ),
            QT_TRANSLATE_NOOP("verdict", "The key header is not sound; the case still opens."),
        )

    def _pages(self) -> Part:
        found = Collector(QT_TRANSLATE_NOOP("verdict", "Pages"))
        if not self._database.salt_stands:
            found.add(
                None,
                QT_TRANSLATE_NOOP("verdict", "The salt in the database is not the one that the key file names."),
            )
        try:
            for line in self._database.damaged_pages():
                found.add(None, line)
        except DatabaseDamaged:
            found.add(None, QT_TRANSLATE_NOOP("verdict", "The database cannot be read through."))
        return found.part(
            QT_TRANSLATE_NOOP("verdict", "Every page of the database carries its seal."),
            QT_TRANSLATE_NOOP("verdict", "Pages of the database are damaged."),
        )

    # --- one pass over the entries ----------------------------------------------------------------

    def _read_all(self) -> Iterator[Checked]:
        contents = {row.seq: row for row in self._database.contents()}
        prev, expected = journal.NO_PREVIOUS, 0
        for row in self._database.entries():
            fields = self._chained(row, prev, expected)
            content = contents.pop(row.seq, None)
            yield Checked(row, fields, content, self._own_content(row, fields, content))
            prev, expected = journal.entry_hash(row.data), row.seq + 1
            self._heads.add(prev.hex())
        for seq in contents:
            self.contents.add(seq, QT_TRANSLATE_NOOP("verdict", "content without an entry"))
        if expected == 0:
            self.chain.add(None, QT_TRANSLATE_NOOP("verdict", "The case has no entries."))

    def _chained(self, row: EntryRow, prev: bytes, expected: int) -> journal.EntryBytes | None:
        if journal.entry_hash(row.data) != row.hash:
            self.chain.add(row.seq, QT_TRANSLATE_NOOP("verdict", "the stored hash is not the hash of the entry"))
        try:
            canonical.loads(row.data)
            fields = journal.decode(row.data)
        except (NotNormal, msgspec.MsgspecError):
            self.chain.add(row.seq, QT_TRANSLATE_NOOP("verdict", "not in the one normal form"))
            return None
        sound = (
            (fields.v == 1, QT_TRANSLATE_NOOP("verdict", "of another version")),
            (fields.case == self._case, QT_TRANSLATE_NOOP("verdict", "of another case")),
            (fields.seq == row.seq == expected, QT_TRANSLATE_NOOP("verdict", "not at its place")),
            (fields.prev == prev.hex(), QT_TRANSLATE_NOOP("verdict", "does not follow from the entry before it")),
            (_is_time(fields.at), QT_TRANSLATE_NOOP("verdict", "its time is not written as a time")),
        )
        for good, text in sound:
            if not good:
                self.chain.add(row.seq, text)
        return fields

    def _own_content(
        self, row: EntryRow, fields: journal.EntryBytes | None, content: ContentRow | None
    ) -> e.Payload | None:
        if fields is None or content is None:
            return None
        if (
            len(content.salt) != journal.SALT_BYTES
            or journal.content_hash(content.salt, content.body).hex() != fields.h
        ):
            self.contents.add(row.seq, QT_TRANSLATE_NOOP("verdict", "the content is not the one that was written"))
            return None
        try:
            canonical.loads(content.body)
            return decode_body(fields.type, content.body)
        except (NotNormal, msgspec.MsgspecError, KeyError):
            self.contents.add(row.seq, QT_TRANSLATE_NOOP("verdict", "the content is not of its kind"))
        except NewerEntry:
            self.contents.add(
                row.seq,
                QT_TRANSLATE_NOOP("verdict", "the content was written by a newer version of the program"),
            )
        return None

    # --- parts ------------------------------------------------------------------------------------

    def _signatures_of(self, entries: list[Checked]) -> None:
        keys = KeysInForce(self._case)
        commit: list[Checked] = []
        for entry in entries:
            commit.append(entry)
            keys.follow(entry)
            if entry.row.sig is not None:
                for seq, text in keys.faults(commit, entry.row.sig):
                    self.signatures.add(seq, text)
                commit = []
        if commit:
            self.signatures.add(commit[-1].row.seq, QT_TRANSLATE_NOOP("verdict", "the last step is not signed"))

    def _order_of(self, entries: list[Checked]) -> None:
        rules, custody = OrderRules(), CustodyRules()
        for entry in entries:
            if entry.fields is None:
                continue
            outline = Outline(entry.row.seq, entry.fields.type, entry.fields.actor, entry.fields.of)
            fault = rules.check(outline, entry.payload)
            if fault is not None:
                self._invalid.add(entry.row.seq)
            for found in (fault, custody.check(outline)):
                if found is not None:
                    self.order.add(entry.row.seq, found)

    def _closings_of(self, entries: list[Checked]) -> None:
        """The root that the end of a sitting names is the root over everything before it (RFC 9162)."""
        tree = merkle.Tree()
        for entry in entries:
            closed = entry.payload
            if isinstance(closed, e.SittingClosed) and closed.root:
                good = closed.size == entry.row.seq == tree.size and closed.root == tree.root().hex()
                if not good:
                    self.chain.add(
                        entry.row.seq,
                        QT_TRANSLATE_NOOP("verdict", "names a root that is not the one over the entries before it"),
                    )
            tree.add(entry.row.hash)

    def _contents_of(self, entries: list[Checked]) -> None:
        self._note_erasures(entries)
        self._note_ballots(entries)
        owners = set(self._database.chunk_owners())
        for entry in entries:
            if entry.content is None and entry.row.seq not in self._erased:
                self.contents.add(
                    entry.row.seq, QT_TRANSLATE_NOOP("verdict", "the content is missing and no act allows it")
                )
            if entry.content is not None and entry.row.seq in self._erased:
                self.contents.add(
                    entry.row.seq,
                    QT_TRANSLATE_NOOP(
                        "verdict", "the content is there although it was erased, or replaced by a later ballot"
                    ),
                )
            if isinstance(entry.payload, (e.Document, e.PdfRendered, e.PdfSigned)):
                self._document(entry.row.seq, entry.payload)
            elif entry.row.seq in owners and not isinstance(entry.payload, e.SealedBody):
                self.documents.add(
                    entry.row.seq, QT_TRANSLATE_NOOP("verdict", "bytes of a document that the entry does not name")
                )

    def _note_erasures(self, entries: list[Checked]) -> None:
        for entry in entries:
            if isinstance(entry.payload, e.Erasure):
                for seq in entry.payload.seqs:
                    target = entries[seq].fields if 0 <= seq < entry.row.seq else None
                    kind = e.KINDS.get(target.type) if target else None
                    if kind is None or not kind.erasable:
                        self.order.add(entry.row.seq, QT_TRANSLATE_NOOP("verdict", "erases what cannot be erased"))
                    self._erased.add(seq)

    def _note_ballots(self, entries: list[Checked]) -> None:
        """A ballot cast anew, or cast by somebody excused since, is one whose words are gone (datamodel.md 6)."""
        cast: dict[tuple[int | None, str], int] = {}
        for entry in entries:
            if entry.fields is None or entry.row.seq in self._invalid:
                continue
            if entry.fields.type == "ballot.cast":
                before = cast.get((entry.fields.of, entry.fields.actor))
                self._erased.update(() if before is None else (before,))
                cast[entry.fields.of, entry.fields.actor] = entry.row.seq
            elif isinstance(entry.payload, e.Excused):
                gone = cast.pop((entry.fields.of, entry.payload.member), None)
                self._erased.update(() if gone is None else (gone,))

    def _document(self, seq: int, document: e.Document | e.PdfRendered | e.PdfSigned) -> None:
        try:
            pieces = [row.data for row in self._database.chunks(seq)]
            if isinstance(document, e.Document):
                vaults.joined(pieces, document, self._case, seq)
            else:
                vaults.whole(pieces, document.chunks)
        except (crypto.Refused, DatabaseDamaged):
            self.documents.add(
                seq, QT_TRANSLATE_NOOP("verdict", "the bytes of the document are not the ones that were kept")
            )

    def _vaults_of(self, entries: list[Checked]) -> None:
        found = VaultCheck(self._case, self._identity, self.vaults)
        found.check(entries)
        self._unread = found.unread
        for seq, document in found.documents:
            self._document(seq, document)

    # --- the report -------------------------------------------------------------------------------

    def _finished(self, entries: list[Checked]) -> list[Part]:
        count = len(entries)
        vault_text = QT_TRANSLATE_NOOP(
            "verdict", "What is sealed opens only with its vault's key, and every body that could be opened is whole."
        )
        if self._unread:
            vault_text = QT_TRANSLATE_NOOP(
                "verdict", "What is sealed lies in vaults that this passphrase does not open; it is held by its hash."
            )
        return [
            self.chain.part(
                QT_TRANSLATE_NOOP("verdict", "{count} entries, each following from the one before it.").format(
                    count=count
                ),
                QT_TRANSLATE_NOOP("verdict", "The chain of entries is broken."),
            ),
            self.signatures.part(
                QT_TRANSLATE_NOOP("verdict", "Every step is signed with a key that was in force."),
                QT_TRANSLATE_NOOP("verdict", "Signatures do not hold."),
            ),
            self.contents.part(
                QT_TRANSLATE_NOOP("verdict", "Every content is the one that was written, or was erased by decision."),
                QT_TRANSLATE_NOOP("verdict", "Contents are not the ones that were written."),
            ),
            self.documents.part(
                QT_TRANSLATE_NOOP("verdict", "Every document that can be read is whole."),
                QT_TRANSLATE_NOOP("verdict", "Documents are not whole."),
            ),
            self.order.part(
                QT_TRANSLATE_NOOP("verdict", "Everything happened in an order that is allowed."),
                QT_TRANSLATE_NOOP("verdict", "The order is not allowed."),
            ),
            self.vaults.part(vault_text, QT_TRANSLATE_NOOP("verdict", "Vaults do not hold what they must.")),
        ]

    def _anchor(self, head: Anchor | None) -> Part:
        if head is None:
            text = QT_TRANSLATE_NOOP(
                "verdict",
                "No head from outside was given: entries cut off at the end, or an older copy, would not be seen.",
            )
            return Part(QT_TRANSLATE_NOOP("verdict", "Anchor"), Result.NOT_PROVED, text)
        if any(map(head.names, self._heads)):
            return Part(
                QT_TRANSLATE_NOOP("verdict", "Anchor"),
                Result.SOUND,
                QT_TRANSLATE_NOOP("verdict", "The head that was given stands in the chain."),
            )
        return Part(
            QT_TRANSLATE_NOOP("verdict", "Anchor"),
            Result.BROKEN,
            QT_TRANSLATE_NOOP("verdict", "The head that was given is not in this chain: an older copy, or another."),
        )


def _times(entries: list[Checked]) -> Part:
    """Where the clock was set back between two entries. That proves nothing and breaks nothing: order is by `seq`."""
    found = Collector(QT_TRANSLATE_NOOP("verdict", "Times"))
    known = [entry.fields for entry in entries if entry.fields is not None and _is_time(entry.fields.at)]
    for before, after in pairwise(known):
        if after.at < before.at:
            text = QT_TRANSLATE_NOOP("verdict", "its time ({at}) lies before that of the entry before it")
            found.add(after.seq, text.format(at=after.at))
    part = found.part(
        QT_TRANSLATE_NOOP(
            "verdict", "No time lies before that of an earlier entry. Whether the clock was right, no copy can prove."
        ),
        QT_TRANSLATE_NOOP(
            "verdict", "The clock of the computer was set back. The order of entries does not depend on it."
        ),
    )
    return part if found.clean else part._replace(result=Result.NOT_PROVED)


def _is_time(text: str) -> bool:
    shape = "".join("0" if character in "0123456789" else character for character in text)
    return shape == _TIME
