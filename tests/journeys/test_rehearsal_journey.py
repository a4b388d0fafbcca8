"""A whole review without a window: from a dossier to a determination that every check calls sound."""

import json
import random
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from app.domain import entries as e
from app.domain.errors import AnswersOtherInstrument, AnswersUnknown, CaseExists, EvenhandError
from app.domain.given import Given
from app.services.cases import open_to_read
from app.services.determinations import current_paper, signed_fields
from app.services.house import House
from app.services.rehearsal import Rehearsed, rehearse
from tests.conftest import SAMPLES
from tests.journeys.test_console_journey import evenhand

NAMES = ("case01_cabinet_override_imaging", "case13_blood_sample_labelling")
EXPECTED = {
    "case01_cabinet_override_imaging": [
        "At-risk",
        "Human error",
        "Human error",
        "At-risk",
        "At-risk",
        "No breach",
        "System",
    ],
    "case13_blood_sample_labelling": ["Human error", "Cannot be determined", "System"],
}
"""What the published findings come to, act by act, as the answer files say (expected.toml beside each sample)."""


@pytest.fixture(scope="module", params=NAMES)
def rehearsed(house: House, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    source = SAMPLES / request.param
    out = tmp_path_factory.mktemp("out")
    given = house.answers.read(source / "answers.toml")
    done = rehearse(house, source=source, out=out, given=given, program="test")
    assert done.folder.parent == out
    return done


def text_of(pdf: Path) -> str:
    """The text of a PDF as a reader extracts it."""
    tool = shutil.which("pdftotext")
    assert tool is not None, "pdftotext is missing: apt-get install poppler-utils"
    return subprocess.run([tool, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def sample_of(done: Rehearsed) -> str:
    return next(name for name in NAMES if name.startswith(done.folder.name.split("-")[1].split(".")[0]))


def test_the_case_and_the_determination_are_both_sound(house: House, rehearsed: Rehearsed) -> None:
    assert house.verifier.case(rehearsed.folder, rehearsed.passphrase, None).sound
    verdict = house.verifier.document(rehearsed.pdf)
    assert verdict.sound, [part for part in verdict.parts if part.findings]
    assert verdict.line == "Document intact: every part that can be proved is sound."


def test_another_program_calls_every_signature_valid(rehearsed: Rehearsed) -> None:
    tool = shutil.which("pdfsig")
    assert tool is not None, "pdfsig is missing: apt-get install poppler-utils"
    out = subprocess.run([tool, str(rehearsed.pdf)], capture_output=True, text=True, check=False).stdout
    assert len(re.findall("Signature is Valid", out)) == 5
    assert out.count("Not total document signed") == 4
    assert out.count("Total document signed") == 1


def test_every_act_ends_where_the_published_findings_say(rehearsed: Rehearsed) -> None:
    text = text_of(rehearsed.pdf)
    found = re.findall(r"^\s*A\d+ .*?(At-risk|Human error|No breach|System|Cannot be)", text, re.M)
    said = [category.replace("Cannot be", "Cannot be determined") for category in found]
    assert said[: rehearsed.acts] == EXPECTED[sample_of(rehearsed)]


def test_rehearsal_stands_as_text_on_every_page_with_its_number(rehearsed: Rehearsed) -> None:
    pages = text_of(rehearsed.pdf).split("\f")[:-1]
    for n, page in enumerate(pages, 1):
        assert "REHEARSAL" in page
        assert f"Page {n} of {len(pages)}" in page


def test_no_word_of_the_outcome_is_on_the_paper(rehearsed: Rehearsed) -> None:
    outcome = tomllib.loads((SAMPLES / sample_of(rehearsed) / "outcome.toml").read_text("utf-8"))
    text = " ".join(text_of(rehearsed.pdf).split()).lower()
    for sentence in (outcome["description"], *outcome["aftermath"]):
        assert sentence.lower()[:40] not in text
    for word in ("died", "resuscitat", "cardiac", "convicted", "homicide", "wrong-blood", "not released"):
        assert word not in text


def test_the_record_names_the_paper_and_every_signature(house: House, rehearsed: Rehearsed) -> None:
    session = open_to_read(house.files, house.clock, rehearsed.folder, rehearsed.passphrase, blind=True)
    paper = current_paper(session)
    assert paper is not None
    assert paper.pdf == rehearsed.pdf.read_bytes()
    assert signed_fields(session, paper) == ["seal", "m1", "m2", "m3", "close"]
    head = next(x.payload.head for x in session.store.entries() if isinstance(x.payload, e.PdfRendered))
    assert head in "".join(text_of(rehearsed.pdf).split())
    session.store.close()


def test_a_paper_is_held_to_the_record_of_its_case_byte_for_byte(rehearsed: Rehearsed, tmp_path: Path) -> None:
    typed = rehearsed.passphrase + "\n"
    code, out, _ = evenhand("verify", str(rehearsed.pdf), "--case", str(rehearsed.folder), typed=typed)
    assert code == 0
    assert "Byte for byte the file that the archive names." in out
    longer = tmp_path / "longer.pdf"
    longer.write_bytes(rehearsed.pdf.read_bytes() + b"\n")
    code, out, _ = evenhand("verify", str(longer), "--case", str(rehearsed.folder), typed=typed)
    assert code == 1
    assert "BROKEN      Archive" in out


def test_flipped_bits_of_the_file_are_found(house: House, rehearsed: Rehearsed, full: bool) -> None:
    chance = random.Random(3)
    good = rehearsed.pdf.read_bytes()
    # Hex digits of the last /Contents may differ in case or padding without any effect: left to R1, the digest.
    last = max(m.span(1) for m in re.finditer(rb"/Contents\s*<([0-9a-fA-F]{1000,})>", good))
    for _ in range(1000 if full else 25):
        at = chance.choice([chance.randrange(last[0]), chance.randrange(last[1], len(good))])
        changed = bytearray(good)
        changed[at] ^= 1 << chance.randrange(8)
        assert refused(house, bytes(changed)), at


def refused(house: House, pdf: bytes) -> bool:
    """True if a file is called not intact, or is no document at all."""
    try:
        return not house.verifier.document_bytes(pdf).sound
    except EvenhandError:
        return True


def test_without_answers_every_act_ends_as_cannot_be_determined(house: House, tmp_path: Path) -> None:
    done = rehearse(house, source=SAMPLES / NAMES[0], out=tmp_path / "out", given=None, program="test")
    text = text_of(done.pdf)
    assert done.acts == 6
    assert len(re.findall(r"^\s*A\d+ .*Cannot be", text, re.M)) == 6
    assert house.verifier.document(done.pdf).sound


def test_any_small_dossier_can_be_rehearsed(house: House, tmp_path: Path) -> None:
    source = Path(shutil.copytree(SAMPLES / NAMES[1], tmp_path / "d"))
    for name in ("timeline.csv", "knowledge.csv", "rules.csv", "factors.csv"):
        path = source / name
        path.write_text(path.read_text("utf-8").split("\n")[0] + "\n", "utf-8")
    (source / "case.toml").write_text(
        'schema = "jc-dossier/1"\nid = "x"\nslug = "x"\ntitle = "T"\nsetting = "S"\ntimezone = "UTC"\n'
        'review_question = "Q"\n[[sources]]\nid = "S1"\ntitle = "x"\n[[sources]]\nid = "S2"\ntitle = "x"\n'
        '[[sources]]\nid = "S4"\ntitle = "x"\n',
        "utf-8",
    )
    with pytest.raises(Exception, match="No act is under review"):
        rehearse(house, source=source, out=tmp_path / "out", given=None, program="test")
    assert not (tmp_path / "out" / "determination.pdf").exists()


HOSTILE = '<img src="file:///etc/passwd"/> <b>bold</b> &xxe; <para> %s {0} =1+1'


def test_hostile_text_is_printed_as_it_was_typed(house: House, tmp_path: Path) -> None:
    source = Path(shutil.copytree(SAMPLES / NAMES[1], tmp_path / "d"))
    case = source / "case.toml"
    case.write_text(case.read_text("utf-8").replace("Labelling of two sets", HOSTILE.replace('"', '\\"')), "utf-8")
    timeline = source / "timeline.csv"
    timeline.write_text(
        timeline.read_text("utf-8").replace("MW-1 requests the same", f"{HOSTILE.replace(chr(34), chr(39))} \u202e x"),
        "utf-8",
    )
    given = house.answers.read(source / "answers.toml")
    done = rehearse(house, source=source, out=tmp_path / "out", given=given, program="test")
    text = " ".join(text_of(done.pdf).split())
    for piece in ("file:///etc/passwd", "<b>bold</b>", "&xxe;", "<para>", "%s", "{0}", "U+202E"):
        assert piece in text
    assert "root:" not in text
    assert house.verifier.document(done.pdf).sound


def test_answers_that_do_not_fit_leave_no_paper(house: House, tmp_path: Path) -> None:
    good = house.answers.read(SAMPLES / NAMES[0] / "answers.toml")
    sealed = good.acts[0]._replace(event="E29")
    for n, (given, kind) in enumerate(
        [(Given("other", good.acts), AnswersOtherInstrument), (good._replace(acts=(sealed,)), AnswersUnknown)]
    ):
        with pytest.raises(kind):
            rehearse(house, source=SAMPLES / NAMES[0], out=tmp_path / f"o{n}", given=given, program="test")
        assert not (tmp_path / f"o{n}" / "determination.pdf").exists()


def test_a_folder_that_is_in_use_is_left_alone(house: House, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(CaseExists):
        rehearse(house, source=SAMPLES / NAMES[0], out=tmp_path, given=None, program="test")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_says_where_things_are_and_the_check_agrees(tmp_path: Path) -> None:
    sample = SAMPLES / NAMES[1]
    code, out, err = evenhand(
        "rehearse", str(sample), "--answers", str(sample / "answers.toml"), "--out", str(tmp_path / "o"), typed=""
    )
    assert (code, err) == (0, "")
    assert "3 acts" in out
    code, out, err = evenhand("verify", "--json", str(tmp_path / "o" / "determination.pdf"), typed="")
    report = json.loads(out)
    assert (code, err, report["exit"]) == (0, "", 0)
    assert [part["name"] for part in report["parts"] if part["name"].startswith("Signature")] == [
        "Signature seal",
        "Signature m1",
        "Signature m2",
        "Signature m3",
        "Signature close",
    ]
    damaged = tmp_path / "damaged.pdf"
    data = bytearray((tmp_path / "o" / "determination.pdf").read_bytes())
    data[5000] ^= 1
    damaged.write_bytes(bytes(data))
    assert evenhand("verify", str(damaged), typed="")[0] == 1
    damaged.write_bytes(b"no document")
    assert evenhand("verify", str(damaged), typed="")[0] == 2
