"""`evenhand check-language` and `check-leaks`: what they print, and what they do with hostile input."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from tests.conftest import PROJECT


class Piped:
    """Standard input with bytes behind it."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, raw: bytes, *args: str
) -> tuple[int, str, str]:
    """Exit code, output and error output of one command with `raw` on standard input."""
    monkeypatch.setattr(sys, "stdin", Piped(raw))
    code = main([*args, "-"])
    out, err = capsys.readouterr()
    return code, out, err


def test_each_line_is_a_text_with_an_object_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = "She should have called.\r\n\nObs at 02:00.\nRN-1 was careless.\u2028x\n".encode()
    code, out, _ = run(capsys, monkeypatch, raw, "check-language", "--lines", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [bool(row["findings"]) for row in rows] == [True, False, False, True]
    first = rows[0]["findings"][0]
    assert set(first) == {"label", "start", "end", "why"}
    assert first["label"] == "counterfactual"
    assert "She should have called."[first["start"] : first["end"]] == "should have called"


def test_without_lines_the_whole_input_is_one_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Obs at 02:00.\n\nRN-1 was careless.\n"
    code, out, _ = run(capsys, monkeypatch, text.encode(), "check-language", "--json")
    (row,) = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [text[each["start"] : each["end"]] for each in row["findings"]] == ["careless"]


def test_the_field_changes_what_is_marked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"Failure to report a missed dose must be recorded."
    for field, marked in (("rule", False), ("narrative", True)):
        _, out, _ = run(capsys, monkeypatch, raw, "check-language", "--json", "--field", field)
        assert bool(json.loads(out)["findings"]) is marked


@pytest.mark.parametrize("command", ["check-language", "check-leaks"])
def test_a_clean_text_is_told_what_was_not_checked_and_never_praised(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys, monkeypatch, b"Obs at 02:00, pulse 80.", command)
    assert code == 0
    assert "Not checked" in out
    assert "English" in out
    for never in ("no bias", "clean", "passed", "ok", "objective", "\u2713"):
        assert never not in out.lower().split()
    assert "no bias" not in out.lower()


def test_a_mark_is_printed_with_its_place_its_reason_and_its_question(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = run(capsys, monkeypatch, b"Obs at 02:00.\nRN-1 was careless.\n", "check-language")
    assert out.startswith("2:10  character  \u201ccareless\u201d\n")
    assert "Judges the person" in out


def test_a_statement_is_marked_without_a_question(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = run(capsys, monkeypatch, b"RN-1 was careless.", "check-language", "--field", "statement")
    assert "Judges the person" in out
    assert "Describe" not in out


def test_leaks_take_names_and_key_terms(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(
        capsys, monkeypatch, b"near-miss_log.xlsx\n", "check-leaks", "--json", "--lines", "--field", "file_name"
    )
    assert [each["label"] for each in json.loads(out)["findings"]] == ["strong"]
    _, out, _ = run(capsys, monkeypatch, b"Troponin sent at 10:00.", "check-leaks", "--json", "--term", "troponin")
    assert [each["label"] for each in json.loads(out)["findings"]] == ["sealed"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\x00\x01\x02", "not UTF-8 text"),
        (b"\xff\xfeR\x00N\x00", "not UTF-8 text"),
        (b"caf\xe9", "byte 4"),
        (b"x" * 20_000_001, "larger than 20 megabytes"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(
    raw: bytes, says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(capsys, monkeypatch, raw, "check-language")
    assert code == 2
    assert out == ""
    assert says in err
    assert "Nothing was checked" in err


def test_a_missing_file_or_a_folder_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for place in (tmp_path / "absent.txt", tmp_path):
        assert main(["check-language", str(place)]) == 2
        assert "Nothing was checked" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\ufeff",
        "e\u0301" * 5000,
        "a" * 100_000,
        "\u202eRN-1 was careless\x1b[31m\x07",
        "\u0130" * 2000,
        "\U0001f600" * 500,
    ],
)
def test_strange_text_gets_a_result(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in ("check-language", "check-leaks"):
        code, out, _ = run(capsys, monkeypatch, text.encode(), command)
        assert code == 0
        assert "\x1b" not in out
        assert "\x07" not in out


def test_nothing_of_the_checks_is_loaded_at_start() -> None:
    code = (
        "import sys, app.__main__; from app import bootstrap; bootstrap.real();"
        "print([m for m in sys.modules if m.startswith('app.domain.checks.') and not m.endswith('findings')"
        " or m == 'app.storage.language_files'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
