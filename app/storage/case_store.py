"""One open case: its log read from the database, and commits written to it."""

from collections.abc import Sequence

from msgspec.structs import replace

from app.domain import entries as e
from app.domain.errors import DatabaseDamaged, NotKeeper, RefersToNothing, TextTooLong, WrongSigner
from app.services.ports import OwnKey, Signer
from app.storage import canonical, crypto, journal, vaults
from app.storage.database import ChunkRow, ContentRow, Database, EntryRow
from app.storage.identity import Identity
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

    def __init__(self, database: Database, case: str, ring: KeyRing | None = None) -> None:
        self._database = database
        self._ring = ring
        self._keys: dict[e.Id, vaults.VaultKey] = {}
        self.case_id = case
        self._log = Log(case)
        self._read()

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

    def new_person(self, seat: str, passphrase: str) -> PersonKey:
        """Fresh keys for a person, with a slot of their own in the key file; WrongSigner for a bare store."""
        if self._ring is None:
            raise WrongSigner
        identity = Identity.new()
        self._ring.add(seat, passphrase, identity)
        return PersonKey(seat, identity)

    def refuse_new(self, passphrase: str) -> None:
        """PassphraseTooShort or PassphraseTaken for one that nobody may join with; nothing is written."""
        if self._ring is None:
            raise WrongSigner
        self._ring.refuse_new(passphrase)

    def make_vault(self, name: str, seq: int, keeper: e.PublicKeys) -> e.VaultMade:
        """A new vault that will stand at `seq`. The key stays in memory until dropped: its maker types into it."""
        key = vaults.VaultKey.new()
        self._keys[seq] = key
        return e.VaultMade(name=name, t=0, key=key.public, keeper=key.for_keeper(keeper, self.case_id, seq))

    def keep_vault(self, vault: e.Id, own: OwnKey) -> None:
        """Hold a vault's key in memory; NotKeeper for anybody but its keeper."""
        made = self._log.made(vault)
        if made is None or not isinstance(own, PersonKey):
            raise NotKeeper
        try:
            self._keys[vault] = vaults.kept(own.identity, made, self.case_id, vault)
        except crypto.Refused:
            raise NotKeeper from None
        self._read()

    def drop_vault_keys(self) -> None:
        """Forget every vault key and read the log anew, blind."""
        self._keys.clear()
        self._read()

    def append(self, new: Sequence[e.NewEntry], *, at: str, by: Signer, erase: Sequence[int] = ()) -> list[e.Entry]:
        """Write one commit and return its entries; all of it or nothing."""
        if not by.own and any(e.KINDS[entry.type].signer is e.Signer.OWN for entry in new):
            raise WrongSigner
        rows, contents, chunks = _Commit(self, at, by).encode(new)
        self._database.commit(rows, contents, chunks, erase)
        if erase:
            self._read()
            return self._log.entries[rows[0].seq :]
        return self._log.read(rows, {content.seq: content for content in contents}, self._keys)

    def document(self, seq: int) -> bytes:
        """The bytes that belong to the entry at `seq`; DatabaseDamaged if they are not its own."""
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
        if self._ring is None:
            raise WrongSigner
        unlocked = self._ring.unlock(passphrase)
        return PersonKey(unlocked.slot, unlocked.identity)

    def close(self) -> None:
        """Release the case and forget its keys."""
        self._keys.clear()
        self._database.close()

    def public_key(self, vault: e.Id) -> str:
        """The public key of a vault in the log or just made."""
        known = self._log.made(vault)
        if known is not None:
            return known.key
        if vault in self._keys:
            return self._keys[vault].public
        raise RefersToNothing

    @property
    def head_bytes(self) -> bytes:
        """The hash of the last entry."""
        return self._log.head

    def _read(self) -> None:
        log = Log(self.case_id)
        contents = {row.seq: row for row in self._database.contents()}
        log.read(self._database.entries(), contents, self._keys)
        self._log = log


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
            payload = vaults.seal(public, inner, self._store.case_id, seq, entry.vault, self._by.actor)
        return ContentRow(seq, crypto.random_bytes(journal.SALT_BYTES), canonical.dumps(e.to_plain(payload)))

    def _row(self, entry: e.NewEntry, content: ContentRow, seq: int, prev: bytes) -> EntryRow:
        sealed = entry.vault is not None
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
