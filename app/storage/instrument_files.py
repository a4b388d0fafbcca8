"""Instruments as TOML files: those that come with the program, and any file somebody wants proven."""

import hashlib
import re
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from app.domain.instrument_faults import (
    ID,
    InstrumentMisnamed,
    InstrumentMissing,
    InstrumentToml,
    InstrumentTooLarge,
    InstrumentUnreadable,
)
from app.domain.instruments import load
from app.services.ports import ProvenInstrument

MOST_BYTES: Final = 512_000
_LINE: Final = re.compile(r"\(at line (\d+), column")


class InstrumentFiles:
    """Instruments on disk (`ports.Instruments`). Without a folder: those in the program's own data."""

    def __init__(self, folder: Path | None = None) -> None:
        self._own_folder = folder

    def ids(self) -> tuple[str, ...]:
        """The ids of all of them, from the names of their files."""
        names = (entry.name for entry in self._folder().iterdir() if entry.is_file())
        stems = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
        return tuple(sorted(stem for stem in stems if ID.fullmatch(stem)))

    def load(self, id: str) -> ProvenInstrument:
        """The one of this id."""
        if id not in self.ids():
            raise InstrumentMissing
        proven = _proven(_bytes(self._folder().joinpath(f"{id}.toml")))
        if proven.instrument.id != id:
            raise InstrumentMisnamed(place=proven.instrument.id)
        return proven

    def read(self, file: Path) -> ProvenInstrument:
        """The one in this file, which may have any name."""
        return _proven(_bytes(file))

    def _folder(self) -> Traversable:
        return self._own_folder if self._own_folder is not None else files("resources").joinpath("instruments")


def _bytes(file: Traversable) -> bytes:
    try:
        if not file.is_file():
            raise InstrumentUnreadable
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError:
        raise InstrumentUnreadable from None
    if len(data) > MOST_BYTES:
        raise InstrumentTooLarge(most=MOST_BYTES // 1000)
    return data


def _proven(data: bytes) -> ProvenInstrument:
    return ProvenInstrument(load(_toml(data)), hashlib.sha256(data).hexdigest())


def _toml(data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise InstrumentToml(line=data.count(b"\n", 0, fault.start) + 1) from None
    except tomllib.TOMLDecodeError as fault:
        found = _LINE.search(str(fault))
        raise InstrumentToml(line=int(found[1]) if found else data.count(b"\n") + 1) from None
    except (RecursionError, ValueError):
        # Nested too deep, or a number too long to read: not a file of ours.
        raise InstrumentToml(line=1) from None
