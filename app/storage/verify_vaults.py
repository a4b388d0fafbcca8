"""The vaults of a record, checked as far as the keys in it reach: openings, released shares, sealed bodies."""

from app.domain import entries as e
from app.domain.verdict import Collector
from app.domain.words import QT_TRANSLATE_NOOP
from app.storage import crypto, vaults
from app.storage.identity import Identity
from app.storage.keys_in_force import Checked
from app.storage.reader import opened, vault_key


class VaultCheck:
    """One pass over the vaults of a log. `unread` is True if this person is keeper of none that has one.

    `documents` are the sealed documents that could be read, for the check of their bytes.
    """

    def __init__(self, case: str, identity: Identity | None, found: Collector) -> None:
        self._case = case
        self._identity = identity
        self._found = found
        self._keys: dict[e.Id, vaults.VaultKey] = {}
        self._sizes: dict[e.Id, int] = {}
        self.unread = False
        self.documents: list[tuple[int, e.Document]] = []

    def check(self, entries: list[Checked]) -> None:
        """Name every opening, share and body that is not what it must be."""
        made = {entry.row.seq: entry.payload for entry in entries if isinstance(entry.payload, e.VaultMade)}
        for seq, vault in made.items():
            self._keep(seq, vault)
        for entry in entries:
            if entry.fields is None or entry.fields.of is None:
                if isinstance(entry.payload, e.RoundOpened):
                    self._sizes[entry.payload.vault] = entry.payload.size
            elif isinstance(entry.payload, e.VaultOpened):
                self._opened(entry.row.seq, entry.payload, made.get(entry.fields.of), entry.fields.of)
        self._released(entries)
        for entry in entries:
            if isinstance(entry.payload, e.SealedBody):
                self._sealed(entry, entry.payload, known=entry.payload.vault in made)

    def _keep(self, seq: int, vault: e.VaultMade) -> None:
        if self._identity is None:
            self.unread = True
            return
        try:
            self._keys[seq] = vaults.kept(self._identity, vault, self._case, seq)
        except crypto.Refused:
            self.unread = True

    def _opened(self, seq: int, opening: e.VaultOpened, vault: e.VaultMade | None, of: int) -> None:
        key = vault_key(opening.z)
        if vault is None or key is None or key.public != vault.key:
            self._found.add(seq, QT_TRANSLATE_NOOP("verdict", "the secret does not belong to the vault it opens"))
        else:
            self._keys[of] = key

    def _released(self, entries: list[Checked]) -> None:
        """Of an opened vault, every released share is checked against its secret; the false ones are named."""
        thresholds = {
            entry.row.seq: entry.payload.t
            for entry in entries
            if isinstance(entry.payload, (e.VaultMade, e.VaultShared))
        }
        given: dict[tuple[int, int], dict[int, tuple[int, bytes]]] = {}
        for entry in entries:
            if isinstance(entry.payload, e.VaultReleased) and entry.fields is not None and entry.fields.of is not None:
                piece = _piece(entry.payload)
                given.setdefault((entry.fields.of, entry.payload.dealt), {})[entry.payload.i] = entry.row.seq, piece
        for (of, dealt), by_number in given.items():
            key = self._keys.get(of)
            if key is not None:
                pieces = {i: piece for i, (_, piece) in by_number.items()}
                for i in vaults.false_shares(pieces, thresholds.get(dealt, 0), key.public):
                    self._found.add(
                        by_number[i][0],
                        QT_TRANSLATE_NOOP("verdict", "the released share is not the one that was dealt"),
                    )

    def _sealed(self, entry: Checked, body: e.SealedBody, *, known: bool) -> None:
        if not known:
            self._found.add(
                entry.row.seq, QT_TRANSLATE_NOOP("verdict", "sealed into a vault that is not in the record")
            )
        key = self._keys.get(body.vault)
        if key is None or entry.fields is None:
            return
        inner = opened(key, body, self._case, entry.fields, self._sizes.get(body.vault))
        if inner is None:
            self._found.add(
                entry.row.seq,
                QT_TRANSLATE_NOOP("verdict", "void: what is sealed here does not open with the vault's key"),
            )
        elif isinstance(inner.payload, e.Document):
            self.documents.append((entry.row.seq, inner.payload))


def _piece(given: e.VaultReleased) -> bytes:
    try:
        return crypto.unb64(given.share)
    except crypto.Refused:
        return b""
