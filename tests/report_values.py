"""Determinations to print: the design's own example, both sample dossiers, a hostile, a huge, an empty one, a draft."""

import csv
import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.categories import Category
from app.domain.determination import (
    ActFound,
    Determination,
    InstrumentUsed,
    Line,
    PanelMember,
    Record,
    StepTaken,
    WalkTaken,
)

SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"
CABINET = SAMPLES / "case01_cabinet_override_imaging"
LABELLING = SAMPLES / "case13_blood_sample_labelling"

INSTRUMENT = InstrumentUsed(
    title="Duty-and-choice assessment",
    version="1.0",
    citation="After David Marx, Patient Safety and the “Just Culture”: A Primer for Health Care Executives, 2001; "
    "questions in our own words.",
    rights="The name and the wording of the commercial algorithm belong to The Just Culture Company and are not used.",
    confidence="Duties, behaviours and answers: high. Order of the questions: medium; two questions stand in another "
    "order in other versions.",
    sha256=hashlib.sha256(b"instrument").hexdigest(),
)
RECORD = Record(
    seq=612, head="86c629d32271ec62c05e" + hashlib.sha256(b"head").hexdigest()[20:], program="Evenhand 0.1.0"
)
SEATS = (
    ("m1", "Chair", "Dr Amara Okonkwo"),
    ("m2", "Same profession", "Jonas Lindqvist"),
    ("m3", "Human factors", "Dr Nguyễn Thị Hương"),
    ("m4", "Staff side", "Siobhán Ní Bhraonáin"),
    ("m5", "Lay member", "Margaret Whitfield"),
)
PANEL = tuple(PanelMember(seat, role, name, hashlib.sha256(seat.encode()).hexdigest()) for seat, role, name in SEATS)

HARM = {
    "purpose": ("Purpose", "Was bringing about harm the person's purpose?"),
    "certain": ("Near certain", "Did the person know that harm was practically certain to follow, even if unwanted?"),
    "risk": (
        "Substantial risk",
        "Leaving the outcome aside, did the conduct carry a substantial and unjustifiable risk?",
    ),
    "aware": ("Aware of it", "Was the person aware of that risk then, and went ahead regardless?"),
    "choice": ("A choice", "Was the conduct chosen, rather than inadvertent?"),
    "peer": ("A peer would see", "Should a reasonable peer in that place have recognised the risk?"),
}
RULE = {
    "known": ("Rule known", "Was the rule known to the person?"),
    "possible": ("Possible", "Was it possible to follow the rule in the circumstances?"),
    "knowing": ("Knowing", "Was the departure from the rule knowing?"),
    "benefit": ("Benefit", "Did the benefit of departing outweigh the risk?"),
}


def step(graph: dict[str, tuple[str, str]], node: str, answer: str, reason: str = "", *cites: str) -> StepTaken:
    """One answered question."""
    short, question = graph[node]
    return StepTaken(node, short, question, answer, reason, cites)


def walk(name: str, terminal: str, category: Category, *steps: StepTaken, decides: bool = True) -> WalkTaken:
    """One walk."""
    return WalkTaken(name, steps, terminal, category, decides)


HARM_NAME = "Duty to avoid causing unjustifiable risk or harm"
RULE_NAME = "Duty to follow a procedural rule"

# ------------------------------------------------------------------------- the design's own example


def lines(*items: tuple[str, str] | tuple[str, str, str]) -> tuple[Line, ...]:
    """Labelled lines."""
    return tuple(Line(*item) for item in items)


