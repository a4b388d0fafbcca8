"""Every adapter that the services need, picked once by `bootstrap` and handed down."""

from dataclasses import dataclass

from app.services.ports import CaseFiles, Clock, DossierFolders, Verifier, WordChecks


@dataclass(frozen=True, slots=True)
class House:
    """The real adapters, or a test's own."""

    files: CaseFiles
    clock: Clock
    dossiers: DossierFolders
    verifier: Verifier
    words: WordChecks
