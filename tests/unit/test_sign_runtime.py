"""What signing and checking do to the machine: no socket, no file, no network client, nothing loaded too early."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import NetworkAsked
from app.report import pyhanko_door

PROJECT = Path(__file__).resolve().parents[2]

WATCH = """
import os, sys
seen = []
def watch(event, given):
    if event.startswith("socket."):
        seen.append(event)
    if event == "open":
        path, mode, flags = given
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(flags, int) else False
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            seen.append(f"{event} {path}")
    if event in ("os.mkdir", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp", "subprocess.Popen", "os.remove"):
        seen.append(event)
sys.dont_write_bytecode = True
sys.addaudithook(watch)
"""

SIGN_AND_CHECK = (
    WATCH
    + """
from tests.signing import expected, signed
from app.report import strict
pdf = signed()
assert strict.verify(pdf, expected(pdf=pdf)).sound
assert strict.verify_alone(pdf).sound
assert not strict.verify_alone(pdf + b"x").sound
print(seen)
"""
)

EARLY = """
import sys
import app.report, app.report.strict, app.report.signatures, app.report.fields, app.report.stamp, app.report.roster
heavy = ("pyhanko", "pyhanko_certvalidator", "reportlab", "pikepdf", "asn1crypto", "aiohttp", "asyncio", "socket")
print([name for name in heavy if name in sys.modules])
"""


def said(program: str) -> str:
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_signing_and_checking_open_no_socket_and_write_no_file() -> None:
    assert said(SIGN_AND_CHECK) == "[]"


def test_the_watch_sees_what_it_is_to_see(tmp_path: Path) -> None:
    act = (
        WATCH
        + f"import asyncio; asyncio.run(asyncio.sleep(0)); open({str(tmp_path / 'x')!r}, 'w').close(); print(seen)"
    )
    assert "socket.__new__" in said(act)
    assert str(tmp_path / "x") in said(act)


def test_nothing_heavy_is_loaded_before_it_is_used() -> None:
    assert said(EARLY) == "[]"


def test_the_network_client_is_a_stand_in_that_can_be_named_but_not_used() -> None:
    assert (
        said("import app.report.pyhanko_door, aiohttp; print(aiohttp.ClientSession.__mro__[1].__name__)") == "_Refused"
    )
    stand_in = sys.modules["aiohttp"]
    for name in ("ClientSession", "BasicAuth", "ClientTimeout", "TCPConnector", "anything_else"):
        with pytest.raises(NetworkAsked):
            getattr(stand_in, name)("https://example.org")
    with pytest.raises(AttributeError):
        stand_in.__path__  # noqa: B018 - so that nothing inside it can be imported


def test_what_pyhanko_would_fetch_is_refused() -> None:
    from pyhanko.sign.timestamps import HTTPTimeStamper

    with pytest.raises(NetworkAsked):
        pyhanko_door.finished(HTTPTimeStamper("https://example.org").async_timestamp(bytes(32), "sha256"))


def test_work_that_would_wait_for_something_is_refused() -> None:
    class Waits:
        def __await__(self):  # type: ignore[no-untyped-def]
            yield self

    async def work() -> None:
        await Waits()

    with pytest.raises(NetworkAsked):
        pyhanko_door.finished(work())


def test_the_library_says_nothing_about_documents_in_any_log(caplog: pytest.LogCaptureFixture) -> None:
    from app.report import strict
    from tests import attacks

    for attack in (attacks.page_content_added, attacks.contents_zeroed, attacks.stranger_closes):
        strict.verify_alone(attack())
    assert caplog.records == []
