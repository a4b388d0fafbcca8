"""What the system itself must have, as a table, and how to come by it: by apt, or by one line to type."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from machine import Machine, NotReady, ignore, run_or_explain, step


class Kind(Enum):
    """How the presence of something on this machine is found out."""

    LIBRARY = "library"
    COMMAND = "command"
    MODULE = "module"


@dataclass(frozen=True)
class Need:
    """One thing the system must have: how to look for it, and the packages that bring it."""

    kind: Kind
    probe: str
    apt: str
    why: str
    brew: str = ""


def _library(probe: str, apt: str, why: str) -> Need:
    return Need(Kind.LIBRARY, probe, apt, why)


# Every system library that Qt's window (the xcb plugin) and its offscreen twin link to.
WINDOW_NEEDS = (
    _library("libGL.so.1", "libgl1", "QtGui draws through it, or loads it without drawing"),
    _library("libEGL.so.1", "libegl1", "QtGui links to it"),
    _library("libX11.so.6", "libx11-6", "QtGui links to it"),
    _library("libglib-2.0.so.0", "libglib2.0-0", "QtCore's event loop"),
    _library("libxkbcommon.so.0", "libxkbcommon0", "keyboard layouts"),
    _library("libdbus-1.so.3", "libdbus-1-3", "lock and sleep signals, screen readers"),
    _library("libfontconfig.so.1", "libfontconfig1", "finding fonts"),
    _library("libxcb-cursor.so.0", "libxcb-cursor0", "pointer shapes in the window"),
    _library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "keyboard layouts in the window"),
    _library("libxcb-icccm.so.4", "libxcb-icccm4", "window titles and sizes"),
    _library("libxcb-image.so.0", "libxcb-image0", "pictures sent to the window"),
    _library("libxcb-keysyms.so.1", "libxcb-keysyms1", "keys pressed in the window"),
    _library("libxcb-randr.so.0", "libxcb-randr0", "which screens there are"),
    _library("libxcb-render-util.so.0", "libxcb-render-util0", "pictures sent to the window"),
    _library("libxcb-shape.so.0", "libxcb-shape0", "window outlines"),
    _library("libxcb-shm.so.0", "libxcb-shm0", "pictures sent to the window"),
    _library("libxcb-sync.so.1", "libxcb-sync1", "smooth resizing"),
    _library("libxcb-xfixes.so.0", "libxcb-xfixes0", "the clipboard"),
    _library("libxcb-xkb.so.1", "libxcb-xkb1", "keyboard layouts in the window"),
    _library("libX11-xcb.so.1", "libx11-xcb1", "the window's connection"),
)

TEST_NEEDS = (
    Need(Kind.COMMAND, "Xvfb", "xvfb", "a screen for the tests that open the real window"),
    Need(Kind.COMMAND, "xauth", "xauth", "Xvfb's door key"),
    Need(Kind.COMMAND, "strace", "strace", "the test that watches which files are written"),
    Need(Kind.COMMAND, "gcc", "build-essential", "the small library that kills and refuses at every write"),
    Need(Kind.COMMAND, "pdfinfo", "poppler-utils", "a second reader for the PDF", brew="poppler"),
    Need(Kind.COMMAND, "qpdf", "qpdf", "a second opinion on the PDF's structure", brew="qpdf"),
)


def environment_need() -> Need:
    """Debian keeps the part of Python that makes environments in a package of its own, one a version."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return Need(Kind.MODULE, "ensurepip, venv", f"python{version}-venv", "making the environment")


def has(machine: Machine, need: Need) -> bool:
    """Whether this machine has what is needed, or is of a kind that never needs it."""
    if need.kind is Kind.LIBRARY:
        return machine.system != "linux" or machine.loads(need.probe)
    if need.kind is Kind.MODULE:
        return machine.run([machine.python, "-c", f"import {need.probe}"], ignore) == 0
    if machine.system == "linux" or (machine.system == "darwin" and need.brew):
        return machine.finds(need.probe) is not None
    return True


def missing_from(machine: Machine, needs: Sequence[Need]) -> list[Need]:
    """Those of the needs that this machine does not have."""
    return [need for need in needs if not has(machine, need)]


def line_to_type(machine: Machine, missing: Sequence[Need]) -> str:
    """The one line that installs what is missing; empty where no package manager is known."""
    installer = machine.installer()
    if installer == "apt-get":
        install = f"apt-get install -y --no-install-recommends {' '.join(need.apt for need in missing)}"
        if machine.root:
            return f"apt-get update && {install}"
        if machine.finds("sudo"):
            return f"sudo apt-get update && sudo {install}"
        return f'su -c "apt-get update && {install}"'
    if installer == "dnf":
        return f"sudo dnf install {' '.join(_rpm_name(need) for need in missing)}"
    if installer == "brew":
        return f"brew install {' '.join(need.brew or need.probe for need in missing)}"
    return ""


def _rpm_name(need: Need) -> str:
    """rpm packages can be asked for by the library they bring, or by the command's path."""
    if need.kind is Kind.LIBRARY:
        return f"'{need.probe}()(64bit)'"
    return f"/usr/bin/{need.probe}" if need.kind is Kind.COMMAND else "python3-libs"


def advice(machine: Machine, missing: Sequence[Need]) -> str:
    """What to tell a person whose system lacks something that may not be installed from here."""
    line = line_to_type(machine, missing)
    if line:
        told = "This system lacks packages that Evenhand needs. Type this line, then give the same command again:"
        return f"{told}\n\n  {line}\n"
    told = "This system lacks what Evenhand needs. Install it, then give the same command again:"
    return f"{told}\n\n" + "".join(f"  {need.probe}: {need.why}\n" for need in missing)


def ensure_system(machine: Machine, needs: Sequence[Need]) -> None:
    """Install what the system lacks where that is allowed; otherwise say the one line to type."""
    missing = missing_from(machine, needs)
    if not missing:
        return
    if machine.root and machine.installer() == "apt-get":
        install_by_apt(machine, missing)
        missing = missing_from(machine, missing)
        if not missing:
            return
    raise NotReady(advice(machine, missing))


def install_by_apt(machine: Machine, missing: Sequence[Need]) -> None:
    """Install packages with apt; the list of packages is fetched only when apt cannot do without."""
    packages = [need.apt for need in missing]
    patient = ["-o", "DPkg::Lock::Timeout=300"]  # another installation may be under way
    install = ["apt-get", *patient, "install", "-y", "--no-install-recommends", *packages]
    with step(f"Installing system packages: {' '.join(packages)}"):
        if machine.run(install, ignore) == 0:
            return
        # An installation that was cut short has to be finished before anything else can be installed.
        machine.run(["dpkg", "--configure", "-a"], ignore)
        machine.run(["apt-get", "update"], ignore)
        run_or_explain(machine, install, "The system packages could not be installed.")
