"""When wording that looks like a cue is none: quotation, policy, question, condition, term of art and the others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.checks.cues import CueIndex
from app.domain.checks.findings import Field, Label

NAMES = (
    "QUOTE", "POLICY", "QUESTION", "COND", "RECOMMEND", "TERM", "NEG", "META", "EPIST", "PATIENT", "EVID", "NOSTAFF",
    "FIELD",
)  # fmt: skip

_FUTURE_DUTY = frozenset({Label.COUNTERFACTUAL, Label.FAILURE_FRAMING})
_NEVER_RULE = frozenset({Label.CHARACTER, Label.MINIMISER, Label.BLAME, Label.OUTCOME_REASONING, Label.MIND_READING})
# A policy that says who is to blame, or what the cause of a harm will be called, is not covered by being a policy.
_PRESUMES = re.compile(
    r"\b(?:is|are|be|as|and|to) (?:the|a) (?:cause|reason|danger|responsible party)\b|\bto blame\b|\bat fault\b|"
    r"\bcareless|\bnegligen|\bdealt with\b|\bculpable\b",
    re.IGNORECASE,
)
_SUBJECT = frozenset({Label.FAILURE_FRAMING, Label.MIND_READING, Label.RULE_MATCH, Label.BLAME})
_VERB = re.compile(
    r"(?:did|didn't|fail|miss|refus|ignor|forgot|neglect|chose|decid|opted|never|not\b|declin|unwilling|reluct|"
    r"disregard|non-?compl|was not|wasn't|deliberately|omit|skip)",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"misconduct|responsible for|accountable for|liable|disciplin|sanction|suspen", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:I|we)(?:'d|'ve| had| have| had only| just| simply| only| also| myself| then)* $", re.IGNORECASE
)
_OF_PATIENT = re.compile(r"\W*(?:the )?(?:patient|pt|resident|res)\b(?! (?:was|has been))", re.IGNORECASE)
_PAST = re.compile(r"\bhave \w|\bhad \w", re.IGNORECASE)
_THING_VERB = re.compile(r"(?:fail|omit|miss|error|at fault|drop|overlook|ignor|wrong|delay|lost)", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:should (?!(?:not )?have\b)|should have (?:an?|the|one|two|its|their|each|access|no|more|at|sight|"
    r"every)\b|must\b|shall\b|to be \w+|avoid\b|needs? to|not to \w+|would like|we ask|please|"
    r"ensure|make sure|else\b|else$|is to\b|are to\b)",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:could|may|might)(?: also| well| equally| never| not)? (?:have|be)\b(?! (?:been )?(?:prevent|avoid|save|"
    r"avert|spared|caught|stopped|rescued|done more))",
    re.IGNORECASE,
)
# "The wheeze could have been asthma": a guess at what a thing was, not at what somebody might have done.
_GUESS = re.compile(
    r"(?:could|may|might|cld) (?:well |equally )?have been (?:a|an|the|in|on|out|from|due|cold|pain|that|my|her|his|"
    r"viral|either|any\w*|(?-i:[A-Z]{2,})|\w+ or|\w+,)(?!\w)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\bor\b|\beither\b|\bnot (?:known|certain|clear|established)\b|\bno one (?:can|knows)\b|\bcan'?t say\b|\bcannot\b|"
    r"\bdoes not allow\b|\bcan't\b|\balso\b|\bperhaps\b|\bpossibl[ey]\b|\bboth\b|\?",
    re.IGNORECASE,
)
_PATIENT = re.compile(
    r"\b(?:patients?|pts?|residents?|res|clients?|claimant|deceased|gentleman|woman|uterus|cervix|cx|placenta|"
    r"lady|mr\.? [a-z]\b|mrs\.? [a-z]\b|"
    r"ms\.? [a-z]\b|caller|mother|teenager)(?:'s)?(?=\W)",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:pump|monitor|alarm|server|system|network|software|printer|scanner|ventilator|battery|generator|valve|sensor|"
    r"probe|fridge|freezer|lift|radio|mast|terminal|satnav|analyser|analyzer|machine|defibrillator|camera|cable|drill|"
    r"autoclave|centrifuge|tube system|interface|database|app|website|form|line|phone|switchboard|bleep|pager|clock|"
    r"door|lock|bed|mattress|hoist|chair|ramp|vehicle|ambulance|truck|engine|lucas|laptop|tablet|screen|link|feed|queue|"
    r"filter|backup|archive|pacs|ris|lims|drain|graft|suture|clip|stapler|light|lamp|magnet|tracer|reagent|control|job|script|"
    r"update|patch|certificate|token|login|meter|scales|thermometer|cuff|lead|catheter|cannula|stent|implant|prosthesis|"
    r"medicine|drug|treatment|antibiotic|trial|induction|kidney|heart|lung|liver|wound|pulse|pressure|drip|infusion|"
    r"recorder|strip|heater|heating|boiler|oven|test|sample|kit|device|unit|tail lift|calibration)s?(?=\W|$)",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\b(?:nurses?|doctors?|dr|registrars?|consultants?|midwi(?:fe|ves)|pharmacists?|surgeons?|anaesthetists?|locum|"
    r"paramedics?|crews?|staff|teams?|gps?|carers?|radiographers?|radiologists?|technicians?|clinicians?|managers?|"
    r"practitioners?|matron|trust|hospital|ward|home|practice|receptionist|dispatcher|porter|nobody|no one|no-one|"
    r"they|we|i|[A-Z]{1,4}-\d{1,3})(?=\W)",
    re.IGNORECASE,
)
_DENIABLE = frozenset(
    {Label.CHARACTER, Label.BLAME, Label.FORESEEABILITY, Label.RULE_MATCH, Label.FAILURE_FRAMING, Label.FOLK_MODEL}
)
_NOT_INSIDE = re.compile(r"(?:was|were|is) (?:not|never) (?!paying|concentrating|interested)", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"(?:\bnot|n't|\bneither|\bnor|\bno|\bnil|\bwithout|\bnever|\bnobody|\bhardly)"
    r"(?: (?:a|an|the|any|in|at|been|find|be|case|of|as|being|call|it|this|him|her|that|anyone|was|were|cut|in any way|"
    r"\w+ly))* $",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Guard:
    """One kind of innocent use, as data: what it looks like and how far it reaches."""

    name: str
    extent: str
    pattern: re.Pattern[str]


class Reach(NamedTuple):
    """Characters `start` to `end` of a sentence lie under the guard `name`."""

    name: str
    start: int
    end: int


class Row(NamedTuple):
    """A guard as it stands in a file. Like a rule's, its `cues` save trying it where it cannot match; none: always."""

    name: str
    extent: str
    pattern: str
    cues: tuple[str, ...]


