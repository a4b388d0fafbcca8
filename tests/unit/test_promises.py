"""Promises about the code itself: no nonce from outside, one person's passphrase at a time, nothing heavy at start."""

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import app.services
import app.storage
from app.storage import crypto
from tests.conftest import PROJECT


def functions(package: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function and method that a package defines, with its full name."""
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        module = importlib.import_module(found.name)
        for owner in (module, *(one for _, one in inspect.getmembers(module, inspect.isclass))):
            for name, function in inspect.getmembers(owner, inspect.isfunction):
                if function.__module__ == module.__name__:
                    yield f"{found.name}.{name}", function


def test_no_function_takes_a_nonce_from_outside() -> None:
    found = {name: set(inspect.signature(function).parameters) for name, function in functions(app.storage)}
    assert "app.storage.crypto.lock" in found
    assert [name for name, parameters in found.items() if parameters & {"nonce", "iv"}] == []
    assert crypto.lock(bytes(32), b"same", b"") != crypto.lock(bytes(32), b"same", b"")
    public = crypto.KemKey(bytes(32)).public
    assert crypto.seal_to(public, b"same", b"") != crypto.seal_to(public, b"same", b"")


def test_no_verb_asks_for_the_passphrases_of_two_people() -> None:
    """Changing one's own is the one verb with two: the old and the new of the same person."""
    asking = {
        name: [p for p in inspect.signature(function).parameters if "passphrase" in p or p in ("old", "new")]
        for name, function in functions(app.services)
    }
    two = {name: found for name, found in asking.items() if len(found) > 1}
    assert set(two) <= {"app.services.panel.change_passphrase", "app.services.ports.change_passphrase"}
    assert "app.services.panel.change_passphrase" in two


def test_every_test_that_security_md_names_exists_and_every_key_requirement_stands_there() -> None:
    text = (PROJECT / "SECURITY.md").read_text("utf-8")
    files = {path.name: path.read_text("utf-8") for path in (PROJECT / "tests").rglob("*.py")}
    named = re.findall(r"`(?:tests/\w+/)?(test_\w+\.py)?(?:::)?(test_\w+)?`", text)
    assert len(named) > 40
    for file, function in named:
        assert not file or file in files, file
        assert not function or f"def {function}(" in "".join([files[file]] if file else files.values()), function
    assert all(f"| KEY-{n} |" in text for n in range(1, 14))


@pytest.mark.parametrize("heavy", ["zxcvbn", "segno", "Crypto"])
def test_what_only_some_acts_need_is_not_loaded_at_the_start(heavy: str) -> None:
    code = f"import sys, app.__main__; print([m for m in sys.modules if m.split('.')[0] == {heavy!r}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert done.stdout.strip() == "[]"
