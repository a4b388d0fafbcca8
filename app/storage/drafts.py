"""Drafts at rest: inside the encrypted database, and a private one besides under its owner's own key."""

import struct
from typing import Final

from app.domain.drafts import DraftKey, is_private
from app.domain.errors import DraftNotYours, WrongSigner
from app.services.ports import DraftPen
from app.storage import canonical, crypto
from app.storage.database import Database, DraftRow

STEP: Final = 1024
"""Private drafts are padded to whole steps of this many bytes, so that their length says little."""

_PLAIN: Final = b"\0"
_PRIVATE: Final = b"\1"
_LENGTH = struct.Struct(">I")


class OwnPen:
    """A person's key for private drafts (`ports.DraftPen`). From it nothing else can be learned; shows nothing."""

    __slots__ = ("_key", "owner")

    def __init__(self, owner: str, key: bytes) -> None:
        self.owner = owner
        self._key = key

    def lock(self, text: bytes, case: str, field: str) -> bytes:
        """The text padded and encrypted for its place."""
        plain = _LENGTH.pack(len(text)) + text
        padded = plain.ljust(-(-len(plain) // STEP) * STEP, b"\0")
        return crypto.lock(self._key, padded, _aad(case, self.owner, field))

    def unlock(self, locked: bytes, case: str, field: str) -> bytes:
        """The text of `lock` at this very place; Refused for anything else."""
        padded = crypto.unlock(self._key, locked, _aad(case, self.owner, field))
        (length,) = _LENGTH.unpack_from(padded)
        return padded[_LENGTH.size : _LENGTH.size + length]


class DraftsOf:
    """The drafts of one open case (`ports.Drafts`)."""

    def __init__(self, database: Database, case: str) -> None:
        self._database = database
        self._case = case

    def listed(self) -> list[DraftKey]:
        """Whose drafts of which fields there are."""
        return [DraftKey(row.owner, row.field) for row in self._database.drafts()]

    def put(self, key: DraftKey, text: str, pen: DraftPen | None) -> None:
        """Keep this text; it rests on the disk when this returns. With a pen it is private to the pen's owner.

        WrongSigner where a private field comes without its owner's pen.
        """
        data = text.encode("utf-8", "surrogatepass")
        if pen is None:
            if is_private(key.field):
                raise WrongSigner
            stored = _PLAIN + data
        else:
            if pen.owner != key.owner:
                raise WrongSigner
            stored = _PRIVATE + pen.lock(data, self._case, key.field)
        self._database.put_draft(DraftRow(key.owner, key.field, stored))

    def get(self, key: DraftKey, pen: DraftPen | None) -> str | None:
        """The text, or None where there is none; DraftNotYours where it is private and this pen does not open it."""
        stored = self._database.draft(key.owner, key.field)
        if stored is None:
            return None
        data = stored[1:]
        if stored[:1] != _PLAIN:
            if pen is None or pen.owner != key.owner:
                raise DraftNotYours
            try:
                data = pen.unlock(data, self._case, key.field)
            except crypto.Refused:
                raise DraftNotYours from None
        return data.decode("utf-8", "surrogatepass")

    def delete(self, keys: list[DraftKey]) -> None:
        """Delete these drafts; what is not there is no fault."""
        self._database.delete_drafts(keys)


def _aad(case: str, owner: str, field: str) -> bytes:
    return b"evh1/draft\0" + canonical.dumps([case, owner, field])