SELECTION = ActFound(
    label="A2",
    wording="RN-1 takes the first match for “VE” and acknowledges the caution",
    person="RN-1",
    role="help-all (resource) nurse",
    when="14:59, cabinet clock",
    category=Category.HUMAN_ERROR,
    terminal="Console, and examine processes, training, design and environment",
    known=lines(
        ("E03", "Override exists; the caution says only that it is for immediate need"),
        ("E02", "Generic names, two letters", "(disputed)"),
        ("E04", "Staff told to use override where needed"),
        ("E08", "Patient asks for something for anxiety"),
        ("E09", "The scan will otherwise be rescheduled"),
        ("E11", "The brand name and 2 mg"),
        ("E14", "On the way to another department"),
        ("E15", "Brand name not in the profile"),
        ("E16", "In talk with RN-3 about another task"),
        ("E17", "Override is on"),
    ),
    not_known=lines(
        (
            "E12",
            "Not available: a pharmacist verified the order at 14:49.",
            "It was in the record, which she did not open; the profile showed the generic name only.",
        ),
        ("E10", "Not established: why the imaging nurses declined."),
        (
            "E18",
            "Not established: whether she took in the product name on the screen.",
            "She reports not perceiving it.",
        ),
    ),
    rules=lines(
        ("R1", "Check against the order.", "Workable, usually followed."),
        ("R2", "Override for urgent need.", "Not intelligible, not commonly followed (dispute D2, open)."),
    ),
    walks=(
        walk(
            HARM_NAME,
            "Human error",
            Category.HUMAN_ERROR,
            step(
                HARM, "purpose", "no", "Nothing in any account suggests it; the request was for comfort.", "E08", "E09"
            ),
            step(HARM, "certain", "no", "She believed that she had the ordered sedative.", "E11"),
            step(
                HARM,
                "risk",
                "yes",
                "Taking a medicine by two letters from a list of several hundred without reading its name carries a "
                "substantial risk, whatever the outcome.",
                "E02",
                "E03",
            ),
            step(
                HARM,
                "aware",
                "no",
                "She reports not perceiving the name. The caution is shown for every override and names no medicine.",
                "E03",
                "E18",
            ),
            step(
                HARM,
                "choice",
                "no, a slip",
                "Two letters gave one match at the top. Nothing shows that the choice of this product was meant.",
                "E15",
                "E18",
            ),
        ),
        walk(
            RULE_NAME,
            "Human error",
            Category.HUMAN_ERROR,
            step(RULE, "known", "yes", "The check against the order is taught and was known.", "R1"),
            step(RULE, "possible", "yes", "The order was on the screen of the unit's computers.", "R1", "E12"),
            step(RULE, "knowing", "no", "She did not know that she was departing from it.", "E18"),
            decides=False,
        ),
    ),
    action="Console. Offer support now and again in three months. No note in the personal file.",
    organisation="Why can a paralysing agent be reached by two letters, and why does the caution look the same for "
    "every medicine?",
    conclusion="Both walks end at human error; the duty to avoid harm decides.",
    clock="14:59",
)


def _brief(label: str, wording: str, person: str, when: str, category: Category, terminal: str, asked: str) -> ActFound:
    """An act of the example with the walk that leads to its category."""
    walks = {
        Category.UNDETERMINED: walk(
            HARM_NAME,
            "Not established: awareness",
            Category.UNDETERMINED,
            step(HARM, "purpose", "no", "Nothing suggests it.", "E08"),
            step(HARM, "certain", "no", "Nothing suggests it.", "E08"),
            step(HARM, "risk", "yes", "A safeguard is left out.", "E04", "R2"),
            step(HARM, "aware", "not established", "The accounts differ and cannot be brought together.", "E04", "E17"),
        ),
        Category.AT_RISK: walk(
            HARM_NAME,
            "At-risk behaviour",
            Category.AT_RISK,
            step(HARM, "purpose", "no", "Nothing suggests it.", "E19"),
            step(HARM, "certain", "no", "She expected a light sedation.", "E19"),
            step(HARM, "risk", "yes", "Nobody was to watch the patient.", "E19", "E26", "R4"),
            step(HARM, "aware", "no", "She understood that watching was not needed.", "E19"),
            step(HARM, "choice", "yes", "She left for another task.", "E14", "E26"),
            step(HARM, "peer", "yes", "Three of four peers asked would have arranged for somebody to stay.", "R4"),
        ),
        Category.SYSTEM: walk(
            RULE_NAME,
            "Rule unworkable: no individual action",
            Category.SYSTEM,
            step(RULE, "known", "yes", "Published alerts were on file.", "E03", "F10"),
            step(RULE, "possible", "no", "The cabinet allowed no finer list at that time.", "E02", "E03"),
        ),
        Category.JUSTIFIED: walk(
            RULE_NAME,
            "Justified departure",
            Category.JUSTIFIED,
            step(RULE, "known", "yes", "The unit's practice was known.", "E13"),
            step(RULE, "possible", "no", "She was covering a break and could not leave the unit.", "E13"),
        ),
    }
    return ActFound(
        label=label,
        wording=wording,
        person=person,
        role={"RN-1": "help-all (resource) nurse", "RN-2": "primary nurse of the patient"}.get(person, "leadership"),
        when=when,
        category=category,
        terminal=terminal,
        known=SELECTION.known[:4],
        not_known=SELECTION.not_known[:1],
        rules=SELECTION.rules[-1:],
        walks=(walks[category],),
        action="Support. Nothing further." if category is not Category.AT_RISK else "Coach; look at what made it easy.",
        organisation=asked,
    )


