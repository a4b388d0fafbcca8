"""One open case: its log read from the database, and commits written to it."""

import contextlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from app.domain import entries as e
from app.domain.drafts import DraftKey
from app.domain.errors import (
    ChangedOutside,
    DatabaseDamaged,
    EvenhandError,
    NoShare,
    NotKeeper,
    RefersToNothing,
    SharesDoNotOpen,
    TextTooLong,
    WrongSigner,
)
from app.services.ports import Copies, Drafts, OwnKey, Signer
from app.storage import canonical, crypto, journal, new_key, vaults
from app.storage.copies import CopiesOf
from app.storage.database import ChunkRow, ContentRow, Database, EntryRow
from app.storage.disk import disk_faults, flush_file, private
from app.storage.drafts import DraftsOf, OwnPen
from app.storage.identity import Identity, decision_message
from app.storage.keyring import KeyRing
from app.storage.reader import Log


class PersonKey:
    """A person's own keys for one act (`ports.OwnKey`)."""

    own = True

    def __init__(self, actor: str, identity: Identity) -> None:
        self.actor = actor
        self.identity = identity

    @property
    def public(self) -> e.PublicKeys:
        """The public half, as the roster keeps it."""
        return self.identity.public

    def enrolment_proof(self, case: str) -> str:
        """This key's signature over its own place on the roster."""
        return self.identity.enrolment_proof(case, self.actor)

    def sign(self, message: bytes) -> bytes:
        """The person's signature."""
        return self.identity.signing.sign(message)

    def consent(self, case: str, decision: e.Decision, of: int | None) -> str:
        """This person's signature over what a decision says."""
        return crypto.b64(self.identity.signing.sign(decision_message(case, decision, of)))

    def draft_pen(self) -> OwnPen:
        """The key of this person's private drafts and of nothing else; it may stay in memory until the next lock."""
        return OwnPen(self.actor, self.identity.draft_key())

    def pdf_signer(self, case: str, name: str, at: str) -> "PersonPdfKey":
        """This person's key for signatures in PDF files, certified from `at` on under the name on the roster."""
        return PersonPdfKey(self.identity.pdf, name, self.actor, case, at)


class PersonPdfKey:
    """A person's P-256 key with its certificate, for one act (`ports.PdfSigner`). Shows nothing of itself."""

    __slots__ = ("_key", "certificate")

    def __init__(self, key: crypto.PdfKey, name: str, seat: str, case: str, at: str) -> None:
        size = len(name.encode("utf-8"))
        if size > crypto.LONGEST_COMMON_NAME:
            raise TextTooLong(found=size, most=crypto.LONGEST_COMMON_NAME)
        self._key = key
        self.certificate = crypto.certificate(key, name, seat, case, at)

    def sign(self, message: bytes) -> bytes:
        """The ECDSA signature over SHA-256 of the message, DER."""
        return self._key.sign(message)


class RoomKey:
    """The key of one sitting (`ports.SittingKey`)."""

    own = False

    def __init__(self, actor: str) -> None:
        self.actor = actor
        self._key = crypto.SigningKey(crypto.random_bytes(32))

    @property
    def public(self) -> str:
        """The public key, base64."""
        return crypto.b64(self._key.public)

    def sign(self, message: bytes) -> bytes:
        """The sitting's signature."""
        return self._key.sign(message)


