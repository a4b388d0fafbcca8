"""The doors that are shut before anything else: sockets, io_uring, core dumps."""

import platform
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import seclude
from ui.seclude import ARCHITECTURES, NetworkRefused, audit, bpf

PROJECT = Path(__file__).resolve().parents[2]
ALLOW, REFUSE = 0x7FFF0000, 0x0005000D
numbers = st.sampled_from(sorted(ARCHITECTURES))
words = st.integers(0, 2**32 - 1)


def _decide(program: bytes, number: int, architecture: int, first: int) -> int:
    """What the kernel would answer: classic BPF, as far as the filter uses it (Documentation/networking/filter)."""
    data = struct.pack("=IIQQ", number, architecture, 0, first)
    steps = list(struct.iter_unpack("=HBBI", program))
    at = accumulator = 0
    while True:
        code, yes, no, value = steps[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif code in (0x15, 0x35):
            holds = accumulator == value if code == 0x15 else accumulator >= value
            at += yes if holds else no
        else:
            assert code == 0x06
            return int(value)


@given(numbers, words, words)
def test_only_local_sockets_pass(name: str, call: int, first: int) -> None:
    own = ARCHITECTURES[name]
    sockets = (own.socket, own.socketpair)
    refused = call >= 0x40000000 or call == own.io_uring_setup or (call in sockets and first != 1)
    assert _decide(bpf(own), call, own.audit, first) == (REFUSE if refused else ALLOW)


@given(numbers, st.sampled_from(["socket", "socketpair", "io_uring_setup"]), st.integers(0, 50))
def test_the_calls_in_question_are_decided_by_their_family(name: str, call: str, family: int) -> None:
    own = ARCHITECTURES[name]
    allowed = family == 1 and call != "io_uring_setup"
    assert _decide(bpf(own), getattr(own, call), own.audit, family) == (ALLOW if allowed else REFUSE)


@given(numbers, words, words, words)
def test_calls_of_another_architecture_are_refused(name: str, call: int, other: int, first: int) -> None:
    own = ARCHITECTURES[name]
    if other != own.audit:
        assert _decide(bpf(own), call, other, first) == REFUSE


@pytest.mark.parametrize("event", ["socket.connect", "socket.bind", "socket.sendto"])
def test_the_hook_lets_only_local_addresses_through(event: str) -> None:
    audit(event, (None, "/run/user/1000/bus"))
    audit(event, (None, ("127.0.0.1", 5)))
    for address in (("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0), ("localhost.example", 1)):
        with pytest.raises(NetworkRefused):
            audit(event, (None, address))


def test_the_hook_refuses_to_look_up_names_and_minds_nothing_else() -> None:
    for event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        with pytest.raises(NetworkRefused):
            audit(event, ("example.org",))
    audit("open", ("/tmp/x", "r", 0))
    audit("socket.__new__", (None, int(getattr(socket, "AF_UNIX", 1)), 1, 0))


def test_where_the_kernel_cannot_be_asked_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert seclude.refuse_sockets() is False


def _secluded(code: str) -> subprocess.CompletedProcess[str]:
    start = "from ui.seclude import seclude; seclude()\n"
    return subprocess.run(
        [sys.executable, "-c", start + code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
    )


def test_python_itself_is_refused_by_the_audit_hook() -> None:
    done = _secluded(
        "import socket, urllib.request\n"
        "for attempt in (lambda: socket.socket(), lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "                lambda: urllib.request.urlopen('http://127.0.0.1:9')):\n"
        "    try: attempt()\n"
        "    except OSError as fault: assert 'refused' not in str(fault), fault\n"
        "    else: raise SystemExit(1)\n"
    )
    assert done.returncode == 0, done.stderr
