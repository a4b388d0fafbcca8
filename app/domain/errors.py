"""What can go wrong, in words: each kind has one fixed sentence, and only safe facts are filled in."""

from typing import ClassVar

from app.domain.words import QT_TRANSLATE_NOOP

Fact = int | str


class EvenhandError(Exception):
    """A named kind of fault with a fixed message.

    `facts` fill the blanks of the message. They are counts, versions, seat ids, or names that belong to
    a file format (a column, a file of a dossier); never a passphrase, a person's name or free text.
    """

    message: ClassVar[str] = ""

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.message.format(**facts))
        self.facts = facts

    @property
    def kind(self) -> str:
        """The stable name of this kind, as printed by `--json`."""
        return type(self).__name__


class WorldFault(EvenhandError):
    """Something outside the program is not as it must be; the person can act on it."""


class OurFault(EvenhandError):
    """The program asked for something it must never ask for; a defect of ours."""


# --- opening a case -------------------------------------------------------------------------------


class CaseMissing(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "There is no Evenhand case at this place. Nothing was changed. Choose the folder whose name ends in .evenhand.",
    )


class CaseExists(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "Something of this name is already there. Nothing was changed. Choose another reference."
    )


class BadReference(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "A reference has 1 to 40 letters, digits, hyphens, dots or underscores, and starts and ends with a letter "
        "or digit. Nothing was created.",
    )


class PassphraseTooShort(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "A passphrase needs at least {least} characters; this one has {found}. Nothing was created or changed. "
        "Six ordinary words with spaces between them are long enough.",
    )


class PassphraseKnown(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This passphrase is a phrase that many people know, or little more. Nothing was created or changed. "
        "Six words drawn by chance are safe.",
    )


class PassphraseWeak(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This passphrase can be guessed: it is made of few or common pieces. Nothing was created or changed. "
        "Six words drawn by chance are safe.",
    )


class WrongPassphrase(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This passphrase does not open this case. Nothing was changed. Check Caps Lock and the keyboard language.",
    )


class PassphraseTaken(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This passphrase opens the case already. Each person needs one of their own. Nothing was created.",
    )


class RoleReserved(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "Only whoever made the case is its case manager. Nothing was created. Write the member's own role.",
    )


class NotTheManager(WorldFault):
    """A passphrase of another person, or of nobody: one text, so that nothing is told about other seats."""

    message = QT_TRANSLATE_NOOP(
        "errors",
        "This passphrase does not open the seat of the case manager. Nothing was changed. "
        "Check Caps Lock and the keyboard language.",
    )


class NotThisMember(WorldFault):
    """The same for a member's seat."""

    message = QT_TRANSLATE_NOOP(
        "errors",
        "This passphrase does not open the seat of Member {number}. Nothing was changed. "
        "Check Caps Lock and the keyboard language.",
    )


class KeyFileDamaged(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The key file of this case is damaged in both of its copies. Nothing was opened or changed. "
        "Take case.keys from a backup of this case.",
    )


class DatabaseDamaged(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The passphrase is right and the key file is sound, but the database of this case is damaged. "
        "Nothing was changed. Take case.db from a backup of this case.",
    )


class NewerFormat(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This case was written in format {found}; this program reads up to format {known}. "
        "Nothing was opened or changed. Use the newer version of Evenhand.",
    )


class RecordBroken(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The record of this case does not agree with itself at entry {seq}. Nothing was changed. "
        "Check the case with 'evenhand verify' and take a sound copy from a backup.",
    )


class CaseInUse(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This case is in use by another window or program. Nothing was changed. Close it there, then try again.",
    )


class DiskFull(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The disk is full. Everything saved before is safe; this step was not saved. Free some space, then try again.",
    )


class CannotWrite(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This place cannot be written to. Everything saved before is safe; this step was not saved.",
    )


class RecoveryNeedsWriting(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The last save of this case was interrupted and has to be rolled back, which needs a place that can be "
        "written to. Nothing was changed. Copy the whole folder to the computer and open it there.",
    )


