"""Every sentence that the program itself says on paper; what users wrote is filled in by name, never read as more."""

from app.domain.words import QT_TRANSLATE_NOOP

# --- every page -----------------------------------------------------------------------------------

LANGUAGE = "en-GB"
RUNNING = QT_TRANSLATE_NOOP("report", "Determination of the review panel")
DOCUMENT = QT_TRANSLATE_NOOP("report", "Determination of the review panel, case {reference}")
HEAD_RIGHT = QT_TRANSLATE_NOOP("report", "Case {reference}. Confidential")
NO_HEAD = QT_TRANSLATE_NOOP("report", "not recorded")
FOOT_ENTRY = QT_TRANSLATE_NOOP("report", "Journal entry {seq}, head")
PAGE = QT_TRANSLATE_NOOP("report", "Page {page} of {pages}")
DRAFT = QT_TRANSLATE_NOOP("report", "DRAFT")
REHEARSAL = QT_TRANSLATE_NOOP("report", "REHEARSAL")
CONTINUED = QT_TRANSLATE_NOOP("report", "{title}, continued")

# --- summary --------------------------------------------------------------------------------------

SUMMARY = QT_TRANSLATE_NOOP("report", "Summary")
NO_TITLE = QT_TRANSLATE_NOOP("report", "No title is recorded")
CASE = QT_TRANSLATE_NOOP("report", "Case {reference}.")
EVENT_DATE = QT_TRANSLATE_NOOP("report", "Event of {date}.")
NO_EVENT_DATE = QT_TRANSLATE_NOOP("report", "The date of the event is not recorded.")
INSTRUMENT = QT_TRANSLATE_NOOP("report", "Instrument: {title}, version {version}.")
NO_INSTRUMENT = QT_TRANSLATE_NOOP("report", "No instrument is recorded.")
MADE_UP = QT_TRANSLATE_NOOP(
    "report", "This is a rehearsal. Its members are invented, and it decides nothing about anybody."
)
MISSING = QT_TRANSLATE_NOOP("report", "This is a draft. Still missing:")
ASKED = QT_TRANSLATE_NOOP("report", "What was asked")
NOT_ASKED = QT_TRANSLATE_NOOP("report", "No review question is recorded.")
FOUND = QT_TRANSLATE_NOOP("report", "What was found, act by act")
NO_ACT = QT_TRANSLATE_NOOP("report", "No act was classified.")
COLUMN_ACT = QT_TRANSLATE_NOOP("report", "Act")
COLUMN_CATEGORY = QT_TRANSLATE_NOOP("report", "Category")
COLUMN_WHO = QT_TRANSLATE_NOOP("report", "Person, moment")
COLUMN_PAGE = QT_TRANSLATE_NOOP("report", "Page")
NOT_A_PERSON = QT_TRANSLATE_NOOP("report", "A category belongs to an act, never to a person.")
HINDSIGHT = QT_TRANSLATE_NOOP("report", "How far hindsight was kept out")
HINDSIGHT_REHEARSAL = QT_TRANSLATE_NOOP(
    "report",
    "A rehearsal: the outcome lay in its vault, but whoever answered may have known it, and no ballot was sealed.",
)
HINDSIGHT_UNRECORDED = QT_TRANSLATE_NOOP(
    "report",
    "Not shown: this version of the program records no sealed ballots, no guess of the outcome before it was opened, "
    "and no ballot after it.",
)
HINDSIGHT_LISTED = QT_TRANSLATE_NOOP("report", "What each person could know stands with each act.")
ORGANISATION = QT_TRANSLATE_NOOP("report", "What is asked of the organisation")
NOTHING_OF_ORGANISATION = QT_TRANSLATE_NOOP("report", "No question to the organisation is recorded.")
IN_FULL = QT_TRANSLATE_NOOP("report", "In full under {act}.")

# --- signatures -----------------------------------------------------------------------------------

