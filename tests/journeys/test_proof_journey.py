"""A court asks for one entry: the case manager proves it, somebody without the case checks it on another computer."""

import json
import shutil
from pathlib import Path

import pytest

from app.domain.receipts import receipt
from app.services.cases import close_case, open_case
from app.services.house import House
from app.services.record import put
from tests import cases
from tests.conftest import PASSPHRASE
from tests.journeys.test_console_journey import evenhand
from tests.logs import event


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")
    session = open_case(house.files, house.clock, folder, PASSPHRASE)
    put(session, event("an event"))
    close_case(session)
    return folder


def test_one_entry_is_proved_and_checked_by_somebody_without_the_case(sound: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(sound, tmp_path / "R-1.evenhand")
    code, out, err = evenhand("prove", str(folder), "4", "--content", "--out", str(tmp_path / "proof.json"))
    assert (code, err) == (0, "")
    assert "no word of any other entry" in out
    slip = receipt(json.loads((tmp_path / "proof.json").read_text("utf-8"))["head"])
    shutil.rmtree(folder)
    code, out, err = evenhand("verify-proof", str(tmp_path / "proof.json"), "--head", slip.lower(), typed="")
    assert (code, err) == (0, "")
    assert "Entry 4: event.put, by seat c1" not in out
    assert out.splitlines()[-1] == "Proof intact: every part that can be proved is sound."
    code, out, _ = evenhand("verify-proof", str(tmp_path / "proof.json"), "--head", "0" * 64, typed="")
    assert code == 1
    assert "do not lead to the head" in out


def test_the_case_is_checked_with_the_receipt_from_the_same_slip(sound: Path, tmp_path: Path) -> None:
    code, proof, _ = evenhand("prove", str(sound), "0")
    assert code == 0
    head = json.loads(proof)["head"]
    code, out, err = evenhand("verify", str(sound), "--head", receipt(head))
    assert (code, err) == (0, "")
    assert "The head that was given stands in the chain" in out
    code, _, err = evenhand("verify", str(sound), "--head", "not a head")
    assert code == 2
    assert "neither a head" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["prove", "CASE", "999"], "no entry 999"),
        (["prove", "CASE", "3", "--head", "0" * 64], "no entry 3"),
        (["verify-proof", "CASE/case.keys", "--head", "0" * 64], "not a proof"),
        (["verify-proof", "CASE/case.keys"], "--head or --root"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_two(sound: Path, arguments: list[str], words: str) -> None:
    code, out, err = evenhand(*[text.replace("CASE", str(sound)) for text in arguments])
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
