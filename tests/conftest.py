"""What every test shares: the `--full` sweeps, and adapters whose passphrases cost no more than the floor."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from app import bootstrap
from app.services.house import House
from app.storage import crypto
from app.storage.crypto import FLOOR

PASSPHRASE = "correct horse battery staple"
PROJECT = Path(__file__).resolve().parent.parent
SAMPLES = PROJECT / "resources" / "samples"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--full` runs every sweep whole; without it each runs a fair sample."""
    parser.addoption("--full", action="store_true", help="run the slow sweeps whole")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """True if sweeps are to run whole."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def house() -> House:
    """The real adapters, with new cases locked at the least cost that is allowed."""
    return bootstrap.real(cost=FLOOR)


@pytest.fixture(autouse=True, scope="session")
def stretched_once() -> Iterator[None]:
    """The same passphrase under the same salt is stretched once a run: the cost is not what these tests are about."""
    patch = pytest.MonkeyPatch()
    patch.setattr(crypto, "stretch", lru_cache(maxsize=None)(crypto.stretch))
    yield
    patch.undo()
