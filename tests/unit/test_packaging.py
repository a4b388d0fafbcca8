"""What the two commands, the locks and the wheel promise."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGING = PROJECT / "packaging"
LOCKS = [PACKAGING / "requirements.lock", PACKAGING / "requirements-dev.lock"]
OWN_MODULES = ("newer_python", "machine", "system", "environment", "ready")
PINNED = re.compile(r"^([a-z0-9][a-z0-9-]*)==(\S+)")


@dataclass
class Commands:
    """The modules of packaging/, loaded without leaving their short names behind."""

    newer_python: ModuleType
    machine: ModuleType
    system: ModuleType
    environment: ModuleType
    ready: ModuleType
    run: ModuleType
    test: ModuleType


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"evenhand_{name}_command", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Iterator[Commands]:
    monkeypatch.syspath_prepend(str(PACKAGING))
    run, test = _load("run"), _load("test")
    yield Commands(**{name: sys.modules[name] for name in OWN_MODULES}, run=run, test=test)
    for name in OWN_MODULES:
        sys.modules.pop(name, None)


@dataclass
class Pretence:
    """A machine that only pretends: it writes down what it is asked to run and makes no more than the test needs."""

    folder: Path
    inside: str = "3.11"
    failing: str = ""
    ran: list[list[str]] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)
    apt_brings: bool = True

    def run(self, command: Sequence[str], listen: Callable[[str], None]) -> int:
        self.ran.append(list(command))
        if self.failing and self.failing in command:
            listen("no such host")
            return 1
        if "venv" in command:
            python = self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
            python.parent.mkdir(parents=True)
            python.write_text("pretended")
        elif "pip" in command:
            (self.folder / "installed.py").write_text("pretended")
        elif "-S" in command:
            listen(self.inside)
        elif "install" in command and self.apt_brings:
            self.lacking.clear()
        return 0

    def finds(self, name: str) -> str | None:
        return None if name in self.lacking else f"/usr/bin/{name}"

    def loads(self, soname: str) -> bool:
        return soname not in self.lacking

    def machine(self, commands: Commands, root: bool = False, system: str = "linux") -> object:
        return commands.machine.Machine(system, root, "python3", self.loads, self.finds, self.run)

    def did(self, word: str) -> int:
        return sum(word in command for command in self.ran)


@pytest.fixture
def pretence(tmp_path: Path) -> Pretence:
    return Pretence(tmp_path / ".venv")


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    lock = tmp_path / "some.lock"
    lock.write_text("thing==1 \\\n    --hash=sha256:00\n")
    return lock


def _start(commands: Commands, pretence: Pretence, *locks: Path) -> None:
    """One start of a command, from which only what it ran for the environment is kept."""
    pretence.ran.clear()
    purpose = commands.ready.Purpose(locks, ())
    commands.ready.make_ready(purpose, pretence.machine(commands), pretence.folder)


# ------------------------------------------------------------------- the locks


def test_packaging_is_never_a_package() -> None:
    assert not (PACKAGING / "__init__.py").exists()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_line_of_a_lock_names_an_address_or_a_folder(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    for sign in ("://", "--index", "--extra-index", "--find-links", " @ ", "file:", "/", "~"):
        assert sign not in text, sign


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_distribution_has_one_version_and_hashes(lock: Path) -> None:
    text = re.sub(r"^ *#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    entries = text.replace("\\\n", " ").strip().splitlines()
    assert entries
    for entry in entries:
        assert PINNED.match(entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_network_client_that_pyhanko_asks_for_is_not_locked(lock: Path) -> None:
    assert "aiohttp" not in lock.read_text(encoding="utf-8")


def test_the_two_locks_never_disagree() -> None:
    runtime, tests = (dict(_pinned(lock)) for lock in LOCKS)
    both = runtime.keys() & tests.keys()
    assert {name: runtime[name] for name in both} == {name: tests[name] for name in both}


def test_every_locked_version_has_its_licence_written_down() -> None:
    table = (PACKAGING / "LICENCES.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if "|" in line]
    written = {(row[0], version) for row in rows for version in row[1].split(", ") if row[2]}
    locked = {pin for lock in LOCKS for pin in _pinned(lock)}
    assert locked == {pin for pin in written if pin[0] not in ("distribution", "---")}


def _pinned(lock: Path) -> list[tuple[str, str]]:
    found = (PINNED.match(line) for line in lock.read_text(encoding="utf-8").splitlines())
    return [(pin[1], pin[2]) for pin in found if pin]


# ------------------------------------------------------------- the environment


def test_a_first_start_makes_the_environment_and_installs_the_lock(
    commands: Commands, pretence: Pretence, lock: Path
) -> None:
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (1, 1)
    pip = next(command for command in pretence.ran if "pip" in command)
    assert {"--require-hashes", "--no-deps", str(lock)} <= set(pip)


def test_an_unchanged_lock_installs_nothing(commands: Commands, pretence: Pretence, lock: Path) -> None:
    _start(commands, pretence, lock)
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (0, 0)


def test_a_changed_lock_is_installed_into_a_new_environment(commands: Commands, pretence: Pretence, lock: Path) -> None:
    _start(commands, pretence, lock)
    lock.write_text(lock.read_text() + "other==1 \\\n    --hash=sha256:00\n")
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (1, 1)


def test_a_lock_that_only_changed_its_line_endings_is_not_a_changed_lock(
    commands: Commands, pretence: Pretence, lock: Path
) -> None:
    _start(commands, pretence, lock)
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (0, 0)


def test_the_tests_lock_is_added_to_what_is_there(
    commands: Commands, pretence: Pretence, lock: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.lock"
    more.write_text("tool==1 \\\n    --hash=sha256:00\n")
    _start(commands, pretence, lock)
    _start(commands, pretence, lock, more)
    pip = next(command for command in pretence.ran if "pip" in command)
    assert pretence.did("venv") == 0
    assert str(more) in pip
    assert str(lock) not in pip
    _start(commands, pretence, lock)
    assert pretence.did("pip") == 0


def _lose_interpreter(pretence: Pretence) -> None:
    next(pretence.folder.glob("*/python*")).unlink()


def _lose_stamp(pretence: Pretence) -> None:
    (pretence.folder / "evenhand-ready.json").unlink()


def _spoil_stamp(pretence: Pretence) -> None:
    (pretence.folder / "evenhand-ready.json").write_text('{"folder": ')


def _lose_a_file(pretence: Pretence) -> None:
    (pretence.folder / "installed.py").unlink()


def _change_python(pretence: Pretence) -> None:
    pretence.inside = "3.13"


@pytest.mark.parametrize("harm", [_lose_interpreter, _lose_stamp, _spoil_stamp, _lose_a_file, _change_python])
def test_a_broken_environment_is_made_anew(
    commands: Commands, pretence: Pretence, lock: Path, harm: Callable[[Pretence], None]
) -> None:
    _start(commands, pretence, lock)
    harm(pretence)
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (1, 1)
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (0, 0)


def test_an_environment_in_a_moved_folder_is_made_anew(
    commands: Commands, pretence: Pretence, lock: Path, tmp_path: Path
) -> None:
    _start(commands, pretence, lock)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    pretence.folder = pretence.folder.rename(moved / ".venv")
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (1, 1)


def test_an_interrupted_install_is_mended_by_the_next_start(commands: Commands, pretence: Pretence, lock: Path) -> None:
    pretence.failing = "pip"
    with pytest.raises(commands.machine.NotReady, match="no such host"):
        _start(commands, pretence, lock)
    pretence.failing = ""
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (1, 1)


def test_a_failed_install_for_the_tests_leaves_the_program_usable(
    commands: Commands, pretence: Pretence, lock: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.lock"
    more.write_text("tool==1 \\\n    --hash=sha256:00\n")
    _start(commands, pretence, lock)
    pretence.failing = "pip"
    with pytest.raises(commands.machine.NotReady):
        _start(commands, pretence, lock, more)
    _start(commands, pretence, lock)
    assert (pretence.did("venv"), pretence.did("pip")) == (0, 0)


# ------------------------------------------------------------- the system


def test_a_missing_library_gives_the_one_line_to_type(commands: Commands, pretence: Pretence) -> None:
    pretence.lacking = {"libEGL.so.1", "Xvfb"}
    with pytest.raises(commands.machine.NotReady) as told:
        commands.system.ensure_system(pretence.machine(commands), commands.ready.TESTS.needs)
    packages = "apt-get install -y --no-install-recommends libegl1 xvfb"
    lines = [line.strip() for line in str(told.value).splitlines()]
    assert f"sudo apt-get update && sudo {packages}" in lines
    assert not pretence.ran


def test_the_line_to_type_does_without_sudo_where_there_is_none(commands: Commands, pretence: Pretence) -> None:
    pretence.lacking = {"libEGL.so.1", "sudo"}
    with pytest.raises(commands.machine.NotReady, match=r'su -c "apt-get update && apt-get install .* libegl1"'):
        commands.system.ensure_system(pretence.machine(commands), commands.ready.WINDOW.needs)


def test_an_unknown_system_is_told_what_is_missing_and_why(commands: Commands, pretence: Pretence) -> None:
    pretence.lacking = {"libEGL.so.1", "apt-get", "dnf"}
    with pytest.raises(commands.machine.NotReady, match=r"libEGL\.so\.1: QtGui links to it"):
        commands.system.ensure_system(pretence.machine(commands), commands.ready.WINDOW.needs)


def test_root_on_debian_gets_the_missing_packages_installed(commands: Commands, pretence: Pretence) -> None:
    pretence.lacking = {"libEGL.so.1", "Xvfb"}
    commands.system.ensure_system(pretence.machine(commands, root=True), commands.ready.TESTS.needs)
    assert [command[-2:] for command in pretence.ran] == [["libegl1", "xvfb"]]


def test_root_is_told_the_line_when_installing_did_not_help(commands: Commands, pretence: Pretence) -> None:
    pretence.lacking, pretence.apt_brings = {"libEGL.so.1"}, False
    with pytest.raises(commands.machine.NotReady, match="libegl1"):
        commands.system.ensure_system(pretence.machine(commands, root=True), commands.ready.WINDOW.needs)


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_only_linux_is_asked_for_display_libraries(commands: Commands, pretence: Pretence, system: str) -> None:
    pretence.lacking = {need.probe for need in commands.system.WINDOW_NEEDS}
    commands.system.ensure_system(pretence.machine(commands, system=system), commands.ready.WINDOW.needs)


def test_a_debian_without_the_means_to_make_environments_is_told_the_package(
    commands: Commands, pretence: Pretence, lock: Path
) -> None:
    pretence.failing = "import ensurepip, venv"
    with pytest.raises(commands.machine.NotReady, match=r"python3\.\d+-venv"):
        _start(commands, pretence, lock)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked for display libraries")
def test_the_table_of_libraries_is_complete_for_this_qt(commands: Commands) -> None:
    """Qt's window plugin finds all it links to, once everything in the table is there."""
    needs = commands.ready.WINDOW.needs
    missing = commands.system.missing_from(commands.machine.this_machine(), needs)
    assert not missing, commands.system.advice(commands.machine.this_machine(), missing)
    probe = "import ctypes, PySide6; from pathlib import Path; from PySide6 import QtWidgets; "
    probe += "[ctypes.CDLL(str(p)) for n in ('xcb', 'offscreen') "
    probe += "for p in Path(PySide6.__file__).parent.glob(f'Qt/plugins/platforms/libq{n}.so')]"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------- the two commands