def example() -> Determination:
    """What the pictures of the design show, as far as a determination carries it."""
    return Determination(
        reference="2026-014",
        title="Sedative request before a scan and medicine selection at a dispensing cabinet",
        setting="Neurological intensive care unit and imaging department",
        event_date="26 December 2017",
        question="Which choices were made between the sedation request and the end of direct observation, what did "
        "each person know at that moment, which safeguards were available and workable, and how should each choice be "
        "classified?",
        instrument=INSTRUMENT,
        acts=(
            _brief(
                "A1",
                "RN-1 switches the cabinet to override, about 14:58",
                "RN-1",
                "about 14:58",
                Category.UNDETERMINED,
                "Not established",
                "",
            ),
            SELECTION,
            _brief(
                "A3",
                "RN-1 leaves imaging with RN-3, about 15:10",
                "RN-1",
                "about 15:10",
                Category.AT_RISK,
                "Coach",
                "Who watches a patient after sedation outside the unit?",
            ),
            _brief(
                "A4",
                "ORG-RX makes a paralysing agent obtainable by override; in force that day",
                "ORG-RX",
                "since about 2015",
                Category.SYSTEM,
                "No individual action",
                "Take paralysing agents out of ordinary override.",
            ),
            _brief(
                "A5",
                "RN-2 asks RN-1 to give the medicine, about 14:50",
                "RN-2",
                "about 14:50",
                Category.JUSTIFIED,
                "Support",
                "",
            ),
        ),
        factors=lines(
            ("F1", "Two-letter search with generic-only names put a paralysing agent first.", "Task and technology."),
            ("F2", "Neuromuscular blocker available by override with a generic caution.", "Task and technology."),
            ("F4", "Unclear ownership of monitoring between ICU, imaging nurses and resource nurse.", "Team."),
        ),
        disputes=lines(
            ("D1", "Whether monitoring was not needed after the dose.", "Open: accounts of three people differ (E19)."),
            ("D2", "Routine use of override at that time.", "Open: daily practice, or solved weeks before (E04, E17)."),
        ),
        panel=PANEL,
        record=RECORD,
        date="25 November 2026",
        seal=hashlib.sha256(b"seal").hexdigest(),
    )


# ------------------------------------------------------------------------------ the sample dossiers


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("reveals_outcome", "no") == "no"]


def _horizon(folder: Path, person: str, moment: str) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What a person could know at a moment, and what not, from the dossier's own tables."""
    said = {(row["event_id"], row["person_code"]): row for row in _rows(folder, "knowledge.csv")}
    known: list[tuple[str, Line]] = []
    not_known: list[Line] = []
    for event in _rows(folder, "timeline.csv"):
        row = said.get((event["id"], person))
        if row and row["knowable_at"] and row["knowable_at"] <= moment:
            known.append((row["knowable_at"], Line(event["id"], event["description"], row["notes"])))
        elif event["start"] and event["start"] <= moment:
            note = row["notes"] if row else ""
            how = "Not available." if row else "Not established."
            not_known.append(Line(event["id"], event["description"], f"{how} {note}".strip()))
    return tuple(line for _, line in sorted(known, key=lambda pair: pair[0])), tuple(not_known)


def _rules(folder: Path, person: str) -> tuple[Line, ...]:
    words = (
        ("available", "available"),
        ("workable", "workable"),
        ("intelligible", "intelligible"),
        ("commonly_followed_locally", "commonly followed"),
    )
    found = []
    for row in _rows(folder, "rules.csv"):
        if person in row["applies_to"].split(";"):
            quality = ", ".join(f"{w}: {row[key]}" for key, w in words)
            found.append(Line(row["id"], row["text"], quality[0].upper() + quality[1:] + "."))
    return tuple(found)


