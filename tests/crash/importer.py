"""The process that is stopped in the middle of a transaction: all rows written and spilled, nothing committed."""

import sys
import time
from pathlib import Path
from typing import Any

from app import bootstrap
from app.services.dossiers import import_dossier
from app.storage import database
from app.storage.crypto import FLOOR
from tests.conftest import PASSPHRASE


class _Stopping:
    """A connection that stands still where it would commit the import."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, statement: str, *values: Any) -> Any:
        if statement == "COMMIT":
            print("written, not committed", flush=True)
            time.sleep(600)
        return self._real.execute(statement, *values)


def main(source: Path, place: Path) -> None:
    """Import with a cache so small that pages are spilled to the file before the commit."""
    connect = database._connect

    def stopping(*arguments: Any, **named: Any) -> Any:
        connection = connect(*arguments, **named)
        connection.execute("PRAGMA cache_size = 1")
        return _Stopping(connection)

    database._connect = stopping
    house = bootstrap.real(cost=FLOOR)
    import_dossier(
        house.files, house.dossiers, house.clock, source=source, place=place, passphrase=PASSPHRASE, program="test"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
