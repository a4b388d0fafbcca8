"""The check of a whole case, part by part, with nothing but the case key (datamodel.md 7)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from app.domain import entries as e
from app.domain.errors import DatabaseDamaged, NotNormal
from app.domain.order import OrderRules, Outline
from app.domain.verdict import Collector, Part, Result, Verdict
from app.domain.words import QT_TRANSLATE_NOOP
from app.storage import canonical, case_files, crypto, journal, keyfile, slots, vaults
from app.storage.database import ContentRow, Database, EntryRow
from app.storage.identity import Identity, enrolment_message
from app.storage.reader import decode_body


def _t(text: str) -> str:
    return QT_TRANSLATE_NOOP("verdict", text)


_TIME: Final = "0000-00-00T00:00:00Z"


class Checked(NamedTuple):
    """One entry after the first look: its row, its fields where they could be read, its content."""

    row: EntryRow
    fields: journal.EntryBytes | None
    content: ContentRow | None
    payload: e.Payload | None


def verify(folder: Path, passphrase: str, head: str | None = None) -> Verdict:
    """The verdict on a case; opens it read-only and writes no byte.

    `head` is a head that somebody else kept (a receipt, a signed PDF): the chain must hold it.
    """
    file = case_files.read_key_file(folder)
    unlocked = slots.unlock(file, passphrase)
    database = case_files.open_database(folder, file, unlocked.dek, read_only=True)
    try:
        return _Check(file, database, unlocked.identity).verdict(head)
    finally:
        database.close()


class _Check:
    """One run of all parts over one database."""

    def __init__(self, file: keyfile.KeyFile, database: Database, identity: Identity) -> None:
        self._file = file
        self._database = database
        self._identity = identity
        self._case = file.header.case
        self.chain = Collector(_t("Chain"))
        self.signatures = Collector(_t("Signatures"))
        self.contents = Collector(_t("Contents"))
        self.documents = Collector(_t("Documents"))
        self.order = Collector(_t("Order"))
        self.vaults = Collector(_t("Vaults"))
        self._heads: set[str] = set()
        self._erased: set[int] = set()
        self._keys: dict[e.Id, vaults.VaultKey] = {}
        self._unread = False

    def verdict(self, head: str | None) -> Verdict:
        parts = [self._key_file(), self._pages()]
        try:
            entries = list(self._read_all())
            self._signatures_of(entries)
            self._order_of(entries)
            self._contents_of(entries)
            self._vaults_of(entries)
        except DatabaseDamaged:
            parts.append(Part(_t("Entries"), Result.BROKEN, _t("The rest could not be read from the damaged pages.")))
            return Verdict("case", tuple(parts))
        parts += self._finished(entries)
        parts.append(self._anchor(head))
        return Verdict("case", tuple(parts))

    # --- before the entries -----------------------------------------------------------------------

    def _key_file(self) -> Part:
        found = Collector(_t("Key file"))
        for name in self._file.damaged:
            found.add(None, _t("The {name} copy of the key header is damaged.").format(name=name))
        for slot in self._file.header.slots:
            if not slots.within_bounds(slot.kdf):
                found.add(None, _t("Seat {seat} is locked more weakly than allowed.").format(seat=slot.id))
        return found.part(
            _t("Both copies of the key header are sound and were written by somebody who holds the case key."),
            _t("The key header is not sound; the case still opens."),
        )

    def _pages(self) -> Part:
        found = Collector(_t("Pages"))
        try:
            for line in self._database.damaged_pages():
                found.add(None, line)
        except DatabaseDamaged:
            found.add(None, _t("The database cannot be read through."))
        return found.part(_t("Every page of the database carries its seal."), _t("Pages of the database are damaged."))

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
            self.contents.add(seq, _t("content without an entry"))
        if expected == 0:
            self.chain.add(None, _t("The case has no entries."))

    def _chained(self, row: EntryRow, prev: bytes, expected: int) -> journal.EntryBytes | None:
        if journal.entry_hash(row.data) != row.hash:
            self.chain.add(row.seq, _t("the stored hash is not the hash of the entry"))
        try:
            canonical.loads(row.data)
            fields = journal.decode(row.data)
        except (NotNormal, msgspec.MsgspecError):
            self.chain.add(row.seq, _t("not in the one normal form"))
            return None
        sound = (
            (fields.v == 1, _t("of another version")),
            (fields.case == self._case, _t("of another case")),
            (fields.seq == row.seq == expected, _t("not at its place")),
            (fields.prev == prev.hex(), _t("does not follow from the entry before it")),
            (_is_time(fields.at), _t("its time is not written as a time")),
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
            self.contents.add(row.seq, _t("the content is not the one that was written"))
            return None
        try:
            canonical.loads(content.body)
            return decode_body(fields.type, content.body)
        except (NotNormal, msgspec.MsgspecError, KeyError):
            self.contents.add(row.seq, _t("the content is not of its kind"))
            return None

    # --- parts ------------------------------------------------------------------------------------

    def _signatures_of(self, entries: list[Checked]) -> None:
        keys = _KeysInForce(self._case)
        commit: list[Checked] = []
        for entry in entries:
            commit.append(entry)
            keys.enrol(entry)
            if entry.row.sig is not None:
                for seq, text in keys.faults(commit, entry.row.sig):
                    self.signatures.add(seq, text)
                commit = []
        if commit:
            self.signatures.add(commit[-1].row.seq, _t("the last step is not signed"))

    def _order_of(self, entries: list[Checked]) -> None:
        rules = OrderRules()
        for entry in entries:
            if entry.fields is None:
                continue
            outline = Outline(entry.row.seq, entry.fields.type, entry.fields.actor, entry.fields.of)
            enrolled = entry.payload.id if isinstance(entry.payload, e.MemberEnrolled) else None
            fault = rules.check(outline, enrolled)
            if fault is not None:
                self.order.add(entry.row.seq, fault)

    def _contents_of(self, entries: list[Checked]) -> None:
        self._note_erasures(entries)
        owners = set(self._database.chunk_owners())
        for entry in entries:
            if entry.content is None and entry.row.seq not in self._erased:
                self.contents.add(entry.row.seq, _t("the content is missing and no erasure names it"))
            if entry.content is not None and entry.row.seq in self._erased:
                self.contents.add(entry.row.seq, _t("the content is there although an erasure names it"))
            if isinstance(entry.payload, (e.Document, e.PdfRendered, e.PdfSigned)):
                self._document(entry.row.seq, entry.payload)
            elif entry.row.seq in owners and not isinstance(entry.payload, e.SealedBody):
                self.documents.add(entry.row.seq, _t("bytes of a document that the entry does not name"))

    def _note_erasures(self, entries: list[Checked]) -> None:
        for entry in entries:
            if isinstance(entry.payload, e.Erasure):
                for seq in entry.payload.seqs:
                    target = entries[seq].fields if 0 <= seq < entry.row.seq else None
                    kind = e.KINDS.get(target.type) if target else None
                    if kind is None or not kind.erasable:
                        self.order.add(entry.row.seq, _t("erases what cannot be erased"))
                    self._erased.add(seq)

    def _document(self, seq: int, document: e.Document | e.PdfRendered | e.PdfSigned) -> None:
        try:
            pieces = [row.data for row in self._database.chunks(seq)]
            if isinstance(document, e.Document):
                vaults.joined(pieces, document, self._case, seq)
            else:
                vaults.whole(pieces, document.chunks)
        except (crypto.Refused, DatabaseDamaged):
            self.documents.add(seq, _t("the bytes of the document are not the ones that were kept"))

    def _vaults_of(self, entries: list[Checked]) -> None:
        made = {entry.row.seq: entry.payload for entry in entries if isinstance(entry.payload, e.VaultMade)}
        for seq, vault in made.items():
            if vault.keeper is not None:
                self._keep(seq, vault)
        for entry in entries:
            if isinstance(entry.payload, e.VaultOpened) and entry.fields is not None:
                self._opened(entry.row.seq, entry.payload, made.get(entry.fields.of or -1), entry.fields.of or -1)
        for entry in entries:
            if isinstance(entry.payload, e.SealedBody) and entry.fields is not None:
                self._sealed(entry.row.seq, entry.fields.actor, entry.payload, known=entry.payload.vault in made)

    def _keep(self, seq: int, vault: e.VaultMade) -> None:
        try:
            self._keys[seq] = vaults.kept(self._identity, vault, self._case, seq)
        except crypto.Refused:
            self._unread = True

    def _opened(self, seq: int, opened: e.VaultOpened, vault: e.VaultMade | None, of: int) -> None:
        try:
            key = vaults.VaultKey(crypto.unb64(opened.z))
        except crypto.Refused:
            key = None
        if vault is None or key is None or key.public != vault.key:
            self.vaults.add(seq, _t("the secret does not belong to the vault it opens"))
        else:
            self._keys[of] = key

    def _sealed(self, seq: int, actor: str, body: e.SealedBody, *, known: bool) -> None:
        if not known:
            self.vaults.add(seq, _t("sealed into a vault that is not in the record"))
        key = self._keys.get(body.vault)
        if key is None:
            return
        try:
            inner = key.open(body, self._case, seq, actor)
        except crypto.Refused:
            self.vaults.add(seq, _t("void: what is sealed here does not open with the vault's key"))
            return
        if isinstance(inner.payload, e.Document):
            self._document(seq, inner.payload)

    # --- the report -------------------------------------------------------------------------------

    def _finished(self, entries: list[Checked]) -> list[Part]:
        count = len(entries)
        vault_text = _t("What is sealed opens only with its vault's key, and every body that could be opened is whole.")
        if self._unread:
            vault_text = _t("What is sealed lies in vaults that this passphrase does not open; it is held by its hash.")
        return [
            self.chain.part(
                _t("{count} entries, each following from the one before it.").format(count=count),
                _t("The chain of entries is broken."),
            ),
            self.signatures.part(
                _t("Every step is signed with a key that was in force."), _t("Signatures do not hold.")
            ),
            self.contents.part(
                _t("Every content is the one that was written, or was erased by decision."),
                _t("Contents are not the ones that were written."),
            ),
            self.documents.part(_t("Every document that can be read is whole."), _t("Documents are not whole.")),
            self.order.part(_t("Everything happened in an order that is allowed."), _t("The order is not allowed.")),
            self.vaults.part(vault_text, _t("Vaults do not hold what they must.")),
        ]

    def _anchor(self, head: str | None) -> Part:
        if head is None:
            text = _t(
                "No head from outside was given: entries cut off at the end, or an older copy, would not be seen."
            )
            return Part(_t("Anchor"), Result.NOT_PROVED, text)
        if _plain_head(head) in self._heads:
            return Part(_t("Anchor"), Result.SOUND, _t("The head that was given stands in the chain."))
        return Part(
            _t("Anchor"), Result.BROKEN, _t("The head that was given is not in this chain: an older copy, or another.")
        )


class _KeysInForce:
    """Which key may sign at each place: each member's own, and the open sitting's."""

    def __init__(self, case: str) -> None:
        self._case = case
        self._own: dict[str, bytes] = {}
        self._sitting: tuple[str, bytes] | None = None
        self._bad_proofs: list[tuple[int, str]] = []

    def enrol(self, entry: Checked) -> None:
        """A member's keys count from their own enrolment on, which may be the commit that they sign."""
        member = entry.payload
        if not isinstance(member, e.MemberEnrolled):
            return
        key = _bytes_of(member.keys.sig)
        try:
            message = enrolment_message(self._case, member.id, member.keys)
        except NotNormal:
            message = b""
        if not crypto.key_check(key, _bytes_of(member.proof), message):
            self._bad_proofs.append((entry.row.seq, _t("the new member's own signature on the roster is not good")))
        self._own.setdefault(member.id, key)

    def faults(self, commit: list[Checked], signature: bytes) -> Iterator[tuple[int, str]]:
        """What is wrong with the signature of a commit."""
        yield from self._bad_proofs
        self._bad_proofs = []
        last = commit[-1]
        fields = [entry.fields for entry in commit if entry.fields is not None]
        actors = {found.actor for found in fields}
        if len(actors) != 1:
            yield last.row.seq, _t("one step has more than one author")
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
            yield last.row.seq, _t("the signature is not good, or of a key that was not in force")
        elif not by_own and any(self._needs_own(found.type) for found in fields):
            yield last.row.seq, _t("an act is not signed with its author's own key")
        self._follow_sitting(commit)

    @staticmethod
    def _needs_own(kind: str) -> bool:
        return kind in e.KINDS and e.KINDS[kind].signer is e.Signer.OWN

    def _follow_sitting(self, commit: list[Checked]) -> None:
        for entry in commit:
            if isinstance(entry.payload, e.SittingOpened) and entry.fields is not None:
                self._sitting = (entry.fields.actor, _bytes_of(entry.payload.key))
            elif isinstance(entry.payload, e.SittingClosed):
                self._sitting = None


def _bytes_of(text: str) -> bytes:
    try:
        return crypto.unb64(text)
    except crypto.Refused:
        return b""


def _is_time(text: str) -> bool:
    shape = "".join("0" if character in "0123456789" else character for character in text)
    return shape == _TIME


def _plain_head(head: str) -> str:
    return "".join(head.split()).lower()
