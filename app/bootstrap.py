"""The one place that picks real adapters: the real clock, the real disk, the real checks."""

import datetime as dt
from pathlib import Path

from app.domain.dossier import Dossier
from app.domain.verdict import Verdict
from app.services.house import House
from app.storage import dossier_read, dossier_write, verify
from app.storage.case_files import Folders
from app.storage.crypto import Cost
from app.storage.instrument_files import InstrumentFiles


class WallClock:
    """The computer's clock, in UTC (`ports.Clock`). Order never depends on it."""

    def now(self) -> str:
        """The moment, `YYYY-MM-DDThh:mm:ssZ`."""
        return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class DossiersOnDisk:
    """Dossier folders (`ports.DossierFolders`)."""

    def read(self, folder: Path) -> Dossier:
        """Read a dossier, checked whole."""
        return dossier_read.read(folder)

    def write(self, folder: Path, dossier: Dossier) -> None:
        """Write a dossier into a new folder."""
        dossier_write.write(folder, dossier)


class CaseVerifier:
    """The check of a case (`ports.Verifier`)."""

    def case(self, folder: Path, passphrase: str, head: str | None) -> Verdict:
        """The verdict on a case folder."""
        return verify.verify(folder, passphrase, head)


def real(cost: Cost | None = None) -> House:
    """The adapters of the real program. `cost` is what a passphrase guess costs in a new case."""
    return House(Folders(cost), WallClock(), DossiersOnDisk(), CaseVerifier(), InstrumentFiles())