SIGNATURES = QT_TRANSLATE_NOOP("report", "Signatures")
SIGNED_MEANS = QT_TRANSLATE_NOOP(
    "report", "Each says: I have read this determination. Roster and lines for ink: from page {page}"
)
SIGNED_ELSEWHERE = QT_TRANSLATE_NOOP("report", "The places for signatures follow the record, from page {page}.")
DRAFT_UNSIGNED = QT_TRANSLATE_NOOP(
    "report", "A draft cannot be signed. Places for signatures appear when nothing is missing any more."
)
NO_MEMBER = QT_TRANSLATE_NOOP("report", "No member of a panel is recorded.")
TOOLTIP_MEMBER = QT_TRANSLATE_NOOP("report", "Signature of {name}, {role}, seat {seat}")
TOOLTIP_SEAL = QT_TRANSLATE_NOOP("report", "Seal of the case, placed before all other signatures")
TOOLTIP_CLOSE = QT_TRANSLATE_NOOP("report", "Closing seal, placed after all other signatures")
SEALS = QT_TRANSLATE_NOOP("report", "Seals of the case")
SEAL = QT_TRANSLATE_NOOP("report", "Seal of the case")
SEAL_MEANS = QT_TRANSLATE_NOOP("report", "Placed first; then only signatures can be added.")
CLOSE = QT_TRANSLATE_NOOP("report", "Closing seal")
CLOSE_MEANS = QT_TRANSLATE_NOOP("report", "Placed last; then nothing can be added.")
SEAT = QT_TRANSLATE_NOOP("report", "seat {seat}")
INK = QT_TRANSLATE_NOOP("report", "Signature in ink, if not signed digitally")
INK_WHERE = QT_TRANSLATE_NOOP("report", "Date and place, or “declined” and why")
CERTIFICATE = QT_TRANSLATE_NOOP("report", "Beside each name: the SHA-256 of the certificate.")
NO_CERTIFICATE = QT_TRANSLATE_NOOP("report", "No certificate is recorded.")

# --- one act --------------------------------------------------------------------------------------

NO_WORDING = QT_TRANSLATE_NOOP("report", "The wording is not recorded")
KNOWN = QT_TRANSLATE_NOOP("report", "Known to {person} then")
NOTHING_KNOWN = QT_TRANSLATE_NOOP("report", "Nothing is established as known to {person} at that moment.")
NOT_KNOWN = QT_TRANSLATE_NOOP("report", "Not known, not established")
NOTHING_UNKNOWN = QT_TRANSLATE_NOOP("report", "Nothing is recorded here.")
RULES = QT_TRANSLATE_NOOP("report", "Rules in force for {person}")
NO_RULE = QT_TRANSLATE_NOOP("report", "No rule is recorded as in force for {person}.")
PERSON = QT_TRANSLATE_NOOP("report", "{role} ({person})")
NO_PERSON = QT_TRANSLATE_NOOP("report", "the person")
PATH = QT_TRANSLATE_NOOP("report", "Path through the instrument")
NO_WALK = QT_TRANSLATE_NOOP("report", "The instrument was not walked for this act.")
DECIDES = QT_TRANSLATE_NOOP("report", "This walk decides the category.")
DOES_NOT_DECIDE = QT_TRANSLATE_NOOP("report", "Also walked. It does not decide the category.")
NO_STEP = QT_TRANSLATE_NOOP("report", "no question was answered")
PATH_ALT = QT_TRANSLATE_NOOP("report", "Path through the instrument: {steps}. It ends at: {category}.")
ANSWERS = QT_TRANSLATE_NOOP("report", "Answers and reasons")
NO_ANSWER = QT_TRANSLATE_NOOP("report", "No question was answered.")
NO_REASON = QT_TRANSLATE_NOOP("report", "No reason is recorded.")
CITES = QT_TRANSLATE_NOOP("report", "Cites {labels}.")
ENDS_AT = QT_TRANSLATE_NOOP("report", "Ends at")
ACTION = QT_TRANSLATE_NOOP("report", "What is asked of {person}")
NO_ACTION = QT_TRANSLATE_NOOP("report", "No action for {person} is recorded.")

# --- what stands around the acts ------------------------------------------------------------------

