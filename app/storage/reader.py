"""From rows to entries: check the chain, decode payloads, open what an available vault key opens.

Reading checks hashes, so that nothing shown can differ from what was written; signatures and order are the
business of `verify`.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from app.domain import entries as e
from app.domain.errors import RecordBroken
from app.storage import converters, crypto, journal
from app.storage.database import ContentRow, EntryRow
from app.storage.vaults import VaultKey

_DECODERS: Final[dict[type[e.Payload], msgspec.json.Decoder[e.Payload]]] = {
    payload: msgspec.json.Decoder(payload) for payload in {kind.payload for kind in e.KINDS.values()}
}

Keys = Mapping[e.Id, VaultKey]


class Log:
    """The entries of a case in the order of the chain, as far as the keys given to `read` could open them.

    `case` is the id that every entry names, `head` the hash of the last one, `sealed` the vault of each sealed entry.
    """

    def __init__(self, case: str) -> None:
        self.case = case
        self.head = journal.NO_PREVIOUS
        self.entries: list[e.Entry] = []
        self.sealed: dict[int, e.Id] = {}
        self._opened: dict[e.Id, VaultKey] = {}
        self._made: dict[e.Id, e.VaultMade] = {}
        self._erased: set[int] = set()

    @property
    def next_seq(self) -> int:
        """The `seq` of the next entry."""
        return len(self.entries)

    def made(self, vault: e.Id) -> e.VaultMade | None:
        """The vault that stands at this entry, or None."""
        return self._made.get(vault)

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
        return e.Entry(seq, found.type, found.at, found.actor, found.of, _payload(found, content))

    def _note(self, entry: e.Entry) -> None:
        """Remember what later entries are read by: vaults, their opening, erasures."""
        if isinstance(entry.payload, e.Erasure):
            self._erased.update(entry.payload.seqs)
        elif isinstance(entry.payload, e.VaultMade):
            self._made[entry.seq] = entry.payload
        elif isinstance(entry.payload, e.VaultOpened) and entry.of in self._made:
            key = VaultKey(crypto.unb64(entry.payload.z))
            if key.public == self._made[entry.of].key:
                self._opened[entry.of] = key

    def _unsealed(self, entry: e.Entry, body: e.SealedBody, keys: Keys) -> e.Entry:
        """The inner entry in the sealed one's place; a body that does not open stays sealed (verify names it)."""
        key = self._opened.get(body.vault) or keys.get(body.vault)
        if key is None:
            return entry._replace(payload=body)
        try:
            inner = key.open(body, self.case, entry.seq, entry.actor)
        except crypto.Refused:
            return entry._replace(payload=e.SEALED)
        return e.Entry(entry.seq, inner.type, entry.at, entry.actor, inner.of, inner.payload)


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