class NoLocks(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This place (a network share?) cannot keep two programs from writing at once, so nothing was opened or "
        "changed. Copy the whole folder to the computer and open it there.",
    )


class LinkedElsewhere(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The file {file} of this case also stands at another place under another name (a link). Writing here would "
        "change it there. Nothing was changed. Copy the whole folder and open the copy.",
    )


class StrangeFile(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "Beside the database of this case lies {file}, which Evenhand never writes. Nothing was opened or changed. "
        "Move this file out of the folder and open the case again.",
    )


class StrangeJournal(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "Beside the database of this case lies a journal of an interrupted save that does not fit it. Nothing was "
        "changed. Copy the whole folder, then restore a backup, or move case.db-journal away and open the case again.",
    )


class ChangedOutside(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "Another program has written to the database of this case. This step was not saved. "
        "Close the case and open it again.",
    )


class NewerEntry(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "An entry of this case is written as {name}, version {found}; this program reads up to version {known}. "
        "Nothing was opened or changed. Use the newer version of Evenhand.",
    )


# --- keeping a case -------------------------------------------------------------------------------


class BackupNotMade(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "Everything is saved and the case was closed, but no new backup copy could be made or checked (a full disk?). "
        "The older backups were kept. Free some space; the next sitting makes one.",
    )


class BackupsStillHold(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This step is saved. The older backups still hold what it took away, because no new one could be made or "
        "checked (a full disk?). Free some space and open the case again: they are renewed then.",
    )


class DraftNotYours(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This draft rests under another person's key. Nothing was changed. Its owner can open it."
    )


class BackupMissing(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "There is no backup of this name. Nothing was changed.")


class CopyNotSound(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This copy does not pass its own check, so it was not used. Nothing was changed. Choose another copy."
    )


class NotThisCase(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "This is a copy of another case. Nothing was changed.")


class ArchiveExists(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "A file of this name is already there. Nothing was changed. Choose another name."
    )


class ArchiveDamaged(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This file is no Evenhand archive, or it is cut or damaged. Nothing was changed. Take another copy of the "
        "archive and compare its SHA-256 with the archive slip.",
    )


class ArchiveNotVerified(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The archive was written but did not pass its check in a second process, so it was removed. "
        "The case is safe. Try another disk.",
    )


class ArchiveName(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "The name of an archive ends in .evenhand-archive. Nothing was written.")


class RetentionUnknown(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "There is no retention class of this id. Nothing was changed. Choose one of: {ids}."
    )


class RetentionFault(OurFault):
    message = QT_TRANSLATE_NOOP("errors", "The table of retention classes cannot be read. Nothing was changed.")


class BadDay(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This is not a day of the calendar. Write it as 2026-11-25. Nothing was changed."
    )


class CaseClosed(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This case was closed when it was archived. It can be read. "
        "To work on it, it has to be reopened with a reason.",
    )


class NotArchived(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "This case was not archived. Nothing was changed.")


class NeedsSecondPerson(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "A second person of the roster has to do this: one asks for it, another does it. Nothing was changed.",
    )


class KeptLonger(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This case is to be kept until {until}. Nothing was destroyed. "
        "An earlier destruction has to be decided as such, with a ground of its own.",
    )


class DestructionUnfinished(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The destruction of this case was begun and not finished. It cannot be opened. "
        "Give the command for its destruction again.",
    )


# --- what a case allows ---------------------------------------------------------------------------


class WouldDangle(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This is still used at {count} other places. Nothing was changed. Change these first: {places}.",
    )


class RefersToNothing(OurFault):
    message = QT_TRANSLATE_NOOP("errors", "An entry refers to something that is not in the case. Nothing was saved.")


class NothingToUndo(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "There is nothing to take back: the last step of this sitting was an act, or nothing was entered yet.",
    )


class UnderHold(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This case is under legal hold. Nothing was erased. A hold has to be lifted first."
    )