def from_dossier(folder: Path, reference: str, event_date: str, chosen: list[dict[str, Any]]) -> Determination:
    """A rehearsal of a dossier: its own facts, and the acts that are given with their walks."""
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    roles = {person["code"]: person["role"] for person in case["persons"]}
    acts = []
    for number, act in enumerate(chosen, 1):
        known, not_known = _horizon(folder, act["person"], act["moment"])
        acts.append(
            ActFound(
                label=f"A{number}",
                wording=act["wording"],
                person=act["person"],
                role=roles[act["person"]],
                when=act["when"],
                category=act["walks"][0].category,
                terminal=act["walks"][0].terminal,
                known=known,
                not_known=not_known,
                rules=_rules(folder, act["person"]),
                walks=act["walks"],
                action=act["action"],
                organisation=act["organisation"],
            )
        )
    factors = [
        Line(r["id"], r["description"], f"{r['framework']}: {r['category']}.") for r in _rows(folder, "factors.csv")
    ]
    disputes = [
        Line(d["id"], d["topic"] + ".", "; ".join(d["versions"]) + ".")
        for d in case["disputes"]
        if not d.get("reveals_outcome", False)
    ]
    return Determination(
        reference=reference,
        title=case["title"],
        setting=case["setting"],
        event_date=event_date,
        question=case["review_question"],
        instrument=INSTRUMENT,
        acts=tuple(acts),
        factors=tuple(factors),
        disputes=tuple(disputes),
        panel=tuple(replace(m, name=f"Rehearsal member {n}") for n, m in enumerate(PANEL, 1)),
        record=replace(RECORD, seq=118),
        date="25 November 2026",
        rehearsal=True,
    )


def cabinet() -> Determination:
    """A rehearsal of the larger sample."""
    return from_dossier(
        CABINET,
        "case01",
        "26 December 2017",
        [
            {
                "person": "RN-1",
                "moment": "2017-12-26T14:58",
                "wording": "RN-1 switches the cabinet to override.",
                "when": "about 14:58",
                "walks": _brief("", "", "RN-1", "", Category.UNDETERMINED, "", "").walks,
                "action": "",
                "organisation": "Was override the daily way of working that month, and who could have seen it?",
            },
            {
                "person": "RN-1",
                "moment": "2017-12-26T14:59",
                "wording": "RN-1 takes the first match for two letters and acknowledges the caution.",
                "when": "14:59",
                "walks": SELECTION.walks,
                "action": SELECTION.action,
                "organisation": SELECTION.organisation,
            },
            {
                "person": "RN-1",
                "moment": "2017-12-26T15:10",
                "wording": "RN-1 leaves imaging for the emergency department with RN-3.",
                "when": "about 15:10",
                "walks": _brief("", "", "RN-1", "", Category.AT_RISK, "", "").walks,
                "action": "Coach: agree who watches before leaving.",
                "organisation": "The sedation policy did not say who watches, how often and with what.",
            },
            {
                "person": "RN-2",
                "moment": "2017-12-26T14:50",
                "wording": "RN-2 asks RN-1 to go to imaging and give the medicine.",
                "when": "about 14:50",
                "walks": _brief("", "", "RN-2", "", Category.JUSTIFIED, "", "").walks,
                "action": "None.",
                "organisation": "",
            },
        ],
    )


def labelling() -> Determination:
    """A rehearsal of the smaller sample."""
    harm = walk(
        HARM_NAME,
        "Human error",
        Category.HUMAN_ERROR,
        step(HARM, "purpose", "no", "Nothing suggests it.", "E09"),
        step(HARM, "certain", "no", "She believed that each set carried its own details.", "E09"),
        step(
            HARM, "risk", "yes", "Labelling away from the person bled can put details on another's tubes.", "E10", "R1"
        ),
        step(HARM, "aware", "no", "She was not aware of it.", "E09"),
        step(HARM, "choice", "no", "A slip in one of two similar tasks within 47 minutes.", "E05", "E07"),
    )
    return from_dossier(
        LABELLING,
        "case13",
        "a day in 2018 that was not published",
        [
            {
                "person": "MW-1",
                "moment": "2018-06-01T17:05",
                "wording": "MW-1 puts Patient A's details on both sets of tubes.",
                "when": "about 17:05",
                "walks": (harm,),
                "action": "Console. Tell her what was found before anybody else is told.",
                "organisation": "Twenty such samples in the unit, before and after everybody was retrained: what other "
                "than training will be changed, by whom and by when?",
            }
        ],
    )


def draft() -> Determination:
    """The example before it is complete."""
    return replace(
        example(),
        missing=(
            "A3 has no reason for the answer to “Aware of it”.",
            "The person whose act is reviewed has not been asked to check the facts.",
            "No date is set for the first action.",
        ),
    )


# -------------------------------------------------------------------------- values meant to hurt