@pytest.mark.parametrize("arguments", [["verify", "A.evenhand"], ["import", "D"], ["instruments"], ["--help"]])
def test_console_verbs_do_not_ask_for_display_libraries(commands: Commands, arguments: list[str]) -> None:
    assert commands.run.purpose_of(arguments).needs == ()


def test_a_start_without_arguments_asks_for_the_display_libraries(commands: Commands) -> None:
    assert commands.run.purpose_of([]).needs == commands.system.WINDOW_NEEDS


@pytest.mark.parametrize("name", ["newer_python", "run", "test"])
def test_an_old_python_can_read_what_it_meets_before_it_hands_over(name: str) -> None:
    ast.parse((PACKAGING / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_hands_the_whole_command_line_to_a_fitting_one(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[list[str]] = []
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    monkeypatch.setattr(sys, "argv", ["run.py", "verify", "A B.evenhand"])
    monkeypatch.setattr(commands.newer_python, "fitting_python", lambda minor: ["new"] if minor == 12 else [])

    def run_in_place(command: list[str]) -> int:
        handed.append(command)
        return 7

    monkeypatch.setattr(commands.newer_python, "run_in_place", run_in_place)
    with pytest.raises(SystemExit) as end:
        commands.newer_python.hand_over()
    assert end.value.code == 7
    assert handed == [["new", "run.py", "verify", "A B.evenhand"]]


@pytest.mark.parametrize("version", [(3, 9, 6), (3, 15, 0)])
def test_a_machine_without_a_fitting_python_is_told_so_in_a_sentence(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(commands.newer_python, "fitting_python", lambda _minor: [])
    with pytest.raises(SystemExit) as end:
        commands.newer_python.hand_over()
    assert str(end.value.code).startswith("Evenhand needs Python 3.11 to 3.14; this is Python 3.")


def test_nothing_is_said_on_standard_output_before_the_program_speaks(
    commands: Commands, pretence: Pretence, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _start(commands, pretence, lock)
    said = capsys.readouterr()
    assert said.out == ""
    assert "Making the environment" in said.err


def test_a_machine_that_is_not_ready_is_no_verdict_of_verify(commands: Commands) -> None:
    def fail() -> int:
        raise commands.machine.NotReady("words")

    assert commands.ready.guarded(fail) not in (0, 1, 2)


def test_unknown_arguments_go_to_pytest_unchanged(commands: Commands) -> None:
    given = ["--full", "--", "-k", "fold", "tests/unit"]
    assert commands.test.pytest_arguments(given)[2:] == ["--full", "-k", "fold", "tests/unit"]


@pytest.mark.parametrize("given", [["-n", "0"], ["-n4"], ["--pdb"], ["-s"]])
def test_a_person_who_says_how_to_spread_the_tests_is_obeyed(commands: Commands, given: list[str]) -> None:
    assert commands.test.pytest_arguments(given) == given


def test_pytest_comes_last_so_that_its_closing_line_does_too(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    order: list[str] = []

    def succeed(_python: Path, name: str, _arguments: Sequence[str]) -> bool:
        order.append(name)
        return True

    monkeypatch.setattr(commands.ready, "make_ready", lambda _purpose: Path("python"))
    monkeypatch.setattr(commands.test, "succeeds", succeed)
    assert commands.test.main() == 0
    assert order[0] == "ruff check"
    assert order[-1] == "pytest"
    assert capsys.readouterr().out == ""


def test_every_failed_check_is_named_and_the_rest_still_run(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands.ready, "make_ready", lambda _purpose: Path("python"))
    monkeypatch.setattr(commands.test, "succeeds", lambda _python, name, _arguments: name not in ("mypy", "pytest"))
    assert commands.test.main() == 1
    assert capsys.readouterr().out == "Failed: mypy, pytest.\n"


# ------------------------------------------------------------------- the wheel


def test_the_wheel_holds_the_program_its_window_and_its_resources(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        entry = next(name for name in names if name.endswith(".dist-info/entry_points.txt"))
        assert "evenhand = app.__main__:main" in opened.read(entry).decode()
    assert {"app/__init__.py", "ui/__init__.py"} <= names
    assert _resources() <= names
    assert not [name for name in names if name.startswith(("tests/", "packaging/"))]


def _resources() -> set[str]:
    files = (path for path in (PROJECT / "resources").rglob("*") if path.is_file())
    return {path.relative_to(PROJECT).as_posix() for path in files if "__pycache__" not in path.parts}
