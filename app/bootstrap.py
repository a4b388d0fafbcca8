"""The one place that picks real adapters: the real clock, the real disk, the real checks."""

import datetime as dt
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.determination import OnRecord
from app.domain.dossier import Dossier
from app.domain.given import Given
from app.domain.verdict import Verdict
from app.report import strict
from app.report.papers import PdfPapers
from app.report.squares import QrSquares
from app.services.house import House
from app.storage import answers_read, dossier_read, dossier_write, proofs, verify
from app.storage.archives import Archives
from app.storage.case_files import Folders
from app.storage.crypto import Cost
from app.storage.destruction import Destruction
from app.storage.instrument_files import InstrumentFiles
from app.storage.passphrases import Passphrases
from app.storage.retention_files import RetentionFile
from app.storage.seen_heads import SeenHeads

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


class AnswersOnDisk:
    """Files of answers (`ports.AnswerFiles`)."""

    def read(self, path: Path) -> Given:
        """Read the answers, checked whole."""
        return answers_read.read(path)


class SystemChance:
    """The operating system's randomness (`ports.Chance`)."""

    def passphrase(self) -> str:
        """26 letters and digits, none of which looks like another: 130 bits."""
        return "".join(secrets.choice(_LETTERS) for _ in range(26))


_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


class CaseVerifier:
    """The checks of a case and of a document (`ports.Verifier`)."""

    def case(self, folder: Path, passphrase: str, head: str | None) -> Verdict:
        """The verdict on a case folder."""
        return verify.verify(folder, passphrase, head)

    def document(self, path: Path, record: OnRecord | None = None) -> Verdict:
        """The verdict on a PDF determination."""
        pdf = strict.load(path)
        if record is None:
            return strict.verify_alone(pdf)
        fields = tuple(strict.Pinned(field, certificate) for field, certificate in record.fields)
        return strict.verify(pdf, strict.Expected(fields, record.sha256))

    def document_bytes(self, pdf: bytes) -> Verdict:
        """The same for a document in memory."""
        return strict.verify_alone(pdf)


class ProofsOnDisk:
    """Proofs of single entries (`ports.Proofs`)."""

    def make(self, folder: Path, passphrase: str, seq: int, *, content: bool, head: str | None) -> bytes:
        """The proof of one entry."""
        return proofs.make(folder, passphrase, seq, content=content, head=head)

    def check(self, file: Path, head: str | None, root: str | None) -> Verdict:
        """The verdict on a proof."""
        return proofs.check(file, head, root)


def settings_folder() -> Path:
    """Where this user's preferences of Evenhand lie; never anything of a case but hashes."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData/Roaming") / "Evenhand"
    chosen = os.environ.get("XDG_CONFIG_HOME")
    if sys.platform == "darwin" and not chosen:
        return Path.home() / "Library/Application Support/Evenhand"
    return Path(chosen or Path.home() / ".config") / "evenhand"


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
    return House(
        files=Folders(cost),
        clock=WallClock(),
        dossiers=DossiersOnDisk(),
        verifier=CaseVerifier(),
        instruments=InstrumentFiles(),
        papers=PdfPapers(),
        chance=SystemChance(),
        answers=AnswersOnDisk(),
        passphrases=Passphrases(),
        squares=QrSquares(),
        seen=SeenHeads(settings_folder() / "heads.json"),
        proofs=ProofsOnDisk(),
        words=WordChecksFromFiles(),
        archives=Archives(),
        retention=RetentionFile(),
        destruction=Destruction(),
    )