HOSTILE = (
    "<b>bold</b> <i>x</i> <para>para</para> <br/> <font size=40>big</font>",
    '<img src="file:///etc/passwd" width="100"/>',
    '<a href="https://example.org/">link</a>',
    "&xxe; &lt; &amp; &#65;",
    "%s %(name)s {0} {person} {} {{x}}",
    "\\( \\) ) ( \\ \\n (unbalanced",
    "right\u202egnp.exe\u202c left",
    "zero\u200bwidth\u200d and \ufeff mark",
    "control \x07 bell \x1b escape \x00 nul \x7f delete",
    "soft\u00adhyphen, no\u00a0break, narrow\u202fspace",
    "private \ue000, nonchar \ufffe, surrogate \ud800",
    "emoji \U0001f600 and \U0001f1e9\U0001f1ea, maths \U0001d400",
    "עברית and العربية and 漢字 and नमस्ते",
    "Z" + "\u0301" * 50 + "algo",
    "feigned \u2039U+202E\u203a and \u2039U+0041\u203a",
    "Ṣọlá, Ǩoskela, Ἀθῆναι, Қазақ, Nguyễn, İstanbul, Ž̈",
    "W" * 400,
    "C:\\Users\\x /etc/passwd ../../x",
    "line\nfeed\r\nand\rreturn\ttab\n\n\n\n\nfive",
)


def hostile() -> Determination:
    """Everything that a text can do to a page, in every place where a user's text stands."""
    every = "\n".join(HOSTILE)
    rows = tuple(Line(f"E{n:02d}", text, text) for n, text in enumerate(HOSTILE))
    steps = tuple(StepTaken("N", text[:60], text, text, text, (text[:40], "E01")) for text in HOSTILE)
    act = ActFound(
        label="A1<b>",
        wording=every,
        person='RN-1 <img src="file:///etc/passwd"/>\u202e',
        role=HOSTILE[0],
        when=HOSTILE[6],
        category=Category.PURPOSE,
        terminal=every,
        known=rows,
        not_known=rows,
        rules=rows,
        walks=(WalkTaken(HOSTILE[1], steps, every, Category.KNOWING_HARM, True),),
        action=every,
        organisation=every,
    )
    return Determination(
        reference="<i>&\u202e%s",
        title=every,
        setting=every,
        event_date=HOSTILE[4],
        question=every,
        instrument=InstrumentUsed(*HOSTILE[:5], HOSTILE[8]),
        acts=(act,),
        factors=rows,
        disputes=rows,
        panel=(PanelMember("m1", HOSTILE[1], every, "zz\u202e<b>"), PanelMember("m2", "", "", "")),
        record=Record(1, "<b>\u202e" + "f" * 40, HOSTILE[2]),
        date=HOSTILE[7],
        rehearsal=True,
    )


def huge() -> Determination:
    """Thirty acts, reasons of five thousand characters, three hundred events known, twelve members."""
    sentence = "The account given on the day and the account given a month later differ in order, not in substance. "
    long = (sentence * 60)[:5000]
    many = tuple(Line(f"E{n:03d}", sentence, "Reported by two people." if n % 7 == 0 else "") for n in range(300))
    categories = list(Category)
    acts = []
    for number in range(30):
        category = categories[number % len(categories)]
        steps = tuple(
            StepTaken(node, short, question, "yes" if number % 2 else "no", long, ("E001", "E017", "R2"))
            for node, (short, question) in {**HARM, **RULE}.items()
        )
        acts.append(
            replace(
                SELECTION,
                label=f"A{number + 1}",
                category=category,
                known=many[: 10 * number if number % 3 == 0 else number],
                not_known=many[: 2 * (30 - number)],
                walks=(
                    WalkTaken(HARM_NAME, steps[: number % 7], category.label, category, True),
                    *SELECTION.walks[1:],
                ),
                organisation=long if number % 3 == 0 else sentence,
            )
        )
    return replace(
        example(),
        acts=tuple(acts),
        panel=tuple(replace(PANEL[n % 5], seat=f"m{n + 1}") for n in range(12)),
        factors=many[:60],
    )


def empty() -> Determination:
    """A determination with nothing in it."""
    return Determination(
        reference="2026-000",
        title="",
        setting="",
        event_date="",
        question="",
        instrument=InstrumentUsed("", "", "", "", "", ""),
        acts=(),
        factors=(),
        disputes=(),
        panel=(),
        record=Record(0, "", ""),
        date="",
    )


def bare_act() -> Determination:
    """One act about which nothing else is recorded."""
    act = ActFound("A1", "", "", "", "", Category.UNDETERMINED, "", (), (), (), (), "", "")
    return replace(empty(), acts=(act,), panel=PANEL[:1])


ALL = {
    "example": example,
    "cabinet": cabinet,
    "labelling": labelling,
    "draft": draft,
    "hostile": hostile,
    "huge": huge,
    "empty": empty,
    "bare_act": bare_act,
}
