"""Start to first screen, beside KeePassXC in the same run on the same virtual screen; time and memory.

    .venv/bin/python tests/bench/bench_start.py [rounds]

Both programs are started in turn with a home folder of their own; the clock stops when a window of at least
300 pixels stands on the screen (asked from outside every millisecond) and, for Evenhand, also when it has painted.
Needs Linux with Xvfb, libX11 and KeePassXC: apt-get install -y --no-install-recommends xvfb libx11-6 keepassxc
"""

import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DISPLAY = ":97"
PAINTED = (
    "import sys, time; sys.path.insert(0, sys.argv[1])\n"
    "from ui import main, seclude; seclude.seclude(); app = main.application(['evenhand'])\n"
    "shell = main.build(app, main.real_house)\n"
    "from PySide6.QtCore import QTimer\n"
    "def look():\n"
    "    if shell.window.painted: watch.stop(); print(time.monotonic_ns(), flush=True)\n"
    "watch = QTimer(interval=1); watch.timeout.connect(look); watch.start()\n"
    "shell.window.show(); shell.window.activateWindow(); app.exec()\n"
)
VIEWABLE = 2


class _Attributes(ctypes.Structure):
    """XWindowAttributes, up to map_state (Xlib.h)."""

    _fields_ = (
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("border_width", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        ("c_class", ctypes.c_int),
        ("bit_gravity", ctypes.c_int),
        ("win_gravity", ctypes.c_int),
        ("backing_store", ctypes.c_int),
        ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("rest", ctypes.c_byte * 64),
    )


class Screen:
    """Looks at the windows of a display from outside."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _event: 0)
        self._x.XSetErrorHandler(self._ignore)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(DISPLAY.encode()))
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def shows_a_window(self) -> bool:
        """Whether a window of some size stands on it."""
        unused, children, count = ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        self._x.XQueryTree(
            self._display, self._root, ctypes.byref(unused), ctypes.byref(unused), ctypes.byref(children),
            ctypes.byref(count),
        )  # fmt: skip
        found = any(self._large(children[at]) for at in range(count.value))
        if children:
            self._x.XFree(children)
        return found

    def _large(self, window: int) -> bool:
        got = _Attributes()
        self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(window), ctypes.byref(got))
        return bool(got.map_state == VIEWABLE and got.width >= 300 and got.height >= 300)


@dataclass
class Figures:
    """What was measured of one program."""

    shown: list[float] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)


def start_once(command: list[str], screen: Screen, figures: Figures, *, prints: bool) -> None:
    """Start a program, wait for its window, measure, and end it."""
    home = tempfile.mkdtemp()
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": home,
        "DISPLAY": DISPLAY,
        "QT_QPA_PLATFORM": "xcb",
        "LC_ALL": "C.UTF-8",
    }
    began = time.monotonic_ns()
    program = subprocess.Popen(
        command, env=settings, stdout=subprocess.PIPE if prints else subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not screen.shows_a_window():
        if program.poll() is not None or time.monotonic_ns() - began > 30_000_000_000:
            raise SystemExit(f"{command[0]} showed no window")
        time.sleep(0.001)
    figures.shown.append((time.monotonic_ns() - began) / 1e6)
    figures.worked.append(_worked(program.pid))
    if prints and program.stdout is not None:
        figures.painted.append((int(program.stdout.readline()) - began) / 1e6)
    time.sleep(1.0)
    status = Path(f"/proc/{program.pid}/status").read_text()
    figures.resident.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    program.terminate()
    program.wait()
    while screen.shows_a_window():
        time.sleep(0.005)
    shutil.rmtree(home, ignore_errors=True)


def _worked(process: int) -> float:
    """Milliseconds of processor that all threads of a process have had: what a busy machine does not change."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


@contextmanager
def virtual_screen() -> Iterator[Screen]:
    """A display for this run only."""
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", "1600x1000x24"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(1.5)
    try:
        yield Screen()
    finally:
        server.terminate()
        server.wait()


def main(rounds: int) -> None:
    """Measure in turn, and print."""
    ours = [sys.executable, "-c", PAINTED, str(PROJECT)]
    theirs = [shutil.which("keepassxc") or "keepassxc"]
    figures = {"Evenhand": Figures(), "KeePassXC": Figures()}
    with virtual_screen() as screen:
        for one in range(rounds + 1):
            for name, command in (("Evenhand", ours), ("KeePassXC", theirs)):
                kept = figures[name] if one else Figures()  # the first round only warms the disk cache
                start_once(command, screen, kept, prints=name == "Evenhand")
    for name, found in figures.items():
        times = f"window {_said(found.shown)} ms   processor {_said(found.worked)} ms"
        print(f"{name:10} {times}   memory {_said(found.resident)} MB")
    print(f"{'Evenhand':10} painted {_said(figures['Evenhand'].painted)} ms")
    for what in ("shown", "worked"):
        own, other = (statistics.median(getattr(figures[name], what)) for name in ("Evenhand", "KeePassXC"))
        print(f"{what}: ratio of medians {own / other:.2f}")


def _said(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} [{min(values):.0f} to {max(values):.0f}]"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
