"""The heads this computer saw last: hashes only, by the hash of the case's id, in one small file of the user's own."""

import contextlib
import json
import os
import re
from pathlib import Path
from typing import Final

from app.storage import crypto

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_MOST: Final = 10_000
_MOST_BYTES: Final = 4_000_000


class SeenHeads:
    """A file of heads (`ports.SeenHeads`). A file that cannot be read counts as none; one that cannot be written too.

    It names no case: nobody learns from it which cases there are, or what is in them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def last(self, case: str) -> str | None:
        """The head (hex) with which this computer saw a case end last."""
        return self._read().get(_name(case))

    def note(self, case: str, head: str) -> None:
        """Remember a head in place of the earlier one."""
        heads = self._read()
        heads.pop(_name(case), None)
        heads[_name(case)] = head
        while len(heads) > _MOST:
            del heads[next(iter(heads))]
        self._write(heads)

    def _read(self) -> dict[str, str]:
        try:
            with self._path.open("rb") as stream:
                value = json.loads(stream.read(_MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        pairs = value.items() if isinstance(value, dict) else ()
        return {name: head for name, head in pairs if _is_hash(name) and _is_hash(head)}

    def _write(self, heads: dict[str, str]) -> None:
        part = self._path.with_name(self._path.name + ".part")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                json.dump(heads, stream)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _name(case: str) -> str:
    return crypto.sha256(b"evh1/seen\0", case.encode()).hex()


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None