AROUND = QT_TRANSLATE_NOOP("report", "Factors, disputes and the instrument")
FACTORS = QT_TRANSLATE_NOOP("report", "Factors")
NO_FACTOR = QT_TRANSLATE_NOOP("report", "No contributing factor is recorded.")
DISPUTES = QT_TRANSLATE_NOOP("report", "Accounts that differ")
NO_DISPUTE = QT_TRANSLATE_NOOP("report", "No dispute between accounts is recorded.")
THE_INSTRUMENT = QT_TRANSLATE_NOOP("report", "The instrument")
LABEL_TITLE = QT_TRANSLATE_NOOP("report", "Title")
LABEL_VERSION = QT_TRANSLATE_NOOP("report", "Version")
LABEL_CITATION = QT_TRANSLATE_NOOP("report", "Source")
LABEL_RIGHTS = QT_TRANSLATE_NOOP("report", "Rights")
LABEL_CONFIDENCE = QT_TRANSLATE_NOOP("report", "Confidence")
LABEL_SHA = QT_TRANSLATE_NOOP("report", "SHA-256")
NOT_RECORDED = QT_TRANSLATE_NOOP("report", "Not recorded.")

# --- record and roster ----------------------------------------------------------------------------

RECORD = QT_TRANSLATE_NOOP("report", "Record and roster")
THE_RECORD = QT_TRANSLATE_NOOP("report", "The record")
LABEL_CASE = QT_TRANSLATE_NOOP("report", "Case")
LABEL_SETTING = QT_TRANSLATE_NOOP("report", "Setting")
LABEL_DATE = QT_TRANSLATE_NOOP("report", "Date")
LABEL_ENTRY = QT_TRANSLATE_NOOP("report", "Journal entry")
LABEL_HEAD = QT_TRANSLATE_NOOP("report", "Head")
LABEL_SEAL = QT_TRANSLATE_NOOP("report", "Seal certificate")
LABEL_PROGRAM = QT_TRANSLATE_NOOP("report", "Program")
ROSTER = QT_TRANSLATE_NOOP("report", "The panel")

# --- how to check ---------------------------------------------------------------------------------

CHECK = QT_TRANSLATE_NOOP("report", "How to check this document")
CHECK_DRAFT = QT_TRANSLATE_NOOP(
    "report", "This is a draft. It is not signed, and nothing in it is final: there is nothing to check yet."
)
CHECK_REHEARSAL = QT_TRANSLATE_NOOP(
    "report",
    "This is a rehearsal. Its members are invented and their keys were made for this run. Its signatures show how a "
    "determination is checked; they bind nobody.",
)
CHECK_PAPER = QT_TRANSLATE_NOOP("report", "On paper")
CHECK_PAPER_TEXT = QT_TRANSLATE_NOOP(
    "report",
    "Every page names the same case, the same journal entry and the first 16 characters of the same head, and the page "
    "numbers leave no gap. The head is a checksum of the whole journal up to that entry; all of it is printed under "
    "“The record”. It has to equal the head of the case at that entry.",
)
CHECK_EVENHAND = QT_TRANSLATE_NOOP("report", "With Evenhand")
CHECK_COMMAND = "evenhand verify FILE"
CHECK_EVENHAND_TEXT = QT_TRANSLATE_NOOP(
    "report",
    "This command checks each signature and ends with one line: good, not good, or cannot be read. It needs neither "
    "the case nor a network.",
)
CHECK_READER = QT_TRANSLATE_NOOP("report", "With another reader")
CHECK_READER_TEXT = QT_TRANSLATE_NOOP(
    "report",
    "Its list of signatures shows the seal of the case first and one signature for each member who signed digitally. "
    "It may call the signers unknown. That is expected: trust comes from the fingerprints in the roster, not from an "
    "authority. Compare the SHA-256 of each certificate with the roster. “Valid” alone is not enough: many readers "
    "also say so of a file to which something was added later.",
)
CHECK_NEVER = QT_TRANSLATE_NOOP("report", "What no check shows")
CHECK_NEVER_TEXT = QT_TRANSLATE_NOOP(
    "report",
    "Whether the reasons are right. When it was signed: the times are those of the computer that was used. Who held a "
    "key: the roster says to whom it was given.",
)
