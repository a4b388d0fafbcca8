"""Nothing leaves: no socket but local ones, no core dump, no settings file. Called before anything else in `main`."""

import contextlib
import ctypes
import platform
import struct
import sys
from typing import Any, Final, NamedTuple

_PR_SET_DUMPABLE: Final = 4
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2

_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 13  # SECCOMP_RET_ERRNO | EACCES

# Offsets in struct seccomp_data: the call's number, the architecture, the low half of the first argument.
_NUMBER: Final = 0
_ARCHITECTURE: Final = 4
_FIRST_ARGUMENT: Final = 16

_AF_UNIX: Final = 1


class Numbers(NamedTuple):
    """How one architecture names itself and the calls in question (include/uapi/linux/audit.h, unistd.h)."""

    audit: int
    socket: int
    socketpair: int
    io_uring_setup: int


ARCHITECTURES: Final = {
    "x86_64": Numbers(0xC000003E, 41, 53, 425),
    "aarch64": Numbers(0xC00000B7, 198, 199, 425),
}
_X32: Final = 0x40000000
"""Calls of the x32 interface carry this bit: another way to the same calls, so all of them are refused."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def bpf(numbers: Numbers) -> bytes:
    """The filter: sockets outside AF_UNIX and io_uring get EACCES, another architecture's calls as well."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, 8, numbers.audit),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 6, 0, _X32),
        (_EQUAL, 5, 0, numbers.io_uring_setup),
        (_EQUAL, 1, 0, numbers.socket),
        (_EQUAL, 0, 2, numbers.socketpair),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", code, yes, no, value) for code, yes, no, value in steps)


def refuse_sockets() -> bool:
    """Ask the kernel to refuse every socket but local ones, for good; False where it cannot be asked."""
    numbers = ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or numbers is None or sys.maxsize < 2**32:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    code = bpf(numbers)
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(held))
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(library.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def refuse_dumps() -> None:
    """No core dump: it would hold keys and text."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class NetworkRefused(PermissionError):
    """Python's own socket was asked for something that leaves this computer."""


_LOOK_UPS: Final = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
)
_SENDS: Final = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_INTERNET: Final = frozenset({2, 10, 23, 30})
"""AF_INET everywhere, AF_INET6 on Linux, Windows and macOS."""


def audit(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse Python's sockets outside AF_UNIX; on Windows a socket pair on loopback is how Python talks to itself."""
    if event in _LOOK_UPS or (event in _SENDS and not _stays_here(arguments[1])):
        raise NetworkRefused
    if event == "socket.__new__" and arguments[1] in _INTERNET and sys.platform != "win32":
        raise NetworkRefused


def _stays_here(address: object) -> bool:
    if address is None or isinstance(address, (str, bytes)):
        return True
    return isinstance(address, tuple) and address[:1] in (("127.0.0.1",), ("::1",))


def seclude() -> None:
    """Shut every door there is on this system."""
    refuse_dumps()
    refuse_sockets()
    sys.addaudithook(audit)