class Guards:
    """The guards of a file, ready to be asked about a sentence."""

    def __init__(self, rows: Iterable[Row]) -> None:
        kept = tuple(rows)
        self._guards = tuple(Guard(row.name, row.extent, re.compile(row.pattern, re.IGNORECASE)) for row in kept)
        self._index = CueIndex(row.cues for row in kept)

    def reaches(self, sentence: str) -> tuple[Reach, ...]:
        """What the guards cover in one sentence."""
        found: list[Reach] = []
        for number in sorted(self._index.candidates(sentence.lower())):
            guard = self._guards[number]
            for match in guard.pattern.finditer(sentence):
                if guard.extent == "sentence":
                    found.append(Reach(guard.name, 0, len(sentence)))
                    break
                end = match.end() if guard.extent == "match" else len(sentence)
                found.append(Reach(guard.name, match.start(), end))
        return tuple(found)


def by_field(label: Label, field: Field, sentence: str, marked: str) -> str | None:
    """The guard that the field itself gives a label, or None.

    The rules of bias.md 2: a timeline row at the time of discovery may say what was discovered; the text of a policy
    may speak of breaches and duties but not of people; a recommendation speaks of the future.
    """
    if field is Field.TIMELINE and label is Label.KNOWLEDGE_LEAK:
        return "FIELD"
    if field is Field.RULE and label is Label.BLAME and _OFFICE.search(marked):
        return "POLICY"
    if field is Field.RULE and label not in _NEVER_RULE and not _PRESUMES.search(sentence):
        return "POLICY"
    if (
        field is Field.RECOMMENDATION
        and label in _FUTURE_DUTY
        and not _PAST.search(marked)
        and _FUTURE.search(sentence)
    ):
        return "RECOMMEND"
    return None


def by_subject(label: Label, sentence: str, start: int, marked: str) -> str | None:
    """PATIENT or NOSTAFF if the nearest subject before `start` is a patient or a thing, not staff."""
    before = sentence[:start]
    if label is Label.MIND_READING and _OWN.search(before[-40:]):
        return "EVID"
    if label is Label.CHARACTER:
        return "PATIENT" if _OF_PATIENT.match(sentence) and _last(_STAFF, sentence) < 0 else None
    if label not in _SUBJECT:
        return None
    staff, patient = _last(_STAFF, before), _last(_PATIENT, before)
    thing = _last(_THING, before) if _THING_VERB.search(marked) else -1
    if patient > staff and patient >= thing and label is not Label.BLAME and _VERB.match(marked):
        return "PATIENT"
    # "RN-1 drew up the drug and failed to check": a thing is the subject only where nobody was named before it.
    return "NOSTAFF" if thing > patient and staff < 0 and label is not Label.MIND_READING else None


def _last(pattern: re.Pattern[str], text: str) -> int:
    last = -1
    for match in pattern.finditer(text):
        last = match.start()
    return last


def by_words(label: Label, sentence: str, start: int, marked: str) -> str | None:
    """NEG if the words before `start` deny it; EPIST if the sentence only weighs what is possible."""
    if _NOT_INSIDE.match(marked) and label in (Label.MIND_READING, Label.CHARACTER, Label.BLAME):
        return "NEG"
    if label in _DENIABLE and (_NOT_BEFORE.search(sentence[max(0, start - 60) : start])):
        return "NEG"
    if label is Label.COUNTERFACTUAL and (
        _GUESS.search(sentence, start) or (_POSSIBLE.search(sentence) and _UNSURE.search(sentence))
    ):
        return "EPIST"
    return None
