"""The process with the shim loaded: forks once for each fault, so that nothing has to be started or unlocked anew.

Prints one line for each child: the number of the fault and what became of it (`killed`, `done`, or a kind of fault).
"""

import ctypes
import json
import os
import shutil
import signal
import sys
from functools import lru_cache
from pathlib import Path

from app import bootstrap
from app.domain.errors import EvenhandError
from app.storage import archives, crypto
from app.storage.crypto import FLOOR
from tests.crash.acts import ACTS, Act

COUNT, KILL, REFUSE_ONCE, REFUSE_FROM = range(4)


def child(act: Act, root: Path, how: int, at: int, code: int, answer: int) -> None:
    """Arm the shim, act, say how it ended; never returns."""
    shim = ctypes.CDLL(None)
    house = bootstrap.real(cost=FLOOR)
    shim.evh_arm(str(root).encode(), how, ctypes.c_long(at), code)
    try:
        act.run(house, root)
        ended = "done"
    except EvenhandError as fault:
        ended = fault.kind
    except BaseException as fault:
        ended = f"UNNAMED {type(fault).__name__}"
    seen = shim.evh_seen()
    shim.evh_disarm()
    os.write(answer, json.dumps([ended, seen]).encode())
    os._exit(0)


def one(act: Act, sound: Path, root: Path, how: int, at: int, code: int) -> tuple[str, int]:
    """One fault on one fresh copy: how it ended and how many changes were seen."""
    shutil.copytree(sound, root)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(act, root, how, at, code, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return ("killed" if os.WTERMSIG(status) == signal.SIGKILL else "CRASHED"), at
    ended, seen = json.loads(data)
    return ended, seen


def main() -> None:
    """Take orders from standard input, one JSON list a line, until it ends."""
    crypto.stretch = lru_cache(maxsize=None)(crypto.stretch)
    place = Path(sys.argv[1])
    house = bootstrap.real(cost=FLOOR)
    # A second process in every child would take a second each; that the real one is asked has a test of its own.
    archives.Archives.check_elsewhere = lambda _self, _passphrase: lambda _path, _head: True  # type: ignore[method-assign, assignment]
    for line in sys.stdin:
        name, how, at, code = json.loads(line)
        sound = place / f"{name}.sound"
        if not sound.exists():
            ACTS[name].prepare(house, sound)
        root = place / f"{name}.{how}.{at}.{code}"
        print(json.dumps([root.name, *one(ACTS[name], sound, root, how, at, code)]), flush=True)


if __name__ == "__main__":
    main()
