"""The command line as a person uses it: another process, no display, a passphrase on standard input."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.console.passphrase import NoPassphrase, ask
from app.services.house import House
from tests import cases
from tests.conftest import PASSPHRASE, PROJECT, SAMPLES


def evenhand(*arguments: str, typed: str = PASSPHRASE + "\n", cwd: Path | None = None) -> tuple[int, str, str]:
    """Exit code, output and errors of one run."""
    clean = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd or PROJECT,
        env={**clean, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def test_a_sample_is_imported_verified_and_exported_from_another_folder(tmp_path: Path) -> None:
    sample = str(SAMPLES / "case13_blood_sample_labelling")
    code, out, err = evenhand("import", sample, "--case", "2026-014", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "19 event" in out
    code, out, err = evenhand("verify", "2026-014.evenhand", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "Case intact: every part that can be proved is sound."
    code, out, err = evenhand("export", "2026-014.evenhand", "--dossier", "out", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert (tmp_path / "out" / "outcome.toml").is_file()


def test_verify_prints_one_json_object_per_case(folder: Path) -> None:
    code, out, err = evenhand("verify", "--json", str(folder))
    report = json.loads(out)
    assert (code, err, report["exit"], report["file"]) == (0, "", 0, "R-1.evenhand")
    assert [part["name"] for part in report["parts"]][:2] == ["Key file", "Pages"]


def test_verify_exits_with_one_for_a_case_that_is_not_good(folder: Path) -> None:
    with cases.raw(folder) as database:
        database.execute("UPDATE content SET body = x'00' WHERE seq = 5")
    code, out, err = evenhand("verify", str(folder))
    assert (code, err) == (1, "")
    assert "entry 5: the content is not the one that was written" in out
    assert out.splitlines()[-1].startswith("Case not intact: contents")


@pytest.mark.parametrize("arguments", [["verify"], ["verify", "--json"]])
def test_verify_exits_with_two_for_what_cannot_be_read(folder: Path, arguments: list[str]) -> None:
    code, out, err = evenhand(*arguments, str(folder), typed="not this one at all\n")
    assert code == 2
    assert "does not open this case" in out + err
    assert "Traceback" not in err


def test_the_worst_of_several_files_is_the_exit_code(folder: Path) -> None:
    assert evenhand("verify", str(folder), str(folder / "nowhere"), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")[0] == 2


def test_a_faulty_dossier_is_one_sentence_and_exit_two(tmp_path: Path) -> None:
    dossier = shutil.copytree(SAMPLES / "case13_blood_sample_labelling", tmp_path / "d")
    with (dossier / "timeline.csv").open("a", encoding="utf-8") as stream:
        stream.write("E99,2018-13-01,,day,MW-1,Triage,action,x,S1,no,no,\n")
    code, out, err = evenhand("import", str(dossier), "--case", str(tmp_path / "R"))
    assert (code, out) == (2, "")
    assert err.startswith("timeline.csv, line 21, start: not a date of the calendar.")
    assert err.count("\n") == 1


def test_without_a_passphrase_nothing_is_made(tmp_path: Path) -> None:
    code, _, err = evenhand(
        "import", str(SAMPLES / "case13_blood_sample_labelling"), "--case", "R", typed="", cwd=tmp_path
    )
    assert code == 2
    assert "No passphrase was given" in err
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_is_never_an_argument() -> None:
    for command in ("import", "export", "verify"):
        assert "passphrase" not in evenhand(command, "--help")[1].lower()


def test_the_command_line_loads_no_window_and_no_heavy_library() -> None:
    code = "import sys, app.__main__; print([m for m in sys.modules if m.split('.')[0] in %r])"
    heavy = ("PySide6", "shiboken6", "pyhanko", "reportlab", "pikepdf", "openpyxl", "PIL", "pypdfium2", "asyncio")
    done = subprocess.run(
        [sys.executable, "-c", code % (heavy,)], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert done.stdout.strip() == "[]"


def test_no_input_is_no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(NoPassphrase):
        ask()