class NotErasable(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "Entry {seq} is an act of the record and cannot be erased. Nothing was erased."
    )


class NotKeeper(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "Only the case manager can put this into a vault or read it. Nothing was changed."
    )


class NoShare(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This person holds no share of this vault, or it is not the one that was dealt. Nothing was changed."
    )


class SharesDoNotOpen(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The shares released so far do not open this vault: there are too few, or some are not what was dealt. "
        "Nothing was changed. Another member may release a share.",
    )


class OutOfOrder(WorldFault):
    """`reason` is one of the fixed phrases of the order rules."""

    message = QT_TRANSLATE_NOOP("errors", "This step was refused because it {reason}. Nothing was changed.")


class NotSigned(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "A signature under this decision is not good. Nothing was changed. Let {seat} sign it again."
    )


class RecoveryReadsOnly(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "A recovery code opens a case for reading only; it signs nothing and opens no vault. Nothing was changed.",
    )


class RecoveryCodeWrong(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This recovery code has a mistake in it: it does not add up. Compare it with the paper. Nothing was changed.",
    )


class NotAnAnchor(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This is neither a head (64 letters and digits) nor a receipt (XXXX-XXXX-XXXX-XXXX). Nothing was checked. "
        "Compare it with the paper.",
    )


class NoSuchEntry(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "This case has no entry {seq}. Nothing was written.")


class NotAProof(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This file is not a proof of an entry that can be read. Nothing was checked. Ask for it again."
    )


class NotAllowed(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "This text has a character that cannot be kept: {name}. Nothing was saved.")


class TextTooLong(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This text has {found} characters; at most {most} can be kept. Nothing was saved."
    )


class NotBlind(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "A determination is drafted blind. Start the sitting first: it puts the keys of the vaults away."
    )


class NoPaper(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "This case has no signed determination to compare with. Nothing was changed.")


class NotComplete(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The first of {count} things that are still missing: {first} Nobody can sign the determination before.",
    )


class AnswersUnknown(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The answers name {label}, which is not in the case (or is sealed). Correct the file. Nothing was kept.",
    )


class AnswersOtherInstrument(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "The answers are for the instrument {found}; this case is judged by {chosen}. Nothing was kept."
    )


# --- texts to check ---------------------------------------------------------------------------------------


class TextMissing(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "There is no file to read at this place (is it a plain file, and may you read it?). Nothing was checked.",
    )


class NotText(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This is not UTF-8 text: byte {byte} does not belong in one. Save it as UTF-8 text. Nothing was checked.",
    )


class TextTooLarge(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This text is larger than {most} megabytes. Check it in parts. Nothing was checked."
    )


# --- dossiers -------------------------------------------------------------------------------------


class DossierFault(WorldFault):
    """A dossier is refused whole; `file` and `line` say where (line 0: the file as a whole)."""


class DossierMissing(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{file}: not found. A dossier is a folder with this file in it. Nothing was imported."
    )


class DossierUnreadable(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{file}: cannot be read (is it a plain file, and may you read it?). Nothing was imported."
    )


class DossierTooLarge(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{file}: larger than {most} megabytes. Split the event into cases. Nothing was imported."
    )


class DossierEncoding(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}: not UTF-8 text. Save the file as UTF-8 and import again. Nothing was imported.",
    )


class DossierToml(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{file}, line {line}: not valid TOML. Correct this line. Nothing was imported."
    )


class DossierSchema(DossierFault):
    message = QT_TRANSLATE_NOOP("errors", "{file}, line {line}: schema has to be {schema}. Nothing was imported.")


class DossierFieldMissing(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}: the field {field} is missing or not of its kind. Add it. Nothing was imported.",
    )


class DossierFieldUnknown(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}: a field that the format does not know. Remove it. Nothing was imported.",
    )


class DossierCsv(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}: quotes or commas do not add up to {columns} columns. Correct this row. "
        "Nothing was imported.",
    )


