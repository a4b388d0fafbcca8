"""Every adapter that the services need, picked once by `bootstrap` and handed down."""

from dataclasses import dataclass

from app.services.ports import (
    AnswerFiles,
    Archives,
    CaseFiles,
    Chance,
    Clock,
    Destruction,
    DossierFolders,
    Instruments,
    Papers,
    Passphrases,
    Proofs,
    Retention,
    SeenHeads,
    Squares,
    Verifier,
    WordChecks,
)


@dataclass(frozen=True, slots=True)
class House:
    """The real adapters, or a test's own."""

    files: CaseFiles
    clock: Clock
    dossiers: DossierFolders
    verifier: Verifier
    instruments: Instruments
    papers: Papers
    chance: Chance
    answers: AnswerFiles
    passphrases: Passphrases
    squares: Squares
    seen: SeenHeads
    proofs: Proofs
    words: WordChecks
    archives: Archives
    retention: Retention
    destruction: Destruction
