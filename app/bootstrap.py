"""The one place that picks real adapters: the real clock, the real disk, the real checks."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.dossier import Dossier
from app.domain.verdict import Verdict
from app.services.house import House
from app.storage import dossier_read, dossier_write, verify
from app.storage.case_files import Folders
from app.storage.crypto import Cost

if TYPE_CHECKING:
    from app.domain.checks.language import LanguageCheck
    from app.domain.checks.leaks import LeakCheck


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


class WordChecksFromFiles:
    """The checks on words (`ports.WordChecks`), each loaded and made once, when it is first asked for."""

    def __init__(self) -> None:
        self._language: LanguageCheck | None = None
        self._leaks: LeakCheck | None = None

    def language(self) -> "LanguageCheck":
        """The language check with the program's patterns and weights."""
        if self._language is None:
            from app.domain.checks.language import LanguageCheck
            from app.storage.language_files import language_data

            self._language = LanguageCheck(language_data())
        return self._language

    def leaks(self) -> "LeakCheck":
        """The leak check with the program's word lists and weights."""
        if self._leaks is None:
            from app.domain.checks.leaks import LeakCheck
            from app.storage.language_files import leak_data

            self._leaks = LeakCheck(leak_data())
        return self._leaks


def real(cost: Cost | None = None) -> House:
    """The adapters of the real program. `cost` is what a passphrase guess costs in a new case."""
    return House(Folders(cost), WallClock(), DossiersOnDisk(), CaseVerifier(), WordChecksFromFiles())