class Store:
    """One open case (`ports.CaseStore`)."""

    def __init__(
        self, database: Database, case: str, ring: KeyRing | None = None, copies: CopiesOf | None = None
    ) -> None:
        self._database = database
        self._ring = ring
        self._copies = copies
        self.drafts: Drafts = DraftsOf(database, case)
        self._keys: dict[e.Id, vaults.VaultKey] = {}
        self._held: dict[e.Id, dict[str, e.VaultReleased]] = {}
        self.case_id = case
        self._log = Log(case)
        self._read()

    @property
    def copies(self) -> Copies:
        """Backups and archives of this case; WrongSigner for a store that has no folder of its own."""
        if self._copies is None:
            raise WrongSigner
        return self._copies

    @property
    def next_seq(self) -> int:
        """The `seq` the next entry will get."""
        return self._log.next_seq

    @property
    def head(self) -> str:
        """The hash of the last entry, hex."""
        return self._log.head.hex()

    def entries(self) -> Sequence[e.Entry]:
        """The log, as far as the vault keys in memory open it."""
        return self._log.entries

    @property
    def is_blind(self) -> bool:
        """True while no vault key is in memory."""
        return not self._keys

    def sealed_in(self, seq: int) -> e.Id | None:
        """The vault that the entry at `seq` lies in, or None for a clear one."""
        return self._log.sealed.get(seq)

    def new_sitting_key(self, actor: str) -> RoomKey:
        """A key for a new sitting of this seat."""
        return RoomKey(actor)

    def new_person(self, seat: str, passphrase: str, own_words: tuple[str, ...] = ()) -> PersonKey:
        """Fresh keys for a person, with a slot of their own in the key file; WrongSigner for a bare store."""
        identity = Identity.new()
        self._slots.add(seat, passphrase, identity, own_words)
        return PersonKey(seat, identity)

    def refuse_new(self, passphrase: str, own_words: tuple[str, ...] = ()) -> None:
        """Refuse a passphrase that is weak, or PassphraseTaken for one that opens the case; nothing is written."""
        self._slots.refuse_new(passphrase, own_words)

    def change_passphrase(self, seat: str, old: str, new: str, own_words: tuple[str, ...] = ()) -> None:
        """Lock one seat's slot under another passphrase; not a byte of the database changes."""
        self._slots.change(seat, old, new, own_words)

    def make_vault(
        self,
        name: str,
        seq: int,
        keeper: e.PublicKeys | None,
        holders: Mapping[str, e.PublicKeys] | None = None,
        t: int = 0,
    ) -> e.VaultMade:
        """A new vault that will stand at `seq`, any `t` of the holders' shares of which open it.

        With a keeper the key stays in memory until dropped, for its maker types into it; without one it is forgotten.
        """
        key = vaults.VaultKey.new()
        kept = None if keeper is None else key.for_keeper(keeper, self.case_id, seq)
        if keeper is not None:
            self._keys[seq] = key
        dealt = key.dealt(t, _kems(holders), self.case_id, seq) if holders else ()
        return e.VaultMade(name=name, t=t if holders else 0, key=key.public, shares=dealt, keeper=kept)

    def deal_anew(
        self, vault: e.Id, own: OwnKey, holders: Mapping[str, e.PublicKeys], t: int, at: int
    ) -> e.VaultShared:
        """New shares of a vault from its keeper's own key, to stand at entry `at`; NotKeeper for anybody else."""
        return e.VaultShared(t=t, shares=self._kept(vault, own).dealt(t, _kems(holders), self.case_id, at))

    def hold_share(self, vault: e.Id, share: e.Share, dealt: e.Id, own: OwnKey) -> None:
        """Take one member's share into memory until it is released, dropped, or the case is closed."""
        if not isinstance(own, PersonKey) or own.actor != share.member:
            raise NoShare
        try:
            piece = vaults.own_share(own.identity, share, self.case_id, dealt)
        except crypto.Refused:
            raise NoShare from None
        given = e.VaultReleased(member=share.member, i=share.i, share=crypto.b64(piece), dealt=dealt)
        self._held.setdefault(vault, {})[share.member] = given

    def held(self, vault: e.Id) -> dict[str, e.VaultReleased]:
        """The shares of a vault that are in memory, by member."""
        return dict(self._held.get(vault, {}))

    def drop_shares(self, vault: e.Id | None = None) -> None:
        """Forget the shares of one vault, or of every vault."""
        if vault is None:
            self._held.clear()
        else:
            self._held.pop(vault, None)

    def secret_of(self, vault: e.Id, t: int, released: Sequence[e.VaultReleased]) -> str:
        """What `t` released shares give, to be written by the act that opens the vault; else SharesDoNotOpen."""
        made = self._log.made(vault)
        if made is None:
            raise RefersToNothing
        try:
            pieces = {given.i: crypto.unb64(given.share) for given in released}
            return vaults.from_shares(pieces, t, made.key).secret
        except crypto.Refused:
            raise SharesDoNotOpen from None

    def keep_vault(self, vault: e.Id, own: OwnKey) -> None:
        """Hold a vault's key in memory; NotKeeper for anybody but its keeper."""
        self._keys[vault] = self._kept(vault, own)
        self._read()

    def _kept(self, vault: e.Id, own: OwnKey) -> vaults.VaultKey:
        made = self._log.made(vault)
        if made is None or not isinstance(own, PersonKey):
            raise NotKeeper
        try:
            return vaults.kept(own.identity, made, self.case_id, vault)
        except crypto.Refused:
            raise NotKeeper from None

    def drop_vault_keys(self) -> None:
        """Forget every vault key and read the log anew, blind."""
        self._keys.clear()
        self._read()

    def append(
        self,
        new: Sequence[e.NewEntry],
        *,
        at: str,
        by: Signer,
        erase: Sequence[int] = (),
        settled: Sequence[DraftKey] = (),
    ) -> list[e.Entry]:
        """Write one commit and return its entries; all of it or nothing. The drafts it settles go with it."""
        if not by.own and any(e.KINDS[entry.type].signer is e.Signer.OWN for entry in new):
            raise WrongSigner
        rows, contents, chunks = _Commit(self, at, by).encode(new)
        try:
            self._database.commit(rows, contents, chunks, erase, settled)
        except ChangedOutside:  # nothing was written, and what is shown no longer holds: the case is opened anew
            raise
        except BaseException:
            self._read()  # whether it was written is told by the database, not by the fault
            raise
        if erase or any(entry.type == "vault.opened" for entry in new):
            self._read()
            return self._log.entries[rows[0].seq :]
        return self._log.read(rows, {content.seq: content for content in contents}, self._keys)

    def append_under_new_key(self, new: Sequence[e.NewEntry], *, at: str, by: OwnKey, without: str) -> list[e.Entry]:
        """Write one commit into a copy of the case under a new case key that one seat's slot does not get.

        The copy takes the place of the case in one step: a fault or a crash leaves the old state or the new one.
        """
        if not isinstance(by, PersonKey):
            raise WrongSigner
        rows, contents, chunks = _Commit(self, at, by).encode(new)
        folder, dek, salt = self._slots.folder, crypto.random_bytes(32), crypto.random_bytes(16)
        keys = self._slots.under(dek, salt, without)
        turned = self._slots.turned(keys, dek)
        new_key.discard(folder)
        try:
            with disk_faults(), private():
                if not turned.opens_for(by.actor, by.identity):
                    raise WrongSigner
                self._copy(folder / new_key.NEXT_DATABASE, dek, salt, (rows, contents, chunks))
                new_key.write_next_keys(folder, keys)
                new_key.decide(folder)
        except BaseException as fault:
            if not new_key.decided(folder, keys):
                new_key.discard(folder)
                raise
            self._turn(turned)
            if not isinstance(fault, EvenhandError):
                raise
        else:
            self._turn(turned)
        return self._log.entries[rows[0].seq :]

    def _copy(
        self, place: Path, dek: bytes, salt: bytes, commit: tuple[list[EntryRow], list[ContentRow], list[ChunkRow]]
    ) -> None:
        """The whole database under another key, compared row by row, with one commit more; on the disk on return."""
        self._database.copy_under(place, dek, salt)
        copy = Database.open(place, dek, salt, read_only=False)
        try:
            if copy.digest() != self._database.digest():
                raise DatabaseDamaged
            copy.commit(*commit)
            if copy.damaged_pages():
                raise DatabaseDamaged
        finally:
            copy.close()
        flush_file(place)

    def _turn(self, ring: KeyRing) -> None:
        """Go on with the new key. What fails here is only a rename that the next opening for writing does.

        The case stays held for writing all the while.
        """
        self._ring = ring
        self._database.release_file()
        with contextlib.suppress(EvenhandError, OSError):
            new_key.settle(ring.folder, ring.header)
        salt = bytes.fromhex(ring.header.payload.salt)
        place = new_key.database_of(ring.folder, ring.header)
        turned = Database.open(place, ring.dek, salt, read_only=False)
        turned.held = self._database.held
        self._database = turned
        self.drafts = DraftsOf(turned, self.case_id)
        if self._copies is not None:
            self._copies = CopiesOf(ring.folder, self.case_id, turned)
        self._read()

    def new_recovery(self, seat: str) -> tuple[str, str]:
        """A slot that a fresh code opens, in place of any earlier one: the code, and the slot's public key."""
        identity = Identity.new()
        return self._slots.add_recovery(seat, identity), identity.public.kem

    def consent_is_good(self, decision: e.Decision, of: int | None, consent: e.Consent, keys: e.PublicKeys) -> bool:
        """True if this is that member's signature over what the decision says."""
        try:
            key, signature = crypto.unb64(keys.sig), crypto.unb64(consent.sig)
        except crypto.Refused:
            return False
        return crypto.key_check(key, signature, decision_message(self.case_id, decision, of))

    def drop_slots(self, seats: Collection[str]) -> None:
        """Delete the slots of seats that are no longer in force."""
        self._slots.drop(seats)

    def document(self, seq: int) -> bytes:
        """The bytes that belong to the entry at `seq`; DatabaseDamaged if they are not its own."""
        self.look_again()
        payload = self._log.entries[seq].payload
        pieces = [row.data for row in self._database.chunks(seq)]
        try:
            if isinstance(payload, e.Document):
                return vaults.joined(pieces, payload, self.case_id, seq)
            if isinstance(payload, (e.PdfRendered, e.PdfSigned)):
                return vaults.whole(pieces, payload.chunks)
        except crypto.Refused:
            raise DatabaseDamaged from None
        raise RefersToNothing

    def unlock(self, passphrase: str) -> PersonKey:
        """One person's own keys for one act, from their passphrase; WrongPassphrase for any other."""
        unlocked = self._slots.unlock(passphrase)
        return PersonKey(unlocked.slot, unlocked.identity)

    def look_again(self) -> bool:
        """True if somebody else has written since the log was last read; then it was read anew (reading only)."""
        if not self._database.changed_outside:
            return False
        self._read()
        return True

    def close(self) -> None:
        """Release the case and forget its keys."""
        self._keys.clear()
        self._held.clear()
        self._database.close()

    def size_of(self, vault: e.Id) -> int | None:
        """The one size of the ballots in a round's vault; None for any other vault."""
        return self._log.size_of(vault)

    def holds(self, head: bytes) -> bool:
        """True if some entry of this case has this hash."""
        return head in self._log.hashes

    @property
    def hashes(self) -> Sequence[bytes]:
        """The hash of every entry, in order."""
        return self._log.hashes

    def public_key(self, vault: e.Id) -> str:
        """The public key of a vault in the log or just made."""
        known = self._log.made(vault)
        if known is not None:
            return known.key
        if vault in self._keys:
            return self._keys[vault].public
        raise RefersToNothing

    @property
    def _slots(self) -> KeyRing:
        if self._ring is None:
            raise WrongSigner
        return self._ring

    @property
    def head_bytes(self) -> bytes:
        """The hash of the last entry."""
        return self._log.head

    def _read(self) -> None:
        log = Log(self.case_id)
        with self._database.reading():
            contents = {row.seq: row for row in self._database.contents()}
            log.read(self._database.entries(), contents, self._keys)
        self._log = log


