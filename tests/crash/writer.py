"""The process that is killed: writes commits without end and says each one that was acknowledged."""

import sys
from pathlib import Path

from app import bootstrap
from app.services import record
from app.services.cases import begin_sitting
from app.services.session import Session
from app.storage.case_files import open_database, read_key_file
from app.storage.case_store import PersonKey, Store
from app.storage.identity import Identity
from tests.logs import event


def main(folder: Path, dek: str, seed: str) -> None:
    """Open with the bare keys, so that no time goes into stretching a passphrase, and write."""
    file = read_key_file(folder)
    store = Store(open_database(folder, file, bytes.fromhex(dek), read_only=False), file.header.case)
    session = Session(store, bootstrap.WallClock(), "c1")
    session.refold()
    begin_sitting(session, PersonKey("c1", Identity(bytes.fromhex(seed))))
    vault = session.case.vault_named("outcome")
    for n in range(1_000_000):
        text = f"needle-{n:06d}-" + "x" * (n % 50) * 40
        record.put(session, event(text), vault=vault if n % 3 == 0 else None)
        if n % 5 == 4:
            record.undo(session)
        print(store.next_seq - 1, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
