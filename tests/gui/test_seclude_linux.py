"""What the kernel refuses once the doors are shut, asked from C, from threads and from children."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def _secluded(code: str) -> subprocess.CompletedProcess[str]:
    start = "from ui.seclude import seclude; seclude()\n"
    return subprocess.run(
        [sys.executable, "-c", start + code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET"])
def test_the_kernel_refuses_sockets_to_c_code_too(family: str) -> None:
    done = _secluded(
        "import ctypes, errno, socket\n"
        "c = ctypes.CDLL(None, use_errno=True)\n"
        f"assert c.socket(int(socket.{family}), 2, 0) == -1\n"
        "assert ctypes.get_errno() == errno.EACCES\n"
    )
    assert done.returncode == 0, done.stderr


def test_children_and_other_threads_are_bound_as_well() -> None:
    done = _secluded(
        "import subprocess, sys, threading, ctypes\n"
        "found = []\n"
        "def try_it(): found.append(ctypes.CDLL(None).socket(2, 1, 0))\n"
        "one = threading.Thread(target=try_it); one.start(); one.join()\n"
        "child = 'import ctypes; print(ctypes.CDLL(None).socket(2, 1, 0))'\n"
        "found.append(int(subprocess.check_output([sys.executable, '-c', child])))\n"
        "assert found == [-1, -1], found\n"
    )
    assert done.returncode == 0, done.stderr


def test_io_uring_is_refused() -> None:
    done = _secluded(
        "import ctypes, errno\n"
        "c = ctypes.CDLL(None, use_errno=True)\n"
        "assert c.syscall(425, 1, 0) == -1 and ctypes.get_errno() == errno.EACCES\n"
    )
    assert done.returncode == 0, done.stderr


def test_local_sockets_and_asyncio_go_on() -> None:
    done = _secluded(
        "import asyncio, socket\n"
        "a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'\n"
        "asyncio.run(asyncio.sleep(0))\n"
    )
    assert done.returncode == 0, done.stderr


def test_no_core_dump_and_no_reading_by_others() -> None:
    done = _secluded(
        "import ctypes, resource\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0\n"
    )
    assert done.returncode == 0, done.stderr