def _kems(holders: Mapping[str, e.PublicKeys]) -> dict[str, bytes]:
    return {seat: crypto.unb64(keys.kem) for seat, keys in holders.items()}


class _Commit:
    """The encoding of one commit: payloads to contents, contents to a chain of entries, the last one signed."""

    def __init__(self, store: Store, at: str, by: Signer) -> None:
        self._store = store
        self._at = at
        self._by = by

    def encode(self, new: Sequence[e.NewEntry]) -> tuple[list[EntryRow], list[ContentRow], list[ChunkRow]]:
        rows: list[EntryRow] = []
        contents: list[ContentRow] = []
        chunks: list[ChunkRow] = []
        prev = self._store.head_bytes
        for seq, entry in enumerate(new, self._store.next_seq):
            pieces, payload = self._with_chunks(entry, seq)
            chunks += [ChunkRow(seq, n, piece) for n, piece in enumerate(pieces)]
            content = self._content(entry, payload, seq)
            row = self._row(entry, content, seq, prev)
            rows.append(row)
            contents.append(content)
            prev = row.hash
        rows[-1] = rows[-1]._replace(sig=self._by.sign(journal.signed_message(prev)))
        return rows, contents, chunks

    def _with_chunks(self, entry: e.NewEntry, seq: int) -> tuple[list[bytes], e.Payload]:
        if entry.data is None:
            return [], entry.payload
        if isinstance(entry.payload, e.Document):
            return self._document(entry.payload, entry.data, seq, in_vault=entry.vault is not None)
        if isinstance(entry.payload, (e.PdfRendered, e.PdfSigned)):
            pieces = list(vaults.cut(entry.data, None, self._store.case_id, seq))
            return pieces, replace(entry.payload, chunks=vaults.sums(pieces))
        raise RefersToNothing

    def _document(
        self, document: e.Document, data: bytes, seq: int, *, in_vault: bool
    ) -> tuple[list[bytes], e.Payload]:
        key = crypto.random_bytes(32) if in_vault else None
        pieces = list(vaults.cut(data, key, self._store.case_id, seq))
        payload = replace(
            document,
            size=len(data),
            sha256=crypto.sha256(data).hex(),
            chunks=vaults.sums(pieces),
            key=None if key is None else crypto.b64(key),
        )
        return pieces, payload

    def _content(self, entry: e.NewEntry, payload: e.Payload, seq: int) -> ContentRow:
        if entry.vault is not None:
            public = self._store.public_key(entry.vault)
            inner = vaults.Inner(entry.type, entry.of, payload)
            size = self._store.size_of(entry.vault)
            payload = vaults.seal(public, inner, self._store.case_id, seq, entry.vault, self._by.actor, size)
        return ContentRow(seq, crypto.random_bytes(journal.SALT_BYTES), canonical.dumps(e.to_plain(payload)))

    def _row(self, entry: e.NewEntry, content: ContentRow, seq: int, prev: bytes) -> EntryRow:
        sealed = entry.vault is not None and entry.type != "ballot.cast"
        data = journal.encode(
            journal.EntryBytes(
                v=1,
                case=self._store.case_id,
                seq=seq,
                prev=prev.hex(),
                type="sealed" if sealed else entry.type,
                at=self._at,
                actor=self._by.actor,
                of=None if sealed else entry.of,
                h=journal.content_hash(content.salt, content.body).hex(),
            )
        )
        return EntryRow(seq, data, journal.entry_hash(data), None)
