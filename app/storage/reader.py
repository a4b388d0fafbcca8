"""From rows to entries: check the chain, decode payloads, open what an available vault key opens.

Reading checks hashes, so that nothing shown can differ from what was written; signatures and order are the
business of `verify`.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

import msgspec

from app.domain import entries as e
from app.domain.errors import RecordBroken
from app.storage import converters, crypto, journal
from app.storage.database import ContentRow, EntryRow
from app.storage.vaults import SECRET_BYTES, Inner, VaultKey

_DECODERS: Final[dict[type[e.Payload], msgspec.json.Decoder[e.Payload]]] = {
    payload: msgspec.json.Decoder(payload) for payload in {kind.payload for kind in e.KINDS.values()}
}

Keys = Mapping[e.Id, VaultKey]


class Log:
    """The entries of a case in the order of the chain, as far as the keys given to `read` could open them.

    `case` is the id that every entry names, `head` the hash of the last one, `hashes` all of them in order, `sealed`
    the vault of each sealed entry.
    """

    def __init__(self, case: str) -> None:
        self.case = case
        self.head = journal.NO_PREVIOUS
        self.entries: list[e.Entry] = []
        self.sealed: dict[int, e.Id] = {}
        self.hashes: list[bytes] = []
        self._opened: dict[e.Id, VaultKey] = {}
        self._made: dict[e.Id, e.VaultMade] = {}
        self._erased: set[int] = set()
        self._sizes: dict[e.Id, int] = {}
        self._casts: dict[tuple[int | None, str], int] = {}

    @property
    def next_seq(self) -> int:
        """The `seq` of the next entry."""
        return len(self.entries)

    def made(self, vault: e.Id) -> e.VaultMade | None:
        """The vault that stands at this entry, or None."""
        return self._made.get(vault)

    def size_of(self, vault: e.Id) -> int | None:
        """The one size of the ballots in a round's vault; None for any other vault."""
        return self._sizes.get(vault)

    def read(self, rows: Iterable[EntryRow], contents: Mapping[int, ContentRow], keys: Keys) -> list[e.Entry]:
        """Add rows at the end and return their entries.

        RecordBroken where rows do not continue the chain, a content is not its own, or a content is missing
        without an erasure that names it.
        """
        start = len(self.entries)
        for row in rows:
            entry = self._read_one(row, contents.get(row.seq))
            self._note(entry)
            self.entries.append(entry)
        for n in range(start, len(self.entries)):
            entry = self.entries[n]
            if entry.payload is e.ERASED and n not in self._erased:
                raise RecordBroken(seq=n)
            if isinstance(entry.payload, e.SealedBody):
                self.sealed[n] = entry.payload.vault
                self.entries[n] = self._unsealed(entry, entry.payload, keys)
        return self.entries[start:]

    def _read_one(self, row: EntryRow, content: ContentRow | None) -> e.Entry:
        seq = len(self.entries)
        try:
            found = journal.decode(row.data)
        except msgspec.MsgspecError:
            raise RecordBroken(seq=seq) from None
        sound = (
            row.seq == found.seq == seq
            and found.case == self.case
            and found.prev == self.head.hex()
            and found.type in e.KINDS
            and journal.entry_hash(row.data) == row.hash
        )
        if not sound:
            raise RecordBroken(seq=seq)
        self.head = row.hash
        self.hashes.append(row.hash)
        return e.Entry(seq, found.type, found.at, found.actor, found.of, _payload(found, content))

    def _note(self, entry: e.Entry) -> None:
        """Remember what later entries are read by: vaults, their opening, erasures, ballots cast anew."""
        if entry.type == "ballot.cast":
            before = self._casts.get((entry.of, entry.actor))
            self._erased.update(() if before is None else (before,))
            self._casts[entry.of, entry.actor] = entry.seq
        elif isinstance(entry.payload, e.Excused):
            self._erased.update(seq for cast, seq in self._casts.items() if cast == (entry.of, entry.payload.member))
        elif isinstance(entry.payload, e.RoundOpened):
            self._sizes[entry.payload.vault] = entry.payload.size
        elif isinstance(entry.payload, e.Erasure):
            self._erased.update(entry.payload.seqs)
        elif isinstance(entry.payload, e.VaultMade):
            self._made[entry.seq] = entry.payload
        elif isinstance(entry.payload, e.VaultOpened) and entry.of in self._made:
            key = vault_key(entry.payload.z)
            if key is not None and key.public == self._made[entry.of].key:
                self._opened[entry.of] = key

    def _unsealed(self, entry: e.Entry, body: e.SealedBody, keys: Keys) -> e.Entry:
        """The inner entry in the sealed one's place; a body that does not open stays sealed (verify names it)."""
        key = self._opened.get(body.vault) or keys.get(body.vault)
        if key is None:
            return entry._replace(payload=body)
        inner = opened(key, body, self.case, entry, self.size_of(body.vault))
        if inner is None:
            return entry._replace(payload=e.SEALED)
        return e.Entry(entry.seq, inner.type, entry.at, entry.actor, inner.of, inner.payload)


def vault_key(secret: str) -> VaultKey | None:
    """The key that an opening names, or None if it is no secret of a vault."""
    try:
        z = crypto.unb64(secret)
    except crypto.Refused:
        return None
    return VaultKey(z) if len(z) == SECRET_BYTES else None


class Place(Protocol):
    """The clear side of a sealed entry."""

    @property
    def seq(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def of(self) -> int | None: ...


def opened(key: VaultKey, body: e.SealedBody, case: str, at: Place, size: int | None) -> Inner | None:
    """What a sealed body says, or None where it does not open or is not what the entry stands for (void)."""
    try:
        inner = key.open(body, case, at.seq, at.actor, size)
    except crypto.Refused:
        return None
    if at.type == "ballot.cast":
        return inner if (inner.type, inner.of) == (at.type, at.of) else None
    return None if inner.type == "ballot.cast" else inner


def _payload(found: journal.EntryBytes, content: ContentRow | None) -> e.Payload | e.Erased:
    if content is None:
        return e.ERASED
    if journal.content_hash(content.salt, content.body).hex() != found.h:
        raise RecordBroken(seq=found.seq)
    try:
        return decode_body(found.type, content.body)
    except msgspec.MsgspecError:
        raise RecordBroken(seq=found.seq) from None


def decode_body(kind: str, body: bytes) -> e.Payload:
    """The payload of a content, older shapes converted; msgspec.MsgspecError if it is not one of its kind.

    NewerEntry where a newer program wrote it in a shape that this one does not know.
    """
    payload = e.KINDS[kind].payload
    try:
        return _DECODERS[payload].decode(body)
    except msgspec.ValidationError:
        return converters.convert(body, payload)