class DossierColumns(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{file}, line {line}: the header row has to be: {columns}. Nothing was imported."
    )


class DossierCellTooLong(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}, {field}: longer than {most} characters. Shorten it or keep it as a document. "
        "Nothing was imported.",
    )


class DossierTooManyRows(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}: more than {most} rows. Split the event into cases. Nothing was imported.",
    )


class DossierCharacter(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}, {field}: holds a character that cannot be kept ({name}). Remove it. "
        "Nothing was imported.",
    )


class DossierId(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}, {field}: an id has 1 to 40 letters, digits, hyphens, dots or underscores. "
        "Nothing was imported.",
    )


class DossierDuplicate(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}, {field}: this id is used twice. Give each its own. Nothing was imported.",
    )


class DossierUnknown(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}, {field}: refers to an id that is not in the dossier. Correct it or add the missing "
        "one. Nothing was imported.",
    )


class DossierWord(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{file}, line {line}, {field}: has to be one of: {words}. Nothing was imported."
    )


class DossierDate(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}, {field}: not a date of the calendar. Write 2017-12-26 or 2017-12-26T14:30, "
        "or leave it empty where the precision is unknown. Nothing was imported.",
    )


class DossierSpan(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{file}, line {line}, {field}: the end lies before the start. Nothing was imported."
    )


class DossierZone(DossierFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{file}, line {line}: timezone has to be a name such as Europe/London. Nothing was imported.",
    )


# --- documents ------------------------------------------------------------------------------------


class DocumentUnreadable(WorldFault):
    """A file that cannot be examined as a document at all; a damaged document gets a verdict instead."""

    message = QT_TRANSLATE_NOOP(
        "errors",
        "This is not a PDF file that can be examined. Nothing was changed. Choose the file of a determination.",
    )


class DocumentTooLarge(DocumentUnreadable):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This file is larger than {most} megabytes, which no determination is. It was not examined and not changed.",
    )


class DocumentTooComplex(DocumentUnreadable):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This file has more than {most} objects, which no determination has. It was not examined and not changed.",
    )


class DocumentEncrypted(DocumentUnreadable):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "This file is encrypted, which no determination is. It was not examined and not changed. "
        "Ask for the copy without a password.",
    )


class DocumentChanged(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The document is not as it was when it was last signed. Nothing was signed. "
        "Check it with 'evenhand verify' and go on with the copy in the case.",
    )


class FieldSigned(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "This place is signed already. Nothing was changed.")


class AlreadySigned(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "This person has signed this document already. Nothing was changed.")


class WrongMember(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The document names another key for this place. Nothing was signed. Choose the place that bears your name.",
    )


class ClockOutside(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "By the clock of this computer this key is not valid now. Nothing was signed. Set the clock, then try again.",
    )


class SignatureOrder(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The case seal is set first and the closing seal last, both by the case manager; members sign in between. "
        "Nothing was signed.",
    )


class ClosingIncomplete(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "The closing seal has to name everybody who has not signed, and nobody else. Nothing was signed. "
        "Let them sign, or say who signs in ink, declined or was absent.",
    )


# --- faults of ours -------------------------------------------------------------------------------


class NotNormal(OurFault):
    message = QT_TRANSLATE_NOOP("errors", "An entry could not be written in its one normal form. Nothing was saved.")


class WrongSigner(OurFault):
    message = QT_TRANSLATE_NOOP("errors", "This step needs a key that is not in memory now. Nothing was saved.")


class FieldsMisplaced(OurFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "Signature fields were asked for where none can stand. The document was not made."
    )


class FieldUnknown(OurFault):
    message = QT_TRANSLATE_NOOP("errors", "The document has no signature field of this name. Nothing was signed.")


class SignatureFailed(OurFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "The key, its certificate and the name do not belong together. Nothing was signed."
    )


class NetworkAsked(OurFault):
    message = QT_TRANSLATE_NOOP("errors", "The program asked for a network, which it must never do. Nothing was sent.")
