"""What is loaded when, and what is refused before the window opens."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

VISIT = Path(__file__).with_name("visit.py")
HEAVY = ("pyhanko", "reportlab", "pikepdf", "openpyxl", "pypdfium2", "PIL", "lxml", "aiohttp", "asyncio", "zxcvbn")


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }


def run_program(command: list[str], home: Path) -> str:
    done = subprocess.run(
        command, env=_environment(home), capture_output=True, text=True, timeout=120, check=False, cwd=home
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    return place


def test_nothing_heavy_is_loaded_at_the_first_paint(home: Path) -> None:
    modules = set(json.loads(run_program([sys.executable, str(VISIT), "paint"], home).splitlines()[-1]))
    assert "PySide6.QtWidgets" in modules
    assert not [name for name in sorted(modules) if name.split(".")[0] in HEAVY]
    assert not modules & {"app.storage", "app.bootstrap", "cryptography", "sqlcipher3", "app.console"}


def test_the_window_opens_from_a_folder_with_any_name(home: Path, tmp_path: Path) -> None:
    odd = tmp_path / 'wards 3, 4; "ünd" mehr'
    odd.mkdir()
    (odd / "environment").symlink_to(sys.prefix, target_is_directory=True)
    python = odd / "environment" / Path(sys.executable).relative_to(sys.prefix)
    run_program([str(python), "-c", "import PySide6; assert 'wards' in PySide6.__file__"], home)
    assert json.loads(run_program([str(python), str(VISIT), "paint"], home).splitlines()[-1])


def test_a_command_never_loads_the_window() -> None:
    code = (
        "import sys; from app.__main__ import main\n"
        "try: main(['verify', 'no-such-case'])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name.split('.')[0] in ('PySide6', 'shiboken6', 'ui') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=VISIT.parents[2], input="x\n", text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_wrong_command_is_still_refused_with_the_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "no-such-command"],
        cwd=VISIT.parents[2],
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert "usage: evenhand" in done.stderr


def test_without_a_screen_the_window_is_refused_with_a_sentence(home: Path) -> None:
    settings = _environment(home)
    del settings["QT_QPA_PLATFORM"]
    done = subprocess.run(
        [sys.executable, "-m", "app"], cwd=VISIT.parents[2], env=settings, text=True, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.strip().startswith("There is no screen")


def test_the_pair_of_versions_that_aborts_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import PySide6

    from ui import main

    monkeypatch.setattr(PySide6, "__version_info__", (6, 12, 0, "", ""))
    monkeypatch.setattr(sys, "version_info", (3, 11, 7))
    assert "6.12.0" in main.why_not()
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    assert main.why_not() == ""
    monkeypatch.setattr(PySide6, "__version_info__", (6, 11, 3, "", ""))
    monkeypatch.setattr(sys, "version_info", (3, 11, 7))
    assert main.why_not() == ""
